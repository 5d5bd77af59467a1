"""Subnets and security groups in which something has an address: EC2 does not delete them under it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.emulator.types.resource import RefusedError
from conformance.emulator.types.stack import autoscaling, ec2, elasticache, rds
from conformance.emulator.types.wrapping import guarded

__all__ = ["install"]


def _wearers(group: str) -> Iterator[str]:
    """Databases and session stores that are reached by a security group."""
    for records in (rds._clusters, rds._instances):
        for name, one in records.items():
            if group in {said["VpcSecurityGroupId"] for said in one["VpcSecurityGroups"]}:
                yield name
    for name, one in elasticache._replication_groups.items():
        if group in {said["SecurityGroupId"] for said in one["SecurityGroups"]}:
            yield name


def _referrers(group: str) -> Iterator[str]:
    """Other security groups of which a rule names this one."""
    for name, one in ec2._security_groups.items():
        rules: list[dict[str, Any]] = [*one.get("IpPermissions", []), *one.get("IpPermissionsEgress", [])]
        named = {pair["GroupId"] for rule in rules for pair in rule.get("UserIdGroupPairs", [])}
        if name != group and group in named:
            yield name


def _dwellers(subnet: str) -> Iterator[str]:
    """Databases, session stores and groups of machines that stand in a subnet, or could."""
    for name, one in rds._clusters.items():
        if one["DBClusterMembers"] and subnet in _subnets(rds._subnet_groups[one["DBSubnetGroup"]]):
            yield name
    for name, one in rds._instances.items():
        if not one["DBClusterIdentifier"] and subnet in _subnets(one["DBSubnetGroup"]):
            yield name
    for name, one in elasticache._replication_groups.items():
        if subnet in _subnets(elasticache._subnet_groups[one["CacheSubnetGroupName"]]):
            yield name
    for name, one in autoscaling._asgs.items():
        if one["DesiredCapacity"] and subnet in one["VPCZoneIdentifier"].split(","):
            yield name


def _subnets(group: dict[str, list[dict[str, str]]]) -> set[str]:
    return {one["SubnetIdentifier"] for one in group["Subnets"]}


def _keep_group(group: str) -> None:
    if users := sorted(_wearers(group)):
        raise RefusedError(f"DependencyViolation: {group} is worn by {users}")
    if others := sorted(_referrers(group)):
        raise RefusedError(f"DependencyViolation: {group} is named by rules of {others}")


def _keep_subnet(subnet: str) -> None:
    if users := sorted(_dwellers(subnet)):
        raise RefusedError(f"DependencyViolation: {users} stand in {subnet}")


def install() -> None:
    """Keep both where something would lose its network."""
    guarded("AWS::EC2::SecurityGroup", _keep_group)
    guarded("AWS::EC2::Subnet", _keep_subnet)
