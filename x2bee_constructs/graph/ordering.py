"""Who stands above whom in each column: as few crossings as moving everything beside its neighbours gives.

The method is the usual one for layered drawings (Sugiyama, Tagawa and Toda, 1981): sort each column by the mean place
of its neighbours, to and fro, then exchange neighbours while that helps.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Mapping, Sequence
from itertools import pairwise

from x2bee_constructs.graph.model import Group
from x2bee_constructs.graph.routes import Item, Lane, Routes, Segment

__all__ = ["crossings", "ordered"]

_SWEEPS = 24

_Columns = list[list[Item]]


def ordered(routes: Routes) -> tuple[tuple[Item, ...], ...]:
    """The columns of the routes, each from top to bottom."""
    now = [sorted(column, key=_band) for column in routes.columns]
    best, fewest = [list(column) for column in now], _all(now, routes)
    for sweep in range(_SWEEPS):
        _sweep(now, routes, rightwards=sweep % 2 == 0)
        _exchange(now, routes)
        if (count := _all(now, routes)) < fewest:
            best, fewest = [list(column) for column in now], count
    return tuple(tuple(column) for column in best)


def crossings(segments: Sequence[Segment], left: Sequence[Item], right: Sequence[Item]) -> int:
    """How often lines cross between two columns; lines that meet at an end do not."""
    above, below = _places(left), _places(right)
    ends = sorted((above[segment.left], below[segment.right]) for segment in segments)
    seen: list[int] = []
    waiting: list[int] = []
    count, last = 0, -1
    for start, end in ends:
        if start != last:
            for one in waiting:
                insort(seen, one)
            waiting, last = [], start
        count += len(seen) - bisect_right(seen, end)
        waiting.append(end)
    return count


def _all(columns: _Columns, routes: Routes) -> int:
    beside = pairwise(columns)
    return sum(crossings(segments, left, right) for segments, (left, right) in zip(routes.gaps, beside, strict=True))


def _band(item: Item) -> int:
    """Databases of our own above what is AWS's, all else below, so that each has a frame of its own."""
    return 1 if isinstance(item, Lane) else _BANDS.get(item.group, 1)


_BANDS: Mapping[Group, int] = {"data": 0, "outside": 2}
"""Where a group stands in its column; in the middle if not said."""


def _sweep(columns: _Columns, routes: Routes, *, rightwards: bool) -> None:
    numbers = range(1, len(columns)) if rightwards else range(len(columns) - 2, -1, -1)
    for number in numbers:
        fixed = _places(columns[number - 1 if rightwards else number + 1])
        beside: dict[Item, list[int]] = {}
        for segment in routes.gaps[number - 1 if rightwards else number]:
            mine, other = (segment.right, segment.left) if rightwards else (segment.left, segment.right)
            beside.setdefault(mine, []).append(fixed[other])
        places = _places(columns[number])
        means = {item: sum(found) / len(found) for item, found in beside.items()}
        columns[number].sort(key=lambda item: (_band(item), means.get(item, places[item]), places[item]))


def _exchange(columns: _Columns, routes: Routes) -> None:
    for number, column in enumerate(columns):
        for index in range(len(column) - 1):
            if _band(column[index]) == _band(column[index + 1]):
                before = _around(columns, routes, number)
                column[index], column[index + 1] = column[index + 1], column[index]
                if _around(columns, routes, number) >= before:
                    column[index], column[index + 1] = column[index + 1], column[index]


def _around(columns: _Columns, routes: Routes, number: int) -> int:
    gaps = [gap for gap in (number - 1, number) if 0 <= gap < len(routes.gaps)]
    return sum(crossings(routes.gaps[gap], columns[gap], columns[gap + 1]) for gap in gaps)


def _places(column: Sequence[Item]) -> Mapping[Item, int]:
    return {item: place for place, item in enumerate(column)}
