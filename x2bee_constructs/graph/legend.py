"""What each kind of line means, under the picture."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from x2bee_constructs.graph.elements import add_path, add_text, number
from x2bee_constructs.graph.model import EDGE_KINDS, EdgeKind, Graph
from x2bee_constructs.graph.style import NAME, PROMISE
from x2bee_constructs.graph.text import width

__all__ = ["LEGEND_HEIGHT", "add_legend", "least_width"]

LEGEND_HEIGHT = 46.0
"""Pixels of two lines of text."""

_SAMPLE = 40.0
_AFTER = 8.0
_BETWEEN = 26.0
"""The length of a sample, and the room behind it and behind its words."""

_NOT_DRAWN = "Not drawn, because every pod has it: DNS, the mesh's control plane, spans and metrics."


def least_width(graph: Graph) -> float:
    """What the legend needs."""
    samples = sum(_SAMPLE + _AFTER + width(_words(graph, kind), NAME) + _BETWEEN for kind in _kinds(graph))
    return max(samples - _BETWEEN, width(_NOT_DRAWN, PROMISE), width(graph.promise, PROMISE))


def add_legend(parent: Element, graph: Graph, left: float, top: float, prefix: str) -> None:
    """A sample of every kind of line that the picture has, and what it leaves out; `prefix` begins the arrows' ids."""
    legend = SubElement(parent, "g", transform=f"translate({number(left)} {number(top)})")
    at = 0.0
    for kind in _kinds(graph):
        head = {"marker-end": f"url(#{prefix}-{kind})"}
        add_path(legend, f"M{number(at)} 8H{number(at + _SAMPLE)}", f"line {kind}", **head)
        add_text(legend, at + _SAMPLE + _AFTER, 12, _words(graph, kind), "name")
        at += _SAMPLE + _AFTER + width(_words(graph, kind), NAME) + _BETWEEN
    add_text(legend, 0, 36, _NOT_DRAWN, "promise")


def _kinds(graph: Graph) -> list[EdgeKind]:
    there = {edge.kind for edge in graph.edges}
    return [kind for kind in EDGE_KINDS if kind in there]


def _words(graph: Graph, kind: EdgeKind) -> str:
    words: dict[EdgeKind, str] = {
        "exposed": "exposed to browsers",
        "call": "HTTP, mutual TLS" if graph.mesh else "HTTP",
        "write": "writes and reads",
        "read": "reads only",
        "outside": "leaves the platform",
    }
    return words[kind]
