"""The common forms of `x-kubernetes-validations` and of object-level `oneOf` that a plain check can say.

A rule in another form is not lost: the API server still holds it. Nothing is evaluated here, forms are recognised.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .module import Schema, inner, inners
from .names import field_name

__all__ = ["checks", "duration", "limits"]

_Call = tuple[str, tuple[str, ...]]
"""A check and its arguments."""

_HAS = re.compile(r"has\(self\.(\w+)\)")
_ONE = r"has\(self\.\w+\)"
_SUM = rf"(\({_ONE} \? 1 : 0\)( \+ )?){{2,}}"
_FILTER = rf"\[({_ONE},? ?){{2,}}\]\.filter\(x, ?x ?== ?true\)\.size\(\)"
_GROUPS = (
    ("at_most_one", re.compile(rf"({_SUM}|{_FILTER}) <= 1|!\({_ONE} && {_ONE}\)|!{_ONE} \|\| !{_ONE}")),
    ("exactly_one", re.compile(rf"({_SUM}|{_FILTER}) == 1|{_ONE} != {_ONE}")),
    ("at_least_one", re.compile(rf"{_ONE}( \|\| {_ONE})+")),
)
_EITHER = re.compile(r"\(has\(self\.(\w+)\) && !has\(self\.(\w+)\)\) \|\| \(!has\(self\.\1\) && has\(self\.\2\)\)")

_FIELD = r"has\(self\.(?P<field>\w+)\)"
_TAG = r"self\.(?P<tag>\w+)"
_VALUE = r"""['"](?P<value>[^'"]*)['"]"""
_TAGGED = (
    ("only_with", re.compile(rf"!\({_FIELD} && {_TAG} != {_VALUE}\)")),
    ("only_with", re.compile(rf"{_FIELD} \? {_TAG} == {_VALUE} : true")),
    ("needs", re.compile(rf"!\(!{_FIELD} && {_TAG} == {_VALUE}\)")),
    ("needs", re.compile(rf"{_TAG} == {_VALUE} \? {_FIELD} : true")),
)

_LIMITS: tuple[tuple[re.Pattern[str], Schema], ...] = (
    (re.compile(r"0 < self && self <= 65535"), {"minimum": 1, "maximum": 65535}),
    (re.compile(r"self > 0"), {"minimum": 1}),
    (re.compile(r"self\.startsWith\(['\"]/['\"]\)"), {"pattern": "^/"}),
)
_NOT_EMPTY = re.compile(r"self != ''|self\.size\(\) (!= 0|> 0)|size\(self\) (!= 0|> 0)")
_SIZE = {"array": "minItems", "object": "minProperties", "string": "minLength"}
_MATCHES = re.compile(r"self\.matches\(r?(?P<q>\'\'\'|\"\"\"|'|\")(?P<p>[^'\"]*)(?P=q)\)")


def checks(node: Schema) -> list[str]:
    """The rules between the fields of an object, as calls of the checks in `core.objects`.

    The API server fills in defaults before it judges, so that a rule on a field with a default says nothing here.
    """
    properties = inner(node, "properties")
    known = {field_name(wire): "default" in child for wire, child in properties.items()}
    found = [*_alternatives([node, *inners(node, "allOf")]), *_rules(node)]
    calls = [*found, *(call for wire, child in sorted(properties.items()) for call in _lists(wire, child))]
    return [f"{how}({', '.join(map(repr, words))})" for how, words in dict.fromkeys(calls) if _holds(how, words, known)]


def _holds(how: str, words: tuple[str, ...], known: dict[str, bool]) -> bool:
    """Whether the fields of a rule are there and have no default; the second of a tagged rule may have one."""
    if how == "unique":
        return words[0] in known
    tags = words[1:2] if how in ("needs", "only_with") else ()
    fields = words[:1] if tags else words
    return all(known.get(field) is False for field in fields) and all(tag in known for tag in tags)


def _lists(wire: str, node: Schema) -> Iterator[_Call]:
    """`x-kubernetes-list-type`: the elements of a map differ in their keys, those of a set in their value."""
    kind = node.get("x-kubernetes-list-type")
    if kind == "map" and (keys := node.get("x-kubernetes-list-map-keys")):
        yield "unique", (field_name(wire), *map(field_name, keys))
    elif kind == "set" and inner(node, "items").get("type") in ("string", "integer"):
        yield "unique", (field_name(wire),)


def limits(node: Schema) -> Schema:
    """What rules on a single value say, in the words of the schema: `self > 0` → `minimum: 1`."""
    out: Schema = {}
    for rule in _texts(node):
        for form, says in _LIMITS:
            out |= says if form.fullmatch(rule) else {}
        if _NOT_EMPTY.fullmatch(rule) and node.get("type") in _SIZE:
            out[_SIZE[node["type"]]] = 1
        if node.get("type") == "string" and (match := _MATCHES.fullmatch(rule)):
            out["pattern"] = match["p"]
    return out


def duration(node: Schema) -> bool:
    """Whether the value is a time such as 1.5s, by a rule that parses it as one."""
    return any("duration(self)" in rule for rule in _texts(node))


def _texts(node: Schema) -> Iterator[str]:
    for rule in inners(node, "x-kubernetes-validations"):
        yield " ".join(str(rule.get("rule", "")).split())


def _rules(node: Schema) -> Iterator[_Call]:
    for rule in _texts(node):
        if match := _EITHER.fullmatch(rule):
            yield "exactly_one", (field_name(match[1]), field_name(match[2]))
        for how, form in _GROUPS:
            if form.fullmatch(rule):
                yield how, tuple(field_name(wire) for wire in dict.fromkeys(_HAS.findall(rule)))
        for how, form in _TAGGED:
            if match := form.fullmatch(rule):
                yield how, (field_name(match["field"]), field_name(match["tag"]), match["value"])


def _alternatives(nodes: Iterable[Schema]) -> Iterator[_Call]:
    """`oneOf: [{required: [a]}, {required: [b]}]`, with a side that forbids all of them where none may be given."""
    for node in nodes:
        for key, how in (("oneOf", "exactly_one"), ("anyOf", "at_least_one")):
            options = [option for option in inners(node, key) if "not" not in option]
            needed: list[list[str]] = [option.get("required", []) for option in options]
            none_too = len(options) < len(inners(node, key))
            if len(needed) > 1 and all(len(names) == 1 for names in needed) and not (none_too and key == "anyOf"):
                yield ("at_most_one" if none_too else how), tuple(field_name(names[0]) for names in needed)
