"""Which pods go first when a cluster is full: PriorityClasses, as data."""

from __future__ import annotations

from typing import Literal, NamedTuple

from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.k8s import meta_v1, scheduling_v1
from x2bee_constructs.namespace import names

__all__ = ["PRIORITIES", "Priority", "priority_classes"]


class Priority(NamedTuple):
    """A PriorityClass. A higher `value` goes first; whether it also evicts lower ones, is `preemption`."""

    name: names.PriorityName
    value: int
    preemption: Literal["PreemptLowerPriority", "Never"]
    description: str


PRIORITIES = (
    Priority(names.CRITICAL, 100_000, "PreemptLowerPriority", "What every order passes through; evicts all below it."),
    Priority(names.STANDARD, 10_000, "PreemptLowerPriority", "Services; evict batches and pods without a class."),
    Priority(names.BATCH, 1_000, "Never", "Batches and schedulers; wait for room, never evict."),
)
"""Above 0, the priority of pods without a class, and far below 1,000,000,000, where the system's own begin. The steps
leave room for a customer's classes in between; the numbers mean nothing but their order."""


def priority_classes() -> dict[str, KubeObject]:
    """The PriorityClasses, by name; none is the default of pods that name none."""
    return {priority.name.removeprefix("x2bee-"): _object(priority) for priority in PRIORITIES}


def _object(priority: Priority) -> scheduling_v1.PriorityClass:
    return scheduling_v1.PriorityClass(
        metadata=meta_v1.ObjectMeta(
            name=priority.name,
            labels={"app.kubernetes.io/part-of": "x2bee"},
            # Without its class a pod cannot be made again; a class goes by hand, when no pod names it.
            annotations={"argocd.argoproj.io/sync-options": "Delete=false,Prune=false"},
        ),
        value=priority.value,
        preemption_policy=priority.preemption,
        description=priority.description,
    )
