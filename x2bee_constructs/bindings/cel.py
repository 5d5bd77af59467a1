"""The common forms of `x-kubernetes-validations` and of object-level `oneOf` that a plain check can say.

A rule in another form is not lost: the API server still holds it. Nothing is evaluated here, forms are recognised.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from .module import Schema, inner, inners
from .names import field_name, field_names

__all__ = ["checks", "duration", "limits", "of_elements"]

_Call = tuple[str, tuple[str, ...]]
"""A check and its arguments; fields have their names on the wire."""

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
_BOTH = re.compile(rf"{_ONE} == {_ONE}")
_THEN = re.compile(rf"!{_ONE} \|\| {_ONE}")
_ORDER = re.compile(r"(!has\(self\.(\w+)\) \|\| !has\(self\.(\w+)\) \|\| )?self\.(?P<low>\w+) <= self\.(?P<high>\w+)")

_FIELD = r"has\(self\.(?P<field>\w+)\)"
_TAG = r"self\.(?P<tag>\w+)"
_VALUE = r"""['"](?P<value>[^'"]*)['"]"""
_TAGGED = (
    ("only_with", re.compile(rf"!\({_FIELD} && {_TAG} != {_VALUE}\)")),
    ("only_with", re.compile(rf"!{_FIELD} \|\| {_TAG} == {_VALUE}")),
    ("only_with", re.compile(rf"{_FIELD} \? {_TAG} == {_VALUE} : true")),
    ("needs", re.compile(rf"!\(!{_FIELD} && {_TAG} == {_VALUE}\)")),
    ("needs", re.compile(rf"{_TAG} == {_VALUE} \? {_FIELD} : true")),
    ("needs", re.compile(rf"{_TAG} == {_VALUE} \? self\.(?P<field>\w+)\.size\(\) (!= 0|> 0) : true")),
)

_EACH = re.compile(r"self\.all\((?P<one>\w+), ?(?P<rule>.*)\)")
_DIFFER = re.compile(r"self\.all\((\w+), ?self\.exists_one\((\w+), ?\1\.(?P<key>\w+) == \2\.(?P=key)\)\)")

_LIMITS: tuple[tuple[re.Pattern[str], Schema], ...] = (
    (re.compile(r"0 < self && self <= 65535"), {"minimum": 1, "maximum": 65535}),
    (re.compile(r"self > 0"), {"minimum": 1}),
    (re.compile(r"self\.startsWith\(['\"]/['\"]\)"), {"pattern": "^/"}),
)
_NOT_EMPTY = re.compile(r"self != ''|self\.size\(\) (!= 0|> 0)|size\(self\) (!= 0|> 0)")
_SIZE = {"array": "minItems", "object": "minProperties", "string": "minLength"}
_MATCHES = re.compile(r"self\.matches\(r?(?P<q>\'\'\'|\"\"\"|'|\")(?P<p>[^'\"]*)(?P=q)\)")


def checks(node: Schema) -> list[str]:
    """The rules between the fields of an object, as calls of the checks in `core.objects`."""
    properties = inner(node, "properties")
    names = field_names(properties)
    calls = [*_alternatives([node, *inners(node, "allOf")]), *_sizes(node), *_rules(node)]
    calls += [call for wire, child in sorted(properties.items()) for call in _lists(wire, child)]
    told = [(how, _arguments(how, words, properties, names)) for how, words in dict.fromkeys(calls)]
    return list(dict.fromkeys(f"{how}({', '.join(map(repr, words))})" for how, words in told if words))


def _arguments(how: str, words: tuple[str, ...], properties: Schema, names: Mapping[str, str]) -> list[str]:
    """What the check is called with, or nothing where it can say nothing.

    The API server fills in defaults before it judges, so that a field with a default counts as given, and a tag with
    one has that value. Fields that `sources.toml` cuts are given by nobody.
    """
    if how == "unique":
        return [names[words[0]], *map(field_name, words[1:])] if words[0] in names else []
    if how == "ordered":
        return [names[wire] for wire in words] if names.keys() >= set(words) else []
    if how in ("needs", "only_with"):
        field, tag, value = words
        if field not in names or tag not in names or "default" in properties[field]:
            return []
        return [names[field], names[tag], value, *([""] if properties[tag].get("default") == value else [])]
    if any("default" in properties.get(wire, {}) for wire in words):
        return []
    known = [names[wire] for wire in words if wire in names]
    return known if len(known) >= {"requires": 2, "at_most_one": 2}.get(how, 1) else []


def _rules(node: Schema) -> Iterator[_Call]:
    for rule in _texts(node):
        fields = tuple(dict.fromkeys(_HAS.findall(rule)))
        for how, form in _GROUPS:
            if form.fullmatch(rule):
                yield how, fields
        if _EITHER.fullmatch(rule):
            yield "exactly_one", fields
        if _THEN.fullmatch(rule) or _BOTH.fullmatch(rule):
            yield "requires", fields
        if _BOTH.fullmatch(rule):
            yield "requires", fields[::-1]
        if match := _ORDER.fullmatch(rule):
            yield "ordered", (match["low"], match["high"])
        for how, form in _TAGGED:
            if match := form.fullmatch(rule):
                yield how, (match["field"], match["tag"], match["value"])


def _alternatives(nodes: Iterable[Schema]) -> Iterator[_Call]:
    """`oneOf: [{required: [a]}, {required: [b]}]`, with a side that forbids all of them where none may be given."""
    for node in nodes:
        for key, how in (("oneOf", "exactly_one"), ("anyOf", "at_least_one")):
            options = [option for option in inners(node, key) if "not" not in option]
            needed: list[list[str]] = [option["required"] for option in options if option.keys() == {"required"}]
            none_too = len(options) < len(inners(node, key))
            if not needed or len(needed) < len(options) or any(len(names) != 1 for names in needed):
                continue
            if not (none_too and key == "anyOf"):
                yield ("at_most_one" if none_too else how), tuple(dict.fromkeys(names[0] for names in needed))


def _sizes(node: Schema) -> Iterator[_Call]:
    """`minProperties: 1` and `maxProperties: 1` of an object whose fields are named."""
    least, most = node.get("minProperties", 0), node.get("maxProperties", 0)
    if least == 1 or most == 1:
        how = "at_least_one" if most != 1 else "exactly_one" if least == 1 else "at_most_one"
        yield how, tuple(inner(node, "properties"))


def _lists(wire: str, node: Schema) -> Iterator[_Call]:
    """Lists whose elements differ in keys, or those of a set in their value."""
    kind = node.get("x-kubernetes-list-type")
    if kind == "map" and (keys := node.get("x-kubernetes-list-map-keys")):
        yield "unique", (wire, *keys)
    elif kind == "set" and inner(node, "items").get("type") in ("string", "integer"):
        yield "unique", (wire,)
    for rule in _texts(node):
        if match := _DIFFER.fullmatch(rule):
            yield "unique", (wire, match["key"])


def of_elements(node: Schema) -> list[Schema]:
    """The rules of a list that are about each element by itself, as rules of the element: `self.all(x, has(x.id))`."""
    matches = [match for rule in _texts(node) if (match := _EACH.fullmatch(rule)) and "self" not in match["rule"]]
    return [{"rule": re.sub(rf"\b{match['one']}\.", "self.", match["rule"])} for match in matches]


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
