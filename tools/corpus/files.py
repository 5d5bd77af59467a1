"""The faulty files of tests/corpus and what each must give.

A class is a folder with an `expected.txt`: one line for each file, its name and every fault as `CODE line:column`.
Where entries are folders, the customers' files in each are checked together.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from x2bee_constructs.core.diagnostics import Finding
from x2bee_constructs.platform.fleet import load_fleet

__all__ = ["CORPUS", "Case", "Judged", "cases", "judge"]

CORPUS = Path("tests", "corpus")


class Case(NamedTuple):
    """One faulty file, or folder of files."""

    kind: str
    path: Path
    expected: tuple[tuple[str, str], ...]
    """Code and `line:column` of every fault."""


class Judged(NamedTuple):
    """What a case gave."""

    case: Case
    found: tuple[tuple[str, str], ...]

    @property
    def codes_right(self) -> bool:
        """Whether exactly the expected codes were found."""
        return sorted(code for code, _ in self.found) == sorted(code for code, _ in self.case.expected)

    @property
    def right(self) -> bool:
        """Whether the codes stand where they should."""
        return sorted(self.found) == sorted(self.case.expected)


def cases(root: Path = CORPUS) -> Iterator[Case]:
    """Every case, class by class. Raises `ValueError` if a file has no line, or a line no file."""
    for table in sorted(root.glob("*/expected.txt")):
        lines = dict(line.split(maxsplit=1) for line in table.read_text(encoding="utf-8").splitlines())
        there = {path.stem: path for path in sorted(table.parent.iterdir()) if path != table}
        if odd := lines.keys() ^ there.keys():
            raise ValueError(f"{table}: {', '.join(sorted(odd))} has no file, or no line")
        for name, path in there.items():
            words = lines[name].split()
            yield Case(table.parent.name, path, tuple(zip(words[::2], words[1::2], strict=True)))


def judge(case: Case) -> Judged:
    """Check the file as `x2bee check` does."""
    paths = sorted(case.path.iterdir()) if case.path.is_dir() else [case.path]
    return Judged(case, tuple((found.code, _place(found)) for found in load_fleet(paths).findings))


def _place(found: Finding) -> str:
    return f"{found.where.line}:{found.where.column}" if found.where else "0:0"
