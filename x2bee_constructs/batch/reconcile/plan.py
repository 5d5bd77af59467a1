"""What the Job makes true: the plan it reads, and its script."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import resources
from typing import Any

from x2bee_constructs.batch.plugin.definition import plugin_definition
from x2bee_constructs.batch.schedules.events import MARK, OWNED, category, event
from x2bee_constructs.batch.schedules.props import Schedule

__all__ = ["PLAN", "SCRIPT", "plan", "reconcile_files"]

SCRIPT, PLAN = "reconcile.mjs", "plan.json"


def plan(schedules: Mapping[str, Schedule], target: str, urls: Mapping[str, str]) -> dict[str, Any]:
    """Everything of one scheduler. `target` is its server group, `urls` has the address of each batch service."""
    used = sorted({one.category or one.service for one in schedules.values()})
    return {
        "prefix": OWNED,
        "mark": MARK,
        "plugin": plugin_definition(),
        "categories": [category(name) for name in used],
        "events": [event(name, one, target=target, url=urls[one.service]) for name, one in sorted(schedules.items())],
    }


def reconcile_files(wanted: Mapping[str, Any]) -> dict[str, str]:
    """The files of the Job, by name."""
    script = resources.files("x2bee_constructs.batch.reconcile").joinpath(SCRIPT).read_text(encoding="utf-8")
    return {SCRIPT: script, PLAN: json.dumps(wanted, indent=1, sort_keys=True, ensure_ascii=False) + "\n"}
