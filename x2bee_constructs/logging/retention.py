"""How long logs of each class are kept, and what the law asks for at least.

The law is Korea's, from secondary sources: counsel must confirm it before a customer relies on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from x2bee_constructs.core.faults import PlacedFault, fault
from x2bee_constructs.logging.names import CLASSES, LogClass

if TYPE_CHECKING:
    from x2bee_constructs.logging.props import LoggingSpec

__all__ = ["HOT_DAYS", "Kept", "Law", "Lock", "kept", "law", "order_faults", "retention_faults"]

Lock = Literal["governance", "compliance"]
"""How a bucket locks: `governance` can be lifted by who is allowed to, `compliance` by nobody, not even the account."""

_YEAR, _TWO_YEARS, _FIVE_YEARS = 365, 731, 1827
"""In days; the longer ones hold every leap day that they can meet."""

_MANY = 50_000
"""From so many data subjects on, records of access are kept two years."""

HOT_DAYS: Mapping[LogClass, int] = {"application": 14, "access": 30, "audit": 90, "commerce": 30}
"""How long OpenSearch has them if nobody says. PCI DSS 4.0, 10.5.1: of audit logs the last three months are at hand at
once. The others are our judgement."""

_APPLICATION_DAYS = 90
"""Our judgement: a quarter, in which an incident is found and looked into. No law asks for these logs."""


class Law(NamedTuple):
    """The least that a law allows."""

    days: int
    why: str


class Kept(NamedTuple):
    """How long logs of one class are kept, and how they are locked."""

    kind: LogClass
    hot_days: int
    """In OpenSearch."""
    archive_days: int
    """In the archive, from the day they are written: locked as long, and gone after it."""
    lock: Lock


def law(kind: LogClass, members: int | None) -> Law | None:
    """The least for a class and so many data subjects; None of them said counts as many. None where there is no law."""
    if kind == "commerce":
        return Law(
            _FIVE_YEARS,
            "records of contracts, withdrawals, payments and supplies are kept 5 years (Enforcement Decree of the "
            "E-Commerce Act, article 6)",
        )
    if kind == "audit":
        return Law(
            _TWO_YEARS,
            "records of who handled personal data are kept 2 years where there are many data subjects, or unique or "
            "sensitive data (Personal Data Safety Measures, article 8); that is our least for everyone",
        )
    if kind == "access":
        few = members is not None and members < _MANY
        who = f"members is {members}" if members is not None else "members is not said, which counts as many"
        how_long = f"below {_MANY} data subjects 1 year" if few else f"from {_MANY} data subjects on 2 years"
        why = f"{who}: records of access are kept {how_long} (Personal Data Safety Measures, article 8)"
        return Law(_YEAR if few else _TWO_YEARS, why)
    return None


def kept(logs: LoggingSpec, members: int | None, *, production: bool) -> tuple[Kept, ...]:
    """How long each class is kept: as said, else as long as the law asks, and for application logs a quarter.

    In production what the law asks for is locked for everybody. Elsewhere, and for application logs, into which
    personal data may slip that must be deleted, the lock can be lifted.
    """
    return tuple(_kept(logs, kind, members, production) for kind in CLASSES)


def _kept(logs: LoggingSpec, kind: LogClass, members: int | None, production: bool) -> Kept:
    said = logs.of(kind)
    hot = said.hot_days or HOT_DAYS[kind]
    least = law(kind, members)
    by_itself = least.days if least else _APPLICATION_DAYS
    lock: Lock = said.lock or ("compliance" if least and production else "governance")
    return Kept(kind, hot, said.archive_days or max(by_itself, hot), lock)


def retention_faults(logs: LoggingSpec, members: int | None) -> Iterator[PlacedFault]:
    """A fault for each class that is archived for less than the law asks, relative to the logs."""
    for kind in CLASSES:
        said, least = logs.of(kind).archive_days, law(kind, members)
        if least and said is not None and said < least.days:
            wrong = fault(
                "X2B350",
                f"'{kind}' logs are kept for less than the law allows",
                expected=f"at least {least.days}",
                got=str(said),
                why=least.why,
                fix=f"archive_days: {least.days}, or take it out",
            )
            yield (kind, "archive_days"), wrong, said


def order_faults(logs: LoggingSpec) -> Iterator[PlacedFault]:
    """A fault for each class that would be gone from the archive before it is gone from OpenSearch."""
    for kind in CLASSES:
        said = logs.of(kind)
        hot = said.hot_days or HOT_DAYS[kind]
        if said.archive_days is not None and said.archive_days < hot:
            wrong = fault(
                "X2B351",
                f"'{kind}' logs leave the archive before they leave OpenSearch",
                expected=f"at least {hot} (hot_days)",
                got=str(said.archive_days),
                why="the archive is what an index is restored from",
                fix=f"archive_days: {hot}, or fewer hot_days",
                related=f"{kind}.hot_days",
            )
            yield (kind, "archive_days"), wrong, said.archive_days
