"""The configuration in a real Fluentd, where the machine has one: `X2BEE_FLUENTD` is the program that starts it, with
the gems of images/fluentd at hand. The stores are stand-ins on loopback (conformance/logging/stores.py).

`X2BEE_NEEDS_FLUENTD=1` makes a missing program a failure.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from conformance.logging.corpus import HIDDEN, SHOWN, cri, lay_out
from conformance.logging.settings import conf
from conformance.logging.stores import Stores

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

    def __init__(self, folder: Path, stores: Stores) -> None:
        self.pods, self.state, self.stores = folder / "pods", folder / "state", stores
        self.pods.mkdir()
        self.log = folder / "fluentd.log"
        self.conf = folder / "fluent.conf"
        here = f"http://127.0.0.1:{stores.port}"
        bucket = f"s3_endpoint {here}\n  force_path_style true\n  aws_key_id A\n  aws_sec_key B\n  s3_bucket"
        changes = {
            "/fluentd/state": str(self.state),
            "/var/log/pods": str(self.pods),
            "https://logs.acme-shop.co.kr": here,
            "s3_bucket": bucket,
            "flush_interval '5m'": "flush_interval '1s'",
            "flush_interval '5s'": "flush_interval '1s'",
            "flush_interval '10s'": "flush_interval '1s'",
            "retry_max_interval '1m'": "retry_max_interval '1s'",
            "refresh_interval '5s'": "refresh_interval '1s'",
            "port 24231": f"port {free_port()}",
        }
        text = conf()
        for old, new in changes.items():
            assert old in text, old
            text = text.replace(old, new)
        self.conf.write_text(text)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        env = {**os.environ, "NODE_NAME": "node-a", "AWS_REGION": "ap-northeast-2"}
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


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Node]:
    program()
    stores = Stores()
    made = Node(tmp_path, stores)
    yield made
    made.stop()
    stores.stop()


def messages(records: list[dict[str, object]]) -> list[str]:
    return [str(record["message"]) for record in records]


def test_every_line_reaches_both_stores_and_personal_data_neither(node: Node) -> None:
    lay_out(node.pods)
    node.start()
    count = 7 + 5 + 4 + 1  # events: a stack and six lines, five JSON, Next.js, a request
    node.until(lambda: len(node.stores.found()) >= count and len(node.stores.archived()) >= count, "not all arrived")
    everything = node.written()
    assert [word for word in HIDDEN if word in everything] == []
    assert [word for word in SHOWN if word not in everything] == []
    assert len(node.stores.found()) == len(node.stores.archived()) == count
    assert node.stores.signed == {"AWS4-HMAC-SHA256"}

    stack = next(record for record in node.stores.found() if "payment failed" in str(record["message"]))
    assert "Caused by: java.io.IOException: *** not reachable\n\t... 23 more" in str(stack["message"])
    assert str(stack["@timestamp"]).startswith("2026-01-05T01:00:00.000000000")
    wanted = {
        "service": "x2bee-api-order",
        "namespace": "acme-app",
        "node": "node-a",
        "customer": "acme",
        "environment": "prd",
        "level": "ERROR",
        "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
        "log_class": "application",
    }
    assert {key: stack[key] for key in wanted} == wanted
    streams = {index for index, _ in node.stores.documents.values()}
    assert streams == {"x2bee-application", "x2bee-access", "x2bee-audit", "x2bee-commerce"}
    for quoted, headers in node.stores.headers.items():
        path = unquote(quoted)
        assert "/service=" in path
        assert "/dt=2026-01-05/hour=01/node-a-" in path
        assert path.split("?")[0].endswith(".gz")
        assert {"x-amz-checksum-sha256", "x-amz-trailer"} & {name.lower() for name in headers}
    assert {path.split("/")[1] for path in node.stores.objects} == {
        "archive-application",
        "archive-access",
        "archive-audit",
        "archive-commerce",
    }


@pytest.mark.parametrize("away", ["search", "archive"])
def test_a_store_that_is_away_stops_nothing_of_the_other(node: Node, away: str) -> None:
    setattr(node.stores, f"{away}_down", True)
    other = node.stores.archived if away == "search" else node.stores.found
    mine = node.stores.found if away == "search" else node.stores.archived
    node.start()
    node.add("x2bee-api-order", [f"line {number}" for number in range(300)])
    node.until(lambda: len(other()) >= 300, "the other store did not go on")
    assert mine() == []
    setattr(node.stores, f"{away}_down", False)
    node.until(lambda: len(mine()) >= 300, "it did not catch up")
    assert set(messages(mine())) == {f"line {number}" for number in range(300)}


def test_a_killed_fluentd_goes_on_where_it_stopped_and_rotated_files_are_read(node: Node) -> None:
    node.stores.search_down = node.stores.archive_down = True
    node.start()
    node.add("x2bee-fo", [f"first {number}" for number in range(50)])
    node.until(lambda: list((node.state / "search" / "buffer").rglob("*.log")), "nothing was buffered")
    node.until(lambda: list((node.state / "archive").rglob("*.log")), "nothing was buffered")
    node.stop(signal.SIGKILL)
    log = next(node.pods.rglob("0.log"))
    node.add("x2bee-fo", [f"second {number}" for number in range(50)])
    log.rename(log.with_name("0.log.20260105-010011"))
    node.add("x2bee-fo", [f"third {number}" for number in range(50)], second=12)
    node.stores.search_down = node.stores.archive_down = False
    node.start()
    wanted = {f"{word} {number}" for word in ("second", "third") for number in range(50)}
    node.until(lambda: wanted <= set(messages(node.stores.found())), "the search misses lines")
    node.until(lambda: wanted <= set(messages(node.stores.archived())), "the archive misses lines")


def test_one_refused_document_is_kept_apart_and_the_rest_arrives(node: Node) -> None:
    node.start()
    node.add("x2bee-bo", ["good 1", "refuse-me kim@example.com", "good 2"])
    node.until(lambda: len(node.stores.found()) >= 2, "the good ones did not arrive")
    refused = node.state / "dead-letters"
    node.until(lambda: any("refuse-me" in p.read_text() for p in refused.rglob("refused*") if p.is_file()), "no letter")
    assert "kim@example.com" not in node.written()
    node.until(lambda: any("refuse-me ***" in m for m in messages(node.stores.archived())), "the archive has it too")
