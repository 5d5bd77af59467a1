"""What exists of databases, session stores, backups and log stores, asked of each service: see `inventory`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from conformance.emulator.aws import Aws

__all__ = ["DATA"]

_Lister = Callable[[Aws], Iterable[str]]


def _of(service: str, operation: str, items: str, id: str) -> _Lister:
    def listed(aws: Aws) -> list[str]:
        return [one[id] for one in aws.call(service, operation).get(items, [])]

    return listed


def _ours(lister: _Lister) -> _Lister:
    """Without the parameter groups that every account has."""

    def listed(aws: Aws) -> list[str]:
        return [one for one in lister(aws) if not one.startswith("default.")]

    return listed


def _plans(aws: Aws) -> list[str]:
    return [one["BackupPlanId"] for one in aws.call("backup", "list_backup_plans")["BackupPlansList"]]


def _selections(aws: Aws) -> list[str]:
    return [
        one["SelectionId"]
        for plan in _plans(aws)
        for one in aws.call("backup", "list_backup_selections", BackupPlanId=plan)["BackupSelectionsList"]
    ]


DATA: Mapping[str, _Lister] = {
    "AWS::Backup::BackupPlan": _plans,
    "AWS::Backup::BackupSelection": _selections,
    "AWS::Backup::BackupVault": _of("backup", "list_backup_vaults", "BackupVaultList", "BackupVaultName"),
    "AWS::ElastiCache::ParameterGroup": _ours(
        _of("elasticache", "describe_cache_parameter_groups", "CacheParameterGroups", "CacheParameterGroupName")
    ),
    "AWS::ElastiCache::ReplicationGroup": _of(
        "elasticache", "describe_replication_groups", "ReplicationGroups", "ReplicationGroupId"
    ),
    "AWS::ElastiCache::SubnetGroup": _of(
        "elasticache", "describe_cache_subnet_groups", "CacheSubnetGroups", "CacheSubnetGroupName"
    ),
    "AWS::ElastiCache::User": _of("elasticache", "describe_users", "Users", "UserId"),
    "AWS::ElastiCache::UserGroup": _of("elasticache", "describe_user_groups", "UserGroups", "UserGroupId"),
    "AWS::OpenSearchService::Domain": _of("opensearch", "list_domain_names", "DomainNames", "DomainName"),
    "AWS::RDS::DBCluster": _of("rds", "describe_db_clusters", "DBClusters", "DBClusterIdentifier"),
    "AWS::RDS::DBClusterParameterGroup": _ours(
        _of("rds", "describe_db_cluster_parameter_groups", "DBClusterParameterGroups", "DBClusterParameterGroupName")
    ),
    "AWS::RDS::DBInstance": _of("rds", "describe_db_instances", "DBInstances", "DBInstanceIdentifier"),
    "AWS::RDS::DBParameterGroup": _ours(
        _of("rds", "describe_db_parameter_groups", "DBParameterGroups", "DBParameterGroupName")
    ),
    "AWS::RDS::DBSubnetGroup": _of("rds", "describe_db_subnet_groups", "DBSubnetGroups", "DBSubnetGroupName"),
}
"""How each type's ids are asked for."""
