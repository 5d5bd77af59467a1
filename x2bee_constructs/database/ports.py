"""Which port each database listens on: network policies know addresses and ports, so ports tell databases apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from zlib import crc32

from x2bee_constructs.core.faults import PlacedFault, fault
from x2bee_constructs.database.props import Database

__all__ = ["port_faults", "port_of"]

_STANDARD: Mapping[str, int] = {"mbod": 15432, "gddp": 15433, "event": 15434}

_FIRST, _COUNT = 15440, 500
"""Where the ports of other databases begin, and how many there are. 5432 is not among them, because scanners look there
first. Our judgement."""

_IN_CLUSTER = 5432
"""CloudNativePG's Services always listen here; they have names of their own, so that no two can clash."""


def port_of(name: str, database: Database) -> int:
    """The database's port: what was said, else one that follows from its name alone and so never moves."""
    if not database.in_aws:
        return _IN_CLUSTER
    if database.listens:
        return database.listens
    return _STANDARD.get(name) or _FIRST + crc32(name.encode()) % _COUNT


def port_faults(databases: Mapping[str, Database]) -> Iterator[PlacedFault]:
    """A fault for each database on a port that another one has, relative to the platform."""
    taken: dict[int, str] = {}
    # Who said a port keeps it; of two that follow from names, the first does.
    for name in sorted(databases, key=lambda found: (databases[found].listens is None, found)):
        database = databases[name]
        if not database.in_aws:
            continue
        port = port_of(name, database)
        other = taken.setdefault(port, name)
        if other != name:
            yield (
                ("databases", name, "listens"),
                fault(
                    "X2B324",
                    f"'{name}' listens on {port}, as '{other}' does",
                    why="network policies tell databases apart by their ports: who may use one could use both",
                    fix=f"listens: {_free(databases)}",
                    related=f"databases.{other}",
                ),
                database.listens,
            )


def _free(databases: Mapping[str, Database]) -> int:
    used = {port_of(name, database) for name, database in databases.items()} | set(_STANDARD.values())
    return next(port for port in range(_FIRST, _FIRST + _COUNT) if port not in used)
