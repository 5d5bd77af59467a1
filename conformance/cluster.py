"""A real control plane on loopback: etcd and kube-apiserver, and on demand nodes, controllers and scheduler."""

from __future__ import annotations

import base64
import json
import secrets
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from conformance.client import MERGE, Client
from conformance.objects import part
from conformance.processes import Processes, free_ports, tail

ZONES = ("a", "b", "c")
NODES_PER_ZONE = 4
CAPACITY = {"cpu": "32", "memory": "128Gi", "pods": "110", "ephemeral-storage": "200Gi"}
LIMITS = ("--kube-api-qps=500", "--kube-api-burst=1000", "--leader-elect=false", "--secure-port=0")
USERS = {
    "admin": ("admin", "system:masters"),
    "kube-controller-manager": ("system:kube-controller-manager", ""),
    "kube-scheduler": ("system:kube-scheduler", ""),
    "kwok": ("kwok", "system:masters"),
}


class LateError(RuntimeError):
    """Something did not happen in time."""


def wait(what: str, done: Callable[[], bool], seconds: float, pause: float = 0.2) -> None:
    """Poll until `done` says so."""
    until = time.monotonic() + seconds
    while not done():
        if time.monotonic() > until:
            raise LateError(f"not within {seconds:.0f} s: {what}")
        time.sleep(pause)


def settle(look: Callable[[], dict[str, str]], seconds: float, stall: float = 30) -> dict[str, str]:
    """Look until nobody complains, nothing has changed for `stall` seconds, or the time is up; the complaints."""
    until, still = time.monotonic() + seconds, time.monotonic() + stall
    said = look()
    while said and time.monotonic() < min(until, still):
        time.sleep(0.5)
        before, said = said, look()
        if said != before:
            still = time.monotonic() + stall
    return said


def signing_key() -> str:
    """A fresh P-256 key for service account tokens (SEC 1, the public part left out)."""
    number = (1 + secrets.randbelow(2**255)).to_bytes(32, "big")
    der = bytes.fromhex("3031020101" + "0420") + number + bytes.fromhex("a00a06082a8648ce3d030107")
    return f"-----BEGIN EC PRIVATE KEY-----\n{base64.b64encode(der).decode()}\n-----END EC PRIVATE KEY-----\n"


class Cluster:
    """The API server with its etcd; `controllers()` and `nodes()` bring the rest."""

    def __init__(self, processes: Processes, binaries: Mapping[str, Path]) -> None:
        self._processes = processes
        self._binaries = binaries
        self._folder = processes.folder
        self._tokens = {user: secrets.token_hex(16) for user in USERS}
        self._etcd, self._peer, self.port, self._kwok = free_ports(4)
        self._start_server()
        self.api = self.client("admin")

    def client(self, user: str) -> Client:
        """A client that speaks as this user."""
        return Client(self.port, self._tokens[user], self._folder / "certs" / "apiserver.crt")

    def _start_server(self) -> None:
        url, peer = f"http://127.0.0.1:{self._etcd}", f"http://127.0.0.1:{self._peer}"
        self._processes.start("etcd", [
            str(self._binaries["etcd"]), f"--data-dir={self._folder / 'etcd'}", "--log-level=error",
            f"--listen-client-urls={url}", f"--advertise-client-urls={url}", f"--listen-peer-urls={peer}",
            f"--initial-advertise-peer-urls={peer}", f"--initial-cluster=default={peer}", "--unsafe-no-fsync",
        ])  # fmt: skip
        (self._folder / "signing.key").write_text(signing_key())
        (self._folder / "tokens.csv").write_text(
            "".join(f'{self._tokens[u]},{name},{u},"{group}"\n' for u, (name, group) in USERS.items())
        )
        self._processes.start("kube-apiserver", [
            str(self._binaries["kube-apiserver"]), f"--etcd-servers={url}", f"--secure-port={self.port}",
            "--bind-address=127.0.0.1", "--advertise-address=127.0.0.1", "--endpoint-reconciler-type=none",
            f"--cert-dir={self._folder / 'certs'}", f"--token-auth-file={self._folder / 'tokens.csv'}",
            "--authorization-mode=RBAC", "--anonymous-auth=false", "--allow-privileged=true",
            "--service-cluster-ip-range=10.96.0.0/16", "--service-account-issuer=https://kubernetes.default.svc",
            f"--service-account-key-file={self._folder / 'signing.key'}",
            f"--service-account-signing-key-file={self._folder / 'signing.key'}",
            "--profiling=false", "--event-ttl=10m", "--watch-cache=true",
        ])  # fmt: skip
        self._wait_ready()

    def _wait_ready(self) -> None:
        def ready() -> bool:
            self._processes.check()
            try:
                return self.client("admin").get("/readyz").status == 200
            except OSError:
                return False

        try:
            wait("kube-apiserver is ready", ready, 90)
        except LateError as late:
            raise LateError(f"{late}\n{tail(self._folder / 'kube-apiserver.log')}") from late

    def kubeconfig(self, user: str) -> str:
        """A file with which a program speaks as this user; its path."""
        path = self._folder / f"{user}.kubeconfig"
        authority = base64.b64encode((self._folder / "certs" / "apiserver.crt").read_bytes()).decode()
        server = {"server": f"https://127.0.0.1:{self.port}", "certificate-authority-data": authority}
        path.write_text(json.dumps({
            "apiVersion": "v1", "kind": "Config", "current-context": "c",
            "clusters": [{"name": "c", "cluster": server}],
            "users": [{"name": "u", "user": {"token": self._tokens[user]}}],
            "contexts": [{"name": "c", "context": {"cluster": "c", "user": "u"}}],
        }))  # fmt: skip
        return str(path)

    def _manager(self, *arguments: str) -> None:
        self._processes.start("kube-controller-manager", [
            str(self._binaries["kube-controller-manager"]), *LIMITS, *arguments,
            f"--kubeconfig={self.kubeconfig('kube-controller-manager')}",
            f"--service-account-private-key-file={self._folder / 'signing.key'}",
            f"--root-ca-file={self._folder / 'certs' / 'apiserver.crt'}",
            "--use-service-account-credentials", "--horizontal-pod-autoscaler-sync-period=2s",
            "--concurrent-namespace-syncs=20",
        ])  # fmt: skip

    def controllers(self, *arguments: str) -> None:
        """Start controller manager (with these arguments) and scheduler; quotas count before the first pod is made."""
        if self.api.items("/api/v1/resourcequotas"):
            self._manager("--controllers=resourcequota-controller")
            wait("every ResourceQuota has a status", self._quotas_count, 30)
            self._processes.stop("kube-controller-manager", grace=1)
        self._manager(*arguments)
        self._processes.start("kube-scheduler", [
            str(self._binaries["kube-scheduler"]), *LIMITS, f"--kubeconfig={self.kubeconfig('kube-scheduler')}",
        ])  # fmt: skip

    def _quotas_count(self) -> bool:
        self.check()
        return all(part(quota, "status", "hard") for quota in self.api.items("/api/v1/resourcequotas"))

    def stop_controllers(self) -> None:
        """Back to a bare API server."""
        self._processes.stop("kube-scheduler", "kube-controller-manager")

    def nodes(self) -> list[str]:
        """Start the fake kubelets of new nodes, in three zones, without any workload label; the nodes' names."""
        self._processes.start("kwok", [
            str(self._binaries["kwok"]), f"--kubeconfig={self.kubeconfig('kwok')}", "--manage-all-nodes=true",
            f"--server-address=127.0.0.1:{self._kwok}", f"--node-port={self._kwok}", "--node-ip=127.0.0.1",
            "--cidr=10.200.0.0/16", "--node-lease-duration-seconds=40",
        ])  # fmt: skip
        names = [f"node-{zone}{index}" for zone in ZONES for index in range(NODES_PER_ZONE)]
        for name in names:
            zone = f"ap-northeast-2{name[5]}"
            labels = {
                "kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "arm64",
                "topology.kubernetes.io/region": zone[:-1], "topology.kubernetes.io/zone": zone,
            }  # fmt: skip
            node = {
                "apiVersion": "v1", "kind": "Node",
                "metadata": {"name": name, "labels": labels, "annotations": {"kwok.x-k8s.io/node": "fake"}},
            }  # fmt: skip
            made = self.api.request("POST", "/api/v1/nodes", node)
            if not made.ok and made.status != 409:
                raise RuntimeError(f"node {name}: {made.message}")
            status = {"status": {"capacity": CAPACITY, "allocatable": CAPACITY}}
            self.api.request("PATCH", f"/api/v1/nodes/{name}/status", status, MERGE)
        return names

    def label_nodes(self, names: list[str], labels: Mapping[str, str | None]) -> None:
        """Set (or, with None, take away) labels of nodes."""
        for name in names:
            self.api.request("PATCH", f"/api/v1/nodes/{name}", {"metadata": {"labels": dict(labels)}}, MERGE)

    def check(self) -> None:
        """Raise if a program of the control plane has ended."""
        self._processes.check()
