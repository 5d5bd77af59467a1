"""What CloudFormation says that it deployed, beside the templates that said it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from conformance.emulator.aws import Aws

__all__ = ["Deployed", "Held", "read"]


@dataclass(frozen=True, slots=True)
class Held:
    """One resource of a template, and its physical id."""

    stack: str
    logical_id: str
    type: str
    physical_id: str
    definition: Mapping[str, Any]

    @property
    def properties(self) -> Mapping[str, Any]:
        """What the template says of it."""
        return self.definition.get("Properties", {})

    @property
    def retained(self) -> bool:
        """Whether it outlives its stack."""
        return self.definition.get("DeletionPolicy") in {"Retain", "RetainExceptOnCreate"}

    def __str__(self) -> str:
        return f"{self.type} {self.stack}/{self.logical_id} ({self.physical_id})"


@dataclass(frozen=True, slots=True)
class Deployed:
    """All resources of all stacks."""

    held: tuple[Held, ...]
    exports: Mapping[str, str]

    def of(self, *types: str) -> list[Held]:
        """The resources of these types."""
        return [one for one in self.held if one.type in types]

    def ids(self) -> dict[tuple[str, str], str]:
        """Physical ids by stack and logical id: equal before and after exactly if nothing was made anew."""
        return {(one.stack, one.logical_id): one.physical_id for one in self.held}

    def value(self, stack: str, raw: object) -> str | None:
        """The text that a template's value has, or None if it needs an attribute, which only the service knows."""
        if isinstance(raw, str):
            return raw
        ((function, argument),) = cast("Mapping[str, Any]", raw).items()
        if function == "Ref":
            return self.ids().get((stack, argument))
        if function == "Fn::ImportValue":
            return self.exports.get(argument)
        if function == "Fn::Join":
            parts = [self.value(stack, part) for part in argument[1]]
            return None if None in parts else str(argument[0]).join(cast("list[str]", parts))
        return None


def read(aws: Aws, templates: Mapping[str, Mapping[str, Any]]) -> Deployed:
    """Ask for every stack of the templates; a resource that a template has and its stack has not is an error."""
    held = [one for stack, template in templates.items() for one in _stack(aws, stack, template)]
    exports = {one["Name"]: one["Value"] for one in aws.call("cloudformation", "list_exports").get("Exports", [])}
    return Deployed(tuple(held), exports)


def _stack(aws: Aws, stack: str, template: Mapping[str, Any]) -> Iterable[Held]:
    found = aws.call("cloudformation", "list_stack_resources", StackName=stack)["StackResourceSummaries"]
    ids = {one["LogicalResourceId"]: one["PhysicalResourceId"] for one in found}
    resources: Mapping[str, Mapping[str, Any]] = template["Resources"]
    missing, extra = resources.keys() - ids.keys(), ids.keys() - resources.keys()
    if missing or extra:
        raise LookupError(f"stack {stack} lacks {sorted(missing)}, and has {sorted(extra)} besides its template")
    return [Held(stack, name, said["Type"], ids[name], said) for name, said in resources.items()]
