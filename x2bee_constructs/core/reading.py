"""Reads YAML into a `Document`.

The file is composed, not constructed: the node graph has the exact start and end of every key and value, shows keys
that stand twice, and never builds an object of a type the file names. libyaml composes it, with the plain scalars of
YAML 1.2, in a twentieth of ruamel.yaml's time; what libyaml refuses, or knows by YAML 1.1 alone, ruamel.yaml reads.
"""

# Neither ruamel.yaml nor PyYAML publishes types for nodes, marks and libyaml's parser.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import Any, ClassVar

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning, YAMLError
from ruamel.yaml.resolver import implicit_resolvers

from x2bee_constructs.core.diagnostics import Finding, Span
from x2bee_constructs.core.documents import Document, Place

__all__ = ["read"]

_MOST_NODES = 20_000
"""A customer file has a few hundred values; more is an alias that multiplies itself."""

_DEEPEST = 40
"""A customer file is six deep; more is an alias that contains itself, or a mistake."""

_UNFINISHED = r"end of stream|stream end|could not find expected ':'"

_MOST_BYTES = 1_000_000

_WIDEST = 1_000
"""Before what a line says, blanks and `- `: each nests one deeper, and libyaml's composer ends the process some ten
thousand deep."""

_RARE = re.compile(r"^%|(^|[\s,:\[{}\]?-])[&*!]", re.MULTILINE)
"""Directives, anchors, aliases and tags: libyaml reads them by YAML 1.1."""

_INDENT = re.compile(r"[-? ]*")


def read(path: Path) -> Document:
    """Read a YAML file; faults of reading, encoding and syntax and keys that stand twice become findings."""
    name = str(path)
    try:
        content = path.read_bytes()
        if len(content) > _MOST_BYTES:
            raise OSError(0, f"{len(content):,} bytes, more than {_MOST_BYTES:,}")
        text = content.decode("utf-8-sig")
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


class _UnreadableError(Exception):
    """What makes the file unreadable, at a line and column."""


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
            self._refuse_depth()
            root = _composed(self.text)
            data = self._value(root, ()) if root is not None else {}
        except MarkedYAMLError as error:
            # What is never closed, or has no ':', is shown where it begins, not where the file ends.
            begun = error.context_mark if re.search(_UNFINISHED, error.problem or "") else None
            mark = begun or error.problem_mark or error.context_mark
            self._fault(
                f"not YAML: {error.problem or error.context}",
                mark.line + 1 if mark else 1,
                mark.column + 1 if mark else 1,
            )
        except RecursionError:
            self._fault(f"it is nested more than {_DEEPEST} deep", 1, 1)
        except (YAMLError, _UnreadableError) as error:
            line, column = error.args[1:] if isinstance(error, _UnreadableError) else (1, 1)
            self._fault(f"not YAML: {str(error.args[0] if error.args else error).splitlines()[0]}", line, column)
        return Document(self.file, data, tuple(self.text.splitlines()), self.keys, self.values, tuple(self.findings))

    def _fault(self, title: str, line: int, column: int) -> None:
        self.findings.append(Finding("X2B100", title, Span(self.file, line, column, 1)))

    def _refuse_depth(self) -> None:
        """Before the parser sees it: its time grows with the square of how deep brackets are nested."""
        depth = 0
        for number, line in enumerate(self.text.splitlines(), 1):
            if len(line) > _WIDEST and (indent := _INDENT.match(line)) and indent.end() > _WIDEST:
                raise _UnreadableError(f"it is nested more than {_DEEPEST} deep", number, _DEEPEST)
            for column, character in enumerate(line, 1):
                depth += (character in "[{") - (character in "]}")
                if depth > _DEEPEST:
                    raise _UnreadableError(f"brackets are nested more than {_DEEPEST} deep", number, column)

    def _span(self, node: Any) -> Span:
        start, end = node.start_mark, node.end_mark
        length = end.column - start.column if end.line == start.line else 1
        return Span(self.file, start.line + 1, start.column + 1, max(length, 1))

    def _value(self, node: Any, place: Place) -> Any:
        self.nodes += 1
        where = self._span(node)
        if self.nodes > _MOST_NODES or len(place) > _DEEPEST:
            raise _UnreadableError("an alias (*name) repeats too much, or contains itself", where.line, where.column)
        self.values[place] = where
        if node.id == "mapping":
            return self._mapping(node, place)
        if node.id == "sequence":
            return [self._value(item, (*place, index)) for index, item in enumerate(node.value)]
        try:
            return _scalar(node)
        except ValueError:
            kind = "a number" if node.tag.endswith((":int", ":float")) else "readable"
            found = Finding(
                "X2B103", f"'{node.value[:40]}' is not {kind}", where, _dotted(place), fix="put it in quotes"
            )
            self.findings.append(found)
            return None

    def _mapping(self, node: Any, place: Place) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if key_node.id != "scalar" or key_node.tag.endswith(":merge"):
                what = "merge keys (<<) are not read" if key_node.id == "scalar" else "a key must be text"
                fix = "repeat the keys" if key_node.id == "scalar" else ""
                self.findings.append(Finding("X2B103", what, self._span(key_node), _dotted(place), fix=fix))
                continue
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


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Quick(_LOADER):  # pyright: ignore[reportUntypedBaseClass]
    """libyaml's parser; plain scalars are what ruamel.yaml takes them for in YAML 1.2: `no` is text, so is a day."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


for _versions, _tag, _pattern, _first in implicit_resolvers:
    if (1, 2) in _versions:
        _Quick.add_implicit_resolver(_tag, _pattern, _first)


def _composed(text: str) -> Any:
    """The node graph; None for a file without a document. Raises what ruamel.yaml raises."""
    if yaml.__with_libyaml__ and not _RARE.search(text):
        try:
            return _Quick(text).get_single_node()
        except yaml.YAMLError:
            pass
    with warnings.catch_warnings(action="ignore", category=ReusedAnchorWarning):  # YAML allows it
        return YAML(typ="safe", pure=True).compose(text)


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
