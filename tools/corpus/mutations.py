"""Mutations of good files: what a tired person, a merge or an editor does to them. Each is given by a seed."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from x2bee_constructs.core.diagnostics import SpecError
from x2bee_constructs.core.language import Language
from x2bee_constructs.platform.load import load_all

__all__ = ["GOOD", "mutated", "tracebacks"]

GOOD = Path("tests", "corpus_good")
"""Valid files with much in them, and one environment: each run checks one."""

_LINES = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_TOKENS = st.sampled_from(
    [
        "[",
        "]",
        "{",
        "}",
        ":",
        ": ",
        "- ",
        "&a ",
        "*a",
        "!!int ",
        "'",
        '"',
        "|",
        ">",
        "#",
        "\t",
        "---\n",
        "<<: ",
        "? ",
        "%",
    ]
)
_PLAIN = (
    "null ~ -1 0 1e999 .nan .inf 0x1F true yes '' [] {} [[]] 1.5 99999999999999999999 2026-12-01 a.b 가나다 last '*'"
)
_NAMES = f"arn:aws:iam::1:role/x 0.0.0.0/0 ::/0 ../.. {'x' * 300}"
_NESTED = "{a: {}}|{kind: x}|[1, 2]|{min: 9, max: 1}|{service: x2bee-fo}|[{name: a}, {name: a}]"
_VALUES = st.sampled_from([*_PLAIN.split(), *_NAMES.split(), *_NESTED.split("|")])


@st.composite
def mutated(draw: st.DrawFn, text: str) -> str:
    """The text after one to four changes."""
    for _ in range(draw(st.integers(1, 4))):
        change = draw(st.sampled_from([_value, _value, _key, _token, _drop, _repeat, _swap, _indent, _noise, _cut]))
        text = change(draw, text)
    return text


def _line(draw: st.DrawFn, text: str) -> tuple[list[str], int]:
    lines = text.splitlines(keepends=True) or [""]
    return lines, draw(st.integers(0, len(lines) - 1))


def _changed(draw: st.DrawFn, text: str, change: Callable[[str], str]) -> str:
    lines, index = _line(draw, text)
    lines[index] = change(lines[index])
    return "".join(lines)


def _value(draw: st.DrawFn, text: str) -> str:
    """Another value behind one of the colons of a line."""
    new, last = draw(_VALUES), draw(st.booleans())

    def change(line: str) -> str:
        at = line.rfind(": ") if last else line.find(": ")
        end = min([found for sign in ",}]\n" if (found := line.find(sign, at)) >= 0] or [len(line)])
        return f"{line[: at + 2]}{new}{line[end:]}" if at >= 0 else line

    return _changed(draw, text, change)


def _key(draw: st.DrawFn, text: str) -> str:
    """A letter of a line in another one's place."""
    lines, index = _line(draw, text)
    line = lines[index]
    if len(line) < 3:
        return text
    at = draw(st.integers(0, len(line) - 3))
    lines[index] = line[:at] + line[at + 1] + line[at] + line[at + 2 :]
    return "".join(lines)


def _token(draw: st.DrawFn, text: str) -> str:
    at = draw(st.integers(0, len(text)))
    return text[:at] + draw(_TOKENS) + text[at:]


def _noise(draw: st.DrawFn, text: str) -> str:
    at = draw(st.integers(0, len(text)))
    return text[:at] + draw(_LINES) + text[at:]


def _drop(draw: st.DrawFn, text: str) -> str:
    lines, index = _line(draw, text)
    return "".join(lines[:index] + lines[index + 1 :])


def _repeat(draw: st.DrawFn, text: str) -> str:
    lines, index = _line(draw, text)
    return "".join([*lines[: index + 1], *lines[index:]])


def _swap(draw: st.DrawFn, text: str) -> str:
    lines, one = _line(draw, text)
    other = draw(st.integers(0, len(lines) - 1))
    lines[one], lines[other] = lines[other], lines[one]
    return "".join(lines)


def _indent(draw: st.DrawFn, text: str) -> str:
    by = draw(st.integers(-4, 4))
    return _changed(draw, text, lambda line: " " * by + line if by > 0 else line[min(-by, len(line)) :])


def _cut(draw: st.DrawFn, text: str) -> str:
    """The file ends, or begins, somewhere."""
    at = draw(st.integers(0, len(text)))
    return text[:at] if draw(st.booleans()) else text[at:]


def tracebacks(runs: int, start: int = 0) -> Iterator[tuple[str, str]]:
    """The mutated texts of so many runs that ended in anything but findings, each with its traceback."""
    good = [path.read_text(encoding="utf-8") for path in sorted(GOOD.glob("*.yaml"))]
    failed: list[tuple[str, str]] = []
    with TemporaryDirectory(prefix="x2bee-corpus-") as folder:
        path = Path(folder, "beta.yaml")

        @seed(start)
        @settings(
            max_examples=runs,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
        )
        @given(st.sampled_from(good).flatmap(mutated))
        def one(text: str) -> None:
            path.write_text(text, encoding="utf-8", newline="")
            if (trace := _run(path)) is not None:
                failed.append((text, trace))

        one()
    yield from failed


def _run(path: Path) -> str | None:
    """None if the file is good, or its faults can be said in both languages; the traceback otherwise."""
    try:
        loaded = load_all(path)
        error = SpecError(loaded.findings, {loaded.document.file: loaded.document.lines})
        for language in Language:
            error.text(language)
    except Exception:  # whatever it is, it is what is looked for
        return traceback.format_exc()
    return None
