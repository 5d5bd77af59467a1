"""The next runs of a schedule: exactly what Cronicle would start.

Cronicle steps through the minutes of real time, asks the event's own clock what minute, hour and date it shows, and
compares them with the lists (lib/scheduler.js, `checkEventTimingMoment`). So an hour that a clock skips has no run, and
one that it shows twice has two.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from x2bee_constructs.batch.schedules.props import Schedule

__all__ = ["Run", "due", "is_due", "least_gap", "midnight", "runs_of"]

_DAY = 86_400


@dataclass(frozen=True, order=True)
class Run:
    """One start."""

    start: datetime
    """When, on the schedule's own clock."""
    schedule: str
    """The schedule's name."""
    skipped: bool = False
    """Whether the plugin ends it at once, because the day is not the last of its month."""


def is_due(timing: Mapping[str, Sequence[int]], moment: datetime) -> bool:
    """Whether Cronicle starts an event with this timing in the minute that its clock shows."""
    shown = {
        "minutes": moment.minute,
        "hours": moment.hour,
        "weekdays": moment.isoweekday() % 7,
        "days": moment.day,
        "months": moment.month,
        "years": moment.year,
    }
    return all(not values or shown[key] in values for key, values in timing.items())


def due(timing: Mapping[str, Sequence[int]], zone: str, start: datetime, end: datetime) -> Iterator[datetime]:
    """Every start from `start` (with it) to `end` (without it), in the order of real time."""
    clock = ZoneInfo(zone)
    minute = -(-int(start.timestamp()) // 60) * 60
    last = int(end.timestamp())
    while minute < last:
        shown = datetime.fromtimestamp(minute, clock)
        if not _day_matches(timing, shown.date()):
            minute = _next_day(shown, minute)
            continue
        if timing.get("hours") and shown.hour not in timing["hours"]:
            minute += (60 - shown.minute) * 60  # clocks change on the hour
            continue
        if is_due(timing, shown):
            yield shown
        minute += 60


def _day_matches(timing: Mapping[str, Sequence[int]], day: date) -> bool:
    shown = {"weekdays": day.isoweekday() % 7, "days": day.day, "months": day.month, "years": day.year}
    return all(not timing.get(key) or value in timing[key] for key, value in shown.items())


def _next_day(shown: datetime, minute: int) -> int:
    """The first minute that could be another day: an hour early, so that no change of the clock is jumped over."""
    left = _DAY - shown.hour * 3600 - shown.minute * 60
    return minute + max(60, left - 2 * 3600)


def runs_of(name: str, schedule: Schedule, start: datetime, end: datetime) -> Iterator[Run]:
    """The runs of one enabled schedule; those that the plugin would end at once are marked."""
    timing = schedule.wire()
    if timing is None or not schedule.enabled:
        return
    for moment in due(timing, schedule.timezone, start, end):
        yield Run(moment, name, skipped=not _wanted(schedule.guard, moment.date()))


def _wanted(guard: str, day: date) -> bool:
    if not guard:
        return True
    words = guard.split(",")
    return str(day.day) in words or ("last" in words and (day + timedelta(days=1)).day == 1)


def least_gap(schedule: Schedule) -> int | None:
    """The fewest minutes between two runs, the clock's changes left aside.

    None if it does not run by itself, or once a day and never on two days that follow each other.
    """
    timing = schedule.wire()
    if timing is None:
        return None
    minutes, hours = schedule.clock()
    times = sorted(hour * 60 + minute for hour in hours for minute in minutes)
    gaps = [after - before for before, after in itertools.pairwise(times)]
    if _two_days_running(timing):
        gaps.append(times[0] + 1440 - times[-1])
    return min(gaps) if gaps else None


def _two_days_running(timing: Mapping[str, Sequence[int]]) -> bool:
    """Looked for in the 28 years after which weekdays and leap years repeat."""
    dated = {key: values for key, values in timing.items() if key in ("weekdays", "days", "months", "years")}
    if not dated:
        return True
    day = date(min(timing.get("years") or [2000]), 1, 1)
    before = False
    for _ in range(28 * 366):
        matches = _day_matches(dated, day)
        if matches and before:
            return True
        before, day = matches, day + timedelta(days=1)
    return False


def midnight(day: date, zone: str) -> datetime:
    """When a day begins on a clock, as a moment."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
