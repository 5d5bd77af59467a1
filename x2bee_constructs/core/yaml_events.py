"""YAML that programs wrote, read event by event from libyaml: thousands of objects in a second.

Customers' files are read by `reading.py`, which is exact to the letter and takes many times as long. Nothing here
recurses: a file that is nested without end is refused in words, where libyaml's own composer would end the process.
"""

# PyYAML's stubs know neither libyaml's loader nor the types of marks.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from x2bee_constructs.core.documents import Place

__all__ = ["BrokenYamlError", "Mark", "as_text", "as_value", "read_documents"]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # builds of PyYAML without libyaml are slow, and right
_DEEPEST = 500  # newer builds of libyaml stop at 1,000 by themselves, in other words
_MOST_VALUES = 1_000_000
"""A file of a platform has some thousand values; more is an alias that multiplies itself."""

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {
    word: value for value, words in ((True, "true True TRUE"), (False, "false False FALSE")) for word in words.split()
}
_INTEGER = re.compile(r"[-+]?[0-9]+|0x[0-9a-fA-F]+|0o[0-7]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


class Mark(NamedTuple):
    """Where a value begins and ends; lines and columns count from 0."""

    line: int
    column: int
    last_line: int
    last_column: int


class BrokenYamlError(ValueError):
    """What is not YAML, or more than anybody writes: `problem` at `line` and `column`, which count from 0."""

    def __init__(self, problem: str, line: int = 0, column: int = 0) -> None:
        """Say what, and where if it is known."""
        super().__init__(problem)
        self.problem, self.line, self.column = problem, line, column


def as_text(text: str, plain: bool) -> str:
    """Every scalar as it was written; nothing for null."""
    return "" if plain and text in _NULL else text


def as_value(text: str, plain: bool) -> Any:
    """A scalar by YAML 1.2's core schema, but for times and for numbers that are none: those are text."""
    if not plain:
        return text
    if text in _NULL:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _INTEGER.fullmatch(text):
        return int(text, 0 if text[:2] in {"0x", "0o"} else 10)
    return float(text) if _FLOAT.fullmatch(text) else text


def read_documents(
    text: str, scalar: Callable[[str, bool], Any] = as_value
) -> Iterator[tuple[Any, Mapping[Place, Mark]]]:
    """Each document, and where each of its values stands; `scalar` makes values of text and whether it was plain.

    Keys are text, keys that are no scalars are passed over with what they hold, and `<<` is a key like any other.
    Raises `BrokenYamlError`.
    """
    document = _Document(scalar)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            if isinstance(event, yaml.DocumentStartEvent):
                document = _Document(scalar)
            elif isinstance(event, yaml.DocumentEndEvent):
                yield document.root, document.marks
            else:
                document.take(event)
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark or error.context_mark
        problem = str(error.problem or error.context)
        raise BrokenYamlError(problem, mark.line if mark else 0, mark.column if mark else 0) from None
    except yaml.YAMLError as error:
        raise BrokenYamlError(str(error).partition("\n")[0]) from None


_NOWHERE = object()
"""The key of what nobody keeps."""


@dataclass
class _Open:
    """A mapping or list whose end has not come."""

    made: Any
    place: Place
    start: Any
    key: Any = None
    """In a mapping: the key whose value comes next, None if a key does."""
    kept: bool = True
    is_key: bool = False

    @property
    def awaits_key(self) -> bool:
        return self.key is None and isinstance(self.made, dict)


@dataclass
class _Document:
    scalar: Callable[[str, bool], Any]
    root: Any = None
    marks: dict[Place, Mark] = field(default_factory=dict[Place, Mark])
    around: list[_Open] = field(default_factory=list[_Open])
    anchors: dict[str, tuple[Any, Place]] = field(default_factory=dict[str, tuple[Any, Place]])

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.CollectionEndEvent):
            self._close(event.end_mark)
        elif isinstance(event, yaml.NodeEvent):
            if self.around and self.around[-1].awaits_key:
                self._key(self.around[-1], event)
            else:
                self._value(event)

    def _key(self, mapping: _Open, event: Any) -> None:
        if isinstance(event, yaml.CollectionStartEvent):
            self._open(_Open(_empty(event), (), event.start_mark, kept=False, is_key=True))
        else:
            mapping.key = event.value if isinstance(event, yaml.ScalarEvent) else _NOWHERE

    def _value(self, event: Any) -> None:
        into = self.around[-1] if self.around else None
        kept = into is None or (into.kept and into.key is not _NOWHERE)
        place: Place = ()
        if into and kept:
            place = (*into.place, len(into.made) if isinstance(into.made, list) else into.key)
        made = self._made(event, place)
        if kept:
            self._keep(into, place, made, event)
        if into:
            into.key = None
        if isinstance(event, yaml.CollectionStartEvent):
            self._open(_Open(made, place, event.start_mark, kept=kept))

    def _made(self, event: Any, place: Place) -> Any:
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event.value, event.implicit[0])
        if isinstance(event, yaml.CollectionStartEvent):
            return _empty(event)
        mark = event.start_mark
        made, there = self.anchors.get(event.anchor, (None, None))
        if there is None or any(one.made is made for one in self.around):
            raise BrokenYamlError(f"the alias '{event.anchor}' is of nothing that has ended", mark.line, mark.column)
        below = [(at, found) for at, found in self.marks.items() if at[: len(there)] == there]
        self.marks.update({(*place, *at[len(there) :]): found for at, found in below})
        return made

    def _keep(self, into: _Open | None, place: Place, made: Any, event: Any) -> None:
        if into is None:
            self.root = made
        elif isinstance(into.made, list):
            into.made.append(made)
        else:
            into.made[into.key] = made
        self._mark(place, event.start_mark, event.end_mark)
        if not isinstance(event, yaml.AliasEvent) and event.anchor:
            self.anchors[event.anchor] = made, place

    def _open(self, opened: _Open) -> None:
        if len(self.around) >= _DEEPEST:
            raise BrokenYamlError("it is nested too deep", opened.start.line, opened.start.column)
        self.around.append(opened)

    def _close(self, end: Any) -> None:
        ended = self.around.pop()
        if ended.kept:
            self._mark(ended.place, ended.start, end)
        if ended.is_key:
            self.around[-1].key = _NOWHERE

    def _mark(self, place: Place, start: Any, end: Any) -> None:
        self.marks[place] = Mark(start.line, start.column, end.line, end.column)
        if len(self.marks) > _MOST_VALUES:
            raise BrokenYamlError("its aliases multiply it", start.line, start.column)


def _empty(event: Any) -> Any:
    return {} if isinstance(event, yaml.MappingStartEvent) else []
