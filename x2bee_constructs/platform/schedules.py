"""From the platform to its schedules: what they may start, and whether they agree with the services."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.batch.names import events
from x2bee_constructs.batch.reconcile.props import ScheduledEventsProps
from x2bee_constructs.batch.schedules.lint import schedule_faults
from x2bee_constructs.batch.schedules.place import BatchPlace, scheduler_of
from x2bee_constructs.core.faults import PlacedFault
from x2bee_constructs.namespace.names import BATCH
from x2bee_constructs.platform.images import service_image
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.workload.jvm import SpringBatch
from x2bee_constructs.workload.node import Cronicle
from x2bee_constructs.workload.service import Service

__all__ = ["batch_place", "event_callers", "events_props", "is_scheduler", "placed_faults"]


def is_scheduler(service: Service) -> bool:
    """Whether a service is Cronicle."""
    return isinstance(service.runtime, Cronicle)


def batch_place(platform: Platform) -> BatchPlace:
    """The batch services and the schedulers that run."""
    services = platform.enabled_services
    batches = {name: one for name, one in services.items() if isinstance(one.runtime, SpringBatch)}
    return BatchPlace(
        jobs={name: one.runtime.jobs for name, one in batches.items() if isinstance(one.runtime, SpringBatch)},
        schedulers={name: tuple(one.calls) for name, one in services.items() if is_scheduler(one)},
        databases={name: one.database for name, one in batches.items() if one.database},
    )


def placed_faults(platform: Platform) -> Iterator[PlacedFault]:
    """What schedules, services and jobs do not agree on."""
    for place, wrong, got in schedule_faults(platform.schedules, batch_place(platform)):
        yield ("schedules", *place), wrong, got


def events_props(platform: Platform) -> dict[str, ScheduledEventsProps]:
    """What `ScheduledEvents` takes for each scheduler, by its name.

    One without schedules has a Job too: it deletes what was there before. A platform without any schedule has none.
    """
    if not platform.schedules:
        return {}
    place = batch_place(platform)
    return {name: _props(platform, place, name) for name in sorted(place.schedulers)}


def _props(platform: Platform, place: BatchPlace, scheduler: str) -> ScheduledEventsProps:
    its = {name: one for name, one in sorted(platform.schedules.items()) if scheduler_of(one, place) == scheduler}
    return ScheduledEventsProps(
        scheduler=scheduler,
        image=service_image(platform, scheduler, platform.services[scheduler]),
        schedules=its,
        mesh=platform.istio_revision is not None,
        node_selector=platform.node_selector,
        priority_class=BATCH,
    )


def event_callers(platform: Platform, name: str) -> tuple[str, ...]:
    """Who else calls a service: the Job that keeps a scheduler's events."""
    if not platform.schedules or not is_scheduler(platform.services[name]):
        return ()
    return (events(name),)
