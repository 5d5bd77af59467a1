"""A synthesized cloud assembly: its templates, what its constructs acknowledge, and the CDK's validation report."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from x2bee_constructs.core.acknowledge import MARK

__all__ = ["Assembly"]

_TEMPLATE = ".template.json"


@dataclass(frozen=True, slots=True)
class Assembly:
    """The output folder of one CDK App."""

    name: str
    """Whose it is: `acme-prd`."""
    prefix: str
    """What its stacks' names begin with: `x2bee-acme-prd`."""
    region: str
    """The region of the platform."""
    folder: Path
    """Where it is."""

    @property
    def templates(self) -> list[Path]:
        """The stacks' templates, by name."""
        return sorted(self.folder.glob(f"*{_TEMPLATE}"))

    @property
    def report(self) -> Mapping[str, Any]:
        """What the validation plugins said."""
        return json.loads((self.folder / "validation-report.json").read_text(encoding="utf-8"))

    def region_of(self, template: Path) -> str:
        """The region of a template's stack: copies of backups stand in another one."""
        manifest = self.folder / "manifest.json"
        if not manifest.is_file():
            return self.region
        artifacts = json.loads(manifest.read_text(encoding="utf-8"))["artifacts"]
        return str(artifacts[template.name.removesuffix(_TEMPLATE)]["environment"]).rpartition("/")[2]

    def place(self, path: str) -> str:
        """A construct's path without the platform's name, so that platforms can be compared."""
        return path.removeprefix("/").removeprefix(f"{self.prefix}-")

    def acknowledgements(self) -> Iterator[tuple[str, str]]:
        """What our constructs acknowledged for validation plugins: path and qualified rule id."""
        yield from ((path.removeprefix("/"), data) for path, kind, data in self._metadata() if kind == MARK)

    def places(self, template: Path) -> dict[str, str]:
        """The place of each logical id of a template."""
        stack = template.name.removesuffix(_TEMPLATE)
        return {data: self.place(path) for path, kind, data in self._metadata(stack) if kind == "aws:cdk:logicalId"}

    def _metadata(self, stack: str = "*") -> Iterator[tuple[str, str, Any]]:
        for file in sorted(self.folder.glob(f"{stack}.metadata.json")):
            for path, entries in json.loads(file.read_text(encoding="utf-8")).items():
                yield from ((path, entry["type"], entry.get("data")) for entry in entries)
