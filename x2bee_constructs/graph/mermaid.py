"""The graph as Mermaid, for pages that draw it themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from x2bee_constructs.graph.model import EDGE_KINDS, Edge, EdgeKind, Graph, Group, Node, NodeKind
from x2bee_constructs.graph.style import INKS

__all__ = ["as_mermaid"]

_SHAPES: Mapping[NodeKind, tuple[str, str]] = {
    "browser": ("([", "])"),
    "load-balancer": ("[", "]"),
    "gateway": ("[", "]"),
    "service": ("[", "]"),
    "database": ("[(", ")]"),
    "own-database": ("[(", ")]"),
    "redis": ("[(", ")]"),
    "aws-service": ("[[", "]]"),
    "host": ("{{", "}}"),
    "network": ("{{", "}}"),
}

_ARROWS: Mapping[EdgeKind, str] = {
    "exposed": "==>",
    "call": "-->",
    "write": "-->|writes|",
    "read": "-.->|reads|",
    "outside": "-.->",
}


def as_mermaid(graph: Graph) -> str:
    """A flowchart; the same graph always gives the same text."""
    ids = _ids(graph.nodes)
    return "\n".join(
        [
            "---",
            f"title: {graph.title}",
            "---",
            "flowchart LR",
            f"  accTitle: Call graph of {graph.title}",
            f"  accDescr: {graph.description}",
            *_groups(graph, ids),
            *(f"  {ids[edge.source]} {_ARROWS[edge.kind]} {ids[edge.target]}" for edge in graph.edges),
            *_colours(graph.edges),
            "",
        ]
    )


def _ids(nodes: Iterable[Node]) -> dict[Node, str]:
    """No word of Mermaid's own (`end`), and different for `a-b.c` and `a.b-c`."""
    found: dict[str, Node] = {}
    for node in nodes:
        plain = re.sub(r"[^a-z0-9]+", "_", f"{node.kind}_{node.name}".lower())
        word, count = plain, 2
        while word in found:
            word, count = f"{plain}__{count}", count + 1
        found[word] = node
    return {node: word for word, node in found.items()}


def _groups(graph: Graph, ids: Mapping[Node, str]) -> Iterator[str]:
    groups: dict[Group, list[Node]] = {}
    for node in graph.nodes:
        groups.setdefault(node.group, []).append(node)
    for group, nodes in groups.items():
        drawn = [f"{ids[node]}{_SHAPES[node.kind][0]}{_label(node)}{_SHAPES[node.kind][1]}" for node in nodes]
        if label := graph.label(group):
            yield f"  subgraph group_{group}[{_quoted(label)}]"
            yield from (f"    {line}" for line in drawn)
            yield "  end"
        else:
            yield from (f"  {line}" for line in drawn)


def _label(node: Node) -> str:
    return _quoted(*filter(None, (node.name, node.detail)))


def _quoted(*lines: str) -> str:
    """Whatever could be more than text is written as its number."""
    plain = (re.sub(r"[^A-Za-z0-9 .,:/+-]", lambda found: f"#{ord(found[0])};", line) for line in lines)
    return '"' + "<br/>".join(plain) + '"'


def _colours(edges: Iterable[Edge]) -> Iterator[str]:
    numbers: dict[EdgeKind, list[str]] = {}
    for number, edge in enumerate(edges):
        numbers.setdefault(edge.kind, []).append(str(number))
    for kind in EDGE_KINDS:
        if kind in numbers:
            yield f"  linkStyle {','.join(numbers[kind])} stroke:{INKS[kind].light}"
