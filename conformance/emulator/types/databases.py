"""AWS::RDS: Aurora clusters and their instances, which the emulator takes as they come and half forgets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.emulator.types.resource import Attributes, Properties, RefusedError
from conformance.emulator.types.stack import iam, rds
from conformance.emulator.types.standing import judge_groups, judge_password, subnets_of, there, zones_of
from conformance.emulator.types.wrapping import guarded, judged, remembered

__all__ = ["install"]

_SHOWN = (
    "DatabaseInsightsMode", "MonitoringInterval", "PerformanceInsightsEnabled", "PerformanceInsightsKMSKeyId",
    "PerformanceInsightsRetentionPeriod",
)  # fmt: skip
"""What the API is to show of a cluster besides, by its own names."""

_INHERITED = ("EngineVersion", "VpcSecurityGroups", "StorageEncrypted", "KmsKeyId", "BackupRetentionPeriod")
"""What an instance has of its cluster."""


def _judge_cluster(known: str | None, properties: Properties) -> None:
    """Refuse what RDS would refuse of a cluster: what it names must be there, and its name must not."""
    name = str(properties.get("DBClusterIdentifier", ""))
    if name != known and name in rds._clusters:
        raise RefusedError(f"DBClusterAlreadyExistsFault: {name}")
    subnets = subnets_of(properties)
    group = there(
        rds._db_cluster_param_groups, properties.get("DBClusterParameterGroupName"), "DBClusterParameterGroupNotFound"
    )
    family = f"{properties['Engine']}{str(properties['EngineVersion']).split('.')[0]}"
    if group["DBParameterGroupFamily"] != family:
        raise RefusedError(f"InvalidParameterCombination: parameters of {group['DBParameterGroupFamily']} for {family}")
    judge_groups(properties.get("VpcSecurityGroupIds", []), subnets)
    judge_password(str(properties.get("MasterUserPassword", "")))


def _remember_cluster(name: str, properties: Properties) -> Attributes:
    record = rds._clusters[name]
    record.update({key: properties[key] for key in ("KmsKeyId", *_SHOWN) if key in properties})
    record["PerformanceInsightsKMSKeyId"] = properties.get("PerformanceInsightsKmsKeyId", "")
    record["StorageEncrypted"] = bool(properties.get("StorageEncrypted", False))
    record["EnabledCloudwatchLogsExports"] = list(properties.get("EnableCloudwatchLogsExports", []))
    record["DBClusterParameterGroup"] = properties["DBClusterParameterGroupName"]
    record["AvailabilityZones"] = sorted(zones_of(rds._subnet_groups[record["DBSubnetGroup"]]))[:3]
    return {}


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _show(cluster_xml: Any) -> Any:
    def shown(record: Mapping[str, Any]) -> str:
        exports = "".join(f"<member>{one}</member>" for one in record.get("EnabledCloudwatchLogsExports", []))
        rest = "".join(f"<{key}>{_text(record[key])}</{key}>" for key in _SHOWN if key in record)
        return f"{cluster_xml(record)}<EnabledCloudwatchLogsExports>{exports}</EnabledCloudwatchLogsExports>{rest}"

    return shown


def _judge_instance(_: str | None, properties: Properties) -> None:
    """Refuse what RDS would refuse of an instance of a cluster; `single_databases` has the others."""
    if "DBClusterIdentifier" not in properties:
        return
    cluster = there(rds._clusters, properties.get("DBClusterIdentifier"), "DBClusterNotFoundFault")
    if properties["Engine"] != cluster["Engine"]:
        raise RefusedError(f"InvalidParameterCombination: {properties['Engine']} in a cluster of {cluster['Engine']}")
    zone = properties.get("AvailabilityZone")
    zones = zones_of(rds._subnet_groups[cluster["DBSubnetGroup"]])
    if zone and zone not in zones:
        raise RefusedError(f"InvalidSubnet: no subnet of the cluster is in {zone}, got {sorted(zones)}")
    role = str(properties.get("MonitoringRoleArn", "")).rsplit("/", 1)[-1]
    if int(properties.get("MonitoringInterval", 0)) and role not in iam._roles:
        raise RefusedError(f"InvalidParameterCombination: no role {role or 'was said'} to measure the instance")


def _remember_instance(name: str, properties: Properties) -> Attributes:
    if "DBClusterIdentifier" not in properties:
        return {}
    record, cluster = rds._instances[name], rds._clusters[properties["DBClusterIdentifier"]]
    record.update({key: cluster[key] for key in _INHERITED})
    record["DBSubnetGroup"] = rds._subnet_groups[cluster["DBSubnetGroup"]]
    record["Endpoint"]["Port"] = cluster["Port"]
    record["StorageType"] = "aurora"
    for index, member in enumerate(cluster["DBClusterMembers"]):
        member["IsClusterWriter"] = not index  # the first that is there writes
    return {"Endpoint.Port": str(cluster["Port"])}


def _keep_cluster(name: str) -> None:
    record = rds._clusters.get(name, {})
    if record.get("DeletionProtection"):
        raise RefusedError(f"InvalidParameterCombination: deletion protection is on for DB cluster {name}")
    if record.get("DBClusterMembers"):
        raise RefusedError(f"InvalidDBClusterStateFault: {name} contains DB instances")


def _keep_subnets(name: str) -> None:
    users = sorted(key for key, one in rds._clusters.items() if one["DBSubnetGroup"] == name)
    if users:
        raise RefusedError(f"InvalidDBSubnetGroupStateFault: {name} is used by {users}")


def _keep_parameters(name: str) -> None:
    users = sorted(key for key, one in rds._clusters.items() if one.get("DBClusterParameterGroup") == name)
    if users:
        raise RefusedError(f"InvalidDBParameterGroupState: {name} is used by {users}")


def install() -> None:
    """Clusters and instances are judged and remembered; what a cluster stands on is not deleted under it."""
    judged("AWS::RDS::DBCluster", _judge_cluster)
    remembered("AWS::RDS::DBCluster", _remember_cluster)
    guarded("AWS::RDS::DBCluster", _keep_cluster)
    judged("AWS::RDS::DBInstance", _judge_instance)
    remembered("AWS::RDS::DBInstance", _remember_instance)
    guarded("AWS::RDS::DBSubnetGroup", _keep_subnets)
    guarded("AWS::RDS::DBClusterParameterGroup", _keep_parameters)
    rds._cluster_xml = _show(rds._cluster_xml)
