"""The flowchart, read back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

from tests.graph.pictures import EVERYTHING
from x2bee_constructs import Platform
from x2bee_constructs.graph.derive import graph
from x2bee_constructs.graph.mermaid import as_mermaid
from x2bee_constructs.graph.model import Edge, EdgeKind, Graph, Node
from x2bee_constructs.graph.style import INKS

_NODE = re.compile(r'^ +([a-z0-9_]+)(?:\[\(|\(\[|\[\[|\{\{|\[)"([^"]*)"(?:\)\]|\]\)|\]\]|\}\}|\])$')
_EDGE = re.compile(r"^  ([a-z0-9_]+) (==>|-->\|writes\||-->|-\.->\|reads\||-\.->) ([a-z0-9_]+)$")
_GROUP = re.compile(r'^  (subgraph group_[a-z]+\["[^"]*"\]|end)$')
_KINDS: dict[str, EdgeKind] = {
    "==>": "exposed",
    "-->": "call",
    "-->|writes|": "write",
    "-.->|reads|": "read",
    "-.->": "outside",
}


def read(text: str) -> tuple[dict[str, str], list[tuple[str, str, str]], list[str]]:
    """Names by id, edges, and what is neither."""
    names: dict[str, str] = {}
    edges: list[tuple[str, str, str]] = []
    rest: list[str] = []
    for line in text.splitlines():
        if found := _NODE.match(line):
            assert found[1] not in names, "two nodes of one id"
            names[found[1]] = re.sub(r"#(\d+);", lambda code: chr(int(code[1])), found[2].split("<br/>")[0])
        elif found := _EDGE.match(line):
            edges.append((names[found[1]], names[found[3]], _KINDS[found[2]]))
        elif not _GROUP.match(line):
            rest.append(line)
    return names, edges, rest


def test_it_has_every_node_and_every_edge() -> None:
    found = graph(Platform.model_validate(EVERYTHING))
    names, edges, rest = read(as_mermaid(found))
    assert Counter(names.values()) == Counter(node.name for node in found.nodes)
    assert edges == [(edge.source.name, edge.target.name, edge.kind) for edge in found.edges]
    assert rest[:4] == ["---", "title: beta stg", "---", "flowchart LR"]
    assert rest[4] == "  accTitle: Call graph of beta stg"
    assert all(line.startswith("  linkStyle ") for line in rest[6:])


def test_lines_have_the_colours_of_their_kinds(acme: Callable[[str], Platform]) -> None:
    found = graph(acme("prd"))
    styles = re.findall(r"linkStyle ([\d,]+) stroke:(#\w+)", as_mermaid(found))
    colours = {int(number): colour for numbers, colour in styles for number in numbers.split(",")}
    assert colours == {number: INKS[edge.kind].light for number, edge in enumerate(found.edges)}


def test_names_cannot_leave_their_place() -> None:
    nasty = '"]; end\n%%`#;<b>'
    one, other, third = Node("service", nasty), Node("host", "a-b.c"), Node("host", "a.b-c")
    found = Graph(
        "acme prd", nasty, "istio-system", "acme-data", True, (one, other, third), (Edge(one, other, "outside"),)
    )
    names, edges, _ = read(as_mermaid(found))
    assert list(names.values()) == [nasty, "a-b.c", "a.b-c"]
    assert edges == [(nasty, "a-b.c", "outside")]
