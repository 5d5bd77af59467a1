"""How a command speaks: results on standard output, bad input on standard error; never a traceback."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.text import Text

from x2bee_constructs.core.diagnostics import WORDS, Finding, Span, render
from x2bee_constructs.core.korean import told
from x2bee_constructs.core.language import spoken
from x2bee_constructs.handoff.model import UnreadableError

__all__ = [
    "BAD_INPUT",
    "FINDINGS",
    "Format",
    "OutputFormat",
    "as_finding",
    "bad_input",
    "print_json",
    "result",
    "say",
    "source_of",
    "unreadable",
    "write",
]


class OutputFormat(StrEnum):
    """What the result is for."""

    text = "text"
    """People."""
    json = "json"
    """Programs."""


Format = Annotated[OutputFormat, typer.Option("--format", help="For people or for programs.")]

FINDINGS = 1
"""The exit code of a check that found something."""

BAD_INPUT = 2
"""The exit code of a command that could not work with what it was given."""


def say(text: str, *, error: bool = False) -> None:
    """Print the text as it is, coloured where a person sees it: codes red, places and sums bold."""
    styled = Text(text)
    styled.highlight_regex(r"(?m)^(error|오류)\[X2B\d+\]", "bold red")
    styled.highlight_regex(r"(?m)^ +(?:-->|:::) .*$", "cyan")
    styled.highlight_regex(r"\^+", "red")
    Console(stderr=error, soft_wrap=True, highlight=False).print(styled)


def result(output: OutputFormat, text: str, data: Any) -> None:
    """Say what was done: the text to people, the data as JSON to programs."""
    if output is OutputFormat.json:
        print_json(data)
    else:
        say(text)


def print_json(data: Any) -> None:
    """Print data for programs."""
    typer.echo(json.dumps(data, indent=2, ensure_ascii=False))


def bad_input(text: str, *, expected: str = "", fix: str = "") -> NoReturn:
    """Say what is wrong with the input and end; below it what is allowed and what to change, where that is given.

    After `error: ` it is in the language that is asked for, and so are the others.
    """
    words, rest = WORDS[spoken()], text.removeprefix("error: ")
    rows = [text if rest == text else f"{words.error}: {told(rest)}"]
    rows += [f"   = {words.expected} {told(expected)}"] if expected else []
    rows += [f"   = {words.fix}:  {told(fix)}"] if fix else []
    say("\n".join(rows), error=True)
    raise typer.Exit(BAD_INPUT)


def unreadable(error: UnreadableError) -> str:
    """The error as a compiler would print it."""
    return render(as_finding(error), source_of(error.where))


def as_finding(error: UnreadableError) -> Finding:
    """The error as a finding."""
    return Finding("X2B400", error.title, error.where, expected=error.expected, fix=error.fix)


def source_of(where: Span | None) -> dict[str, tuple[str, ...]]:
    """The lines of the file that a place is in, if it can be read."""
    if where is None or not Path(where.file).is_file():
        return {}
    return {where.file: tuple(Path(where.file).read_text(encoding="utf-8", errors="replace").splitlines())}


def write(path: Path | None, text: str, *, parents: bool = False) -> None:
    """The text into a file, or on standard output if there is no path; a path that cannot be written is bad input.

    With `parents`, folders that are not there are made.
    """
    if path is None:
        typer.echo(text, nl=False)
        return
    try:
        if parents:
            path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        bad_input(f"error: cannot write {path}: {error.strerror}")
