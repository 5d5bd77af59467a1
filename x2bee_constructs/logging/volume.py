"""How much is logged in a day, by class: as somebody said, or as the requests of services let one expect."""

from __future__ import annotations

from collections.abc import Mapping

from x2bee_constructs.logging.names import CLASSES, LogClass

__all__ = ["DAY_AGAINST_PEAK", "DailyVolume", "derived_volume", "said_volume"]

DailyVolume = Mapping[LogClass, float]
"""GiB that are logged in a day, before any compression, by class."""

_SHARES: Mapping[LogClass, float] = {"application": 0.70, "access": 0.25, "audit": 0.04, "commerce": 0.01}
"""How a volume is made up of which only the sum is known. Our judgement, until somebody measures."""

_BYTES_PER_REQUEST: Mapping[LogClass, float] = {"application": 1600, "access": 700, "audit": 50, "commerce": 15}
"""What a request leaves behind, with what Kubernetes adds to a line. Our judgement: four lines of 400 bytes by a
program, one of 700 by the proxy before it, and a record of audit or commerce now and then."""

DAY_AGAINST_PEAK = 0.4
"""How many requests a second come over a whole day, against the busiest time. Our judgement for a shop of one country,
which sleeps."""

_SECONDS, _GIB = 86_400, 2**30


def said_volume(gib_per_day: float) -> DailyVolume:
    """What a volume is made up of, of which only the sum is known."""
    return {kind: gib_per_day * _SHARES[kind] for kind in CLASSES}


def derived_volume(peak_requests: Mapping[str, float]) -> DailyVolume:
    """What services log by their requests per second at the busiest time; each hop of a call is a request."""
    a_day = sum(peak_requests[service] for service in sorted(peak_requests)) * DAY_AGAINST_PEAK * _SECONDS
    return {kind: a_day * _BYTES_PER_REQUEST[kind] / _GIB for kind in CLASSES}
