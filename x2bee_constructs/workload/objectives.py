"""What a service promises: how many of its requests are answered, and how many of them quickly."""

from __future__ import annotations

from typing import Annotated, NamedTuple

from pydantic import AfterValidator, Field

from x2bee_constructs.core.faults import fault, show
from x2bee_constructs.core.props import Bool, Props
from x2bee_constructs.workload.jvm import SpringBatch
from x2bee_constructs.workload.node import NextJs
from x2bee_constructs.workload.profile import Runtime

__all__ = ["BOUNDARIES_MS", "Objective", "Objectives", "objective_of"]

BOUNDARIES_MS = (
    *(0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000),
    *(60_000, 300_000, 600_000, 1_800_000, 3_600_000),
)
"""The boundaries of the mesh's histogram `istio_request_duration_milliseconds`, which are Envoy's defaults
(`HistogramSettingsImpl::defaultBuckets`, looked up 2026-11-30). What lies between two of them nobody has counted."""

_LEAST, _MOST = 94.0, 99.999


def _promise(percent: float) -> float:
    if not _LEAST <= percent <= _MOST:
        why = (
            "an hour's page asks for 14.4 times the allowed share of bad requests, which below 93.1 % is more than all "
            "of them: it could never fire; above 99.999 % a month has seconds to spare"
        )
        raise fault(
            "X2B380",
            f"no service can be held to {percent:g} %",
            expected=f"{_LEAST:g} to {_MOST:g}",
            got=show(percent),
            why=why,
        )
    return percent


def _boundary(milliseconds: float) -> float:
    if milliseconds not in BOUNDARIES_MS:
        below = [each for each in BOUNDARIES_MS if each < milliseconds][-1:]
        above = [each for each in BOUNDARIES_MS if each > milliseconds][:1]
        near = " or ".join(f"{each:g}" for each in (*below, *above))
        raise fault(
            "X2B381",
            f"the mesh does not count how many requests take less than {milliseconds:g} ms",
            expected=f"a boundary of its histogram, here {near}",
            got=show(milliseconds),
            why="a share between two boundaries would be a guess, and an alert on it, too",
            fix=f"latency_ms: {(above or below)[0]:g}",
        )
    return milliseconds


Percent = Annotated[float, Field(allow_inf_nan=False), AfterValidator(_promise)]
"""A share of all requests, in percent: 94 to 99.999."""

Milliseconds = Annotated[float, Field(allow_inf_nan=False, gt=0), AfterValidator(_boundary)]
"""A time that the mesh's histogram has a boundary at."""


class Objectives(Props):
    """What a service promises over 30 days; the runtime's promise for what is not given.

    People are called by how fast the service uses up what it may miss.
    """

    watched: Bool = True
    """Whether anybody is called when the promise is not kept. True if not given, except for Spring Batch and for what
    does not listen: they answer no requests."""
    availability: Percent | None = None
    """How many of 100 requests are answered, and not with an error of the service's. By the runtime if not given:
    99.9."""
    latency_ms: Milliseconds | None = None
    """How quickly, in milliseconds, at a boundary of the mesh's histogram (… 100, 250, 500, 1000, 2500 …). By the
    runtime if not given: Next.js 1000, everything else 500."""
    latency_percent: Percent | None = None
    """How many of 100 answered requests are that quick. 95 if not given."""


class Objective(NamedTuple):
    """A promise with nothing left open: shares of 1, and milliseconds."""

    availability: float
    latency_ms: float
    latency: float


def objective_of(runtime: Runtime, said: Objectives) -> Objective | None:
    """What a service of this runtime promises; None if it promises nothing."""
    if not said.watched or isinstance(runtime, SpringBatch) or runtime.profile().port is None:
        return None
    quick = 1000 if isinstance(runtime, NextJs) else 500
    return Objective(
        availability=_share(said.availability or 99.9),
        latency_ms=said.latency_ms or quick,
        latency=_share(said.latency_percent or 95),
    )


def _share(percent: float) -> float:
    return round(percent / 100, 8)
