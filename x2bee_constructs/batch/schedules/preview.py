"""What happens in the days to come: runs, meetings and warnings, as data for a table, a picture or a program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from x2bee_constructs.batch.schedules.events import catches_up, event_id
from x2bee_constructs.batch.schedules.place import BatchPlace, scheduler_of
from x2bee_constructs.batch.schedules.props import Schedule
from x2bee_constructs.batch.schedules.runs import Run, midnight, runs_of
from x2bee_constructs.batch.schedules.warnings import Overlap, Warned, overlaps, warnings

__all__ = ["Preview", "as_json", "preview"]


@dataclass(frozen=True)
class Preview:
    """Days of schedules."""

    title: str
    start: date
    days: int
    zone: str
    """Whose days they are: the time zone of most schedules."""
    schedules: Mapping[str, Schedule]
    place: BatchPlace
    runs: Mapping[str, tuple[Run, ...]]
    """The runs of each schedule, in their order."""
    overlaps: tuple[Overlap, ...]
    warned: tuple[Warned, ...]

    @property
    def begin(self) -> datetime:
        """The first moment."""
        return midnight(self.start, self.zone)

    @property
    def end(self) -> datetime:
        """The moment after the last."""
        return midnight(self.start + timedelta(days=self.days), self.zone)

    def usual(self, name: str) -> int | None:
        """How many minutes a run of a schedule takes on a usual day."""
        schedule = self.schedules[name]
        return self.place.jobs[schedule.service][schedule.job].usual_minutes

    def meets(self, run: Run) -> bool:
        """Whether another heavy run of its database is under way then."""
        return any(one.start == run.start and run.schedule == one.second for one in self.overlaps) or any(
            one.first == run.schedule
            and run.start <= one.start < run.start + timedelta(minutes=self.usual(run.schedule) or 1)
            for one in self.overlaps
        )


def preview(title: str, schedules: Mapping[str, Schedule], place: BatchPlace, start: date, days: int) -> Preview:
    """The days from `start` on."""
    zones = sorted(one.timezone for one in schedules.values())
    zone = max(zones, key=zones.count, default="Asia/Seoul")
    begin, end = midnight(start, zone), midnight(start + timedelta(days=days), zone)
    runs = {name: tuple(runs_of(name, one, begin, end)) for name, one in sorted(schedules.items())}
    every = [run for some in runs.values() for run in some]
    return Preview(
        title=title,
        start=start,
        days=days,
        zone=zone,
        schedules=dict(sorted(schedules.items())),
        place=place,
        runs=runs,
        overlaps=tuple(overlaps(every, schedules, place)),
        warned=tuple(warnings(schedules, place, start)),
    )


def as_json(found: Preview) -> dict[str, Any]:
    """For programs: moments with their offsets, in their order."""
    return {
        "title": found.title,
        "from": found.start.isoformat(),
        "days": found.days,
        "timezone": found.zone,
        "schedules": [_schedule(found, name, one) for name, one in found.schedules.items()],
        "overlaps": [{"at": one.start.isoformat(), "first": one.first, "second": one.second} for one in found.overlaps],
        "warnings": [{"schedule": one.schedule, "code": one.code, "text": one.text} for one in found.warned],
    }


def _schedule(found: Preview, name: str, schedule: Schedule) -> dict[str, Any]:
    return {
        "name": name,
        "id": event_id(name),
        "title": schedule.title or name,
        "enabled": schedule.enabled,
        "scheduler": scheduler_of(schedule, found.place),
        "service": schedule.service,
        "job": schedule.job,
        "timezone": schedule.timezone,
        "timing": schedule.wire(),
        "only_on": schedule.guard or None,
        "catch_up": catches_up(schedule),
        "runs": [run.start.isoformat() for run in found.runs[name] if not run.skipped],
        "skipped": [run.start.isoformat() for run in found.runs[name] if run.skipped],
    }
