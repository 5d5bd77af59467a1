"""Reading parsed objects: what is absent or null reads as empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

Object = Mapping[str, Any]


def part(body: Object, *keys: str) -> Object:
    """The mapping at this path."""
    for key in keys:
        body = cast("Object | None", body.get(key)) or {}
    return body


def listed(body: Object, *keys: str) -> list[Any]:
    """The list at this path."""
    return cast("list[Any] | None", part(body, *keys[:-1]).get(keys[-1])) or []


def number(body: Object, *keys: str) -> int:
    """The number at this path; absent is 0, as Kubernetes leaves zeros out."""
    return int(part(body, *keys[:-1]).get(keys[-1]) or 0)


def condition(body: Object, kind: str) -> Mapping[str, str]:
    """A condition of the status, or an empty one."""
    empty: Mapping[str, str] = {}
    return next((c for c in listed(body, "status", "conditions") if c["type"] == kind), empty)


def differences(before: Any, after: Any, path: str = "") -> Iterator[str]:
    """Paths of the fields that differ, the bookkeeping left out."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        one, other = cast("Object", before), cast("Object", after)
        hidden = {"managedFields", "resourceVersion"} if path == "metadata" else set[str]()
        for key in sorted({*one, *other} - hidden):
            yield from differences(one.get(key), other.get(key), f"{path}.{key}".lstrip("."))
    elif before != after:
        yield path
