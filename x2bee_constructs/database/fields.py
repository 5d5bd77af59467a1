"""The types of single values in the props of this room."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from x2bee_constructs.core.faults import fault, matching, meant, show
from x2bee_constructs.database.instances import instance_class, known_classes

__all__ = [
    "ADMIN",
    "POSTGRES_VERSION",
    "Acu",
    "BackupWindow",
    "InstanceName",
    "MaintenanceWindow",
    "PostgresVersion",
    "StorageSize",
    "windows_meet",
]

ADMIN = "x2bee_admin"
"""The user that a cluster is made with; only the job that makes the roles logs in as it. RDS cannot
rename it: another name is another cluster."""

POSTGRES_VERSION = "17.7"
"""The newest release of Aurora PostgreSQL with long-term support: at least three years of fixes and nothing else (list
of those releases in aws/agent-toolkit-for-aws, `upgrade-planning-lts-recommendation.md`, looked up 2026-11-25)."""

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TIME = r"([01]\d|2[0-3]):[0-5]\d"
_DAY = 24 * 60
_WEEK = 7 * _DAY
_SHORTEST = 30
"""Minutes; what RDS allows."""


def _instance(text: str) -> str:
    if instance_class(text):
        return text
    family = text.split(".")[1]
    known = known_classes(family) or known_classes("r7g")
    hint, guess = meant(text, known_classes())
    why = "how many connections it takes follows from its memory, and Aurora PostgreSQL has no such class that we know"
    title = f"unknown instance class {show(text)}{hint}"
    raise fault("X2B321", title, expected=f"one of {', '.join(known)}", why=why, fix=guess)


def _long_enough(minutes: int, text: str) -> str:
    if minutes < _SHORTEST:
        title = f"{show(text)} is too short a window"
        raise fault("X2B325", title, expected=f"at least {_SHORTEST} minutes", got=f"{minutes} minutes")
    return text


def _maintenance(text: str) -> str:
    start, end = _weekly(text)
    length = (end - start) % _WEEK
    if length >= _DAY:
        raise fault("X2B325", f"{show(text)} is too long a window", expected="less than 24 hours")
    return _long_enough(length, text)


def _backup(text: str) -> str:
    start, end = _daily(text)
    return _long_enough((end - start) % _DAY, text)


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _daily(text: str) -> tuple[int, int]:
    start, end = text.split("-")
    return _minutes(start), _minutes(end)


def _weekly(text: str) -> tuple[int, int]:
    start, end = (_DAYS.index(part[:3]) * _DAY + _minutes(part[4:]) for part in text.split("-"))
    return start, end


def windows_meet(maintenance: str, backup: str) -> bool:
    """Whether the weekly and the daily window have a minute in common, which RDS refuses."""
    start, end = _weekly(maintenance)
    length = (end - start) % _WEEK
    begins, ends = _daily(backup)
    lasts = (ends - begins) % _DAY
    starts = (day * _DAY + begins for day in range(7))
    return any((at - start) % _WEEK < length or (start - at) % _WEEK < lasts for at in starts)


InstanceName = Annotated[
    str,
    matching(r"db\.[a-z0-9-]+\.[a-z0-9]+", "an instance class such as db.r7g.large"),
    AfterValidator(_instance),
    Field(examples=["db.r7g.large"]),
]
"""A class of instances that Aurora PostgreSQL has."""

Acu = Annotated[float, Field(ge=0.5, le=256, multiple_of=0.5)]
"""Aurora capacity units, 0.5 to 256 in steps of a half; each is about 2 GiB of memory."""

PostgresVersion = Annotated[
    str,
    matching(r"1[4-8]\.\d{1,2}", "a version of PostgreSQL from 14 to 18, such as 17.7"),
    Field(examples=['"17.7"']),
]
"""Major and minor version of PostgreSQL, in quotes."""

StorageSize = Annotated[int, Field(strict=True, ge=1, le=16_384)]
"""The size of a volume in GiB."""

MaintenanceWindow = Annotated[
    str,
    matching(
        rf"({'|'.join(_DAYS)}):{_TIME}-({'|'.join(_DAYS)}):{_TIME}", "a weekly window in UTC, mon:18:30-mon:19:30"
    ),
    AfterValidator(_maintenance),
    Field(examples=["mon:18:30-mon:19:30"]),
]
"""A window of each week, in UTC: `mon:18:30-mon:19:30`."""

BackupWindow = Annotated[
    str,
    matching(rf"{_TIME}-{_TIME}", "a daily window in UTC, 17:00-18:00"),
    AfterValidator(_backup),
    Field(examples=["17:00-18:00"]),
]
"""A window of each day, in UTC: `17:00-18:00`."""
