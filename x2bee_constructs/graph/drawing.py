"""Where everything stands: boxes, frames around them, and the lines between. Lengths are pixels, from the top left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from x2bee_constructs.graph.model import Edge, Graph, Group, Node
from x2bee_constructs.graph.ordering import ordered
from x2bee_constructs.graph.placing import placed
from x2bee_constructs.graph.ports import Ports
from x2bee_constructs.graph.routes import Bundle, Item, Lane, Routes, Segment, routes
from x2bee_constructs.graph.style import DETAIL, LABEL, NAME
from x2bee_constructs.graph.text import lines, width

__all__ = [
    "LINE",
    "LONGEST",
    "PADDING",
    "Box",
    "Curve",
    "Drawing",
    "Frame",
    "Line",
    "details",
    "draw",
]

LINE = 14.0
"""From one line of text to the next."""

LONGEST = 14
"""Characters in a line of a box: `scheduler-mbod` has as many."""

PADDING = 7.0
"""Between a box and its text."""

_FRAME = 11.0
_FRAME_HEAD = 21.0
"""Between a frame and what is in it; above, its label takes more."""

_WAY = 30.0
_WAY_PER_LINE = 1.5
"""A gap between columns, and what each line in it adds: many lines in a narrow gap run into each other."""


class Box(NamedTuple):
    """A rectangle."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Where it ends."""
        return self.top + self.height


class Frame(NamedTuple):
    """What is drawn around a group."""

    group: Group
    label: str
    box: Box


class Curve(NamedTuple):
    """From one column to the next, then straight to `on`: past the nodes there, or nowhere."""

    left: float
    start: float
    right: float
    end: float
    on: float


class Line(NamedTuple):
    """One line: the edges that it stands for, and its pieces from left to right."""

    bundle: Bundle
    edges: tuple[Edge, ...]
    curves: tuple[Curve, ...]

    @property
    def head(self) -> Curve:
        """The piece with the head of the arrow: the last, or the first of a line that runs back."""
        return self.curves[0 if self.bundle.back else -1]


@dataclass(frozen=True)
class Drawing:
    """A graph with all its places, from 0 to `width` and `height`."""

    width: float
    height: float
    boxes: Mapping[Node, Box]
    frames: tuple[Frame, ...]
    lines: tuple[Line, ...]


def draw(graph: Graph) -> Drawing:
    """The places of a graph's nodes, groups and lines."""
    routed = routes(graph)
    columns = ordered(routed)
    heights: dict[Item, float] = {item: _height(item) for column in columns for item in column}
    middles = {item: at + _FRAME_HEAD for item, at in placed(columns, routed.gaps, heights).items()}
    spans = _spans(graph, columns, routed)
    boxes = {
        node: Box(left, middles[node] - heights[node] / 2, right - left, heights[node])
        for column, (left, right) in zip(columns, spans, strict=True)
        for node in column
        if not isinstance(node, Lane)
    }
    lanes = [middle for item, middle in middles.items() if isinstance(item, Lane)]
    return Drawing(
        width=spans[-1][1] + _FRAME if spans else 0.0,
        height=max([0.0, *lanes, *(box.bottom for box in boxes.values())]) + _FRAME,
        boxes=boxes,
        frames=tuple(_frames(graph, boxes, lanes)),
        lines=tuple(_lines(routed, spans, Ports(routed.gaps, middles, heights))),
    )


def details(node: Node) -> tuple[str, ...]:
    """The lines of a node's detail: smaller, and so of a few characters more."""
    return lines(node.detail, LONGEST + 4) if node.detail else ()


def _height(item: Item) -> float:
    if isinstance(item, Lane):
        return 0.0
    return LINE * (len(lines(item.name, LONGEST)) + len(details(item))) + 2 * PADDING


def _spans(graph: Graph, columns: Sequence[Sequence[Item]], routed: Routes) -> list[tuple[float, float]]:
    """Where each column begins and ends."""
    found: list[tuple[float, float]] = []
    left = _FRAME
    for number, column in enumerate(columns):
        right = left + max(_width(graph, item) for item in column)
        found.append((left, right))
        if number < len(routed.gaps):
            left = right + _WAY + _WAY_PER_LINE * len(routed.gaps[number])
    return found


def _width(graph: Graph, item: Item) -> float:
    if isinstance(item, Lane):
        return 0.0
    texts = [(line, NAME) for line in lines(item.name, LONGEST)]
    texts += [*((line, DETAIL) for line in details(item)), (graph.label(item.group), LABEL)]
    return max(width(text, size) for text, size in texts) + 2 * PADDING


def _lines(routed: Routes, spans: Sequence[tuple[float, float]], ports: Ports) -> Iterator[Line]:
    curves: dict[Bundle, list[Curve]] = {bundle: [] for bundle in routed.bundles}
    for number, gap in enumerate(routed.gaps):
        for segment in gap:
            curves[segment.bundle].append(_curve(segment, spans[number][1], spans[number + 1], ports))
    for bundle, edges in routed.bundles.items():
        yield Line(bundle, edges, tuple(curves[bundle]))


def _curve(segment: Segment, left: float, column: tuple[float, float], ports: Ports) -> Curve:
    right, end = column
    on = end if isinstance(segment.right, Lane) else right
    return Curve(left, ports.leaving(segment), right, ports.arriving(segment), on)


def _frames(graph: Graph, boxes: Mapping[Node, Box], lanes: Sequence[float]) -> Iterator[Frame]:
    """Lines run past nothing but services, so that only the services' frame has to hold them."""
    groups: dict[Group, list[Box]] = {}
    for node, box in boxes.items():
        groups.setdefault(node.group, []).append(box)
    for group, inside in groups.items():
        if label := graph.label(group):
            yield Frame(group, label, _around(inside, lanes if group == "app" else ()))


def _around(boxes: Sequence[Box], lanes: Sequence[float]) -> Box:
    left, right = min(box.left for box in boxes) - _FRAME, max(box.right for box in boxes) + _FRAME
    top = min([*lanes, *(box.top for box in boxes)]) - _FRAME_HEAD
    bottom = max([*lanes, *(box.bottom for box in boxes)]) + _FRAME
    return Box(left, top, right - left, bottom - top)
