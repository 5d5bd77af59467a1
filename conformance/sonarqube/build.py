"""Server, scanner and the Java that both run on: fetched by Maven, and unpacked once."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Built", "build", "find_java"]

_POM = Path(__file__).parent / "pom.xml"
_JAVA = 21
"""The oldest Java that SonarQube 26 runs on."""
_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"


@dataclass(frozen=True)
class Built:
    """What a server and an analysis are started from."""

    server: Path
    """SonarQube's own folder, which nothing writes to."""
    java: Path
    """The Java that the server runs on. Scanners get theirs from the server."""
    scanner: Path
    """The folder with `sonar-scanner`."""


def build(folder: Path, java: Path) -> Built:
    """Fetch and unpack, unless the folder has it for this pom; raises `RuntimeError` if Maven fails.

    It takes a gigabyte, and the first time as long as that takes to come.
    """
    mark, said = folder / "made-of", _POM.read_text(encoding="utf-8")
    if not mark.exists() or mark.read_text(encoding="utf-8") != said:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        _fetch(folder / "archives")
        for archive in (folder / "archives").glob("*.zip"):
            with zipfile.ZipFile(archive) as opened:
                opened.extractall(folder)
        shutil.rmtree(folder / "archives")
        mark.write_text(said, encoding="utf-8")
    scanner = _one(folder, "sonar-scanner-*/bin/sonar-scanner")
    scanner.chmod(0o755)  # a zip unpacked by Python has no modes
    return Built(_one(folder, "sonarqube-*"), java, scanner.parent)


def find_java() -> Path | None:
    """A whole JDK that is new enough: what SonarQube hands to scanners lacks parts that its Elasticsearch needs."""
    homes = [os.environ.get("JAVA_HOME", ""), *map(str, sorted(Path("/usr/lib/jvm").glob("*")))]
    for release in (Path(home, "release") for home in homes if home):
        said = release.read_text(encoding="utf-8") if release.exists() else ""
        version = re.search(r'^JAVA_VERSION="(\d+)', said, re.MULTILINE)
        if version and int(version[1]) >= _JAVA and "jdk.jlink" in said:
            return release.parent / "bin" / "java"
    return None


def _fetch(target: Path) -> None:
    quiet = ("mvn", "--quiet", "--batch-mode", "--file", _POM, _COPY)
    _run(*quiet, f"-DoutputDirectory={target.resolve()}", "-DexcludeTransitive=true")


def _run(*words: str | Path) -> None:
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{words[0]} failed: {(done.stdout + done.stderr).strip()[-2000:]}")


def _one(folder: Path, pattern: str) -> Path:
    (found,) = folder.resolve().glob(pattern)
    return found
