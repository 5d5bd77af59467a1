"""One OpenAPI node → the part of JSON Schema that a Python type can say."""

from __future__ import annotations

from typing import Any

from . import cel
from .module import Schema, outside
from .patterns import portable

VALUES = "x2bee_constructs.imports.k8s.values"
"""Where the types are that many fields share: `Quantity`, `Duration` …"""

_SIZES = ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_KEEP = frozenset({*_SIZES, *_BOUNDS, "type", "enum", "pattern", "required"})


def clean(node: Schema) -> Schema:
    """The node without prose, defaults, formats and server-side extensions, its special cases made plain."""
    if "customTypePath" in node or "$ref" in node:
        return {key: node[key] for key in ("customTypePath", "$ref") if key in node}
    if _int_or_string(node):
        return _either(node)
    if node.get("type") == "string" and (value := _value(node)):
        return outside(f"{VALUES}.{value}")
    return _nested(node, _scalar(node))


def _value(node: Schema) -> str | None:
    if cel.duration(node):
        return "Duration"
    return "Base64" if node.get("format") == "byte" else None


def _scalar(node: Schema) -> Schema:
    """Type, enum and limits; those in `allOf` count too, what it says between fields is left to the checks."""
    out = {key: value for key, value in (node | cel.limits(node)).items() if key in _KEEP}
    for part in node.get("allOf") or []:
        out = {key: value for key, value in part.items() if key in {*_SIZES, *_BOUNDS, "pattern"}} | out
    if "enum" in out:
        out["enum"] = [value for value in out["enum"] if value is not None]
    pattern = None if "enum" in out else portable(out.get("pattern", ""))
    out.pop("pattern", None)
    return _exclusive(out) | ({"pattern": pattern} if pattern else {})


def _exclusive(out: Schema) -> Schema:
    """OpenAPI 3.0 says `exclusiveMinimum: true`, JSON Schema says the number itself."""
    for flag, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        value = out.get(flag)
        if value is True and bound in out:
            out[flag] = out.pop(bound)
        elif isinstance(value, bool):
            del out[flag]
    return out


def _nested(node: Schema, out: Schema) -> Schema:
    """Fields, elements and values, cleaned too; what the API server does not look into is open."""
    embedded = bool(node.get("x-kubernetes-embedded-resource"))
    unknown = embedded or bool(node.get("x-kubernetes-preserve-unknown-fields"))
    extra = node.get("additionalProperties")
    if (properties := node.get("properties") or {}) and not embedded:
        out |= {"type": "object", "checks": cel.checks(node), "open": unknown or extra not in (None, False)}
        out["properties"] = {name: _field(child) for name, child in properties.items()}
    elif unknown:
        return {"type": "object"} if node.get("type") == "object" else {}
    elif isinstance(extra, dict):
        out["additionalProperties"] = clean(extra)
    if node.get("type") == "array":
        out["items"] = clean(node.get("items") or {})
    return out


def _field(node: Schema) -> Schema:
    return clean(node) | ({"nullable": True} if node.get("nullable") else {})


def _int_or_string(node: Schema) -> bool:
    options: list[dict[str, Any]] = node.get("anyOf") or node.get("oneOf") or []
    plain = node.get("format") == "int-or-string" or {option.get("type") for option in options} == {"integer", "string"}
    return bool(node.get("x-kubernetes-int-or-string")) or (plain and "properties" not in node)


def _either(node: Schema) -> Schema:
    parts = [node, *(node.get("allOf") or [])]
    pattern = next((part["pattern"] for part in parts if "pattern" in part), "")
    if "KMGTPE" in pattern:
        return outside(f"{VALUES}.Quantity")
    if not (form := portable(pattern)):
        return outside(f"{VALUES}.IntOrString")
    return {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": form}]}
