"""The AWS half of a difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from x2bee_constructs.difference.fields import dotted, fields
from x2bee_constructs.difference.model import Change, Effect, Reason
from x2bee_constructs.difference.replaced import lost, replaced
from x2bee_constructs.difference.resources import interruption, replacement
from x2bee_constructs.difference.templates import Resource, StackState

__all__ = ["compare_stacks"]

_KEPT = {"Retain", "RetainExceptOnCreate", "Snapshot"}
_NONE = "it is updated in place"


def compare_stacks(before: StackState, after: StackState) -> Iterator[Change]:
    """Every resource that comes, goes or differs."""
    again = replaced(before, after)
    for stack in sorted(before.keys() | after.keys()):
        of_stack = {logical: reasons for (name, logical), reasons in again.items() if name == stack}
        yield from _stack(before.get(stack, {}), after.get(stack, {}), of_stack)


def _stack(
    before: Mapping[str, Resource], after: Mapping[str, Resource], again: Mapping[str, tuple[Reason, ...]]
) -> Iterator[Change]:
    for logical in sorted(before.keys() | after.keys()):
        old, new = before.get(logical), after.get(logical)
        reasons = tuple(_reasons(old, new, again.get(logical, ())))
        found = new or old
        if reasons and found:
            yield Change("aws", found.path, found.file, reasons)


def _reasons(old: Resource | None, new: Resource | None, again: tuple[Reason, ...]) -> Iterable[Reason]:
    if old is None:
        return (Reason(Effect.new, "", "it was not there"),)
    if new is None:
        return (_gone(old),)
    if old.kind != new.kind:
        why = "CloudFormation refuses another type under one logical id; give it another id"
        return (Reason(lost(old), "Type", why, old.kind, new.kind),)
    return (*again, *_in_place(old, new))


def _gone(old: Resource) -> Reason:
    policy = old.policy("DeletionPolicy")
    if not old.stateful:
        return Reason(Effect.removed, "", "it goes" if policy == "Delete" else "it leaves the stack and stays in AWS")
    if policy == "Delete":
        return Reason(Effect.loss, "", "it goes with its data: its deletion policy is Delete")
    what = "a snapshot stays" if policy == "Snapshot" else "it stays in AWS, and nobody manages it"
    return Reason(Effect.removed, "", f"it leaves the stack; {what} ({policy})")


def _in_place(old: Resource, new: Resource) -> Iterator[Reason]:
    for found in fields(old.properties, new.properties):
        if replacement(old.kind, found.keys):
            continue
        effect, why = interruption(old.kind, found.keys) or (Effect.none, _NONE)
        yield Reason(effect, dotted(found.path), why, found.before, found.after)
    for policy in ("DeletionPolicy", "UpdateReplacePolicy"):
        was, now = old.policy(policy), new.policy(policy)
        if was != now:
            why = "from now on its data goes with it" if now not in _KEPT and old.stateful else _NONE
            yield Reason(Effect.none, policy, why, was, now)
