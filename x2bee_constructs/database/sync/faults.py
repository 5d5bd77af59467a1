"""What is wrong between the syncs of a platform: unknown ends, tables with two writers, circles."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from x2bee_constructs.core.faults import PlacedFault, fault, meant
from x2bee_constructs.database.sync.props import Sync

__all__ = ["sync_faults"]

_Table = tuple[str, str, str]
"""Database, schema, table."""


def sync_faults(
    syncs: Mapping[str, Sync], databases: Collection[str], services: Mapping[str, str | None]
) -> list[PlacedFault]:
    """All faults between the syncs, relative to the platform.

    `services` has each service's database (`database: …`), or None for one without: only who has a database has a
    schema there.
    """
    return [*_unknown(syncs, databases, services), *_two_writers(syncs), *_circles(syncs)]


def _unknown(
    syncs: Mapping[str, Sync], databases: Collection[str], services: Mapping[str, str | None]
) -> Iterator[PlacedFault]:
    for name, sync in syncs.items():
        for end, side in (("source", sync.source), ("target", sync.target)):
            at = ("syncs", name, end)
            for field, got, known in (("database", side.database, databases), ("service", side.service, services)):
                if got not in known:
                    hint, fix = meant(got, known)
                    expected = f"one of {', '.join(sorted(known))}" if known else f"a {field} of the platform"
                    wrong = fault("X2B331", f"there is no {field} '{got}'{hint}", expected=expected, fix=fix)
                    yield (*at, field), wrong, got
            own = services.get(side.service)
            if side.service in services and side.database in databases and own != side.database:
                wrong = fault(
                    "X2B332",
                    f"'{side.service}' has no schema in '{side.database}'",
                    expected=f"a service with database: {side.database}",
                    got=f"database: {own}" if own else "none",
                    fix=f"{end}.database: {own}" if own else "",
                )
                yield (*at, "service"), wrong, side.service


def _ends(sync: Sync) -> Iterator[tuple[int, _Table, _Table]]:
    for index, table in enumerate(sync.tables):
        source = (sync.source.database, sync.source_schema, table.name)
        yield index, source, (sync.target.database, sync.target_schema, table.name)


def _two_writers(syncs: Mapping[str, Sync]) -> Iterator[PlacedFault]:
    writers: dict[_Table, str] = {}
    for name, sync in syncs.items():
        for index, _, target in _ends(sync):
            first = writers.setdefault(target, name)
            if first != name:
                wrong = fault(
                    "X2B333",
                    f"'{first}' and '{name}' both write {'.'.join(target)}",
                    why="each would undo what the other did",
                    fix=f"take {target[2]} out of one of them",
                    related=f"syncs.{first}",
                )
                yield ("syncs", name, "tables", index, "name"), wrong, target[2]


def _circles(syncs: Mapping[str, Sync]) -> Iterator[PlacedFault]:
    """A row that comes back to where it was made would go on for ever."""
    edges: dict[_Table, set[_Table]] = {}
    for name, sync in syncs.items():
        for index, source, target in _ends(sync):
            if way := _way(edges, target, source):
                wrong = fault(
                    "X2B334",
                    f"'{source[2]}' goes in a circle: {' → '.join('.'.join(table) for table in (source, *way))}",
                    why="a change would travel for ever, and two changes at once would undo each other",
                    fix="give the table one database where it is written",
                )
                yield ("syncs", name, "tables", index, "name"), wrong, source[2]
            else:
                edges.setdefault(source, set()).add(target)


def _way(edges: Mapping[_Table, Collection[_Table]], start: _Table, end: _Table) -> list[_Table]:
    """The shortest way from start to end, both included; empty if there is none."""
    known, ways = {start}, [[start]]
    for way in ways:  # grows while it is read
        if way[-1] == end:
            return way
        for following in sorted(set(edges.get(way[-1], ())) - known):
            known.add(following)
            ways.append([*way, following])
    return []
