"""How much room a text takes, and where it is broken. No font is measured: the widest usual one is assumed."""

from __future__ import annotations

import re

__all__ = ["lines", "width"]

_GROUPS = (
    (0.3, "'Iijl"),
    (0.36, " ,-./:;f|"),
    (0.42, "!()[]rt"),
    (0.64, "0123456789?_abcdeghknopqsuvxyzFELPST"),
    (0.79, "ABCDGHKNOQRUVXYZ&"),
    (0.86, "#+<=>MJw"),
)
"""Widths in DejaVu Sans, of the size, rounded up; Arial and Helvetica take four fifths of it."""

_WIDTHS = {letter: width for width, letters in _GROUPS for letter in letters}

_WIDEST = 1.0
"""Of any other letter: `W`, `m`, a Korean syllable."""


def width(text: str, size: float) -> float:
    """The most that the text takes at a size."""
    return sum(_WIDTHS.get(letter, _WIDEST) for letter in text) * size


def lines(text: str, longest: int) -> tuple[str, ...]:
    """The text in lines of at most `longest` characters, broken behind dashes, dots, commas and spaces if it can be."""
    found = [""]
    for word in re.findall(rf"[^{_BREAKS}]{{0,{longest - 1}}}[{_BREAKS}]|[^{_BREAKS}]{{1,{longest}}}", text):
        if found[-1] and len(found[-1] + word.rstrip()) > longest:
            found.append("")
        found[-1] += word
    return tuple(line.rstrip() for line in found)


_BREAKS = r"\-.,/ "
