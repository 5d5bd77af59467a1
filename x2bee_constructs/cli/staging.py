"""Many files at once: all of them, or none."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

__all__ = ["OccupiedError", "put"]

_LEFT_ALONE = {".git"}
"""What may be in the folder: it is often cloned first."""


class OccupiedError(Exception):
    """The folder is not empty; the text is one thing that is in it."""


def put(target: Path, made: Mapping[str, bytes]) -> None:
    """Write the files below the folder, which is made if it is not there.

    Raises `OccupiedError` if something is in it, and `OSError` if it cannot be written; nothing is left then.
    """
    if target.exists() and not target.is_dir():
        raise OccupiedError(target.name)
    found = sorted(path.name for path in target.iterdir()) if target.is_dir() else []
    if others := [name for name in found if name not in _LEFT_ALONE]:
        raise OccupiedError(others[0])
    fresh = next((path for path in reversed((target, *target.parents)) if not path.exists()), None)
    parent = fresh.parent if fresh else target
    with TemporaryDirectory(prefix=".x2bee-new-", dir=parent) as temporary:
        staged = Path(temporary)
        for path, data in made.items():
            file = staged / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        _move(staged, target, fresh)


def _move(staged: Path, target: Path, fresh: Path | None) -> None:
    """Renames only, which fail before they do anything; what was done is undone."""
    moved: list[Path] = []
    try:
        target.mkdir(parents=True, exist_ok=True)
        for path in sorted(staged.iterdir()):
            moved.append(path.rename(target / path.name))  # noqa: PERF401 what was moved counts, should one fail
    except OSError:
        for path in moved:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if fresh:
            shutil.rmtree(fresh, ignore_errors=True)
        raise
