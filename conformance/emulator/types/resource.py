"""One resource type that we add to the emulator's CloudFormation."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.emulator.types.stack import provisioners

__all__ = ["Attributes", "Known", "Properties", "RefusedError", "Resource", "answer", "camel", "found", "install"]

Properties = Mapping[str, Any]
Attributes = dict[str, Any]
Known = tuple[str, Attributes]
"""The physical id, which `Ref` gives, and what `Fn::GetAtt` gives."""


class RefusedError(ValueError):
    """What the service would answer instead of doing it; CloudFormation shows it and rolls back."""


@dataclass(frozen=True, slots=True)
class Resource:
    """How a type is made, changed and removed."""

    type: str
    create: Callable[[str, Properties, str], Known]
    """From logical id, properties and the stack's name."""
    delete: Callable[[str, Properties], None]
    update: Callable[[str, Properties, Properties], Attributes]
    """In place, from physical id, old and new properties."""
    create_only: tuple[str, ...]
    """A change of these replaces the resource: `createOnlyProperties` of its schema in the CloudFormation registry."""
    tags: str = "Tags"
    """The property with the tags, to which the stack's own are added."""


def install(resource: Resource) -> None:
    """Add the type; refused if the emulator has learnt it meanwhile, since its own is then the better one."""
    handlers: dict[str, Any] = provisioners._RESOURCE_HANDLERS
    if resource.type in handlers:
        raise RuntimeError(f"the emulator knows {resource.type} now: remove ours")

    def update(physical_id: str, old: Properties, new: Properties, _stack: str) -> Known:
        return physical_id, resource.update(physical_id, old, new)

    handlers[resource.type] = {"create": resource.create, "update": update, "delete": resource.delete}
    provisioners._REPLACING_PROPERTIES[resource.type] = resource.create_only
    if resource.tags == "Tags":
        provisioners._STACK_TAG_PROPERTY[resource.type] = (resource.tags, "list")


def answer(response: tuple[int, Any, Any]) -> str:
    """The body of a service's response; what it refuses is raised."""
    status, _, body = response
    text = body.decode() if isinstance(body, bytes) else str(body)
    if status >= 400:
        raise RefusedError(text[:400])
    return text


def found(tag: str, text: str) -> str:
    """The first value of a tag in an answer of EC2's."""
    match = re.search(rf"<{tag}>([^<]+)<", text)
    if match is None:
        raise RefusedError(f"no <{tag}> in {text[:200]}")
    return match.group(1)


def camel(value: Any) -> Any:
    """Template keys (`PolicyArn`) as the service's API spells them (`policyArn`)."""
    return provisioners._pascal_to_camel(value)
