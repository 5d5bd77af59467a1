"""The running Envoy: started on its configuration, asked for its counters, ended."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from conformance.faults.bootstrap import bootstrap, cluster_name, traffic_policy
from conformance.faults.localities import endpoints, prefers_own_zone
from conformance.faults.mapped import Json
from conformance.faults.rules import Rules
from conformance.processes import Processes, free_ports

__all__ = ["Counters", "Proxy", "envoy_version"]

_READY_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Counters:
    """What Envoy counted for the service."""

    retries: int
    retries_refused: int
    ejections: int
    ejections_refused: int


def envoy_version(binary: Path) -> str:
    """As the program says it: `1.40.0`."""
    said = subprocess.run([binary, "--version"], capture_output=True, text=True, check=True, timeout=20).stdout
    found = re.search(r"/(\d+\.\d+\.\d+)/", said)
    if not found:
        raise RuntimeError(f"{binary} --version said {said!r}")
    return found[1]


class Proxy:
    """One Envoy with these rules and endpoints; it belongs to `processes`, which ends it."""

    def __init__(
        self, binary: Path, name: str, rules: Rules, ports: dict[str, list[int]], processes: Processes
    ) -> None:
        self._rules = rules
        self._processes = processes
        self._endpoints = processes.folder / name / "endpoints.json"
        self._endpoints.parent.mkdir()
        self.port, self._admin = free_ports(2)
        self.place(ports)
        configuration = self._endpoints.with_name("envoy.json")
        configuration.write_text(json.dumps(bootstrap(rules, str(self._endpoints), self.port, self._admin)))
        processes.start(name, [
            str(binary), "--config-path", str(configuration), "--disable-hot-restart", "--concurrency", "2",
            "--log-level", "warning",
        ])  # fmt: skip
        self._started = time.monotonic()

    @property
    def age(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._started

    def place(self, ports: dict[str, list[int]]) -> None:
        """Say where the backends are; Envoy looks again when the file is replaced."""
        made = endpoints(cluster_name(self._rules), ports, prefers_own_zone(traffic_policy(self._rules)))
        fresh = self._endpoints.with_suffix(".new")
        fresh.write_text(json.dumps(made))
        os.replace(fresh, self._endpoints)

    async def wait(self, backends: int) -> None:
        """Until it listens and knows so many backends."""
        until = time.monotonic() + _READY_SECONDS
        while not self._ready() or self._counter("membership_total") != backends:
            self._processes.check()
            if time.monotonic() > until:
                raise RuntimeError(f"Envoy does not know {backends} backends after {_READY_SECONDS} s")
            await asyncio.sleep(0.05)

    def counters(self) -> Counters:
        """Since the start."""
        return Counters(
            self._counter("upstream_rq_retry"), self._counter("upstream_rq_retry_overflow"),
            self._counter("outlier_detection.ejections_enforced_total"),
            self._counter("outlier_detection.ejections_overflow"),
        )  # fmt: skip

    def _counter(self, name: str) -> int:
        """0 for a counter that this cluster does not have (no outlier detection)."""
        prefix = f"cluster.{cluster_name(self._rules)}."
        found: Json = json.loads(self._ask(f"/stats?format=json&filter={re.escape(name)}$"))
        values: dict[str, int] = {s["name"]: s["value"] for s in found["stats"] if "name" in s}
        return values.get(prefix + name, 0)

    def _ready(self) -> bool:
        try:
            return self._ask("/ready").strip() == "LIVE"
        except OSError:
            return False

    def _ask(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self._admin}{path}", timeout=5) as answer:
            return answer.read().decode()
