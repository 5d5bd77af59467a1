"""The SVG: what it says, to whom, and that nothing in it is more than text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from tests.conftest import ROOT
from tests.graph.pictures import EVERYTHING
from x2bee_constructs import Platform
from x2bee_constructs.graph.derive import graph
from x2bee_constructs.graph.drawing import draw
from x2bee_constructs.graph.elements import number
from x2bee_constructs.graph.model import EDGE_KINDS, Edge, Graph, Node
from x2bee_constructs.graph.style import INKS
from x2bee_constructs.graph.svg import as_svg

_NS = "{http://www.w3.org/2000/svg}"
PICTURE = ROOT / "docs" / "graph-acme-prd.svg"


def parsed(found: Graph) -> ElementTree.Element:
    return ElementTree.fromstring(as_svg(found))


def texts(root: ElementTree.Element, kind: str) -> list[str]:
    return [text.text or "" for text in root.iter(f"{_NS}text") if text.get("class") == kind]


def test_it_says_every_edge_and_every_node() -> None:
    found = graph(Platform.model_validate(EVERYTHING))
    titles = [title.text or "" for title in parsed(found).iter(f"{_NS}title")]
    said = [line for title in titles for line in title.split("\n")]
    sentences = {edge.sentence for edge in found.edges}
    assert sorted(line for line in said if line in sentences) == sorted(edge.sentence for edge in found.edges)
    assert {f"{node.name} ({node.kind})" for node in found.nodes} <= set(titles)


def test_arrows_end_where_lines_do() -> None:
    """An arrow's head stands at a path's last point, or at the first of one that comes back."""
    found = graph(Platform.model_validate(EVERYTHING))
    ways = [path.get("d") or "" for path in parsed(found).iter(f"{_NS}path") if path.get("class") == "halo"]
    made = draw(found).lines
    assert any(line.bundle.back for line in made)
    for way, line in zip(ways, made, strict=True):
        if line.bundle.back:
            assert way.startswith(f"M{number(line.head.left)} {number(line.head.start)}C")
        else:
            assert way.endswith(f" {number(line.head.right)} {number(line.head.end)}")
    heads = [path for path in parsed(found).iter(f"{_NS}path") if path.get("marker-start")]
    assert len(heads) == sum(line.bundle.back is not None for line in made)


def test_who_cannot_see_it_hears_it(acme: Callable[[str], Platform]) -> None:
    root = parsed(graph(acme("prd")))
    assert root.get("role") == "img"
    ids = {element.get("id"): element.text for element in root if element.get("id")}
    title, description = (root.get("aria-labelledby") or "").split()
    assert ids[title] == "Call graph of acme prd"
    assert "15 services" in (ids[description] or "")


def test_text_is_text_and_nothing_is_fetched(acme: Callable[[str], Platform]) -> None:
    text = as_svg(graph(acme("prd")))
    names = "".join(texts(ElementTree.fromstring(text), "name"))
    assert "x2bee-batch-scheduler-mbod" in names
    assert set(re.findall(r"https?://[^\"<]+", text)) == {"http://www.w3.org/2000/svg"}
    for word in ("<script", "<image", "<foreignObject", "@import", "@font-face", "href", "url(h"):
        assert word not in text
    assert set(re.findall(r"url\(#([^)]+)\)", text)) <= set(re.findall(r'<marker id="([^"]+)"', text))


def test_the_legend_has_the_kinds_that_are_there(acme: Callable[[str], Platform]) -> None:
    found = graph(acme("prd"))
    words = ["exposed to browsers", "HTTP, mutual TLS", "writes and reads", "reads only", "leaves the platform"]
    assert [text for text in texts(parsed(found), "name") if text in words] == words
    fewer = replace(found, mesh=False, edges=tuple(edge for edge in found.edges if edge.kind != "outside"))
    shown = texts(parsed(fewer), "name")
    assert "HTTP" in shown
    assert not {"HTTP, mutual TLS", "leaves the platform"} & set(shown)


def test_names_cannot_leave_their_place() -> None:
    nasty = '"><script>&]]>#;'
    one, other = Node("service", nasty, nasty), Node("host", nasty)
    found = Graph(nasty, nasty, nasty, nasty, True, (one, other), (Edge(one, other, "outside"),))
    root = parsed(found)
    assert "".join(texts(root, "name")).count(nasty) == 2
    assert not list(root.iter(f"{_NS}script"))


def test_a_graph_of_nothing_is_a_picture() -> None:
    root = parsed(Graph("acme prd", "acme-app", "istio-system", "acme-data", True, (), ()))
    assert texts(root, "title") == ["acme prd"]


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("kind", EDGE_KINDS)
def test_lines_are_seen_on_light_and_dark_pages(kind: str, acme: Callable[[str], Platform]) -> None:
    text = as_svg(graph(acme("prd")))
    light, dark = re.findall(r"\.page \{ fill: (#\w+)", text)
    for page, line in zip((light, dark), re.findall(rf"\.{kind}\.line \{{ stroke: (#\w+)", text), strict=True):
        bright, dim = sorted((_luminance(page), _luminance(line)), reverse=True)
        assert (bright + 0.05) / (dim + 0.05) >= 3, "WCAG 2.2, 1.4.11"


def test_no_kind_is_told_by_its_colour_alone() -> None:
    assert len({(ink.width, ink.dash) for ink in INKS.values()}) == len(INKS)


def test_the_picture_in_the_handbook_is_the_platform(acme: Callable[[str], Platform]) -> None:
    renew = "x2bee graph stacks/customers/acme.yaml --environment prd --format svg --output docs/graph-acme-prd.svg"
    assert PICTURE.read_text(encoding="utf-8") == as_svg(graph(acme("prd"))), f"renew it: {renew}"
