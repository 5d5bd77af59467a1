"""What the values of many a chart and the pods of our own objects say alike."""

from __future__ import annotations

from collections.abc import Mapping

from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.imports.k8s.core_v1 import ResourceRequirements, TopologySpreadConstraint
from x2bee_constructs.imports.k8s.meta_v1 import LabelSelector

__all__ = ["Enabled", "requests", "spread"]


class Enabled(ApiStruct):
    """A part of a chart that can be on or off."""

    enabled: bool


def requests(cpu: str, memory: str, cpu_limit: str | None = None) -> ResourceRequirements:
    """CPU is requested; memory is requested and limited alike. A CPU limit only where the chart forces one."""
    limits: dict[str, int | float | str] = {"memory": memory, **({"cpu": cpu_limit} if cpu_limit else {})}
    return ResourceRequirements(requests={"cpu": cpu, "memory": memory}, limits=limits)


def spread(labels: Mapping[str, str], *, per_rollout: bool = True) -> list[TopologySpreadConstraint]:
    """Pods with these labels over zones, then over nodes, as a preference (ADR 7).

    `per_rollout` counts the pods of one ReplicaSet alone, so that old pods do not stand in the way of new ones; the
    pods of a StatefulSet have no label that tells.
    """
    return [
        TopologySpreadConstraint(
            max_skew=1,
            topology_key=key,
            when_unsatisfiable="ScheduleAnyway",
            label_selector=LabelSelector(match_labels=dict(labels)),
            match_label_keys=["pod-template-hash"] if per_rollout else None,
        )
        for key in ("topology.kubernetes.io/zone", "kubernetes.io/hostname")
    ]
