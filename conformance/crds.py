"""CustomResourceDefinitions of a local folder, installed into the API server."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from conformance.client import Client
from conformance.cluster import wait
from conformance.objects import condition
from conformance.yamls import documents, parse

PATH = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"


def read(folder: Path) -> list[dict[str, Any]]:
    """Every CustomResourceDefinition under the folder."""
    return [
        parse(text, str(path))
        for path in sorted(folder.rglob("*.yaml"))
        for text in documents(path.read_text(encoding="utf-8"))
        if re.search(r"^kind: CustomResourceDefinition\s*$", text, re.MULTILINE)
    ]


def install(api: Client, crds: list[dict[str, Any]]) -> None:
    """Create them all, and wait until each is served."""
    for crd in crds:
        made = api.request("POST", PATH, json.dumps(crd), fieldValidation="Strict")
        if not made.ok:
            raise RuntimeError(f"CustomResourceDefinition {crd['metadata']['name']}: {made.message}")

    def established() -> bool:
        return all(_is_established(crd) for crd in api.items(PATH))

    wait("every CustomResourceDefinition is established", established, 120, pause=0.5)
    wait("every custom resource is served", lambda: kinds(crds) <= set(api.discover()), 60, pause=0.5)


def kinds(crds: list[dict[str, Any]]) -> set[tuple[str, str]]:
    """(apiVersion, kind) of every served version."""
    return {(f"{c['spec']['group']}/{v['name']}", c["spec"]["names"]["kind"]) for c in crds for v in _served(c)}


def _served(crd: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [version for version in crd["spec"]["versions"] if version["served"]]


def _is_established(crd: Mapping[str, Any]) -> bool:
    return condition(crd, "Established").get("status") == "True"
