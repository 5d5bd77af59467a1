"""The configuration of GitLab's runners, held against the keys that the program's own source declares."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

__all__ = ["KEYS", "declared", "strange"]

KEYS = Path("tests/toolchain/runner_keys.json")
"""The keys of a runner's entry and the kind of each, as the pinned version declares them: what tests compare with."""

_READER = Path(__file__).parent / "keys.go"
_KINDS: tuple[tuple[type, tuple[str, ...]], ...] = (
    (bool, ("bool",)),
    (int, ("int", "int64")),
    (str, ("string", "other")),
    (list, ("list",)),
)


def declared(source: Path) -> dict[str, str]:
    """What the program's source declares of a runner, but for other executors; needs Go."""
    done = subprocess.run(["go", "run", str(_READER), str(source / "common")], check=True, capture_output=True)
    found: dict[str, str] = json.loads(done.stdout)
    return {key: kind for key, kind in found.items() if "." not in key or key.startswith("kubernetes.")}


def strange(said: Mapping[str, Any], keys: Mapping[str, str], before: str = "") -> Iterator[str]:
    """The paths of what the program would not read, or not as what it is."""
    for key, value in said.items():
        path = before + key
        kind = keys.get(path)
        if kind == "map" and isinstance(value, dict):
            yield from [path] if not all(isinstance(one, str) for one in _table(value).values()) else []
        elif kind == "table" and isinstance(value, dict):
            yield from strange(_table(value), keys, f"{path}.")
        elif kind == "tables" and isinstance(value, list):
            for one in cast("list[Any]", value):
                yield from strange(_table(one), keys, f"{path}.")
        elif not any(type(value) is known and kind in kinds for known, kinds in _KINDS):
            yield path


def _table(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value)
