"""AWS::ElastiCache: replication groups as ElastiCache names and shows them, users with rules, and what is in use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from conformance.emulator.types.resource import Properties, RefusedError
from conformance.emulator.types.stack import context, ec2, elasticache, logs
from conformance.emulator.types.wrapping import guarded, judged

__all__ = ["install"]


def _known(records: Any, name: object, fault: str) -> Mapping[str, Any]:
    if not name or name not in records:
        raise RefusedError(f"{fault}: {name or 'none was said'}")
    return records[name]


def _judge_store(known: str | None, properties: Properties) -> None:
    """Refuse what ElastiCache would refuse of a replication group without shards."""
    if known is None and properties["ReplicationGroupId"] in elasticache._replication_groups:
        raise RefusedError(f"ReplicationGroupAlreadyExists: {properties['ReplicationGroupId']}")
    subnets = _known(
        elasticache._subnet_groups, properties.get("CacheSubnetGroupName"), "CacheSubnetGroupNotFoundFault"
    )
    _judge_parameters(properties)
    for one in properties.get("SecurityGroupIds", []):
        if _known(ec2._security_groups, one, "InvalidParameterValue")["VpcId"] != subnets["VpcId"]:
            raise RefusedError(f"InvalidVPCNetworkStateFault: {one} is not in {subnets['VpcId']}")
    for one in properties.get("LogDeliveryConfigurations", []):
        group = one["DestinationDetails"]["CloudWatchLogsDetails"]["LogGroup"]
        _known(logs._log_groups, group, "InvalidParameterValue")
    if properties.get("MultiAZEnabled") and not properties.get("AutomaticFailoverEnabled"):
        raise RefusedError("InvalidParameterCombination: Multi-AZ needs automatic failover")
    if properties.get("AutomaticFailoverEnabled") and int(properties.get("NumCacheClusters", 1)) < 2:
        raise RefusedError("InvalidParameterCombination: automatic failover needs a replica")
    _judge_users(properties)


def _judge_parameters(properties: Properties) -> None:
    name = properties.get("CacheParameterGroupName")
    found = _known(elasticache._param_groups, name, "CacheParameterGroupNotFound")["CacheParameterGroupFamily"]
    wanted = f"{properties['Engine']}{str(properties['EngineVersion']).split('.')[0]}"
    if found != wanted:
        raise RefusedError(f"InvalidParameterCombination: parameters of {found} for {wanted}")


def _judge_users(properties: Properties) -> None:
    groups = properties.get("UserGroupIds", [])
    if groups and not properties.get("TransitEncryptionEnabled"):
        raise RefusedError("InvalidParameterCombination: user groups need encryption in transit")
    for one in groups:
        group = _known(elasticache._user_groups, one, "UserGroupNotFound")
        if group["Engine"] != properties["Engine"]:
            raise RefusedError(f"InvalidParameterCombination: users of {group['Engine']} for {properties['Engine']}")


def _creating(create: Any) -> Any:
    def made(said: Mapping[str, Any]) -> Any:
        response = create(said)
        if response[0] < 400:
            _settle(elasticache._replication_groups[said["ReplicationGroupId"]], said)
        return response

    return made


def _settle(record: dict[str, Any], said: Mapping[str, Any]) -> None:
    """Nodes, zones and addresses as ElastiCache gives them to a group without shards, with TLS; and its key."""
    name, port = record["ReplicationGroupId"], int(said["Port"])
    host = f"{name}.emu1at.{context.get_region()}.cache.amazonaws.com"
    subnets = elasticache._subnet_groups[record["CacheSubnetGroupName"]]["Subnets"]
    zones = sorted({one["SubnetAvailabilityZone"]["Name"] for one in subnets})
    (shard,) = record["NodeGroups"]
    shard["PrimaryEndpoint"] = {"Address": f"master.{host}", "Port": port}
    shard["ReaderEndpoint"] = {"Address": f"replica.{host}", "Port": port}
    for index, node in enumerate(shard["NodeGroupMembers"]):
        cluster = elasticache._clusters.pop(node["CacheClusterId"])
        node["CacheClusterId"] = cluster["CacheClusterId"] = f"{name}-{index + 1:03}"
        zone = zones[index % len(zones)]
        node["PreferredAvailabilityZone"] = cluster["PreferredAvailabilityZone"] = zone
        node["ReadEndpoint"] = {"Address": f"{node['CacheClusterId']}.{host}", "Port": port}
        cluster["CacheNodes"][0]["Endpoint"] = cluster["_endpoint"] = node["ReadEndpoint"]
        elasticache._clusters[node["CacheClusterId"]] = cluster
    record["MemberClusters"] = [one["CacheClusterId"] for one in shard["NodeGroupMembers"]]
    record["KmsKeyId"] = said.get("KmsKeyId", "")


def _show(group_xml: Any) -> Any:
    def shown(record: Mapping[str, Any]) -> str:
        return f"{group_xml(record)}<KmsKeyId>{record.get('KmsKeyId', '')}</KmsKeyId>"

    return shown


def _judge_user(known: str | None, properties: Properties) -> None:
    """Refuse what ElastiCache would refuse of a user: ids are lower case, passwords 16 to 128 printable characters."""
    if known is None and properties["UserId"] in elasticache._users:
        raise RefusedError(f"UserAlreadyExists: {properties['UserId']}")
    passwords = properties.get("Passwords", [])
    if not passwords and not properties.get("NoPasswordRequired") and "AuthenticationMode" not in properties:
        raise RefusedError(f"InvalidParameterCombination: no password for {properties['UserId']}")
    for one in passwords:
        if not (16 <= len(one) <= 128 and one.isascii() and one.isprintable()) or one.startswith("{{resolve:"):
            raise RefusedError(f"InvalidParameterValue: not a password for {properties['UserId']}")


def _judge_group(_: str | None, properties: Properties) -> None:
    """A group has a user called `default`, none of them twice, and users of its own engine."""
    users = [_known(elasticache._users, one, "UserNotFound") for one in properties.get("UserIds", [])]
    names = [one["UserName"] for one in users]
    if "default" not in names:
        raise RefusedError(f"DefaultUserRequired: {properties['UserGroupId']} has {sorted(names)}")
    if len(names) != len(set(names)):
        raise RefusedError(f"DuplicateUserName: {sorted(names)}")
    strange = sorted(one["UserId"] for one in users if one["Engine"] != properties["Engine"])
    if strange:
        raise RefusedError(f"InvalidParameterCombination: {strange} are not of {properties['Engine']}")


def _readable(user_xml: Any) -> Any:
    """An access string may have `&`, which the emulator writes into its answer as it is."""

    def shown(record: Mapping[str, Any]) -> str:
        return user_xml({**record, "AccessString": escape(record.get("AccessString", ""))})

    return shown


def _keep_user(user: str) -> None:
    """The user `default` of a group stays; another one leaves its groups when it goes."""
    groups = [one for one in elasticache._user_groups.values() if user in one["UserIds"]]
    if groups and elasticache._users[user]["UserName"] == "default":
        raise RefusedError(f"DefaultUserAssociatedToUserGroup: {user}")
    for group in groups:
        group["UserIds"].remove(user)


def _keep_group(group: str) -> None:
    users = elasticache._user_groups.get(group, {}).get("ReplicationGroups")
    if users:
        raise RefusedError(f"InvalidUserGroupState: {group} is used by {users}")


def _keeper(field: str, fault: str) -> Any:
    def keep(name: str) -> None:
        users = sorted(key for key, one in elasticache._replication_groups.items() if one[field] == name)
        if users:
            raise RefusedError(f"{fault}: {name} is used by {users}")

    return keep


def install() -> None:
    """Stores and users are judged and shown; what a store stands on is not deleted under it."""
    judged("AWS::ElastiCache::ReplicationGroup", _judge_store)
    judged("AWS::ElastiCache::User", _judge_user)
    judged("AWS::ElastiCache::UserGroup", _judge_group)
    elasticache._create_replication_group = _creating(elasticache._create_replication_group)
    elasticache._rg_xml = _show(elasticache._rg_xml)
    elasticache._user_xml = _readable(elasticache._user_xml)
    guarded("AWS::ElastiCache::User", _keep_user)
    guarded("AWS::ElastiCache::UserGroup", _keep_group)
    guarded("AWS::ElastiCache::SubnetGroup", _keeper("CacheSubnetGroupName", "CacheSubnetGroupInUse"))
    guarded("AWS::ElastiCache::ParameterGroup", _keeper("CacheParameterGroupName", "InvalidCacheParameterGroupState"))
