"""`--help` in Korean: what our commands say, the words that Typer puts around it, and what is wrong with arguments.

Commands are documented in English where they stand; `core/korean/help.toml` has the Korean of each paragraph. What is
typed, such as an example, is the same in both.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import typer
from typer import rich_utils

from x2bee_constructs.core.korean import in_korean

__all__ = ["speak_korean"]

_WORDS = (
    "DEFAULT_STRING",
    "ENVVAR_STRING",
    "REQUIRED_LONG_STRING",
    "ARGUMENTS_PANEL_TITLE",
    "OPTIONS_PANEL_TITLE",
    "COMMANDS_PANEL_TITLE",
    "ERRORS_PANEL_TITLE",
    "ABORTED_TEXT",
    "RICH_HELP",
)
"""Typer's own, for which it ships no Korean; one that a later Typer no longer has stays English."""


def speak_korean(command: Any) -> None:
    """Put the help of a command, of its options and arguments and of all commands below it into Korean."""
    for name in _WORDS:
        if isinstance(said := getattr(rich_utils, name, None), str):
            setattr(rich_utils, name, in_korean(said))
    drawn = rich_utils.rich_format_error
    rich_utils.rich_format_error = lambda error: drawn(_worded(error))
    _told(command)


def _worded(error: Any) -> Any:
    """What is wrong with the arguments, as Typer found it, in Korean."""
    message = in_korean(error.format_message())
    error.format_message = lambda: message
    return error


def _told(command: Any) -> None:
    command.help = _paragraphs(command.help)
    shown = command.get_help_option(typer.Context(command))
    for one in (*command.params, *filter(None, [shown])):
        one.help = _paragraphs(getattr(one, "help", None))
    command.get_usage = _usage(command.get_usage)
    for inner in getattr(command, "commands", {}).values():
        _told(inner)


def _usage(english: Callable[[typer.Context], str]) -> Callable[[typer.Context], str]:
    return lambda context: english(context).replace("Usage:", "사용법:", 1)


def _paragraphs(text: str | None) -> str | None:
    """Each paragraph in Korean; one of examples keeps its lines."""
    if not text:
        return text
    told = ((part, in_korean(" ".join(part.split()))) for part in text.split("\n\n"))
    return "\n\n".join(part if korean == " ".join(part.split()) else korean for part, korean in told)
