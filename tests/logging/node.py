"""A node with pods and a real Fluentd, where the machine has one: `X2BEE_FLUENTD` is the program that starts it, with
the gems of images/fluentd at hand. `X2BEE_NEEDS_FLUENTD=1` makes a missing program a failure.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from conformance.logging.corpus import cri
from conformance.logging.settings import conf
from conformance.logging.stores import Stores

__all__ = ["Node", "messages", "numbers", "program"]

PLUGINS = Path(__file__).parents[2] / "images" / "fluentd" / "plugins"


def program() -> str:
    found = os.environ.get("X2BEE_FLUENTD", "")
    if not found and os.environ.get("X2BEE_NEEDS_FLUENTD") == "1":
        pytest.fail("X2BEE_FLUENTD must name a Fluentd")
    if not found:
        pytest.skip("no Fluentd: set X2BEE_FLUENTD to one")
    return found


def free_port() -> int:
    """One of which the next one is most likely free too."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Node:
    """A node with pods and a Fluentd."""

    def __init__(self, folder: Path, stores: Stores, search: str = "") -> None:
        """`search` is another OpenSearch than the stand-in."""
        self.pods, self.state, self.stores = folder / "pods", folder / "state", stores
        self.pods.mkdir()
        self.state.mkdir()
        self.log = folder / "fluentd.log"
        self.conf = folder / "fluent.conf"
        here = f"http://127.0.0.1:{stores.port}"
        bucket = f"s3_endpoint {here}\n  force_path_style true\n  aws_key_id A\n  aws_sec_key B\n  s3_bucket"
        changes = {
            "/fluentd/state": str(self.state),
            "/var/log/pods": str(self.pods),
            "https://logs.acme-shop.co.kr": search or here,
            "s3_bucket": bucket,
            "flush_interval '5m'": "flush_interval '1s'",
            "flush_interval '5s'": "flush_interval '1s'",
            "flush_interval '10s'": "flush_interval '1s'",
            "retry_max_interval '1m'": "retry_max_interval '1s'",
            "refresh_interval '5s'": "refresh_interval '1s'",
            "port 24231": f"port {free_port()}",
            "interval '1m'": "interval '1s'",
            "look_interval '2s'": "look_interval '1s'",
        }
        text = conf()
        for old, new in changes.items():
            assert old in text, old
            text = text.replace(old, new)
        self.conf.write_text(text)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        token = self.conf.with_name("token")
        token.write_text("pod-token")
        env = {
            **os.environ,
            "NODE_NAME": "node-a",
            "AWS_REGION": "ap-northeast-2",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"http://127.0.0.1:{self.stores.port}/v1/credentials",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": str(token),
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [program(), "-p", str(PLUGINS), "-c", str(self.conf)],
                env=env,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process:
            if how == signal.SIGKILL:
                os.killpg(self.process.pid, how)
            else:
                self.process.send_signal(how)
            try:
                self.process.wait(90)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait(30)
            self.process = None

    def add(self, pod: str, lines: list[str], file: str = "0.log", second: int = 10) -> None:
        path = self.pods / f"acme-app_{pod}-7d4b9c6f5d-x2z4k_u/{pod}" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a") as out:
            out.write(cri(lines, second))

    def until(self, true: Callable[[], object], what: str) -> None:
        """Wait as long as it takes on a slow machine; the bound only ends a test that would never end."""
        end = time.monotonic() + 120
        while not true():
            if time.monotonic() > end:
                pytest.fail(f"{what}\n{self.log.read_text()[-3000:]}")
            time.sleep(0.3)

    def written(self) -> str:
        """Everything that left the node or lies on it."""
        stores = json.dumps(self.stores.archived() + self.stores.found(), ensure_ascii=False)
        disk = "".join(p.read_text(errors="replace") for p in self.state.rglob("*") if p.is_file())
        return stores + disk + self.log.read_text()


def messages(records: Sequence[dict[str, Any]]) -> list[str]:
    return [str(record["message"]) for record in records]


def numbers(records: Sequence[dict[str, Any]]) -> list[int]:
    return sorted(int(word) for message in messages(records) for word in re.findall(r"n([0-9]+)", message))
