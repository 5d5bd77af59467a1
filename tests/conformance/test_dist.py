"""What `make dist` may put into a package, and which Pythons are tried."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from conformance.dist.contents import content_faults
from conformance.dist.pythons import interpreters

METADATA = "License-Expression: Apache-2.0\nRequires-Python: >=3.11\n" + "".join(
    f"Provides-Extra: {extra}\n" for extra in ("aws", "bindings", "k8s", "test")
)
WHEEL = {
    "x2bee_pytest.py": "",
    "x2bee_constructs/__init__.py": "",
    "x2bee_constructs/py.typed": "",
    "x2bee_constructs/dockerfiles/fluentd/plugins/x2bee/disk.rb": "",
    "x2bee_constructs/imports/k8s/apps_v1.py": "",
    "x2bee_constructs-1.dist-info/METADATA": METADATA,
    "x2bee_constructs-1.dist-info/licenses/LICENSE": "",
}
SOURCES = (
    "pyproject.toml",
    "images/fluentd/Gemfile",
    "imports/k8s/apps_v1.py",
    "requirements.txt",
    "LICENSE",
    "README.md",
)


def faults(folder: Path, wheel: dict[str, str], *more: str) -> list[str]:
    with zipfile.ZipFile(folder / "a.whl", "w") as archive:
        for name, text in wheel.items():
            archive.writestr(name, text)
    with tarfile.open(folder / "a.tar.gz", "w:gz") as sources:
        for name in (*SOURCES, *more):
            sources.addfile(tarfile.TarInfo(f"a-1/{name}"), io.BytesIO())
    return list(content_faults(folder / "a.whl", folder / "a.tar.gz"))


def test_what_belongs_there(tmp_path: Path) -> None:
    assert faults(tmp_path, WHEEL) == []


@pytest.mark.parametrize(
    ("wheel", "more", "said"),
    [
        ({"tests/test_it.py": ""}, (), "a.whl: tests/test_it.py does not belong here"),
        ({"imports/__init__.py": ""}, (), "a.whl: imports would be importable beside x2bee_constructs"),
        ({"x2bee_constructs/__pycache__/a.pyc": ""}, (), "a.whl: x2bee_constructs/__pycache__/a.pyc is a by-product"),
        ({"x2bee_constructs-1.dist-info/METADATA": METADATA.replace("Provides-Extra: test\n", "")}, (), "extras are"),
        ({"x2bee_constructs-1.dist-info/METADATA": METADATA.replace("3.11", "3.9")}, (), "Requires-Python is '>=3.9'"),
        ({}, ("tools/synth.py",), "a.tar.gz: tools/synth.py does not belong here"),
    ],
)
def test_what_does_not(tmp_path: Path, wheel: dict[str, str], more: tuple[str, ...], said: str) -> None:
    assert said in "\n".join(faults(tmp_path, {**WHEEL, **wheel}, *more))


@pytest.mark.parametrize("missing", [*list(WHEEL)[:5], "x2bee_constructs-1.dist-info/licenses/LICENSE"])
def test_what_is_missing(tmp_path: Path, missing: str) -> None:
    (said,) = faults(tmp_path, {name: text for name, text in WHEEL.items() if name != missing})
    assert "missing" in said


def test_what_is_there_twice(tmp_path: Path) -> None:
    """Of which an installer keeps whichever comes last, and warns."""
    faults(tmp_path, WHEEL)
    with zipfile.ZipFile(tmp_path / "a.whl", "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("x2bee_pytest.py", "")
    said = list(content_faults(tmp_path / "a.whl", tmp_path / "a.tar.gz"))
    assert said == ["a.whl: x2bee_pytest.py is in it twice"]


def test_a_python_that_only_says_it_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As pyenv's scripts do for versions that are not selected."""
    for name, says in {"python3.12": "exit 127", "python3.13": "echo 3.13"}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{says}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("PYENV_ROOT", "UV_PYTHON_INSTALL_DIR"):
        monkeypatch.setenv(name, str(tmp_path / "nowhere"))
    assert interpreters(["3.12", "3.13"]) == {"3.12": None, "3.13": tmp_path / "python3.13"}
