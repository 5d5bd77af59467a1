"""A document with positions: plain data, and for every key and value where it stands in which file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from x2bee_constructs.core.diagnostics import Finding, Span

__all__ = ["Document", "Place", "as_list", "as_mapping", "merge"]

Place = tuple[str | int, ...]
"""The way to a value: mapping keys and list indexes from the top."""


@dataclass(frozen=True)
class Document:
    """A YAML file, or two merged: its data, its lines, and the span of every key and value."""

    file: str
    data: Any = None
    lines: tuple[str, ...] = ()
    keys: Mapping[Place, Span] = field(default_factory=dict[Place, Span])
    values: Mapping[Place, Span] = field(default_factory=dict[Place, Span])
    findings: tuple[Finding, ...] = ()

    def span(self, place: Place) -> Span:
        """Where the value at `place` stands; for one that is missing, where the mapping begins that lacks it.

        Parts that pydantic adds to a place but no file has (the tag of a union, `[key]`) are passed over.
        """
        found, lacking = self._written(place)
        if not found:
            return Span(self.file, 1, 1, 1)
        inside = lacking and not self._is_scalar(found)
        return self.keys.get(found, self.values[found]) if inside else self.values[found]

    def _is_scalar(self, place: Place) -> bool:
        """Whether one value stands there: what it lacks, pydantic has added (a single time where a list may be)."""
        here = self.data
        for part in place:
            inner = (as_mapping(here) or {}).get(str(part))
            here = as_list(here)[part] if isinstance(part, int) and part < len(as_list(here)) else inner
        return here is not None and not isinstance(here, dict | list)

    def known(self, place: Place) -> Place:
        """The place as a person would say it: what the file has, and at the end what it lacks."""
        found, lacking = self._written(place)
        return (*found, *(part for part in lacking if part != "[key]"))

    def _written(self, place: Place) -> tuple[Place, Place]:
        found: Place = ()
        lacking: Place = ()
        for part in place:
            found, lacking = ((*found, part), ()) if (*found, part) in self.values else (found, (*lacking, part))
        return found, lacking

    def key_span(self, place: Place) -> Span:
        """Where the key at `place` stands; the value if it has none."""
        found, lacking = self._written(place)
        return self.keys[found] if found in self.keys and set(lacking) <= {"[key]"} else self.span(place)

    def source(self, span: Span) -> str:
        """The characters of the file at a span."""
        return self.lines[span.line - 1][span.column - 1 :][: span.length] if span.line <= len(self.lines) else ""

    def part(self, key: str) -> Document:
        """The document below one top-level key, with its own places from the top."""
        inner = (as_mapping(self.data) or {}).get(key)
        return Document(self.file, inner, self.lines, _below(self.keys, key), _below(self.values, key))


def as_list(value: Any) -> list[Any]:
    """The value if it is a list, else an empty one."""
    return cast("list[Any]", value) if isinstance(value, list) else []


def as_mapping(value: Any) -> dict[str, Any] | None:
    """The value if it is a mapping, else None."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def merge(base: Document, over: Document) -> Document:
    """`over` laid on `base`: mappings merge key by key, everything else is replaced, and each value keeps its span."""
    keys, values = dict(base.keys), dict(base.values)
    data = _merged(base.data, over.data, (), values, keys)
    return Document(base.file, data, base.lines, {**keys, **over.keys}, {**values, **over.values}, base.findings)


def _merged(base: Any, over: Any, place: Place, values: dict[Place, Span], keys: dict[Place, Span]) -> Any:
    below, above = as_mapping(base), as_mapping(over)
    if below is None or above is None:
        _forget_below(place, values)
        _forget_below(place, keys)
        return over
    changed = {k: _merged(below[k], v, (*place, k), values, keys) if k in below else v for k, v in above.items()}
    return {**below, **changed}


def _forget_below(place: Place, spans: dict[Place, Span]) -> None:
    for old in [known for known in spans if known[: len(place)] == place and len(known) > len(place)]:
        del spans[old]


def _below(spans: Mapping[Place, Span], key: str) -> dict[Place, Span]:
    return {place[1:]: span for place, span in spans.items() if place[:1] == (key,)}
