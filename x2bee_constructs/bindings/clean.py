"""One OpenAPI node → the part of JSON Schema that a Python type can say."""

from __future__ import annotations

from typing import Any

from . import cel
from .module import Schema, outside
from .patterns import usable

VALUES = "x2bee_constructs.imports.k8s.values"
_KEEP = frozenset(
    ["type", "enum", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "pattern", "$ref", "customTypePath", "required", "open"]
)


def clean(node: Schema) -> Schema:
    """The node without prose, defaults, formats and server-side extensions, its special cases made plain."""
    if "customTypePath" in node or "$ref" in node:
        return {key: node[key] for key in ("customTypePath", "$ref") if key in node}
    if _int_or_string(node):
        return _either(node)
    if node.get("type") == "string" and node.get("format") == "byte":
        return outside(f"{VALUES}.Base64")
    if node.get("type") == "string" and cel.duration(node):
        return outside(f"{VALUES}.Duration")
    out: Schema = {key: value for key, value in (node | cel.limits(node)).items() if key in _KEEP}
    _bounds(out)
    if "enum" in out:
        out["enum"] = [value for value in out["enum"] if value is not None]
        out.pop("pattern", None)
    if "pattern" in out and not usable(out["pattern"]):
        del out["pattern"]
    return _containers(node, _merged(node, out))


def _containers(node: Schema, out: Schema) -> Schema:
    unknown = bool(node.get("x-kubernetes-preserve-unknown-fields") or node.get("x-kubernetes-embedded-resource"))
    properties = node.get("properties") or {}
    if properties and not node.get("x-kubernetes-embedded-resource"):
        out["type"] = "object"
        out["properties"] = {name: clean(child) for name, child in properties.items()}
        out["checks"] = cel.checks(node)
        extra = node.get("additionalProperties")
        if unknown or (extra is not None and extra is not False):
            out["open"] = True
    elif unknown:
        return {"type": "object"} if node.get("type") == "object" else {}
    elif isinstance(node.get("additionalProperties"), dict):
        out["additionalProperties"] = clean(node["additionalProperties"])
    if node.get("type") == "array":
        out["items"] = clean(node.get("items") or {})
    if node.get("nullable"):
        out["nullable"] = True
    return out


def _merged(node: Schema, out: Schema) -> Schema:
    """Take scalar constraints out of `allOf`; what alternatives say between fields is left to the checks."""
    for part in node.get("allOf") or []:
        for key, value in part.items():
            if key in _KEEP and key not in ("required", "type", "enum") and not (key == "pattern" and not usable(value)):
                out.setdefault(key, value)
    return out


def _bounds(out: Schema) -> None:
    """OpenAPI 3.0 says `exclusiveMinimum: true`, JSON Schema says the number itself."""
    for flag, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        value = out.get(flag)
        if value is True and bound in out:
            out[flag] = out.pop(bound)
        elif isinstance(value, bool):
            del out[flag]


def _int_or_string(node: Schema) -> bool:
    alternatives: list[dict[str, Any]] = node.get("anyOf") or node.get("oneOf") or []
    kinds = {option.get("type") for option in alternatives}
    plain = node.get("format") == "int-or-string" or kinds == {"integer", "string"}
    return bool(node.get("x-kubernetes-int-or-string")) or (plain and "properties" not in node)


def _either(node: Schema) -> Schema:
    pattern = node.get("pattern") or next((o["pattern"] for o in node.get("allOf", []) if "pattern" in o), None)
    if pattern is None or not usable(pattern):
        return outside(f"{VALUES}.IntOrString")
    if "KMGTPE" in pattern:
        return outside(f"{VALUES}.Quantity")
    return {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": pattern}]}
