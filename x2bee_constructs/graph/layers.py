"""Which column each node stands in: as far right as its longest way from the browser.

Services that nobody outside reaches, and what reaches them, move right until they stand beside what they call.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from graphlib import TopologicalSorter

from x2bee_constructs.graph.model import GROUPS, Edge, Graph, Node, NodeKind

__all__ = ["columns", "forward"]

_WAY_IN: tuple[NodeKind, ...] = ("browser", "load-balancer", "gateway")
_LEFT = ("browser", "edge", "mesh")


def forward(graph: Graph) -> frozenset[Edge]:
    """The edges that go from left to right: all but those that close a ring of calls."""
    back = set(_closing(graph))
    return frozenset(edge for edge in graph.edges if edge not in back)


def columns(graph: Graph, edges: Iterable[Edge]) -> dict[Node, int]:
    """The column of each node, from 0 on; every one of `edges`, which have no ring, then leads to the right."""
    after: dict[Node, list[Node]] = {node: [] for node in graph.nodes}
    before: dict[Node, list[Node]] = {node: [] for node in graph.nodes}
    for edge in edges:
        after[edge.source].append(edge.target)
        before[edge.target].append(edge.source)
    order = _sources_first(graph.nodes, before)
    found = _from_the_left(order, before, _first_of_services(graph))
    _last_together(found)
    _to_the_right(order, after, found, _reached(graph, after))
    return _without_gaps(found)


def _closing(graph: Graph) -> Iterator[Edge]:
    """Walks along the edges in their order; an edge to a node that is being walked from closes a ring."""
    out: dict[Node, list[Edge]] = {node: [] for node in graph.nodes}
    for edge in graph.edges:
        out[edge.source].append(edge)
    done: set[Node] = set()
    for start in graph.nodes:
        if start in done:
            continue
        way = [(start, iter(out[start]))]
        open_: set[Node] = {start}
        while way:
            node, edges = way[-1]
            edge = next(edges, None)
            if edge is None:
                way.pop()
                open_.remove(node)
                done.add(node)
            elif edge.target in open_:
                yield edge
            elif edge.target not in done:
                open_.add(edge.target)
                way.append((edge.target, iter(out[edge.target])))


def _sources_first(nodes: Iterable[Node], before: Mapping[Node, list[Node]]) -> list[Node]:
    sorter = TopologicalSorter({node: before[node] for node in nodes})
    sorter.prepare()
    order: list[Node] = []
    while ready := sorted(sorter.get_ready(), key=lambda node: node.rank):
        order += ready
        sorter.done(*ready)
    return order


def _first_of_services(graph: Graph) -> int:
    return sum(any(node.kind == kind for node in graph.nodes) for kind in _WAY_IN)


def _from_the_left(order: list[Node], before: Mapping[Node, list[Node]], first: int) -> dict[Node, int]:
    found: dict[Node, int] = {}
    for node in order:
        least = 0 if node.kind in _WAY_IN else first
        found[node] = max([least, *(found[one] + 1 for one in before[node])])
    return found


def _last_together(found: dict[Node, int]) -> None:
    """Data and hosts outside in one column, behind all services."""
    inner = [node for node in found if GROUPS[node.kind] in (*_LEFT, "app")]
    last = max((found[node] for node in inner), default=-1) + 1
    found |= {node: last for node in found if node not in inner}


def _reached(graph: Graph, after: Mapping[Node, list[Node]]) -> set[Node]:
    reached = {node for node in graph.nodes if node.kind in _WAY_IN}
    waiting = list(reached)
    while waiting:
        fresh = [node for node in after[waiting.pop()] if node not in reached]
        reached.update(fresh)
        waiting += fresh
    return reached


def _to_the_right(
    order: list[Node], after: Mapping[Node, list[Node]], found: dict[Node, int], reached: set[Node]
) -> None:
    for node in reversed(order):
        if node not in reached and after[node]:
            found[node] = min(found[one] for one in after[node]) - 1


def _without_gaps(found: Mapping[Node, int]) -> dict[Node, int]:
    used = sorted(set(found.values()))
    return {node: used.index(column) for node, column in found.items()}
