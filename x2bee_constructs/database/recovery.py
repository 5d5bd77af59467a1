"""How soon a database is back after a fault and how much is lost: what a configuration can keep, as a model.

The numbers are minutes. Those of AWS are what it calls typical; the others are our judgement, for people act in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from x2bee_constructs.core.faults import PlacedFault, fault

if TYPE_CHECKING:
    from x2bee_constructs.database.props import Database

__all__ = ["LOSSES", "Loss", "Recoverable", "copy_faults", "recoverable", "recovery_faults"]

Loss = Literal["instance", "zone", "data", "region"]
"""What is lost: an instance; a zone; data, because somebody or a program deleted it; or a region."""

LOSSES: tuple[Loss, ...] = ("instance", "zone", "data", "region")
"""From the one that happens most often to the rarest."""


class Recoverable(NamedTuple):
    """What a configuration can keep for one kind of loss."""

    rto_minutes: int
    """Until services work again."""
    rpo_minutes: int
    """How old the newest data is that is there then."""
    how: str
    """What happens, for a person."""


_FAILOVER = 2
"""AWS: service is typically restored in less than 60 seconds where there is a reader (High availability for Aurora DB
instances). As much again until every pool has found the new writer: our judgement."""

_REBUILT = 10
"""AWS: without a reader the writer is made anew in its zone, typically in less than 10 minutes (the same page)."""

_BY_HAND = 60
"""A person makes an instance in another zone: noticing, deciding, and up to 15 minutes of making it. Our judgement."""

_RESTORED = 120
"""A person restores the cluster to a minute before, and moves the services. Our judgement; more data takes longer."""

_RESTORABLE = 5
"""AWS: the latest time that can be restored is typically within five minutes of now (Backing up and restoring an Aurora
DB cluster)."""

_ELSEWHERE = 240
"""A person restores a copy in the other region, and the platform with it. Our judgement."""

_COPIED = 180
"""From the hour of a backup until its copy is in the other region: one to begin, two to copy. Our judgement."""


def recoverable(database: Database) -> dict[Loss, Recoverable | None]:
    """What a configuration can keep for each kind of loss; None for one after which nothing is left."""
    reader = "a reader in another zone becomes the writer"
    alone = "there is no reader, and the writer is made anew in its zone"
    hand = "there is no reader, and a person makes an instance in another zone"
    back = "a person restores the cluster to a point in time"
    copied = f"a person restores a copy, which is made every {database.copies_every} h"
    some = database.readers > 0
    return {
        "instance": Recoverable(_FAILOVER, 0, reader) if some else Recoverable(_REBUILT, 0, alone),
        "zone": Recoverable(_FAILOVER, 0, reader) if some else Recoverable(_BY_HAND, 0, hand),
        "data": Recoverable(_RESTORED, _RESTORABLE, back),
        "region": Recoverable(_ELSEWHERE, database.copies_every * 60 + _COPIED, copied)
        if database.copy_region
        else None,
    }


def recovery_faults(database: Database) -> Iterator[PlacedFault]:
    """A fault for each promise of `recovery` that the configuration cannot keep, each once and at its worst loss."""
    promised = database.recovery
    if not promised:
        return
    kept = recoverable(database)
    losses: tuple[Loss, ...] = LOSSES[: LOSSES.index(promised.survives) + 1]
    if any(kept[loss] is None for loss in losses):
        why = "a lost region takes the cluster and all its backups with it; only a copy elsewhere is left"
        title = "nothing is left after the loss of the region"
        yield ("copy_region",), fault("X2B323", title, why=why, fix="copy_region: another region"), None
    found: list[tuple[Loss, Recoverable]] = [(loss, one) for loss in losses if (one := kept[loss])]
    loss, slowest = max(found, key=lambda pair: pair[1].rto_minutes)
    if promised.rto_minutes < slowest.rto_minutes:
        fix = _fix(database, loss, "rto_minutes", slowest.rto_minutes)
        yield _broken("rto_minutes", promised.rto_minutes, slowest.rto_minutes, loss, slowest.how, fix)
    loss, oldest = max(found, key=lambda pair: pair[1].rpo_minutes)
    if promised.rpo_minutes < oldest.rpo_minutes:
        fix = _fix(database, loss, "rpo_minutes", oldest.rpo_minutes)
        yield _broken("rpo_minutes", promised.rpo_minutes, oldest.rpo_minutes, loss, oldest.how, fix)


def _broken(what: str, got: int, least: int, loss: Loss, how: str, fix: str) -> PlacedFault:
    title = f"'{what}' cannot be kept when {_ARTICLE[loss]} is lost"
    wrong = fault("X2B323", title, expected=f"at least {least}", got=str(got), why=how, fix=fix)
    return ("recovery", what), wrong, got


_ARTICLE: Mapping[Loss, str] = {"instance": "an instance", "zone": "a zone", "data": "data", "region": "the region"}


def _fix(database: Database, loss: Loss, what: str, least: int) -> str:
    """The smallest change that helps beside promising less."""
    if what == "rto_minutes" and not database.readers and loss in ("instance", "zone"):
        return f"readers: 1, or {what}: {least}"
    if what == "rpo_minutes" and loss == "region" and database.copies_every > 1:
        return f"copy_hours: fewer, or {what}: {least}"
    return f"{what}: {least}"


def copy_faults(region: str, databases: Mapping[str, Database]) -> Iterator[PlacedFault]:
    """A fault for each database whose copies would be where the database is, relative to the platform."""
    for name, database in databases.items():
        if database.copy_region == region:
            why = "a copy in the same region is lost with it"
            title = f"'{name}' is copied to where it is"
            wrong = fault("X2B326", title, expected=f"a region other than {region}", why=why, related="region")
            yield ("databases", name, "copy_region"), wrong, region
