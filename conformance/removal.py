"""Deleting everything leaves nothing."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from conformance.apply import MANAGER, Applied
from conformance.client import MERGE, Client
from conformance.cluster import Cluster, settle
from conformance.objects import Object, listed
from conformance.report import Judge

Left = set[tuple[str, str, str, str]]
IGNORED = {"events", "leases", "componentstatuses"}
BUILT_IN = {"default", "kube-system", "kube-public", "kube-node-lease"}
MADE_BY_CONTROLLERS = {"serviceaccounts", "configmaps"}  # in the built-in namespaces, at their first start


def snapshot(api: Client, unused: set[tuple[str, str]]) -> Left:
    """(apiVersion, plural, namespace, name) of every object there is, the custom kinds nobody made any of left out."""
    found: Left = set()
    for key, resource in api.discover().items():
        api_version = key[0]
        if key in unused or resource.plural in IGNORED or not {"list", "delete"} <= set(resource.verbs):
            continue
        for item in api.items(resource.path()):
            meta = item["metadata"]
            if meta.get("namespace") in BUILT_IN and resource.plural in MADE_BY_CONTROLLERS:
                continue  # ours are looked at one by one
            found.add((api_version, resource.plural, meta.get("namespace", ""), meta["name"]))
    return found


def delete_all(api: Client, applied: Sequence[Applied], judge: Judge) -> None:
    """In reverse order; finalizers whose controller is not here are taken off, and said."""
    for one in reversed(applied):
        if one.manifest.metadata.get("finalizers"):
            api.request("PATCH", one.path, {"metadata": {"finalizers": None}}, MERGE, fieldManager=MANAGER)
            judge.note(f"took the finalizers off {one.manifest.label}: no controller here answers them")
        gone = api.request("DELETE", one.path, {"propagationPolicy": "Background"})
        good = gone.ok or gone.status == HTTPStatus.NOT_FOUND
        judge.expect(good, "delete", one.manifest.label, one.manifest.file, gone.message)


def nothing_left(
    cluster: Cluster, before: Left, unused: set[tuple[str, str]], applied: Sequence[Applied], judge: Judge
) -> None:
    """Nothing that we applied answers, and nothing is there that was not there before the first apply."""

    def look() -> dict[str, str]:
        cluster.check()
        spaces = cluster.api.items("/api/v1/namespaces")
        ending = {
            f"Namespace/{n['metadata']['name']}": _ending(n) for n in spaces if n["metadata"].get("deletionTimestamp")
        }
        return ending or _left(cluster.api, before, unused, applied)

    left = settle(look, 120, stall=40)
    for label, told in sorted(left.items()):
        judge.fail("left-behind", label, "", told)
    if not left:
        judge.passed()


def _left(api: Client, before: Left, unused: set[tuple[str, str]], applied: Sequence[Applied]) -> dict[str, str]:
    ours = {one.manifest.label: "is still there" for one in applied if api.get(one.path).status != HTTPStatus.NOT_FOUND}
    others = {
        f"{namespace}/{plural}/{name}".lstrip("/"): f"{api_version} {plural} is still there"
        for api_version, plural, namespace, name in snapshot(api, unused) - before
    }
    return ours | others


def _ending(namespace: Object) -> str:
    said = [c.get("message", "") for c in listed(namespace, "status", "conditions") if c["status"] == "True"]
    return "is still terminating: " + "; ".join(said)
