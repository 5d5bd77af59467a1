"""Which platforms a folder of customers' files has."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import x2bee_constructs

__all__ = ["Unit", "fingerprint", "library_digest", "units_in"]


class Unit(NamedTuple):
    """One customer's file: what is rendered in one piece, since checking it checks all of its environments."""

    file: Path
    environment: str | None = None
    """Only this environment; all of the file if not given."""

    @property
    def customer(self) -> str:
        """The customer's, which is the file's name."""
        return self.file.stem


def units_in(folder: Path, environment: str | None = None) -> tuple[Unit, ...]:
    """The files `*.yaml` of a folder, by name; empty if there is none."""
    return tuple(Unit(file, environment) for file in sorted(folder.glob("*.yaml")))


def library_digest() -> str:
    """What tells two states of the library apart: sizes and times of its files."""
    home = Path(x2bee_constructs.__file__).parent
    seen = hashlib.sha256(version("x2bee-constructs").encode())
    for line in _files(home):
        seen.update(line.encode())
    return seen.hexdigest()


def _files(home: Path) -> Iterator[str]:
    for path in sorted(home.rglob("*")):
        if path.suffix in {".py", ".json", ".toml", ".js"} and path.is_file():
            known = path.stat()
            yield f"{path.relative_to(home)} {known.st_size} {known.st_mtime_ns}\n"


def fingerprint(unit: Unit, environment: str, library: str, context: str) -> str:
    """What an environment's output is made of: the file, the library, and the CDK's context."""
    seen = hashlib.sha256(f"{environment}\n{library}\n{context}\n".encode())
    seen.update(unit.file.read_bytes())
    return seen.hexdigest()
