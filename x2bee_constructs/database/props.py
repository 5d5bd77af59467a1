"""What you may say about one PostgreSQL cluster of the platform."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from x2bee_constructs.core.faults import matching
from x2bee_constructs.core.props import Count, Props

__all__ = ["Database"]


class Database(Props):
    """A PostgreSQL cluster: one writer and its readers."""

    instance: Annotated[
        str,
        matching(r"db\.[a-z0-9-]+\.[a-z0-9]+", "an instance class such as db.r7g.large"),
        Field(examples=["db.r7g.large"]),
    ]
    """The instance class of writer and readers: `db.r7g.large`."""
    readers: Annotated[Count, Field(le=15)] = 1
    """How many readers; 1 if not given, at most 15 (Aurora)."""
