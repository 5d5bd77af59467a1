"""The way of each edge from column to column. Edges of one kind to one node join, and from there on are one line.

Lines only ever join on the way to the node that all of them lead to, so each is still read from its beginning to its
end. An edge that closes a ring runs against the others and never joins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from x2bee_constructs.graph.layers import columns, forward
from x2bee_constructs.graph.model import Edge, EdgeKind, Graph, Node

__all__ = ["Bundle", "Item", "Lane", "Routes", "Segment", "routes"]


@dataclass(frozen=True)
class Bundle:
    """Edges that are drawn as one line: those of a kind to a node, or one `back`, which runs to the left."""

    target: Node
    kind: EdgeKind
    back: Node | None = None

    @property
    def rank(self) -> tuple[tuple[int, str], str, tuple[int, str]]:
        """Its place in every list."""
        return self.target.rank, self.kind, self.back.rank if self.back else (-1, "")


@dataclass(frozen=True)
class Lane:
    """A line on its way past the nodes of a column."""

    bundle: Bundle
    column: int


Item = Node | Lane
"""What has a place in a column."""


@dataclass(frozen=True)
class Segment:
    """A piece of a line between two neighbouring columns."""

    left: Item
    right: Item
    bundle: Bundle


@dataclass(frozen=True)
class Routes:
    """What stands in each column, what runs between each two, and which edges each line carries."""

    columns: tuple[tuple[Item, ...], ...]
    gaps: tuple[tuple[Segment, ...], ...]
    bundles: Mapping[Bundle, tuple[Edge, ...]]


def routes(graph: Graph) -> Routes:
    """The columns of a graph, top to bottom by name, and its lines."""
    to_the_right = forward(graph)
    column = columns(graph, to_the_right)
    bundles: dict[Bundle, list[Edge]] = {}
    gaps: dict[int, dict[Segment, None]] = {}
    for edge in graph.edges:
        back = edge not in to_the_right
        bundle = Bundle(edge.target, edge.kind, edge.source if back else None)
        bundles.setdefault(bundle, []).append(edge)
        ends = (edge.target, edge.source) if back else (edge.source, edge.target)
        for number, segment in _segments(bundle, ends, column):
            gaps.setdefault(number, {})[segment] = None
    count = max(column.values(), default=-1) + 1
    return Routes(
        columns=tuple(tuple(_in_column(number, graph, column, gaps)) for number in range(count)),
        gaps=tuple(tuple(gaps.get(number, ())) for number in range(count - 1)),
        bundles={bundle: tuple(edges) for bundle, edges in sorted(bundles.items(), key=lambda item: item[0].rank)},
    )


def _segments(bundle: Bundle, ends: tuple[Node, Node], column: Mapping[Node, int]) -> Iterator[tuple[int, Segment]]:
    first, last = ends
    left: Item = first
    for number in range(column[first], column[last]):
        right: Item = last if number + 1 == column[last] else Lane(bundle, number + 1)
        yield number, Segment(left, right, bundle)
        left = right


def _in_column(
    number: int, graph: Graph, column: Mapping[Node, int], gaps: Mapping[int, Mapping[Segment, None]]
) -> Iterator[Item]:
    yield from (node for node in graph.nodes if column[node] == number)
    passing = {segment.right for segment in gaps.get(number - 1, ()) if isinstance(segment.right, Lane)}
    yield from sorted(passing, key=lambda lane: lane.bundle.rank)
