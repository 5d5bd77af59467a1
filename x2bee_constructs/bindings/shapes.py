"""Nested objects of one kind → classes with names of their own, each distinct shape once per kind."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator

from .module import Schema, is_node, ref
from .names import class_name, singular, unused

__all__ = ["hoist"]

_Path = tuple[str, ...]
_BELOW = ("items", "additionalProperties")


def hoist(kind: str, schema: Schema, taken: set[str]) -> dict[str, Schema]:
    """The classes of a cleaned schema, the kind's own first. `taken` holds the module's class names and grows.

    A class is called after its kind and the field that holds it (`VirtualServiceRoute`); where two shapes would get
    one name, the deeper one also takes the name of its parent. Shapes met first, counted from the top, are named first,
    so that a field added deep in a later version renames nothing above it.
    """
    classes: dict[str, Schema] = {}
    names: dict[str, str] = {}
    queue = deque[tuple[str, _Path, Schema]]([(kind, (), schema)])
    while queue:
        name, path, node = queue.popleft()
        classes[name] = node
        for place, holder, key in _objects(node, path):
            found: Schema = holder[key]
            shape = json.dumps({**found, "nullable": False}, sort_keys=True)
            if shape not in names:
                names[shape] = _name(kind, place, taken)
                queue.append((names[shape], place, found))
            holder[key] = ref(names[shape]) | ({"nullable": True} if found.get("nullable") else {})
    return classes


def _objects(struct: Schema, path: _Path) -> Iterator[tuple[_Path, Schema, str]]:
    """The objects with fields of their own that a struct holds: path, and where each is (the holder, the key there)."""
    for field in sorted(struct["properties"]):
        holder, key, step = struct["properties"], field, field
        while not holder[key].get("properties"):
            below = next((name for name in _BELOW if is_node(holder[key].get(name))), None)
            if below is None:
                break
            holder, key, step = holder[key], below, singular(field)
        else:
            yield (*path, step), holder, key


def _name(kind: str, path: _Path, taken: set[str]) -> str:
    """The shortest free name of a place, the kind first."""
    choices = [class_name(kind, *path[-depth:]) for depth in range(1, len(path) + 1)]
    name = next((choice for choice in choices if choice not in taken), None) or unused(choices[-1], taken)
    taken.add(name)
    return name
