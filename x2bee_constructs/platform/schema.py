"""The JSON Schema of a customer's file, made from the props that check it.

It never refuses what the loader takes. The loader knows more: names, sums and what contradicts what.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from x2bee_constructs.core.documents import as_list, as_mapping
from x2bee_constructs.platform.props import Platform

__all__ = ["ENVIRONMENTS", "SCHEMA_DIALECT", "file_schema", "platform_schema"]

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"
"""The version of JSON Schema that this is written in."""

ENVIRONMENTS = (
    "What differs in each environment, by its name; each may set any field. Mappings merge, all else is replaced. "
    "At least one, such as `prd: {}`."
)
"""About `environments`, which is the file's and not the platform's."""

_PART = "Part"
"""What stands after the name of a mapping that another one completes: an environment, the base, or the catalog."""

_MAPS = ("properties", "patternProperties", "$defs")
"""Keywords whose keys are names, not keywords."""

_DATA = ("default", "examples", "enum", "const", "required")
"""Keywords whose values hold no schema."""


class _Generator(GenerateJsonSchema):
    """Adds the short ways of writing that validators take before pydantic looks."""

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        """One where a list belongs is a list of one."""
        inner = super().function_before_schema(schema)
        return {"anyOf": [inner, inner["items"]]} if inner.get("type") == "array" else inner

    def function_wrap_schema(self, schema: core_schema.WrapValidatorFunctionSchema) -> JsonSchemaValue:
        """A word alone chooses a variant."""
        inner = super().function_wrap_schema(schema)
        words = inner.get("discriminator", {}).get("mapping")
        return {"anyOf": [inner, {"type": "string", "enum": sorted(words)}]} if words else inner


def platform_schema() -> dict[str, Any]:
    """The schema of one environment with nothing left to complete: what must be said is `required`."""
    return _tidied(Platform.model_json_schema(schema_generator=_Generator))


def file_schema() -> dict[str, Any]:
    """The schema of a customer's file with its `environments`, JSON Schema 2020-12.

    A mapping may lack what must be said, because an environment completes the file and the catalog both; entries of
    lists are replaced as a whole and may not.
    """
    whole = platform_schema()
    definitions = as_mapping(whole["$defs"]) or {}
    parts = {f"{name}{_PART}": _part(schema) for name, schema in definitions.items()}
    properties = {name: _part(schema) for name, schema in whole["properties"].items() if name != "environment"}
    for name in ("services", "databases"):  # nothing said of one of the catalog's leaves it as it is
        properties[name]["additionalProperties"] = {
            "anyOf": [properties[name]["additionalProperties"], {"type": "null"}]
        }
    needed = [name for name in whole["required"] if name != "environment"]
    environment = {"type": ["object", "null"], "properties": properties, "additionalProperties": False}
    environments = {
        "description": ENVIRONMENTS,
        "type": "object",
        "additionalProperties": {"$ref": "#/$defs/Environment"},
        "minProperties": 1,
        "examples": [{"dev": {"size": "small"}, "prd": {"size": "large"}}],
    }
    made = {
        "$schema": SCHEMA_DIALECT,
        "title": "A customer's file of x2bee-constructs",
        "description": str(whole["description"]),
        "type": "object",
        "properties": {**properties, "environments": environments},
        "additionalProperties": False,
        "required": ["environments"],
        "allOf": [_said_somewhere(name) for name in needed],
        "$defs": {**parts, **definitions, "Environment": environment},
    }
    return {**made, "$defs": _used(made)}


def _said_somewhere(name: str) -> dict[str, Any]:
    """At the top of the file, or in every environment."""
    each = {"type": "object", "required": [name]}
    everywhere = {"required": ["environments"], "properties": {"environments": {"additionalProperties": each}}}
    return {"anyOf": [{"required": [name]}, everywhere]}


def _part(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of something that another place may complete: nothing in it is required, variants need no name."""
    found: dict[str, Any] = {}
    for keyword, value in schema.items():
        if keyword in {"required", "minProperties"}:
            continue
        if keyword == "$ref":
            found[keyword] = f"{value}{_PART}"
        elif keyword in {"items", "prefixItems"} or keyword in _DATA:
            found[keyword] = value
        elif keyword in _MAPS:
            found[keyword] = {name: _part(inner) for name, inner in value.items()}
        elif keyword in {"anyOf", "oneOf"}:
            found["anyOf"] = [_part(inner) for inner in value]
        else:
            found[keyword] = _part(value) if isinstance(value, dict) else value  # pyright: ignore[reportUnknownArgumentType]
    return found


def _tidied(schema: Any, *, names: bool = False) -> Any:
    """Without the titles that pydantic makes of names, texts in one line, examples as YAML reads them."""
    if isinstance(schema, list):
        return [_tidied(inner) for inner in as_list(schema)]
    mapping = as_mapping(schema)
    if mapping is None:
        return schema
    if names:
        return {name: _tidied(inner) for name, inner in mapping.items()}
    found: dict[str, Any] = {}
    for keyword, value in mapping.items():
        if keyword in {"title", "discriminator"}:
            continue
        if keyword == "description":
            found[keyword] = " ".join(str(value).split()).partition(" Raises `")[0]  # that is for Python
        elif keyword == "examples":
            found[keyword] = [example.strip('"') if isinstance(example, str) else example for example in value]
        else:
            found[keyword] = value if keyword in _DATA else _tidied(value, names=keyword in _MAPS)
    return found


def _used(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The definitions that something refers to, in the order of their names."""
    definitions: Mapping[str, Any] = schema["$defs"]
    waiting = list(_references({name: value for name, value in schema.items() if name != "$defs"}))
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _references(definitions[name])
    return {name: definitions[name] for name in sorted(found)}


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for inner in as_list(value):
            yield from _references(inner)
    for key, inner in (as_mapping(value) or {}).items():
        if key == "$ref" and isinstance(inner, str):
            yield inner.removeprefix("#/$defs/")
        else:
            yield from _references(inner)
