"""The common forms of `x-kubernetes-validations` and of object-level `oneOf` that a plain check can say.

A rule in another form is not lost: the API server still holds it. Nothing is evaluated here, forms are recognised.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from .module import Schema
from .names import field_name

_Call = tuple[str, tuple[str, ...]]
_PAIRS = ("needs", "only_with")
_HAS = re.compile(r"has\(self\.(\w+)\)")
_F = r"has\(self\.(?P<f>\w+)\)"
_T = r"self\.(?P<t>\w+)"
_V = r"""['"](?P<v>[^'"]*)['"]"""
_GROUPS = (
    ("at_most_one", re.compile(r"(\(has\(self\.\w+\) \? 1 : 0\)( \+ )?){2,} <= 1")),
    ("exactly_one", re.compile(r"(\(has\(self\.\w+\) \? 1 : 0\)( \+ )?){2,} == 1")),
    ("at_most_one", re.compile(r"\[(has\(self\.\w+\),? ?){2,}\]\.filter\(x, ?x ?== ?true\)\.size\(\) <= 1")),
    ("exactly_one", re.compile(r"\[(has\(self\.\w+\),? ?){2,}\]\.filter\(x, ?x ?== ?true\)\.size\(\) == 1")),
    ("at_most_one", re.compile(r"!\(has\(self\.\w+\) && has\(self\.\w+\)\)|!has\(self\.\w+\) \|\| !has\(self\.\w+\)")),
    ("exactly_one", re.compile(r"has\(self\.\w+\) != has\(self\.\w+\)")),
    ("at_least_one", re.compile(r"has\(self\.\w+\)( \|\| has\(self\.\w+\))+")),
)
_EXCLUSIVE = re.compile(r"\(has\(self\.(\w+)\) && !has\(self\.(\w+)\)\) \|\| \(!has\(self\.\1\) && has\(self\.\2\)\)")
_TAGGED = (
    ("only_with", re.compile(rf"!\({_F} && {_T} != {_V}\)|{_F.replace('P<f>', 'P<f2>')} \? {_T.replace('P<t>', 'P<t2>')} == {_V.replace('P<v>', 'P<v2>')} : true")),
    ("needs", re.compile(rf"!\(!{_F} && {_T} == {_V}\)|{_T.replace('P<t>', 'P<t2>')} == {_V.replace('P<v>', 'P<v2>')} \? {_F.replace('P<f>', 'P<f2>')} : true")),
)
_SCALARS: tuple[tuple[re.Pattern[str], Schema], ...] = (
    (re.compile(r"0 < self && self <= 65535"), {"minimum": 1, "maximum": 65535}),
    (re.compile(r"self > 0"), {"minimum": 1}),
    (re.compile(r"self != ''|self\.size\(\) (!= 0|> 0)|size\(self\) (!= 0|> 0)"), {"minLength": 1}),
    (re.compile(r"self\.startsWith\(['\"]/['\"]\)"), {"pattern": "^/"}),
)
_SIZE = {"array": "minItems", "object": "minProperties"}
_MATCHES = re.compile(r"self\.matches\(r?(?P<q>'''|\"\"\"|'|\")(?P<p>[^'\"]*)(?P=q)\)")


def checks(node: Schema) -> list[str]:
    """The rules between the fields of an object, as calls of the checks in `core.objects`."""
    properties: Schema = node.get("properties") or {}
    known = {field_name(wire) for wire in properties}
    found = [*_alternatives([node, *(node.get("allOf") or [])]), *_rules(node.get("x-kubernetes-validations") or [])]
    found = [(how, words) for how, words in found if known.issuperset(words[:2] if how in _PAIRS else words)]
    calls = [*found, *(call for wire, child in sorted(properties.items()) for call in _lists(wire, child))]
    return [f"{how}({', '.join(map(repr, words))})" for how, words in dict.fromkeys(calls)]


def _lists(wire: str, node: Schema) -> Iterator[_Call]:
    """`x-kubernetes-list-type`: the elements of a map differ in their keys, those of a set in their value."""
    kind, items = node.get("x-kubernetes-list-type"), node.get("items") or {}
    if kind == "map" and (keys := node.get("x-kubernetes-list-map-keys")):
        yield "unique", (field_name(wire), *map(field_name, keys))
    elif kind == "set" and items.get("type") in ("string", "integer"):
        yield "unique", (field_name(wire),)


def limits(node: Schema) -> Schema:
    """What rules on a single value say, in the words of the schema: `self > 0` → `minimum: 1`."""
    out: Schema = {}
    for rule in _texts(node.get("x-kubernetes-validations") or []):
        for form, says in _SCALARS:
            if form.fullmatch(rule):
                out |= {_SIZE.get(str(node.get("type")), key): limit for key, limit in says.items()} if "minLength" in says else says
        if node.get("type") == "string" and (match := _MATCHES.fullmatch(rule)):
            out["pattern"] = match["p"]
    return out


def duration(node: Schema) -> bool:
    """Whether the value is a time such as 1.5s, by a rule that parses it as one."""
    return any("duration(self)" in rule for rule in _texts(node.get("x-kubernetes-validations") or []))


def _texts(rules: Iterable[Any]) -> Iterator[str]:
    for rule in rules:
        yield " ".join(str(rule.get("rule", "")).split())


def _rules(rules: Iterable[Any]) -> Iterator[_Call]:
    for rule in _texts(rules):
        if match := _EXCLUSIVE.fullmatch(rule):
            yield "exactly_one", (field_name(match[1]), field_name(match[2]))
        for how, form in _GROUPS:
            if form.fullmatch(rule):
                yield how, tuple(field_name(wire) for wire in dict.fromkeys(_HAS.findall(rule)))
        for how, form in _TAGGED:
            if match := form.fullmatch(rule):
                found = match.groupdict()
                field, tag, value = (found[key] or found[f"{key}2"] or "" for key in "ftv")
                yield how, (field_name(field), field_name(tag), value)


def _alternatives(nodes: Iterable[Schema]) -> Iterator[_Call]:
    """`oneOf: [{required: [a]}, {required: [b]}]`, with a side that forbids all of them where none may be given."""
    for node in nodes:
        for key, how in (("oneOf", "exactly_one"), ("anyOf", "at_least_one")):
            options = [option for option in node.get(key) or [] if "not" not in option]
            fields = [option["required"][0] for option in options if len(option.get("required", ())) == 1]
            none_allowed = len(options) < len(node.get(key) or [])
            if len(fields) > 1 and len(fields) == len(options) and not (none_allowed and key == "anyOf"):
                yield ("at_most_one" if none_allowed else how), tuple(map(field_name, fields))
