"""AWS::Backup: selections, which the emulator's CloudFormation lacks, and locks and refusals of vaults and plans."""

from __future__ import annotations

import json
from typing import Any

from conformance.emulator.types.resource import Attributes, Known, Properties, RefusedError, Resource, answer
from conformance.emulator.types.stack import backup, context, iam
from conformance.emulator.types.wrapping import guarded, judged, remembered

__all__ = ["TYPES", "install"]


def _create_selection(_: str, properties: Properties, __: str) -> Known:
    plan, said = str(properties["BackupPlanId"]), properties["BackupSelection"]
    if str(said.get("IamRoleArn", "")).rsplit("/", 1)[-1] not in iam._roles:
        raise RefusedError(f"InvalidParameterValueException: no role {said.get('IamRoleArn') or 'was said'}")
    resources: list[str] = said.get("Resources", [])
    if strange := [one for one in resources if one != "*" and len(one.split(":")) < 6]:
        raise RefusedError(f"InvalidParameterValueException: no ARNs: {strange}")
    made = json.loads(answer(backup._create_selection(plan, {"BackupSelection": said})))["SelectionId"]
    return made, {"BackupPlanId": plan, "Id": made, "SelectionId": made}


def _update_selection(known: str, _: Properties, new: Properties) -> Attributes:
    raise RefusedError(f"everything of selection {known} is create-only, got {sorted(new)}")


def _delete_selection(known: str, properties: Properties) -> None:
    answer(backup._delete_selection(str(properties["BackupPlanId"]), known))


def _judge_vault(known: str | None, properties: Properties) -> None:
    """Another vault of the same name is refused; the emulator would adopt it."""
    name = str(properties["BackupVaultName"])
    if name != known and name in backup._vaults:
        raise RefusedError(f"AlreadyExistsException: backup vault {name}")


def _remember_vault(name: str, properties: Properties) -> Attributes:
    record: dict[str, Any] = backup._vaults[name]
    lock = properties.get("LockConfiguration", {})
    record["Locked"] = bool(lock)
    for key in ("MinRetentionDays", "MaxRetentionDays"):
        record.pop(key, None)
        record.update({key: int(lock[key])} if key in lock else {})
    return {}


def _judge_plan(_: str | None, properties: Properties) -> None:
    """A plan's own vault must be there, and so must those of other regions to which it copies."""
    for rule in properties["BackupPlan"]["BackupPlanRule"]:
        if rule["TargetBackupVault"] not in backup._vaults:
            raise RefusedError(f"ResourceNotFoundException: backup vault {rule['TargetBackupVault']}")
        for copy in rule.get("CopyActions", []):
            arn = copy["DestinationBackupVaultArn"].split(":")
            if not backup._vaults.contains_scoped(context.get_account_id(), arn[3], arn[-1]):
                raise RefusedError(f"ResourceNotFoundException: {copy['DestinationBackupVaultArn']}")


def _keep_plan(plan: str) -> None:
    if any(one["BackupPlanId"] == plan for one in backup._selections.values()):
        raise RefusedError(f"InvalidRequestException: {plan} still has selections")


def install() -> None:
    """Vaults have locks, and plans vaults."""
    judged("AWS::Backup::BackupVault", _judge_vault)
    remembered("AWS::Backup::BackupVault", _remember_vault)
    judged("AWS::Backup::BackupPlan", _judge_plan)
    guarded("AWS::Backup::BackupPlan", _keep_plan)


TYPES = (
    Resource("AWS::Backup::BackupSelection", _create_selection, _delete_selection, _update_selection,
             ("BackupPlanId", "BackupSelection"), tags=""),
)  # fmt: skip
