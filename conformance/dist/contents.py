"""What is in the wheel and in the source distribution, and what must not be."""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

__all__ = ["content_faults"]

_IN_WHEEL = (
    "x2bee_pytest.py",
    "x2bee_constructs/__init__.py",
    "x2bee_constructs/dockerfiles/fluentd/plugins/x2bee/disk.rb",
    "x2bee_constructs/imports/k8s/apps_v1.py",
    "x2bee_constructs/py.typed",
)
_IN_SOURCES = (
    "pyproject.toml",
    "images/fluentd/Gemfile",
    "imports/k8s/apps_v1.py",
    "requirements.txt",
    "LICENSE",
    "README.md",
)
_NEVER = ("tests", "tools", "conformance", "benchmarks", "stacks", "examples", "docs", ".ci", "node_modules", ".venv")
_OURS = {"x2bee_constructs", "x2bee_pytest.py"}
_EXTRAS = {"aws", "bindings", "k8s", "test"}


def content_faults(wheel: Path, source: Path) -> Iterator[str]:
    """Everything that is wrong with them."""
    with zipfile.ZipFile(wheel) as archive:
        yield from _wheel_faults(wheel.name, archive)
    with tarfile.open(source) as archive:
        names = {member.name.partition("/")[2] for member in archive.getmembers()}
    yield from (f"{source.name}: {name} is missing" for name in _IN_SOURCES if name not in names)
    yield from _foreign(source.name, names)


def _wheel_faults(title: str, archive: zipfile.ZipFile) -> Iterator[str]:
    names = set(archive.namelist())
    twice = sorted(name for name in names if archive.namelist().count(name) > 1)
    yield from (f"{title}: {name} is in it twice" for name in twice)
    yield from (f"{title}: {name} is missing" for name in _IN_WHEEL if name not in names)
    yield from _foreign(title, names)
    homes = {name.partition("/")[0] for name in names if ".dist-info/" not in name}
    if foreign := sorted(homes - _OURS):
        yield f"{title}: {', '.join(foreign)} would be importable beside x2bee_constructs"
    (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
    said = message_from_bytes(archive.read(metadata))
    if set(said.get_all("Provides-Extra", [])) != _EXTRAS:
        yield f"{title}: extras are {said.get_all('Provides-Extra')}, expected {sorted(_EXTRAS)}"
    wanted = {"License-Expression": "Apache-2.0", "Requires-Python": ">=3.11"}
    yield from (f"{title}: {key} is {said[key]!r}" for key, value in wanted.items() if said[key] != value)
    if not any(name.endswith(".dist-info/licenses/LICENSE") for name in names):
        yield f"{title}: the licence is missing"


def _foreign(title: str, names: set[str]) -> Iterator[str]:
    yield from (f"{title}: {name} does not belong here" for name in sorted(names) if name.partition("/")[0] in _NEVER)
    yield from (f"{title}: {name} is a by-product" for name in sorted(names) if "__pycache__" in name)
