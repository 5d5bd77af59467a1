"""What a difference knows of a template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from x2bee_constructs.core.documents import as_list, as_mapping
from x2bee_constructs.difference.resources import is_stateful

__all__ = ["Resource", "StackState", "exports_of", "references"]

_SNAPSHOTTED = {"AWS::RDS::DBCluster"}
"""What CloudFormation takes a snapshot of when nothing is said."""


@dataclass(frozen=True)
class Resource:
    """One resource of a template."""

    data: Mapping[str, Any]
    path: str
    """The construct's path, for people."""
    file: str
    exports: tuple[str, ...] = ()
    """Under which names other stacks import it, or one of its attributes."""

    @property
    def kind(self) -> str:
        """`AWS::S3::Bucket`."""
        return str(self.data.get("Type", ""))

    @property
    def properties(self) -> Mapping[str, Any]:
        """Its properties."""
        return as_mapping(self.data.get("Properties")) or {}

    @property
    def stateful(self) -> bool:
        """Whether it holds data."""
        return is_stateful(self.kind, self.properties)

    def policy(self, name: str) -> str:
        """What happens to the old one: `Delete` if nothing is said, a snapshot for some."""
        return str(self.data.get(name) or ("Snapshot" if self.kind in _SNAPSHOTTED else "Delete"))


StackState = Mapping[str, Mapping[str, Resource]]
"""The resources of one state by stack and logical id."""


def references(value: Any) -> Iterator[tuple[str, str]]:
    """What a value refers to: `("id", <logical id>)` by `Ref` or `Fn::GetAtt`, `("export", <name>)` by an import."""
    mapping = as_mapping(value)
    for key, inner in (mapping or {}).items():
        if key == "Fn::ImportValue" and isinstance(inner, str):
            yield "export", inner
        elif key == "Ref":
            yield "id", str(inner)
        elif key == "Fn::GetAtt":
            yield "id", inner.partition(".")[0] if isinstance(inner, str) else str(next(iter(as_list(inner)), ""))
        else:
            yield from references(inner)
    for inner in as_list(value):
        yield from references(inner)


def exports_of(template: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The names of a template's exports by the logical id of the resource that they give."""
    found: dict[str, tuple[str, ...]] = {}
    for output in (as_mapping(template.get("Outputs")) or {}).values():
        said = as_mapping(output) or {}
        name = (as_mapping(said.get("Export")) or {}).get("Name")
        for kind, logical in references(said.get("Value")):
            if kind == "id" and isinstance(name, str):
                found[logical] = (*found.get(logical, ()), name)
    return found
