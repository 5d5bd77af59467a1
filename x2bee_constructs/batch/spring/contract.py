"""The calling contract between a scheduler and a batch service, typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from x2bee_constructs.core.docstrings import Described

__all__ = ["BASE", "ENDED", "Execution", "Problem", "StartRequest", "Status"]

BASE = "/batch/v1"
"""Below this a batch service answers its scheduler."""

Status = Literal["STARTING", "STARTED", "STOPPING", "STOPPED", "COMPLETED", "FAILED", "ABANDONED"]
"""Spring Batch's `BatchStatus`, without UNKNOWN."""

ENDED: tuple[Status, ...] = ("STOPPED", "COMPLETED", "FAILED", "ABANDONED")
"""What does not change any more."""


class _Wire(Described):
    """What goes over the wire: unknown fields are let through, so that either side can be renewed first."""

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True)


class StartRequest(_Wire):
    """What a start says."""

    parameters: Mapping[str, str | int | float | bool] = {}
    """The job's parameters, as the schedule gives them."""
    scheduled_at: Annotated[str, Field(alias="scheduledAt", json_schema_extra={"format": "date-time"})]
    """When the run was due, in UTC; earlier than now when it is made afterwards."""


class Execution(_Wire):
    """One try of one run."""

    id: int | str
    """Its id in the service (Spring Batch's `JobExecution` id)."""
    job: str
    """The job's name."""
    key: str
    """The idempotency key of its run."""
    status: Status
    """How it stands. A service whose process died must not say STARTED for ever: what nobody holds the lock of is
    FAILED."""
    progress: Annotated[float, Field(ge=0, le=1)] | None = None
    """How much is done, from 0 to 1; null if the job cannot say."""
    message: str | None = None
    """One line for people: why it failed, or what it did."""
    started_at: Annotated[str | None, Field(alias="startedAt", json_schema_extra={"format": "date-time"})] = None
    """When it began, in UTC."""
    ended_at: Annotated[str | None, Field(alias="endedAt", json_schema_extra={"format": "date-time"})] = None
    """When it ended, in UTC; null before."""
    restart_of: Annotated[int | str | None, Field(alias="restartOf")] = None
    """The execution that it goes on from; null for the first of a run."""


class Problem(_Wire):
    """Why a request was refused (RFC 9457, `application/problem+json`)."""

    title: str
    """What is wrong, in a few words."""
    status: int
    """The HTTP status."""
    detail: str | None = None
    """What exactly, and what to do."""
