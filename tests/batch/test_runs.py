"""The next runs, against another program's clock, and by brute force."""

from __future__ import annotations

import calendar
import json
import subprocess
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from x2bee_constructs.batch.schedules.props import Schedule
from x2bee_constructs.batch.schedules.runs import due, is_due, least_gap, midnight, runs_of

_ORACLE = Path(__file__).with_name("oracle.mjs")
_CHANGES = {  # a day before a change of the clock
    "Asia/Seoul": "2026-12-30",
    "America/New_York": "2026-03-07",
    "Europe/Berlin": "2026-10-24",
    "Australia/Lord_Howe": "2026-04-04",  # by half an hour
    "America/Havana": "2026-03-07",  # at midnight
    "Asia/Kathmandu": "2026-02-27",
}
_TIMINGS: list[dict[str, list[int]]] = [
    {"minutes": [0], "hours": [2]},
    {"minutes": [30], "hours": [0, 1, 2]},
    {"minutes": [0, 15, 30, 45]},
    {"minutes": [5], "hours": [23], "weekdays": [0]},
    {"minutes": [10], "hours": [0, 23], "days": [28, 29, 30, 31, 1]},
    {"minutes": [0], "hours": [12], "days": [28, 8], "weekdays": [6, 0]},
    {"minutes": [0], "months": [3, 10], "years": [2026]},
    {},
]


def _moments(zone: str) -> tuple[datetime, datetime]:
    start = midnight(date.fromisoformat(_CHANGES[zone]), zone)
    return start, start + timedelta(days=3)


def test_runs_are_those_of_another_clock() -> None:
    cases: list[dict[str, Any]] = []
    ours: list[list[int]] = []
    for zone in _CHANGES:
        start, end = _moments(zone)
        for timing in _TIMINGS:
            cases.append({"timing": timing, "zone": zone, "start": int(start.timestamp()), "end": int(end.timestamp())})
            ours.append([int(moment.timestamp()) for moment in due(timing, zone, start, end)])
    answer = subprocess.run(["node", str(_ORACLE)], input=json.dumps(cases), capture_output=True, text=True, check=True)
    theirs = json.loads(answer.stdout)
    assert ours == theirs
    assert sum(map(len, theirs)) > 1000


_lists = {
    "minutes": st.lists(st.integers(0, 59), max_size=3, unique=True),
    "hours": st.lists(st.integers(0, 23), max_size=3, unique=True),
    "weekdays": st.lists(st.integers(0, 6), max_size=3, unique=True),
    "days": st.lists(st.integers(1, 31), max_size=4, unique=True),
    "months": st.lists(st.integers(1, 12), max_size=3, unique=True),
}


@settings(deadline=None, max_examples=60)
@given(
    timing=st.fixed_dictionaries(_lists),
    zone=st.sampled_from(sorted(_CHANGES)),
    start=st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)),
    hours=st.integers(1, 100),
)
def test_days_that_are_jumped_over_have_no_runs(
    timing: dict[str, list[int]], zone: str, start: datetime, hours: int
) -> None:
    begin = start.replace(tzinfo=UTC)
    end = begin + timedelta(hours=hours)
    first = -(-int(begin.timestamp()) // 60) * 60
    minutes = range(first, -(-int(end.timestamp()) // 60) * 60, 60)
    shown = (datetime.fromtimestamp(minute, ZoneInfo(zone)) for minute in minutes)
    assert list(due(timing, zone, begin, end)) == [moment for moment in shown if is_due(timing, moment)]


def test_the_last_day_of_each_month_runs_once() -> None:
    found = Schedule.model_validate({"service": "b", "job": "j", "at": "23:10", "days": [1, "last"]})
    start, end = midnight(date(2027, 1, 1), "Asia/Seoul"), midnight(date(2029, 1, 1), "Asia/Seoul")
    runs = list(runs_of("close", found, start, end))
    real = {run.start.date() for run in runs if not run.skipped}
    wanted = {date(y, m, d) for y in (2027, 2028) for m in range(1, 13) for d in (1, calendar.monthrange(y, m)[1])}
    assert real == wanted
    assert len(runs) == len({run.start for run in runs}) > len(real)


@settings(deadline=None, max_examples=25)
@given(
    at=st.sampled_from(["02:00", ["00:05", "23:05"], ["09:00", "09:20"]]),
    weekdays=st.lists(st.sampled_from(["sun", "mon", "tue", "sat"]), max_size=3, unique=True),
    months=st.lists(st.integers(1, 12), max_size=2, unique=True),
)
def test_the_least_gap_is_the_least_of_all_gaps(at: Any, weekdays: list[str], months: list[int]) -> None:
    said = {"service": "b", "job": "j", "at": at, "weekdays": weekdays, "months": months, "timezone": "UTC"}
    found = Schedule.model_validate(said)
    runs = list(runs_of("x", found, datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)))
    real = min((after.start - before.start) // timedelta(minutes=1) for before, after in pairwise(runs))
    gap = least_gap(found)
    assert gap == real or (gap is None and real > 1440)


def test_what_is_off_or_on_demand_does_not_run() -> None:
    start, end = midnight(date(2026, 12, 1), "Asia/Seoul"), midnight(date(2026, 12, 2), "Asia/Seoul")
    for said in ({"on_demand": True}, {"every": 10, "enabled": False}):
        found = Schedule.model_validate({"service": "b", "job": "j", **said})
        assert list(runs_of("x", found, start, end)) == []
