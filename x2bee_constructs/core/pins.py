"""All pins of `core.versions`, as a list, and which of them others are newer than."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from x2bee_constructs.core import versions
from x2bee_constructs.core.versions import ChartPin, ImagePin, Pin

__all__ = ["Pinned", "is_newer", "pins"]


class Pinned(NamedTuple):
    """One thing that is pinned."""

    name: str
    """As lists of newer versions call it: the chart's name (with `-chart` where a program has it too), the image's, or
    the program's; each once."""
    kind: str
    """`program`, `chart` or `image`."""
    version: str
    program: str
    """The version of the program in a chart; empty for others."""
    looked_up: str
    source: str


def pins() -> tuple[Pinned, ...]:
    """Everything that is pinned, by name."""
    return tuple(sorted(_all(), key=lambda pin: pin.name))


def _all() -> Iterator[Pinned]:
    made: Mapping[str, object] = vars(versions)
    programs = {_plain(constant) for constant in versions.__all__ if isinstance(made[constant], Pin)}
    for constant in versions.__all__:
        pin = made[constant]
        if isinstance(pin, ChartPin):
            name = pin.chart if pin.chart not in programs else _plain(constant)
            yield Pinned(name, "chart", pin.version, pin.app_version, pin.looked_up, pin.source)
        elif isinstance(pin, ImagePin):
            yield Pinned(pin.repository.rpartition("/")[2], "image", pin.tag, "", pin.looked_up, pin.source)
        elif isinstance(pin, Pin):
            yield Pinned(_plain(constant), "program", pin.version, "", pin.looked_up, pin.source)


def _plain(constant: str) -> str:
    return constant.lower().replace("_", "-")


def is_newer(other: str, pinned: str) -> bool:
    """Whether a version comes after another: numbers by size, and a release after its own candidates (`1.2.0-rc.1`)."""
    return _order(other) > _order(pinned)


def _order(version: str) -> tuple[tuple[int, ...], bool, tuple[tuple[bool, int, str], ...]]:
    plain, _, candidate = version.lower().removeprefix("v").partition("+")[0].partition("-")
    numbers = [int(part) for part in re.findall(r"\d+", plain)]
    while numbers and numbers[-1] == 0:  # 1.2 is 1.2.0
        numbers.pop()
    words = re.findall(r"\d+|[a-z]+", candidate)
    rest = tuple((not word.isdecimal(), int(word) if word.isdecimal() else 0, word) for word in words)
    return tuple(numbers), not candidate, rest
