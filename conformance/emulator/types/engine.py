"""Rules of CloudFormation that the emulator does not hold: stack policies, exports in use, failed roll-backs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.emulator.protection import denied
from conformance.emulator.types.resource import RefusedError
from conformance.emulator.types.stack import changes, cloudformation, provisioners, stacks

__all__ = ["install"]


def _check_policy(stack: str, action: str, logical_id: str, type: str) -> None:
    why = denied(cloudformation._stacks[stack].get("_stack_policy", ""), action, logical_id, type)
    if why:
        raise RefusedError(why)


def _check_exports(stack: str, exports: Mapping[str, Mapping[str, str]]) -> None:
    """An exported value that another stack imports can neither change nor go."""
    own = cloudformation._stacks[stack]["StackId"]
    for name, known in cloudformation._exports.items():
        if known["StackId"] != own or exports.get(name, {}).get("Value") == known["Value"]:
            continue
        for other, record in cloudformation._stacks.items():
            if "DELETE" not in record["StackStatus"] and name in changes._imported_export_names(record, other):
                doing = "updated" if name in exports else "deleted"
                raise RefusedError(f"Export {name} cannot be {doing} as it is in use by {other}")


def _keep_what_could_not_be_rolled_back() -> None:
    """What a roll-back fails to delete stays in its stack, which deletes it later; the emulator forgets it.

    A roll-back goes from the last to the first, and so does a deletion: what it met last was made first.
    """
    before = stacks._roll_back_operation

    async def roll_back(stack_name: str, stack_id: str, stack: dict[str, Any], *rest: Any) -> None:
        await before(stack_name, stack_id, stack, *rest)
        if stack["StackStatus"] == "ROLLBACK_FAILED":
            stack["_resources"].update(reversed(stack["_rollback_failed"].items()))

    stacks._roll_back_operation = roll_back


def install() -> None:
    """Put all rules where the emulator changes a resource, publishes outputs and rolls back."""
    _keep_what_could_not_be_rolled_back()
    update, outputs = stacks._update_keeping_seed, stacks._resolve_stack_outputs

    def updating(type: str, physical_id: str, old: Any, new: Any, stack: str, logical_id: str, attributes: Any) -> Any:
        if old != new:
            replaces = provisioners._requires_replacement(type, old, new)
            _check_policy(stack, "Update:Replace" if replaces else "Update:Modify", logical_id, type)
        return update(type, physical_id, old, new, stack, logical_id, attributes)

    def publishing(
        definitions: Any, conditions: Any, resources: Any, values: Any, maps: Any, stack: str, own: str
    ) -> Any:
        for logical_id, record in dict(cloudformation._stacks[stack].get("_resources", {})).items():
            if logical_id not in resources:
                _check_policy(stack, "Update:Delete", logical_id, record["ResourceType"])
        resolved, exports = outputs(definitions, conditions, resources, values, maps, stack, own)
        _check_exports(stack, exports)
        return resolved, exports

    stacks._update_keeping_seed = updating
    stacks._resolve_stack_outputs = publishing
