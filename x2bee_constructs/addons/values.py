"""Parts that the values of several charts share."""

from __future__ import annotations

from x2bee_constructs.core.objects import ApiStruct

__all__ = [
    "KEPT_CRDS",
    "PRIORITY",
    "AccountName",
    "EnabledBudget",
    "MaxUnavailable",
]

PRIORITY = "system-cluster-critical"
"""The PriorityClass of every add-on, also outside `kube-system`: Kubernetes has it from the start, and services (which
evict pods of lower priority) must never push out what brings their secrets and their metrics."""

KEPT_CRDS = {"argocd.argoproj.io/sync-options": "Delete=false,Prune=false"}
"""Annotations of CRDs: with a CRD goes every object of its kind, so it goes by hand."""


class AccountName(ApiStruct):
    """The ServiceAccount that a chart makes; its name is what the pod identity is tied to."""

    name: str


class MaxUnavailable(ApiStruct):
    """A PodDisruptionBudget that lets one pod go at a time, also where there is only one."""

    max_unavailable: int = 1


class EnabledBudget(MaxUnavailable):
    """The same for charts that ask whether to make it."""

    enabled: bool = True
