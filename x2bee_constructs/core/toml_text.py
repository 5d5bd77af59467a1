"""Plain data as TOML 1.0, as far as programs' settings need it: texts, numbers, truth, lists of these, and tables."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

__all__ = ["toml_text"]

_Tables = tuple[str, list[dict[str, Any]]]
"""How the head of each is written, and the tables themselves."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml_text(document: Mapping[str, Any]) -> str:
    """A document, ending in a line break; a list of mappings becomes an array of tables.

    Raises `TypeError` for a value that it does not write.
    """
    return "\n".join(_table(document, ())) + "\n"


def _table(table: Mapping[str, Any], way: tuple[str, ...]) -> Iterator[str]:
    """First its own values: what follows the head of a table below it would belong to that."""
    below: list[tuple[str, _Tables]] = []
    for key, value in table.items():
        if tables := _tables(value):
            below.append((key, tables))
        else:
            yield f"{_key(key)} = {_value(value)}"
    for key, (form, tables) in below:
        here = (*way, _key(key))
        for one in tables:
            yield form % ".".join(here)
            yield from _table(one, here)


def _tables(value: Any) -> _Tables | None:
    """A mapping, or a list of nothing but mappings; None for whatever stands behind its key."""
    if isinstance(value, dict):
        return "[%s]", [cast("dict[str, Any]", value)]
    many = cast("list[Any]", value) if isinstance(value, list) else []
    return ("[[%s]]", many) if many and all(isinstance(one, dict) for one in many) else None


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return f"[{', '.join(_value(one) for one in cast('list[Any]', value))}]"
    raise TypeError(f"these settings have no {type(value).__name__}, got {value!r}")


def _text(text: str) -> str:
    """JSON's escapes are TOML's, but for the one character that JSON leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
