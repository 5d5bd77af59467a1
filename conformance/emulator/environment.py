"""The environment `build/emulator`: the emulator and boto3, apart from what the library itself needs."""

from __future__ import annotations

import site
import subprocess
import sys
import venv
from pathlib import Path

__all__ = ["make", "use"]

ROOT = Path(__file__).parents[2]
PINS = ROOT / "conformance" / "emulator.txt"


def make(folder: Path) -> Path:
    """Its Python; made unless it was made of the same pins."""
    made_of, python = folder / "pins.txt", folder / "bin" / "python"
    if not made_of.exists() or made_of.read_text() != PINS.read_text():
        made_of.unlink(missing_ok=True)
        venv.create(folder, with_pip=True, clear=False)
        pip = [
            str(python),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--requirement",
            str(PINS),
        ]
        subprocess.run(pip, check=True)
        made_of.write_text(PINS.read_text())
    return python


def use(folder: Path) -> None:
    """Let this process import boto3 from it; what this process has of its own comes first."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    site.addsitedir(str(folder / "lib" / version / "site-packages"))
