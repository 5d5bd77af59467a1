"""One schedule of a customer's file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from x2bee_constructs.batch.schedules.when import When
from x2bee_constructs.core.faults import matching
from x2bee_constructs.core.leaks import Setting
from x2bee_constructs.core.names import Label
from x2bee_constructs.core.props import Bool, Count, Distinct, Props
from x2bee_constructs.workload.batch_jobs import JobName, ParameterName
from x2bee_constructs.workload.fields import Owner, Url

__all__ = ["Notify", "Schedule"]

_Mail = Annotated[
    str,
    matching(
        r"[\w.-]{1,64}@[\w-]+(\.[\w-]+)+",
        "an e-mail address of letters, digits, . - and _",
        "Cronicle takes no other characters",
    ),
]
_Plain = Annotated[str, matching(r"[^<>\n]*\S[^<>\n]*", "one line of text without < and >", "Cronicle refuses them")]


class Notify(Props):
    """Who is told how a run ended."""

    failure: Distinct[_Mail] = ()
    """Who gets a mail when a run fails, or could not start. Nobody if not given."""
    success: Distinct[_Mail] = ()
    """Who gets a mail when a run succeeds. Nobody if not given."""
    webhook: Url | None = None
    """An address that Cronicle posts to when a run starts and ends; no address that is itself a secret: it is shown to
    everybody who sees the schedule. None if not given."""


class Schedule(When):
    """When one job of one batch service runs, and what happens when it does not go well."""

    service: Label
    """The batch service that has the job."""
    job: JobName
    """The job, as `jobs` of the service's runtime declares it."""
    scheduler: Label | None = None
    """Which scheduler starts it; the one that calls the service if not given."""
    title: _Plain | None = None
    """What people see; the schedule's name if not given."""
    category: Label | None = None
    """Under what people find it; the service's name if not given."""
    parameters: Mapping[ParameterName, bool | int | float | Setting] = {}
    """What the job is given. In text, `{run_date}` is the day of the run by its own time zone, `{previous_date}` the
    day before, `{month}` and `{previous_month}` months such as 2026-12, `{run_time}` the minute it was due; they stay
    the same when a run is tried again or caught up. None if not given."""
    timeout_minutes: Annotated[Count, Field(ge=1, le=2880)] = 60
    """When a run is stopped; after 60 minutes if not given."""
    retries: Annotated[Count, Field(le=10)] = 0
    """How often a failed run is restarted where it stopped. Never if not given."""
    retry_minutes: Annotated[Count, Field(ge=1, le=720)] = 5
    """How long after it failed; 5 minutes if not given."""
    concurrency: Annotated[Count, Field(ge=1, le=10)] = 1
    """How many runs there may be at once; 1 if not given."""
    catch_up: Bool | None = None
    """Whether runs that were missed, because no scheduler ran, are made afterwards. If not given, true for what runs
    once an hour or less often; more often, the next run comes soon enough."""
    notify: Notify = Notify()
    """Who is told. Nobody if not given."""
    enabled: Bool = True
    """False keeps it where people see it, and it does not run. True if not given."""
    owner: Owner | None = None
    """Who is called when it fails. None if not given."""
    runbook: Url | None = None
    """What they should read. None if not given."""
