"""When a service's promise calls somebody: in the mesh's own metrics, a sample every two minutes.

The service answers 99.9 % of its requests and 95 % of them within 500 ms, as a Spring Boot service does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from x2bee_constructs.observability.slo.props import Promise
from x2bee_constructs.workload.objectives import Objective

__all__ = ["CASES", "PROMISES", "SLOW_STEP", "STEP", "SloCase"]

STEP = 2
"""Minutes between samples."""

SLOW_STEP = 30
"""The same where days are looked at."""

PROMISES = {
    "x2bee-api-order": Promise(objective=Objective(0.999, 500, 0.95), owner="order", calls=("x2bee-api-goods",))
}


class SloCase(NamedTuple):
    """After so many minutes the alert fires, or does not."""

    what: str
    alert: str
    fires: bool
    minutes: int
    series: Mapping[str, str]


_OF = 'destination_workload="x2bee-api-order",destination_workload_namespace="acme-app",reporter="destination"'
_ASKED = 'destination_service_name="x2bee-api-order",destination_service_namespace="acme-app",reporter="source"'

_Phases = tuple[tuple[int, float], ...]
"""For so many minutes, so many requests a minute."""


def _counter(phases: _Phases) -> str:
    total, values = 0.0, ["0"]
    for minutes, rate in phases:
        steps = minutes // STEP
        values.append(f"{total + rate * STEP:g}+{rate * STEP:g}x{steps - 1}")
        total += rate * STEP * steps
    return " ".join(values)


def _answered(**codes: _Phases) -> dict[str, str]:
    return {
        f'istio_requests_total{{{_OF},response_code="{code[1:]}"}}': _counter(phases) for code, phases in codes.items()
    }


def _failing(minutes: int, percent: float, rate: float = 6000) -> dict[str, str]:
    return _answered(_200=((minutes, rate * (1 - percent / 100)),), _500=((minutes, rate * percent / 100),))


def _unreached(flag: str, minutes: int, rate: float) -> dict[str, str]:
    return {
        f'istio_requests_total{{{_ASKED},response_code="503",response_flags="{flag}"}}': _counter(((minutes, rate),))
    }


def _timed(minutes: int, quick: float, slow: float, *, code: str = "200", le: str = "500") -> dict[str, str]:
    of = f'{_OF},response_code="{code}"'
    metric = "istio_request_duration_milliseconds"
    return {
        f'{metric}_bucket{{{of},le="{le}"}}': _counter(((minutes, quick),)),
        f'{metric}_bucket{{{of},le="1000"}}': _counter(((minutes, quick + slow / 2),)),
        f'{metric}_bucket{{{of},le="+Inf"}}': _counter(((minutes, quick + slow),)),
        f"{metric}_count{{{of}}}": _counter(((minutes, quick + slow),)),
    }


def _recorded(*phases: tuple[int, float], slo: str = "availability", rate: float = 100) -> dict[str, str]:
    """So many percent bad for so many hours, as the first rules record it."""
    of = f'{{namespace="acme-app",service="x2bee-api-order",slo="{slo}"}}'
    bad = " ".join(f"{rate * percent / 100:g}x{2 * hours - 1}" for hours, percent in phases)
    hours = sum(hours for hours, _ in phases)
    return {f"x2bee:slo_bad:rate5m{of}": bad, f"x2bee:slo_total:rate5m{of}": f"{rate:g}x{2 * hours - 1}"}


_HOUR = 60

_FAST = (
    SloCase("2 % fail for over an hour: 20 times the budget", "AvailabilityBurnsFast", True, 76, _failing(76, 2)),
    SloCase("0.8 % fail for six hours: 8 times", "AvailabilityBurnsFast", True, 370, _failing(370, 0.8)),
    SloCase(
        "0.5 % fail for six hours: a ticket's, not a page's", "AvailabilityBurnsFast", False, 370, _failing(370, 0.5)
    ),
    SloCase(
        "5 % failed, and it is over since 40 minutes: both short windows are clean",
        "AvailabilityBurnsFast",
        False,
        100,
        _answered(_200=((100, 6000),), _500=((60, 300), (40, 0))),
    ),
    SloCase(
        "one request a minute, and for six minutes all of them failed: too few to get up for",
        "AvailabilityBurnsFast",
        False,
        120,
        _answered(_200=((114, 1), (6, 0)), _500=((114, 0), (6, 1))),
    ),
    SloCase(
        "one request a minute, and for half an hour all of them failed",
        "AvailabilityBurnsFast",
        True,
        120,
        _answered(_200=((90, 1), (30, 0)), _500=((90, 0), (30, 1))),
    ),
    SloCase("no pod is reached: only callers can tell", "AvailabilityBurnsFast", True, 76, _unreached("UH", 76, 60)),
    SloCase("no answer in time, tried again in vain", "AvailabilityBurnsFast", True, 76, _unreached("UT,URX", 76, 60)),
    SloCase(
        "a rate limit's refusals never reached it, and are meant",
        "AvailabilityBurnsFast",
        False,
        76,
        _unreached("RL", 76, 60),
    ),
    SloCase(
        "callers that give up say nothing of it",
        "AvailabilityBurnsFast",
        False,
        76,
        _answered(_200=((76, 6000),), _0=((76, 3000),)),
    ),
    SloCase(
        "what was not found or not allowed is the caller's",
        "AvailabilityBurnsFast",
        False,
        76,
        _answered(_200=((76, 600),), _404=((76, 300),), _403=((76, 300),)),
    ),
    SloCase("nobody asks", "AvailabilityBurnsFast", False, 76, {"up": "1x40"}),
    SloCase("80 % are slow for over an hour", "LatencyBurnsFast", True, 76, _timed(76, 1200, 4800)),
    SloCase(
        "80 % are slow, as Prometheus 3 writes it", "LatencyBurnsFast", True, 76, _timed(76, 1200, 4800, le="500.0")
    ),
    SloCase(
        "as fast as promised, as Prometheus 3 writes it",
        "LatencyBurnsFast",
        False,
        76,
        _timed(76, 5800, 200, le="500.0"),
    ),
    SloCase("35 % are slow for six hours", "LatencyBurnsFast", True, 370, _timed(370, 3900, 2100)),
    SloCase("20 % are slow for six hours: a ticket's", "LatencyBurnsFast", False, 370, _timed(370, 4800, 1200)),
    SloCase("slow errors are errors, not slow answers", "LatencyBurnsFast", False, 76, _timed(76, 0, 6000, code="504")),
    SloCase("what hangs until callers give up is slow", "LatencyBurnsFast", True, 76, _timed(76, 0, 6000, code="0")),
)

_SLOW = (
    SloCase("0.4 % fail for a day", "AvailabilityBurnsSlowly", True, 25 * _HOUR, _recorded((25, 0.4))),
    SloCase("0.15 % fail for three days", "AvailabilityBurnsSlowly", True, 73 * _HOUR, _recorded((73, 0.15))),
    SloCase("0.05 % fail for three days", "AvailabilityBurnsSlowly", False, 73 * _HOUR, _recorded((73, 0.05))),
    SloCase(
        "1 % failed for half a day, and it is over since seven hours",
        "AvailabilityBurnsSlowly",
        False,
        19 * _HOUR,
        _recorded((12, 1), (7, 0)),
    ),
    SloCase("20 % are slow for a day", "LatencyBurnsSlowly", True, 25 * _HOUR, _recorded((25, 20), slo="latency")),
    SloCase("4 % are slow for a day", "LatencyBurnsSlowly", False, 25 * _HOUR, _recorded((25, 4), slo="latency")),
)
"""Over days: what is recorded every 30 seconds is given, a sample each half hour."""

_SPENT = (
    SloCase("0.2 % failed", "AvailabilityBudgetSpent", True, 100, _failing(100, 0.2)),
    SloCase("0.05 % failed", "AvailabilityBudgetSpent", False, 100, _failing(100, 0.05)),
    SloCase("6 % were slow", "LatencyBudgetSpent", True, 100, _timed(100, 5640, 360)),
    SloCase("4 % were slow", "LatencyBudgetSpent", False, 100, _timed(100, 5760, 240)),
)

CASES = (*_FAST, *_SLOW, *_SPENT)
