"""Colours, dashes and letters. No kind of line is told by its colour alone.

The colours are those of Okabe and Ito, which differ for the colour-blind too, darkened to a contrast of 3 to 1 with the
page (WCAG 2.2, 1.4.11); on a dark page their light selves.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from x2bee_constructs.graph.model import EdgeKind

__all__ = ["DETAIL", "INKS", "LABEL", "NAME", "PROMISE", "SCOPE", "TITLE", "Ink", "style_sheet"]

TITLE, PROMISE, LABEL, NAME, DETAIL = 20.0, 12.0, 12.0, 12.5, 11.0
"""Sizes of the letters: of the heading and the line below it, of frames, and of what stands in boxes."""


SCOPE = "x2bee-graph"
"""The class of the picture."""


class Ink(NamedTuple):
    """How a kind of edge is drawn; `light` and `dark` say on which page."""

    light: str
    dark: str
    width: float
    dash: str = "none"


INKS: Mapping[EdgeKind, Ink] = {
    "exposed": Ink("#3b4148", "#e6e6e6", 2.6),
    "call": Ink("#0072b2", "#56b4e9", 1.5),
    "write": Ink("#c75500", "#f0a35e", 1.8),
    "read": Ink("#00805d", "#3fcf9f", 1.5, "5 3"),
    "outside": Ink("#a34f86", "#e39bc4", 1.5, "1.5 3"),
}
"""Of each kind of edge."""

_LIGHT = {
    "page": "#ffffff",
    "edge": "#d0d7de",
    "box": "#f4f6f8",
    "rim": "#59636e",
    "ink": "#1f2328",
    "quiet": "#59636e",
}
_DARK = {"page": "#0d1117", "edge": "#3d444d", "box": "#1c2229", "rim": "#9198a1", "ink": "#f0f6fc", "quiet": "#a5adb6"}

_FONTS = '"Segoe UI", Helvetica, Arial, "Liberation Sans", "DejaVu Sans", sans-serif'

_FIXED: Mapping[str, str] = {
    "text": f"font-family: {_FONTS}",
    ".title": f"font-size: {TITLE:g}px; font-weight: 600",
    ".promise": f"font-size: {PROMISE:g}px",
    ".label": f"font-size: {LABEL:g}px; font-weight: 600",
    ".name": f"font-size: {NAME:g}px",
    ".detail": f"font-size: {DETAIL:g}px",
    ".frame": "fill: none; stroke-dasharray: 2 3",
    ".line": "fill: none",
    # Where two lines cross, the upper one is seen to pass.
    ".halo": "fill: none; stroke-width: 4.5",
}


def style_sheet() -> str:
    """The rules, those for a light page first; where a viewer prefers dark pages, the others replace them."""
    widths = {
        f".line.{kind}": f"stroke-width: {ink.width:g}; stroke-dasharray: {ink.dash}" for kind, ink in INKS.items()
    }
    light = _colours(_LIGHT, {kind: ink.light for kind, ink in INKS.items()})
    dark = _colours(_DARK, {kind: ink.dark for kind, ink in INKS.items()})
    return f"\n{_rules({**_FIXED, **widths, **light})}\n@media (prefers-color-scheme: dark) {{\n{_rules(dark)}\n}}\n"


def _rules(rules: Mapping[str, str]) -> str:
    """For nothing but the picture, also where it stands in a page of HTML."""
    return "\n".join(f".{SCOPE} {selector} {{ {rule}; }}" for selector, rule in rules.items())


def _colours(page: Mapping[str, str], inks: Mapping[EdgeKind, str]) -> dict[str, str]:
    found = {".page": f"fill: {page['page']}; stroke: {page['edge']}"}
    found |= {f"text.{kind}": f"fill: {page['ink']}" for kind in ("title", "label", "name")}
    found |= {f"text.{kind}": f"fill: {page['quiet']}" for kind in ("promise", "detail")}
    found[".box"] = f"fill: {page['box']}; stroke: {page['rim']}"
    found["rect.frame"] = f"stroke: {page['rim']}"
    found["path.halo"] = f"stroke: {page['page']}"
    for kind, ink in inks.items():
        found |= {f".{kind}.line": f"stroke: {ink}", f".{kind}.head": f"fill: {ink}"}
    return found
