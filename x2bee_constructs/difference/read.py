"""Reads a state: what `cdk synth` and `cdk8s synth` left in folders, or objects that were made in this process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from x2bee_constructs.core.diagnostics import Span
from x2bee_constructs.core.documents import as_mapping
from x2bee_constructs.core.yaml_events import BrokenYamlError, read_documents
from x2bee_constructs.difference.kubernetes import Key, Manifest
from x2bee_constructs.difference.templates import Resource, exports_of
from x2bee_constructs.handoff.assembly import Stack, read_assembly
from x2bee_constructs.handoff.model import UnreadableError

__all__ = ["State", "manifests", "read_state"]

_FIX = "say a folder that holds cdk.out, dist or both, or one of these itself"


@dataclass(frozen=True)
class State:
    """Both sides of a platform, as they were synthesized; a side that is not there is empty."""

    resources: Mapping[str, Mapping[str, Resource]] = field(default_factory=dict[str, Mapping[str, Resource]])
    objects: Mapping[Key, Manifest] = field(default_factory=dict[Key, Manifest])


def read_state(folder: Path) -> State:
    """The state in a folder that is an assembly, or has `cdk.out` and `dist` in it, or only YAML.

    Raises `UnreadableError` if it is none of these, or a file in it cannot be read.
    """
    if not folder.is_dir():
        raise UnreadableError(f"there is no folder '{folder}'", expected="what was synthesized", fix=_FIX)
    assembly, dist = folder / "cdk.out", folder / "dist"
    if (folder / "manifest.json").is_file():
        return State(resources=_resources(folder))
    if assembly.is_dir() or dist.is_dir():
        resources = _resources(assembly) if assembly.is_dir() else {}
        return State(resources, manifests(_documents(dist)) if dist.is_dir() else {})
    found = manifests(_documents(folder))
    if not found:
        raise UnreadableError(f"'{folder}' has neither an assembly nor YAML", expected="what was synthesized", fix=_FIX)
    return State(objects=found)


def _resources(folder: Path) -> dict[str, dict[str, Resource]]:
    return {stack.name: _resources_of(stack) for stack in read_assembly(folder)}


def _resources_of(stack: Stack) -> dict[str, Resource]:
    exports = exports_of(stack.template)
    return {
        logical: Resource(data, stack.path(logical), stack.file, exports.get(logical, ()))
        for logical, data in stack.resources.items()
    }


def manifests(documents: Iterable[tuple[Any, str]]) -> dict[Key, Manifest]:
    """Objects by what makes them the same in the cluster, from documents and their files."""
    found = (Manifest(data, file) for document, file in documents if (data := as_mapping(document)))
    return {manifest.key: manifest for manifest in found if manifest.data.get("kind")}


def _documents(folder: Path) -> Iterator[tuple[Any, str]]:
    for file in sorted(path for path in folder.rglob("*") if path.suffix in {".yaml", ".yml"} and path.is_file()):
        try:
            yield from ((document, str(file)) for document in _parsed(file.read_text(encoding="utf-8-sig")))
        except BrokenYamlError as error:
            where = Span(str(file), error.line + 1, error.column + 1, 1)
            raise UnreadableError(f"not YAML: {error.problem}", where=where) from None
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or str(error).partition("\n")[0]
            raise UnreadableError(f"cannot read '{file}': {reason}") from None


@lru_cache(maxsize=4096)
def _parsed(text: str) -> tuple[Any, ...]:
    """The documents of a text; what both states have alike is parsed once. They are only read."""
    return tuple(document for document, _ in read_documents(text))
