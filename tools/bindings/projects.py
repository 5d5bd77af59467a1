"""The CRDs of the projects in `imports/sources.toml` → one `Module` per group and version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from x2bee_constructs.bindings.crd import Crd, module, read
from x2bee_constructs.bindings.module import Module, Schema, inner, is_node, ref
from x2bee_constructs.bindings.shared import Shared

Cut = Mapping[str, Any]
"""One entry of a project's `cuts`: the `kinds` it is for, the dotted place `at`, and what to `keep` or `drop` there."""


def modules(plan: Mapping[str, Any], schemas: Path, shared: Shared) -> dict[str, Module]:
    """`istio/networking_v1` → module, for each group and version of each project."""
    made: dict[str, Module] = {}
    for name, project in plan["project"].items():
        crds = [crd for file in project["files"] for crd in read(schemas / file["file"])]
        origin = f"{project['title']} {project['version']}"
        for module_name, entry in project["modules"].items():
            wanted = [_prepared(crd, project.get("cuts", ())) for crd in _wanted(crds, entry, name)]
            made[f"{name}/{module_name}"] = _renamed(module(wanted, origin, shared), entry.get("names", {}))
    return made


def _wanted(crds: Iterable[Crd], entry: Mapping[str, Any], project: str) -> list[Crd]:
    here = [crd for crd in crds if (crd.group, crd.version) == (entry["group"], entry["version"])]
    if missing := sorted(set(entry["kinds"]) - {crd.kind for crd in here}):
        raise ValueError(
            f"imports/sources.toml: {project} has no {', '.join(missing)} in {entry['group']}/{entry['version']}"
        )
    return [crd for crd in here if crd.kind in entry["kinds"]]


def _prepared(crd: Crd, cuts: Iterable[Cut]) -> Crd:
    schema = deepcopy(crd.schema)
    for cut in cuts:
        if crd.kind in cut["kinds"]:
            _apply(cut, _at(schema, cut, crd.kind), crd.kind)
    return Crd(crd.group, crd.version, crd.kind, schema)


def _at(schema: Schema, cut: Cut, kind: str) -> Schema:
    """The properties of the object at the cut's place; lists and maps on the way are passed through."""
    node = _inside(schema)
    for step in filter(None, str(cut["at"]).split(".")):
        node = _inside(inner(inner(node, "properties"), step))
    if "properties" not in node:
        raise ValueError(f"imports/sources.toml: {kind} has no {cut['at']}")
    return inner(node, "properties")


def _inside(node: Schema) -> Schema:
    while "properties" not in node and (below := inner(node, "items") or inner(node, "additionalProperties")):
        node = below
    return node


def _apply(cut: Cut, properties: Schema, kind: str) -> None:
    named = cut.get("keep") or cut["drop"]
    if unknown := sorted(set(named) - properties.keys()):
        raise ValueError(f"imports/sources.toml: {kind}.{cut['at']} has no {', '.join(unknown)}")
    for name in [name for name in properties if (name in named) == ("drop" in cut)]:
        del properties[name]


def _renamed(module: Module, names: Mapping[str, str]) -> Module:
    """The module with some classes called as people call them, where the field they were first met in misleads."""
    if wrong := [old for old in names if old not in module.classes or names[old] in module.classes]:
        raise ValueError(f"imports/sources.toml: no class {wrong[0]} to rename, or {names[wrong[0]]} is taken")
    module.classes = {names.get(name, name): _retargeted(schema, names) for name, schema in module.classes.items()}
    module.checks = {names.get(name, name): checks for name, checks in module.checks.items()}
    return module


def _retargeted(node: Any, names: Mapping[str, str]) -> Any:
    if not is_node(node):
        return node
    target = str(node.get("$ref", "")).removeprefix("#/definitions/")
    if target in names:
        return node | ref(names[target])
    return {key: _retargeted(value, names) for key, value in node.items()}
