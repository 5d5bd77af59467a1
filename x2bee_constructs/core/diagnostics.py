"""Findings: what a person is shown about bad input, and the one error that carries them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from unicodedata import east_asian_width

__all__ = ["Finding", "Span", "SpecError", "render"]


_MOST_SHOWN = 50
_MOST_BEFORE, _MOST_AFTER = 80, 60
"""Findings of a text, and characters of a line before and after the place, that a person still reads."""


class Span(NamedTuple):
    """Characters of one line in a file; line and column count from 1."""

    file: str
    line: int
    column: int
    length: int


@dataclass(frozen=True)
class Finding:
    """One fault of the input. `place` is the dotted way to the value, `related` a second place that contradicts it."""

    code: str
    title: str
    where: Span | None = None
    place: str = ""
    expected: str = ""
    got: str = ""
    why: str = ""
    fix: str = ""
    related: Span | None = None


class SpecError(Exception):
    """The input cannot be used. `findings` has every fault; `str()` renders them for a terminal."""

    def __init__(self, findings: Iterable[Finding], lines: Mapping[str, Sequence[str]] | None = None) -> None:
        """Keep the findings in the order of the files, and the files' `lines` for the excerpts."""
        order = sorted(set(findings), key=lambda f: (f.where or Span("", 0, 0, 0), f.code, f.title))
        self.findings: tuple[Finding, ...] = tuple(order)
        self.lines = lines or {}
        super().__init__(self.findings)

    def __str__(self) -> str:
        """The findings, with excerpts, and their number."""
        count = len(self.findings)
        blocks = [render(finding, self.lines) for finding in self.findings[:_MOST_SHOWN]]
        shown = f", the first {_MOST_SHOWN} are shown" if count > _MOST_SHOWN else ""
        return "\n\n".join([*blocks, f"{count} fault{'s' if count != 1 else ''}{shown}; nothing was synthesized"])


def render(finding: Finding, lines: Mapping[str, Sequence[str]]) -> str:
    """The finding as a compiler would print it: place, excerpt with carets, why, and what to change."""
    rows = [f"error[{finding.code}]: {finding.title}"]
    label = " ".join(
        filter(None, [finding.expected and f"expected {finding.expected},", finding.got and f"got {finding.got}"])
    ).rstrip(",")
    if finding.where:
        rows += _excerpt(finding.where, finding.place, label, lines, "-->")
    elif finding.place or label:
        rows.append(f"  --> {finding.place}: {label}" if label else f"  --> {finding.place}")
    if finding.related:
        rows += _excerpt(finding.related, "", "the other place", lines, ":::")
    rows += [f"   = {name}:  {text}" for name, text in (("why", finding.why), ("fix", finding.fix)) if text]
    return "\n".join(rows)


def _excerpt(span: Span, place: str, label: str, lines: Mapping[str, Sequence[str]], arrow: str) -> list[str]:
    head = f"  {arrow} {span.file}:{span.line}:{span.column}" + (f"  ({place})" if place else "")
    text = lines.get(span.file, ())
    if not 0 < span.line <= len(text):
        return [head] + ([f"   | {label}"] if label else [])
    number = str(span.line)
    gap = " " * len(number)
    line = text[span.line - 1].replace("\t", " ")
    first = max(0, span.column - 1 - _MOST_BEFORE)
    before = ("…" if first else "") + line[first : span.column - 1]
    marked = line[span.column - 1 :][: min(span.length, _MOST_AFTER)]
    after = line[span.column - 1 + len(marked) :]
    rest = after[:_MOST_AFTER] + ("…" if len(after) > _MOST_AFTER else "")
    carets = " " * _width(before) + "^" * max(1, _width(marked))
    return [head, f" {gap} |", f" {number} | {before}{marked}{rest}", f" {gap} | {carets} {label}".rstrip()]


def _width(text: str) -> int:
    """Columns of a terminal: a Korean syllable takes two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
