"""Rendered manifests: read from a folder, and put in the order Argo CD would apply them in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from conformance.objects import listed, part
from conformance.yamls import documents, parse

WAVE = "argocd.argoproj.io/sync-wave"
# Argo CD's own order inside a wave, as far as our kinds need it.
KIND_ORDER = (
    "Namespace", "NetworkPolicy", "ResourceQuota", "LimitRange", "PodDisruptionBudget", "ServiceAccount",
    "Secret", "ConfigMap", "StorageClass", "PersistentVolume", "PersistentVolumeClaim",
    "CustomResourceDefinition", "PriorityClass", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding",
    "Service", "DaemonSet", "Pod", "ReplicaSet", "Deployment", "HorizontalPodAutoscaler", "StatefulSet",
    "Job", "CronJob",
)  # fmt: skip
POD_TEMPLATES = {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob"}


@dataclass(frozen=True, slots=True)
class Manifest:
    """One object of a rendered folder; `text` is what is sent, byte for byte."""

    file: str
    chart: str
    text: str
    body: Mapping[str, Any] = field(repr=False)

    @property
    def api_version(self) -> str:
        """As written, `apps/v1`."""
        return str(self.body.get("apiVersion", ""))

    @property
    def kind(self) -> str:
        """As written, `Deployment`."""
        return str(self.body.get("kind", ""))

    @property
    def metadata(self) -> Mapping[str, Any]:
        """Never None."""
        return part(self.body, "metadata")

    @property
    def name(self) -> str:
        """`metadata.name`."""
        return str(self.metadata.get("name", ""))

    @property
    def namespace(self) -> str:
        """`metadata.namespace`; empty for cluster-wide objects."""
        return str(self.metadata.get("namespace", ""))

    @property
    def wave(self) -> int | None:
        """The object's own sync wave, if it states one."""
        value = part(self.metadata, "annotations").get(WAVE)
        try:
            return None if value is None else int(value)
        except ValueError:
            raise ValueError(f"{self.file}: {self.label}: {WAVE} is {value!r}, not a whole number") from None

    @property
    def label(self) -> str:
        """How exceptions and messages name the object: `namespace/Kind/name`, or `Kind/name`."""
        return "/".join(part for part in (self.namespace, self.kind, self.name) if part)

    @property
    def pod_template(self) -> Mapping[str, Any] | None:
        """The pod that a workload makes."""
        if self.kind not in POD_TEMPLATES:
            return None
        return part(self.body, "spec", *(("jobTemplate", "spec") if self.kind == "CronJob" else ()), "template")


def load(folder: Path) -> list[Manifest]:
    """Every object under `folder`; `List`s are not unfolded, since we emit none."""
    found: list[Manifest] = []
    for path in sorted(p for p in folder.rglob("*") if p.suffix in {".yaml", ".yml"}):
        relative = path.relative_to(folder)
        chart = relative.parts[0] if len(relative.parts) > 1 else ""
        for text in documents(path.read_text(encoding="utf-8")):
            body = parse(text, str(path))
            if not isinstance(body, dict):
                raise ValueError(f"{path}: not a manifest but {type(body).__name__}")
            found.append(Manifest(str(relative), chart, text, cast("dict[str, Any]", body)))
    return found


def chart_waves(manifests: Iterable[Manifest]) -> dict[str, int]:
    """The wave of each chart: that of the Argo CD Application which delivers its folder."""
    waves: dict[str, int] = {}
    for app in (m for m in manifests if m.kind == "Application" and m.api_version.startswith("argoproj.io/")):
        for source in [part(app.body, "spec", "source"), *listed(app.body, "spec", "sources")]:
            path = str(source.get("path") or "")
            waves[path.rstrip("/").rsplit("/", 1)[-1] or app.name] = app.wave or 0
    return waves


def ordered(manifests: Iterable[Manifest]) -> list[Manifest]:
    """Sync order: Namespaces, then the charts by wave and name, inside a chart the objects by wave and kind."""
    everything = list(manifests)
    waves = chart_waves(everything)
    rank = {kind: index for index, kind in enumerate(KIND_ORDER)}

    def key(m: Manifest) -> tuple[bool, int, str, int, int, str, str]:
        first = m.kind == "Namespace" and m.wave is None
        wave = m.wave or 0
        return (not first, waves.get(m.chart, 0), m.chart, wave, rank.get(m.kind, len(rank)), m.namespace, m.name)

    if not waves and any(m.wave is not None for m in everything):  # the waves are on the objects alone
        return sorted(everything, key=lambda m: (key(m)[0], m.wave or 0, *key(m)[2:]))
    return sorted(everything, key=key)


def created_namespaces(manifests: Iterable[Manifest]) -> dict[str, dict[str, str]]:
    """Namespaces that are there before the objects: Argo CD's own, in which it runs, and those that it makes.

    The latter (`CreateNamespace=true`) with the labels it gives them.
    """
    argo = [m for m in manifests if m.api_version.startswith("argoproj.io/")]
    made: dict[str, dict[str, str]] = {m.namespace: {} for m in argo if m.namespace}
    for app in (m for m in argo if m.kind == "Application"):
        policy = part(app.body, "spec", "syncPolicy")
        if "CreateNamespace=true" in listed(policy, "syncOptions"):
            namespace = str(part(app.body, "spec", "destination")["namespace"])
            made.setdefault(namespace, {}).update(part(policy, "managedNamespaceMetadata", "labels"))
    return made
