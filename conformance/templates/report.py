"""What the checkers said, as text: for the terminal, and as the page of the docs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from conformance.templates.canary import EXPECTED
from conformance.templates.findings import Acknowledged, Finding, Verdict

__all__ = ["markdown", "terminal"]

_HEAD = """<!-- written by `python -m conformance.templates --markdown`; do not edit -->
# Hardening

What checkers that nobody here wrote say about the templates of the AWS side. A finding is fixed, or acknowledged beside
its construct with a reason; an acknowledgement that no finding needs fails the run, and so does a checker that no
longer refuses what it must: [of everything](../conformance/canaries/insecure-aws.yaml), and
[of data](../conformance/templates/insecure-data.yaml).
"""

_SHOWN = 3


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _totals(verdicts: Sequence[Verdict], stale: Sequence[tuple[str, Acknowledged]]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for checker in dict.fromkeys(v.checker for v in verdicts):
        of = [v for v in verdicts if v.checker == checker]
        counts = (
            sum(v.templates for v in of),
            sum(len(v.meant) for v in of),
            sum(len(v.open) for v in of),
            sum(name == checker for name, _ in stale),
        )
        rows.append((checker, of[0].version, *map(str, counts)))
    return rows


def _places(findings: Iterable[Finding]) -> str:
    places = sorted({found.place for found in findings})
    more = f" and {len(places) - _SHOWN} more" if len(places) > _SHOWN else ""
    return ", ".join(f"`{place}`" for place in places[:_SHOWN]) + more


def _anywhere(rule: str) -> str:
    """The rule without the account and the region of the one platform it was found on."""
    return re.sub(r"\b[a-z]{2}(-[a-z]+)+-\d\b", "<region>", re.sub(r"\b\d{12}\b", "<account>", rule))


def _acknowledged(verdicts: Sequence[Verdict]) -> list[tuple[str, ...]]:
    flat = sorted((v.checker, _anywhere(found.rule), found.reason, found) for v in verdicts for found in v.meant)
    return [
        (checker, f"`{rule}`", _places(one[3] for one in group), reason)
        for (checker, rule, reason), group in groupby(flat, key=lambda one: one[:3])
    ]


def markdown(
    verdicts: Sequence[Verdict],
    stale: Sequence[tuple[str, Acknowledged]],
    judged: Mapping[str, str],
    own: Iterable[str],
) -> str:
    """The page of the docs; `judged` says of each platform what it is, `own` are the names of our own Guard rules."""
    totals = _totals(verdicts, stale)
    bites = [
        (name, ", ".join(f"`{rule}`" for rule in sorted(rules | set(own if name == "CloudFormation Validate" else ()))))
        for name, rules in EXPECTED.items()
    ]
    return "\n".join(
        [
            _HEAD,
            _table(("checker", "version", "templates", "acknowledged", "open", "stale"), totals),
            "\n## What is judged\n",
            _table(("platform", "what it is"), judged.items()),
            "\n## Acknowledged\n",
            _table(("checker", "rule", "where", "reason"), _acknowledged(verdicts)),
            "\n## What each checker must refuse\n",
            _table(("checker", "rules"), bites),
            "",
        ]
    )


def terminal(verdicts: Sequence[Verdict], stale: Sequence[tuple[str, Acknowledged]]) -> str:
    """One line for each checker, then everything that is open or stale."""
    rows = [("checker", "version", "templates", "acknowledged", "open", "stale"), *_totals(verdicts, stale)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, _widths(rows), strict=True)).rstrip() for row in rows
    ]
    lines += _open(verdicts)
    lines += [
        f"stale: {checker}: {one.rule} is acknowledged at {one.place}, where it finds nothing" for checker, one in stale
    ]
    return "\n".join(lines)


def _open(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """One line for each thing that is open, however many platforms have it."""
    flat = sorted((v.checker, found, v.platform) for v in verdicts for found in v.open)
    for (checker, found), group in groupby(flat, key=lambda one: one[:2]):
        where = ", ".join(platform for _, _, platform in group)
        yield f"open: {checker}: {found.rule} at {found.place} ({where}): {found.message}"


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
