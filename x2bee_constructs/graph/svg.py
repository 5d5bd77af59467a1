"""The graph as an SVG file: text stays text, nothing is fetched, and it reads on a light and on a dark page."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from x2bee_constructs.graph.drawing import LINE, LONGEST, PADDING, Box, Curve, Drawing, Line, details, draw
from x2bee_constructs.graph.elements import add_box, add_path, add_text, number
from x2bee_constructs.graph.legend import LEGEND_HEIGHT, add_legend, least_width
from x2bee_constructs.graph.model import EDGE_KINDS, Graph, Node
from x2bee_constructs.graph.style import SCOPE, TITLE, style_sheet
from x2bee_constructs.graph.text import lines, width

__all__ = ["as_svg"]

_MARGIN = 18.0
_HEAD = 70.0
"""Pixels around everything, and of the heading."""


def as_svg(graph: Graph) -> str:
    """The picture; the same graph always gives the same text."""
    drawing = draw(graph)
    across = max(drawing.width, width(graph.title, TITLE), least_width(graph)) + 2 * _MARGIN
    down = _HEAD + drawing.height + _MARGIN + LEGEND_HEIGHT + _MARGIN
    prefix = graph.title.replace(" ", "-")
    root = _root(graph, prefix, across, down)
    add_text(root, _MARGIN, 34, graph.title, "title")
    add_text(root, _MARGIN, 54, graph.promise, "promise")
    _add_drawing(root, graph, drawing, (across - drawing.width) / 2, prefix)
    add_legend(root, graph, _MARGIN, down - LEGEND_HEIGHT - _MARGIN / 2, prefix)
    indent(root, " ")
    return tostring(root, encoding="unicode") + "\n"


def _root(graph: Graph, prefix: str, across: float, down: float) -> Element:
    size = {"width": number(across), "height": number(down), "viewBox": f"0 0 {number(across)} {number(down)}"}
    words = {"class": SCOPE, "role": "img", "aria-labelledby": f"{prefix}-title {prefix}-description"}
    root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size, **words})
    SubElement(root, "title", id=f"{prefix}-title").text = f"Call graph of {graph.title}"
    SubElement(root, "desc", id=f"{prefix}-description").text = graph.description
    SubElement(root, "style").text = style_sheet()
    arrows = SubElement(root, "defs")
    for kind in EDGE_KINDS:
        _add_arrow(arrows, kind, f"{prefix}-{kind}")
    add_box(root, 0.5, 0.5, across - 1, down - 1, "page", 8)
    return root


def _add_arrow(parent: Element, kind: str, id: str) -> None:
    size = {"viewBox": "0 0 8 8", "markerWidth": "8", "markerHeight": "8", "refX": "7.5", "refY": "4"}
    turned = {"orient": "auto-start-reverse", "markerUnits": "userSpaceOnUse"}
    add_path(SubElement(parent, "marker", {"id": id, **size, **turned}), "M0 0.5L8 4L0 7.5Z", f"head {kind}")


def _add_drawing(root: Element, graph: Graph, drawing: Drawing, left: float, prefix: str) -> None:
    whole = SubElement(root, "g", transform=f"translate({number(left)} {number(_HEAD)})")
    for frame in drawing.frames:
        add_box(whole, *frame.box, "frame", 8)
        add_text(whole, frame.box.left + PADDING, frame.box.top + 14, frame.label, "label")
    for line in drawing.lines:
        _add_line(whole, line, prefix)
    for node, box in drawing.boxes.items():
        _add_node(whole, node, box)


def _add_line(parent: Element, line: Line, prefix: str) -> None:
    group = SubElement(parent, "g")
    SubElement(group, "title").text = "\n".join(edge.sentence for edge in line.edges)
    way = "".join(map(_way, line.curves))
    add_path(group, way, "halo")
    # An arrow's head stands at a path's last point, or at its first.
    end = "marker-start" if line.bundle.back else "marker-end"
    add_path(group, way, f"line {line.bundle.kind}", **{end: f"url(#{prefix}-{line.bundle.kind})"})


def _way(curve: Curve) -> str:
    middle = number((curve.left + curve.right) / 2)
    start, end, right = number(curve.start), number(curve.end), number(curve.right)
    on = f"H{number(curve.on)}" if curve.on > curve.right else ""
    return f"M{number(curve.left)} {start}C{middle} {start} {middle} {end} {right} {end}{on}"


def _add_node(parent: Element, node: Node, box: Box) -> None:
    group = SubElement(parent, "g")
    SubElement(group, "title").text = f"{node.name} ({node.kind})"
    add_box(group, *box, "box", 9 if node.kind in ("database", "own-database", "redis") else 4)
    middle, bottom = box.left + box.width / 2, box.top + PADDING + LINE - 4
    for text in lines(node.name, LONGEST):
        add_text(group, middle, bottom, text, "name", middle=True)
        bottom += LINE
    for text in details(node):
        add_text(group, middle, bottom - 1, text, "detail", middle=True)
        bottom += LINE
