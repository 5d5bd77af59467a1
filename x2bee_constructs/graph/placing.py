"""How far down each item stands: as near to its neighbours as the others in its column let it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from x2bee_constructs.graph.routes import Item, Lane, Segment

__all__ = ["LANE_GAP", "NODE_GAP", "placed"]

NODE_GAP = 18.0
"""Between two nodes of a column."""

LANE_GAP = 12.0
"""Between a line and a node, and between two lines."""

_SWEEPS = 40

_Links = dict[Item, list[tuple[Item, float]]]


def placed(
    columns: Sequence[Sequence[Item]], gaps: Sequence[Sequence[Segment]], heights: Mapping[Item, float]
) -> dict[Item, float]:
    """The middle of each item, from the top; the highest begins at 0.

    `heights` has what each takes. Columns give way in turn: each moves to where its neighbours pull it, without
    changing its order or coming closer than allowed, which a regression finds exactly.
    """
    links = _links(gaps)
    found: dict[Item, float] = {}
    for column in columns:
        found |= zip(column, _at_least_apart([0.0] * len(column), [1.0] * len(column), column, heights), strict=True)
    for sweep in range(_SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            wanted = [_wanted(item, links, found) for item in column]
            weights = [sum((weight for _, weight in links.get(item, ())), 0.1) for item in column]
            found |= zip(column, _at_least_apart(wanted, weights, column, heights), strict=True)
    top = min((middle - heights[item] / 2 for item, middle in found.items()), default=0.0)
    return {item: middle - top for item, middle in found.items()}


def _links(gaps: Sequence[Sequence[Segment]]) -> _Links:
    links: _Links = {}
    for segment in (one for gap in gaps for one in gap):
        # A long line that is straight is followed most easily.
        lanes = isinstance(segment.left, Lane) + isinstance(segment.right, Lane)
        weight = (1.0, 2.0, 8.0)[lanes]
        links.setdefault(segment.left, []).append((segment.right, weight))
        links.setdefault(segment.right, []).append((segment.left, weight))
    return links


def _wanted(item: Item, links: _Links, found: Mapping[Item, float]) -> float:
    beside = links.get(item)
    if not beside:
        return found[item]
    return sum(found[other] * weight for other, weight in beside) / sum(weight for _, weight in beside)


def _at_least_apart(
    wanted: Sequence[float], weights: Sequence[float], column: Sequence[Item], heights: Mapping[Item, float]
) -> list[float]:
    """The places nearest to the wanted ones (least squares) that keep order and distance.

    Without the distances, which are subtracted first, that is a monotone regression: neighbours in the wrong order
    share the mean of what they want (pool adjacent violators).
    """
    offsets = _offsets(column, heights)
    blocks: list[tuple[float, float, int]] = []
    for want, weight, offset in zip(wanted, weights, offsets, strict=True):
        mean, mass, count = want - offset, weight, 1
        while blocks and blocks[-1][0] > mean:
            other, heavier, more = blocks.pop()
            mean = (mean * mass + other * heavier) / (mass + heavier)
            mass, count = mass + heavier, count + more
        blocks.append((mean, mass, count))
    means = [mean for mean, _, count in blocks for _ in range(count)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]


def _offsets(column: Sequence[Item], heights: Mapping[Item, float]) -> list[float]:
    offsets: list[float] = []
    for index, item in enumerate(column):
        if not index:
            offsets.append(0.0)
            continue
        above = column[index - 1]
        offsets.append(offsets[-1] + (heights[above] + heights[item]) / 2 + _gap(above, item))
    return offsets


def _gap(above: Item, below: Item) -> float:
    if isinstance(above, Lane) or isinstance(below, Lane):
        return LANE_GAP
    return NODE_GAP if above.group == below.group else 3 * NODE_GAP
