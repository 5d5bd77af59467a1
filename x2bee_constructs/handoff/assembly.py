"""Reads a cloud assembly: what `cdk synth` leaves in `cdk.out`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from x2bee_constructs.core.diagnostics import Span
from x2bee_constructs.core.documents import as_mapping
from x2bee_constructs.core.names import Site
from x2bee_constructs.handoff.cloudformation import as_list
from x2bee_constructs.handoff.model import UnreadableError

__all__ = ["Stack", "read_assembly"]

_FIX = "run cdk synth (or make synth), or say where its output is with --templates"


@dataclass(frozen=True)
class Stack:
    """One stack of the assembly, with its template."""

    name: str
    file: str
    template: Mapping[str, Any]
    site: Site | None
    """Whose it is, by its tags `x2bee:customer` and `x2bee:environment`; None if it has none."""
    pseudo: Mapping[str, str]
    """What `Ref` gives for account, region, the stack's name and parameters with a default, where it is known."""
    paths: Mapping[str, str]
    """The path of each construct by its logical id."""

    @property
    def resources(self) -> dict[str, dict[str, Any]]:
        """The resources by logical id."""
        return {
            key: as_mapping(value) or {} for key, value in (as_mapping(self.template.get("Resources")) or {}).items()
        }

    def path(self, logical_id: str) -> str:
        """The construct's path, as people know it: without the `Resource` that every CDK construct ends in."""
        said = (as_mapping(self.resources.get(logical_id, {}).get("Metadata")) or {}).get("aws:cdk:path")
        path = str(said or self.paths.get(logical_id) or f"{self.name}/{logical_id}")
        return path.removesuffix("/Resource").removesuffix("/Default")


def read_assembly(folder: Path) -> tuple[Stack, ...]:
    """The stacks of an assembly and of those nested in it (stages), in the order of their names.

    Raises `UnreadableError` if the folder is missing, is not an assembly, or has a file that is not JSON.
    """
    if not folder.is_dir():
        raise UnreadableError(f"there is no folder '{folder}'", expected="what cdk synth writes", fix=_FIX)
    if not (folder / "manifest.json").is_file():
        raise UnreadableError(f"'{folder}' is not a cloud assembly", expected="manifest.json in it", fix=_FIX)
    stacks = sorted(_stacks(folder), key=lambda stack: stack.name)
    if not stacks:
        raise UnreadableError(f"the assembly '{folder}' has no stack", expected="at least one stack", fix=_FIX)
    return tuple(stacks)


def _stacks(folder: Path) -> Iterator[Stack]:
    for name, found in (as_mapping(_json(folder / "manifest.json").get("artifacts")) or {}).items():
        artifact = as_mapping(found) or {}
        properties = as_mapping(artifact.get("properties")) or {}
        if artifact.get("type") == "aws:cloudformation:stack":
            yield _stack(folder, name, artifact, properties)
        elif artifact.get("type") == "cdk:cloud-assembly":
            yield from _stacks(folder / str(properties.get("directoryName", "")))


def _stack(folder: Path, artifact_id: str, artifact: Mapping[str, Any], properties: Mapping[str, Any]) -> Stack:
    file = folder / str(properties.get("templateFile", ""))
    template = _json(file)
    name = str(properties.get("stackName", artifact_id))
    account, _, region = str(artifact.get("environment", "")).removeprefix("aws://").partition("/")
    said = {"AWS::AccountId": account, "AWS::Region": region, "AWS::StackName": name, **_defaults(template)}
    return Stack(
        name=name,
        file=str(file),
        template=template,
        site=_site(as_mapping(properties.get("tags")) or {}, name),
        pseudo={key: value for key, value in said.items() if value and not value.startswith("unknown-")},
        paths=dict(_paths(folder, artifact)),
    )


def _defaults(template: Mapping[str, Any]) -> dict[str, str]:
    parameters = as_mapping(template.get("Parameters")) or {}
    said = {name: as_mapping(found) or {} for name, found in parameters.items()}
    return {n: str(p["Default"]) for n, p in said.items() if p.get("Type") == "String" and "Default" in p}


def _site(tags: Mapping[str, Any], stack: str) -> Site | None:
    customer, environment = tags.get("x2bee:customer"), tags.get("x2bee:environment")
    if not customer or not environment:
        return None
    try:
        return Site(str(customer), str(environment))
    except ValueError as error:
        raise UnreadableError(f"stack '{stack}' has tags that name no site: {error}") from None


def _paths(folder: Path, artifact: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The CDK keeps the paths in a file beside the template, before that in the manifest itself."""
    beside = artifact.get("additionalMetadataFile")
    metadata = _json(folder / str(beside)) if beside else as_mapping(artifact.get("metadata")) or {}
    for path, entries in metadata.items():
        for entry in as_list(entries):
            said = as_mapping(entry) or {}
            if said.get("type") == "aws:cdk:logicalId":
                yield str(said.get("data")), path.strip("/")


def _json(file: Path) -> dict[str, Any]:
    try:
        data = as_mapping(json.loads(file.read_text(encoding="utf-8")))
    except json.JSONDecodeError as error:
        where = Span(str(file), error.lineno, error.colno, 1)
        raise UnreadableError(f"not JSON: {error.msg}", where=where, fix=_FIX) from None
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        reason = getattr(error, "strerror", None) or getattr(error, "reason", "it is nested too deep")
        raise UnreadableError(f"cannot read '{file}': {reason}", fix=_FIX) from None
    if data is None:
        raise UnreadableError(f"'{file}' is not a mapping", where=Span(str(file), 1, 1, 1), fix=_FIX)
    return data
