"""A real Prometheus reads the rules that acme prd gets, scrapes a stand-in for the mesh, and calls for one service.

The stand-in answers as the proxies of two services would: orders fail in one request of twenty, goods are well. What
the first rules would have recorded in the 70 minutes before is backfilled (`promtool tsdb create-blocks-from
openmetrics`), so that the windows hold as they are emitted; what follows is scraped, computed and told by Prometheus.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from tests.alerts.platforms import PLATFORMS
from tests.alerts.promtool import tool, wire
from x2bee_constructs.platform.alerts import platform_rules

pytestmark = pytest.mark.servers

ILL, WELL = "x2bee-api-order", "x2bee-api-goods"
FAILING = {ILL: 0.05, WELL: 0.0001}
RATE = 50.0
"""Requests a second of each."""

HISTORY_MINUTES = 70
PATIENCE_SECONDS = 240
"""The rules need about 95 seconds: at most 30 until they are computed, then the minute that an alert waits."""


def exposition(now: float) -> str:
    """Counters that grow with the clock, as proxies have them."""
    lines = ["# TYPE istio_requests_total counter", "# TYPE istio_request_duration_milliseconds histogram"]
    for service, share in FAILING.items():
        of = f'reporter="destination",destination_workload="{service}",destination_workload_namespace="acme-app"'
        for code, part in (("200", 1 - share), ("500", share)):
            count = now % 1e6 * RATE * part
            lines.append(f'istio_requests_total{{{of},response_code="{code}"}} {count:.3f}')
            timed = f'{of},response_code="{code}"'
            bucket = "istio_request_duration_milliseconds_bucket"
            lines += [f'{bucket}{{{timed},le="{le}"}} {count:.3f}' for le in ("500", "1000", "+Inf")]
            lines.append(f"istio_request_duration_milliseconds_count{{{timed}}} {count:.3f}")
            lines.append(f"istio_request_duration_milliseconds_sum{{{timed}}} {count * 80:.3f}")
    return "\n".join(lines) + "\n"


def history(now: int) -> str:
    """What was recorded before, in OpenMetrics."""
    lines: list[str] = []
    for metric in ("bad", "total"):
        name = f"x2bee:slo_{metric}:rate5m"
        lines.append(f"# TYPE {name} gauge")
        for service, share in FAILING.items():
            of = f'namespace="acme-app",service="{service}",slo="availability"'
            value = RATE * (share if metric == "bad" else 1)
            first = now - HISTORY_MINUTES * 60
            lines += [f"{name}{{{of}}} {value:g} {at}" for at in range(first, now, 30)]
    return "\n".join([*lines, "# EOF"]) + "\n"


@pytest.fixture
def mesh() -> Iterator[str]:
    """Where the stand-in answers."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = exposition(time.time()).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def prometheus(mesh: str, tmp_path: Path) -> Iterator[str]:
    """A Prometheus with the rules; yields where its API is."""
    program = os.environ.get("X2BEE_PROMETHEUS") or shutil.which("prometheus")
    if not program:
        said = "no prometheus (Debian package prometheus)"
        (pytest.fail if os.environ.get("X2BEE_NEEDS_PROMTOOL") == "1" else pytest.skip)(said)
    (tmp_path / "rules.json").write_text(json.dumps(wire(platform_rules(PLATFORMS["prd"]))))
    config = {
        "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
        "rule_files": [str(tmp_path / "rules.json")],
        "scrape_configs": [{"job_name": "mesh", "static_configs": [{"targets": [mesh]}]}],
    }
    (tmp_path / "prometheus.yml").write_text(json.dumps(config))
    (tmp_path / "history.om").write_text(history(int(time.time())))
    data = tmp_path / "data"
    fill = [tool(), "tsdb", "create-blocks-from", "openmetrics", str(tmp_path / "history.om"), str(data)]
    done = subprocess.run(fill, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{found.getsockname()[1]}"
    command = [program, f"--config.file={tmp_path / 'prometheus.yml'}", f"--storage.tsdb.path={data}"]
    with (tmp_path / "prometheus.log").open("w") as log:
        server = subprocess.Popen([*command, f"--web.listen-address={address}"], stdout=log, stderr=log)
        try:
            _until_ready(address, server, tmp_path / "prometheus.log")
            yield address
        finally:
            server.terminate()
            server.wait(30)


def _until_ready(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(240):
        assert server.poll() is None, log.read_text()
        try:
            with urlopen(f"http://{address}/-/ready", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            pass
        time.sleep(0.25)
    pytest.fail(log.read_text())


def asked(address: str, path: str) -> Any:
    with urlopen(f"http://{address}/api/v1/{path}", timeout=30) as answer:
        return json.load(answer)["data"]


def alerts(address: str) -> list[dict[str, Any]]:
    return list(asked(address, "alerts")["alerts"])


def test_a_burning_budget_goes_from_pending_to_firing_and_a_quiet_service_does_not(prometheus: str) -> None:
    states: list[str] = []
    fired: dict[str, Any] = {}
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end and not fired:
        now = alerts(prometheus)
        assert not [one for one in now if one["labels"].get("service") == WELL]
        mine = [one for one in now if one["labels"]["alertname"] == "AvailabilityBurnsFast"]
        states += [one["state"] for one in mine if one["state"] not in states]
        fired = next((one for one in mine if one["state"] == "firing"), {})
        time.sleep(1)
    assert states == ["pending", "firing"]
    assert fired["labels"]["service"] == ILL
    assert fired["labels"]["severity"] == "critical"
    assert fired["annotations"]["runbook_url"] == "docs/runbooks/AvailabilityBurnsFast.md"
    assert fired["annotations"]["summary"].startswith("x2bee-api-order: 5%"), fired["annotations"]
    _all_rules_work(prometheus)


def _all_rules_work(address: str) -> None:
    groups = asked(address, "rules")["groups"]
    rules = [rule for group in groups for rule in group["rules"]]
    assert len(rules) > 100
    assert [(rule["name"], rule.get("lastError")) for rule in rules if rule["health"] == "err"] == []
    told = [one["annotations"] for one in alerts(address)]
    assert not [text for each in told for text in each.values() if "error expanding" in text]
    watchdog = [one["state"] for one in alerts(address) if one["labels"]["alertname"] == "Watchdog"]
    assert watchdog == ["firing"]
