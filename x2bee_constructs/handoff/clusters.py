"""The clusters of the templates: who is in one of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from x2bee_constructs.core.documents import as_mapping
from x2bee_constructs.handoff.assembly import Stack
from x2bee_constructs.handoff.cloudformation import literal, physical_name, referred
from x2bee_constructs.handoff.references import exports

__all__ = ["Clusters"]

_TYPE = "AWS::EKS::Cluster"


class Clusters:
    """The EKS clusters that the stacks make, by name and by logical id."""

    def __init__(self, stacks: Iterable[Stack]) -> None:
        """Find them."""
        stacks = tuple(stacks)
        self._exports = dict(exports(stacks))
        self._ids: set[tuple[str, str]] = set()
        self._names: set[str] = set()
        for stack in stacks:
            for logical_id, resource in stack.resources.items():
                if resource.get("Type") == _TYPE:
                    self._ids.add((stack.name, logical_id))
                    self._names.add(physical_name(_TYPE, as_mapping(resource.get("Properties")) or {}, stack.pseudo))

    def have(self, said: Any, stack: Stack) -> bool:
        """Whether a resource's `ClusterName` is one of them, by name or by reference; anything is if there is none."""
        if not self._ids:
            return True
        if (name := literal(said, stack.pseudo)) is not None:
            return name in self._names
        owners = ((stack.name, name) if way == "Ref" else self._exports.get(name) for way, name in referred(said))
        return any(owner in self._ids for owner in owners)
