"""A report as text: a short table for the terminal, a Markdown table for the docs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from conformance.report import Finding, Judgement, Report

HEAD = ("program", "version", "Kubernetes", "manifests", "what it judged", "passed", "acknowledged", "failed")


def _counts(j: Judgement) -> tuple[int, int, int]:
    return j.passed, len(j.acknowledged), len(j.failed)


def _row(j: Judgement) -> tuple[str, ...]:
    what = f"skipped: {j.skipped}" if j.skipped else j.judged
    return (j.program, j.version, j.kubernetes, j.dist, what, *map(str, _counts(j)))


def _finding(finding: Finding) -> str:
    where = " ".join(part for part in (finding.file, finding.object) if part)
    return f"[{finding.check}] {where}: {finding.message}"


def _failures(findings: Iterable[Finding], most: int) -> list[str]:
    """Each check's first failures, and how many more there are."""
    lines: list[str] = []
    for check, group in groupby(sorted(findings, key=lambda f: (f.check, f.object)), key=lambda f: f.check):
        found = list(group)
        lines += [f"  {_finding(f)}" for f in found[:most]]
        lines += [f"  [{check}] … and {len(found) - most} more, all in the report"] if len(found) > most else []
    return lines


def table(report: Report, most: int = 4) -> str:
    """For the terminal: one line per judgement, then each check's failures with the judge's words."""
    rows = [(*HEAD, "s", ""), *((*_row(j), f"{j.seconds:.1f}", j.state) for j in report.judgements)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    for j in (j for j in report.judgements if j.failed):
        lines.append(f"\n{j.program} {j.kubernetes} {j.dist}: {j.judged}")
        lines += _failures(j.failed, most)
    return "\n".join(lines)


def _cells(row: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |"


def _acknowledged(judgements: Iterable[Judgement]) -> list[str]:
    """One line per program, check and reason, with how many objects it covers."""
    flat = [(j.program, f.check, f.reason, f.object) for j in judgements for f in j.acknowledged]
    flat.sort()
    lines: list[str] = []
    for (program, check, reason), group in groupby(flat, key=lambda entry: entry[:3]):
        objects = sorted({entry[3] for entry in group})
        shown = objects[0] if len(objects) == 1 else f"{len(objects)} objects"
        lines.append(_cells((program, check, shown, reason)))
    return lines


def _merged(judgements: Iterable[Judgement]) -> list[tuple[str, ...]]:
    """One row for all folders that a program judged in the same way."""
    rows: dict[tuple[str, ...], list[Judgement]] = {}
    for j in judgements:
        rows.setdefault((j.program, j.version, j.kubernetes, j.judged, j.skipped), []).append(j)
    merged: list[tuple[str, ...]] = []
    for group in rows.values():
        counts = [sum(numbers) for numbers in zip(*(_counts(j) for j in group), strict=True)]
        names = ", ".join(dict.fromkeys(j.dist for j in group))
        merged.append((*_row(group[0])[:3], names, _row(group[0])[4], *map(str, counts)))
    return merged


def markdown(report: Report) -> str:
    """For the docs: the same table without times, so that it changes only when a verdict does."""
    lines = [
        "<!-- written by `python -m conformance --markdown`; do not edit -->",
        "# Conformance",
        "",
        "What programs that nobody here wrote say about the manifests that we render.",
        "",
        _cells(HEAD),
        "|" + " --- |" * len(HEAD),
        *(_cells(row) for row in _merged(report.judgements)),
    ]
    acknowledged = _acknowledged(report.judgements)
    if acknowledged:
        head = _cells(("program", "check", "object", "reason"))
        lines += ["", "## Acknowledged", "", head, "|" + " --- |" * 4, *acknowledged]
    return "\n".join(lines) + "\n"
