"""JSON schemas for offline validators, closed, made from Kubernetes' definitions and from CRDs."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from conformance import crds
from conformance.objects import Object, listed, part

Schema = dict[str, Any]
# What a location looks like to kubeconform; the core group's files lie under `v1/`.
TEMPLATE = "{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json"
REVISION = "1"  # change when the making below changes
LOOSE = {
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": {"type": ["string", "integer"]},
    "io.k8s.apimachinery.pkg.api.resource.Quantity": {"type": ["string", "number"]},
}


def definitions_file(folder: Path) -> tuple[str, Path] | None:
    """The newest `kubernetes/v<version>_definitions.json`, with its version."""
    found = [(m[1], p) for p in folder.glob("kubernetes/*") if (m := re.match(r"v([\d.]+)_definitions\.json", p.name))]
    return max(found, key=lambda pair: [int(n) for n in pair[0].split(".")], default=None)


def prepare(folder: Path, cache: Path) -> Path:
    """Write the schemas of everything under `folder` into the cache, once; the place of them."""
    digest = hashlib.sha256(REVISION.encode())
    for path in sorted(p for p in folder.rglob("*") if p.suffix in {".yaml", ".json"}):
        digest.update(path.relative_to(folder).as_posix().encode() + path.read_bytes())
    place = cache / f"schemas-{digest.hexdigest()[:12]}"
    if not place.exists():
        draft = cache / f".schemas-{os.getpid()}"
        try:
            _write(folder, draft)
            draft.rename(place)
        except OSError:
            if not place.exists():  # else another run was quicker
                raise
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return place


def _write(folder: Path, place: Path) -> None:
    found = definitions_file(folder)
    document: Object = json.loads(found[1].read_text(encoding="utf-8")) if found else {}
    for name, schema in (*_of_kubernetes(document), *_of_crds(folder)):
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(schema))


def _of_kubernetes(document: Object) -> Iterator[tuple[str, Schema]]:
    definitions: Mapping[str, Schema] = part(document, "definitions")
    closed = {name: LOOSE.get(name) or _closed(schema) for name, schema in definitions.items()}
    for name, schema in definitions.items():
        for gvk in listed(schema, "x-kubernetes-group-version-kind"):
            group = gvk["group"] or gvk["version"]
            needed = _needed(name, closed)
            yield (
                f"{group}/{gvk['kind'].lower()}_{gvk['version']}.json",
                {"$ref": f"#/definitions/{name}", "definitions": {n: closed[n] for n in sorted(needed)}},
            )


def _needed(name: str, definitions: Mapping[str, Schema]) -> set[str]:
    """The definition and all that it refers to."""
    found, queue = set[str](), [name]
    while queue:
        current = queue.pop()
        if current not in found:
            found.add(current)
            queue += re.findall(r'"#/definitions/([^"]+)"', json.dumps(definitions[current]))
    return found


def _of_crds(folder: Path) -> Iterator[tuple[str, Schema]]:
    for crd in crds.read(folder):
        spec = crd["spec"]
        for version in spec["versions"]:
            schema = _closed(version["schema"]["openAPIV3Schema"])
            known = {"apiVersion": {"type": "string"}, "kind": {"type": "string"}, "metadata": {"type": "object"}}
            schema["properties"] = {**schema.get("properties", {}), **known}
            yield f"{spec['group']}/{spec['names']['kind'].lower()}_{version['name']}.json", schema


def _closed(schema: Schema) -> Schema:
    """The schema with every object that lists its properties closed to others."""
    if schema.get("x-kubernetes-int-or-string"):
        return {"type": ["integer", "string"]}
    out = {k: v for k, v in schema.items() if k not in {"default", "example", "description"}}
    if "properties" in out:
        properties: Mapping[str, Schema] = out["properties"]
        out["properties"] = {name: _closed(value) for name, value in properties.items()}
    for key in ("items", "additionalProperties"):  # branches of allOf, anyOf, oneOf list a part, and stay open
        if isinstance(out.get(key), dict):
            out[key] = _closed(out[key])
    if out.get("nullable") and isinstance(out.get("type"), str):
        out["type"] = [out["type"], "null"]
    is_open = "additionalProperties" in out or out.get("x-kubernetes-preserve-unknown-fields")
    if out.get("properties") and not is_open and not out.get("x-kubernetes-embedded-resource"):
        out["additionalProperties"] = False
    return out
