"""What may be meant, and mostly is not: said beside the preview, and stops nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from x2bee_constructs.batch.schedules.place import BatchPlace
from x2bee_constructs.batch.schedules.props import Schedule
from x2bee_constructs.batch.schedules.runs import Run, least_gap

__all__ = ["Overlap", "Warned", "overlaps", "warnings"]


@dataclass(frozen=True, order=True)
class Warned:
    """One sentence about one schedule."""

    schedule: str
    code: str
    text: str


@dataclass(frozen=True, order=True)
class Overlap:
    """Two runs that are under way at once, by what their jobs usually take."""

    start: datetime
    first: str
    second: str


def warnings(schedules: Mapping[str, Schedule], place: BatchPlace, start: date) -> list[Warned]:
    """Every warning, for the year that begins with `start`."""
    return sorted({warned for name, one in schedules.items() for warned in _of(name, one, start)})


def _of(name: str, schedule: Schedule, start: date) -> Iterator[Warned]:
    timing = schedule.wire()
    if timing is None:
        return
    late = [day for day in timing.get("days", ()) if day > 28]
    if late and "last" not in schedule.days and not schedule.timing:
        months = _months_without(max(late), schedule)
        if months:
            text = f"day {max(late)} does not come in {months}; days: [last] comes in every month"
            yield Warned(name, "X2B528", text)
    if timing.get("weekdays") and timing.get("days"):
        yield Warned(name, "X2B516", "runs only on days of the month that are also these days of the week")
    gap = least_gap(schedule)
    if gap and schedule.concurrency == 1 and schedule.timeout_minutes > gap:
        text = f"a run may take {schedule.timeout_minutes} minutes, the next is due after {gap}: it would not start"
        yield Warned(name, "X2B526", text)
    if schedule.catch_up and gap and gap < 60:
        text = f"after two hours without a scheduler it would make {120 // gap} runs, one after the other"
        yield Warned(name, "X2B529", text)
    yield from _clock_changes(name, schedule, start)


def _months_without(day: int, schedule: Schedule) -> str:
    short = {
        29: ["February of most years"],
        30: ["February"],
        31: ["February", "April", "June", "September", "November"],
    }
    if schedule.months:
        numbers = {"February": 2, "February of most years": 2, "April": 4, "June": 6, "September": 9, "November": 11}
        return ", ".join(month for month in short[day] if numbers[month] in schedule.months)
    return ", ".join(short[day])


def _clock_changes(name: str, schedule: Schedule, start: date) -> Iterator[Warned]:
    """Times of the day that a clock skips, or shows twice, within a year."""
    clock = ZoneInfo(schedule.timezone)
    minutes, hours = schedule.clock()
    for offset in range(366):
        day = start + timedelta(days=offset)
        midnight = datetime(day.year, day.month, day.day, tzinfo=clock)
        if (midnight + timedelta(days=1)).utcoffset() == midnight.utcoffset():
            continue
        for hour in hours:
            moment = datetime(day.year, day.month, day.day, hour, minutes[0], tzinfo=clock)
            back = datetime.fromtimestamp(moment.timestamp(), clock)
            if back.replace(tzinfo=None) != moment.replace(tzinfo=None):
                yield Warned(name, "X2B530", f"the clock of {schedule.timezone} skips {moment:%H:%M} on {day}: no run")
            elif moment.replace(fold=1).utcoffset() != moment.utcoffset():
                yield Warned(
                    name, "X2B530", f"the clock of {schedule.timezone} shows {moment:%H:%M} twice on {day}: two runs"
                )


def overlaps(runs: list[Run], schedules: Mapping[str, Schedule], place: BatchPlace) -> list[Overlap]:
    """Heavy jobs of one database that are under way at once; jobs without `usual_minutes` count as one minute."""
    found: set[Overlap] = set()
    by_database: dict[str, list[tuple[Run, datetime]]] = {}
    for run in sorted(runs):
        schedule = schedules[run.schedule]
        job = place.jobs[schedule.service][schedule.job]
        database = place.databases.get(schedule.service)
        if job.heavy and database and not run.skipped:
            end = run.start + timedelta(minutes=job.usual_minutes or 1)
            by_database.setdefault(database, []).append((run, end))
    for heavy in by_database.values():
        heavy.sort(key=lambda one: (one[0].start, one[0].schedule))
        for index, (run, end) in enumerate(heavy):
            for other, _ in heavy[index + 1 :]:
                if other.start >= end:
                    break
                if other.schedule != run.schedule:
                    found.add(Overlap(other.start, run.schedule, other.schedule))
    return sorted(found)
