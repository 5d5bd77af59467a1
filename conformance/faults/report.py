"""The outcomes as a table, as a document and as JSON."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from conformance.faults.cases import Outcome
from conformance.faults.rules import PROMISE_SECONDS
from conformance.faults.scenarios import REQUESTS, SCENARIOS, Scenario

__all__ = ["document", "table", "write"]

_COLUMNS = ("fault", "rules", "requests", "failed", "p50 ms", "p99 ms", "received", "retries", "retries refused",
            "ejections", "repeated", "verdict")  # fmt: skip


def table(outcomes: Sequence[Outcome]) -> str:
    """In Markdown, which is also what the terminal shows."""
    lines = [f"| {' | '.join(_COLUMNS)} |", "|---|---" + "|--:" * (len(_COLUMNS) - 3) + "|---|"]
    return "\n".join(lines + [f"| {' | '.join(_row(outcome))} |" for outcome in outcomes])


def _row(o: Outcome) -> tuple[str, ...]:
    failed = f"{o.failed} ({o.failed / o.requests:.1%})"
    received = f"{o.received} ({o.newcomer} by the new one)" if o.newcomer else str(o.received)
    verdict = "FAILED: " + "; ".join(o.broken or ["no margin was broken"]) if not o.good else (
        "refused, as it must be" if o.must_break else "ok"
    )  # fmt: skip
    numbers = (o.retries, o.retries_refused, o.ejections, o.repeated)
    return (o.fault, o.variant, str(o.requests), failed, f"{o.p50_ms:.0f}", f"{o.p99_ms:.0f}", received,
            *map(str, numbers), verdict)  # fmt: skip


def machine(envoy: str) -> str:
    """On what it was measured."""
    cores = os.cpu_count()
    return f"Envoy {envoy}, Python {platform.python_version()}, {platform.system()} {platform.machine()}, {cores} cores"


def write(path: Path, outcomes: Sequence[Outcome], envoy: str, seconds: float) -> None:
    """`report.json`."""
    content = {
        "envoy": envoy, "machine": machine(envoy), "seconds": round(seconds, 1),
        "failed": not all(o.good for o in outcomes),
        "outcomes": [{"good": o.good, **asdict(o)} for o in outcomes],
    }  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def document(outcomes: Sequence[Outcome], whose: str, envoy: str) -> str:
    """`docs/faults.md`; `whose` rules they are."""
    ran = {o.fault for o in outcomes}
    faults = [f"| {s.name} | {s.says} | {_margins(s)} |" for s in SCENARIOS if s.name in ran]
    parts = {"machine": machine(envoy), "table": table(outcomes), "faults": "\n".join(faults)}
    return _DOCUMENT.format(whose=whose, requests=REQUESTS, promise=PROMISE_SECONDS, **parts)


def _margins(scenario: Scenario) -> str:
    rows = (("protected", scenario.protected), ("without", scenario.bare))
    return "; ".join(f"{variant}: {', '.join(map(str, margins))}" for variant, margins in rows)


_DOCUMENT = """\
<!-- written by `python -m conformance.faults --markdown`; do not edit -->
# Faults survived, with a real Envoy

`make faults` takes the DestinationRule and the VirtualService that {whose} emits,
translates them as Istio's pilot does, and sends {requests} requests for each fault through a real Envoy to backends
that misbehave.

Measured with {machine}.
Everything is on loopback of one machine, so times compare with each other only. A run asserts counts with wide margins,
never a time.

{table}

*received*: requests that reached a backend; *repeated*: those of them that some backend had been given before;
*retries refused*: by the retry budget or the pool. The row *canary* has a rule that only looks like protection (Istio's
default of at most 10 % ejected hosts, which is none of three): the margins of its fault must refuse it, or the run
fails. So must the rows *without* be as bad as their margins say: a fault that hurts nobody would prove nothing.

## The faults

The caller is in zone `a`; what is broken is there too.

| fault | what happens | margins |
|---|---|---|
{faults}

*without* is a plain Kubernetes Service: every endpoint in turn, no retry, the same timeout. For *retry storm* and
*order once* it is two retries of every method on `5xx` without a budget; for *slow start* only the warm-up is missing.

## What it does not prove

- The service is made to promise an answer within {promise} s, so that 3 s breaks the promise; a try then has a third of
  it. The other numbers are its own.
- No proxy repairs an answer that breaks off after its beginning was passed on (*cut off*). Envoy takes the status line
  for a success, so it ejects such a backend only if several answers in a row break off, as under load.
- An order that was taken and not answered is not sent again: its caller sees the failure, and must ask what became
  of it.
- The translation is ours, after the source of Istio 1.30.3; a field that it does not know stops the run. Mutual TLS,
  the callee's own proxy, the `Sidecar` and istiod are left out. Envoy is the newest release, not Istio's own build.
"""
