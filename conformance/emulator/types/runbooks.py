"""AWS::SSM::Association: with Automation runbooks of AWS that run at once, and with documents of ours."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable
from typing import Any

from conformance.emulator.types import documents
from conformance.emulator.types.resource import Attributes, Known, Properties, RefusedError, Resource
from conformance.emulator.types.stack import ec2, iam, ssm

__all__ = ["RUNBOOKS", "TYPES", "serve"]

_associations: dict[str, dict[str, Any]] = {}

_SHOWN = {
    "AssociationName", "ComplianceSeverity", "DocumentVersion", "Name", "Parameters", "ScheduleExpression", "Targets",
}  # fmt: skip
_TAKEN = {
    *_SHOWN, "ApplyOnlyAtCronInterval", "AutomationTargetParameterName", "MaxConcurrency", "MaxErrors", "Tags",
}  # fmt: skip
"""What an association may say here, as far as our templates go."""

_RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
_MINUTES = {"minute": 1, "hour": 60, "day": 1440}
_LEAST_MINUTES = 30
"""As often as an association may run (Systems Manager user guide, cron and rate expressions for associations)."""


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
"""By the document's name. Another one is of ours, or refused, so that nobody believes it ran."""


def _targets(properties: Properties, parameter: str) -> list[str]:
    """The values of the runbook's parameter: one run for each target, or the one given as a parameter."""
    if properties.get("AutomationTargetParameterName") == parameter:
        return [value for target in properties.get("Targets", []) for value in target["Values"]]
    return list(properties.get("Parameters", {}).get(parameter, []))


def _run(properties: Properties) -> None:
    strange = sorted(properties.keys() - _TAKEN)
    if strange:
        raise RefusedError(f"the emulator does not take {strange} of an association; add it to types/runbooks.py")
    _judge_schedule(str(properties.get("ScheduleExpression", "")))
    name = str(properties["Name"])
    for role in properties.get("Parameters", {}).get("AutomationAssumeRole", []):
        if role.rsplit("/", 1)[-1] not in iam._roles:
            raise RefusedError(f"AutomationAssumeRole {role} does not exist")
    if name not in RUNBOOKS:
        _judge_command(name, properties)
    elif not properties.get("ApplyOnlyAtCronInterval", False):
        RUNBOOKS[name](properties)


def _judge_schedule(text: str) -> None:
    found = _RATE.fullmatch(text)
    if text and not text.startswith("cron(") and found is None:
        raise RefusedError(f"InvalidSchedule: {text}")
    if found and int(found.group(1)) * _MINUTES[found.group(2)] < _LEAST_MINUTES:
        raise RefusedError(f"InvalidSchedule: {text} is more often than every {_LEAST_MINUTES} minutes")


def _judge_command(name: str, properties: Properties) -> None:
    """Commands run on machines, which are named by a tag: none are here, so nothing runs."""
    documents.judged_call(name, properties.get("Parameters", {}))
    targets = properties.get("Targets", [])
    if not targets or not all(one["Key"].startswith("tag:") and one["Values"] for one in targets):
        raise RefusedError(f"InvalidTarget: the emulator knows machines by a tag, got {targets}")


def _kept(properties: Properties) -> dict[str, Any]:
    return {key: value for key, value in properties.items() if key in _SHOWN}


def _create(_: str, properties: Properties, __: str) -> Known:
    _run(properties)
    known = str(uuid.uuid4())
    _associations[known] = {"AssociationId": known, **_kept(properties)}
    return known, {"AssociationId": known}


def _update(known: str, _: Properties, new: Properties) -> Attributes:
    _run(new)
    _associations[known] = {"AssociationId": known, **_kept(new)}
    return {"AssociationId": known}


def _delete(known: str, _: Properties) -> None:
    _associations.pop(known, None)


def _answered(action: str, said: dict[str, Any]) -> dict[str, Any] | None:
    """What the API answers to a call on associations or documents; None to any other."""
    if action == "ListAssociations":
        return {"Associations": list(_associations.values())}
    if action not in {"DescribeAssociation", "UpdateAssociation"}:
        return documents.answered(action, said)
    known = str(said["AssociationId"])
    if known not in _associations:
        raise RefusedError(f"AssociationDoesNotExist: {known}")
    if action == "UpdateAssociation":  # what is not said again is forgotten (API reference, UpdateAssociation)
        _update(known, {}, {"Name": _associations[known]["Name"], **_kept(said)})
    return {"AssociationDescription": _associations[known]}


def serve() -> None:
    """Answer the calls on associations and documents too."""
    before = ssm.handle_request

    async def handle(method: str, path: str, headers: Any, body: Any, query: Any) -> Any:
        action = str(headers.get("x-amz-target", "")).rpartition(".")[2]
        try:
            said = _answered(action, json.loads(body) if body else {})
        except RefusedError as error:
            code, _, message = str(error).partition(": ")
            return ssm.error_response_json(code, message, 400)
        if said is None:
            return await before(method, path, headers, body, query)
        return 200, {"Content-Type": "application/x-amz-json-1.1"}, json.dumps(said).encode()

    ssm.handle_request = handle


TYPES = (Resource("AWS::SSM::Association", _create, _delete, _update, ("InstanceId",)),)
