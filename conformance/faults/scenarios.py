"""The table: what breaks, what is taken away for comparison, and the margins that a run must keep.

Margins are counts and wide: a slow or busy machine must never break one, a rule that stopped protecting must.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from conformance.faults.backends import HEALTHY, Behaviour
from conformance.faults.rules import Rules, careless, cold, unprotected

__all__ = ["REQUESTS", "SCENARIOS", "Counted", "Margin", "Scenario"]

REQUESTS = 600
"""For each case."""

Counted = Literal["failed", "received", "retries", "ejections", "repeated", "newcomer"]
"""What a margin may be about: a number of `Outcome`."""

_ANY = 1_000_000_000

Zones = dict[str, tuple[Behaviour, ...]]


@dataclass(frozen=True, slots=True)
class Margin:
    """`counted` must be at least, or at most, this."""

    counted: Counted
    least: int = 0
    most: int = _ANY

    def broken_by(self, got: int) -> str:
        """What is wrong, or nothing."""
        return "" if self.least <= got <= self.most else f"expected {self}, got {got}"

    def __str__(self) -> str:
        if self.least == self.most:
            return f"{self.counted} = {self.most}"
        bounds = (f"≥ {self.least}" if self.least else "", f"≤ {self.most}" if self.most < _ANY else "")
        return f"{self.counted} {' and '.join(bound for bound in bounds if bound)}"


@dataclass(frozen=True, slots=True)
class Scenario:
    """One fault."""

    name: str
    says: str
    """What happens, in one line for the table."""
    zones: Zones
    """The backends of each zone; the caller is in zone `a`."""
    protected: tuple[Margin, ...]
    bare: tuple[Margin, ...]
    without: Callable[[Rules], Rules] = unprotected
    """What is taken away for comparison."""
    method: Literal["GET", "POST"] = "GET"
    at_once: int = 16
    newcomer: Behaviour | None = None
    """A backend that joins in zone `a` when the requests begin."""


def _one_broken(name: str, says: str, behaviour: Behaviour) -> Scenario:
    """One of three backends, the one that the caller prefers."""
    return Scenario(
        name, says, {"a": (behaviour,), "b": (HEALTHY,), "c": (HEALTHY,)}, protected=_SURVIVED, bare=_SUFFERED
    )


# Lost are the requests that the retry budget does not cover until the backend is ejected: 2 to 6 of 600 as measured.
_SURVIVED = (Margin("failed", most=REQUESTS * 5 // 100), Margin("ejections", least=1))
_MOSTLY_SURVIVED = (Margin("failed", most=REQUESTS * 10 // 100), Margin("ejections", least=2))
_SUFFERED = (Margin("failed", least=REQUESTS * 20 // 100), Margin("ejections", most=0))

_GONE = Behaviour(listens="silent")
_OVERLOADED = Behaviour(status=503, seconds=0.05)
_FORGETFUL = Behaviour(resets="before", every=10)
_STEADY = Behaviour(seconds=0.03)

SCENARIOS = (
    _one_broken("503", "one of three backends answers 503", Behaviour(status=503)),
    _one_broken("dead", "one of three refuses connections", Behaviour(listens="refuses")),
    _one_broken("slow", "one of three takes 3 s; the service promises 2 s", Behaviour(seconds=3)),
    _one_broken("reset", "one of three takes the request, then resets the connection", Behaviour(resets="before")),
    Scenario(
        "cut off", "one of three resets within its answer: the caller has seen the beginning, so nobody may try again",
        {"a": (Behaviour(resets="within"),), "b": (HEALTHY,), "c": (HEALTHY,)},
        protected=(Margin("repeated", most=0),), bare=(Margin("failed", least=REQUESTS * 20 // 100),),
    ),
    # Twice the margin of one backend: a request that waits for a connection is not yet counted as under way, so until
    # the first one has waited in vain, the backends that are gone look idle and draw every caller.
    Scenario(
        "zone gone", "both backends of the caller's zone answer nothing, four in two other zones are well",
        {"a": (_GONE, _GONE), "b": (HEALTHY, HEALTHY), "c": (HEALTHY, HEALTHY)},
        protected=_MOSTLY_SURVIVED, bare=_SUFFERED,
    ),
    Scenario(
        "retry storm", "all backends are overloaded; for comparison two retries for everything",
        {"a": (_OVERLOADED,), "b": (_OVERLOADED,), "c": (_OVERLOADED,)}, without=careless, at_once=32,
        protected=(Margin("received", most=REQUESTS * 130 // 100),),
        bare=(Margin("received", least=REQUESTS * 250 // 100),),
    ),
    Scenario(
        "slow start", "a fourth backend joins three; for comparison no warm-up",
        {"a": (_STEADY, _STEADY, _STEADY)}, without=cold, newcomer=_STEADY, at_once=8,
        protected=(Margin("newcomer", least=1, most=REQUESTS * 15 // 100), Margin("failed", most=0)),
        bare=(Margin("newcomer", least=REQUESTS * 18 // 100),),
    ),
    Scenario(
        "order once", "each backend takes every tenth POST and then resets; for comparison two retries for everything",
        {"a": (_FORGETFUL,), "b": (_FORGETFUL,), "c": (_FORGETFUL,)}, without=careless, method="POST",
        protected=(Margin("received", REQUESTS, REQUESTS), Margin("repeated", most=0),
                   Margin("failed", least=REQUESTS * 5 // 100)),
        bare=(Margin("repeated", least=REQUESTS * 5 // 100),),
    ),
)  # fmt: skip
"""All faults, in the order of the table."""
