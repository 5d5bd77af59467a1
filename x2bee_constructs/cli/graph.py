"""`x2bee graph`: who may reach whom on a customer's platform, as a picture."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from x2bee_constructs.cli.output import bad_input, write
from x2bee_constructs.core.diagnostics import SpecError
from x2bee_constructs.graph.derive import graph as derive_graph
from x2bee_constructs.graph.mermaid import as_mermaid
from x2bee_constructs.graph.svg import as_svg
from x2bee_constructs.platform.load import load_platform
from x2bee_constructs.platform.props import Platform

__all__ = ["PictureFormat", "graph"]


class PictureFormat(StrEnum):
    """Who draws it."""

    mermaid = "mermaid"
    """The page that shows it."""
    svg = "svg"
    """This command."""


def graph(
    file: Annotated[
        Path | None,
        typer.Argument(help="The customer's file; stacks/customers/<X2BEE_CUSTOMER, else acme>.yaml if not given."),
    ] = None,
    environment: Annotated[str, typer.Option(envvar="X2BEE_ENV", help="Which environment of the file.")] = "prd",
    picture: Annotated[PictureFormat, typer.Option("--format", help="Who draws it.")] = PictureFormat.mermaid,
    output: Annotated[Path | None, typer.Option(help="Where to write it; standard output if not given.")] = None,
) -> None:
    """Draw who may reach whom: services, databases and hosts, with a line for each connection that is allowed.

    Exit code 0: drawn. 2: the input cannot be read, or the output not written.
    """
    found = derive_graph(_platform(file or _standard_file(), environment))
    text = as_svg(found) if picture is PictureFormat.svg else as_mermaid(found)
    write(output, text)


def _standard_file() -> Path:
    """The file that `make synth` takes."""
    return Path("stacks", "customers", f"{os.environ.get('X2BEE_CUSTOMER') or 'acme'}.yaml")


def _platform(file: Path, environment: str) -> Platform:
    try:
        return load_platform(file, environment)
    except SpecError as error:
        bad_input(str(error))
