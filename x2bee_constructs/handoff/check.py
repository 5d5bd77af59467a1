"""The handoff check: both sides as they were synthesized, and what of them does not fit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from x2bee_constructs.core.names import Site
from x2bee_constructs.handoff.assembly import Stack, read_assembly
from x2bee_constructs.handoff.charts import charts
from x2bee_constructs.handoff.grammar import Grammar
from x2bee_constructs.handoff.hosts import made
from x2bee_constructs.handoff.identities import service_accounts
from x2bee_constructs.handoff.matching import Catalogue, likely
from x2bee_constructs.handoff.model import Provided, Reading, UnreadableError
from x2bee_constructs.handoff.nodes import given
from x2bee_constructs.handoff.objects import read_objects
from x2bee_constructs.handoff.provided import IDENTITY, REGION, provided
from x2bee_constructs.handoff.readings import readings
from x2bee_constructs.handoff.references import read_by_templates
from x2bee_constructs.handoff.secret_stores import STORE, kept

__all__ = ["Gap", "Handoff", "check", "check_handoff"]

_SAME_MISTAKE, _SAME_WORD = 0.8, 0.9
"""How like two names are, from 0 to 1, for an unread name to be the misspelt one, and for any to be suggested."""


@dataclass(frozen=True)
class Gap:
    """One thing that does not fit, with its place on each side, as far as it has one."""

    code: str
    """X2B401 read and not provided, X2B402 provided and not read, X2B403 an identity without pods."""
    name: str
    readings: tuple[Reading, ...] = ()
    """The places of the YAML, the first of each object's file first."""
    provided: Provided | None = None
    """What the templates have: for X2B401 what was probably meant."""


@dataclass(frozen=True)
class Handoff:
    """The result: what does not fit, and how much was looked at."""

    site: Site
    gaps: tuple[Gap, ...]
    read: int
    """How many names the YAML reads."""
    provided: int
    """How many names the templates owe it."""
    for_people: int
    """How many are marked as for people instead."""


def check_handoff(templates: str | Path, manifests: str | Path, site: Site | None = None) -> Handoff:
    """Check what `cdk synth` left in `templates` against what `cdk8s synth` left in `manifests`.

    `site` is needed only if the assembly holds several. Raises `UnreadableError` if either cannot be read.
    """
    stacks = read_assembly(Path(templates))
    chosen = _site(stacks, site, str(templates))
    objects = read_objects(Path(manifests))
    grammar = Grammar(chosen)
    # Platforms may share an assembly: what belongs to another site is no business of this one.
    stacks = [stack for stack in stacks if stack.site in {None, chosen}]
    ours = [*provided(stacks, grammar)]
    used = read_by_templates(stacks, ours)
    installed = [*charts(objects)]
    theirs = [*(found for one in objects for found in (*given(one), *made(one, grammar))), *kept(objects)]
    recorded = any(one.resource_type == "AWS::Route53::RecordSet" for one in ours)
    made_here = {one.kind for one in (*ours, *theirs)}
    wanted = [
        found
        for found in readings(objects, installed, grammar, recorded=recorded)
        if not any(_is_elsewhere(kind, made_here) for kind in found.kinds)
    ]
    return check(chosen, [*ours, *theirs], wanted, used, [*service_accounts(objects, installed)])


def _is_elsewhere(kind: str, made_here: Collection[str]) -> bool:
    """What may be kept elsewhere as a whole; as soon as one is here, all are.

    The tags of a network that was there before, regions that only the CLI knows, stores of another repository.
    """
    return (kind.endswith(" tag") or kind in {REGION, STORE}) and kind not in made_here


def check(
    site: Site,
    found: Sequence[Provided],
    wanted: Sequence[Reading],
    used: Collection[tuple[str, str]],
    accounts: Sequence[Reading],
) -> Handoff:
    """Compare the two sides; `used` are the resources that templates read, `accounts` the ServiceAccounts there are."""
    catalogue = Catalogue(found)
    missing: dict[str, list[Reading]] = {}
    taken: set[Provided] = set()
    for reading in wanted:
        met = catalogue.meets(reading)
        taken |= set(met) if reading.takes else set()
        if not met:
            missing.setdefault(reading.name, []).append(reading)
    homes = {account.name for account in accounts}
    unread = [one for one in found if one.owed and not one.for_people and not _is_read(one, taken, used, homes)]
    gaps = [*_missing(missing, found, unread, taken)]
    explained = {gap.provided for gap in gaps}
    gaps += [_unread(one, accounts) for one in unread if one not in explained]
    owed = [one for one in found if one.owed]
    marked = sum(bool(one.for_people) for one in owed)
    names = len({reading.name for reading in wanted})
    return Handoff(site, tuple(sorted(gaps, key=lambda gap: (gap.code, gap.name))), names, len(owed) - marked, marked)


def _is_read(
    one: Provided, taken: Collection[Provided], used: Collection[tuple[str, str]], homes: Collection[str]
) -> bool:
    if one.kind == IDENTITY:
        return one.name in homes
    return one in taken or (one.stack, one.logical_id) in used


def _missing(
    missing: dict[str, list[Reading]], found: Sequence[Provided], unread: Sequence[Provided], taken: set[Provided]
) -> Iterable[Gap]:
    """One gap for each name. An unread name like it is its other half, as is the role of pods without identity."""
    free = list(unread)
    idle = [one for one in found if not one.owed and one not in taken and one.kind != "stack"]
    for name, places in missing.items():
        first = places[0]
        half = next((one for one in free if one.ties == name), None) if IDENTITY in first.kinds else None
        half = half or likely(first, free, _SAME_MISTAKE) or likely(first, idle, _SAME_MISTAKE)
        if half in free:
            free.remove(half)
        yield Gap("X2B401", name, tuple(places), half or likely(first, found, _SAME_WORD))


def _unread(one: Provided, accounts: Sequence[Reading]) -> Gap:
    if one.kind != IDENTITY:
        return Gap("X2B402", one.name, provided=one)
    as_reading = Reading(one.name, (IDENTITY,), accounts[0].where, "", "") if accounts else None
    there = [replace(one, name=account.name) for account in accounts]
    guess = likely(as_reading, there, _SAME_MISTAKE) if as_reading else None
    return Gap("X2B403", one.name, tuple(a for a in accounts if guess and a.name == guess.name), one)


def _site(stacks: Sequence[Stack], wanted: Site | None, folder: str) -> Site:
    sites = sorted({stack.site for stack in stacks if stack.site}, key=lambda site: site.prefix)
    there = ", ".join(site.prefix for site in sites)
    if wanted in sites and wanted:
        return wanted
    if wanted:
        fix = f"synthesize {wanted.prefix} first, or say where it is with --templates"
        raise UnreadableError(f"'{folder}' has no stack of {wanted.prefix}", expected=there or "tagged stacks", fix=fix)
    if len(sites) == 1:
        return sites[0]
    if not sites:
        expected = "the tags x2bee:customer and x2bee:environment, which every PlatformStack has"
        raise UnreadableError(f"no stack in '{folder}' says whose it is", expected=expected)
    fix = "say which: x2bee check FILE --environment ENV"
    raise UnreadableError(f"'{folder}' has stacks of several sites", expected=f"one of {there}", fix=fix)
