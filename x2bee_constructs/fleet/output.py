"""The output of one environment on disk: only what changed is written, and what is no longer made is removed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

__all__ = ["Written", "kept", "remember", "write"]

_NOTE = ".fleet.json"


class Written(NamedTuple):
    """What became of the files of one folder."""

    changed: int
    unchanged: int
    removed: int


def write(folder: Path, files: Mapping[str, str]) -> Written:
    """Make the folder hold exactly these files; one with the same text keeps its time."""
    old = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    changed = 0
    for name, text in files.items():
        path = folder / name
        if name not in old or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            changed += 1
    gone = old.keys() - files.keys()
    for name in gone:
        old[name].unlink()
    _drop_empty(folder)
    return Written(changed, len(files) - changed, len(gone))


def _drop_empty(folder: Path) -> None:
    for inner in sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True):
        if not any(inner.iterdir()):
            inner.rmdir()


def remember(home: Path, made_of: str) -> None:
    """Note of what the output is made, once all of it is there: a run that is broken off leaves no note."""
    home.joinpath(_NOTE).write_text(json.dumps({"made_of": made_of, "holds": _digest(home)}), encoding="utf-8")


def kept(home: Path, made_of: str) -> bool:
    """Whether the output is there, whole and untouched, and made of the same."""
    try:
        note: Mapping[str, str] = json.loads(home.joinpath(_NOTE).read_text(encoding="utf-8"))
        return note["made_of"] == made_of and note["holds"] == _digest(home)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _digest(home: Path) -> str:
    seen = hashlib.sha256()
    for path in _outputs(home):
        seen.update(f"{path.relative_to(home)}\n".encode())
        seen.update(path.read_bytes())
    return seen.hexdigest()


def _outputs(home: Path) -> Iterable[Path]:
    return sorted(path for path in home.rglob("*") if path.is_file() and path.name != _NOTE)
