"""`x2bee diff`: what a change does to what runs, before it is deployed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from x2bee_constructs.cli.output import FINDINGS, Format, OutputFormat, bad_input, print_json, say, unreadable
from x2bee_constructs.cli.states import Wanted, states_of
from x2bee_constructs.core.korean import told
from x2bee_constructs.difference.compare import compare
from x2bee_constructs.difference.model import Difference
from x2bee_constructs.difference.read import State
from x2bee_constructs.difference.report import as_json, as_text, fleet_rows
from x2bee_constructs.handoff.model import UnreadableError

__all__ = ["compare_folders", "diff"]


def diff(
    before: Annotated[
        str, typer.Argument(help="A folder with output, a git revision, '.', or a wheel of the library.")
    ],
    after: Annotated[str, typer.Argument(help="The same; '.' is this folder as it is now.")] = ".",
    customer: Annotated[
        str | None, typer.Option(help="Only this customer; all of stacks/customers if not given.")
    ] = None,
    environment: Annotated[str | None, typer.Option(help="Only this environment; all if not given.")] = None,
    acknowledge: Annotated[
        list[str] | None,
        typer.Option(help="The name of a change that may lose data; once for each, acme/prd:NAME for one platform."),
    ] = None,
    output: Format = OutputFormat.text,
) -> None:
    """Compare two states of the output, object by object and resource by resource, by what the change does.

    new, no effect, removed, rolling restart, recreate, replacement with data loss: the worst comes first.

    x2bee diff main
    x2bee diff v1.2.0 v1.3.0 --customer acme --environment prd
    x2bee diff last-release/ build/fleet/ --format json

    Exit code 0: no data is lost. 1: some would be, and nobody has acknowledged it. 2: a state cannot be read.
    """
    wanted = Wanted(customer, environment)
    try:
        old, new = _states(before, wanted), _states(after, wanted)
    except UnreadableError as error:
        bad_input(unreadable(error))
    if _compared(old, new, acknowledge or (), output):
        raise typer.Exit(FINDINGS)


def compare_folders(
    before: Path,
    after: Path,
    wanted: Wanted,
    left_out: Collection[str],
    acknowledged: Sequence[str],
    output: OutputFormat,
) -> bool:
    """Say what going from one fleet's output to another does, but for the customers `left_out`.

    Returns whether data would be lost that nobody acknowledged.
    """
    try:
        old, new = (_without(_states(str(folder), wanted), left_out) for folder in (before, after))
    except UnreadableError as error:
        bad_input(unreadable(error))
    return _compared(old, new, acknowledged, output)


def _without(states: Mapping[str, State], customers: Collection[str]) -> dict[str, State]:
    return {name: state for name, state in states.items() if name.partition("/")[0] not in customers}


def _compared(
    old: Mapping[str, State], new: Mapping[str, State], acknowledged: Sequence[str], output: OutputFormat
) -> bool:
    found = {name: compare(old.get(name, State()), new.get(name, State())) for name in _names(old, new)}
    known = {name: _known(name, acknowledged) for name in found}
    if output is OutputFormat.json:
        print_json({n: as_json(d, known[n]) for n, d in found.items()})
    else:
        _show(found, known)
    return any(difference.losses(known[name]) for name, difference in found.items())


def _states(given: str, wanted: Wanted) -> dict[str, State]:
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(told(f"reading {given}"), total=None)
        return states_of(
            given,
            wanted,
            lambda count, total, name: progress.update(
                task, completed=count, total=total, description=f"{given}: {name}"
            ),
        )


def _names(old: Mapping[str, State], new: Mapping[str, State]) -> list[str]:
    """All platforms. One that a folder has alone is compared with the other state's only one."""
    if old.keys() != new.keys() and ("" in old or "" in new):
        bad_input(
            "error: a folder with the output of one platform and a state with several cannot be compared; "
            "say --customer and --environment, and give that state's output as a folder too"
        )
    return sorted(old.keys() | new.keys())


def _known(name: str, acknowledged: Sequence[str]) -> tuple[str, ...]:
    return tuple(said.removeprefix(f"{name}:") for said in acknowledged)


def _show(found: Mapping[str, Difference], known: Mapping[str, Sequence[str]]) -> None:
    if len(found) > 1:
        heading, *rows = fleet_rows(found)
        table = Table(*heading)
        for row in rows:
            table.add_row(*row)
        Console(soft_wrap=True, highlight=False).print(table)
    for name, difference in found.items():
        if difference.changes or len(found) == 1:
            text = as_text(difference, known[name])
            say(f"{name}\n{text}\n" if name else text)
    same = [name for name, difference in found.items() if not difference.changes]
    if same and len(found) > 1:
        say(f"{as_text(Difference(()))}: {', '.join(same)}")
