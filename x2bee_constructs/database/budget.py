"""Whether the connections of all services fit the databases, and how large each pool may be (law 8).

A service opens, at its most pods, its whole pool in every pod. What writes goes to the writer. What only reads goes to
the readers, as many as are left when one of them is lost; where there is one reader or none, the writer takes it too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from math import ceil

from x2bee_constructs.core.faults import PlacedFault, fault
from x2bee_constructs.database.instances import (
    IN_CLUSTER_CONNECTIONS,
    class_connections,
    larger_classes,
    serverless_connections,
)
from x2bee_constructs.database.props import Database

__all__ = ["LARGEST_POOL", "SMALLEST_POOL", "Budget", "Reserved", "Use", "connection_budget", "max_connections"]

SMALLEST_POOL = 2
"""A pool of one waits for itself as soon as a request needs a second connection. Our judgement."""

LARGEST_POOL = 10
"""What HikariCP opens if nobody says a number (`maximumPoolSize`)."""

_MOST_READERS = 15


@dataclass(frozen=True, order=True)
class Use:
    """One service's use of one database."""

    service: str
    database: str
    pods_max: int
    """Its most pods, those beyond the maximum during a rollout included."""
    pools: int = 1
    """How many pools (datasources) a pod has for this database and this purpose."""
    writes: bool = True
    """Whether it goes to the writer; else to the readers."""
    size: int | None = field(default=None, compare=False)
    """How many connections each pool has; derived if None."""

    def connections(self, size: int) -> int:
        """What it opens with pools of this size."""
        return self.pods_max * self.pools * size


@dataclass(frozen=True)
class Reserved:
    """Connections of each instance that no service may have."""

    superusers: int = 3
    """PostgreSQL's `superuser_reserved_connections`."""
    administrators: int = 2
    """`rds.rds_superuser_reserved_connections`, by default (AWS, error of remaining connection slots)."""
    automation: int = 3
    """For AWS itself: at least three, says AWS (Maximum connections to an Aurora PostgreSQL DB instance)."""
    bootstrap: int = 2
    """The job that makes roles, and one before it that still ends."""
    sync: int = 0
    """What synchronises tables."""
    people: int = 10
    """Those who look what is wrong, when everything else is full. Our judgement."""

    @property
    def total(self) -> int:
        """All of them."""
        return self.superusers + self.administrators + self.automation + self.bootstrap + self.sync + self.people


@dataclass(frozen=True)
class Budget:
    """The size of each pool, and what does not fit."""

    sizes: Mapping[tuple[str, str, bool], int]
    """How many connections each pool has, by service, database and whether it writes."""
    faults: tuple[PlacedFault, ...]
    """A fault for each database and role (writer, readers) whose sum does not fit, relative to the platform."""


@dataclass(frozen=True)
class _Side:
    """Uses that share the connections of the writer, or of the readers."""

    name: str
    database: Database
    uses: tuple[Use, ...]
    reserved: Reserved
    reads: bool
    """Whether these are the readers."""

    @property
    def instances(self) -> int:
        """How many are left when one is lost: the writer is made anew, or a reader takes its place."""
        return self.database.readers - 1 if self.reads else 1

    @property
    def room(self) -> int:
        return self.instances * (max_connections(self.database) - self.reserved.total)

    def sum(self, derived: int, most: int | None = None) -> int:
        """What all open where derived pools have this size; and given ones at most `most`."""
        return sum(use.connections(_size(use, derived, most)) for use in self.uses)


def max_connections(database: Database) -> int:
    """What each instance of the database takes; its parameter group says the same."""
    if not database.in_aws:
        return IN_CLUSTER_CONNECTIONS
    if database.serverless:
        return serverless_connections(database.serverless.min, database.serverless.max)
    return class_connections(database.instance or "")


def connection_budget(
    databases: Mapping[str, Database],
    uses: Iterable[Use],
    reserved: Mapping[str, Reserved] | None = None,
) -> Budget:
    """The largest pools, alike for all that said no size, with which everything fits; and a fault where nothing does.

    `reserved` is by database; the defaults of `Reserved` where it has none. Uses of a database that is not among
    `databases` are passed over: that they name none is another fault.
    """
    sizes: dict[tuple[str, str, bool], int] = {}
    faults: list[PlacedFault] = []
    for side in _sides(databases, tuple(sorted(uses)), reserved or {}):
        derived = _largest(side)
        sizes |= {(use.service, use.database, use.writes): _size(use, derived) for use in side.uses}
        if side.sum(derived) > side.room:
            faults.append(_too_many(side, derived))
    return Budget(sizes, tuple(faults))


def _sides(
    databases: Mapping[str, Database], uses: tuple[Use, ...], reserved: Mapping[str, Reserved]
) -> Iterator[_Side]:
    for name, database in sorted(databases.items()):
        own = tuple(use for use in uses if use.database == name)
        kept = reserved.get(name, Reserved())
        readers = tuple(use for use in own if not use.writes) if database.readers > 1 else ()
        writer = tuple(use for use in own if use not in readers)
        if writer:
            yield _Side(name, database, writer, kept, reads=False)
        if readers:
            yield _Side(name, database, readers, kept, reads=True)


def _size(use: Use, derived: int, most: int | None = None) -> int:
    if use.size is None:
        return derived
    return use.size if most is None else min(use.size, most)


def _largest(side: _Side) -> int:
    """The largest derived pool that fits, or the smallest where none does."""
    sizes = range(LARGEST_POOL, SMALLEST_POOL - 1, -1)
    return next((size for size in sizes if side.sum(size) <= side.room), SMALLEST_POOL)


def _too_many(side: _Side, derived: int) -> PlacedFault:
    database = side.database
    key = ("serverless", "max") if database.serverless else ("instance",) if database.in_aws else ("engine",)
    got = database.serverless.max if database.serverless else database.instance or database.engine
    whom = "the readers" if side.reads else "the writer"
    one = max_connections(database)
    has = f"{one} of max_connections less {side.reserved.total} reserved"
    left = f", × {side.instances}: one of {database.readers} readers may be lost" if side.reads else ""
    wrong = fault(
        "X2B330",
        f"services open more connections than {whom} of '{side.name}' can have",
        expected=f"at most {side.room} ({has}{left})",
        got=f"{side.sum(derived)}: {_lines(side, derived)}",
        why="who comes last gets no connection, and that is when every autoscaler is at its maximum",
        fix=_smallest_change(side),
    )
    return ("databases", side.name, *key), wrong, got


def _lines(side: _Side, derived: int) -> str:
    """The sum, largest first: `x2bee-api-order 30 pods × 10 × 1 = 300 + …`."""
    ordered = sorted(side.uses, key=lambda use: (-use.connections(_size(use, derived)), use))
    return " + ".join(
        f"{use.service} {use.pods_max} pods × {_size(use, derived)} × {use.pools} = "
        f"{use.connections(_size(use, derived))}"
        for use in ordered
    )


def _smallest_change(side: _Side) -> str:
    """The next class that has room, the largest pool that fits, or both; else fewer pods."""
    ways = [*_larger(side), *_smaller_pools(side), *_more_readers(side)]
    return ", or ".join(ways) or "fewer pods: replicas.max of the first of these services"


def _larger(side: _Side) -> Iterator[str]:
    needed = side.sum(SMALLEST_POOL)
    database = side.database
    if database.serverless:
        least, steps = database.serverless.min, range(int(database.serverless.max * 2) + 1, 513)
        fits = (step / 2 for step in steps if _room(side, serverless_connections(least, step / 2)) >= needed)
        if most := next(fits, None):
            yield f"serverless.max: {most:g}"
    elif database.instance:
        bigger = (found.name for found in larger_classes(database.instance) if _room(side, found.connections) >= needed)
        if name := next(bigger, None):
            yield f"instance: {name}"


def _room(side: _Side, connections: int) -> int:
    return side.instances * (connections - side.reserved.total)


def _smaller_pools(side: _Side) -> Iterator[str]:
    """Where sizes were said: the largest that all of them may have."""
    said = [use.size for use in side.uses if use.size is not None]
    sizes = range(max(said, default=0), SMALLEST_POOL - 1, -1)
    if most := next((size for size in sizes if side.sum(SMALLEST_POOL, size) <= side.room), None):
        yield f"pools of at most {most}"


def _more_readers(side: _Side) -> Iterator[str]:
    """Where the readers are too few, as many more as are enough."""
    one = max_connections(side.database) - side.reserved.total
    if side.reads and one > 0 and (needed := ceil(side.sum(SMALLEST_POOL) / one) + 1) <= _MOST_READERS:
        yield f"readers: {needed}"
