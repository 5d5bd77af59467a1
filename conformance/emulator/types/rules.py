"""AWS::EC2::SecurityGroupIngress and SecurityGroupEgress: a rule beside its group."""

from __future__ import annotations

import uuid
from typing import Any

from conformance.emulator.types.resource import Attributes, Known, Properties, RefusedError, Resource
from conformance.emulator.types.stack import ec2, provisioners

__all__ = ["TYPES"]


def _group(group: str) -> dict[str, Any]:
    if group not in ec2._security_groups:
        raise RefusedError(f"InvalidGroup.NotFound: {group}")
    return ec2._security_groups[group]


def _permission(properties: Properties) -> dict[str, Any]:
    for key in ("SourceSecurityGroupId", "DestinationSecurityGroupId"):
        if key in properties:
            _group(str(properties[key]))
    (permission,) = provisioners._ec2_sg_permissions([properties])
    return permission


def _creating(direction: str) -> Any:
    def create(_: str, properties: Properties, __: str) -> Known:
        permission = _permission(properties)
        known: list[dict[str, Any]] = _group(str(properties["GroupId"])).setdefault(direction, [])
        if permission in known:
            raise RefusedError("InvalidPermission.Duplicate: the group has this rule")
        known.append(permission)
        rule = f"sgr-{uuid.uuid4().hex[:17]}"
        return rule, {"Id": rule}

    return create


def _deleting(direction: str) -> Any:
    def delete(_: str, properties: Properties) -> None:
        group = ec2._security_groups.get(str(properties["GroupId"]))
        if group is not None:
            (permission,) = provisioners._ec2_sg_permissions([properties])
            group[direction] = [known for known in group.get(direction, []) if known != permission]

    return delete


def _updating(direction: str) -> Any:
    """Only the description may change in place."""

    def update(rule: str, old: Properties, new: Properties) -> Attributes:
        before, after = _permission(old), _permission(new)
        group = _group(str(new["GroupId"]))
        group[direction] = [after if known == before else known for known in group.get(direction, [])]
        return {"Id": rule}

    return update


_FIXED = ("IpProtocol", "FromPort", "ToPort", "CidrIp", "CidrIpv6", "GroupId")
_SOURCE = ("GroupName", "SourceSecurityGroupId", "SourceSecurityGroupName", "SourceSecurityGroupOwnerId")


def _rule(name: str, direction: str, *fixed: str) -> Resource:
    create, delete, update = _creating(direction), _deleting(direction), _updating(direction)
    return Resource(f"AWS::EC2::{name}", create, delete, update, (*_FIXED, *fixed), tags="")


TYPES = (
    _rule("SecurityGroupIngress", "IpPermissions", *_SOURCE, "SourcePrefixListId"),
    _rule("SecurityGroupEgress", "IpPermissionsEgress", "DestinationSecurityGroupId", "DestinationPrefixListId"),
)
