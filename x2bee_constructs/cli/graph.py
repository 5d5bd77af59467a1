"""`x2bee graph`: who may reach whom on a customer's platform, as a picture."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from x2bee_constructs.cli.output import bad_input, write
from x2bee_constructs.core.diagnostics import SpecError
from x2bee_constructs.core.language import spoken
from x2bee_constructs.graph.derive import graph as derive_graph
from x2bee_constructs.graph.mermaid import as_mermaid
from x2bee_constructs.graph.svg import as_svg
from x2bee_constructs.platform.fleet import CUSTOMERS
from x2bee_constructs.platform.load import load_platform
from x2bee_constructs.platform.props import Platform

__all__ = ["PictureFormat", "graph"]


class PictureFormat(StrEnum):
    """Who draws it."""

    mermaid = "mermaid"
    """The page that shows it."""
    svg = "svg"
    """This command."""
    html = "html"
    """A browser: one page that needs nothing else."""
    json = "json"
    """Programs."""


def graph(
    file: Annotated[
        Path | None,
        typer.Argument(help="The customer's file; X2BEE_CUSTOMER's, else the only one there, else acme's."),
    ] = None,
    environment: Annotated[str, typer.Option(envvar="X2BEE_ENV", help="Which environment of the file.")] = "prd",
    picture: Annotated[PictureFormat, typer.Option("--format", help="Who draws it.")] = PictureFormat.mermaid,
    output: Annotated[Path | None, typer.Option(help="Where to write it; standard output if not given.")] = None,
) -> None:
    """Draw who may reach whom: services, databases and hosts, with a line for each connection that is allowed.

    x2bee graph --format html --output graph.html

    As html it is a page with a layer each for traffic, data, logs, traces and identities, and with what is made of each
    service: numbers, budgets, policies and objects.

    Exit code 0: drawn. 2: the input cannot be read, or the output not written.
    """
    text = _drawn(_platform(file or _standard_file(), environment), picture)
    write(output, text)


def _drawn(platform: Platform, picture: PictureFormat) -> str:
    if picture is PictureFormat.html:
        from x2bee_constructs.graph.page import as_page  # loads every kind that is emitted

        return as_page(platform, spoken())
    found = derive_graph(platform)
    if picture is PictureFormat.json:
        return json.dumps(asdict(found), indent=2, ensure_ascii=False) + "\n"
    return as_svg(found) if picture is PictureFormat.svg else as_mermaid(found)


def _standard_file() -> Path:
    """The file that `make synth` takes; where there is only one customer, that one's."""
    there = sorted(CUSTOMERS.glob("*.yaml"))
    if len(there) == 1 and not os.environ.get("X2BEE_CUSTOMER"):
        return there[0]
    return CUSTOMERS / f"{os.environ.get('X2BEE_CUSTOMER') or 'acme'}.yaml"


def _platform(file: Path, environment: str) -> Platform:
    try:
        return load_platform(file, environment)
    except SpecError as error:
        bad_input(str(error))
