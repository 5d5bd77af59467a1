"""Reads YAML into a `Document`.

The file is composed, not constructed, by ruamel.yaml (YAML 1.2): the node graph has the exact start and end of every
key and value, shows keys that stand twice, and never builds an object of a type the file names.
"""

# ruamel.yaml publishes no types for its nodes and marks.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, SequenceNode

from x2bee_constructs.core.diagnostics import Finding, Span
from x2bee_constructs.core.documents import Document, Place

__all__ = ["read"]

_MOST_NODES = 20_000
"""A customer file has a few hundred values; more is an alias that multiplies itself."""


def read(path: Path) -> Document:
    """Read a YAML file; faults of reading, encoding and syntax and keys that stand twice become findings."""
    name = str(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        return Document(
            name, findings=(Finding("X2B100", f"cannot read the file: {error.strerror}", Span(name, 1, 1, 1)),)
        )
    except UnicodeDecodeError as error:
        fault = Finding(
            "X2B100",
            "the file is not UTF-8",
            Span(name, 1, 1, 1),
            got=f"byte 0x{error.object[error.start]:02x} at offset {error.start}",
            fix="save the file as UTF-8",
        )
        return Document(name, findings=(fault,))
    return _Composer(name, text).document()


class _Composer:
    """Walks the node graph of one text once and collects data, spans and findings."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text
        self.keys: dict[Place, Span] = {}
        self.values: dict[Place, Span] = {}
        self.findings: list[Finding] = []
        self.nodes = 0

    def document(self) -> Document:
        data = None
        try:
            root = YAML().compose(self.text)
            data = self._value(root, ()) if root is not None else {}
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            where = Span(self.file, mark.line + 1, mark.column + 1, 1) if mark else Span(self.file, 1, 1, 1)
            self.findings.append(Finding("X2B100", f"not YAML: {error.problem or error.context}", where))
        except (YAMLError, RecursionError, ValueError) as error:
            self.findings.append(Finding("X2B100", f"not YAML: {str(error).splitlines()[0]}", Span(self.file, 1, 1, 1)))
        return Document(self.file, data, tuple(self.text.splitlines()), self.keys, self.values, tuple(self.findings))

    def _span(self, node: Any) -> Span:
        start, end = node.start_mark, node.end_mark
        length = end.column - start.column if end.line == start.line else 1
        return Span(self.file, start.line + 1, start.column + 1, max(length, 1))

    def _value(self, node: Any, place: Place) -> Any:
        self.nodes += 1
        if self.nodes > _MOST_NODES:
            raise ValueError(f"more than {_MOST_NODES} values; an alias (*name) repeats too much")
        self.values[place] = self._span(node)
        if isinstance(node, MappingNode):
            return self._mapping(node, place)
        if isinstance(node, SequenceNode):
            return [self._value(item, (*place, index)) for index, item in enumerate(node.value)]
        return _scalar(node)

    def _mapping(self, node: Any, place: Place) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in data:
                first = self.keys[*place, key]
                self.findings.append(
                    Finding(
                        "X2B101",
                        f"key '{key}' stands twice in this mapping",
                        self._span(key_node),
                        place=_dotted((*place, key)),
                        why="the second would silently replace the first",
                        fix="keep one of the two",
                        related=first,
                    )
                )
                continue
            self.keys[*place, key] = self._span(key_node)
            data[key] = self._value(value_node, (*place, key))
            if value_node.start_mark.index == value_node.end_mark.index:  # "key:" and nothing: YAML places it elsewhere
                self.values[*place, key] = self.keys[*place, key]
        return data


def _dotted(place: Place) -> str:
    return ".".join(str(part) for part in place)


def _scalar(node: Any) -> object:
    kind = node.tag.rpartition(":")[2]
    text = str(node.value)
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    if kind == "int":
        return int(text, 0) if text.lstrip("+-")[1:2] in {"x", "o", "b"} else int(text)
    return float(text) if kind == "float" else text
