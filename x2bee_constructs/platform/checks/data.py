"""Which service uses which database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from x2bee_constructs.catalog import STANDARD_DATABASES
from x2bee_constructs.core.faults import PlacedFault, fault, meant
from x2bee_constructs.toolchain.sonarqube_props import POSTGRES_MAJORS
from x2bee_constructs.workload.service import Service

if TYPE_CHECKING:
    from x2bee_constructs.platform.props import Platform

__all__ = ["database_faults", "shared_faults", "tool_faults", "unused_faults"]


def database_faults(platform: Platform, name: str, service: Service) -> Iterator[PlacedFault]:
    """Every fault of what one enabled service says of databases."""
    places = [(("services", name, "database"), service.database)] if service.database else []
    places += [(("services", name, "reads", index), database) for index, database in enumerate(service.reads)]
    for place, database in places:
        if database not in platform.databases:
            hint, guess = meant(database, platform.databases)
            title = f"service '{name}' uses an unknown database '{database}'{hint}"
            yield place, fault("X2B202", title, expected=f"one of {', '.join(platform.databases)}", fix=guess), database
        elif "reads" in place and database == service.database:
            yield (
                place,
                fault("X2B101", f"service '{name}' writes to '{database}' already", fix="take it out of reads"),
                database,
            )
        elif "reads" in place and platform.databases[database].readers == 0:
            title = f"service '{name}' reads '{database}', which has no readers"
            wrong = fault("X2B204", title, expected="at least 1", got="0", fix="readers: 1")
            yield ("databases", database, "readers"), wrong, 0


def shared_faults(platform: Platform, name: str, service: Service) -> Iterator[PlacedFault]:
    """Every fault of whose tables one enabled service also writes."""
    owners = {n for n, s in platform.enabled_services.items() if s.database and s.database == service.database}
    others = sorted(owners - {name})
    for index, owner in enumerate(service.writes):
        if owner in others:
            continue
        hint, guess = meant(owner, others)
        why = "a schema of another service is reached in the database that both write to"
        expected = f"one of {', '.join(others)}" if others else "nothing: no other service writes to its database"
        title = f"service '{name}' cannot write the tables of '{owner}'{hint}"
        yield ("services", name, "writes", index), fault("X2B209", title, expected=expected, why=why, fix=guess), owner


def unused_faults(platform: Platform) -> Iterator[PlacedFault]:
    """Databases of the customer's own that no enabled service uses."""
    for database in platform.databases.keys() - platform.used_databases.keys() - STANDARD_DATABASES.keys():
        fix, why = "remove it or point a service at it", "it would cost and hold nothing"
        yield (
            ("databases", database, "[key]"),
            fault("X2B203", f"no service uses database '{database}'", why=why, fix=fix),
            database,
        )


def tool_faults(platform: Platform) -> Iterator[PlacedFault]:
    """A database that SonarQube cannot keep its data in."""
    name = platform.toolchain.database if platform.toolchain else None
    if name is None:
        return
    place = ("toolchain", "sonarqube", "database")
    database = platform.databases.get(name)
    if database is None:
        hint, guess = meant(name, platform.databases)
        fix = guess or f"databases: {{ {name}: {{ instance: db.t4g.medium, readers: 0 }} }}"
        title = f"SonarQube keeps its data in an unknown database '{name}'{hint}"
        yield place, fault("X2B552", title, expected="one of the file's own databases", fix=fix), name
        return
    others = [n for n, s in platform.enabled_services.items() if name in (s.database, *s.reads)]
    if others:
        why = "an analysis would take from services what they need, and its settings are not theirs"
        title = f"SonarQube and '{others[0]}' would share the database '{name}'"
        yield place, fault("X2B552", title, expected="a database of its own", why=why), name
    oldest, newest = POSTGRES_MAJORS
    if not oldest <= int(database.version.partition(".")[0]) <= newest:
        title = f"SonarQube does not support PostgreSQL {database.version}"
        wrong = fault("X2B552", title, expected=f"{oldest} to {newest}", got=database.version)
        yield ("databases", name, "version"), wrong, database.version
