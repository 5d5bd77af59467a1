"""The metrics of a scheduler, by what they mean: alerts and dashboards say no names of their own.

`exporter.js` writes them from Cronicle's API; labels are `event` (its id), `title` and `category`.
"""

from __future__ import annotations

__all__ = [
    "CODE",
    "DUE",
    "ELAPSED",
    "ENABLED",
    "METRICS",
    "PRIMARY",
    "RUNNING",
    "STARTED",
    "SUCCEEDED",
    "TICK_AGE",
    "USUAL",
]

_EVENT = "x2bee_batch_event"

PRIMARY = "x2bee_batch_scheduler_primary"
"""1 while the scheduler is primary and lets events start; 0 while it is not, or cannot be asked."""

TICK_AGE = "x2bee_batch_scheduler_tick_age_seconds"
"""How long ago its clock last ticked; it should each second."""

ENABLED = f"{_EVENT}_enabled"
"""1 if the event starts by itself."""

DUE = f"{_EVENT}_due_timestamp_seconds"
"""When it last should have started, since it was last changed; absent if it never should have."""

STARTED = f"{_EVENT}_last_start_timestamp_seconds"
"""When it last started, by its clock or by people, runs that go on included."""

SUCCEEDED = f"{_EVENT}_last_success_timestamp_seconds"
"""When a run last ended well."""

CODE = f"{_EVENT}_last_code"
"""How its last run ended: 0 is well."""

ELAPSED = f"{_EVENT}_last_elapsed_seconds"
"""How long its last run took."""

USUAL = f"{_EVENT}_usual_elapsed_seconds"
"""How long a run takes: the median of its last 20 that ended well; absent below 3."""

RUNNING = f"{_EVENT}_running_seconds"
"""How long its oldest run that goes on has taken; 0 if none does."""

METRICS = (PRIMARY, TICK_AGE, ENABLED, DUE, STARTED, SUCCEEDED, CODE, ELAPSED, USUAL, RUNNING)
"""All of them."""
