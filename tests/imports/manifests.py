"""Right manifests as YAML would hold them, one of each kind, and ways to make them wrong."""

from __future__ import annotations

import importlib
import tomllib
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

from x2bee_constructs.core.objects import KubeObject

Manifest = dict[str, Any]

HERE = Path(__file__).parent
PLAN: dict[str, Any] = tomllib.loads((HERE.parents[1] / "imports" / "sources.toml").read_text(encoding="utf-8"))
GONE = object()
"""In place of a value: the field is taken away."""


def _modules() -> dict[tuple[str, str, str], str]:
    """First word of the group, version and kind → module below `x2bee_constructs.imports`."""
    found: dict[tuple[str, str, str], str] = {}
    for name, entry in PLAN["kubernetes"]["modules"].items():
        *_, group, version = entry["definitions"].split(".")
        found |= {(group, version, kind): f"k8s.{name}" for kind in entry["kinds"]}
    for folder, project in PLAN["project"].items():
        for name, entry in project["modules"].items():
            group, version = entry["group"].partition(".")[0], entry["version"]
            found |= {(group, version, kind): f"{folder}.{name}" for kind in entry["kinds"]}
    return found


def _home(manifest: Manifest) -> str:
    group, _, version = manifest["apiVersion"].rpartition("/")
    return MODULES[group.partition(".")[0] or "core", version, manifest["kind"]]


MODULES = _modules()
_ALL: list[Manifest] = list(yaml.safe_load_all((HERE / "kinds.yaml").read_text(encoding="utf-8")))
_KINDS = [manifest["kind"] for manifest in _ALL]
_RIGHT = {
    kind if _KINDS.count(kind) == 1 else f"{_home(manifest).partition('.')[0]}:{kind}": manifest
    for kind, manifest in zip(_KINDS, _ALL, strict=True)
}
NAMES = list(_RIGHT)
"""Every kind; two of the same name have their project before it: `istio:Gateway`."""


def home(name: str) -> str:
    """The module of a kind, as `istio.networking_v1`."""
    return _home(_RIGHT[name])


def right(name: str) -> Manifest:
    """A manifest of one's own to change."""
    return deepcopy(_RIGHT[name])


def changed(name: str, place: str, value: Any) -> Manifest:
    """A right manifest with another value at one dotted place."""
    manifest = right(name)
    here: Any = manifest
    *way, last = [int(step) if step.isdigit() else step for step in place.split(".")]
    for step in way:
        here = here[step]
    if value is GONE:
        del here[last]
    else:
        here[last] = value
    return manifest


def kind_of(name: str) -> type[KubeObject]:
    """The class of a kind."""
    module = importlib.import_module(f"x2bee_constructs.imports.{home(name)}")
    return getattr(module, _RIGHT[name]["kind"])


def made(name: str, manifest: Manifest) -> KubeObject:
    """The typed object of a manifest."""
    return kind_of(name).model_validate(manifest)
