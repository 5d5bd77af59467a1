"""`x2bee explain`: what a fault code means, or what a field of a customer's file is for."""

from __future__ import annotations

from typing import Annotated

import typer

from x2bee_constructs.cli.fields import explain_field
from x2bee_constructs.cli.output import Format, OutputFormat, bad_input, print_json, say
from x2bee_constructs.core.codes import CODE, Code, code_of, registry
from x2bee_constructs.core.explained import page
from x2bee_constructs.core.faults import meant
from x2bee_constructs.core.language import spoken

__all__ = ["explain"]


def explain(
    what: Annotated[
        str,
        typer.Argument(
            metavar="CODE|FIELD", help="A fault code such as X2B202, or a field such as services.*.replicas.max."
        ),
    ],
    output: Format = OutputFormat.text,
) -> None:
    """Say what a fault means and what to change, or what a field of a customer's file is for.

    x2bee explain X2B202
    x2bee explain services.x2bee-api-order.replicas.max
    x2bee explain cluster.nodes

    Exit code 0: said. 2: there is no such code or field.
    """
    if not what.upper().startswith("X2B") or "-" in what:  # a service's name begins so too
        explain_field(what, output)
        return
    if not CODE.match(what.upper()):
        bad_input(f"error: '{what}' is no fault code; one looks like X2B202, and docs/errors lists all")
    found = code_of(what)
    if found is None:
        hint, _ = meant(what.upper(), registry())
        bad_input(f"error: there is no fault code '{what}'{hint}")
    if output is OutputFormat.json:
        print_json(_as_data(found))
    else:
        say(page(found, spoken()))


def _as_data(found: Code) -> dict[str, object]:
    texts = {name: getattr(found, name)._asdict() for name in ("title", "meaning", "why", "fix")}
    return {"code": found.code, **texts, "example": {"kind": found.example.kind, "text": found.example.text}}
