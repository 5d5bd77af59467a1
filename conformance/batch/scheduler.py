"""A real Cronicle on loopback, with the files of the emitted ConfigMap, started as the pod starts it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
import urllib.request
from pathlib import Path
from typing import Any

from conformance.processes import free_ports, tail
from x2bee_constructs.batch.files import SCRIPT_NAMES, scheduler_files
from x2bee_constructs.batch.manifests import scheduler_service
from x2bee_constructs.batch.props import CronicleSchedulerProps

__all__ = ["Scheduler"]

PASSWORD, API_KEY, READER_KEY = "Password1", "apikey1", "readerkey1"
"""Of this run alone."""


class Scheduler:
    """One scheduler: its home folder, and its process when it runs."""

    def __init__(self, name: str, cronicle: Path, folder: Path, props: CronicleSchedulerProps) -> None:
        """Lay out what the image and the volumes of the pod have."""
        self.name, self.home, self.scripts = name, folder / "home", folder / "scripts"
        self.plugin, self.log = folder / "plugin", folder / "cronicle.log"
        self.port, self.metrics_port = free_ports(2)
        self.env = {**scheduler_service(name, props).env, **self._environment(folder)}
        self._process: subprocess.Popen[bytes] | None = None
        self._exporter: subprocess.Popen[bytes] | None = None
        self._lay_out(cronicle, scheduler_files(props))

    def _environment(self, folder: Path) -> dict[str, str]:
        """What differs from a pod: where things are, and short times; all by variables, as the pod would say them."""
        return {
            "CRONICLE_WebServer__http_port": str(self.port),
            "CRONICLE_WebServer__http_bind_address": "127.0.0.1",
            "CRONICLE_foreground": "1",
            "CRONICLE_scheduler_startup_grace": "1",
            "CRONICLE_secret_key": "signs",
            "HOSTNAME": self.name,
            "PATH": os.environ["PATH"],
            "X2BEE_ADMIN_PASSWORD": PASSWORD,
            "X2BEE_API_KEY": API_KEY,
            "X2BEE_CRONICLE_HOME": str(self.home),
            "X2BEE_POLL_SECONDS": "1",
            "X2BEE_READER_KEY": READER_KEY,
            "X2BEE_STOPPING": str(folder / "stopping"),
        }

    def _lay_out(self, cronicle: Path, files: dict[str, str]) -> None:
        self.home.mkdir(parents=True)
        for part in ("bin", "htdocs", "lib"):
            shutil.copytree(cronicle / part, self.home / part)
        shutil.copytree(cronicle / "sample_conf", self.home / "conf")
        shutil.copy(cronicle / "package.json", self.home)
        (self.home / "node_modules").symlink_to(cronicle / "node_modules")
        for folder in (self.scripts, self.plugin):
            folder.mkdir()
        for name, text in files.items():
            home = self.home / "conf" if name.endswith(".json") else self.scripts
            plugin = name.removeprefix("plugin.")
            ((self.plugin / plugin) if name.startswith("plugin.") else home / name).write_text(text, encoding="utf-8")
        assert all((self.scripts / name).exists() for name in SCRIPT_NAMES)

    def start(self) -> float:
        """Start it as the pod does, and wait until its own readiness probe says so; returns the seconds."""
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(
                ["node", str(self.scripts / "start.js")], env=self.env, cwd=self.home, stdin=subprocess.DEVNULL,
                stdout=out, stderr=out, start_new_session=True,
            )  # fmt: skip
        began = time.monotonic()
        while self.probe("ready") != 0:
            if self._process.poll() is not None or time.monotonic() - began > 60:
                raise RuntimeError(f"{self.name} did not become ready:\n{tail(self.log, 12)}")
            time.sleep(0.3)
        return time.monotonic() - began

    def probe(self, mode: str) -> int:
        """The exit code of a probe, as the kubelet sees it."""
        argv = ["node", str(self.scripts / "health.js"), mode, str(self.port)]
        return subprocess.run(argv, env=self.env, capture_output=True, timeout=30, check=False).returncode

    def kill(self) -> None:
        """The container is gone at once: the program and all its jobs."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """The pod ends: SIGTERM to process 1 alone, which has time to end by itself."""
        assert self._process
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(40)

    def _end(self, number: signal.Signals) -> None:
        if self._process and self._process.poll() is None:
            os.killpg(self._process.pid, number)
            self._process.wait(10)

    def metrics(self) -> dict[str, float]:
        """What Prometheus would get, by metric and labels."""
        if not self._exporter:
            argv = ["node", str(self.scripts / "exporter.js"), str(self.metrics_port), f"http://127.0.0.1:{self.port}"]
            env = {**self.env, "X2BEE_LISTEN": "127.0.0.1"}
            self._exporter = subprocess.Popen(argv, env=env, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(1.5)
        with urllib.request.urlopen(f"http://127.0.0.1:{self.metrics_port}/metrics", timeout=20) as answer:
            lines = answer.read().decode().splitlines()
        return {key: float(value) for key, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")}

    def ask(self, api: str, body: dict[str, Any] | None = None, *, key: str = API_KEY) -> dict[str, Any]:
        """One request to its API."""
        headers = {"Content-Type": "application/json", "X-API-Key": key}
        url = f"http://127.0.0.1:{self.port}/api/{'app' if '/' not in api else ''}/{api}/v1".replace("//", "/")
        url = url.replace("http:/", "http://")
        asked = urllib.request.Request(url, data=json.dumps(body or {}).encode(), headers=headers)
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return json.loads(answer.read())

    def close(self) -> None:
        """End all of it."""
        self._end(signal.SIGKILL)
        if self._exporter:
            self._exporter.kill()
            self._exporter.wait()
