"""One solver for the times of a pod's life: no request is cut off when a pod ends, is moved or is rolled.

The inequalities that must hold, in seconds; every accepted spec satisfies all of them:

1. `request ≤ load balancer idle`: an answer that takes longer is cut off by the load balancer (AWS default 60).
2. `load balancer idle < keep-alive`: the program never closes a connection that the load balancer is about to use.
3. `request ≤ drain`: a request that has begun may end.
4. `preStop + drain + margin ≤ grace`: the program has ended before it is killed.
5. `preStop ≤ sidecar drain`: the proxy takes requests as long as the pod still gets them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import Field, model_validator

from x2bee_constructs.core.faults import PlacedFault, fault, raise_faults
from x2bee_constructs.core.props import Count, Props

__all__ = ["DRAIN_SECONDS", "LOAD_BALANCER_IDLE_SECONDS", "STANDARD_TIMES", "Timing", "Timings", "solve"]

LOAD_BALANCER_IDLE_SECONDS = 60
"""The ALB's idle timeout: AWS's default, which the edge keeps."""

_KEEP_ALIVE_SECONDS = LOAD_BALANCER_IDLE_SECONDS + 5
"""Node.js closes idle connections after 5 s by default, which a load balancer answers with 502."""

_PRE_STOP_SECONDS = 15
"""Until every proxy and load balancer has stopped sending."""

DRAIN_SECONDS = 30
"""Spring's default of `spring.lifecycle.timeout-per-shutdown-phase`."""

_MARGIN_SECONDS = 10
"""For the program to close its pools and exit after the last request."""

_GRACE_SECONDS = 75
"""What an app has at least."""

_GRACE_LIMIT_SECONDS = 600
"""Longer, and a node's replacement waits for one pod."""

Seconds = Annotated[Count, Field(ge=1, le=3600)]


class Timing(Props):
    """How long things may take, in seconds. What is not given is derived from the rest."""

    request: Seconds = 30
    """The longest answer to one request; 30 if not given, at most 60 (the load balancer's idle timeout)."""
    pre_stop: Annotated[Count, Field(le=300)] | None = None
    """How long a pod that ends still takes requests, until nobody sends any; 15 if not given."""
    drain: Seconds | None = None
    """How long requests that have begun may take to end; the runtime's time (30, a batch 300), or `request` if that is
    longer, if not given."""
    grace: Seconds | None = None
    """When the pod is killed; `pre_stop + drain + 10`, and at least 75, if not given; at most 600."""

    @model_validator(mode="after")
    def _satisfiable(self) -> Self:
        raise_faults("Timing", list(_broken(self, solve(self))))
        return self


@dataclass(frozen=True)
class Timings:
    """All times of one service, in seconds; the inequalities of this module hold."""

    request: int
    pre_stop: int
    drain: int
    grace: int
    keep_alive: int
    sidecar_drain: int


def solve(asked: Timing, drain: int = DRAIN_SECONDS) -> Timings:
    """The times that were asked for, and the others so that everything fits if it can.

    `drain` is the runtime's own wish; it yields to a `grace` that was asked for.
    """
    pre_stop = _PRE_STOP_SECONDS if asked.pre_stop is None else asked.pre_stop
    room = max(1, (asked.grace or _GRACE_LIMIT_SECONDS) - pre_stop - _MARGIN_SECONDS)
    draining = asked.drain or max(min(drain, room), asked.request)
    return Timings(
        request=asked.request,
        pre_stop=pre_stop,
        drain=draining,
        grace=asked.grace or max(_GRACE_SECONDS, pre_stop + draining + _MARGIN_SECONDS),
        keep_alive=_KEEP_ALIVE_SECONDS,
        sidecar_drain=pre_stop + draining,
    )


def _broken(asked: Timing, t: Timings) -> Iterator[PlacedFault]:
    """The inequalities that do not hold, spelled out with their numbers, each at the field to change."""
    idle = LOAD_BALANCER_IDLE_SECONDS
    end = t.pre_stop + t.drain + _MARGIN_SECONDS
    checks = [
        ("request", t.request, idle, f"request {t.request} ≤ load balancer idle {idle}"),
        ("drain", t.request, t.drain, f"request {t.request} ≤ drain {t.drain}"),
        (
            "grace",
            end,
            t.grace,
            f"pre_stop {t.pre_stop} + drain {t.drain} + {_MARGIN_SECONDS} = {end} ≤ grace {t.grace}",
        ),
        ("grace", t.grace, _GRACE_LIMIT_SECONDS, f"grace {t.grace} ≤ {_GRACE_LIMIT_SECONDS}"),
    ]
    for field, small, large, text in checks:
        if small > large:
            wrong = fault("X2B110", f"'{field}' does not fit; it must hold that {text}", why=_WHY[field])
            yield (field,), wrong, getattr(asked, field)


_WHY = {
    "request": "the load balancer cuts off an answer that takes longer",
    "drain": "a request that has begun must be able to end when the pod does",
    "grace": "a pod that is killed earlier cuts off requests, one that lives longer holds up its node",
}

STANDARD_TIMES = solve(Timing())
"""The times of a service that says nothing."""
