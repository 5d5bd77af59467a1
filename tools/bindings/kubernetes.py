"""Kubernetes' OpenAPI definitions → one `Module` per API group and version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from x2bee_constructs.bindings.clean import VALUES, clean
from x2bee_constructs.bindings.module import Module, Schema, inner, is_node, outside, ref
from x2bee_constructs.bindings.shared import cuts

PACKAGE = "x2bee_constructs.imports.k8s"
_VALUES = {
    "io.k8s.apimachinery.pkg.api.resource.Quantity": "Quantity",
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": "IntOrString",
}


def modules(definitions: Mapping[str, Schema], plan: Mapping[str, Any], origin: str) -> dict[str, Module]:
    """Module name → module, with every type that the wanted kinds reach. `plan` is `imports/sources.toml`."""
    entries: Mapping[str, Any] = plan["kubernetes"]["modules"]
    source = _Source(definitions, {entry["definitions"]: name for name, entry in entries.items()})
    wanted = [f"{entry['definitions']}.{kind}" for entry in entries.values() for kind in entry["kinds"]]
    dropped = source.fields(cuts(plan))
    made = {name: Module(origin) for name in entries}
    todo, seen = list(wanted), set[str]()
    while todo:
        full = todo.pop()
        if full in seen:
            continue
        seen.add(full)
        name = full.rpartition(".")[2]
        schema = _without(definitions[full], dropped.get(full, set()) | ({"status"} if full in wanted else set()))
        todo += source.classes(schema)
        _add(made[source.home(full)], name, clean(source.resolved(schema, source.home(full))))
        if full in wanted:
            made[source.home(full)].kinds[name] = _stamp(made[source.home(full)].classes[name], definitions[full])
    return made


@dataclass(frozen=True)
class _Source:
    """The definitions, and which module each group of them becomes."""

    definitions: Mapping[str, Schema]
    homes: Mapping[str, str]

    def home(self, full: str) -> str:
        """The module that a definition belongs to."""
        prefix = full.rpartition(".")[0]
        if prefix not in self.homes:
            raise ValueError(f"imports/sources.toml: {full} is needed, give {prefix} a module")
        return self.homes[prefix]

    def fields(self, cut: list[str]) -> dict[str, set[str]]:
        """The cut fields by the full name of their definition; a cut that cuts nothing is an error."""
        found: dict[str, set[str]] = {}
        for place in cut:
            name, _, field = place.partition(".")
            owners = [f"{prefix}.{name}" for prefix in self.homes if f"{prefix}.{name}" in self.definitions]
            if not owners or field not in self.definitions[owners[0]]["properties"]:
                raise ValueError(f"imports/sources.toml: there is no {place} to cut")
            found.setdefault(owners[0], set()).add(field)
        return found

    def classes(self, node: object) -> Iterator[str]:
        """The definitions that the node refers to and that become classes."""
        if is_node(node):
            full = _target(node)
            if full and full not in _VALUES and "properties" in self.definitions[full]:
                yield full
            for child in node.values():
                yield from self.classes(child)

    def resolved(self, node: Any, module: str) -> Any:
        """The node with references that point into Python modules."""
        if not is_node(node):
            return node
        if not (full := _target(node)):
            return {key: self.resolved(value, module) for key, value in node.items()}
        if full in _VALUES:
            return outside(f"{VALUES}.{_VALUES[full]}")
        if "properties" not in self.definitions[full]:  # times and raw extensions: text, or anything
            return clean(self.definitions[full])
        name = full.rpartition(".")[2]
        return ref(name) if self.home(full) == module else outside(f"{PACKAGE}.{self.home(full)}.{name}")


def _target(node: Schema) -> str:
    target = node.get("$ref")
    return target.removeprefix("#/definitions/") if isinstance(target, str) else ""  # a field may be called $ref


def _without(schema: Schema, gone: set[str]) -> Schema:
    kept = {field: node for field, node in inner(schema, "properties").items() if field not in gone}
    return {**schema, "properties": kept}


def _add(module: Module, name: str, schema: Schema) -> None:
    module.classes[name] = schema
    if schema.get("checks"):
        module.checks[name] = schema["checks"]


def _stamp(schema: Schema, definition: Schema) -> str:
    """Fix apiVersion and kind to their one value; returns the apiVersion."""
    (identity,) = definition["x-kubernetes-group-version-kind"]
    group, version, kind = identity["group"], identity["version"], identity["kind"]
    api_version = f"{group}/{version}" if group else version
    schema["properties"]["apiVersion"] = {"const": api_version, "default": api_version}
    schema["properties"]["kind"] = {"const": kind, "default": kind}
    schema["required"] = sorted({*schema.get("required", ()), "metadata"} - {"apiVersion", "kind"})
    return api_version
