"""CustomResourceDefinitions: reading them, and one `Module` per group and version."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .clean import clean
from .module import MissingTool, Module, Schema, inner, inners, is_node, outside
from .names import class_name
from .shapes import hoist
from .shared import Shared

__all__ = ["META", "Crd", "module", "read"]

META = "x2bee_constructs.imports.k8s.meta_v1.ObjectMeta"


@dataclass(frozen=True)
class Crd:
    """One kind in one version."""

    group: str
    version: str
    kind: str
    schema: Schema


def read(path: Path) -> list[Crd]:
    """Every kind in every served version of a file; objects other than CRDs are passed over."""
    documents = filter(is_node, _documents(path))
    items = [item for document in documents for item in (inners(document, "items") or [document])]
    return [crd for item in items if item.get("kind") == "CustomResourceDefinition" for crd in _versions(item, path)]


def _documents(path: Path) -> list[object]:
    """The documents as CRDs mean them: every key is text, also `on`, `null` and `1`, and so is a bare `=`."""
    try:
        import yaml
    except ImportError:
        raise MissingTool("pyyaml is missing; install x2bee-constructs[bindings]") from None

    class Loader(yaml.CSafeLoader):
        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
            for key, _ in node.value:
                if isinstance(key, yaml.ScalarNode) and key.tag != "tag:yaml.org,2002:merge":
                    key.tag = "tag:yaml.org,2002:str"
            return super().construct_mapping(node, deep)

    Loader.add_constructor("tag:yaml.org,2002:value", lambda _, node: str(node.value))
    try:
        return list(yaml.load_all(path.read_text(encoding="utf-8"), Loader=Loader))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise ValueError(f"{path} is not YAML: {' '.join(str(error).split())}") from None


def _versions(crd: Schema, path: Path) -> Iterator[Crd]:
    spec = inner(crd, "spec")
    shared = inner(inner(spec, "validation"), "openAPIV3Schema")  # as CRDs said it before apiextensions.k8s.io/v1
    group, kind = spec.get("group"), inner(spec, "names").get("kind")
    versions = inners(spec, "versions") or [{"name": spec.get("version")}]
    if not all(isinstance(name, str) for name in (group, kind, *(version.get("name") for version in versions))):
        raise ValueError(f"{path} has a CustomResourceDefinition without spec.group, spec.names.kind or spec.versions")
    for version in versions:
        if version.get("served", True):
            schema = inner(inner(version, "schema"), "openAPIV3Schema") or shared
            yield Crd(str(group), str(version["name"]), str(kind), schema)


def module(crds: Iterable[Crd], origin: str, shared: Shared, command: str = "make bindings") -> Module:
    """The classes of kinds that share a group and a version."""
    named: dict[str, Crd] = {}
    for crd in sorted(crds, key=lambda crd: crd.kind):
        if (other := named.setdefault(class_name(crd.kind), crd)) is not crd:
            raise ValueError(f"{crd.group}/{crd.version}: {other.kind} and {crd.kind} would be one class")
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
    properties = {name: node for name, node in inner(schema, "properties").items() if name != "status"}
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
