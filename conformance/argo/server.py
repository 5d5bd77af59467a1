"""Argo CD's application controller and repository server, with a Redis, on loopback."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from conformance.client import MERGE, Client
from conformance.cluster import Cluster
from conformance.objects import listed, part
from conformance.processes import Processes, free_ports

NAMESPACE = "argocd"
APPLICATIONS = f"/apis/argoproj.io/v1alpha1/namespaces/{NAMESPACE}/applications"
REFRESH = "argocd.argoproj.io/refresh"


class ArgoCd:
    """The programs, and what Applications say."""

    def __init__(self, processes: Processes, cluster: Cluster, program: Path, redis: str) -> None:
        self._processes, self._cluster, self._program = processes, cluster, program
        self.api: Client = cluster.client("admin")
        self._redis, self._repo, *self._others = free_ports(5)
        folder = processes.folder
        for name in ("tls", "ssh", "tmp", "bin"):
            (folder / name).mkdir()
        # In Argo CD's image it looks for signatures, which no AppProject of ours asks for; it is called all the same.
        (folder / "bin" / "git-verify-wrapper.sh").write_text("#!/bin/sh\nexit 0\n")
        (folder / "bin" / "git-verify-wrapper.sh").chmod(0o755)
        processes.start("redis", [
            redis, f"--port {self._redis}", "--bind 127.0.0.1", "--save", "", "--appendonly no", f"--dir {folder}",
        ])  # fmt: skip

    def start(self) -> None:
        """Begin to look at Git and at the cluster; the namespace and `argocd-cm` are there."""
        cache = f"--redis=127.0.0.1:{self._redis}"
        self._start("argocd-repo-server", [
            "--address=127.0.0.1", f"--port={self._repo}", "--metrics-address=127.0.0.1",
            f"--metrics-port={self._others[0]}", "--disable-tls", "--client-ca-path=", cache,
        ])  # fmt: skip
        self._start("argocd-application-controller", [
            f"--kubeconfig={self._cluster.kubeconfig('admin')}", f"--namespace={NAMESPACE}",
            f"--repo-server=127.0.0.1:{self._repo}", "--repo-server-plaintext", f"--metrics-port={self._others[1]}",
            "--app-resync=600", cache,
        ])  # fmt: skip

    def _start(self, name: str, arguments: list[str]) -> None:
        folder = self._processes.folder
        told = {
            "ARGOCD_BINARY_NAME": name, "ARGOCD_FAKE_IN_CLUSTER": "true", "ARGOCD_GPG_ENABLED": "false",
            "ARGOCD_TLS_DATA_PATH": str(folder / "tls"), "ARGOCD_SSH_DATA_PATH": str(folder / "ssh"),
            "KUBECONFIG": self._cluster.kubeconfig("admin"), "TMPDIR": str(folder / "tmp"),
            "PATH": f"{folder / 'bin'}:{os.defpath}",
        }  # fmt: skip
        self._processes.start(name, [str(self._program), *arguments], told)

    def applications(self) -> dict[str, dict[str, Any]]:
        """All of them, by name."""
        return {str(one["metadata"]["name"]): one for one in self.api.items(APPLICATIONS)}

    def refresh(self, *names: str) -> None:
        """Look at Git again (what a webhook of the repository does); all, if none is named."""
        for name in names or tuple(self.applications()):
            self._merge(name, {"metadata": {"annotations": {REFRESH: "normal"}}})

    def sync(self, name: str) -> None:
        """Sync by hand, as a person would press the button."""
        options = listed(self.applications()[name], "spec", "syncPolicy", "syncOptions")
        self._merge(name, {"operation": {"initiatedBy": {"username": "person"}, "sync": {"syncOptions": options}}})

    def _merge(self, name: str, body: Mapping[str, Any]) -> None:
        said = self.api.request("PATCH", f"{APPLICATIONS}/{name}", body, MERGE)
        if not said.ok:
            raise RuntimeError(f"Application {name}: {said.message}")


def complaints(found: Mapping[str, dict[str, Any]]) -> dict[str, str]:
    """What each Application that is not Synced and Healthy says of itself."""
    said: dict[str, str] = {}
    for name, one in found.items():
        status = part(one, "status")
        state, health = part(status, "sync").get("status"), part(status, "health").get("status")
        if state != "Synced" or health != "Healthy" or busy(one):
            said[name] = f"{state}, {health}; {why(one)}"[:1500]
    return said


def busy(one: Mapping[str, Any]) -> bool:
    """Whether a sync is asked for or running, or a look at Git is."""
    phase = part(one, "status", "operationState").get("phase")
    return "operation" in one or phase == "Running" or REFRESH in part(one, "metadata", "annotations")


def why(one: Mapping[str, Any]) -> str:
    """Its conditions, its last sync, and the objects that are not as they should be."""
    conditions = [str(c["message"]) for c in listed(one, "status", "conditions")]
    message = str(part(one, "status", "operationState").get("message") or "")
    wrong = [
        f"{r.get('kind')}/{r.get('name')} {r.get('status')} {json.dumps(part(r, 'health'))}"
        for r in listed(one, "status", "resources")
        if r.get("status") != "Synced" or part(r, "health").get("status") not in {None, "Healthy"}
    ]
    return "; ".join([*conditions, message, *wrong[:4]])


def until(look: Callable[[], dict[str, str]], tick: Callable[[], None], seconds: float, stall: float) -> dict[str, str]:
    """Look until nobody complains, nothing has changed for `stall` seconds, or the time is up; the complaints."""
    end, still = time.monotonic() + seconds, time.monotonic() + stall
    said = look()
    while said and time.monotonic() < min(end, still):
        time.sleep(1)
        tick()
        before, said = said, look()
        if said != before:
            still = time.monotonic() + stall
    return said
