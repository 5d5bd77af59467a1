"""The types of single values in the props of this room."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from x2bee_constructs.core.faults import matching
from x2bee_constructs.core.props import Count

__all__ = ["AgentMemory", "AgentVersion", "KeepDays", "Percent"]

AgentVersion = Annotated[
    str, matching(r"(?!latest$)[0-9][A-Za-z0-9_.-]{0,127}", "a version such as 2.2.68, and not latest")
]
"""The version of an agent: what runs must be what was tested."""

AgentMemory = Annotated[Count, Field(ge=32, le=4096)]
"""Memory that an agent takes in a program's container, in MiB."""

KeepDays = Annotated[Count, Field(ge=1, le=366)]
"""How many days something is kept."""

Percent = Annotated[float, Field(ge=0, le=100)]
"""Percent, with decimals."""
