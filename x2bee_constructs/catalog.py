"""The standard X2BEE platform, as data: 15 services, who calls whom, and three databases."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from x2bee_constructs.database.props import Database
from x2bee_constructs.workload.jvm import SpringBatch, SpringBoot, SpringCloudGateway
from x2bee_constructs.workload.node import Cronicle, NextJs
from x2bee_constructs.workload.objectives import Objectives
from x2bee_constructs.workload.service import Service

__all__ = ["GATEWAY", "STANDARD_DATABASES", "STANDARD_SERVICES"]

GATEWAY = "x2bee-gw"
"""The REST gateway for the storefront."""

_APIS = (
    "x2bee-api-member",
    "x2bee-api-goods",
    "x2bee-api-order",
    "x2bee-api-display",
    "x2bee-api-event",
    "x2bee-api-common",
)


def _with_sessions(whose: str) -> SpringBoot:
    # Members and staff: a session of the shop must never be one of the back office.
    return SpringBoot(sessions=True, session_namespace=f"x2bee:{whose}")


def _batch(database: str, writes: tuple[str, ...]) -> Service:
    # One run at a time: Spring Batch starts one job instance twice if two pods are asked at once (spring-batch#3788).
    return Service(runtime=SpringBatch(), database=database, writes=writes, singleton=True)


def _scheduler(batch: str) -> Service:
    # Who looks at a page of a scheduler now and then is no measure of it: its runs are.
    quiet = Objectives(watched=False)
    return Service(runtime=Cronicle(), calls=(batch,), singleton=True, objectives=quiet)


_OFFICE = Objectives(availability=99.5, latency_ms=2500)
"""Of pages and APIs for staff, who wait for large lists and are not there at night."""


STANDARD_SERVICES: Mapping[str, Service] = MappingProxyType(
    {
        "x2bee-fo": Service(runtime=NextJs(), calls=(GATEWAY,), exposed=True, priority="critical"),
        GATEWAY: Service(runtime=SpringCloudGateway(), calls=_APIS, exposed=True, priority="critical"),
        "x2bee-bo": Service(runtime=NextJs(), calls=("x2bee-api-bo", GATEWAY), exposed=True, objectives=_OFFICE),
        "x2bee-cc": Service(runtime=NextJs(), calls=("x2bee-api-bo", GATEWAY), exposed=True, objectives=_OFFICE),
        "x2bee-api-member": Service(runtime=_with_sessions("shop"), database="mbod", priority="critical"),
        "x2bee-api-order": Service(
            runtime=SpringBoot(),
            database="mbod",
            priority="critical",
            calls=("x2bee-api-member", "x2bee-api-goods", "x2bee-api-event", "x2bee-api-common"),
        ),
        "x2bee-api-common": Service(runtime=SpringBoot(), database="mbod"),
        "x2bee-api-goods": Service(runtime=SpringBoot(), database="gddp"),
        "x2bee-api-display": Service(runtime=SpringBoot(), database="gddp", calls=("x2bee-api-goods",)),
        "x2bee-api-event": Service(runtime=SpringBoot(), database="event", calls=("x2bee-api-member",)),
        "x2bee-api-bo": Service(
            runtime=_with_sessions("office"), reads=("mbod", "gddp", "event"), calls=_APIS, objectives=_OFFICE
        ),
        "x2bee-batch-mbod": _batch("mbod", ("x2bee-api-member", "x2bee-api-order", "x2bee-api-common")),
        "x2bee-batch-gddp": _batch("gddp", ("x2bee-api-goods", "x2bee-api-display")),
        "x2bee-batch-scheduler-mbod": _scheduler("x2bee-batch-mbod"),
        "x2bee-batch-scheduler-gddp": _scheduler("x2bee-batch-gddp"),
    }
)

STANDARD_DATABASES: Mapping[str, Database] = MappingProxyType(
    {name: Database(instance="db.r7g.large", readers=2) for name in ("mbod", "gddp", "event")}
)
