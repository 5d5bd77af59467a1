"""What one generated Python module will hold, before it is text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeGuard

__all__ = ["MissingTool", "Module", "Schema", "inner", "inners", "is_node", "outside", "ref"]

Schema = dict[str, Any]
"""One node of an OpenAPI schema."""


@dataclass
class Module:
    """The classes of one API group and version; every schema in `classes` is an object with its fields."""

    origin: str
    """Project and version, for the header: `Kubernetes 1.34.0`."""
    kinds: dict[str, str] = field(default_factory=dict[str, str])
    """Top-level kind → its apiVersion."""
    classes: dict[str, Schema] = field(default_factory=dict[str, Schema])
    """Class name → schema whose nested objects are references to other classes."""
    checks: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    """Class name → the rules between its fields, as Python calls such as `exactly_one("exec", "grpc")`."""

    command: str = "make bindings"
    """How to make the module again, for the header."""


class MissingTool(Exception):  # noqa: N818 - told in one line, not as an error of the program
    """The generator or the formatter is not installed."""


def is_node(value: object) -> TypeGuard[Schema]:
    """Whether the value is a node, and not text or true."""
    return isinstance(value, dict)


def inner(node: Schema, key: str) -> Schema:
    """The node or map below a key, or an empty one."""
    value = node.get(key)
    return value if is_node(value) else {}


def inners(node: Schema, key: str) -> list[Schema]:
    """The nodes of a list below a key, or none."""
    return [value for value in node.get(key) or () if is_node(value)]


def ref(name: str) -> Schema:
    """A reference to a class of the same module."""
    return {"$ref": f"#/definitions/{name}"}


def outside(path: str) -> Schema:
    """A reference to a type that is already written: `..k8s.meta_v1.ObjectMeta`, `values.Quantity`."""
    return {"customTypePath": path}
