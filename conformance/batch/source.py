"""Where a real Cronicle comes from: it is in no package registry, and what it is made of is not ours to keep."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from conformance.processes import tail

__all__ = ["MISSING", "TAG", "obtain"]

TAG = "v0.9.129"
"""What the configuration was written for."""

MISSING = (
    "there is no Cronicle here: CRONICLE=<a folder or a git repository with its source> says where it is; "
    "without that its public repository is asked"
)

_PUBLIC = "https://github.com/jhuckaby/Cronicle"


def obtain(build: Path) -> Path | None:
    """A folder with Cronicle and what it needs installed; None where its source cannot be had."""
    said = os.environ.get("CRONICLE", "")
    if said and (Path(said) / "node_modules").is_dir():
        return Path(said)
    home = build / "cronicle"
    if not (home / "node_modules" / ".ready").exists():
        shutil.rmtree(home, ignore_errors=True)
        asked = ["git", "clone", "--quiet", "--depth", "1", "--branch", TAG, said or _PUBLIC, str(home)]
        quiet = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
        if subprocess.run(asked, env=quiet, stderr=subprocess.DEVNULL, timeout=120, check=False).returncode:
            return None
        _install(home, build / "npm.log")
    return home


def _install(home: Path, log: Path) -> None:
    """By its own lock; where a registry does not have all of that, by what its package.json allows."""
    flags = ["--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    with log.open("w") as out:
        for words in (["ci"], ["install", "--no-package-lock"]):
            said = subprocess.run(["npm", *words, *flags], cwd=home, stdout=out, stderr=out, timeout=600, check=False)
            if said.returncode == 0:
                version = json.loads((home / "package.json").read_text())["version"]
                (home / "node_modules" / ".ready").write_text(version)
                return
    raise RuntimeError(f"what Cronicle needs cannot be installed:\n{tail(log, 8)}")
