"""What findings say, read from the sources: every text that is given to a fault, with `{0}`, `{1}`, … for its fields.

A text that stands in a variable, a constant, a helper's answer or a helper's argument is followed within its module.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

__all__ = ["Message", "messages"]

_MAKERS: Mapping[str, Sequence[str]] = {
    "fault": ("", "title", "expected", "got", "why", "fix"),
    "Finding": ("", "title", "", "", "expected", "got", "why", "fix"),
    "UnreadableError": ("title", "", "expected", "fix"),
    "matching": ("", "expected", "why"),
    "Warned": ("", "", "why"),
    "Reason": ("", "", "why"),
    "Rule": ("", "", "why"),
    "_restart": ("", "why"),
    "bad_input": ("title",),
    "told": ("title",),
    "worded": ("title",),
    "CannotReleaseError": ("title",),
    "EditError": ("title",),
}
"""What makes a finding, a reason or a line of a command, and the names of the texts among its arguments."""

_HINTS = frozenset({"hint", "guess"})
"""Names of what `meant` adds to a title; it has a Korean form of its own."""

_PARTS = frozenset({"title", "expected", "got", "why", "fix"})
_DEEPEST = 12


class Message(NamedTuple):
    """One text: the module, the line of the call, which part of the finding it is, and its template."""

    path: Path
    line: int
    part: str
    text: str


def messages(sources: Sequence[Path]) -> Iterator[Message]:
    """Every text of the modules that can be found without running them."""
    for path in sources:
        yield from _Module(path).messages()


class _Module:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.followed: set[tuple[int, str]] = set()
        self.inside: dict[int, ast.FunctionDef] = {}
        self.functions: dict[str, list[ast.FunctionDef]] = {}
        for each in ast.walk(self.tree):
            if isinstance(each, ast.FunctionDef):
                self.functions.setdefault(each.name, []).append(each)
                self.inside |= {id(inner): each for inner in ast.walk(each)}

    def messages(self) -> Iterator[Message]:
        for call in ast.walk(self.tree):
            if isinstance(call, ast.Call) and (names := _MAKERS.get(_called(call))):
                given = [*zip(names, call.args, strict=False), *((one.arg or "", one.value) for one in call.keywords)]
                for part, value in given:
                    if part in _PARTS:
                        found = dict.fromkeys(self.texts(value, 0))
                        yield from (Message(self.path, call.lineno, part, text) for text in found if text)

    def texts(self, node: ast.expr | None, deep: int) -> Iterator[str]:
        """The templates that an expression may come to; nothing where that cannot be read."""
        if deep > _DEEPEST:
            return
        match node:
            case ast.Constant(value=str(text)):
                yield text
            case ast.JoinedStr(values=values):
                yield from self._joined(values, deep)
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                rights = list(self.texts(right, deep + 1)) or ["{+}"]
                yield from (f"{a}{b}" for a in self.texts(left, deep + 1) for b in rights)
            case ast.IfExp(body=body, orelse=orelse):
                yield from (text for each in (body, orelse) for text in self.texts(each, deep + 1))
            case ast.BoolOp(values=values):
                yield from (text for each in values for text in self.texts(each, deep + 1))
            case ast.Name(id=name):
                yield from (text for each in self._named(name, node) for text in self.texts(each, deep + 1))
            case ast.Subscript(value=ast.Name() as held, slice=index):
                yield from self._picked(held, index, deep)
            case ast.Call(func=ast.Attribute(attr="format", value=text)):
                yield from self.texts(text, deep + 1)
            case ast.Call(func=ast.Attribute(attr="get", value=ast.Name() | ast.Dict() as held), args=[_, *rest]):
                yield from self._picked(held, None, deep)
                yield from (text for each in rest for text in self.texts(each, deep + 1))
            case ast.Call():
                found = (text for each in self._returned(_called(node)) for text in self.texts(each, deep + 1))
                yield from filter(None, found)
            case _:
                return

    def _joined(self, values: Sequence[ast.expr], deep: int) -> Iterator[str]:
        """The texts of an f-string: a name in it that is one of a few texts stands for each of them."""
        parts = [_field(value) for value in values]
        choices = {field: self._choices(value, field, deep) for field, value in zip(parts, values, strict=True)}
        for chosen in product(*choices.values()):
            known = dict(zip(choices, chosen, strict=True))
            yield "".join(known[part] for part in parts)

    def _choices(self, value: ast.expr, field: str, deep: int) -> list[str]:
        inner = value.value if isinstance(value, ast.FormattedValue) else None
        if not isinstance(inner, ast.Name | ast.IfExp):
            return [field]
        known = [*dict.fromkeys(self.texts(inner, deep + 1))]
        hint = isinstance(inner, ast.Name) and inner.id in _HINTS
        return known if any(known) else ["" if hint else field]

    def _picked(self, held: ast.Name | ast.Dict, index: ast.expr | None, deep: int) -> Iterator[str]:
        for value in self._named(held.id, held) if isinstance(held, ast.Name) else (held,):
            if isinstance(value, ast.Dict):
                yield from (text for each in value.values for text in self.texts(each, deep + 1))
            elif isinstance(value, ast.Tuple) and isinstance(index, ast.Constant) and isinstance(index.value, int):
                yield from self.texts(value.elts[index.value], deep + 1)

    def _named(self, name: str, node: ast.expr) -> Iterator[ast.expr]:
        """What is given to a name: in its function, as an argument of it, or in the module."""
        way = (id(self.inside.get(id(node))), name)
        if way in self.followed:
            return
        self.followed.add(way)
        yield from self._values(name, node)
        self.followed.remove(way)

    def _values(self, name: str, node: ast.expr) -> Iterator[ast.expr]:
        function = self.inside.get(id(node))
        scope: ast.AST = function or self.tree
        found = [value for each in ast.walk(scope) for value in self._given(each, name)]
        if function and not found:
            found = [*self._arguments(function, name)]
        if not found:
            found = [value for each in self.tree.body for value in self._given(each, name)]
        yield from found

    def _given(self, each: ast.AST, name: str) -> Iterator[ast.expr]:
        match each:
            case ast.Assign(targets=[target], value=value):
                yield from self._unpacked(target, value, name)
            case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.NamedExpr(target=target, value=value):
                yield from self._unpacked(target, value, name)
            case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                for row in self._rows(value):
                    yield from self._unpacked(target, row, name)
            case _:
                return

    def _rows(self, value: ast.expr) -> Iterator[ast.expr]:
        match value:
            case ast.Tuple(elts=rows) | ast.List(elts=rows):
                yield from rows
            case ast.Name(id=name):
                yield from (row for each in self._named(name, value) for row in self._rows(each))
            case ast.Call(func=ast.Attribute(attr="items", value=ast.Name(id=name) as held)):
                for each in self._named(name, held):
                    if isinstance(each, ast.Dict):
                        yield from (ast.Tuple([k, v]) for k, v in zip(each.keys, each.values, strict=True) if k)
            case _:
                return

    def _unpacked(self, target: ast.expr, value: ast.expr, name: str) -> Iterator[ast.expr]:
        if isinstance(target, ast.Name):
            if target.id == name:
                yield value
            return
        if not isinstance(target, ast.Tuple):
            return
        for place, inner in enumerate(target.elts):
            for row in self._tuples(value):
                if place < len(row.elts):
                    yield from self._unpacked(inner, row.elts[place], name)

    def _tuples(self, value: ast.expr) -> Iterator[ast.Tuple]:
        match value:
            case ast.Tuple():
                yield value
            case ast.IfExp(body=body, orelse=orelse):
                yield from (row for each in (body, orelse) for row in self._tuples(each))
            case ast.Call():
                yield from (row for each in self._returned(_called(value)) for row in self._tuples(each))
            case ast.Subscript(value=ast.Name(id=name) as held):
                for each in self._named(name, held):
                    if isinstance(each, ast.Dict):
                        yield from (row for one in each.values for row in self._tuples(one))
            case _:
                return

    def _returned(self, name: str) -> Iterator[ast.expr]:
        for function in self.functions.get(name, ()):
            for each in ast.walk(function):
                if isinstance(each, ast.Return | ast.Yield) and each.value:
                    yield each.value

    def _arguments(self, function: ast.FunctionDef, name: str) -> Iterator[ast.expr]:
        """What callers within the module give to a parameter, and its default."""
        every = [*function.args.posonlyargs, *function.args.args]
        names = [one.arg for one in every if one.arg not in {"self", "cls"}]
        for call in ast.walk(self.tree):
            if isinstance(call, ast.Call) and _called(call) == function.name:
                yield from (one.value for one in call.keywords if one.arg == name)
                if name in names and names.index(name) < len(call.args):
                    yield call.args[names.index(name)]


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _field(value: ast.expr) -> str:
    """What stands in a template for a part of an f-string."""
    if isinstance(value, ast.FormattedValue):
        return "{" + re.sub(r"[{}]", "", ast.unparse(value.value)) + "}"
    return str(value.value) if isinstance(value, ast.Constant) else ""
