"""A difference for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from x2bee_constructs.core.korean import told
from x2bee_constructs.core.language import said
from x2bee_constructs.difference.fields import shortened
from x2bee_constructs.difference.model import EFFECTS, MISSING, Change, Difference, Effect, Reason

__all__ = ["as_json", "as_text", "fleet_rows"]

_SHOWN = 4
"""Fields of one change that a person is shown; the worst first."""


def as_text(difference: Difference, acknowledged: Iterable[str] = ()) -> str:
    """The count of each effect first, then every change with its reasons, the worst first; in English or Korean."""
    known = set(acknowledged)
    if not difference.changes:
        return told("no difference")
    counts = [f"{count:>5}  {_words(effect)}" for effect, count in difference.counts.items() if count]
    blocks = ["\n".join(_change(change, change.name in known)) for change in difference.changes]
    return "\n".join([*counts, "", *blocks])


def _change(change: Change, known: bool) -> Iterator[str]:
    seen = f" ({said('acknowledged', '확인됨')})" if known and change.effect is Effect.loss else ""
    yield f"{_words(change.effect)}{seen}: {change.name}"
    worst = sorted(change.reasons, key=lambda reason: -reason.effect)
    yield from (_line(reason) for reason in worst[:_SHOWN])
    if len(worst) > _SHOWN:
        yield "    " + told(f"… and {len(worst) - _SHOWN} more fields")


def _line(reason: Reason) -> str:
    why = told(reason.why)
    if not reason.field:
        return f"    {why}"
    if reason.before is MISSING and reason.after is MISSING:
        return f"    {reason.field}\n      {why}"
    before, after = shortened(reason.before, reason.after)
    return f"    {reason.field}  {before} → {after}\n      {why}"


_KOREAN = {
    Effect.new: "추가",
    Effect.none: "영향 없음",
    Effect.removed: "삭제",
    Effect.restart: "순차 재시작",
    Effect.recreate: "재생성",
    Effect.loss: "데이터 손실을 동반한 교체",
}


def _words(effect: Effect) -> str:
    return said(effect.words, _KOREAN[effect])


def as_json(difference: Difference, acknowledged: Iterable[str] = ()) -> dict[str, Any]:
    """Counts and changes as plain data."""
    known = set(acknowledged)
    return {
        "counts": {effect.name: count for effect, count in difference.counts.items()},
        "changes": [
            {
                "effect": change.effect.name,
                "side": change.side,
                "name": change.name,
                "file": change.where,
                "acknowledged": change.name in known,
                "reasons": [_reason(reason) for reason in change.reasons],
            }
            for change in difference.changes
        ],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    values = {"before": reason.before, "after": reason.after}
    said = {name: value for name, value in values.items() if value is not MISSING}
    return {"effect": reason.effect.name, "field": reason.field, "why": reason.why, **said}


def fleet_rows(differences: Mapping[str, Difference]) -> list[list[str]]:
    """A heading, then a row for each platform: its name and how many changes have each effect."""
    heading = [said("platform", "플랫폼"), *map(_words, EFFECTS)]
    return [heading, *([name, *map(str, found.counts.values())] for name, found in differences.items())]
