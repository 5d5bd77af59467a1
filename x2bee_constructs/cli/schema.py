"""`x2bee schema`: the JSON Schema of a customer's file, for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from x2bee_constructs.cli.output import write
from x2bee_constructs.platform.schema import file_schema

__all__ = ["schema"]


def schema(
    output: Annotated[Path | None, typer.Option(help="Where to write it; standard output if not given.")] = None,
) -> None:
    """Print the JSON Schema (2020-12) of a customer's file: every field with what it means, for YAML editors.

    x2bee schema --output x2bee.schema.json

    Then begin each customer's file with this line, which the YAML language server of VS Code, IntelliJ, Vim and others
    follows:

    # yaml-language-server: $schema=../../x2bee.schema.json

    It knows keys, types and ranges, and refuses nothing that is right; names, sums and contradictions are found by
    x2bee check.

    Exit code 0: written. 2: the output cannot be written.
    """
    write(output, json.dumps(file_schema(), indent=2, ensure_ascii=False) + "\n")
