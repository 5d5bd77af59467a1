"""What must fit together across a platform: services, databases, zones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from x2bee_constructs.core.faults import PlacedFault, fault, nearest
from x2bee_constructs.workload.service import Service

if TYPE_CHECKING:
    from x2bee_constructs.platform.props import Platform

__all__ = ["cross_faults"]


def cross_faults(platform: Platform) -> Iterator[PlacedFault]:
    """Every fault that no single field shows."""
    for name, service in platform.enabled_services.items():
        yield from _runtime(name, service)
        yield from _calls(platform, name, service)
        yield from _databases(platform, name, service)
        yield from _replicas(name, service)
    yield from _unused_databases(platform)
    yield from _zones(platform)


def _runtime(name: str, service: Service) -> Iterator[PlacedFault]:
    if service.runtime is None:
        wrong = fault(
            "X2B105",
            f"missing key 'runtime' of service '{name}'",
            why="only the 15 standard services have one of their own",
            expected="nextjs, spring-boot, spring-cloud-gateway, spring-batch or nodejs",
            fix="runtime: spring-boot",
        )
        yield ("services", name, "runtime"), wrong, None


def _calls(platform: Platform, name: str, service: Service) -> Iterator[PlacedFault]:
    running = platform.enabled_services
    for index, callee in enumerate(service.calls):
        if "." in callee or (callee in running and callee != name):
            continue
        if callee == name:
            wrong = fault("X2B201", f"service '{name}' calls itself", fix="take it out of calls")
        elif callee in platform.services:
            wrong = fault(
                "X2B201",
                f"service '{name}' calls '{callee}', which is not enabled",
                fix=f"enable '{callee}' or take it out of calls",
            )
        else:
            guess = nearest(callee, running)
            hint = f"; did you mean '{guess}'?" if guess else ""
            wrong = fault(
                "X2B201",
                f"service '{name}' calls an unknown service '{callee}'{hint}",
                expected="the name of a service, or the domain of a host outside",
                fix=guess or "",
            )
        yield ("services", name, "calls", index), wrong, callee


def _databases(platform: Platform, name: str, service: Service) -> Iterator[PlacedFault]:
    places = [(("services", name, "database"), service.database)] if service.database else []
    places += [(("services", name, "reads", index), database) for index, database in enumerate(service.reads)]
    for place, database in places:
        if database not in platform.databases:
            guess = nearest(database, platform.databases)
            hint = f"; did you mean '{guess}'?" if guess else ""
            known = f"one of {', '.join(platform.databases)}" if platform.databases else "a key of databases"
            yield (
                place,
                fault(
                    "X2B202",
                    f"service '{name}' uses an unknown database '{database}'{hint}",
                    expected=known,
                    fix=guess or "",
                ),
                database,
            )
        elif database in service.reads and platform.databases[database].readers == 0:
            wrong = fault(
                "X2B204",
                f"service '{name}' reads '{database}', which has no readers",
                expected="at least 1",
                got="0",
                fix="readers: 1",
            )
            yield ("databases", database, "readers"), wrong, 0


def _replicas(name: str, service: Service) -> Iterator[PlacedFault]:
    if service.singleton and (service.replicas.max or 1) > 1:
        wrong = fault(
            "X2B108",
            f"'{name}' is a singleton: it has exactly one pod",
            expected="1",
            got=str(service.replicas.max),
            related=f"services.{name}.singleton",
        )
        yield ("services", name, "replicas", "max"), wrong, service.replicas.max


def _unused_databases(platform: Platform) -> Iterator[PlacedFault]:
    used = {
        database for service in platform.enabled_services.values() for database in (service.database, *service.reads)
    }
    for database in platform.databases:
        if database not in used:
            wrong = fault(
                "X2B203",
                f"no service uses database '{database}'",
                why="it would cost and hold nothing",
                fix="remove it or point a service at it",
            )
            yield ("databases", database, "[key]"), wrong, database


def _zones(platform: Platform) -> Iterator[PlacedFault]:
    zones = platform.network.zones or ()
    for index, zone in enumerate(zones):
        if not zone.startswith(platform.region) or zones.index(zone) != index:
            wrong = fault(
                "X2B205",
                f"zone '{zone}' cannot be used",
                expected=f"three different zones of {platform.region}",
                related="region",
            )
            yield ("network", "zones", index), wrong, zone
