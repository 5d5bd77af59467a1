"""promtool, if it is here: it judges rules and runs their unit tests."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from x2bee_constructs.imports.prometheus_operator import monitoring_v1 as prometheus

__all__ = ["asked_of", "check", "fired", "tool", "wire"]


def tool() -> str:
    """Debian's promtool, or the one that X2BEE_PROMTOOL names; without one the test is skipped, and says so."""
    found = os.environ.get("X2BEE_PROMTOOL") or shutil.which("promtool")
    if not found:
        said = "no promtool (Debian package prometheus)"
        (pytest.fail if os.environ.get("X2BEE_NEEDS_PROMTOOL") == "1" else pytest.skip)(said)
    return found


def wire(groups: Iterable[prometheus.PrometheusRuleGroup], *, intervals: bool = True) -> dict[str, Any]:
    """The groups as a file of rules has them; without intervals the test's own counts."""
    made = [group.to_wire() for group in groups]
    return {"groups": made if intervals else [{k: v for k, v in each.items() if k != "interval"} for each in made]}


def check(folder: Path, rules: Mapping[str, Any]) -> None:
    """`promtool check rules` finds nothing."""
    (folder / "rules.json").write_text(json.dumps(rules))
    done = subprocess.run([tool(), "check", "rules", str(folder / "rules.json")], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "duplicate" not in done.stdout.lower(), done.stdout


def asked_of(
    name: str, series: Mapping[str, str], interval: int, asked: Sequence[tuple[int, str, int]]
) -> dict[str, Any]:
    """One test: at a minute, how many series of an alert fire."""
    return {
        "name": name,
        "interval": f"{interval}m",
        "input_series": [{"series": each, "values": values} for each, values in series.items()],
        "promql_expr_test": [
            {
                "expr": f'count(ALERTS{{alertname="{alert}",alertstate="firing"}})',
                "eval_time": f"{minute}m",
                "exp_samples": [{"labels": "{}", "value": count}] if count else [],
            }
            for minute, alert, count in asked
        ],
    }


def fired(folder: Path, rules: Mapping[str, Any], tests: Sequence[Mapping[str, Any]], interval: int) -> str:
    """What promtool has against the tests; nothing if all is as expected."""
    (folder / "rules.json").write_text(json.dumps(rules))
    file = {
        "rule_files": ["rules.json"],
        "evaluation_interval": f"{interval}m",
        # Unsaid, promtool evaluates groups in no order at all, and an alert sees its recordings or those a step before.
        "group_eval_order": [group["name"] for group in rules["groups"]],
        "tests": list(tests),
    }
    (folder / "tests.json").write_text(json.dumps(file))
    done = subprocess.run([tool(), "test", "rules", str(folder / "tests.json")], capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stdout + done.stderr
