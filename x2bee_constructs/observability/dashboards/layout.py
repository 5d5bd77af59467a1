"""Where panels stand: from left to right in 24 columns, in lines as high as their highest panel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from x2bee_constructs.observability.dashboards.model import Board, Panel, Row

__all__ = ["COLUMNS", "Box", "Placed", "place", "place_panels"]

COLUMNS = 24
"""Of Grafana's grid."""


class Box(NamedTuple):
    """A place in the grid."""

    x: int
    y: int
    width: int
    height: int


class Placed(NamedTuple):
    """A row's heading, where it stands, and its panels with their places."""

    row: Row
    box: Box
    panels: tuple[tuple[Panel, Box], ...]


def place(board: Board) -> Iterator[Placed]:
    """All rows of a board from top to bottom; a folded one takes its heading's line alone."""
    top = 0
    for row in board.rows:
        panels = tuple(place_panels(row.panels, top + 1))
        yield Placed(row, Box(0, top, COLUMNS, 1), panels)
        top += 1 if row.folded else 1 + max(box.y + box.height - top - 1 for _, box in panels)


def place_panels(panels: Sequence[Panel], top: int) -> Iterator[tuple[Panel, Box]]:
    """Panels one beside the other, and below where the line is full."""
    left = highest = 0
    for panel in panels:
        if left + panel.width > COLUMNS:
            top, left, highest = top + highest, 0, 0
        yield panel, Box(left, top, panel.width, panel.height)
        left, highest = left + panel.width, max(highest, panel.height)
