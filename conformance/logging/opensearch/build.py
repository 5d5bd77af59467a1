"""Put the server together: its jars by Maven, the security plugin out of its zip, and the class that starts them."""

from __future__ import annotations

import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Built", "build"]

_HERE = Path(__file__).parent
_DEPENDENCIES = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1"


@dataclass(frozen=True)
class Built:
    """What a server is started from."""

    classpath: str
    security: Path
    """The configuration that the security plugin ships: its users and action groups."""


def build(folder: Path) -> Built:
    """Make it, unless the folder has it for this pom and this class; raises `RuntimeError` if a program fails."""
    libraries, security, classes = folder / "lib", folder / "security", folder / "classes"
    said = "".join((_HERE / name).read_text(encoding="utf-8") for name in ("pom.xml", "Server.java"))
    mark = folder / "made-of"
    classpath = f"{classes}:{libraries}/*:{security}/*"
    if not mark.exists() or mark.read_text(encoding="utf-8") != said:
        folder.mkdir(parents=True, exist_ok=True)
        _copy_dependencies(libraries)
        _unpack(next(libraries.glob("opensearch-security-*.zip")), security)
        _run("javac", "-d", classes, "-cp", classpath, _HERE / "Server.java")
        mark.write_text(said, encoding="utf-8")
    return Built(classpath, security / "config")


def _copy_dependencies(target: Path) -> None:
    pom = _HERE / "pom.xml"
    quiet = ("mvn", "--quiet", "--batch-mode", "--file", pom)
    _run(*quiet, f"{_DEPENDENCIES}:copy-dependencies", f"-DoutputDirectory={target.resolve()}")


def _unpack(archive: Path, target: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(target)


def _run(*words: str | Path) -> None:
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{words[0]} failed: {(done.stdout + done.stderr).strip()[-2000:]}")
