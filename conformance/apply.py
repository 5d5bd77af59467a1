"""Apply every object in sync order, twice: all accepted, and the second time nothing changes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from conformance.client import Client, Response
from conformance.manifests import Manifest, created_namespaces, ordered
from conformance.objects import Object, differences, part
from conformance.report import Judge

MANAGER = "x2bee-conformance"


@dataclass(frozen=True, slots=True)
class Applied:
    """An object that the API server took."""

    manifest: Manifest
    path: str


def apply_all(api: Client, manifests: Sequence[Manifest], judge: Judge, *, have_crds: bool) -> list[Applied]:
    """First apply, with strict field validation; what the API server warns of is an objection too."""
    applied: list[Applied] = []
    unknown: dict[str, int] = {}
    for m in [*namespaces_of_argo(manifests), *ordered(manifests)]:
        resource = api.resource(m.api_version, m.kind)
        if resource is None and not have_crds and "." in m.api_version:
            unknown[f"{m.api_version} {m.kind}"] = unknown.get(f"{m.api_version} {m.kind}", 0) + 1
            continue
        if resource is None:
            judge.fail("unknown-kind", m.label, m.file, f"the API server serves no {m.api_version} {m.kind}")
            continue
        if resource.namespaced != bool(m.namespace):
            what = "has no namespace" if resource.namespaced else f"is cluster-wide, yet says {m.namespace!r}"
            judge.fail("namespace", m.label, m.file, f"{m.kind} {what}")
            continue
        response = api.apply(resource.path(m.namespace, m.name), m.text, MANAGER)
        for warning in response.warnings:
            judge.fail("warning", m.label, m.file, warning)
        if judge.expect(response.ok, "apply", m.label, m.file, response.message):
            applied.append(Applied(m, resource.path(m.namespace, m.name)))
    for kind, count in sorted(unknown.items()):
        judge.note(f"skipped {count} objects of {kind}: its CustomResourceDefinition is not here")
    return applied


def namespaces_of_argo(manifests: Sequence[Manifest]) -> list[Manifest]:
    """The namespaces that no file holds because Argo CD makes them, or runs in them."""
    held = {m.name for m in manifests if m.kind == "Namespace"}
    bodies = [
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}}
        for name, labels in created_namespaces(manifests).items()
        if name not in held
    ]
    return [Manifest("(Argo CD)", "", json.dumps(body), body) for body in bodies]


def apply_again(api: Client, applied: Sequence[Applied], judge: Judge) -> None:
    """Second apply: no resourceVersion moves (tried twice, since the server may write a status meanwhile)."""
    for one in applied:
        before, after, same = _once_more(api, one)
        if not same:
            before, after, same = _once_more(api, one)
        told = f"changed: {', '.join(differences(before, after.body))}" if after.ok else after.message
        judge.expect(same, "second-apply", one.manifest.label, one.manifest.file, told)


def _once_more(api: Client, one: Applied) -> tuple[Object, Response, bool]:
    before = api.get(one.path).body
    after = api.apply(one.path, one.manifest.text, MANAGER)
    version = part(before, "metadata").get("resourceVersion")
    return before, after, after.ok and version == part(after.body, "metadata").get("resourceVersion")


def apply_settled(api: Client, applied: Sequence[Applied], judge: Judge) -> None:
    """Third apply, with the controllers at work and without force: nobody else owns what we say."""
    for one in applied:
        before = api.get(one.path).body
        after = api.apply(one.path, one.manifest.text, MANAGER, force=False)
        if not after.ok:
            judge.fail("conflict", one.manifest.label, one.manifest.file, after.message)
            continue
        told = [d for d in differences(before, after.body) if not d.startswith(("status", "metadata"))]
        judge.expect(not told, "settled-apply", one.manifest.label, one.manifest.file, f"changed: {', '.join(told)}")
