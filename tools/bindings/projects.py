"""The CRDs of the projects in `imports/sources.toml` → one `Module` per group and version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from x2bee_constructs.bindings.crd import Crd, module, read
from x2bee_constructs.bindings.module import Module, Schema
from x2bee_constructs.bindings.shared import Shared


def modules(plan: Mapping[str, Any], schemas: Path, shared: Shared) -> dict[str, Module]:
    """`istio/networking_v1` → module, for each project."""
    made: dict[str, Module] = {}
    for name, project in plan["project"].items():
        crds = [crd for file in project["files"] for crd in read(schemas / file["file"])]
        for module_name, entry in project["modules"].items():
            wanted = _wanted(crds, entry, f"{name}/{module_name}")
            used: set[str] = set()
            prepare = _cutter(project.get("cuts", []), used, shared)
            made[f"{name}/{module_name}"] = module(wanted, f"{project['title']} {project['version']}", "make bindings", prepare)
    return made


def _wanted(crds: list[Crd], entry: Mapping[str, Any], name: str) -> list[Crd]:
    here = [crd for crd in crds if (crd.group, crd.version) == (entry["group"], entry["version"])]
    if missing := set(entry["kinds"]) - {crd.kind for crd in here}:
        raise ValueError(f"imports/sources.toml: {name} wants kinds that its files do not hold: {sorted(missing)}")
    return [crd for crd in here if crd.kind in entry["kinds"]]


def _cutter(cuts: list[dict[str, Any]], used: set[str], shared: Shared) -> Callable[[str, Schema], Schema]:
    def prepare(kind: str, schema: Schema) -> Schema:
        for cut in cuts:
            for path in cut.get("drop", []):
                schema = _cut(schema, path.split("."), path, kind, cut, used)
        return shared.replace(schema)

    return prepare
