"""Checks a running batch service against the contract.

`python -m x2bee_constructs.batch.spring.check http://localhost:8080 --job probe` asks a service for real. The job must
be harmless and take a few seconds; with `--failing NAME` a job that fails at its first try and completes when it is
restarted is tried too.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pydantic import ValidationError

from x2bee_constructs.batch.spring.contract import BASE, ENDED, Execution, Problem

__all__ = ["Answer", "Client", "check_service", "main"]


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def execution(self) -> Execution:
        """The body as an execution; raises `ValueError` with what is wrong with it."""
        return Execution.model_validate(self.body)


@dataclass(frozen=True)
class Client:
    """Asks one service."""

    url: str
    timeout: float = 30.0
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """What every job that is tried is given."""

    def ask(self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None) -> Answer:
        """One request; an error status is an answer too."""
        data = json.dumps(body).encode() if body is not None else None
        said = {"Content-Type": "application/json", "Accept": "application/json", **(headers or {})}
        request = urllib.request.Request(self.url.rstrip("/") + BASE + path, data=data, method=method, headers=said)
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as response:
                return Answer(response.status, dict(response.headers), _json(response.read()))
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, dict(error.headers), _json(error.read()))

    def start(self, job: str, key: str, parameters: Mapping[str, Any] | None = None) -> Answer:
        """Start a run."""
        given = self.parameters if parameters is None else parameters
        body = {"parameters": dict(given), "scheduledAt": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:00Z")}
        return self.ask("POST", f"/jobs/{job}/executions", body, {"Idempotency-Key": key})

    def ended(self, id: int | str, within: float = 60.0) -> Execution:
        """Wait for its end; raises `TimeoutError` if it does not come."""
        until = time.monotonic() + within
        while time.monotonic() < until:
            found = self.ask("GET", f"/executions/{id}").execution
            if found.status in ENDED:
                return found
            time.sleep(0.1)
        raise TimeoutError(f"execution {id} did not end within {within:g} s")


def check_service(client: Client, job: str, failing: str | None = None, within: float = 60.0) -> Iterator[str]:
    """One line for each rule that the service breaks; nothing for one that follows the contract."""
    checks: list[tuple[str, Callable[[], Iterator[str]]]] = [
        ("start", lambda: _start(client, job, within)),
        ("refusals", lambda: _refusals(client, job)),
        ("stop", lambda: _stop(client, job, within)),
    ]
    if failing:
        checks.append(("restart", lambda: _restart(client, failing, within)))
    for name, check in checks:
        try:
            for wrong in check():
                yield f"{name}: {wrong}"
        except (ValidationError, TimeoutError, OSError) as error:
            yield f"{name}: {' '.join(str(error).split())}"


def _start(client: Client, job: str, within: float) -> Iterator[str]:
    key = _key()
    first = client.start(job, key)
    if first.status != 202:
        yield f"a new key must be answered with 202, got {first.status} {first.body}"
        return
    again = client.start(job, key)
    if again.status != 200 or again.execution.id != first.execution.id:
        yield f"the same key must be answered with 200 and the same execution, got {again.status} {again.body}"
    run = client.ask("GET", f"/runs/{key}")
    if run.status != 200 or run.execution.id != first.execution.id:
        yield f"a run must be found by its key, got {run.status} {run.body}"
    end = client.ended(first.execution.id, within)
    if end.status != "COMPLETED":
        yield f"job '{job}' must complete, got {end.status}: {end.message}"
    late = client.start(job, key)
    if late.status != 200 or late.execution.id != first.execution.id:
        yield f"the key of a completed run must not run again, got {late.status} {late.body}"
    if client.ask("POST", f"/executions/{first.execution.id}/restart").status != 409:
        yield "what has completed must not be restarted (409)"


def _refusals(client: Client, job: str) -> Iterator[str]:
    cases = [
        ("an unknown job", 404, client.start("there-is-no-such-job", _key())),
        ("an unknown execution", 404, client.ask("GET", "/executions/999999999")),
        ("an unknown run", 404, client.ask("GET", f"/runs/{_key()}")),
        (
            "a start without a key",
            422,
            client.ask("POST", f"/jobs/{job}/executions", {"scheduledAt": "2026-12-01T00:00:00Z"}),
        ),
        ("an undeclared parameter", 422, client.start(job, _key(), {**client.parameters, "x2beeNoSuchParameter": "1"})),
    ]
    for what, expected, got in cases:
        if got.status != expected:
            yield f"{what} must be answered with {expected}, got {got.status}"
            continue
        try:
            Problem.model_validate(got.body)
        except ValidationError:
            yield f"{what}: the body is no problem (RFC 9457): {got.body}"


def _stop(client: Client, job: str, within: float) -> Iterator[str]:
    started = client.start(job, _key())
    if started.status != 202:
        yield f"a new key must be answered with 202, got {started.status} {started.body}"
        return
    stopped = client.ask("POST", f"/executions/{started.execution.id}/stop")
    if stopped.status not in (200, 202):
        yield f"a stop must be answered with 202, or 200 if it has ended, got {stopped.status}"
    end = client.ended(started.execution.id, within)
    if end.status not in ("STOPPED", "COMPLETED"):
        yield f"what was asked to stop must be STOPPED, or COMPLETED if it was quicker, got {end.status}"


def _restart(client: Client, job: str, within: float) -> Iterator[str]:
    key = _key()
    first = client.start(job, key).execution
    end = client.ended(first.id, within)
    if end.status != "FAILED" or not end.message:
        yield f"job '{job}' must fail with a message, got {end.status}: {end.message}"
        return
    again = client.ask("POST", f"/executions/{first.id}/restart")
    if again.status != 202 or again.execution.id == first.id or again.execution.restart_of != first.id:
        yield f"a restart must be answered with 202 and a new execution with restartOf, got {again.status} {again.body}"
        return
    twice = client.ask("POST", f"/executions/{first.id}/restart")
    if twice.status != 200 or twice.execution.id != again.execution.id:
        yield f"a second restart must find the first (200), got {twice.status} {twice.body}"
    if client.ended(again.execution.id, within).status != "COMPLETED":
        yield f"job '{job}' must complete when it is restarted"
    if client.start(job, key).execution.id != again.execution.id:
        yield "the key must lead to the newest execution of its run"


def _key() -> str:
    return f"contract-{uuid.uuid4()}"


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except ValueError:
        return {"text": data.decode(errors="replace")[:200]}


def main(arguments: list[str] | None = None) -> int:
    """0: it follows the contract. 1: it does not."""
    parser = argparse.ArgumentParser(prog="python -m x2bee_constructs.batch.spring.check", description=__doc__)
    parser.add_argument("url", help="where the service listens, such as http://localhost:8080")
    parser.add_argument("--job", required=True, help="a harmless job that takes a few seconds")
    parser.add_argument("--failing", help="a job that fails at first and completes when restarted")
    parser.add_argument("--parameters", default="{}", help="what the jobs are given, as JSON")
    said = parser.parse_args(arguments)
    client = Client(said.url, parameters=json.loads(said.parameters))
    broken = list(check_service(client, said.job, said.failing))
    last = f"{len(broken)} rules of the contract broken" if broken else "the contract is followed"
    sys.stdout.write("\n".join([*broken, last]) + "\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
