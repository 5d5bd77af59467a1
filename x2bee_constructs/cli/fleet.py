"""`x2bee fleet`: many customers' files in one go."""

from __future__ import annotations

import os
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from x2bee_constructs.cli.diff import compare_folders
from x2bee_constructs.cli.findings import as_data
from x2bee_constructs.cli.output import FINDINGS, Format, OutputFormat, bad_input, print_json, say, unreadable
from x2bee_constructs.cli.states import Wanted
from x2bee_constructs.core.cdk_cli import cdk_context
from x2bee_constructs.core.diagnostics import SpecError
from x2bee_constructs.core.extras import MissingExtraError, is_installed
from x2bee_constructs.core.korean import told
from x2bee_constructs.core.language import said, spoken
from x2bee_constructs.fleet.plan import Unit, library_digest, units_in
from x2bee_constructs.fleet.render import ASSEMBLY, MANIFESTS, Order, Rendered
from x2bee_constructs.fleet.run import render_all
from x2bee_constructs.fleet.shards import System, part, pipeline
from x2bee_constructs.handoff.check import check_handoff
from x2bee_constructs.handoff.model import UnreadableError
from x2bee_constructs.handoff.report import as_text
from x2bee_constructs.platform.fleet import CUSTOMERS, load_fleet
from x2bee_constructs.platform.load import Loaded, environment_faults

__all__ = ["check", "diff", "fleet", "shards", "synth"]

_EVERY_SECONDS = 10
"""How often progress is said where it cannot be drawn."""

fleet = typer.Typer(help="Many customers' files in one go.", no_args_is_help=True)

Folder = Annotated[Path, typer.Argument(help="The folder with one file for each customer.")]
Out = Annotated[Path, typer.Option(help="Output goes to OUT/<customer>/<environment>/cdk.out and …/dist.")]
Workers = Annotated[int | None, typer.Option(min=1, help="Processes; as many as there are cores if not given.")]
Environment = Annotated[str | None, typer.Option(help="Only this environment of each file.")]
Shard = Annotated[str | None, typer.Option(help="Only part N/M of the files, N from 1 on: one machine of several.")]

_OUT = Path("build", "fleet")


@fleet.command()
def synth(
    folder: Folder = CUSTOMERS,
    out: Out = _OUT,
    workers: Workers = None,
    environment: Environment = None,
    shard: Shard = None,
    aws: Annotated[bool, typer.Option("--aws/--no-aws", help="Both sides, or the Kubernetes side alone.")] = True,
    force: Annotated[bool, typer.Option("--force", help="Also what is there already, made of the same.")] = False,
    output: Format = OutputFormat.text,
) -> None:
    """Synthesize every environment of every customer's file, byte for byte as the two CLIs do, and write what changed.

    What is there already, made of the same file by the same library, is left alone: a run that was broken off goes on
    where it stopped. A fault in one file stops no other.

    Exit code 0: all are there. 1: some could not be made. 2: there is no file, or no such part of them.
    """
    if aws and not is_installed("aws"):
        bad_input(f"error: {MissingExtraError('aws_cdk', 'aws')}; without it --no-aws makes the Kubernetes side")
    order = Order(out.resolve(), library_digest(), _context(), aws, force)
    found = _render(_units(folder, environment, shard), order, workers)
    _say_rendered(found, output)
    if any(one.fault for one in found):
        raise typer.Exit(FINDINGS)


@fleet.command()
def check(
    folder: Folder = CUSTOMERS,
    out: Out = _OUT,
    environment: Environment = None,
    shard: Shard = None,
    output: Format = OutputFormat.text,
) -> None:
    """Check customers' files, one against the other, and that both sides that `fleet synth` wrote of each fit together.

    Exit code 0: all fits. 1: something does not. 2: there is no file, or no such part of them.
    """
    units = _units(folder, environment, shard)
    with _progress(units) as done:
        known = load_fleet([unit.file for unit in units], lambda path: done([Rendered(path.stem, "")]))
    asked = [one for file in known.files.values() for one in environment_faults(file, environment)]
    wrong = SpecError([*known.findings, *asked], known.lines)
    bad = {finding.where.file for finding in wrong.findings if finding.where}
    good = {path: file for path, file in known.files.items() if file.document.file not in bad}
    gaps = {name: gap for path, file in good.items() for name, gap in _gaps(path, file, environment, out).items()}
    open_ = {name: gap for name, gap in gaps.items() if gap}
    if output is OutputFormat.json:
        findings = [as_data(finding, spoken()) for finding in wrong.findings]
        found = {"checked": len(gaps), "findings": findings, "gaps": open_}
        print_json(found)
    else:
        _say_checked(wrong, len(bad), len(gaps), open_)
    if wrong.findings or open_:
        raise typer.Exit(FINDINGS)


def _say_checked(wrong: SpecError, bad: int, checked: int, gaps: Mapping[str, str]) -> None:
    if wrong.findings:
        say(f"{wrong.blocks(spoken(), explained=True)}\n")
    for name, gap in gaps.items():
        say(f"{name}\n{gap}\n")
    say(told(f"{bad} files with faults; {checked} environments, {len(gaps)} whose sides do not fit together"))


@fleet.command()
def diff(
    folder: Folder = CUSTOMERS,
    out: Out = _OUT,
    workers: Workers = None,
    environment: Environment = None,
    acknowledge: Annotated[
        list[str] | None, typer.Option(help="The name of a change that may lose data; acme/prd:NAME for one platform.")
    ] = None,
    output: Format = OutputFormat.text,
) -> None:
    """Compare what `fleet synth` wrote last with what the files and this library make now; OUT stays as it is.

    Exit code 0: no data is lost. 1: some would be and nobody has acknowledged it, or a file has faults. 2: no file, or
    nothing to compare with.
    """
    units = _units(folder, environment, None)
    if not out.is_dir():
        bad_input(f"error: there is no {out} to compare with; run x2bee fleet synth first, or say --out")
    if not is_installed("aws"):
        bad_input(f"error: {MissingExtraError('aws_cdk', 'aws')}")
    with TemporaryDirectory(prefix="x2bee-fleet-") as now:
        order = Order(Path(now), library_digest(), _context(), force=True)
        faulty = [one for one in _render(units, order, workers) if one.fault]
        _say_faults(faulty)
        left_out = {one.customer for one in faulty}  # nothing was made of them, which is no removal
        lost = compare_folders(out, Path(now), Wanted(environment=environment), left_out, acknowledge or (), output)
    if lost or faulty:
        raise typer.Exit(FINDINGS)


@fleet.command()
def shards(
    count: Annotated[int, typer.Argument(min=1, help="How many machines.")],
    folder: Folder = CUSTOMERS,
    system: Annotated[System, typer.Option(help="Whose pipeline.")] = System.gitlab,
    image: Annotated[str, typer.Option(help="The image of the jobs.")] = "python:3.11-slim",
    out: Out = _OUT,
) -> None:
    """Print a pipeline that renders the fleet on several machines, each a part of the files."""
    typer.echo(pipeline(system, count, str(folder), image, str(out)), nl=False)


def _units(folder: Path, environment: str | None, shard: str | None) -> Sequence[Unit]:
    units = units_in(folder, environment)
    if not units:
        bad_input(f"error: there is no customer's file (*.yaml) in {folder}; say the folder that has them")
    if shard is None:
        return units
    number, _, of = shard.partition("/")
    if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        bad_input(f"error: --shard is a part of a whole, N/M with N from 1 to M, got '{shard}'; for example 2/5")
    return part(units, int(number), int(of))


def _context() -> str:
    try:
        return cdk_context(Path())
    except ValueError as error:
        bad_input(f"error: cdk.json is no JSON: {error}")


def _gaps(file: Path, loaded: Loaded, environment: str | None, out: Path) -> Mapping[str, str]:
    """What does not fit together in each environment of a file; '' where all does."""
    gaps: dict[str, str] = {}
    for name, platform in loaded.platforms.items():
        if environment in {None, name}:
            home = out / platform.customer / name
            try:
                found = check_handoff(home / ASSEMBLY, home / MANIFESTS, platform.site)
            except UnreadableError as error:
                gaps[f"{file.stem}/{name}"] = unreadable(error)
            else:
                gaps[f"{file.stem}/{name}"] = as_text(found) if found.gaps else ""
    return gaps


@contextmanager
def _progress(units: Sequence[Unit]) -> Generator[_Progress]:
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as drawn:
        yield _Progress(drawn, len(units))


class _Progress:
    """Told of each file as it is ready: a bar on a terminal, else a line now and then."""

    def __init__(self, drawn: Progress, total: int) -> None:
        self._drawn, self._total, self._count = drawn, total, 0
        self._task = drawn.add_task(said("customers", "고객"), total=total, rate="")
        self._started = self._said = time.monotonic()

    def __call__(self, ready: Sequence[Rendered]) -> None:
        self._count += 1
        now = time.monotonic()
        rate = self._count / max(now - self._started, 0.001)
        name = ready[-1].customer if ready else ""
        self._drawn.update(self._task, completed=self._count, description=name, rate=f"{rate:.1f}/s")
        if self._drawn.disable and now - self._said >= _EVERY_SECONDS:
            self._said = now
            left = (self._total - self._count) / rate
            typer.echo(told(f"{self._count}/{self._total} customers, {rate:.1f}/s, {left:.0f} s left"), err=True)


def _render(units: Sequence[Unit], order: Order, workers: int | None) -> list[Rendered]:
    with _progress(units) as done:
        return render_all(units, order, workers or os.cpu_count() or 1, done)


def _say_faults(faulty: Sequence[Rendered]) -> None:
    for one in faulty:
        say(f"{one.name}\n{one.fault}\n", error=True)


def _say_rendered(found: Sequence[Rendered], output: OutputFormat) -> None:
    if output is OutputFormat.json:
        print_json([{**asdict(one), "name": one.name} for one in found])
        return
    _say_faults([one for one in found if one.fault])
    table = Table(
        said("environments", "환경"),
        said("written", "새로 씀"),
        said("unchanged", "변경 없음"),
        said("as they were", "그대로 둠"),
        said("with faults", "오류"),
    )
    good = [one for one in found if not one.fault]
    table.add_row(
        str(len(good)),
        told(f"{sum(one.changed for one in good)} files, {sum(one.removed for one in good)} removed"),
        told(f"{sum(one.unchanged for one in good)} files"),
        str(sum(one.kept for one in good)),
        str(len(found) - len(good)),
    )
    Console(soft_wrap=True, highlight=False).print(table)
