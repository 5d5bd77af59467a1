"""The tables, targets and plot of measurements."""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from typing import Any

import pytest

from benchmarks.page import TARGETS, page, plot, table, targets
from benchmarks.timing import Command, take, taken


def _rows(**seconds: float) -> dict[str, dict[str, float]]:
    return {name: {"cpu": cpu, "wall": cpu * 2, "memory": 100.0} for name, cpu in seconds.items()}


def _suite(base: str, rows: dict[str, dict[str, float]]) -> dict[str, Any]:
    return {"says": "What it is.", "base": base, "runs": 1, "rows": rows}


MADE: dict[str, Any] = {
    "machine": {"machine": "a machine", "Python": "3.11"},
    "calls": {"calls": 30, "objects": 10},
    "tests": {"passed": 200, "seconds": 2.0},
    "suites": {
        "k8s": _suite("TypeScript", _rows(**{"TypeScript": 1.0, "app.py k8s": 1.5, "a < b": 0.5})),
        "environments": _suite(
            "TypeScript, 1",
            _rows(
                **{
                    "TypeScript, 1": 1.0,
                    "TypeScript, 11": 5.0,
                    "without Node.js, 1": 1.0,
                    "without Node.js, 11": 2.0,
                    "limit, 1": 1.0,
                    "limit, 11": 3.0,
                }
            ),
        ),
        "aws": _suite("TypeScript", _rows(**{"TypeScript": 2.0, "app.py aws": 5.0})),
        "fleet": _suite(
            "both sides, 1",
            {
                "both sides, 1": {"cpu": 6.0, "wall": 6.0, "memory": 100.0},
                "both sides, 100": {"cpu": 90.0, "wall": 45.0, "memory": 199.0},
            },
        ),
        "synth": _suite(
            "make synth", _rows(**{"make synth": 9.0, "app.py aws": 3.0, "app.py k8s": 2.0, "cdk": 1.0, "cdk8s": 0.5})
        ),
    },
}


def test_targets_are_ratios_of_one_run() -> None:
    reached = targets(MADE)
    assert list(reached) == list(TARGETS)
    assert list(reached.values()) == pytest.approx([1.5, 0.25, 0.5, 3.0, 2.5, 9 / 6.5, 10.0, 1.0, 10.0])


def test_the_page_says_what_is_missed() -> None:
    text = page(MADE)
    assert "| app.py k8s ÷ TypeScript | 1.8 | 1.50 | reached |" in text
    assert "| app.py aws ÷ TypeScript | 1.6 | 2.50 | missed |" in text
    assert "30 messages to Node.js for 10 objects" in text


def test_a_row_is_a_multiple_of_the_base() -> None:
    assert "| app.py aws | 5.00 | 2.50 | 10.00 | 100 |" in table(MADE["suites"]["aws"])


def test_the_plot_is_xml_with_a_bar_for_each_row() -> None:
    root = ET.fromstring(plot(MADE))
    assert len(root.findall("{http://www.w3.org/2000/svg}rect")) == 3 + 2 + 5


def test_a_command_is_measured_and_a_failing_one_says_its_last_words() -> None:
    busy = Command("busy", [sys.executable, "-c", "bytearray(64 << 20); sum(range(10**6))"])
    found = taken([busy], 2)["busy"]
    assert found.cpu > 0
    assert found.memory > 64
    with pytest.raises(RuntimeError, match=r"(?s)wrong ended with 3: .*no room"):
        take(Command("wrong", [sys.executable, "-c", "print('no room'); raise SystemExit(3)"]))
