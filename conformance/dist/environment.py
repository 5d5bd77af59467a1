"""A virtual environment that has what is installed into it and nothing else, and programs that run in it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

__all__ = ["CommandError", "Environment"]

_ROOT = Path(__file__).parent.parent.parent
_PINS = _ROOT / "x2bee_constructs" / "cli" / "template" / "constraints.txt"
_NODE = _ROOT / ".venv" / "bin"
"""Where the Node.js is that stands for the one that a machine with CDK apps has."""


class CommandError(Exception):
    """A program did not do what it should; the text is what it said."""


class Environment:
    """An environment that is made when it is first used."""

    def __init__(self, home: Path, python: Path) -> None:
        self.home, self._base = home, python
        self.python = home / "bin" / "python"

    def install(self, *requirements: str) -> None:
        """Install with the versions that the library is tested with."""
        if not self.python.exists():
            self.home.parent.mkdir(parents=True, exist_ok=True)
            _run([str(self._base), "-m", "venv", str(self.home)], self.home.parent, self._told())
        pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--constraint", str(_PINS)]
        self.run(self.home, str(self.python), *pip, *requirements)

    def run(self, folder: Path, *command: str, code: int = 0) -> str:
        """What the program says, both channels; raises `CommandError` if it ends with another exit code."""
        return _run(command, folder, self._told(), code)

    def _told(self) -> dict[str, str]:
        """Nothing of the process that runs this: neither its packages nor what is set for it."""
        path = [str(self.home / "bin"), str(_node_folder(self.home.parent)), "/usr/local/bin", "/usr/bin", "/bin"]
        kept = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_", "HTTP", "http"))}
        proxies = {name: os.environ[name] for name in ("HOME", "NO_PROXY", "no_proxy") if name in os.environ}
        npm = {name: value for name, value in os.environ.items() if name.lower().startswith(("npm_config_", "node_"))}
        fixed = {"PATH": ":".join(path), "LANG": "C.UTF-8", "X2BEE_LANG": "en", "PYTHONDONTWRITEBYTECODE": "1"}
        return {**kept, **proxies, **npm, **fixed, "JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1"}


def _node_folder(home: Path) -> Path:
    """A folder with Node.js alone: beside ours is our Python."""
    folder = home / "node"
    folder.mkdir(parents=True, exist_ok=True)
    node = folder / "node"
    if not node.is_symlink():
        node.symlink_to((_NODE / "node").resolve())
    return folder


def _run(command: Sequence[str], folder: Path, told: dict[str, str], code: int = 0) -> str:
    done = subprocess.run(command, cwd=folder, env=told, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    said = done.stdout.decode(errors="replace")
    if done.returncode != code:
        raise CommandError(f"$ {' '.join(command)}\n{said}exit code {done.returncode}, expected {code}")
    return said
