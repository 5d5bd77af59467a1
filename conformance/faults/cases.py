"""One fault with one set of rules: backends and proxy are started, requests sent, and everything counted."""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections import Counter
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from pathlib import Path

from conformance.faults.backends import Backend
from conformance.faults.bootstrap import traffic_policy
from conformance.faults.client import Answer, send
from conformance.faults.mapped import seconds
from conformance.faults.proxy import Proxy
from conformance.faults.rules import Rules
from conformance.faults.scenarios import REQUESTS, Margin, Scenario
from conformance.processes import Processes

__all__ = ["Case", "Outcome", "Prepared", "prepare"]


@dataclass(frozen=True, slots=True)
class Case:
    """A scenario, the rules to try, how the table calls them, and what must hold."""

    scenario: Scenario
    variant: str
    rules: Rules
    margins: tuple[Margin, ...]
    must_break: bool = False
    """A canary: rules without protection, which the margins must notice."""

    @property
    def name(self) -> str:
        """Usable as a file's name."""
        return f"{self.scenario.name}-{self.variant}".replace(" ", "-")

    @property
    def ripens(self) -> float:
        """Seconds until the first backends are no longer new themselves: the warm-up of the rules."""
        balancer = traffic_policy(self.rules).load_balancer
        warmup = balancer.warmup if balancer else None
        return seconds(warmup.duration) + 1 if warmup and self.scenario.newcomer else 0


@dataclass(slots=True)
class Outcome:
    """What came of it: the caller's view, the backends' view, and Envoy's counters."""

    fault: str
    variant: str
    requests: int
    failed: int
    p50_ms: float
    p99_ms: float
    received: int
    """Requests that reached a backend."""
    repeated: int
    """Requests that were given to backends more often than once, each time beyond the first."""
    newcomer: int
    """Requests that the backend that joined got."""
    retries: int
    retries_refused: int
    ejections: int
    ejections_refused: int
    broken: list[str] = field(default_factory=list)
    """Margins that did not hold."""
    must_break: bool = False

    @property
    def good(self) -> bool:
        """Whether the margins held; of a canary, whether they did not."""
        return bool(self.broken) == self.must_break


@dataclass(slots=True)
class Prepared:
    """A case whose backends and proxy run."""

    case: Case
    proxy: Proxy
    backends: list[Backend]
    ports: dict[str, list[int]]

    async def run(self) -> Outcome:
        """Wait until it is ripe, send everything, count."""
        await asyncio.sleep(max(0.0, self.case.ripens - self.proxy.age))
        async with contextlib.AsyncExitStack() as stack:
            newcomer = await self._join(stack)
            scenario = self.case.scenario
            answers = await send(self.proxy.port, REQUESTS, scenario.at_once, scenario.method)
            outcome = self._count(answers, newcomer)
        outcome.broken = [b for m in self.case.margins if (b := m.broken_by(getattr(outcome, m.counted)))]
        return outcome

    async def _join(self, stack: contextlib.AsyncExitStack) -> Backend | None:
        if self.case.scenario.newcomer is None:
            return None
        newcomer = await stack.enter_async_context(Backend(self.case.scenario.newcomer))
        self.backends.append(newcomer)
        self.proxy.place({**self.ports, "a": [*self.ports["a"], newcomer.port]})
        await self.proxy.wait(len(self.backends))
        return newcomer

    def _count(self, answers: list[Answer], newcomer: Backend | None) -> Outcome:
        taken = sum((backend.taken for backend in self.backends), Counter[str]())
        times = sorted(answer.milliseconds for answer in answers)
        counters = self.proxy.counters()
        return Outcome(
            fault=self.case.scenario.name, variant=self.case.variant, requests=len(answers),
            failed=sum(not answer.good for answer in answers),
            p50_ms=round(_percentile(times, 50), 1), p99_ms=round(_percentile(times, 99), 1),
            received=taken.total(), repeated=taken.total() - len(taken),
            newcomer=newcomer.taken.total() if newcomer else 0,
            retries=counters.retries, retries_refused=counters.retries_refused,
            ejections=counters.ejections, ejections_refused=counters.ejections_refused,
            must_break=self.case.must_break,
        )  # fmt: skip


@contextlib.asynccontextmanager
async def prepare(case: Case, binary: Path, processes: Processes) -> AsyncGenerator[Prepared]:
    """Start the backends and the proxy of a case; end them."""
    async with contextlib.AsyncExitStack() as stack:
        zones = {
            zone: [await stack.enter_async_context(Backend(b)) for b in behaviours]
            for zone, behaviours in case.scenario.zones.items()
        }
        ports = {zone: [backend.port for backend in backends] for zone, backends in zones.items()}
        stack.callback(processes.stop, case.name)
        proxy = Proxy(binary, case.name, case.rules, ports, processes)
        backends = [backend for of_zone in zones.values() for backend in of_zone]
        await proxy.wait(len(backends))
        yield Prepared(case, proxy, backends, ports)


def _percentile(ordered: list[float], percent: int) -> float:
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]
