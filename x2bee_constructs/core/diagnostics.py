"""Findings: what a person is shown about bad input, and the one error that carries them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple
from unicodedata import east_asian_width

from x2bee_constructs.core.codes import code_of
from x2bee_constructs.core.korean import in_korean
from x2bee_constructs.core.language import Language, spoken

__all__ = ["WORDS", "Finding", "Span", "SpecError", "Words", "in_language", "render"]


_MOST_SHOWN = 50
_MOST_BEFORE, _MOST_AFTER = 80, 60
"""Findings of a text, and characters of a line before and after the place, that a person still reads."""


class Words(NamedTuple):
    """The fixed words around a finding."""

    error: str
    why: str
    fix: str
    expected: str
    got: str
    other: str
    fault: str
    faults: str
    first: str
    explain: str


WORDS = {
    Language.en: Words(
        "error", "why", "fix", "expected", "got", "the other place",
        "{count} fault{shown}; nothing was synthesized", "{count} faults{shown}; nothing was synthesized",
        ", the first {most} are shown", "help",
    ),
    Language.ko: Words(
        "오류", "이유", "수정", "필요한 값:", "입력한 값:", "상충하는 위치",
        "오류 {count}건{shown}. 아무것도 생성하지 않았습니다.", "오류 {count}건{shown}. 아무것도 생성하지 않았습니다.",
        "(처음 {most}건만 표시)", "도움말",
    ),
}  # fmt: skip
"""What each language calls the parts of a finding."""


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
        """The findings, with excerpts, and their number, in the language of X2BEE_LANG or the locale."""
        return self.text(spoken())

    def text(self, language: Language, *, explained: bool = False) -> str:
        """The findings, with excerpts, and their number; `explained` as in `blocks`."""
        words, count = WORDS[language], len(self.findings)
        shown = words.first.format(most=_MOST_SHOWN) if count > _MOST_SHOWN else ""
        number = words.fault if count == 1 else words.faults
        return "\n\n".join(
            filter(None, [self.blocks(language, explained=explained), number.format(count=count, shown=shown)])
        )

    def blocks(self, language: Language, *, explained: bool = False) -> str:
        """The findings, with excerpts; where `explained`, the first of each code names the command that tells more."""
        shown = self.findings[:_MOST_SHOWN]
        first = {finding.code: finding for finding in reversed(shown)} if explained else {}
        return "\n\n".join(
            render(one, self.lines, language) + (_explained(one.code, language) if first.get(one.code) is one else "")
            for one in shown
        )


def _explained(code: str, language: Language) -> str:
    return f"\n   = {WORDS[language].explain}:  x2bee explain {code}"


def in_language(finding: Finding, language: Language) -> Finding:
    """The finding in the language. A title without Korean becomes that of its code, with the English behind it."""
    if language is Language.en:
        return finding
    title = in_korean(finding.title)
    if title == finding.title and (code := code_of(finding.code)):
        title = f"{code.title.ko} ({finding.title})"
    texts = {name: in_korean(getattr(finding, name)) for name in ("expected", "got", "why")}
    fix = in_korean(finding.fix) if " " in finding.fix else finding.fix  # a single word is to be written as it is
    return replace(finding, title=title, fix=fix, **texts)


def render(finding: Finding, lines: Mapping[str, Sequence[str]], language: Language | None = None) -> str:
    """The finding as a compiler would print it: place, excerpt with carets, why, and what to change."""
    told = in_language(finding, language or spoken())
    words = WORDS[language or spoken()]
    rows = [f"{words.error}[{told.code}]: {told.title}"]
    label = ", ".join(
        filter(None, [told.expected and f"{words.expected} {told.expected}", told.got and f"{words.got} {told.got}"])
    )
    if told.where:
        rows += _excerpt(told.where, told.place, label, lines, "-->")
    elif told.place:
        rows.append(f"  --> {told.place}: {label}" if label else f"  --> {told.place}")
    elif label:
        rows.append(f"   = {label}")
    if told.related:
        rows += _excerpt(told.related, "", words.other, lines, ":::")
    rows += [f"   = {name}:  {text}" for name, text in ((words.why, told.why), (words.fix, told.fix)) if text]
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
