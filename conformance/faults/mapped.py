"""What the translations share: nothing of a rule may be left out silently."""

from __future__ import annotations

import re
from typing import Any

from x2bee_constructs.core.objects import ApiStruct, wire_name

__all__ = ["Json", "UnmappedError", "in_seconds", "only", "seconds", "typed"]

Json = dict[str, Any]
"""A message of Envoy's API as JSON."""

_SECONDS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}


class UnmappedError(ValueError):
    """The rule says something that is not translated here: the run would test another rule than the mesh gets."""


def only(model: ApiStruct, *known: str) -> None:
    """Raise `UnmappedError` if anything but these fields is set."""
    for field in type(model).model_fields:
        if field not in known and getattr(model, field) is not None:
            raise UnmappedError(f"{type(model).__name__}.{wire_name(field)} is set, but not translated")


def seconds(duration: str) -> float:
    """`1m30s` → 90.0."""
    parts = re.findall(r"([0-9.]+)(ns|us|µs|ms|s|m|h)", duration)
    return sum(float(number) * _SECONDS[unit] for number, unit in parts)


def in_seconds(duration: str) -> str:
    """A duration as Envoy's JSON wants it: `1m30s` → `90s`, `250ms` → `0.25s`."""
    return f"{seconds(duration):.9f}".rstrip("0").rstrip(".") + "s"


def typed(name: str, message: str, **fields: object) -> Json:
    """An extension with its own message."""
    return {"name": name, "typed_config": {"@type": f"type.googleapis.com/{message}", **fields}}
