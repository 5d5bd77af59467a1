"""What Prometheus is told of events, and when one should have started."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from x2bee_constructs.batch import metrics

SCRIPT = "x2bee_constructs/batch/scheduler/exporter.js"


def exporter(*calls: list[Any]) -> list[Any]:
    argv = ["node", "tests/batch/exporter.cjs", SCRIPT]
    done = subprocess.run(argv, input=json.dumps(calls), capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def fits(timing: dict[str, list[int]], at: datetime) -> bool:
    """As `checkEventTimingMoment` of Cronicle's lib/scheduler.js says it."""
    now = {
        "minutes": at.minute,
        "hours": at.hour,
        "weekdays": at.isoweekday() % 7,
        "days": at.day,
        "months": at.month,
        "years": at.year,
    }
    return all(not values or now[name] in values for name, values in timing.items())


def last_due(timing: dict[str, list[int]], now: int, days: int) -> int | None:
    at = datetime.fromtimestamp(now - now % 60, UTC)
    for _ in range(days * 1440):
        if fits(timing, at):
            return int(at.timestamp())
        at -= timedelta(minutes=1)
    return None


def few(low: int, high: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(low, high), max_size=3, unique=True)


TIMINGS = st.fixed_dictionaries(
    {}, optional={"minutes": few(0, 59), "hours": few(0, 23), "weekdays": few(0, 6), "days": few(1, 31)}
)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.tuples(TIMINGS, st.integers(1_700_000_000, 1_900_000_000)), min_size=3, max_size=3))
def test_the_last_due_minute_is_the_one_that_minutes_counted_one_by_one_give(cases: list[Any]) -> None:
    said = exporter(*(["lastDue", timing, "UTC", now] for timing, now in cases))
    for (timing, now), found in zip(cases, said, strict=True):
        counted = last_due(timing, now, 40)
        # What lies further back than was counted must fit, and be older.
        if counted is None:
            assert found is None or (found < now - 39 * 86_400 and fits(timing, datetime.fromtimestamp(found, UTC)))
        else:
            assert found == counted


def test_what_runs_on_demand_is_never_due() -> None:
    assert exporter(
        ["lastDue", False, "UTC", 1_796_000_000], ["lastDue", {"days": [31], "months": [2]}, "UTC", 1e9]
    ) == [
        None,
        None,
    ]


def test_an_event_that_was_changed_after_it_was_due_is_not_missed() -> None:
    event = {"id": "x", "enabled": 1, "timing": {"minutes": [0], "hours": [2]}, "timezone": "UTC"}
    now = 1_796_007_600
    said = exporter(
        ["ofEvent", {**event, "modified": 0}, [], [], now, "UTC"],
        ["ofEvent", {**event, "modified": now}, [], [], now, "UTC"],
        ["ofEvent", {**event, "enabled": 0}, [], [], now, "UTC"],
    )
    assert [sorted(one) for one in said] == [
        ["due_timestamp_seconds", "enabled", "running_seconds"],
        ["enabled", "running_seconds"],
        ["enabled", "running_seconds"],
    ]


def test_history_and_runs_that_go_on_become_metrics() -> None:
    jobs = [{"time_start": 1000 + 100 * n, "elapsed": 10.0 + n, "code": int(n == 4)} for n in range(5)][::-1]
    event = {"id": "x", "enabled": 1, "timing": False}
    [said] = exporter(["ofEvent", event, jobs, [{"time_start": 1900}], 2000, "UTC"])
    assert said == {
        "enabled": 1,
        "last_start_timestamp_seconds": 1900,
        "last_success_timestamp_seconds": 1313,
        "last_code": 1,
        "last_elapsed_seconds": 14,
        "usual_elapsed_seconds": 11.5,
        "running_seconds": 100,
    }


def test_the_text_has_the_names_that_rules_and_dashboards_use() -> None:
    said = {name.removeprefix("x2bee_batch_event_"): 1 for name in metrics.METRICS if "_event_" in name}
    event = {"id": "x", "title": 'a "b"\\', "category": "c"}
    [text] = exporter(
        ["text", {"primary": 1, "tick_age_seconds": 0.5}, [{"event": event, "category": "c", "said": said}]]
    )
    assert {line.split("{")[0].split(" ")[0] for line in text.splitlines() if line[0] != "#"} == {*metrics.METRICS}
    assert 'title="a \\"b\\"\\\\"' in text
