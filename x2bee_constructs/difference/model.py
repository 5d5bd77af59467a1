"""What a change does, and the difference between two states as a list of such changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Literal

__all__ = ["EFFECTS", "MISSING", "Change", "Difference", "Effect", "Reason"]


class _Missing:
    """What a field is where there is none; never equal to a value, not even to null."""

    def __repr__(self) -> str:
        return "nothing"


MISSING: Any = _Missing()


class Effect(IntEnum):
    """What a change does to what runs; a greater one is worse."""

    new = 0
    """Something comes that was not there."""
    none = 1
    """Nothing that runs is restarted, replaced or lost; it may behave differently from then on."""
    removed = 2
    """Something goes, and no data with it."""
    restart = 3
    """Pods, nodes or instances are replaced one after another, or fail over."""
    recreate = 4
    """It is deleted and made again: there is a time without it."""
    loss = 5
    """It is deleted or replaced, and its data is not in the new one."""

    @property
    def words(self) -> str:
        """What a person reads."""
        return _WORDS[self]


_WORDS = {
    Effect.new: "new",
    Effect.none: "no effect",
    Effect.removed: "removed",
    Effect.restart: "rolling restart",
    Effect.recreate: "recreate",
    Effect.loss: "replacement with data loss",
}

EFFECTS: tuple[Effect, ...] = tuple(sorted(Effect, reverse=True))
"""All effects, the worst first."""


@dataclass(frozen=True)
class Reason:
    """One field that differs, and why that has the effect it has."""

    effect: Effect
    field: str
    """The dotted way to it; empty for the whole object."""
    why: str
    before: Any = MISSING
    after: Any = MISSING


@dataclass(frozen=True)
class Change:
    """One object or resource that differs."""

    side: Literal["aws", "k8s"]
    name: str
    """`Deployment acme-app/x2bee-fo`, or the construct's path; by it a loss is acknowledged."""
    where: str
    """The file of its output, in the later state if it is there."""
    reasons: tuple[Reason, ...]

    @property
    def effect(self) -> Effect:
        """The worst of its reasons."""
        return max(reason.effect for reason in self.reasons)


@dataclass(frozen=True)
class Difference:
    """All that differs between two states, the worst first."""

    changes: tuple[Change, ...]

    @classmethod
    def of(cls, changes: Iterable[Change]) -> Difference:
        """The changes in the order in which a person should read them."""
        return cls(tuple(sorted(changes, key=lambda change: (-change.effect, change.side, change.name, change.where))))

    @property
    def counts(self) -> dict[Effect, int]:
        """How many changes have each effect, the worst first; all effects are there."""
        found = Counter(change.effect for change in self.changes)
        return {effect: found[effect] for effect in EFFECTS}

    def losses(self, acknowledged: Iterable[str] = ()) -> tuple[Change, ...]:
        """The changes that lose data and that nobody has acknowledged by name."""
        known = set(acknowledged)
        return tuple(c for c in self.changes if c.effect is Effect.loss and c.name not in known)
