"""When a schedule runs, as people say it, and as Cronicle keeps it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal, Self
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from x2bee_constructs.core.faults import PlacedFault, fault, matching, meant, raise_faults, show
from x2bee_constructs.core.props import Bool, Count, Distinct, Props

__all__ = ["WEEKDAYS", "CronicleTiming", "MonthDay", "TimeZone", "Weekday", "When"]

Weekday = Literal["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
"""A day of the week."""

WEEKDAYS: tuple[Weekday, ...] = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
"""In Cronicle's order: Sunday is 0."""

MonthDay = Annotated[int, Field(strict=True, ge=1, le=31)] | Literal["last"]
"""A day of the month, or its last."""

_Hour = Annotated[int, Field(strict=True, ge=0, le=23)]
_Minute = Annotated[int, Field(strict=True, ge=0, le=59)]
_Month = Annotated[int, Field(strict=True, ge=1, le=12)]

TimeOfDay = Annotated[str, matching(r"([01]\d|2[0-3]):[0-5]\d", 'a time in quotes such as "02:00"')]
"""Hours and minutes of a day of 24 hours."""


def _zone(name: str) -> str:
    zones = available_timezones()
    if name not in zones:
        hint, guess = meant(name, zones)
        raise fault("X2B511", f"{show(name)} is no time zone{hint}", expected="a name such as Asia/Seoul", fix=guess)
    return name


TimeZone = Annotated[str, AfterValidator(_zone)]
"""A time zone of the IANA database."""


def _one_or_more(value: Any) -> Any:
    return [value] if isinstance(value, str | int) else value


class CronicleTiming(Props):
    """Cronicle's own words. A list that is empty or not given stands for all; all lists must match at once."""

    minutes: Distinct[_Minute] = ()
    """Minutes of the hour; every minute if not given."""
    hours: Distinct[_Hour] = ()
    """Hours of the day; every hour if not given."""
    weekdays: Distinct[Annotated[int, Field(strict=True, ge=0, le=6)]] = ()
    """Days of the week, Sunday is 0; every day if not given."""
    days: Distinct[Annotated[int, Field(strict=True, ge=1, le=31)]] = ()
    """Days of the month; every day if not given."""
    months: Distinct[_Month] = ()
    """Months; every month if not given."""
    years: Distinct[Annotated[int, Field(strict=True, ge=2000, le=2999)]] = ()
    """Years; every year if not given."""

    @model_validator(mode="after")
    def _not_always(self) -> Self:
        if not self.minutes:
            title = "without minutes it would run every minute of the hours it names"
            wrong = fault("X2B512", title, expected="minutes", why="Cronicle takes an empty list for all", fix="[0]")
            raise_faults("CronicleTiming", [(("minutes",), wrong, list(self.minutes))])
        return self

    def wire(self) -> dict[str, list[int]]:
        """As Cronicle's API takes it: what stands for all is left out, the rest in order."""
        return {key: sorted(value) for key, value in self.model_dump().items() if value}


class When(Props):
    """When a schedule runs: `at` times of the day, `every` so many minutes, or Cronicle's own `timing`."""

    at: Annotated[Distinct[TimeOfDay], BeforeValidator(_one_or_more)] = ()
    """The times of a day: one such as "02:00", or a list. They must share their minutes, or be one hour's."""
    every: Annotated[Count, Field(ge=1, le=1440)] | None = None
    """So many minutes apart, counted from midnight: a divisor of 60, or 60 times a divisor of 24."""
    weekdays: Annotated[Distinct[Weekday], BeforeValidator(_one_or_more)] = ()
    """Only on these days of the week: sun, mon, tue, wed, thu, fri, sat. Every day if not given."""
    days: Annotated[Distinct[MonthDay], BeforeValidator(_one_or_more)] = ()
    """Only on these days of the month, 1 to 31 or `last`. Every day if not given."""
    months: Annotated[Distinct[_Month], BeforeValidator(_one_or_more)] = ()
    """Only in these months, 1 to 12. Every month if not given."""
    timing: CronicleTiming | None = None
    """Cronicle's own lists, for what the other words cannot say; they then have no place."""
    on_demand: Bool = False
    """Whether it never runs by itself: people press Run, or call the API. False if not given."""
    timezone: TimeZone = "Asia/Seoul"
    """Whose clock; Asia/Seoul if not given."""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        raise_faults(type(self).__name__, list(_faults(self)))
        return self

    def wire(self) -> dict[str, list[int]] | None:
        """Cronicle's timing; None for one that runs on demand: an empty one would run every minute."""
        if self.on_demand:
            return None
        if self.timing:
            return self.timing.wire()
        minutes, hours = self.clock()
        parts: dict[str, Sequence[int]] = {
            "minutes": minutes,
            "hours": hours if len(hours) < 24 else (),
            "weekdays": [WEEKDAYS.index(day) for day in self.weekdays],
            "days": self._dates(),
            "months": self.months,
        }
        return {key: sorted(value) for key, value in parts.items() if value}

    @property
    def guard(self) -> str:
        """The days on which the plugin really runs it, such as `1,last`; empty where Cronicle's own lists say it all.

        Cronicle knows no last day of a month: it is asked for every day that can be one, and the plugin looks.
        """
        if "last" not in self.days or _last_days(self.months) <= {*self._numbers()} or len(self._ends()) == 1:
            return ""
        return ",".join([*(str(day) for day in sorted(self._numbers())), "last"])

    def clock(self) -> tuple[list[int], list[int]]:
        """The minutes and the hours at which it runs: each of the ones with each of the others."""
        if self.timing:
            return sorted(self.timing.minutes), sorted(self.timing.hours) or list(range(24))
        if self.every is not None:
            step = self.every
            return (list(range(0, 60, step)), list(range(24))) if step < 60 else ([0], list(range(0, 24, step // 60)))
        hours, minutes = zip(*(map(int, time.split(":")) for time in self.at), strict=True)
        return sorted(set(minutes)), sorted(set(hours))

    def _numbers(self) -> list[int]:
        return [day for day in self.days if day != "last"]

    def _ends(self) -> set[int]:
        return _last_days(self.months)

    def _dates(self) -> list[int]:
        ends = self._ends() if "last" in self.days else set[int]()
        return sorted({*self._numbers(), *ends})


_ENDS = {2: (28, 29), 4: (30,), 6: (30,), 9: (30,), 11: (30,)}


def _last_days(months: Sequence[int]) -> set[int]:
    """Which days can be a month's last, over all years."""
    return {end for month in months or range(1, 13) for end in _ENDS.get(month, (31,))}


def _faults(when: When) -> Iterator[PlacedFault]:
    ways = [name for name in ("at", "every", "timing", "on_demand") if getattr(when, name)]
    if not ways:
        title = "it does not say when"
        why = "Cronicle runs an event with an empty timing every minute"
        yield (), fault("X2B512", title, expected="at, every, timing or on_demand", why=why, fix='at: "02:00"'), None
    for extra in ways[1:]:
        title = f"'{extra}' and '{ways[0]}' are two ways to say when"
        yield (extra,), fault("X2B513", title, fix="keep one of them, or write two schedules", related=ways[0]), extra
    if len(ways) == 1:
        yield from _regular(when)
        yield from _both(when)
        yield from _unused(when, ways[0])


def _regular(when: When) -> Iterator[PlacedFault]:
    step = when.every
    if step is not None and not (60 % step == 0 or (step % 60 == 0 and 24 % (step // 60) == 0)):
        even = [n for n in (*_divisors(60), *(60 * n for n in _divisors(24))) if n]
        nearest = min(even, key=lambda n: abs(n - step))
        title = f"every {step} minutes does not come out even"
        why = "Cronicle keeps minutes of the hour and hours of the day, so the last gap would be a short one"
        yield (
            ("every",),
            fault("X2B514", title, expected="a divisor of 60, or 60 times one of 24", why=why, fix=str(nearest)),
            step,
        )
    if when.at:
        minutes, hours = when.clock()
        more = sorted({f"{h:02}:{m:02}" for h in hours for m in minutes} - set(when.at))
        if more:
            title = f"Cronicle would also run it at {', '.join(more[:4])}{' …' if len(more) > 4 else ''}"
            why = "it keeps hours and minutes apart, and runs each of the ones with each of the others"
            yield (
                ("at",),
                fault("X2B515", title, why=why, fix="give the times the same minutes, or write two schedules"),
                when.at,
            )


def _both(when: When) -> Iterator[PlacedFault]:
    if when.weekdays and when.days:
        title = "days of the month and of the week must both match: it would run only on days that are both"
        fix = "keep one; or write it as Cronicle's own `timing`, which says that it is meant"
        yield ("weekdays",), fault("X2B516", title, fix=fix, related="days"), when.weekdays
    unreachable = [d for d in when.days if d != "last" and when.months and d > max(_last_days(when.months))]
    for day in unreachable:
        title = f"no month in 'months' has a day {day}"
        yield ("days",), fault("X2B517", title, fix="days: [last]", related="months"), day


def _unused(when: When, way: str) -> Iterator[PlacedFault]:
    for name in ("weekdays", "days", "months") if way in ("timing", "on_demand") else ():
        if getattr(when, name):
            fix = "write it inside timing" if way == "timing" else "leave it out"
            yield (name,), fault("X2B513", f"'{name}' has no meaning beside '{way}'", fix=fix, related=way), name


def _divisors(number: int) -> list[int]:
    return [n for n in range(1, number + 1) if number % n == 0]
