"""Where on a box each line begins or ends: side by side, in the order of where it comes from or goes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from x2bee_constructs.graph.routes import Bundle, Item, Lane, Segment

__all__ = ["Ports"]

_APART = 8.0
_ROOM = 0.7
"""Between two lines at a box, and the part of its side on which they may stand."""


class Ports:
    """The ends of all lines, by box."""

    def __init__(
        self, gaps: Sequence[Sequence[Segment]], middles: Mapping[Item, float], heights: Mapping[Item, float]
    ) -> None:
        """Take what runs where, and where everything stands."""
        self._middles, self._heights = middles, heights
        self._out: dict[Item, dict[Bundle, list[float]]] = {}
        self._in: dict[Item, dict[Bundle, list[float]]] = {}
        for segment in (one for gap in gaps for one in gap):
            self._out.setdefault(segment.left, {}).setdefault(segment.bundle, []).append(middles[segment.right])
            self._in.setdefault(segment.right, {}).setdefault(segment.bundle, []).append(middles[segment.left])

    def leaving(self, segment: Segment) -> float:
        """How far down the segment begins."""
        return self._place(segment.left, segment.bundle, self._out[segment.left])

    def arriving(self, segment: Segment) -> float:
        """How far down it ends."""
        return self._place(segment.right, segment.bundle, self._in[segment.right])

    def _place(self, item: Item, bundle: Bundle, lines: Mapping[Bundle, list[float]]) -> float:
        if isinstance(item, Lane):
            return self._middles[item]
        order = sorted(lines, key=lambda one: (sum(lines[one]) / len(lines[one]), one.rank))
        apart = min(_APART, self._heights[item] * _ROOM / max(len(order) - 1, 1))
        return self._middles[item] + apart * (order.index(bundle) - (len(order) - 1) / 2)
