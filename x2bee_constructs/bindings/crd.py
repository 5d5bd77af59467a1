"""CustomResourceDefinitions: reading them, and one `Module` per group and version."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from .clean import clean
from .module import Module, Schema, outside
from .shapes import hoist

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
    """Every kind in every served version of a file that may hold many documents, other objects passed over."""
    found = list[Crd]()
    for document in yaml.load_all(path.read_text(encoding="utf-8"), Loader=_Loader):
        if isinstance(document, dict) and document.get("kind") == "CustomResourceDefinition":
            found += _versions(document["spec"])
        elif isinstance(document, dict) and document.get("kind") == "List":
            found += [crd for item in document["items"] if item.get("kind") == "CustomResourceDefinition" for crd in _versions(item["spec"])]
    return found


def _versions(spec: Mapping[str, Any]) -> Iterator[Crd]:
    shared = (spec.get("validation") or {}).get("openAPIV3Schema")
    for version in spec.get("versions") or [{"name": spec["version"], "served": True}]:
        if version.get("served", True):
            schema = (version.get("schema") or {}).get("openAPIV3Schema") or shared or {}
            yield Crd(spec["group"], version["name"], spec["names"]["kind"], schema)


def module(crds: Iterable[Crd], origin: str, command: str, prepare: Callable[[str, Schema], Schema] = lambda kind, schema: schema) -> Module:
    """The classes of kinds of one group and version. `prepare` may cut a kind's schema before it is read."""
    crds = sorted(crds, key=lambda crd: crd.kind)
    made = Module(origin, command=command)
    taken = {crd.kind for crd in crds}
    for crd in crds:
        made.kinds[crd.kind] = f"{crd.group}/{crd.version}"
        classes = hoist(crd.kind, _kind(crd, prepare(crd.kind, crd.schema)), taken)
        made.classes |= classes
        made.checks |= {name: schema["checks"] for name, schema in classes.items() if schema.get("checks")}
    return made


def _kind(crd: Crd, schema: Schema) -> Schema:
    """The cleaned schema of a kind with apiVersion and kind fixed, and without the status, which controllers write."""
    properties = {name: node for name, node in (schema.get("properties") or {}).items() if name != "status"}
    cleaned = clean({**schema, "properties": {"metadata": {}, **properties}})
    cleaned["properties"] |= {
        "apiVersion": {"const": (version := f"{crd.group}/{crd.version}"), "default": version},
        "kind": {"const": crd.kind, "default": crd.kind},
        "metadata": outside(META),
    }
    required = {*cleaned.get("required", ()), "metadata"} - {"apiVersion", "kind", "status"}
    return {**cleaned, "required": sorted(required)}
