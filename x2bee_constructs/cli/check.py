"""`x2bee check`: what the YAML reads is in the templates, and what they provide is read."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from x2bee_constructs.cli.output import FINDINGS, bad_input, say, unreadable
from x2bee_constructs.core.diagnostics import SpecError
from x2bee_constructs.handoff.check import check_handoff
from x2bee_constructs.handoff.model import UnreadableError
from x2bee_constructs.handoff.report import as_json, as_text
from x2bee_constructs.platform.load import load_platform
from x2bee_constructs.platform.logs import log_sums
from x2bee_constructs.platform.observability import observability_sums
from x2bee_constructs.platform.props import Platform

__all__ = ["OutputFormat", "check"]


class OutputFormat(StrEnum):
    """What the result is for."""

    text = "text"
    """People."""
    json = "json"
    """Programs."""


def check(
    file: Annotated[
        Path | None, typer.Argument(help="The customer's file: it is checked first, and says whose output it is.")
    ] = None,
    environment: Annotated[str | None, typer.Option(help="Which environment of the file.")] = None,
    templates: Annotated[Path, typer.Option(help="What cdk synth wrote.")] = Path("cdk.out"),
    manifests: Annotated[Path, typer.Option(help="What cdk8s synth wrote.")] = Path("dist"),
    output: Annotated[OutputFormat, typer.Option("--format", help="For people or for programs.")] = OutputFormat.text,
) -> None:
    """Check that every name the YAML reads is in a template, and that every name provided is read.

    With FILE it also shows what is logged against what OpenSearch and the nodes' buffers hold, and what Prometheus and
    the collectors of spans take.

    Exit code 0: all fits. 1: something does not. 2: the input cannot be read.
    """
    platform = _platform(file, environment)
    sums = _sums(platform) if platform else ()
    try:
        found = check_handoff(templates, manifests, platform.site if platform else None)
    except UnreadableError as error:
        bad_input(unreadable(error))
    if output is OutputFormat.json:
        typer.echo(json.dumps({**as_json(found), "sums": list(sums)}, indent=2, ensure_ascii=False))
    else:
        say(as_text(found))
        for line in sums:
            say(line)
    if found.gaps:
        raise typer.Exit(FINDINGS)


def _sums(platform: Platform) -> tuple[str, ...]:
    return (*(f"logs: {line}" for line in log_sums(platform)), *observability_sums(platform))


def _platform(file: Path | None, environment: str | None) -> Platform | None:
    if file is None and environment is None:
        return None
    if file is None or environment is None:
        bad_input("error: FILE and --environment go together: x2bee check stacks/customers/acme.yaml --environment prd")
    try:
        return load_platform(file, environment)
    except SpecError as error:
        bad_input(str(error))
