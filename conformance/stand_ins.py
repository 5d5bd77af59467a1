"""What an analysis of the mesh looks for and charts would make: istiod's objects, a gateway, and pods with a proxy."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from conformance.apply import MANAGER, Applied
from conformance.canaries import GOOD_POD
from conformance.client import Client
from conformance.istio import HOME, REVISION, Settings
from conformance.istioctl import Istioctl
from conformance.manifests import Manifest
from conformance.objects import Object, listed, part
from conformance.report import Judge

KINDS = {"ConfigMap", "ServiceAccount", "Service", "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"}
AT_ONCE = {"gracePeriodSeconds": 0, "propagationPolicy": "Background"}


def manifest(body: Object) -> Manifest:
    """An object that is in no file."""
    return Manifest("(stand-in)", "", json.dumps(body), body)


def namespace(name: str, **labels: str) -> Manifest:
    """A namespace with these labels."""
    meta = {"name": name, "labels": labels}
    return manifest({"apiVersion": "v1", "kind": "Namespace", "metadata": meta})


def of_charts(rendered: Iterable[Manifest]) -> list[Manifest]:
    """What analyzers read of Istio's charts: settings, Services, webhooks, and a pod of each Deployment."""
    everything = list(rendered)
    kept = [_unasked(m) for m in everything if m.kind in KINDS]
    return kept + [_harmless(pod_of(m)) for m in everything if m.kind == "Deployment"]


def pod_of(workload: Manifest) -> Manifest:
    """A pod as the workload would make it."""
    template = workload.pod_template or {}
    meta = part(template, "metadata")
    name = f"{workload.name[:40].rstrip('-.')}-{workload.kind.lower()}-stand-in"
    body = {
        "apiVersion": "v1", "kind": "Pod", "spec": template.get("spec"),
        "metadata": {
            "name": name, "namespace": workload.namespace,
            "labels": part(meta, "labels"), "annotations": part(meta, "annotations"),
        },
    }  # fmt: skip
    return Manifest(workload.file, workload.chart, json.dumps(body), body)


def data_of(rendered: Iterable[Manifest], name: str) -> Object:
    """What the ConfigMap of this name holds."""
    found = next((m for m in rendered if (m.kind, m.name) == ("ConfigMap", name)), None)
    if found is None:
        raise RuntimeError(f"istioctl rendered no ConfigMap {name}")
    return part(found.body, "data")


@contextmanager
def present(
    api: Client, istioctl: Istioctl, settings: Settings, applied: Sequence[Applied], judge: Judge
) -> Generator[str]:
    """While the block runs, the stand-ins are there; gives the mesh's configuration as Istio's chart writes it."""
    rendered = istioctl.charts(settings.operator)
    mesh = str(data_of(rendered, f"istio-{settings.revision}")["mesh"])
    injector = data_of(rendered, f"istio-sidecar-injector-{settings.revision}")
    made: list[str] = []
    try:
        _make(api, [namespace(HOME), *of_charts(rendered)], made)
        workloads = [one.manifest for one in in_mesh(api, applied)]
        for m in map(pod_of, istioctl.inject(workloads, injector, mesh, settings.revision)):
            _admit(api, m, made, judge)
        yield mesh
    finally:
        remove(api, made)


def in_mesh(api: Client, applied: Iterable[Applied]) -> list[Applied]:
    """The workloads of the namespaces that ask for proxies."""
    asking = {space["metadata"]["name"] for space in api.items("/api/v1/namespaces") if _labels(space).get(REVISION)}
    return [one for one in applied if one.manifest.pod_template and one.manifest.namespace in asking]


def make(api: Client, m: Manifest) -> tuple[str, str]:
    """Its path, and why it could not be made."""
    resource = api.resource(m.api_version, m.kind)
    if resource is None:
        return "", f"the API server serves no {m.api_version} {m.kind}"
    path = resource.path(m.namespace, m.name)
    said = api.apply(path, m.text, MANAGER)
    return path, "" if said.ok else said.message


def remove(api: Client, paths: Sequence[str]) -> None:
    """In reverse order, and at once."""
    for path in reversed(paths):
        gone = api.request("DELETE", path, AT_ONCE)
        if not gone.ok and gone.status != HTTPStatus.NOT_FOUND:
            raise RuntimeError(f"{path} could not be removed: {gone.message}")


def _make(api: Client, manifests: Iterable[Manifest], made: list[str]) -> None:
    """Those that are not there already: what the folder holds stays as the folder says."""
    for m in manifests:
        resource = api.resource(m.api_version, m.kind)
        if resource and api.get(resource.path(m.namespace, m.name)).ok:
            continue
        path, why = make(api, m)
        if why:
            raise RuntimeError(f"stand-in {m.label}: {why}")
        made.append(path)


def _admit(api: Client, m: Manifest, made: list[str], judge: Judge) -> None:
    path, why = make(api, m)
    if judge.expect(not why, "injected-pod", m.label, m.file, why):
        made.append(path)


def _labels(body: Object) -> Object:
    return part(body, "metadata", "labels")


def _harmless(pod: Manifest) -> Manifest:
    """Its labels, names, images and ports, which analyzers look at, in a pod that every namespace admits."""
    known = ("name", "image", "ports")
    containers = [
        {**GOOD_POD["containers"][0], **{key: c[key] for key in known if key in c}}
        for c in listed(pod.body, "spec", "containers")
    ]
    return manifest({**pod.body, "spec": {**GOOD_POD, "containers": containers}})


def _unasked(m: Manifest) -> Manifest:
    """A webhook keeps its selectors, which analyzers look at, and is asked nothing: nobody answers here."""
    if not m.kind.endswith("WebhookConfiguration"):
        return m
    hooks: list[dict[str, Any]] = [{**hook, "rules": []} for hook in listed(m.body, "webhooks")]
    return manifest({**m.body, "webhooks": hooks})
