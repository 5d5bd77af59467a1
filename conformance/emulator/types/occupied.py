"""Subnets and security groups in which something has an address: EC2 does not delete them under it."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.emulator.types.resource import RefusedError
from conformance.emulator.types.stack import elasticache, rds
from conformance.emulator.types.wrapping import guarded

__all__ = ["install"]


def _wearers(group: str) -> Iterator[str]:
    """Databases and session stores that are reached by a security group."""
    for name, one in rds._clusters.items():
        if group in {said["VpcSecurityGroupId"] for said in one["VpcSecurityGroups"]}:
            yield name
    for name, one in elasticache._replication_groups.items():
        if group in {said["SecurityGroupId"] for said in one["SecurityGroups"]}:
            yield name


def _dwellers(subnet: str) -> Iterator[str]:
    """Databases and session stores that stand in a subnet, or could."""
    for name, one in rds._clusters.items():
        if one["DBClusterMembers"] and subnet in _subnets(rds._subnet_groups[one["DBSubnetGroup"]]):
            yield name
    for name, one in elasticache._replication_groups.items():
        if subnet in _subnets(elasticache._subnet_groups[one["CacheSubnetGroupName"]]):
            yield name


def _subnets(group: dict[str, list[dict[str, str]]]) -> set[str]:
    return {one["SubnetIdentifier"] for one in group["Subnets"]}


def _keep_group(group: str) -> None:
    if users := sorted(_wearers(group)):
        raise RefusedError(f"DependencyViolation: {group} is worn by {users}")


def _keep_subnet(subnet: str) -> None:
    if users := sorted(_dwellers(subnet)):
        raise RefusedError(f"DependencyViolation: {users} stand in {subnet}")


def install() -> None:
    """Keep both where something would lose its network."""
    guarded("AWS::EC2::SecurityGroup", _keep_group)
    guarded("AWS::EC2::Subnet", _keep_subnet)
