"""Kubernetes' OpenAPI definitions → one `Module` per API group and version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from x2bee_constructs.bindings.clean import VALUES, clean
from x2bee_constructs.bindings.module import Module, Schema, outside, ref

PACKAGE = "x2bee_constructs.imports.k8s"
_VALUES = {
    "io.k8s.apimachinery.pkg.api.resource.Quantity": "Quantity",
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": "IntOrString",
}


def modules(definitions: Mapping[str, Schema], plan: Mapping[str, Any], origin: str) -> dict[str, Module]:
    """Module name → module, with every type that the wanted kinds reach. `plan`: see `imports/sources.toml`."""
    prefixes: dict[str, str] = {entry["definitions"]: name for name, entry in plan["modules"].items()}
    wanted = [f"{entry['definitions']}.{kind}" for entry in plan["modules"].values() for kind in entry["kinds"]]
    dropped = {field for cut in plan["cuts"] for field in cut["fields"]}
    made = {name: Module(origin) for name in plan["modules"]}
    todo, seen = list(wanted), set[str]()
    while todo:
        full = todo.pop()
        if full in seen:
            continue
        seen.add(full)
        prefix, _, name = full.rpartition(".")
        schema = _without(definitions[full], name, dropped, top=full in wanted)
        todo += [target for target in _references(schema) if target not in _VALUES and "properties" in definitions[target]]
        module = made[prefixes[prefix]]
        module.classes[name] = clean(_resolved(schema, prefix, prefixes, definitions))
        if checks := module.classes[name].get("checks"):
            module.checks[name] = checks
        if full in wanted:
            module.kinds[name] = _stamp(module.classes[name], definitions[full])
    return made


def _without(schema: Schema, name: str, dropped: set[str], *, top: bool) -> Schema:
    gone = {"status"} if top else set[str]()
    properties = {
        field: node
        for field, node in (schema.get("properties") or {}).items()
        if field not in gone and f"{name}.{field}" not in dropped
    }
    return {**schema, "properties": properties}


def _references(node: Any) -> Iterable[str]:
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"].removeprefix("#/definitions/")
        for child in node.values():
            yield from _references(child)


def _resolved(node: Any, prefix: str, prefixes: Mapping[str, str], definitions: Mapping[str, Schema]) -> Any:
    """The node with references that point into Python modules."""
    if not isinstance(node, dict):
        return node
    if "$ref" not in node:
        return {key: _resolved(value, prefix, prefixes, definitions) for key, value in node.items()}
    home, _, name = node["$ref"].removeprefix("#/definitions/").rpartition(".")
    if f"{home}.{name}" in _VALUES:
        return outside(f"{VALUES}.{_VALUES[f'{home}.{name}']}")
    target = definitions[f"{home}.{name}"]
    if "properties" not in target:  # times and raw extensions: text, or anything
        return clean(target)
    return ref(name) if home == prefix else outside(f"{PACKAGE}.{prefixes[home]}.{name}")


def _stamp(schema: Schema, definition: Schema) -> str:
    """Fix apiVersion and kind to their one value; returns the apiVersion."""
    (identity,) = definition["x-kubernetes-group-version-kind"]
    group, version, kind = identity["group"], identity["version"], identity["kind"]
    api_version = f"{group}/{version}" if group else version
    schema["properties"]["apiVersion"] = {"const": api_version, "default": api_version}
    schema["properties"]["kind"] = {"const": kind, "default": kind}
    schema["required"] = sorted({*schema.get("required", ()), "metadata"} - {"apiVersion", "kind"})
    return api_version
