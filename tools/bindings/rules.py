"""`imports/rules.toml`: what the API server enforces but its schemas do not say, laid over the schemas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from x2bee_constructs.bindings.clean import VALUES
from x2bee_constructs.bindings.module import Module, Schema, outside
from x2bee_constructs.bindings.names import field_names
from x2bee_constructs.bindings.render import formatted, header

_CONSTRAINTS = ("enum", "pattern", "minimum", "maximum", "minItems", "maxItems", "minLength", "maxLength")
_RELATIONS: dict[str, int | None] = {
    "among": 1,
    "at_least_one": None,
    "at_most_one": None,
    "begins": 2,
    "distinct": 1,
    "exactly_one": None,
    "filled": None,
    "needs": 2,
    "only_with": 2,
    "ordered": None,
    "requires": None,
    "selects": None,
    "unique": 1,
    "within": None,
}
"""The checks of `core.objects` that an entry may ask for, and how many of their first words are fields (None: all)."""


class Rules:
    """The table, and the classes it may speak of: Kubernetes' by name, others as `istio/security_v1:Name`."""

    def __init__(self, table: Mapping[str, Any], modules: Mapping[str, Module]) -> None:
        self.table = table
        self.homes = {
            name if path.startswith("k8s/") else f"{path}:{name}": (module, name)
            for path, module in modules.items()
            for name in module.classes
        }

    def apply(self) -> None:
        """Lay the rules over the classes; one that finds no class or field is an error, for it would say nothing."""
        for rule in self.table["rule"]:
            for place in rule["at"]:
                owner, _, path = place.rpartition(".")
                _limit(self._class(owner)[0], path, rule, place)
        for check in self.table["check"]:
            for owner in check["at"]:
                self._relate(owner, check)
        for kind, rule in self.table["names"].items():
            _, module, name = self._class(kind)
            module.checks.setdefault(name, []).insert(0, f'named("{rule}")')

    def _class(self, owner: str) -> tuple[Schema, Module, str]:
        if owner not in self.homes:
            raise ValueError(f"imports/rules.toml: there is no class {owner}")
        module, name = self.homes[owner]
        return module.classes[name], module, name

    def _relate(self, owner: str, check: Mapping[str, Any]) -> None:
        schema, module, name = self._class(owner)
        known = set(field_names(schema["properties"]).values())
        for how in [how for how in check if how not in ("at", "source")]:
            if how not in _RELATIONS:
                raise ValueError(f"imports/rules.toml: there is no check '{how}'; allowed: {', '.join(_RELATIONS)}")
            own = {word.partition(".")[0].removesuffix("[]") for word in check[how][: _RELATIONS[how]]}
            if unknown := sorted(own - known):
                raise ValueError(f"imports/rules.toml: {owner} has no {', '.join(unknown)}")
            module.checks.setdefault(name, []).append(f"{how}({', '.join(map(repr, check[how]))})")


def _limit(schema: Schema, path: str, rule: Mapping[str, Any], place: str) -> None:
    if unknown := sorted(rule.keys() - {"at", "source", "type", "required", "empty", *_CONSTRAINTS}):
        raise ValueError(f"imports/rules.toml: {place} has {', '.join(unknown)}, of which nothing is known")
    field = path.removesuffix("[]")
    if field not in schema["properties"]:
        raise ValueError(f"imports/rules.toml: there is no field {place}")
    if rule.get("required"):
        schema["required"] = sorted({*schema.get("required", ()), field})
    holder, key = (schema["properties"][field], "items") if path.endswith("[]") else (schema["properties"], field)
    if "type" in rule:
        holder[key] = outside(f"{VALUES}.{rule['type']}")
    holder[key] = {**holder[key], **{limit: rule[limit] for limit in _CONSTRAINTS if limit in rule}}
    if rule.get("empty"):
        holder[key] = _or_empty(holder[key])


def _or_empty(node: Schema) -> Schema:
    return {**node, "enum": [*node["enum"], ""]} if "enum" in node else {"anyOf": [node, {"enum": [""]}]}


def values(rules: Mapping[str, Any]) -> str:
    """The text of `k8s/values.py`: the types that many fields share."""
    kinds = rules["values"]
    lines = ["from typing import Annotated", "from pydantic import Field", "from ...core.objects import Says"]
    lines.append(f"__all__ = {sorted(kinds)!r}")
    ordered = sorted(kinds, key=lambda name: (kinds[name]["type"].startswith("dict"), name))
    lines += [f"{name} = {_value(kinds[name])}" for name in ordered]
    return header("imports/rules.toml", "make bindings") + formatted("\n".join(lines) + "\n")


def _value(value: Mapping[str, Any]) -> str:
    """`Annotated[int, Field(ge=1), Says("…")]`; with two sides the words are told for both of them together."""
    sides = [_side(side, value) for side in value["type"].split(" | ")]
    if "says" not in value:
        return " | ".join(_annotated(side) for side in sides)
    says = f"Says({value['says']!r})"
    return _annotated([*sides[0], says]) if len(sides) == 1 else _annotated([" | ".join(map(_annotated, sides)), says])


_RANGE = {"minimum": "ge", "maximum": "le"}
_LIMITS = {"int": _RANGE, "float": _RANGE, "str": {"pattern": "pattern", "maxLength": "max_length"}}


def _side(side: str, value: Mapping[str, Any]) -> list[str]:
    words = [f"{name}={value[key]!r}" for key, name in _LIMITS.get(side, {}).items() if key in value]
    return [side, f"Field({', '.join(words)})"] if words else [side]


def _annotated(parts: list[str]) -> str:
    return f"Annotated[{', '.join(parts)}]" if len(parts) > 1 else parts[0]
