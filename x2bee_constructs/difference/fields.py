"""Where two documents differ, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from typing import Any, NamedTuple

from x2bee_constructs.core.documents import as_list, as_mapping
from x2bee_constructs.difference.model import MISSING

__all__ = ["Field", "Item", "dotted", "fields", "shortened"]

Path = tuple[str | int, ...]


class Item(str):
    """The name by which an item of a list is known."""


_LONGEST = 60
_CONTEXT = 16
"""Characters of a value that a person is shown, and of them what stands before the difference."""


class Field(NamedTuple):
    """One value that differs; `MISSING` where a side has none."""

    path: Path
    before: Any
    after: Any

    @property
    def keys(self) -> tuple[str, ...]:
        """The path without the places in lists: what a rule speaks of."""
        return tuple(step for step in self.path if isinstance(step, str) and not isinstance(step, Item))


def fields(before: Any, after: Any, path: Path = ()) -> Iterator[Field]:
    """Every value that differs. Lists of named things are matched by name, others place by place.

    A mapping or list that one side lacks is one difference and not as many as it holds.
    """
    if before == after:
        return
    old, new = as_mapping(before), as_mapping(after)
    if old is not None and new is not None:
        for key in sorted(old.keys() | new.keys()):
            yield from fields(old.get(key, MISSING), new.get(key, MISSING), (*path, key))
    elif isinstance(before, list) and isinstance(after, list):
        yield from _items(as_list(before), as_list(after), path)
    else:
        yield Field(path, before, after)


def _items(before: list[Any], after: list[Any], path: Path) -> Iterator[Field]:
    old, new = _named(before), _named(after)
    if old is not None and new is not None:
        if list(old) != list(new) and old.keys() == new.keys():
            yield Field(path, list(old), list(new))
        for name in sorted(old.keys() | new.keys()):
            yield from fields(old.get(name, MISSING), new.get(name, MISSING), (*path, Item(name)))
        return
    for index in range(max(len(before), len(after))):
        one = before[index] if index < len(before) else MISSING
        other = after[index] if index < len(after) else MISSING
        yield from fields(one, other, (*path, index))


def _named(items: list[Any]) -> dict[str, Any] | None:
    """The items by name; None unless each is a mapping with a name of its own."""
    found = [as_mapping(item) or {} for item in items]
    names = [item.get("name") for item in found]
    if not items or not all(isinstance(name, str) for name in names) or len(set(names)) != len(names):
        return None
    return {str(name): item for name, item in zip(names, items, strict=True)}


def dotted(path: Path) -> str:
    """The path as a person writes it: `spec.template.spec.containers.app.image`."""
    return ".".join(str(step) for step in path)


def shortened(before: Any, after: Any) -> tuple[str, str]:
    """Two values in a line each; what long ones have in common at the beginning is left out."""
    old, new = _line(before), _line(after)
    if max(len(old), len(new)) <= _LONGEST:
        return old, new
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    skipped = max(0, same - _CONTEXT)
    return _cut(old, skipped), _cut(new, skipped)


def _line(value: Any) -> str:
    return " ".join((value if isinstance(value, str) else repr(value)).split())


def _cut(line: str, skipped: int) -> str:
    rest = f"…{line[skipped:]}" if skipped else line
    return rest if len(rest) <= _LONGEST else f"{rest[: _LONGEST - 1]}…"
