"""The cluster's objects as they are asked for, to compare before with after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.client import Client
from conformance.manifests import Manifest
from conformance.objects import part

OF_THE_SERVER = {"managedFields", "resourceVersion", "generation", "creationTimestamp", "uid"}
HOOK = "argocd.argoproj.io/hook"


def is_hook(m: Manifest) -> bool:
    """Hooks are made anew at each sync, and nobody compares them."""
    return HOOK in part(m.metadata, "annotations")


def state(api: Client, manifests: Sequence[Manifest]) -> dict[str, Mapping[str, Any] | None]:
    """What is asked for of each object (no status), by `namespace/Kind/name`; None if it is not there."""
    found: dict[str, Mapping[str, Any] | None] = {}
    for m in manifests:
        resource = api.resource(m.api_version, m.kind)
        if resource is None or m.api_version.startswith("argoproj.io/") or is_hook(m):
            continue
        said = api.get(resource.path(m.namespace, m.name))
        gone = not said.ok or "deletionTimestamp" in part(said.body, "metadata")
        found[m.label] = None if gone else _asked(said.body)
    return found


def _asked(body: Mapping[str, Any]) -> Mapping[str, Any]:
    meta = {key: value for key, value in part(body, "metadata").items() if key not in OF_THE_SERVER}
    annotations = {k: v for k, v in part(meta, "annotations").items() if not k.startswith("deployment.kubernetes.io/")}
    rest = {key: value for key, value in body.items() if key not in {"status", "metadata"}}
    return {**rest, "metadata": {**meta, "annotations": annotations}}


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """The labels of objects that came, went, or are asked for differently."""
    return {label for label in {*before, *after} if before.get(label) != after.get(label)}
