"""Which word of `x2bee` is loaded, and what help and completion show without loading any."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
import typer

from tests.conftest import ROOT
from x2bee_constructs.cli.app import WORDS, asked_word, command_line


def test_the_words_are_listed_without_loading_any() -> None:
    probe = (
        "import sys; sys.argv[1:] = ['--help']\n"
        "from x2bee_constructs.cli import main\n"
        "try: main()\n"
        "finally: print('loaded', {'pydantic', 'x2bee_constructs.platform'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "stack-policy" in done.stdout
    assert done.stdout.endswith("loaded set()\n")


def test_what_is_listed_is_what_each_word_says_of_itself() -> None:
    words: Any = typer.main.get_command(command_line())
    assert {word: " ".join(one.help.split("\n\n")[0].split()) for word, one in words.commands.items()} == dict(WORDS)


_TAB = {"_X2BEE_COMPLETE": "complete_bash"}


@pytest.mark.parametrize(
    ("arguments", "environ", "asked"),
    [
        (["check", "acme.yaml"], {}, "check"),
        (["--", "stack-policy"], {}, "stack-policy"),
        (["--help"], {}, None),
        (["chek"], {}, None),
        ([], {}, None),
        ([], {**_TAB, "COMP_WORDS": "x2bee check --fo"}, "check"),
        ([], {**_TAB, "COMP_WORDS": "x2bee -- check --fo"}, "check"),
        ([], {**_TAB, "_TYPER_COMPLETE_ARGS": "x2bee fleet "}, "fleet"),
        ([], {**_TAB, "_TYPER_COMPLETE_ARGS": "x2bee che"}, None),
        (["versions"], {"COMP_WORDS": "make test"}, "versions"),
    ],
)
def test_which_word_is_loaded(arguments: list[str], environ: dict[str, str], asked: str | None) -> None:
    assert asked_word(arguments, environ) == asked
