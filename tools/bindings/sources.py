"""`imports/sources.toml`, and the schema files that it pins."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

IMPORTS = Path(__file__).parents[2] / "imports"
SCHEMAS = Path("..") / "shared" / "crds"
"""Where the schema files lie unless `--schemas` says otherwise, from the repository's top folder."""

Plan = Mapping[str, Any]


class Refusal(Exception):  # noqa: N818 - shown as one line, not as an error of the program
    """Why nothing is generated, in one line."""


def load(name: str) -> Plan:
    """One of the two tables that the bindings are made from: `sources` or `rules`."""
    return tomllib.loads((IMPORTS / f"{name}.toml").read_text(encoding="utf-8"))


def definitions(plan: Plan, schemas: Path) -> dict[str, Any]:
    """Kubernetes' OpenAPI definitions, by their full names."""
    whole: dict[str, dict[str, Any]] = json.loads((schemas / plan["kubernetes"]["file"]).read_text(encoding="utf-8"))
    return whole["definitions"]


def verify(plan: Plan, schemas: Path) -> None:
    """Refuse a file that is missing or is not, byte for byte, the one that was pinned."""
    for file, pinned in _files(plan):
        path = schemas / file
        if not path.is_file():
            raise Refusal(f"{path} is missing; imports/sources.toml says where it is published")
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != pinned:
            raise Refusal(f"{path} has sha256 {found}, but imports/sources.toml pins {pinned}; nothing was generated")


def _files(plan: Plan) -> Iterator[tuple[str, str]]:
    yield plan["kubernetes"]["file"], plan["kubernetes"]["sha256"]
    for project in plan["project"].values():
        yield from ((file["file"], file["sha256"]) for file in project["files"])
