"""A schedule as Cronicle's API takes it (lib/api/event.js and docs/APIReference.md of Cronicle 0.9.129)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from x2bee_constructs.batch.plugin.definition import PLUGIN
from x2bee_constructs.batch.schedules.props import Schedule
from x2bee_constructs.batch.schedules.runs import least_gap

__all__ = ["MARK", "OWNED", "catches_up", "category", "category_id", "event", "event_id"]

OWNED = "x2b_"
"""What the ids of events and categories begin with that this library makes. Ids that Cronicle makes by itself begin
with `e` or `c`; with the mark in the notes this tells ours from those of people."""

MARK = "x2bee:"
"""In the notes of every event that this library makes, before a digest of it."""

_SELDOM = 60
"""Minutes between runs from which one that was missed is made afterwards."""


def event_id(name: str) -> str:
    """The id of a schedule's event: it never changes, so history and statistics stay with it.

    Cronicle drops everything but letters, digits and `_` (`create_event`), and names have no `_`, so no two meet.
    """
    return OWNED + name.replace("-", "_")


def category_id(category: str) -> str:
    """The id of a category."""
    return OWNED + category.replace("-", "_")


def category(name: str) -> dict[str, Any]:
    """A category under which people find events."""
    return {
        "id": category_id(name),
        "title": name,
        "description": f"From the customer's file; changes made here are undone ({MARK}category)",
        "enabled": 1,
        "max_children": 0,
        "notify_success": "",
        "notify_fail": "",
        "web_hook": "",
    }


def event(name: str, schedule: Schedule, *, target: str, url: str) -> dict[str, Any]:
    """The whole event: every field that people could change is said, so that a change of theirs is seen.

    `target` is the server group that runs it, `url` where its batch service listens.
    """
    said: dict[str, Any] = {
        "id": event_id(name),
        "title": schedule.title or name,
        "enabled": int(schedule.enabled),
        "category": category_id(schedule.category or schedule.service),
        "plugin": PLUGIN,
        "target": target,
        "algo": "random",
        "multiplex": 0,
        "detached": 0,
        # Never an empty one: Cronicle would run it every minute. `false` is what its own page sends for "on demand".
        "timing": schedule.wire() or False,
        "timezone": schedule.timezone,
        "params": _params(schedule, url),
        "max_children": schedule.concurrency,
        "timeout": schedule.timeout_minutes * 60,
        "catch_up": int(catches_up(schedule)),
        "queue": 0,
        "queue_max": 0,
        "retries": schedule.retries,
        "retry_delay": schedule.retry_minutes * 60 if schedule.retries else 0,
        "chain": "",
        "chain_error": "",
        "notify_success": ", ".join(schedule.notify.success),
        "notify_fail": ", ".join(schedule.notify.failure),
        "web_hook": schedule.notify.webhook or "",
        "memory_limit": 0,
        "memory_sustain": 0,
        "cpu_limit": 0,
        "cpu_sustain": 0,
        "log_max_size": 0,
    }
    return {**said, "notes": _notes(schedule, said)}


def catches_up(schedule: Schedule) -> bool:
    """Whether runs that were missed are made afterwards."""
    if schedule.on_demand:
        return False
    if schedule.catch_up is not None:
        return schedule.catch_up
    gap = least_gap(schedule)
    return gap is None or gap >= _SELDOM


def _params(schedule: Schedule, url: str) -> dict[str, str]:
    """All of them text: what Cronicle's page shows in a field, and what people may change for one run."""
    return {
        "url": url,
        "job": schedule.job,
        "parameters": json.dumps(dict(sorted(schedule.parameters.items())), ensure_ascii=False),
        "only_on": schedule.guard,
    }


def _notes(schedule: Schedule, said: Mapping[str, Any]) -> str:
    """What people read, and the mark: who changes the file changes the digest, so each notices the other."""
    digest = hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:12]
    lines = [
        f"Owner: {schedule.owner}" if schedule.owner else "",
        f"Runbook: {schedule.runbook}" if schedule.runbook else "",
        f"Runs only on these days of the month: {schedule.guard}" if schedule.guard else "",
        f"From the customer's file; changes made here are undone ({MARK}{digest})",
    ]
    return "\n".join(re.sub("[<>]", "", line) for line in lines if line)
