"""Which Pythons there are on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

__all__ = ["SUPPORTED", "interpreters"]

SUPPORTED = ("3.11", "3.12", "3.13")
"""What `pyproject.toml` says the library runs on."""

_SAYS = "import ensurepip, sys; print('%d.%d' % sys.version_info[:2])"
"""Prints the version, if virtual environments can be made with it."""


def interpreters(versions: Sequence[str]) -> dict[str, Path | None]:
    """A Python of each version, on the PATH or where pyenv and uv keep theirs; None where there is none."""
    return {version: next(_working(version), None) for version in versions}


def _working(version: str) -> Iterator[Path]:
    """Those that start: pyenv puts a script for every version on the PATH that runs one only where it is selected."""
    for python in _candidates(version):
        done = subprocess.run([python, "-c", _SAYS], capture_output=True, text=True, check=False)
        if done.returncode == 0 and done.stdout.strip() == version:
            yield python


def _candidates(version: str) -> Iterator[Path]:
    if found := shutil.which(f"python{version}"):
        yield Path(found)
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from sorted(pyenv.glob(f"versions/{version}.*/bin/python"), reverse=True)
    uv = Path(os.environ.get("UV_PYTHON_INSTALL_DIR") or Path.home() / ".local" / "share" / "uv" / "python")
    yield from sorted(uv.glob(f"cpython-{version}.*/bin/python3"), reverse=True)
