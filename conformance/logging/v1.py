"""A small strict reader of Fluentd's configuration format v1, for machines without a Fluentd.

From fluent/config/v1_parser.rb and literal_parser.rb at v1.19.3: one directive or parameter on a
line, quoted values whole. What it does not know it refuses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

__all__ = ["Element", "parse"]

_OPEN = re.compile(r"<([a-z]+)(?: ([^>]+))?>")
_PARAM = re.compile(r"(@?[a-z][a-z0-9_]*) (.+)")
_SINGLE = re.compile(r"'((?:[^'\\]|\\[\\'])*)'")
_DOUBLE = re.compile(r'"((?:[^"\\]|\\.)*)"')
_PLAIN = re.compile(r"true|false|[0-9]+")
_ESCAPES = {"n": "\n", '"': '"', "\\": "\\"}


@dataclass
class Element:
    """One directive with its parameters and what is inside."""

    name: str
    argument: str = ""
    params: dict[str, str] = field(default_factory=dict[str, str])
    inner: list[Element] = field(default_factory=list["Element"])

    def all(self, name: str) -> list[Element]:
        """All below it that are called so, at any depth."""
        found = [below for element in self.inner for below in element.all(name)]
        return [*([self] if self.name == name else []), *found]


def parse(text: str) -> Element:
    """The file as a tree. Raises `ValueError` with the line that it does not understand."""
    open_ = [Element("")]
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line:
            continue
        if line == f"</{open_[-1].name}>":
            open_.pop()
        elif begins := _OPEN.fullmatch(line):
            made = Element(begins[1], begins[2] or "")
            open_[-1].inner.append(made)
            open_.append(made)
        elif param := _PARAM.fullmatch(line):
            if param[1] in open_[-1].params:
                raise ValueError(f"line {number}: {param[1]} stands twice")
            open_[-1].params[param[1]] = _value(param[2], number)
        else:
            raise ValueError(f"line {number}: {line}")
    if len(open_) != 1:
        raise ValueError(f"<{open_[-1].name}> is never closed")
    return open_[0]


def _value(text: str, number: int) -> str:
    if found := _SINGLE.fullmatch(text):
        return re.sub(r"\\([\\'])", r"\1", found[1])
    if found := _DOUBLE.fullmatch(text):
        return re.sub(r"\\(.)", lambda escape: _ESCAPES[escape[1]], found[1])
    if _PLAIN.fullmatch(text):
        return text
    raise ValueError(f"line {number}: no value: {text}")
