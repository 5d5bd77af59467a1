"""One OpenAPI node → the part of JSON Schema that a Python type can say."""

from __future__ import annotations

from . import cel
from .module import Schema, inner, inners, is_node, outside
from .patterns import portable

__all__ = ["VALUES", "clean"]

VALUES = "x2bee_constructs.imports.k8s.values"
"""Where the types are that many fields share: `Quantity`, `Duration` …"""

_SIZES = ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_KEEP = frozenset({*_SIZES, *_BOUNDS, "type", "enum", "pattern", "required"})


def clean(node: Schema) -> Schema:
    """The node without prose, defaults and server-side extensions, its formats and special cases made plain."""
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
    out: Schema = {key: value for key, value in (node | cel.limits(node)).items() if key in _KEEP}
    for part in inners(node, "allOf"):
        out = {key: value for key, value in part.items() if key in {*_SIZES, *_BOUNDS, "pattern"}} | out
    if node.get("format") == "int32":
        out.setdefault("maximum", 2**31 - 1)
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
    if (properties := inner(node, "properties")) and not embedded:
        out |= {"type": "object", "checks": cel.checks(node), "open": unknown or extra not in (None, False)}
        out["properties"] = {name: _field(child) for name, child in properties.items()}
        out["required"] = [name for name in out.get("required", ()) if "default" not in inner(properties, name)]
    elif is_node(extra):
        out["additionalProperties"] = clean(extra)
    elif unknown:
        return {"type": "object"} if node.get("type") == "object" else {}
    if node.get("type") == "array":
        out["items"] = clean(_with_rules(inner(node, "items"), cel.of_elements(node)))
    return out


def _with_rules(node: Schema, more: list[Schema]) -> Schema:
    rules = "x-kubernetes-validations"
    return {**node, rules: [*inners(node, rules), *more]} if more else node


def _field(node: Schema) -> Schema:
    return clean(node) | ({"nullable": True} if node.get("nullable") else {})


def _int_or_string(node: Schema) -> bool:
    options = inners(node, "anyOf") or inners(node, "oneOf")
    plain = node.get("format") == "int-or-string" or {option.get("type") for option in options} == {"integer", "string"}
    return bool(node.get("x-kubernetes-int-or-string")) or (plain and "properties" not in node)


def _either(node: Schema) -> Schema:
    """A whole number or text; the limits of each are those of the node, of its `allOf`, and of its own side."""
    shared = [node, *inners(node, "allOf")]
    if any("KMGTPE" in str(part.get("pattern", "")) for part in shared):
        return outside(f"{VALUES}.IntOrQuantity")
    options = [option for part in shared for key in ("anyOf", "oneOf") for option in inners(part, key)]
    number, text = (
        _scalar({key: value for part in parts for key, value in part.items() if key in limits} | {"type": kind})
        for kind, limits in (("integer", _BOUNDS), ("string", ("pattern", "minLength", "maxLength")))
        for parts in [[*shared, *(option for option in options if option.get("type") == kind)]]
    )
    return {"anyOf": [number, text]} if len(number) + len(text) > 2 else outside(f"{VALUES}.IntOrString")
