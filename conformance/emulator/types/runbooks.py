"""AWS::SSM::Association, and the Automation runbooks of AWS that it runs at once, as far as we use them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

from conformance.emulator.types.resource import Attributes, Known, Properties, RefusedError, Resource
from conformance.emulator.types.stack import ec2, iam, ssm

__all__ = ["RUNBOOKS", "TYPES", "serve"]

_associations: dict[str, dict[str, Any]] = {}


def _close_default_group(properties: Properties) -> None:
    """Revoke every rule of the default security groups that are its targets."""
    for group in _targets(properties, "GroupId"):
        record = ec2._security_groups.get(group)
        if record is None or record["GroupName"] != "default":
            raise RefusedError(f"{group} is no default security group")
        record["IpPermissions"] = []
        record["IpPermissionsEgress"] = []


RUNBOOKS: dict[str, Callable[[Properties], None]] = {
    "AWSConfigRemediation-RemoveVPCDefaultSecurityGroupRules": _close_default_group,
}
"""By the document's name. Another one is refused, so that nobody believes it ran."""


def _targets(properties: Properties, parameter: str) -> list[str]:
    """The values of the runbook's parameter: one run for each target, or the one given as a parameter."""
    if properties.get("AutomationTargetParameterName") == parameter:
        return [value for target in properties.get("Targets", []) for value in target["Values"]]
    return list(properties.get("Parameters", {}).get(parameter, []))


def _run(properties: Properties) -> None:
    name = str(properties["Name"])
    if name not in RUNBOOKS:
        raise RefusedError(f"InvalidDocument: the emulator knows no document {name}; add it to types/runbooks.py")
    for role in properties.get("Parameters", {}).get("AutomationAssumeRole", []):
        if role.rsplit("/", 1)[-1] not in iam._roles:
            raise RefusedError(f"AutomationAssumeRole {role} does not exist")
    if not properties.get("ApplyOnlyAtCronInterval", False):
        RUNBOOKS[name](properties)


def _create(_: str, properties: Properties, __: str) -> Known:
    _run(properties)
    known = str(uuid.uuid4())
    keep = {k: v for k, v in properties.items() if k in {"Name", "Targets", "ScheduleExpression", "AssociationName"}}
    _associations[known] = {"AssociationId": known, **keep}
    return known, {"AssociationId": known}


def _update(known: str, _: Properties, new: Properties) -> Attributes:
    _run(new)
    _associations[known] |= {k: v for k, v in new.items() if k in {"Name", "Targets", "ScheduleExpression"}}
    return {"AssociationId": known}


def _delete(known: str, _: Properties) -> None:
    _associations.pop(known, None)


def serve() -> None:
    """Answer ListAssociations too."""
    before = ssm.handle_request

    async def handle(method: str, path: str, headers: Any, body: Any, query: Any) -> Any:
        if str(headers.get("x-amz-target", "")).endswith(".ListAssociations"):
            said = json.dumps({"Associations": list(_associations.values())}).encode()
            return 200, {"Content-Type": "application/x-amz-json-1.1"}, said
        return await before(method, path, headers, body, query)

    ssm.handle_request = handle


TYPES = (Resource("AWS::SSM::Association", _create, _delete, _update, ("InstanceId",)),)
