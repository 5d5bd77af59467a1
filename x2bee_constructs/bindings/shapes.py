"""Nested objects of one kind → classes with names of their own, each distinct shape once per kind."""

from __future__ import annotations

import json
from collections import deque

from .module import Schema, ref
from .names import class_name, singular, unused

_Step = tuple[str, ...]


def hoist(kind: str, schema: Schema, taken: set[str]) -> dict[str, Schema]:
    """The classes of a cleaned schema, the kind's own first. `taken` holds the module's class names and grows.

    A class is called after its kind and the field that holds it (`VirtualServiceRoute`); where two shapes would get
    one name, the deeper one also takes the name of its parent. Shapes met first, counted from the top, are named first,
    so that a field added deep in a later version renames nothing above it.
    """
    classes: dict[str, Schema] = {}
    names: dict[str, str] = {}
    queue = deque([(kind, (), schema)])
    while queue:
        name, path, node = queue.popleft()
        classes[name] = node
        for field, child in sorted(node["properties"].items()):
            for holder, key, step in _objects(node["properties"], field, child):
                place: _Step = (*path, step)
                shape = json.dumps({**holder[key], "nullable": False}, sort_keys=True)
                if shape not in names:
                    names[shape] = _name(kind, place, taken)
                    queue.append((names[shape], place, holder[key]))
                kept = {"nullable": True} if holder[key].get("nullable") else {}
                holder[key] = ref(names[shape]) | kept
    return classes


def _objects(holder: Schema, key: str, node: Schema, listed: bool = False) -> list[tuple[Schema, str, str]]:
    """Where in one field an object with fields of its own is: (its holder, the key there, the field's name)."""
    step = key
    found: list[tuple[Schema, str, str]] = []
    here: tuple[Schema, str, Schema, bool] | None = (holder, key, node, listed)
    while here:
        holder, key, node, listed = here
        if node.get("properties"):
            found.append((holder, key, singular(step) if listed else step))
            break
        inner = next((name for name in ("items", "additionalProperties") if isinstance(node.get(name), dict)), None)
        here = (node, inner, node[inner], True) if inner else None
    return found


def _name(kind: str, path: _Step, taken: set[str]) -> str:
    """The shortest free name of a place, the kind first."""
    choices = [class_name(kind, *path[-depth:]) for depth in range(1, len(path) + 1)]
    name = next((choice for choice in choices if choice not in taken), None) or unused(choices[-1], taken)
    taken.add(name)
    return name
