"""CustomResourceDefinitions: reading them, and one `Module` per group and version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from .clean import clean
from .module import Module, Schema, outside
from .names import class_name
from .shapes import hoist
from .shared import Shared

META = "x2bee_constructs.imports.k8s.meta_v1.ObjectMeta"


class _Loader(yaml.CSafeLoader):
    """YAML as Kubernetes reads it: a bare `=` is text."""


_Loader.add_constructor("tag:yaml.org,2002:value", lambda loader, node: str(node.value))


@dataclass(frozen=True)
class Crd:
    """One kind in one version."""

    group: str
    version: str
    kind: str
    schema: Schema


def read(path: Path) -> list[Crd]:
    """Every kind in every served version of a file; objects other than CRDs are passed over."""
    found = list[Crd]()
    documents = list(yaml.load_all(path.read_text(encoding="utf-8"), Loader=_Loader))
    for document in [item for one in documents if isinstance(one, dict) for item in one.get("items", [one])]:
        if document.get("kind") == "CustomResourceDefinition":
            found += _versions(document["spec"])
    return found


def _versions(spec: Mapping[str, Any]) -> Iterator[Crd]:
    shared = (spec.get("validation") or {}).get("openAPIV3Schema")
    for version in spec.get("versions") or [{"name": spec["version"], "served": True}]:
        if version.get("served", True):
            schema = (version.get("schema") or {}).get("openAPIV3Schema") or shared or {}
            yield Crd(spec["group"], version["name"], spec["names"]["kind"], schema)


def module(crds: Iterable[Crd], origin: str, shared: Shared, command: str = "make bindings") -> Module:
    """The classes of kinds that share a group and a version."""
    named = {class_name(crd.kind): crd for crd in sorted(crds, key=lambda crd: crd.kind)}
    made = Module(origin, command=command)
    taken = {*named, *shared.fields}
    for name, crd in named.items():
        made.kinds[name] = f"{crd.group}/{crd.version}"
        classes = hoist(name, _kind(crd, shared.replace(crd.schema, without=named)), taken)
        made.classes |= classes
        made.checks |= {owner: schema["checks"] for owner, schema in classes.items() if schema.get("checks")}
    return made


def _kind(crd: Crd, schema: Schema) -> Schema:
    """The cleaned schema of a kind with apiVersion and kind fixed, and without the status, which controllers write."""
    properties = {name: node for name, node in (schema.get("properties") or {}).items() if name != "status"}
    cleaned = clean({**schema, "properties": {"metadata": {}, **properties}})
    cleaned["open"] = cleaned.get("open", False) or not schema
    version = f"{crd.group}/{crd.version}"
    cleaned["properties"] |= {
        "apiVersion": {"const": version, "default": version},
        "kind": {"const": crd.kind, "default": crd.kind},
        "metadata": outside(META),
    }
    required = {*cleaned.get("required", ()), "metadata"} - {"apiVersion", "kind", "status"}
    return {**cleaned, "required": sorted(required)}
