"""Both sides of one customer's platform by the two real CLIs, and a table of what they wrote.

The customer's file is checked first, so that bad input leaves the last good `cdk.out/` and `dist/` as they are.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from stacks.customer import selected_platform
from x2bee_constructs import Platform, SpecError
from x2bee_constructs.core.node import node_environment

_COMMANDS = {"cdk": ["cdk", "synth", "--quiet"], "cdk8s": ["cdk8s", "synth"]}


class _Run(NamedTuple):
    code: int
    seconds: float
    output: str


def main() -> int:
    """Synthesize; returns 0, 2 for bad input, or the exit code of the CLI that failed."""
    try:
        platform = selected_platform()
    except SpecError as error:
        print(error, file=sys.stderr)
        return 2
    shutil.rmtree("cdk.out", ignore_errors=True)  # the CDK leaves the templates of other customers and environments
    with ThreadPoolExecutor() as pool:
        runs = dict(zip(_COMMANDS, pool.map(_run, _COMMANDS.values()), strict=True))
    failed = {name: run for name, run in runs.items() if run.code}
    for name, run in failed.items():
        print(f"{' '.join(_COMMANDS[name])} failed:\n{run.output}", file=sys.stderr)
    if not failed:
        _report(platform, {name: run.seconds for name, run in runs.items()})
    return next((run.code for run in failed.values()), 0)


def _run(command: list[str]) -> _Run:
    started = time.monotonic()
    done = subprocess.run(
        command,
        env={**os.environ, **node_environment()},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return _Run(done.returncode, time.monotonic() - started, done.stdout)


def _report(platform: Platform, seconds: dict[str, float]) -> None:
    stacks, charts = _resources(Path("cdk.out")), _objects(Path("dist"))
    table = Table(title=f"{platform.customer} {platform.environment}", title_justify="left", title_style="bold")
    for heading in ("what", "holds", "seconds"):
        table.add_column(heading, justify="right" if heading != "what" else "left")
    for stack, count in stacks.items():
        table.add_row(f"stack {stack}", f"{count} resources", "")
    table.add_row(
        f"{len(stacks)} stacks in cdk.out/",
        f"{sum(stacks.values())} resources",
        f"{seconds['cdk']:.1f}",
        end_section=True,
    )
    table.add_row(f"{len(charts)} charts in dist/", f"{sum(charts.values())} objects", f"{seconds['cdk8s']:.1f}")
    console = Console()
    console.print(table)
    console.print(
        f"look at: cdk.out/{next(iter(stacks))}.template.json\n         dist/{max(charts)}/\nnext:    make help",
        highlight=False,
    )


def _resources(assembly: Path) -> dict[str, int]:
    manifest = json.loads((assembly / "manifest.json").read_text())
    stacks = {
        name: item["properties"]["templateFile"]
        for name, item in manifest["artifacts"].items()
        if item["type"] == "aws:cloudformation:stack"
    }
    return {name: len(json.loads((assembly / file).read_text())["Resources"]) for name, file in sorted(stacks.items())}


def _objects(folder: Path) -> dict[str, int]:
    return {chart.name: len(list(chart.glob("*.k8s.yaml"))) for chart in sorted(folder.iterdir())}


if __name__ == "__main__":
    sys.exit(main())
