"""What a field of a customer's file is for, found by its dotted way: `services.*.replicas.max`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from x2bee_constructs.core.documents import as_list, as_mapping
from x2bee_constructs.platform.schema import ENVIRONMENTS, platform_schema

__all__ = ["Field", "UnknownFieldError", "field", "field_names"]

_ANY = "*"
"""Stands for every name of a mapping, and for every entry of a list."""

_LIMITS = {
    "minimum": "at least {}",
    "exclusiveMinimum": "more than {}",
    "maximum": "at most {}",
    "exclusiveMaximum": "less than {}",
    "minItems": "at least {} entries",
    "maxItems": "at most {} entries",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "multipleOf": "a multiple of {}",
}

_TYPES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "array": "list",
    "object": "mapping",
    "null": "null",
}

_WHICH = "Which of the variants this is; each has fields of its own."

_Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """One field, in words."""

    name: str
    """The dotted way to it, with `*` for names that the customer chooses."""
    meaning: str
    type: str
    """As people say it: `whole number`, `text, one of small, medium, large`, `list of text`."""
    required: bool
    default: Any
    """None where there is none: `meaning` says what follows if it is not given."""
    limits: tuple[str, ...]
    examples: tuple[Any, ...]
    fields: Mapping[str, str]
    """What is in it, each with the first sentence about it; empty if it is no mapping."""


class UnknownFieldError(LookupError):
    """There is no such field. `part` is the first word that fits nothing, `known` what would have fitted there."""

    def __init__(self, part: str, above: str, known: Sequence[str]) -> None:
        """`above` is the dotted way that was still known, empty at the top."""
        self.part, self.above, self.known = part, above, tuple(known)
        super().__init__(f"{above or 'a customer’s file'} has no field '{part}'")  # noqa: RUF001 an apostrophe


def field(name: str) -> Field:
    """The field that a dotted name means; indices and names are written or `*`, and `environments.prd` is skipped.

    Raises `UnknownFieldError`.
    """
    words = [word for word in name.replace("[", ".").replace("]", "").split(".") if word]
    if words[:1] == ["environments"]:
        words = words[2:] or ["environments"]
    if words == ["environments"]:
        return _ENVIRONMENTS
    at: list[str] = []
    schemas, required = [_root()], True
    for word in words:
        step, found, needed = _below(schemas, word)
        if not found:
            raise UnknownFieldError(word, ".".join(at), [key for key, _ in _children(schemas)])
        at.append(step)
        schemas, required = found, needed
    return _described(".".join(at), schemas, required)


def field_names() -> tuple[str, ...]:
    """The dotted names of all fields, in order."""
    return ("environments", *sorted(set(_names([_root()], "", 0))))


_ENVIRONMENTS = Field(
    name="environments",
    meaning=ENVIRONMENTS,
    type="mapping of mappings",
    required=True,
    default=None,
    limits=("at least 1",),
    examples=({"dev": {"size": "small"}, "prd": {"size": "large"}},),
    fields={},
)


@cache
def _whole() -> dict[str, Any]:
    return platform_schema()


def _root() -> _Schema:
    whole = _whole()
    properties = {name: inner for name, inner in whole["properties"].items() if name != "environment"}
    return {**whole, "properties": properties}


def _variants(schemas: Sequence[_Schema]) -> Iterator[_Schema]:
    """The schemas themselves, with references and choices followed."""
    for schema in schemas:
        if "$ref" in schema:
            yield from _variants([_whole()["$defs"][schema["$ref"].removeprefix("#/$defs/")]])
        elif inner := as_list(schema.get("anyOf") or schema.get("oneOf")):
            yield from _variants(inner)
        else:
            yield schema


def _below(schemas: Sequence[_Schema], word: str) -> tuple[str, list[_Schema], bool]:
    """How the step is written, the schemas there (one for each variant that has it), and whether all require it."""
    found: list[_Schema] = []
    step, required = word, True
    for schema in _variants(schemas):
        if word in (properties := as_mapping(schema.get("properties")) or {}):
            found.append(properties[word])
            required = required and word in schema.get("required", ())
        elif inner := as_mapping(schema.get("additionalProperties")):
            found.append(inner)
            step, required = _ANY, False
        elif "items" in schema and (word == _ANY or word.isdecimal()):
            found.append(schema["items"])
            step, required = _ANY, False
        elif "items" in schema and (deeper := _below([schema["items"]], word))[1]:  # routes.path for routes.*.path
            return f"{_ANY}.{deeper[0]}", deeper[1], deeper[2]
    return step, found, required


def _children(schemas: Sequence[_Schema]) -> Iterator[tuple[str, _Schema]]:
    for schema in _variants(schemas):
        yield from (as_mapping(schema.get("properties")) or {}).items()
        inner = as_mapping(schema.get("additionalProperties")) or as_mapping(schema.get("items"))
        if inner and (any(_children([inner])) or "additionalProperties" in schema):
            yield _ANY, inner


def _names(schemas: Sequence[_Schema], above: str, depth: int) -> Iterator[str]:
    for key, inner in _children(schemas):
        name = f"{above}.{key}" if above else key
        if key != _ANY:
            yield name
        if depth < 12:  # nothing in a customer's file holds itself; deeper than this would be a fault of ours
            yield from _names([inner], name, depth + 1)


def _described(name: str, schemas: Sequence[_Schema], required: bool) -> Field:
    variants = list(_variants(schemas))
    outer = [schema for schema in schemas if "description" in schema] or variants
    meanings = dict.fromkeys(str(schema["description"]) for schema in outer if "description" in schema)
    below: dict[str, list[_Schema]] = {}
    for key, inner in _children(schemas):
        below.setdefault(key, []).append(inner)
    default = next((schema["default"] for schema in (*schemas, *variants) if "default" in schema), None)
    return Field(
        name=name,
        meaning=_WHICH if all("const" in schema for schema in variants) else " ".join(meanings),
        type=", or ".join(dict.fromkeys(map(_type, variants))),
        required=required,
        default=default,
        limits=tuple(dict.fromkeys(limit for schema in variants for limit in _limits(schema))),
        examples=tuple({str(e): e for schema in (*schemas, *variants) for e in schema.get("examples", ())}.values())[
            :3
        ],
        fields={key: _first_sentence(inner) for key, inner in below.items()},
    )


def _first_sentence(schemas: Sequence[_Schema]) -> str:
    described = [*schemas, *_variants(schemas)]
    if all("const" in schema for schema in _variants(schemas)):
        return _WHICH
    text = next((str(found["description"]) for found in described if "description" in found), "")
    return text.partition(". ")[0].rstrip(".").strip()


def _type(schema: _Schema) -> str:
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return f"one of {', '.join(map(str, schema['enum']))}"
    plain = _TYPES.get(str(schema.get("type")), "anything")
    inner = schema.get("items") or as_mapping(schema.get("additionalProperties"))
    if plain in {"list", "mapping"} and inner:
        return f"{plain} of {', or '.join(dict.fromkeys(map(_type, _variants([inner]))))}"
    return plain


def _limits(schema: _Schema) -> Iterator[str]:
    for word, text in _LIMITS.items():
        if word in schema:
            yield text.format(schema[word])
