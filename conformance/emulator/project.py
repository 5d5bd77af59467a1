"""A copy of the project, in which the customer's file may be changed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from conformance.emulator.environment import ROOT
from x2bee_constructs import Platform, load_platform

__all__ = ["Project", "templates_in"]

COPIED = ("app.py", "cdk.json", "imports", "stacks", "x2bee_constructs")
"""All that an app needs, so that a run sees one state, whatever is edited meanwhile."""


class Project:
    """What the CLI deploys: our app and stacks, with a customer's file of its own."""

    def __init__(self, folder: Path, customer: str, environment: str) -> None:
        """Make the copy; an older one is removed."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, folder / name, symlinks=True)  # x2bee_constructs/imports is one
            else:
                shutil.copy2(source, folder / name)
        self.folder = folder
        self.environment = environment
        self._file = folder / "stacks" / "customers" / f"{customer}.yaml"

    @property
    def platform(self) -> Platform:
        """The platform, as the file says it now."""
        return load_platform(self._file, self.environment)

    def change(self, field: str, value: Mapping[str, Any]) -> None:
        """Merge a mapping into one field of the environment's part of the file."""
        yaml: Any = YAML()
        document: Any = yaml.load(self._file.read_text())
        part = document.setdefault("environments", {}).setdefault(self.environment, {})
        part.setdefault(field, {}).update(value)
        with self._file.open("w") as file:
            yaml.dump(document, file)

    @contextmanager
    def changed(self, field: str, value: Mapping[str, Any]) -> Generator[None]:
        """The same, and the file is as before afterwards."""
        before = self._file.read_text()
        self.change(field, value)
        try:
            yield
        finally:
            self._file.write_text(before)

    def templates(self) -> dict[str, dict[str, Any]]:
        """What was synthesized last, by stack."""
        return templates_in(self.folder / "cdk.out")


def templates_in(folder: Path) -> dict[str, dict[str, Any]]:
    """The templates of an assembly, by stack."""
    end = ".template.json"
    files = sorted(folder.glob(f"*{end}"))
    return {file.name.removesuffix(end): json.loads(file.read_text()) for file in files}
