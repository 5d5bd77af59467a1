"""`x2bee explain`: what a fault code means, or what a field of a customer's file is for."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from x2bee_constructs.cli.output import OutputFormat, bad_input, say
from x2bee_constructs.core.codes import CODE, Code, code_of, registry
from x2bee_constructs.core.explained import page
from x2bee_constructs.core.faults import meant
from x2bee_constructs.core.language import spoken

__all__ = ["explain"]


def explain(
    what: Annotated[str, typer.Argument(metavar="CODE", help="A fault code such as X2B202.")],
    output: Annotated[OutputFormat, typer.Option("--format", help="For people or for programs.")] = OutputFormat.text,
) -> None:
    """Say what a fault means, why it matters, what causes it and what to change.

    Exit code 0: said. 2: there is no such code.
    """
    if not CODE.match(what.upper()):
        bad_input(f"error: '{what}' is no fault code; one looks like X2B202, and docs/errors lists all")
    found = code_of(what)
    if found is None:
        hint, _ = meant(what.upper(), registry())
        bad_input(f"error: there is no fault code '{what}'{hint}")
    if output is OutputFormat.json:
        typer.echo(json.dumps(_as_data(found), indent=2, ensure_ascii=False))
    else:
        say(page(found, spoken()))


def _as_data(found: Code) -> dict[str, object]:
    texts = {name: getattr(found, name)._asdict() for name in ("title", "meaning", "why", "fix")}
    return {"code": found.code, **texts, "example": {"kind": found.example.kind, "text": found.example.text}}
