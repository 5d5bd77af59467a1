"""A board as an SVG file: its grid with titles, units, lines and queries. Grafana has no part in it."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from x2bee_constructs.graph.text import lines, width
from x2bee_constructs.observability.dashboards.amounts import amount
from x2bee_constructs.observability.dashboards.layout import COLUMNS, Box, place, place_panels
from x2bee_constructs.observability.dashboards.model import Board, Cloud, Panel, Query

__all__ = ["PROMISE", "as_svg"]

PROMISE = (
    "Drawn from the panel model, not by Grafana: places, titles, units, lines and queries are real, there is no data."
)
"""What stands on each picture."""

_CELL, _STEP, _GAP = 52.0, 26.0, 4.0
"""Pixels of a column, of a row of the grid, and between panels."""

_HEAD, _MARGIN = 66.0, 12.0
_TITLE, _SMALL, _LINE = 12.0, 9.0, 11.5

_COLOURS = {"red": "#c4162a", "orange": "#d9730d", "yellow": "#b8860b", "green": "#37872d", "blue": "#1f60c4"}

_STYLE = """
text{font-family:'DejaVu Sans',Arial,sans-serif;fill:#24292e}
.page{fill:#f4f5f5}.panel{fill:#fff;stroke:#d0d3d8}.row{fill:#e4e7eb}
.title{font-size:18px;font-weight:bold}.promise{font-size:11px;fill:#5a6068}
.name{font-size:12px;font-weight:bold}
.unit,.query{font-size:9px;fill:#5a6068}.query{font-family:'DejaVu Sans Mono',monospace}
@media (prefers-color-scheme:dark){text{fill:#d8d9da}.page{fill:#111217}
.panel{fill:#181b1f;stroke:#34383e}.row{fill:#22252b}
.promise,.unit,.query{fill:#9aa0a8}}
"""


def as_svg(board: Board, whose: str) -> str:
    """The picture; the same board always gives the same text. Folded rows are drawn open."""
    rows = list(_open(board))
    down = _HEAD + max(box.y + box.height for _, boxes in rows for _, box in boxes) * _STEP + _MARGIN
    across = COLUMNS * _CELL + 2 * _MARGIN
    root = _root(board, whose, across, down)
    for (title, top), panels in rows:
        _box(root, Box(0, top, COLUMNS, 1), "row")
        _text(root, _MARGIN + 10, _HEAD + top * _STEP + 17, title, "name")
        for panel, box in panels:
            _panel(root, panel, box)
    indent(root, " ")
    return tostring(root, encoding="unicode") + "\n"


def _open(board: Board) -> Iterator[tuple[tuple[str, int], list[tuple[Panel, Box]]]]:
    """Each row with its panels below it; Grafana keeps those of a folded one back until somebody asks."""
    top = 0
    for placed in place(board):
        panels = list(place_panels(placed.row.panels, top + 1))
        folded = " (folded at first)" if placed.row.folded else ""
        yield (f"{placed.row.title}{folded}", top), panels
        top = max(box.y + box.height for _, box in panels)


def _root(board: Board, whose: str, across: float, down: float) -> Element:
    size = {"width": f"{across:g}", "height": f"{down:g}", "viewBox": f"0 0 {across:g} {down:g}"}
    root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size, "role": "img"})
    SubElement(root, "title").text = f"{board.title}, {whose}"
    SubElement(root, "desc").text = f"{board.says} {PROMISE}"
    SubElement(root, "style").text = _STYLE
    SubElement(root, "rect", {"class": "page", "width": "100%", "height": "100%"})
    _text(root, _MARGIN, 28, f"{board.title}: {whose}", "title")
    _text(root, _MARGIN, 48, PROMISE, "promise")
    return root


def _panel(root: Element, panel: Panel, box: Box) -> None:
    group = SubElement(root, "g")
    SubElement(group, "title").text = f"{panel.title}\n{panel.says}"
    _box(group, box, "panel")
    left, top = _MARGIN + box.x * _CELL + 10, _HEAD + box.y * _STEP
    room, bottom = box.width * _CELL - 24, _HEAD + (box.y + box.height) * _STEP - 8
    _text(group, left, top + 18, _cut(panel.title, room - width(panel.unit, _SMALL) - 12, _TITLE), "name")
    end = SubElement(
        group, "text", {"class": "unit", "x": f"{left + room:g}", "y": f"{top + 18:g}", "text-anchor": "end"}
    )
    end.text = panel.unit
    y = top + 34
    for text, kind, colour in _told(panel, room):
        whole = y + _LINE <= bottom
        _text(group, left, y, text if whole else "  …", kind, colour)
        if not whole:
            break
        y += _LINE


def _told(panel: Panel, room: float) -> Iterator[tuple[str, str, str]]:
    """The lines across it first, then what it asks; what does not fit is left out at the end."""
    for line in panel.lines:
        yield _cut(f"— {amount(line.at, panel.unit)}: {line.says}", room, _SMALL), "unit", _COLOURS[line.colour]
    if panel.columns:
        yield _cut(" | ".join(column.title for column in panel.columns), room, _SMALL), "unit", ""
    for query in panel.queries:
        # A character of a monospaced font takes six tenths of its size.
        for index, text in enumerate(lines(_words(query), max(8, int(room / (_SMALL * 0.62)) - 2))):
            yield ("  " if index else "> ") + text, "query", ""


def _words(query: Query) -> str:
    if isinstance(query, Cloud):
        of = ", ".join(f"{name}={value}" for name, value in query.dimensions.items())
        return f"{query.namespace} {query.metric} {query.statistic} ({of})"
    return query.expr


def _cut(text: str, room: float, size: float) -> str:
    while text and width(text, size) > room:
        text = text[:-2].rstrip(" …") + "…"
        if len(text) <= 2:
            break
    return text


def _box(parent: Element, box: Box, kind: str) -> None:
    place = {
        "x": f"{_MARGIN + box.x * _CELL + _GAP / 2:g}",
        "y": f"{_HEAD + box.y * _STEP + _GAP / 2:g}",
        "width": f"{box.width * _CELL - _GAP:g}",
        "height": f"{box.height * _STEP - _GAP:g}",
    }
    SubElement(parent, "rect", {"class": kind, "rx": "3", **place})


def _text(parent: Element, x: float, y: float, text: str, kind: str, colour: str = "") -> None:
    style = {"style": f"fill:{colour}"} if colour else {}
    made = SubElement(parent, "text", {"class": kind, "x": f"{x:g}", "y": f"{y:g}", "xml:space": "preserve", **style})
    made.text = text
