"""What schedules must know of the services beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from x2bee_constructs.batch.schedules.props import Schedule
from x2bee_constructs.workload.batch_jobs import BatchJob

__all__ = ["BatchPlace", "scheduler_of"]


@dataclass(frozen=True)
class BatchPlace:
    """The batch services and schedulers of one environment."""

    jobs: Mapping[str, Mapping[str, BatchJob]]
    """The jobs of each batch service, by its name."""
    schedulers: Mapping[str, tuple[str, ...]]
    """Which services each scheduler may call, by its name."""
    databases: Mapping[str, str] = field(default_factory=dict[str, str])
    """The database of each batch service that has one."""


def scheduler_of(schedule: Schedule, place: BatchPlace) -> str | None:
    """Who starts it: the one it names, else the one that calls its service; None if nobody, or nobody alone, does."""
    if schedule.scheduler:
        return schedule.scheduler
    able = [name for name, calls in sorted(place.schedulers.items()) if schedule.service in calls]
    return able[0] if len(able) == 1 else None
