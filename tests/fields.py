"""For tests that no field is dead: each, said otherwise, changes something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

__all__ = ["Said", "each", "with_fields"]

Said = Mapping[tuple[type[BaseModel], tuple[str, ...]], Mapping[str, Any]]
"""Another value of each field, by model and by the way to where it stands."""


def each(said: Said) -> list[tuple[tuple[str, ...], str, Any]]:
    """The way, the field and the other value of each."""
    return [(way, field, value) for (_, way), fields in said.items() for field, value in fields.items()]


def with_fields(base: Mapping[str, Any], way: tuple[str, ...], fields: Mapping[str, Any]) -> dict[str, Any]:
    """The same mapping with other fields where the way leads."""
    if not way:
        return {**base, **fields}
    return {**base, way[0]: with_fields(base.get(way[0], {}), way[1:], fields)}
