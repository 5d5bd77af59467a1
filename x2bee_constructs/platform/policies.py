"""Whether the policies that were synthesized are those that the customer's file declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from x2bee_constructs.core.diagnostics import Finding, Span
from x2bee_constructs.core.documents import Place, as_list, as_mapping
from x2bee_constructs.handoff.objects import KubernetesObject, compose, read_objects
from x2bee_constructs.platform.objects import platform_files
from x2bee_constructs.platform.props import Platform

__all__ = ["POLICIES", "Policies", "check_policies"]

POLICIES = frozenset(
    {"AuthorizationPolicy", "NetworkPolicy", "PeerAuthentication", "RequestAuthentication", "ServiceEntry", "Sidecar"}
)
"""Kinds of objects that let somebody through, or do not."""

_Key = tuple[str, str, str]
"""Kind, namespace and name."""

_WHY = "calls, exposed, egress and callers of the file are the policy: what is not declared is denied"
_AGAIN = "synthesize again; what was changed by hand belongs into the customer's file"


class Policies(NamedTuple):
    """What was compared, and what differs."""

    compared: int
    findings: tuple[Finding, ...]
    lines: Mapping[str, Sequence[str]]


def check_policies(platform: Platform, manifests: str | Path) -> Policies:
    """Compare the policies in `manifests` with those of the platform, chart by chart.

    A chart that was not synthesized is passed over. X2B410 is a policy that is missing or says something else, X2B411
    one that the file does not give, in a namespace of its policies. Raises `UnreadableError` if there is no folder.
    """
    folder = Path(manifests)
    objects = read_objects(folder, about=POLICIES)
    there = {_key(one.data): one for one in objects if one.kind in POLICIES}
    charts = {path.name for path in folder.iterdir()}
    wanted = {path: data for path, data in _wanted(platform) if path.partition("/")[0] in charts}
    missing = [found for path, data in wanted.items() for found in _differs(folder / path, data, there)]
    keys = {_key(data) for data in wanted.values()}
    extra = [_extra(one) for key, one in there.items() if key not in keys and key[1] in {home for _, home, _ in keys}]
    lines = {one.file: one.lines for one in there.values()}
    return Policies(len(wanted), (*missing, *extra), lines)


def _wanted(platform: Platform) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path, text in platform_files(platform).items():
        if path.partition("/")[2].partition(".")[0] in POLICIES:
            for data, _ in compose(text, path):
                yield path, data


def _key(data: Mapping[str, Any]) -> _Key:
    metadata: Mapping[str, Any] = data.get("metadata") or {}
    return str(data.get("kind", "")), str(metadata.get("namespace", "")), str(metadata.get("name", ""))


def _differs(path: Path, data: Mapping[str, Any], there: Mapping[_Key, KubernetesObject]) -> Iterator[Finding]:
    kind, home, name = _key(data)
    one = there.get((kind, home, name))
    said = f"{kind} {home}/{name}"
    if one is None:
        where = Span(str(path), 1, 1, 1)
        yield Finding("X2B410", f"{said} is declared, but was not synthesized", where, why=_WHY, fix=_AGAIN)
    elif (place := _difference(one.data.get("spec"), data.get("spec"), ("spec",))) is not None:
        dotted = ".".join(str(part) for part in place)
        title = f"{said} is not what the customer's file declares"
        yield Finding("X2B410", title, one.span(place, _value(one, place)), f"{said}: {dotted}", why=_WHY, fix=_AGAIN)


def _value(one: KubernetesObject, place: Place) -> str:
    """The text at a place, to be marked; empty for a mapping, a list, or what is missing."""
    here: Any = one.data
    for part in place:
        inner = (as_mapping(here) or {}).get(str(part)) if isinstance(part, str) else as_list(here)[part]
        here = inner
    return str(here) if isinstance(here, str) else ""


def _extra(one: KubernetesObject) -> Finding:
    title = f"{one.title} is in no customer's file"
    fix = "declare what it allows in the customer's file, and take the policy out"
    return Finding("X2B411", title, one.span(("metadata", "name"), one.name), one.title, why=_WHY, fix=fix)


def _difference(got: Any, wanted: Any, place: Place) -> Place | None:
    """The first place at which two values differ; None if they are alike."""
    if type(got) is not type(wanted):
        return place
    ours, theirs = as_mapping(wanted), as_mapping(got)
    if ours is not None and theirs is not None:
        keys = [*ours, *(key for key in theirs if key not in ours)]
        pairs: list[tuple[str | int, Any, Any]] = [(key, theirs.get(key), ours.get(key)) for key in keys]
    elif isinstance(got, list) and len(as_list(got)) == len(as_list(wanted)):
        pairs = [(index, *pair) for index, pair in enumerate(zip(as_list(got), as_list(wanted), strict=True))]
    else:
        return None if got == wanted else place
    return next((found for key, a, b in pairs if (found := _difference(a, b, (*place, key))) is not None), None)
