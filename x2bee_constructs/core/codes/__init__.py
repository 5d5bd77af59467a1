"""The registry of fault codes: what each means, why it matters, what causes it and what to change, in both languages.

The texts are data, one table for each code, in the TOML files beside this one; `docs/errors` is generated from them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from x2bee_constructs.core.language import Language

__all__ = ["CODE", "Code", "Example", "Text", "code_of", "registry"]

CODE = re.compile(r"X2B\d{3}")
"""What a code looks like."""

KINDS = ("file", "files", "warning", "python", "handoff", "shell")


class Text(NamedTuple):
    """One text in both languages."""

    en: str
    ko: str

    def in_(self, language: Language) -> str:
        """The text in one of them."""
        return self.ko if language is Language.ko else self.en


class Example(NamedTuple):
    """What causes the fault, and where it is found.

    - `file`: part of a customer's file; « » around what the finding marks.
    - `files`: two customers' files, with `---` between them; the mark stands in the second.
    - `warning`: part of a customer's file that `x2bee schedule` warns about; the schedule is the place.
    - `python`: statements that raise `pydantic.ValidationError`; `place` is its location.
    - `handoff`: a template, `---`, and a manifest as `x2bee check` reads them; `place` is the finding's file.
    - `shell`: a command that says it.
    """

    kind: str
    text: str
    place: str = ""


@dataclass(frozen=True)
class Code:
    """One code. `title` names the fault, `meaning` says when it comes, `why` what would happen, `fix` what to do."""

    code: str
    title: Text
    meaning: Text
    why: Text
    fix: Text
    example: Example


@cache
def registry() -> Mapping[str, Code]:
    """Every code of the library, in order."""
    found: dict[str, Code] = {}
    for file in files(__name__).iterdir():
        if file.name.endswith(".toml"):
            tables = tomllib.loads(file.read_text(encoding="utf-8"))
            found |= {name: _code(name, table) for name, table in tables.items()}
    return {name: found[name] for name in sorted(found)}


def code_of(text: str) -> Code | None:
    """The code that somebody asks for, in capitals or not; None if there is no such one."""
    return registry().get(text.upper())


def _code(name: str, table: Mapping[str, Any]) -> Code:
    (kind,) = (kind for kind in KINDS if kind in table)
    title, meaning, why, fix = (Text(*table[part]) for part in ("title", "meaning", "why", "fix"))
    return Code(name, title, meaning, why, fix, Example(kind, table[kind], table.get("place", "")))
