"""Which resources CloudFormation replaces, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from x2bee_constructs.difference.fields import Field, dotted, fields
from x2bee_constructs.difference.model import Effect, Reason
from x2bee_constructs.difference.resources import replacement
from x2bee_constructs.difference.templates import Resource, StackState, references

__all__ = ["Key", "lost", "replaced"]

Key = tuple[str, str]
"""A resource by its stack and logical id."""


class _Holder(NamedTuple):
    """A resource that names something in a property that cannot change."""

    resource: Key
    name: str
    certain: bool


def replaced(before: StackState, after: StackState) -> dict[Key, tuple[Reason, ...]]:
    """Why each replaced resource is, also those that name a replaced one where they cannot change, in any stack."""
    olds, news = _flat(before), _flat(after)
    both = sorted(key for key in olds.keys() & news.keys() if olds[key].kind == news[key].kind)
    found = {key: reasons for key in both if (reasons := tuple(_create_only(olds[key], news[key])))}
    holders = _holders({key: news[key] for key in both})
    waiting = list(found)
    while waiting:
        gone = waiting.pop()
        for key, reasons in _following(gone, olds, news[gone].exports, holders):
            if key not in found:
                found[key] = reasons
                waiting.append(key)
    return found


def lost(old: Resource) -> Effect:
    """What it means that a resource is made again: loss if it holds data."""
    return Effect.loss if old.stateful else Effect.recreate


def _flat(state: StackState) -> dict[Key, Resource]:
    return {(stack, logical): found for stack, resources in state.items() for logical, found in resources.items()}


def _holders(resources: Mapping[Key, Resource]) -> Mapping[Key, Sequence[_Holder]]:
    """Who names what where it cannot change, by stack and logical id of what is named; an export's stack is empty."""
    found: defaultdict[Key, list[_Holder]] = defaultdict(list)
    for (stack, logical), resource in resources.items():
        for name, value in resource.properties.items():
            rule = replacement(resource.kind, (name,))
            if rule and rule.field == name:
                named = {("" if how == "export" else stack, what) for how, what in references(value)}
                for one in named:
                    found[one].append(_Holder((stack, logical), name, rule.certain))
    return found


def _following(
    gone: Key, olds: Mapping[Key, Resource], exports: Iterable[str], holders: Mapping[Key, Sequence[_Holder]]
) -> Iterator[tuple[Key, tuple[Reason, ...]]]:
    reasons: defaultdict[Key, list[Reason]] = defaultdict(list)
    for named in (gone, *(("", name) for name in exports)):
        for holder in holders.get(named, ()):
            reasons[holder.resource].append(_follows(holder, olds[holder.resource], gone, olds[gone].path))
    yield from ((key, tuple(reasons[key])) for key in sorted(reasons))


def _follows(holder: _Holder, old: Resource, gone: Key, path: str) -> Reason:
    key, stack = holder.name, holder.resource[0]
    why = f"{key} is create-only and names {path}, which is replaced"
    if stack != gone[0]:
        why = f"{why}; CloudFormation refuses that as long as {stack} imports it"
    return Reason(lost(old) if holder.certain else Effect.recreate, key, why)


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
    return Reason(lost(old), dotted(found.path), how + fate, found.before, found.after)
