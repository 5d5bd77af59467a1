"""What must fit together across a platform."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from x2bee_constructs.core.faults import PlacedFault
from x2bee_constructs.platform.checks.calls import call_faults, cycle_faults
from x2bee_constructs.platform.checks.data import database_faults, shared_faults, tool_faults, unused_faults
from x2bee_constructs.platform.checks.service import runtime_faults, service_faults
from x2bee_constructs.platform.checks.site import site_faults

if TYPE_CHECKING:
    from x2bee_constructs.platform.props import Platform

__all__ = ["cross_faults"]


def cross_faults(platform: Platform) -> Iterator[PlacedFault]:
    """Every fault that no single field shows; whether everything fits is asked when the parts are right."""
    wrong = list(_parts(platform))
    yield from wrong or _fit(platform)


def _fit(platform: Platform) -> Iterator[PlacedFault]:
    # These need a whole Platform, which needs this module.
    from x2bee_constructs.platform.addons import support_faults
    from x2bee_constructs.platform.batch import batch_faults
    from x2bee_constructs.platform.databases import data_faults
    from x2bee_constructs.platform.hosts import host_faults
    from x2bee_constructs.platform.images import repository_faults
    from x2bee_constructs.platform.ingress import ingress_faults
    from x2bee_constructs.platform.logs import log_faults
    from x2bee_constructs.platform.nodes import capacity_faults
    from x2bee_constructs.platform.observability import observability_faults
    from x2bee_constructs.platform.readers import reader_faults
    from x2bee_constructs.platform.schedules import placed_faults as schedule_faults
    from x2bee_constructs.platform.sessions import session_faults
    from x2bee_constructs.platform.toolchain import toolchain_faults

    yield from data_faults(platform)
    yield from repository_faults(platform)
    yield from schedule_faults(platform)
    wrong_logs = list(log_faults(platform))
    yield from wrong_logs
    sessions = list(session_faults(platform))
    yield from sessions
    batches = list(batch_faults(platform))
    yield from batches
    if sessions or wrong_logs or batches:  # nothing could be derived from them
        return
    yield from reader_faults(platform)
    yield from observability_faults(platform)
    yield from toolchain_faults(platform)
    unsupported = list(support_faults(platform))
    yield from unsupported
    hosts = list(host_faults(platform))
    yield from hosts
    if not hosts:  # their names are the way in's, which may not be there
        yield from ingress_faults(platform)
    if not unsupported:  # the add-ons' pods count, and what is not supported has none
        yield from capacity_faults(platform)


def _parts(platform: Platform) -> Iterator[PlacedFault]:
    for name, service in platform.services.items():
        yield from runtime_faults(name, service)
    for name, service in platform.enabled_services.items():
        yield from service_faults(platform, name, service)
        yield from call_faults(platform, name, service)
        yield from database_faults(platform, name, service)
        yield from shared_faults(platform, name, service)
    yield from cycle_faults(platform)
    yield from unused_faults(platform)
    yield from tool_faults(platform)
    yield from site_faults(platform)
