"""AWS::RDS::DBInstance outside any cluster: PostgreSQL with a standby, which the emulator takes as it comes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.emulator.types.resource import Attributes, Properties, RefusedError
from conformance.emulator.types.stack import iam, kms, logs, rds
from conformance.emulator.types.standing import judge_groups, judge_password, subnets_of, there, zones_of
from conformance.emulator.types.wrapping import guarded, judged, remembered

__all__ = ["install"]

_INSTANCE = "AWS::RDS::DBInstance"

_TAKEN = {
    "AllocatedStorage", "AutoMinorVersionUpgrade", "BackupRetentionPeriod", "CACertificateIdentifier",
    "CopyTagsToSnapshot", "DBInstanceClass", "DBInstanceIdentifier", "DBName", "DBParameterGroupName",
    "DBSubnetGroupName", "DeletionProtection", "EnableCloudwatchLogsExports", "EnablePerformanceInsights", "Engine",
    "EngineVersion", "KmsKeyId", "MasterUserPassword", "MasterUsername", "MaxAllocatedStorage", "MonitoringInterval",
    "MonitoringRoleArn", "MultiAZ", "PerformanceInsightsKMSKeyId", "Port", "PreferredBackupWindow",
    "PreferredMaintenanceWindow", "PubliclyAccessible", "StorageEncrypted", "StorageType", "Tags", "VPCSecurityGroups",
}  # fmt: skip
"""What the emulator takes itself, and what is remembered below."""

_LOGS = {"postgresql", "upgrade", "iam-db-auth-error"}
_PORTS = range(1150, 65_536)
_GP3_GIB = range(20, 65_537)
_MEASURES = {0, 1, 5, 10, 15, 30, 60}


def _single(properties: Properties) -> bool:
    return "DBClusterIdentifier" not in properties


def _judge(known: str | None, properties: Properties) -> None:
    """Refuse what RDS would refuse: what it names must be there, and its own name must not."""
    if not _single(properties):
        return
    strange = sorted(properties.keys() - _TAKEN)
    if strange or properties.get("Engine") != "postgres":
        raise RefusedError(f"the emulator takes single databases of postgres, without {strange}: single_databases.py")
    name = str(properties.get("DBInstanceIdentifier", ""))
    if name != known and name in rds._instances:
        raise RefusedError(f"DBInstanceAlreadyExists: {name}")
    judge_groups(properties.get("VPCSecurityGroups", []), subnets_of(properties))
    judge_password(str(properties.get("MasterUserPassword", "")))
    _judge_parameters(properties)
    _judge_numbers(properties)
    _judge_keys(properties)
    _judge_logs(name, properties)


def _judge_parameters(properties: Properties) -> None:
    family = f"postgres{str(properties['EngineVersion']).split('.')[0]}"
    name = properties.get("DBParameterGroupName")
    found = there(rds._param_groups, name, "DBParameterGroupNotFound")["DBParameterGroupFamily"]
    if found != family:
        raise RefusedError(f"InvalidParameterCombination: parameters of {found} for {family}")


def _judge_numbers(properties: Properties) -> None:
    storage, most = int(properties["AllocatedStorage"]), int(properties.get("MaxAllocatedStorage", 0))
    if properties.get("StorageType") != "gp3" or storage not in _GP3_GIB:
        raise RefusedError(f"InvalidParameterValue: {storage} GiB of {properties.get('StorageType', 'gp2')}")
    if most and most < storage * 1.1:
        raise RefusedError(f"InvalidParameterCombination: storage grows to {most} GiB, not a tenth above {storage}")
    if int(properties["Port"]) not in _PORTS:
        raise RefusedError(f"InvalidParameterValue: port {properties['Port']}")
    if int(properties.get("BackupRetentionPeriod", 1)) not in range(36):
        raise RefusedError(f"InvalidParameterValue: backups of {properties['BackupRetentionPeriod']} days")


def _judge_keys(properties: Properties) -> None:
    for key, needs in (("KmsKeyId", "StorageEncrypted"), ("PerformanceInsightsKMSKeyId", "EnablePerformanceInsights")):
        named = str(properties.get(key, ""))
        if named and not properties.get(needs):
            raise RefusedError(f"InvalidParameterCombination: {key} without {needs}")
        if named and named.rsplit("/", 1)[-1] not in kms._keys:
            raise RefusedError(f"KMSKeyNotAccessibleFault: {named}")
    role = str(properties.get("MonitoringRoleArn", "")).rsplit("/", 1)[-1]
    measured = int(properties.get("MonitoringInterval", 0))
    if measured not in _MEASURES or bool(measured) != (role in iam._roles):
        raise RefusedError(f"InvalidParameterCombination: measured every {measured} s by {role or 'nobody'}")


def _judge_logs(name: str, properties: Properties) -> None:
    """RDS makes a log group itself where none is: unencrypted, for ever. That is allowed, and checked by our checks."""
    strange = sorted(set(properties.get("EnableCloudwatchLogsExports", [])) - _LOGS)
    if strange:
        raise RefusedError(f"InvalidParameterCombination: {name} has no logs {strange}")


def _remember(name: str, properties: Properties) -> Attributes:
    if not _single(properties):
        return {}
    record = rds._instances[name]
    zones = sorted(zones_of(record["DBSubnetGroup"]))
    record["AvailabilityZone"] = zones[0]
    record["SecondaryAvailabilityZone"] = zones[1] if record["MultiAZ"] else ""
    record["CACertificateIdentifier"] = properties.get("CACertificateIdentifier", record["CACertificateIdentifier"])
    record["PerformanceInsightsKMSKeyId"] = properties.get("PerformanceInsightsKMSKeyId", "")
    record["EnabledCloudwatchLogsExports"] = list(properties.get("EnableCloudwatchLogsExports", []))
    for kind in record["EnabledCloudwatchLogsExports"]:
        group = f"/aws/rds/instance/{name}/{kind}"
        if group not in logs._log_groups:
            logs._create_log_group({"logGroupName": group})
    return {}


def _show(instance_xml: Any) -> Any:
    """With its logs, the key of its insights, and the zone of its standby."""

    def shown(record: Mapping[str, Any]) -> str:
        exported = "".join(f"<member>{one}</member>" for one in record.get("EnabledCloudwatchLogsExports", []))
        text = instance_xml(record).replace(
            "<EnabledCloudwatchLogsExports/>",
            f"<EnabledCloudwatchLogsExports>{exported}</EnabledCloudwatchLogsExports>",
        )
        besides = ("PerformanceInsightsKMSKeyId", "SecondaryAvailabilityZone")
        return text + "".join(f"<{key}>{record[key]}</{key}>" for key in besides if record.get(key))

    return shown


def _keep(name: str) -> None:
    if rds._instances.get(name, {}).get("DeletionProtection"):
        raise RefusedError(f"InvalidParameterCombination: deletion protection is on for DB instance {name}")


def _keep_subnets(group: str) -> None:
    users = sorted(key for key, one in rds._instances.items() if one["DBSubnetGroup"]["DBSubnetGroupName"] == group)
    if users:
        raise RefusedError(f"InvalidDBSubnetGroupStateFault: {group} is used by {users}")


def _keep_parameters(group: str) -> None:
    users = sorted(
        key
        for key, one in rds._instances.items()
        if group in {said["DBParameterGroupName"] for said in one["DBParameterGroups"]}
    )
    if users:
        raise RefusedError(f"InvalidDBParameterGroupState: {group} is used by {users}")


def install() -> None:
    """Single instances are judged, remembered and kept; what one stands on is not deleted under it."""
    judged(_INSTANCE, _judge)
    remembered(_INSTANCE, _remember)
    guarded(_INSTANCE, _keep)
    guarded("AWS::RDS::DBSubnetGroup", _keep_subnets)
    guarded("AWS::RDS::DBParameterGroup", _keep_parameters)
    rds._instance_xml = _show(rds._instance_xml)
