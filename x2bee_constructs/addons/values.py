"""Parts that the values of several charts share."""

from __future__ import annotations

from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.imports.k8s.core_v1 import ResourceRequirements, TopologySpreadConstraint
from x2bee_constructs.imports.k8s.meta_v1 import LabelSelector

__all__ = [
    "KEPT_CRDS",
    "PRIORITY",
    "AccountName",
    "Enabled",
    "EnabledBudget",
    "MaxUnavailable",
    "requests",
    "spread",
]

PRIORITY = "system-cluster-critical"
"""The PriorityClass of every add-on, also outside `kube-system`: Kubernetes has it from the start, and services (which
evict pods of lower priority) must never push out what brings their secrets and their metrics."""

KEPT_CRDS = {"argocd.argoproj.io/sync-options": "Delete=false,Prune=false"}
"""Annotations of CRDs: with a CRD goes every object of its kind, so it goes by hand."""


class AccountName(ApiStruct):
    """The ServiceAccount that a chart makes; its name is what the pod identity is tied to."""

    name: str


class Enabled(ApiStruct):
    """A part of a chart that can be on or off."""

    enabled: bool


class MaxUnavailable(ApiStruct):
    """A PodDisruptionBudget that lets one pod go at a time, also where there is only one."""

    max_unavailable: int = 1


class EnabledBudget(MaxUnavailable):
    """The same for charts that ask whether to make it."""

    enabled: bool = True


def requests(cpu: str, memory: str, cpu_limit: str | None = None) -> ResourceRequirements:
    """CPU is requested; memory is requested and limited alike. A CPU limit only where the chart forces one."""
    limits: dict[str, int | float | str] = {"memory": memory, **({"cpu": cpu_limit} if cpu_limit else {})}
    return ResourceRequirements(requests={"cpu": cpu, "memory": memory}, limits=limits)


def spread(name: str, label: str = "app.kubernetes.io/name") -> list[TopologySpreadConstraint]:
    """Over zones and nodes, as a preference (ADR 7), per rollout; for pods whose `label` is the name."""
    return [
        TopologySpreadConstraint(
            max_skew=1,
            topology_key=key,
            when_unsatisfiable="ScheduleAnyway",
            label_selector=LabelSelector(match_labels={label: name}),
            match_label_keys=["pod-template-hash"],
        )
        for key in ("topology.kubernetes.io/zone", "kubernetes.io/hostname")
    ]
