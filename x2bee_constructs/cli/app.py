"""The words of `x2bee`. Each is loaded when it is asked for, so that help and completion come at once."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

import typer

from x2bee_constructs.core.language import Language, spoken

__all__ = ["WORDS", "asked_word", "command_line", "main"]

WORDS: Mapping[str, str] = {
    "bootstrap": "Print the shell script that starts Argo CD in one cluster; read it, then run it.",
    "check": "Check customers' files in all environments, one against the other, and what was synthesized from them.",
    "deliver": "Synthesize one environment, and put its manifests in the place of those that Argo CD reads: no "
    "more, no fewer.",
    "diff": "Compare two states of the output, object by object and resource by resource, by what the change does.",
    "explain": "Say what a fault means and what to change, or what a field of a customer's file is for.",
    "fleet": "Many customers' files in one go.",
    "graph": "Draw who may reach whom: services, databases and hosts, with a line for each connection that is allowed.",
    "helm": "Write a Helm chart for each application: its manifests as templates, the tags of its images as values.",
    "new": "Write a repository for one customer: app, customer's file, tests with golden files, pipelines, pins.",
    "pipelines": "Make `.gitlab-ci.yml`, and where pods build `Jenkinsfile`, for the repository of each image.",
    "release": "Set one service's image in the customer's file, synthesize, and print the text of a pull request.",
    "schedule": "Show when batch jobs run in the days to come, which of them meet, and what may not be meant.",
    "schema": "Print the JSON Schema (2020-12) of a customer's file: every field with what it means, for YAML editors.",
    "stack-policy": "Print the stack policy that denies replacing what holds data: clusters, keys, repositories, zones "
    "and so on.",
    "versions": "List every version that the library pins, with the day it was looked up and its source.",
}
"""What each does, as its own help begins. Its module is called like it."""


def main() -> None:
    """Run `x2bee` with the arguments of the process."""
    gc.set_threshold(
        100_000
    )  # Python looks for garbage at every 700th new object or so, and nearly all of ours live until the end
    asked = asked_word(sys.argv[1:], os.environ)
    app = _command_line({asked: _loaded(asked)} if asked else dict.fromkeys(WORDS, _listed))
    if spoken() is Language.en:
        app()
        return
    from x2bee_constructs.cli.korean_help import speak_korean  # loads what only Korean needs

    command = typer.main.get_command(app)
    speak_korean(command)
    command(prog_name="x2bee")


def command_line() -> typer.Typer:
    """All words, documented in English."""
    return _command_line({word: _loaded(word) for word in WORDS})


def _command_line(words: Mapping[str, Callable[..., None] | typer.Typer]) -> typer.Typer:
    app = typer.Typer(
        help="Typed constructs for the X2BEE commerce platform.",
        no_args_is_help=True,
        add_completion=True,
        pretty_exceptions_enable=False,
    )
    app.callback()(_words)
    for word, does in words.items():
        if isinstance(does, typer.Typer):
            app.add_typer(does, name=word)
        else:
            app.command(word, help=WORDS[word] if does is _listed else None)(does)
    return app


def _listed() -> None:
    """Stands in for a word in help and completion; never run."""
    raise AssertionError("a word that was only listed was run")


def _loaded(word: str) -> Any:
    name = word.replace("-", "_")
    return getattr(import_module(f"x2bee_constructs.cli.{name}"), name)


def asked_word(arguments: Sequence[str], environ: Mapping[str, str]) -> str | None:
    """The word that a command, or a shell that completes one, begins with; None if that is no word of `x2bee`."""
    if "_X2BEE_COMPLETE" in environ:
        typed = environ.get("_TYPER_COMPLETE_ARGS") or environ.get("COMP_WORDS") or ""  # zsh and fish; bash
        arguments = typed.split()[1:]
    first = [one for one in arguments if one != "--"][:1]
    return next((word for word in WORDS if [word] == first), None)


def _words() -> None:
    """Typed constructs for the X2BEE commerce platform."""
