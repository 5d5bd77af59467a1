"""The words of `x2bee`, and what all of them share: exit codes and where text goes."""

from __future__ import annotations

import typer

from x2bee_constructs.cli.bootstrap import bootstrap
from x2bee_constructs.cli.check import check
from x2bee_constructs.cli.diff import diff
from x2bee_constructs.cli.explain import explain
from x2bee_constructs.cli.fleet import fleet
from x2bee_constructs.cli.graph import graph
from x2bee_constructs.cli.helm import helm
from x2bee_constructs.cli.new import new
from x2bee_constructs.cli.pipelines import pipelines
from x2bee_constructs.cli.release import release
from x2bee_constructs.cli.schedule import schedule
from x2bee_constructs.cli.schema import schema
from x2bee_constructs.cli.stack_policy import stack_policy
from x2bee_constructs.cli.versions import versions
from x2bee_constructs.core.language import Language, spoken

__all__ = ["command_line", "main"]


def main() -> None:
    """Run `x2bee` with the arguments of the process."""
    app = command_line()
    if spoken() is Language.en:
        app()
        return
    from x2bee_constructs.cli.korean_help import speak_korean  # loads what only Korean needs

    command = typer.main.get_command(app)
    speak_korean(command)
    command(prog_name="x2bee")


def command_line() -> typer.Typer:
    """All words, documented in English."""
    app = typer.Typer(
        help="Typed constructs for the X2BEE commerce platform.",
        no_args_is_help=True,
        add_completion=True,
        pretty_exceptions_enable=False,
    )
    app.callback()(_words)
    app.command()(bootstrap)
    app.command()(check)
    app.command()(diff)
    app.command()(explain)
    app.command()(graph)
    app.command()(helm)
    app.command()(new)
    app.command()(pipelines)
    app.command()(release)
    app.command()(schedule)
    app.command()(schema)
    app.command()(stack_policy)
    app.command()(versions)
    app.add_typer(fleet, name="fleet")
    return app


def _words() -> None:
    """Typed constructs for the X2BEE commerce platform."""
