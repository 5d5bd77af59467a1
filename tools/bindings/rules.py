"""`imports/rules.toml`: what the API server enforces but its schemas do not say, laid over the schemas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from x2bee_constructs.bindings.clean import VALUES
from x2bee_constructs.bindings.module import Module, Schema, outside
from x2bee_constructs.bindings.render import formatted, header

_CONSTRAINTS = ("enum", "pattern", "minimum", "maximum", "minItems", "maxItems", "minLength", "maxLength")
_RELATIONS = ("exactly_one", "at_most_one", "ordered", "unique")


def apply(rules: Mapping[str, Any], modules: Iterable[Module]) -> None:
    """Lay the rules over the classes; a rule that finds no class or field is an error, for it would be silent."""
    modules = list(modules)
    homes = {name: module for module in modules for name in module.classes}
    for rule in rules["rule"]:
        for place in rule["at"]:
            _field(rule, place, homes)
    for check in rules["check"]:
        for name in check["at"]:
            homes[name].checks.setdefault(name, []).extend(_calls(check))
    for kind, rule in rules["names"].items():
        homes[kind].checks.setdefault(kind, []).insert(0, f'named("{rule}")')


def _field(rule: Mapping[str, Any], place: str, homes: Mapping[str, Module]) -> None:
    name, _, path = place.partition(".")
    field, each = path.removesuffix("[]"), path.endswith("[]")
    try:
        schema = homes[name].classes[name]
        node: Schema = schema["properties"][field]
    except KeyError:
        raise ValueError(f"imports/rules.toml: no field {place} in the schemas") from None
    if rule.get("required"):
        schema["required"] = sorted({*schema.get("required", ()), field})
    holder, key = (node, "items") if each else (schema["properties"], field)
    if "type" in rule:
        holder[key] = outside(f"{VALUES}.{rule['type']}")
    holder[key] = {**holder[key], **{k: rule[k] for k in _CONSTRAINTS if k in rule}}


def _calls(check: Mapping[str, Any]) -> list[str]:
    return [f"{how}({', '.join(map(repr, check[how]))})" for how in _RELATIONS if how in check]


def values(rules: Mapping[str, Any]) -> str:
    """The text of `k8s/values.py`: the types that many fields share."""
    kinds = rules["values"]
    lines = ["from typing import Annotated", "from pydantic import Field", "from ...core.objects import Says"]
    lines.append(f"__all__ = {sorted(kinds)!r}")
    ordered = sorted(kinds, key=lambda name: (kinds[name]["type"].startswith("dict"), name))
    lines += [f"{name} = {_value(kinds[name])}" for name in ordered]
    return header("imports/rules.toml", "make bindings") + formatted("\n".join(lines) + "\n")


def _value(value: Mapping[str, Any]) -> str:
    text = " | ".join(_side(side, value) for side in value["type"].split(" | ")) if "|" in value["type"] else ""
    text = text or _side(value["type"], value)
    if "says" not in value:
        return text
    inner = text.removeprefix("Annotated[").removesuffix("]") if text.startswith("Annotated[") and "|" not in value["type"] else text
    return f"Annotated[{inner}, Says({value['says']!r})]"


def _side(side: str, value: Mapping[str, Any]) -> str:
    limits = {"int": {"minimum": "ge", "maximum": "le"}, "str": {"pattern": "pattern", "max_length": "max_length"}}.get(side, {})
    words = ", ".join(f"{name}={value[key]!r}" for key, name in limits.items() if key in value)
    return f"Annotated[{side}, Field({words})]" if words else side
