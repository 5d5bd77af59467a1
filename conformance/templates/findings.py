"""What a checker says of one platform's templates, and what was acknowledged beside the constructs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

__all__ = ["Acknowledged", "Finding", "Verdict", "stale"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that a checker objects to."""

    rule: str
    """The checker's own id."""
    place: str
    """The construct's path without the platform's name: `foundation/Network/Key/Resource`."""
    message: str
    """The checker's words."""
    reason: str = ""
    """Why it is meant, if it is acknowledged."""


@dataclass(frozen=True, slots=True, order=True)
class Acknowledged:
    """One rule that a construct says is meant; `place` as in `Finding`."""

    rule: str
    place: str


@dataclass(slots=True)
class Verdict:
    """One checker on the templates of one platform."""

    checker: str
    """Its name, as its own reports have it."""
    version: str
    """Its version."""
    platform: str
    """Whose templates: `acme-prd`."""
    templates: int
    """How many there were."""
    open: list[Finding] = field(default_factory=list[Finding])
    """What nobody acknowledged."""
    meant: list[Finding] = field(default_factory=list[Finding])
    """What is acknowledged, each with its reason."""
    said: set[Acknowledged] = field(default_factory=set[Acknowledged])
    """Every acknowledgement that the constructs make to this checker."""
    used: set[Acknowledged] = field(default_factory=set[Acknowledged])
    """Those of them that a finding needed."""


def stale(verdicts: Iterable[Verdict]) -> list[tuple[str, Acknowledged]]:
    """Acknowledgements that no finding on any of the platforms needed, each with its checker.

    One construct serves all platforms: what it acknowledges is stale only if it is never needed.
    """
    all_verdicts = list(verdicts)
    said = {(v.checker, one) for v in all_verdicts for one in v.said}
    used = {(v.checker, one) for v in all_verdicts for one in v.used}
    return sorted(said - used)
