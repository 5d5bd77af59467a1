"""Deleting everything leaves nothing."""

from __future__ import annotations

from collections.abc import Sequence

from conformance.apply import Applied, MANAGER
from conformance.client import MERGE, Client
from conformance.cluster import Cluster, Timeout, wait
from conformance.report import Judge

Left = set[tuple[str, str, str, str]]
IGNORED = {"events", "leases", "componentstatuses"}


def snapshot(api: Client) -> Left:
    """(apiVersion, plural, namespace, name) of every object there is."""
    found: Left = set()
    for (api_version, _), resource in api.discover().items():
        if "list" not in resource.verbs or "delete" not in resource.verbs or resource.plural in IGNORED:
            continue
        for item in api.items(resource.path()):
            meta = item["metadata"]
            found.add((api_version, resource.plural, meta.get("namespace", ""), meta["name"]))
    return found


def delete_all(api: Client, applied: Sequence[Applied], judge: Judge) -> None:
    """In reverse order; finalizers whose controller is not here are taken off, and said."""
    for one in reversed(applied):
        if one.manifest.metadata.get("finalizers"):
            api.request("PATCH", one.path, {"metadata": {"finalizers": None}}, MERGE, fieldManager=MANAGER)
            judge.note(f"took the finalizers off {one.manifest.label}: no controller here answers them")
        gone = api.request("DELETE", one.path, {"propagationPolicy": "Background"})
        if gone.status != 404:
            judge.expect(gone.ok, "delete", one.manifest.label, one.manifest.file, gone.message)


def nothing_left(cluster: Cluster, before: Left, judge: Judge, seconds: float = 90) -> None:
    """Compare everything there is with what was there before the first apply."""
    left: Left = set()

    def gone() -> bool:
        cluster.check()
        if any(n["status"].get("phase") == "Terminating" for n in cluster.api.items("/api/v1/namespaces")):
            return False
        left.clear()
        left.update(snapshot(cluster.api) - before)
        return not left

    try:
        wait("everything is gone", gone, seconds, pause=1)
    except Timeout:
        left.update(snapshot(cluster.api) - before)
    for api_version, plural, namespace, name in sorted(left):
        judge.fail("left-behind", f"{namespace}/{plural}/{name}".lstrip("/"), "", f"{api_version} {plural} is still there")
    if not left:
        judge.passed()
