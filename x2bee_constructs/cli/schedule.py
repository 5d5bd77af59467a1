"""`x2bee schedule`: when which batch job runs, before anything is deployed."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from x2bee_constructs.batch.schedules.picture import as_svg
from x2bee_constructs.batch.schedules.preview import Preview, as_json, preview
from x2bee_constructs.cli.output import bad_input, write
from x2bee_constructs.cli.schedule_table import table, told
from x2bee_constructs.core.diagnostics import SpecError
from x2bee_constructs.platform.load import load_platform
from x2bee_constructs.platform.schedules import batch_place

__all__ = ["ScheduleFormat", "schedule"]


class ScheduleFormat(StrEnum):
    """What the result is for."""

    text = "text"
    """People, as a table."""
    json = "json"
    """Programs."""
    svg = "svg"
    """People, as a picture."""


def schedule(
    file: Annotated[Path, typer.Argument(help="The customer's file.")],
    environment: Annotated[str, typer.Option(envvar="X2BEE_ENV", help="Which environment of the file.")] = "prd",
    days: Annotated[int, typer.Option(min=1, max=92, help="How many days.")] = 7,
    start: Annotated[str | None, typer.Option("--from", help="The first day, such as 2026-12-01; today.")] = None,
    output: Annotated[ScheduleFormat, typer.Option("--format", help="For whom.")] = ScheduleFormat.text,
    to: Annotated[
        Path | None, typer.Option("--output", help="Where to write it; standard output if not given.")
    ] = None,
) -> None:
    """Show when batch jobs run in the days to come, which of them meet, and what may not be meant.

    Exit code 0: shown. 2: the input cannot be read, or the output not written.
    """
    try:
        platform = load_platform(file, environment)
    except SpecError as error:
        bad_input(str(error))
    title = f"{platform.customer} {platform.environment}"
    found = preview(title, platform.schedules, batch_place(platform), _day(start), days)
    if output is ScheduleFormat.text and to is None:
        _show(found, Console(width=None if sys.stdout.isatty() else 150, highlight=False))
        return
    write(to, _text(found, output))


def _show(found: Preview, console: Console) -> None:
    console.print(table(found))
    for line in told(found):
        console.print(line, soft_wrap=True, markup=False)


def _text(found: Preview, output: ScheduleFormat) -> str:
    if output is ScheduleFormat.json:
        return json.dumps(as_json(found), indent=2, ensure_ascii=False) + "\n"
    if output is ScheduleFormat.svg:
        return as_svg(found)
    console = Console(width=150, highlight=False, record=True, quiet=True)
    _show(found, console)
    return console.export_text()


def _day(said: str | None) -> date:
    if said is None:
        return datetime.now(ZoneInfo("Asia/Seoul")).date()
    try:
        return date.fromisoformat(said)
    except ValueError:
        bad_input(f"error: --from '{said}' is no day; write it as 2026-12-01")
