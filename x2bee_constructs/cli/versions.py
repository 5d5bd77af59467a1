"""`x2bee versions`: what this library pins, since when, from where, and what has become newer."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from x2bee_constructs.cli.output import FINDINGS, Format, OutputFormat, bad_input, print_json
from x2bee_constructs.cli.words import hint
from x2bee_constructs.core.diagnostics import SpecError
from x2bee_constructs.core.documents import as_mapping
from x2bee_constructs.core.faults import show
from x2bee_constructs.core.language import said, spoken
from x2bee_constructs.core.pins import Pinned, is_newer, pins
from x2bee_constructs.core.reading import read

__all__ = ["versions"]

_EXAMPLE = "keda: 2.21.0"


def versions(
    newer: Annotated[
        Path | None,
        typer.Option(help="A YAML or JSON file with a version for each name, such as `keda: 2.21.0`: what is newer?"),
    ] = None,
    output: Format = OutputFormat.text,
) -> None:
    """List every version that the library pins, with the day it was looked up and its source.

    It asks nobody: what has come out since then is in a list that you give it, as your own scanner or a colleague with
    internet access writes it.

    Exit code 0: listed, and nothing in the list is newer. 1: something is. 2: the list cannot be read.
    """
    known = pins()
    listed = _list(newer, known) if newer else {}
    late = [pin.name for pin in known if is_newer(listed.get(pin.name, pin.version), pin.version)]
    if output is OutputFormat.json:
        print_json(_as_data(known, listed, late))
    else:
        _show(known, listed, late)
    if late:
        raise typer.Exit(FINDINGS)


def _list(file: Path, known: tuple[Pinned, ...]) -> dict[str, str]:
    document = read(file)
    if document.findings:
        bad_input(SpecError(document.findings, {document.file: document.lines}).blocks(spoken()))
    data = as_mapping(document.data)
    if data is None:
        bad_input(
            said(
                f"error: {file} is no mapping of names to versions: {_EXAMPLE}",
                f"error: {file}: 이름과 버전의 목록이 아닙니다. 예: {_EXAMPLE}",
            )
        )
    names = {pin.name for pin in known}
    for name, given in data.items():
        where = f"\n  --> {file}:{document.key_span((name,)).line}:{document.key_span((name,)).column}"
        if name not in names:
            near = hint(name, names)
            bad_input(
                said(
                    f"error: nothing is pinned under the name '{name}'{near}",
                    f"error: 고정된 버전 중에 '{name}' 이름이 없습니다{near}",
                )
                + where
            )
        if not isinstance(given, str) or not given.removeprefix("v")[:1].isdecimal():
            bad_input(
                said(
                    f"error: the version of '{name}' is {show(given)}; write it in quotes, as in \"2.21.0\"",
                    f"error: '{name}'의 버전이 {show(given)}입니다. \"2.21.0\"처럼 따옴표로 묶습니다",
                )
                + where
            )
    return {name: str(given) for name, given in data.items()}


def _as_data(known: tuple[Pinned, ...], listed: Mapping[str, str], late: list[str]) -> dict[str, Any]:
    rows = [{**pin._asdict(), "newer": listed[pin.name] if pin.name in late else None} for pin in known]
    return {"library": version("x2bee-constructs"), "pins": rows}


def _show(known: tuple[Pinned, ...], listed: Mapping[str, str], late: list[str]) -> None:
    table = Table(
        title=f"x2bee-constructs {version('x2bee-constructs')}", title_justify="left", box=None, pad_edge=False
    )
    headings = [
        ("name", "이름"),
        ("kind", "종류"),
        ("version", "버전"),
        ("program", "프로그램"),
        ("looked up", "확인일"),
    ]
    for heading in headings:
        table.add_column(said(*heading), no_wrap=True)
    if listed:
        table.add_column(said("newer", "새 버전"), no_wrap=True)
    table.add_column(said("source", "출처"), overflow="fold")
    for pin in known:
        more = [f"[bold]{listed[pin.name]}[/bold]" if pin.name in late else ""] if listed else []
        table.add_row(pin.name, pin.kind, pin.version, pin.program, pin.looked_up, *more, pin.source)
    console = Console(highlight=False)
    console.print(table) if console.is_terminal else Console(width=200, highlight=False).print(table)
