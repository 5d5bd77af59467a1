"""What a Spring Batch service can be asked to run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from x2bee_constructs.core.faults import PlacedFault, fault, matching, raise_faults
from x2bee_constructs.core.props import Bool, Count, Props

__all__ = ["BatchJob", "JobName", "ParameterName", "ParameterType"]

JobName = Annotated[
    str, matching(r"[A-Za-z][A-Za-z0-9_-]{0,79}", "a job's name: letters, digits, - and _, at most 80, first a letter")
]
"""The name of a job in its program: it stands in an address."""

ParameterName = Annotated[
    str, matching(r"[A-Za-z][A-Za-z0-9_.]{0,79}", "a parameter's name: letters, digits, _ and ., first a letter")
]
"""The name of a job's parameter."""

ParameterType = Literal["boolean", "date", "number", "text"]
"""`date` is a day such as 2026-12-01, or a word for one: see `parameters` of a schedule."""


class BatchJob(Props):
    """One job of a Spring Batch service, as its program has it."""

    parameters: Mapping[ParameterName, ParameterType] = {}
    """What the job must be given, each with its type. None if not given."""
    optional_parameters: Mapping[ParameterName, ParameterType] = {}
    """What the job may be given. None if not given."""
    usual_minutes: Annotated[Count, Field(ge=1, le=1440)] | None = None
    """How long a run takes on a usual day: pictures show it, and what would start again before it has ended, or be
    stopped in the middle, is refused. Nothing is known of its length if not given."""
    stop_seconds: Annotated[Count, Field(ge=1, le=570)] = 300
    """How long it takes from being asked to stop to its last commit (a chunk); 300 if not given. The pod gets that time
    when it ends."""
    heavy: Bool = False
    """Whether its database notices: the preview warns of two heavy ones at once. False if not given."""

    @model_validator(mode="after")
    def _said_once(self) -> Self:
        raise_faults("BatchJob", list(self._twice()))
        return self

    def _twice(self) -> Iterator[PlacedFault]:
        for name in sorted(self.parameters.keys() & self.optional_parameters.keys()):
            wrong = fault("X2B510", f"'{name}' is both needed and optional", fix="leave it in one of the two")
            yield ("optional_parameters", name), wrong, name

    @property
    def known_parameters(self) -> dict[str, ParameterType]:
        """All parameters, needed and optional, with their types."""
        return {**self.parameters, **self.optional_parameters}
