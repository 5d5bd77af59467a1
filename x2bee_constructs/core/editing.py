"""Changes one value of a YAML text and leaves every other character: comments, order and layout are people's."""

# ruamel.yaml publishes no types for its nodes and marks.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode

__all__ = ["EditError", "with_value"]

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9._/@:-]*[A-Za-z0-9]")


class EditError(ValueError):
    """The text is written in a way in which one value cannot be changed alone."""


def with_value(text: str, place: Sequence[str], value: str) -> str:
    """The text with `value` at `place`, which is made where it is missing.

    Raises `EditError` if the text is no mapping of YAML, if an alias stands on the way (others would change too), or
    if anything but that value would read differently afterwards.
    """
    root = _composed(text)
    if not isinstance(root, MappingNode):
        raise EditError("the file is no mapping")
    made = _edited(text, root, tuple(place), value)
    if _read(made) != _with(_read(text), place, value):
        raise EditError(f"{'.'.join(place)} cannot be set without changing something else; set it by hand")
    return made


def _composed(text: str) -> Any:
    try:
        return YAML().compose(text)
    except YAMLError as error:
        raise EditError(f"not YAML: {str(error).splitlines()[0]}") from None


def _read(text: str) -> Any:
    try:
        return YAML(typ="safe").load(text)
    except YAMLError:
        return None


def _with(data: Any, place: Sequence[str], value: str) -> Any:
    changed = deepcopy(data)
    inner = changed
    for key in place[:-1]:
        if inner.get(key) is None:
            inner[key] = {}
        inner = inner[key]
    inner[place[-1]] = value
    return changed


def _edited(text: str, node: Any, place: tuple[str, ...], value: str) -> str:
    """Goes down as far as the text goes, then replaces or inserts."""
    for depth, key in enumerate(place):
        at = _entry(node, key)
        if at is None:
            return _inserted(text, node, place[depth:], value)
        name, inner = at
        if inner.start_mark.index < name.start_mark.index:
            raise EditError(
                f"{'.'.join(place[: depth + 1])} is an alias (*name); write it out, others would change too"
            )
        rest = place[depth + 1 :]
        if not rest:
            return _replaced(text, inner, value)
        if _is_null(inner):
            return _filled(text, name, inner, rest, value)
        if not isinstance(inner, MappingNode):
            raise EditError(f"{'.'.join(place[: depth + 1])} is no mapping")
        node = inner
    raise EditError("no place was given")


def _entry(node: Any, key: str) -> tuple[Any, Any] | None:
    return next(((name, inner) for name, inner in node.value if name.value == key), None)


def _is_null(node: Any) -> bool:
    return isinstance(node, ScalarNode) and str(node.tag).endswith(":null")


def _replaced(text: str, node: Any, value: str) -> str:
    start, end = node.start_mark.index, node.end_mark.index
    if not isinstance(node, ScalarNode) or node.style in {"|", ">"}:
        raise EditError("what stands there is no text of one line")
    if start == end:  # a key with nothing after it
        return f"{text[:start].rstrip(' ')} {_scalar(value)}{text[start:]}"
    return text[:start] + _scalar(value, node.style or "") + text[end:]


def _filled(text: str, name: Any, node: Any, rest: tuple[str, ...], value: str) -> str:
    """A mapping where there is nothing, or `null`."""
    colon = text.index(":", name.end_mark.index) + 1
    end = node.end_mark.index if node.end_mark.index > node.start_mark.index else colon
    return f"{text[:colon]} {{ {_flow(rest, value)} }}{text[end:]}"


def _inserted(text: str, node: Any, rest: tuple[str, ...], value: str) -> str:
    entry = _flow(rest, value)
    if node.flow_style:
        start = node.start_mark.index + 1
        if not node.value:
            return f"{text[:start]} {entry} {text[start:].lstrip()}"
        spaced = text[start] == " "
        return text[:start] + (f" {entry}," if spaced else f"{entry}, ") + text[start:]
    first = node.value[0][0].start_mark
    indent = " " * first.column
    end = _end(node)
    if end is None:
        return f"{text[: first.index]}{entry}\n{indent}{text[first.index :]}"
    line = text.find("\n", end)
    at = len(text) if line < 0 else line - (text[line - 1] == "\r")
    ending = "\r\n" if text[at : at + 1] == "\r" else "\n"
    return f"{text[:at]}{ending}{indent}{entry}{text[at:]}"


def _end(node: Any) -> int | None:
    """Where the last value ends; None where that is not where its line ends (a text of several lines, or nothing)."""
    name, last = node.value[-1]
    if isinstance(last, ScalarNode):
        if last.style in {"|", ">"} or last.start_mark.index < name.start_mark.index:
            return None
        return max(int(last.end_mark.index), int(name.end_mark.index))
    if last.flow_style:
        return int(last.end_mark.index)
    inner = last.value[-1]
    return _end(last) if isinstance(last, MappingNode) else _end_of_item(inner)


def _end_of_item(item: Any) -> int | None:
    if isinstance(item, ScalarNode):
        return None if item.style in {"|", ">"} else int(item.end_mark.index)
    return int(item.end_mark.index) if item.flow_style else None


def _flow(place: tuple[str, ...], value: str) -> str:
    text = _scalar(value)
    for key in reversed(place[1:]):
        text = f"{{ {key}: {text} }}"
    return f"{place[0]}: {text}"


def _scalar(value: str, style: str = "") -> str:
    if style == "'":
        return "'" + value.replace("'", "''") + "'"
    if style == '"' or not _PLAIN.fullmatch(value):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return value
