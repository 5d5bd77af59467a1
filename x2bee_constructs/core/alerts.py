"""When somebody is called, by whom it is mended, and what they then read: one type for the alerts of every room.

An alert is a symptom that somebody can act on. It carries its runbook, so that none is without one, and `docs/runbooks`
is made of the same objects (`core.runbooks`); `core.alert_rules` makes rules of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Literal

from x2bee_constructs.core.faults import matching

__all__ = [
    "PLATFORM",
    "RUNBOOKS",
    "Alert",
    "Notice",
    "Runbook",
    "RunbookBase",
    "Severity",
    "runbook_url",
]

Severity = Literal["critical", "warning"]
"""`critical` is a page: customers notice, or will before the next morning, so somebody gets up. `warning` is a ticket:
it is looked at within a working day. There is no third: what nobody acts on is a dashboard."""

PLATFORM = "platform"
"""Who owns what no service owns: the team that runs the cluster."""

RunbookBase = Annotated[
    str,
    matching(
        r"https?://[^\s/]+(/[^\s/]+)*|docs/runbooks",
        "an address that begins with https:// or http:// and does not end with /, or docs/runbooks",
    ),
]
"""Where the files of `docs/runbooks` are read."""

RUNBOOKS = "docs/runbooks"
"""Where they are read if nobody says: in the repository, by their path. An alert then shows that path, no link."""


@dataclass(frozen=True, kw_only=True)
class Runbook:
    """What a person reads at 3 a.m. Plain sentences; commands between backquotes, complete, `<so>` for what varies."""

    means: str
    """What is so when this is told."""
    impact: str
    """Who notices, and from when on."""
    causes: Sequence[str]
    """The likely ones, the likeliest first."""
    look: Sequence[str]
    """Where to look first, each with its command, query or page."""
    act: Sequence[str]
    """What to do, in order; the first makes it better, the last makes it right."""
    escalate: str = "After 30 minutes without a cause: the platform team's lead, with what was seen and tried."
    """Whom to call when this does not help, and when."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What every call says, from Prometheus or from CloudWatch, and the runbook of that name.

    Raises `ValueError` for a name that is no CamelCase word, and for a runbook with an empty chapter.
    """

    name: str
    """Also the name of the runbook. It is a contract: people silence and search by it."""
    area: str
    """Under what the index of runbooks has it: `services`, `postgresql`, `logging` …"""
    severity: Severity
    """Page or ticket."""
    summary: str
    """One line for the phone; templates of Prometheus are allowed (`{{ $labels.pod }}`)."""
    runbook: Runbook = field(repr=False)
    """What they read."""
    owner: str = PLATFORM
    """Who is called; the platform's team if not given."""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"([A-Z][a-z0-9]+)+", self.name):
            raise ValueError(f"an alert is called by one CamelCase word, got '{self.name}'")
        book = self.runbook
        for chapter in ("means", "impact", "causes", "look", "act"):
            if not getattr(book, chapter):
                raise ValueError(f"{self.name}: the runbook says nothing under '{chapter}'")
        if not self.owner or not self.summary:
            raise ValueError(f"{self.name}: an alert has an owner and a summary")


@dataclass(frozen=True, kw_only=True)
class Alert(Notice):
    """An alert of Prometheus."""

    expr: str
    """PromQL; every series that it returns is an alert of its own."""
    lasts: str
    """For how long without a gap before somebody is called: `5m`; `0s` at once."""
    description: str = ""
    """More than the summary, templates allowed: what is measured, against what. The summary if not given."""
    service: str | None = None
    """The service it is about: the label `service`. None if not given."""
    labels: Mapping[str, str] = field(default_factory=dict[str, str])
    """Further labels, to route and silence by. None if not given."""


def runbook_url(base: str, name: str) -> str:
    """Where the runbook of an alert is read."""
    return f"{base}/{name}.md"
