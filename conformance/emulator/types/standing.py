"""What databases have in common here: what they name must be there, and fit together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.emulator.types.resource import Properties, RefusedError
from conformance.emulator.types.stack import ec2, rds

__all__ = ["judge_groups", "judge_password", "subnets_of", "there", "zones_of"]


def there(records: Any, name: object, fault: str) -> Mapping[str, Any]:
    """What is there by this name; the fault, if nothing is."""
    if not name or name not in records:
        raise RefusedError(f"{fault}: {name or 'none was said'}")
    return records[name]


def zones_of(group: Mapping[str, Any]) -> set[str]:
    """The zones of a group of subnets."""
    return {one["SubnetAvailabilityZone"]["Name"] for one in group["Subnets"]}


def subnets_of(properties: Properties) -> Mapping[str, Any]:
    """The group of subnets in which a database is to stand: in two zones at least."""
    subnets = there(rds._subnet_groups, properties.get("DBSubnetGroupName"), "DBSubnetGroupNotFoundFault")
    if len(zones_of(subnets)) < 2:
        raise RefusedError(f"DBSubnetGroupDoesNotCoverEnoughAZs: {sorted(zones_of(subnets))}")
    return subnets


def judge_groups(groups: Sequence[str], subnets: Mapping[str, Any]) -> None:
    """Security groups are of the VPC in which the subnets are."""
    for one in groups:
        vpc = there(ec2._security_groups, one, "InvalidVPCNetworkStateFault")["VpcId"]
        if vpc != subnets["VpcId"]:
            raise RefusedError(f"InvalidVPCNetworkStateFault: {one} is in {vpc}, the subnets are in {subnets['VpcId']}")


def judge_password(password: str) -> None:
    """Printable ASCII but / @ and quotation marks, 8 to 128 of them (API reference, CreateDBInstance)."""
    good = password.isascii() and password.isprintable() and not set(password) & set('/"@')
    if not (good and 8 <= len(password) <= 128) or password.startswith("{{resolve:"):
        raise RefusedError("InvalidParameterValue: the parameter MasterUserPassword is not a valid password")
