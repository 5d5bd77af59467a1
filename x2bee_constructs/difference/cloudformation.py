"""The AWS half of a difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from x2bee_constructs.core.documents import as_list, as_mapping
from x2bee_constructs.difference.fields import Field, dotted, fields
from x2bee_constructs.difference.model import Change, Effect, Reason
from x2bee_constructs.difference.resources import interruption, is_stateful, replacement

__all__ = ["Resource", "StackState", "compare_stacks"]

_KEPT = {"Retain", "RetainExceptOnCreate", "Snapshot"}
_SNAPSHOTTED = {"AWS::RDS::DBCluster"}
"""What CloudFormation takes a snapshot of when nothing is said."""

_NONE = "it is updated in place"


@dataclass(frozen=True)
class Resource:
    """One resource of a template."""

    data: Mapping[str, Any]
    path: str
    """The construct's path, for people."""
    file: str

    @property
    def kind(self) -> str:
        """`AWS::S3::Bucket`."""
        return str(self.data.get("Type", ""))

    @property
    def properties(self) -> Mapping[str, Any]:
        """Its properties."""
        return as_mapping(self.data.get("Properties")) or {}

    @property
    def stateful(self) -> bool:
        """Whether it holds data."""
        return is_stateful(self.kind, self.properties)

    def policy(self, name: str) -> str:
        """What happens to the old one: `Delete` if nothing is said, a snapshot for some."""
        return str(self.data.get(name) or ("Snapshot" if self.kind in _SNAPSHOTTED else "Delete"))


StackState = Mapping[str, Mapping[str, Resource]]
"""The resources of one state by stack and logical id."""


def compare_stacks(before: StackState, after: StackState) -> Iterator[Change]:
    """Every resource that comes, goes or differs."""
    for stack in sorted(before.keys() | after.keys()):
        yield from _stack(before.get(stack, {}), after.get(stack, {}))


def _stack(before: Mapping[str, Resource], after: Mapping[str, Resource]) -> Iterator[Change]:
    replaced = _replaced(before, after)
    for logical in sorted(before.keys() | after.keys()):
        old, new = before.get(logical), after.get(logical)
        reasons = tuple(_reasons(logical, old, new, replaced))
        found = new or old
        if reasons and found:
            yield Change("aws", found.path, found.file, reasons)


def _reasons(
    logical: str, old: Resource | None, new: Resource | None, replaced: Mapping[str, tuple[Reason, ...]]
) -> Iterable[Reason]:
    if old is None:
        return (Reason(Effect.new, "", "it was not there"),)
    if new is None:
        return (_gone(old),)
    if old.kind != new.kind:
        why = "CloudFormation refuses another type under one logical id; give it another id"
        return (Reason(_lost(old), "Type", why, old.kind, new.kind),)
    return (*replaced.get(logical, ()), *_in_place(old, new))


def _gone(old: Resource) -> Reason:
    policy = old.policy("DeletionPolicy")
    if not old.stateful:
        return Reason(Effect.removed, "", "it goes" if policy == "Delete" else "it leaves the stack and stays in AWS")
    if policy == "Delete":
        return Reason(Effect.loss, "", "it goes with its data: its deletion policy is Delete")
    what = "a snapshot stays" if policy == "Snapshot" else "it stays in AWS, and nobody manages it"
    return Reason(Effect.removed, "", f"it leaves the stack; {what} ({policy})")


def _lost(old: Resource) -> Effect:
    return Effect.loss if old.stateful else Effect.recreate


def _replaced(before: Mapping[str, Resource], after: Mapping[str, Resource]) -> dict[str, tuple[Reason, ...]]:
    """Why each replaced resource is, also those that name a replaced one where they cannot change."""
    found: dict[str, tuple[Reason, ...]] = {}
    both = {key for key in before.keys() & after.keys() if before[key].kind == after[key].kind}
    for logical in sorted(both):
        reasons = tuple(_create_only(before[logical], after[logical]))
        if reasons:
            found[logical] = reasons
    waiting = list(found)
    while waiting:
        gone = waiting.pop()
        for logical in sorted(both - found.keys()):
            reasons = tuple(_follows(before[logical], after[logical], gone, before[gone].path))
            if reasons:
                found[logical] = reasons
                waiting.append(logical)
    return found


def _create_only(old: Resource, new: Resource) -> Iterator[Reason]:
    for found in fields(old.properties, new.properties):
        rule = replacement(old.kind, found.keys)
        if rule:
            yield _replacement(old, found, rule.field, certain=rule.certain)


def _replacement(old: Resource, found: Field, create_only: str, *, certain: bool) -> Reason:
    how = f"{create_only} is create-only: AWS {'makes' if certain else 'may make'} another one"
    fate = ""
    if old.stateful:
        policy = old.policy("UpdateReplacePolicy")
        fate = {
            "Snapshot": "; the new one is empty, a snapshot of the old one stays",
            "Delete": "; the new one is empty, the old one is deleted",
        }.get(policy, f"; the new one is empty, the old one stays in AWS ({policy})")
    return Reason(_lost(old), dotted(found.path), how + fate, found.before, found.after)


def _follows(old: Resource, new: Resource, gone: str, path: str) -> Iterator[Reason]:
    """Where a create-only property names a resource that is replaced."""
    for key, value in new.properties.items():
        rule = replacement(new.kind, (key,))
        if rule and rule.field == key and _names(value, gone):
            why = f"{key} is create-only and names {path}, which is replaced"
            yield Reason(_lost(old) if rule.certain else Effect.recreate, key, why)


def _names(value: Any, logical: str) -> bool:
    """Whether a value refers to a resource, by `Ref` or by one of its attributes."""
    mapping = as_mapping(value)
    if mapping is None:
        return any(_names(inner, logical) for inner in as_list(value))
    attribute = mapping.get("Fn::GetAtt")
    asked = attribute.partition(".")[0] if isinstance(attribute, str) else next(iter(as_list(attribute)), None)
    return logical in {mapping.get("Ref"), asked} or any(_names(inner, logical) for inner in mapping.values())


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
