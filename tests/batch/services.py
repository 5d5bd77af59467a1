"""The reference batch service and the plugin, for tests."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.batch.service import Runs, server

PLUGIN = Path("x2bee_constructs/batch/plugin/plugin.mjs")


@dataclass(frozen=True)
class Service:
    """A service that runs."""

    url: str
    runs: Runs
    troubles: list[str]


@contextmanager
def running(store: Path, *, port: int = 0, step: float = 0.03) -> Generator[Service]:
    """A service on loopback, ended with the block."""
    found = server(store, port=port, step=step)
    thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    handler: Any = found.RequestHandlerClass
    try:
        yield Service(f"http://127.0.0.1:{found.server_address[1]}", handler.runs, handler.troubles)
    finally:
        found.shutdown()
        found.server_close()
        thread.join()


def job_of(url: str, job: str = "probe", *, parameters: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """What Cronicle writes to a plugin (lib/job.js), as far as ours reads it."""
    params = {"url": url, "job": job, "parameters": json.dumps(parameters or {}), "only_on": more.pop("only_on", "")}
    told = {"id": "jabc", "event": "x2b_probe", "now": 1796058000, "timezone": "Asia/Seoul", "params": params}
    return {**told, **more}


@contextmanager
def plugin(job: dict[str, Any], **env: str) -> Generator[subprocess.Popen[str]]:
    """The plugin as Cronicle runs it: the job on its standard input, which is then closed."""
    quick = {"X2BEE_POLL_SECONDS": "0.1", "X2BEE_PATIENCE_SECONDS": "5", "X2BEE_ANSWER_SECONDS": "1"}
    process = subprocess.Popen(
        ["node", str(PLUGIN)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "X2BEE_STOPPING": "/nonexistent/x2bee-stopping", **quick, **env},
    )
    with process:
        assert process.stdin
        process.stdin.write(json.dumps(job) + "\n")
        process.stdin.close()
        try:
            yield process
        finally:
            process.kill()


def messages(process: subprocess.Popen[str]) -> tuple[list[dict[str, Any]], str]:
    """All it says until it ends: its messages, and the other lines."""
    assert process.stdout
    lines = process.stdout.read().splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")], "\n".join(
        line for line in lines if not line.startswith("{")
    )
