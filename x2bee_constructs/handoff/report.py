"""The result for people and for programs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from x2bee_constructs.core.diagnostics import Finding, Span, render
from x2bee_constructs.core.language import said
from x2bee_constructs.handoff.check import Gap, Handoff
from x2bee_constructs.handoff.model import Provided, Reading
from x2bee_constructs.handoff.provided import IDENTITY, NODE_LABEL, REGION
from x2bee_constructs.handoff.secret_stores import STORE

__all__ = ["as_findings", "as_json", "as_text", "verdict"]

_MOST_PLACES = 3
"""Further places of one name that a person still reads."""


def as_text(handoff: Handoff) -> str:
    """The gaps as a compiler would print them, and one line that sums up."""
    findings, lines = as_findings(handoff)
    return "\n\n".join([*(render(one, lines) for one in findings), verdict(handoff)])


def verdict(handoff: Handoff) -> str:
    """One line that sums up."""
    count = len(handoff.gaps)
    gaps = said(f"{count} gap{'s' if count > 1 else ''} in the handoff", f"맞지 않는 이름이 {count}건 있습니다")
    closed = said("the handoff is closed", "이름이 모두 맞습니다")
    counts = said(
        f"{handoff.read} names read, {handoff.provided} provided, {handoff.for_people} for people",
        f"읽는 이름 {handoff.read}개, 제공하는 이름 {handoff.provided}개, 사람이 쓰는 이름 {handoff.for_people}개",
    )
    return f"{handoff.site.prefix}: {gaps if count else closed} ({counts})"


def as_findings(handoff: Handoff) -> tuple[tuple[Finding, ...], dict[str, tuple[str, ...]]]:
    """The gaps as findings, and the lines of the files that they point into."""
    sources = _Sources()
    findings = tuple(_as_finding(gap, sources) for gap in handoff.gaps)
    lines = {span.file: sources.lines(span.file) for one in findings for span in (one.where, one.related) if span}
    return findings, lines


def as_json(handoff: Handoff) -> dict[str, Any]:
    """The same as data."""
    sources = _Sources()
    return {
        "customer": handoff.site.customer,
        "environment": handoff.site.environment,
        "closed": not handoff.gaps,
        "read": handoff.read,
        "provided": handoff.provided,
        "forPeople": handoff.for_people,
        "findings": [
            {
                "code": gap.code,
                "title": _title(gap),
                "name": gap.name,
                "kubernetes": [_place(one) for one in gap.readings],
                "aws": _construct(gap.provided, sources) if gap.provided else None,
            }
            for gap in handoff.gaps
        ],
    }


def _as_finding(gap: Gap, sources: _Sources) -> Finding:
    """The gap with both places: the reader's first, if there is one, then the construct's."""
    one = gap.provided
    construct = sources.span(one) if one else None
    if gap.code == "X2B401":
        first = gap.readings[0]
        place = f"{first.object}: {first.field}"
        why = "; ".join(filter(None, [_half(gap, one) if one else "", _more(gap.readings[1:])]))
        return Finding(gap.code, _title(gap), first.where, place, why=why, fix=_fix(gap), related=construct)
    place = f"{one.path}, {one.resource_type}" if one else ""
    near = gap.readings[0] if gap.readings else None
    why = f"{near.object} ({near.field}) makes '{near.name}'" if near else ""
    return Finding(
        gap.code, _title(gap), construct, place, why=why, fix=_fix(gap), related=near.where if near else None
    )


def _title(gap: Gap) -> str:
    if gap.code == "X2B403":
        return f"the identity of '{gap.name}' has no pods: the YAML makes no such ServiceAccount"
    if gap.code == "X2B402" and gap.provided:
        return f"{gap.provided.kind} '{gap.name}' is provided, but nothing reads it"
    kinds = gap.readings[0].kinds
    if IDENTITY in kinds:
        return f"pods of '{gap.name}' use AWS, but no template gives them an identity"
    if NODE_LABEL in kinds:
        return f"pods want nodes labelled '{gap.name}', but no nodes are"
    if STORE in kinds:
        return f"no secret store of the YAML is '{gap.name}': it is not made, or its conditions do not let them in"
    if REGION in kinds:
        return f"a store reads in region '{gap.name}', but no stack is there"
    return f"{' or '.join(kinds) or 'name'} '{gap.name}' is read, but no template provides it"


def _fix(gap: Gap) -> str:
    if gap.code == "X2B402":
        return 'let something read it, leave it out, or say whom it is for: for_people(construct, "why")'
    if gap.code == "X2B403":
        return "make the ServiceAccount, or leave the association out"
    one, first = gap.provided, gap.readings[0]
    like = one and one.kind in (first.kinds or (one.kind,))
    return f"one of the two is misspelt: {one.name}" if one and like else "let a stack provide it, or correct the name"


def _half(gap: Gap, one: Provided) -> str:
    if one.ties == gap.name:
        return f"the role {one.name} ({one.path}) is theirs, but nothing associates it with them"
    return f"{one.path} provides {one.kind} '{one.name}'"


def _more(places: Iterable[Reading]) -> str:
    rest = [f"{one.where.file}:{one.where.line}" for one in places]
    left = len(rest) - _MOST_PLACES
    said = ", ".join(rest[:_MOST_PLACES]) + (f" and {left} more" if left > 0 else "")
    return f"also read at {said}" if rest else ""


def _place(one: Reading) -> dict[str, Any]:
    where = one.where
    return {"file": where.file, "line": where.line, "column": where.column, "object": one.object, "field": one.field}


def _construct(one: Provided, sources: _Sources) -> dict[str, Any]:
    where = sources.span(one)
    return {
        "construct": one.path,
        "kind": one.kind,
        "name": one.name,
        "stack": one.stack,
        "logicalId": one.logical_id,
        "type": one.resource_type,
        "file": where.file,
        "line": where.line,
    }


class _Sources:
    """The files that findings point into, each read once."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[str, ...]] = {}

    def lines(self, file: str) -> tuple[str, ...]:
        if file not in self._files:
            self._files[file] = tuple(Path(file).read_text(encoding="utf-8-sig").splitlines())
        return self._files[file]

    def span(self, one: Provided) -> Span:
        """Where an object in the YAML has it, else where the resource begins in its template."""
        if one.where:
            return one.where
        begins = re.compile(rf'"{re.escape(one.logical_id)}":\s*\{{')
        for number, line in enumerate(self.lines(one.template) if one.logical_id else (), 1):
            if found := begins.search(line):
                return Span(one.template, number, found.start() + 1, len(one.logical_id) + 2)
        return Span(one.template, 1, 1, 1)
