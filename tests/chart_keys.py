"""Values of charts against the keys that the charts know.

A room's `chart_keys.json` has the names of the keys in each chart's own values, at the pinned version, around those
that we set; `.*` marks what is a free map, a list, or a type of Kubernetes' own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

__all__ = ["unknown"]


def unknown(values: dict[str, Any], keys: Collection[str]) -> list[str]:
    """The paths of the values that are none of the chart's keys."""
    return [path for path in _paths(values) if not _known(path, keys)]


def _paths(found: dict[str, Any], before: str = "") -> Iterator[str]:
    for key, value in found.items():
        if isinstance(value, dict) and value:
            yield from _paths(value, f"{before}{key}.")
        else:
            yield before + key


def _known(path: str, keys: Collection[str]) -> bool:
    parts = path.split(".")
    return path in keys or any(f"{'.'.join(parts[: end + 1])}.*" in keys for end in range(len(parts)))
