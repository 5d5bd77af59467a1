"""The few kinds of SVG elements of which the picture is made."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

__all__ = ["add_box", "add_path", "add_text", "number"]


def number(value: float) -> str:
    """A length with at most one decimal: more is never seen, and would differ between machines."""
    return f"{value:.1f}".removesuffix(".0")


def add_text(parent: Element, left: float, bottom: float, text: str, kind: str, *, middle: bool = False) -> None:
    """One line of text from `left` on, or around it."""
    anchor = {"text-anchor": "middle"} if middle else {}
    SubElement(parent, "text", {"class": kind, "x": number(left), "y": number(bottom), **anchor}).text = text


def add_box(parent: Element, left: float, top: float, width: float, height: float, kind: str, round_: float) -> None:
    """A rectangle with round corners."""
    places = {"x": left, "y": top, "width": width, "height": height, "rx": round_}
    SubElement(parent, "rect", {"class": kind, **{name: number(value) for name, value in places.items()}})


def add_path(parent: Element, way: str, kind: str, **further: str) -> None:
    """A line along `way`."""
    SubElement(parent, "path", {"class": kind, "d": way, **further})
