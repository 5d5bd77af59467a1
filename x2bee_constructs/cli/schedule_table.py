"""The table of `x2bee schedule`, and the sentences below it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from rich import box
from rich.table import Table

from x2bee_constructs.batch.schedules.preview import Preview
from x2bee_constructs.batch.schedules.props import Schedule
from x2bee_constructs.cli.words import moment
from x2bee_constructs.core.korean import told as worded
from x2bee_constructs.core.language import said

__all__ = ["table", "told"]

_NEXT = 3
"""How many of the next runs the table shows."""


def table(found: Preview) -> Table:
    """One line for each schedule."""
    last = found.start + timedelta(days=found.days - 1)
    made = Table(
        title=said(
            f"{found.title}, {found.start} to {last} ({found.zone})",
            f"{found.title}, {found.start}부터 {last}까지 ({found.zone})",
        ),
        title_justify="left",
        box=box.SIMPLE_HEAD,
    )
    made.add_column(said("schedule", "일정"), no_wrap=True, overflow="ellipsis")
    made.add_column(said("job", "작업"), overflow="fold")
    made.add_column(said("next runs", "다음 실행"), no_wrap=True)
    made.add_column(said("runs", "횟수"), justify="right")
    made.add_column("0    6    12   18   ", no_wrap=True)
    made.add_column(said("usual/limit", "평소/제한"), justify="right", no_wrap=True)
    for name, one in found.schedules.items():
        runs = [run for run in found.runs[name] if not run.skipped]
        shown = [moment(run.start) for run in runs[:_NEXT]]
        made.add_row(
            one.title or name,
            f"{one.service}/{one.job}",
            "\n".join(shown) or _why_not(one),
            str(len(runs)),
            _hours([run.start.hour for run in runs], found.days),
            f"{found.usual(name) or '?'}/{one.timeout_minutes}{said(' min', '분')}",
        )
    return made


def told(found: Preview) -> Iterator[str]:
    """What meets, and what may not be meant."""
    for meeting in found.overlaps:
        heavy = f"'{meeting.first}' and '{meeting.second}', both heavy on one database, are under way at once"
        yield worded(f"overlap {moment(meeting.start)}: {heavy}")
    for warned in found.warned:
        yield f"{said('warning', '경고')}[{warned.code}] {warned.schedule}: {worded(warned.text)}"
    if not found.schedules:
        yield worded("No schedules: the customer's file has none.")


def _why_not(schedule: Schedule) -> str:
    if not schedule.enabled:
        return said("off", "꺼짐")
    return said("on demand", "요청 시") if schedule.on_demand else said("none in these days", "이 기간에 없음")


def _hours(hours: list[int], days: int) -> str:
    """A sign for each hour of a day: none, some, or a run every quarter of an hour and more often."""
    return "".join("·" if hour not in hours else "█" if hours.count(hour) >= 4 * days else "▪" for hour in range(24))
