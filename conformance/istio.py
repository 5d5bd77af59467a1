"""How a rendered folder sets Istio up: the revision, the mesh's configuration, the gateways."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from conformance.manifests import Manifest
from conformance.objects import Object, listed, part

GROUPS = ("networking.istio.io/", "security.istio.io/", "telemetry.istio.io/", "extensions.istio.io/")
REVISION = "istio.io/rev"
HOME = "istio-system"
GATEWAY = "istio-ingressgateway"  # the chart's own, where the folder says nothing of a gateway


@dataclass(frozen=True, slots=True)
class Release:
    """One chart that an Argo CD Application of the folder installs."""

    chart: str
    namespace: str
    values: Object


@dataclass(frozen=True, slots=True)
class Settings:
    """What Istio's charts are told; `asked` are the revisions that namespaces want."""

    revision: str
    tags: Sequence[str] = ()
    mesh: Object = field(default_factory=dict[str, Any])
    gateways: Sequence[Release] = ()
    asked: frozenset[str] = frozenset()

    @classmethod
    def read(cls, manifests: Sequence[Manifest]) -> Settings | None:
        """From the folder's Applications; without one of istiod from the namespaces' label; None if it has no mesh."""
        releases = list(charts(manifests))
        asked = frozenset(str(label) for m in manifests if (label := _revision(m)))
        control = next((r for r in releases if r.chart == "istiod"), None)
        if control is None and not asked:
            return None
        values: Object = control.values if control else {}
        revision = str(values.get("revision") or (min(asked) if control is None else "default"))
        gateways = [r for r in releases if r.chart == "gateway"]
        return cls(revision, listed(values, "revisionTags"), part(values, "meshConfig"), gateways, asked)

    @property
    def unserved(self) -> list[str]:
        """Revisions that a namespace asks for and no control plane answers to."""
        return sorted(self.asked - {self.revision, *self.tags})

    @property
    def operator(self) -> dict[str, Any]:
        """The same for `istioctl manifest generate`. With istio-cni, as under Pod Security `restricted` it must be."""
        components = {"cni": {"enabled": True}, "ingressGateways": [_component(r) for r in self.gateways] or [_PLAIN]}
        spec = {
            "profile": "default", "revision": self.revision, "components": components, "meshConfig": dict(self.mesh),
            "values": {"revisionTags": list(self.tags)},
        }  # fmt: skip
        return {"apiVersion": "install.istio.io/v1alpha1", "kind": "IstioOperator", "spec": spec}


_PLAIN = {"name": GATEWAY, "namespace": HOME, "enabled": True}


def charts(manifests: Iterable[Manifest]) -> Iterator[Release]:
    """Every chart of an Application whose repository is Istio's, with its values."""
    for app in (m for m in manifests if m.kind == "Application" and m.api_version.startswith("argoproj.io/")):
        for source in [part(app.body, "spec", "source"), *listed(app.body, "spec", "sources")]:
            if "istio" in str(source.get("repoURL", "")) and source.get("chart"):
                namespace = str(part(app.body, "spec", "destination").get("namespace") or HOME)
                yield Release(str(source["chart"]), namespace, part(source, "helm", "valuesObject"))


def uses_mesh(manifest: Manifest) -> bool:
    """Whether it is an object of Istio's own."""
    return manifest.api_version.startswith(GROUPS)


def _revision(manifest: Manifest) -> str | None:
    return part(manifest.metadata, "labels").get(REVISION) if manifest.kind == "Namespace" else None


def _component(gateway: Release) -> dict[str, Any]:
    """A gateway's name, labels and ports, from the values of its chart."""
    values = gateway.values
    named = {"name": str(values.get("name") or GATEWAY), "namespace": gateway.namespace, "enabled": True}
    ports = listed(values, "service", "ports")
    return {
        **named,
        **({"label": dict(part(values, "labels"))} if values.get("labels") else {}),
        **({"k8s": {"service": {"ports": ports}}} if ports else {}),
    }
