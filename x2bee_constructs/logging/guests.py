"""Others that keep data in the same OpenSearch domain: who they are, which indices are theirs, and for how long."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from x2bee_constructs.core.faults import matching
from x2bee_constructs.core.names import Label
from x2bee_constructs.core.props import Count, Props

__all__ = ["LogGuest"]


class LogGuest(Props):
    """A program with indices of its own, one a day, whose pods have a role in AWS: `x2bee-<site>-<name>`."""

    name: Label
    """The name of its pod identity."""
    prefix: Annotated[str, matching(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", "lower-case letters, digits and single '-'")]
    """What the names of its indices begin with, before a dash. Never that of logs."""
    days: Annotated[Count, Field(ge=1, le=731)]
    """How many days each index is kept."""
    gib_per_day: Annotated[float, Field(ge=0, le=10_000)] = 0
    """What it writes in a day, in GiB; nothing that the store's budget would count if not given."""
