"""What Argo CD is told to install: read from rendered manifests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance import yamls

Wire = dict[str, Any]

_ENFORCE = "pod-security.kubernetes.io/enforce"


@dataclass(frozen=True, kw_only=True)
class Release:
    """One Application that installs a chart, and what its project and its namespace allow."""

    dist: str
    name: str
    chart: str
    version: str
    namespace: str
    values: Mapping[str, Any]
    skip_crds: bool
    standard: str | None
    """The Pod Security Standard that its namespace enforces; None where it is not ours to say."""
    cluster_kinds: frozenset[tuple[str, str]]
    """Group and kind of what its project lets it make of the cluster."""
    places: frozenset[str]
    """Namespaces that its project lets it make objects in."""


def releases(dist: Path) -> Iterator[Release]:
    """All of one folder."""
    files = sorted(dist.rglob("*.yaml"))
    made = [yamls.parse(text, str(path)) for path in files for text in yamls.documents(path.read_text())]
    standards = {one["metadata"]["name"]: _standard(one["metadata"]) for one in made if one["kind"] == "Namespace"}
    projects = {one["metadata"]["name"]: one["spec"] for one in made if one["kind"] == "AppProject"}
    for one in made:
        if one["kind"] == "Application" and "chart" in one["spec"]["source"]:
            yield _release(dist.name, one, standards, projects[one["spec"]["project"]])


def _release(dist: str, one: Wire, standards: Mapping[str, str | None], project: Wire) -> Release:
    spec = one["spec"]
    source, namespace = spec["source"], spec["destination"]["namespace"]
    helm = source.get("helm", {})
    own = _standard(spec.get("syncPolicy", {}).get("managedNamespaceMetadata", {}))
    return Release(
        dist=dist,
        name=helm.get("releaseName", one["metadata"]["name"]),
        chart=source["chart"],
        version=source["targetRevision"],
        namespace=namespace,
        values=helm.get("valuesObject", {}),
        skip_crds=helm.get("skipCrds", False),
        standard=own or standards.get(namespace),
        cluster_kinds=frozenset((each["group"], each["kind"]) for each in project["clusterResourceWhitelist"]),
        places=frozenset(each["namespace"] for each in project["destinations"]),
    )


def _standard(metadata: Wire) -> str | None:
    labels: dict[str, str] = metadata.get("labels") or {}
    return labels.get(_ENFORCE)
