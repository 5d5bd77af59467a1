"""Ways to break what was deployed, through the API; each gives what mends it again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from conformance.emulator.checks import Sight
from conformance.emulator.deployed import Held
from x2bee_constructs.addons.names import EXTERNAL_SECRETS
from x2bee_constructs.core.iam import pod_role_name
from x2bee_constructs.network import names

__all__ = [
    "Breaking",
    "association",
    "door",
    "group",
    "label",
    "parameter",
    "reader",
    "rotation",
    "route",
    "tags",
    "target",
]

Breaking = Callable[[Sight], Callable[[], Any]]
"""Breaks something, and gives what mends it."""


def _first(sight: Sight, type: str) -> Held:
    return sight.deployed.of(type)[0]


def label(sight: Sight) -> Callable[[], Any]:
    """Take the services' label off every node group; where none has it (Karpenter), give them one that nobody said."""
    label = dict(sight.platform.node_selector)
    groups = sight.deployed.of("AWS::EKS::Nodegroup")
    own = [one for one in groups if label.items() <= _labels(one).items()]
    off, on = {"removeLabels": list(label)}, {"addOrUpdateLabels": label}

    def change(labels: Any) -> None:
        cluster = sight.platform.site.cluster
        for group in own or groups:
            said: Any = {"clusterName": cluster, "nodegroupName": group.physical_id, "labels": labels}
            sight.aws.call("eks", "update_nodegroup_config", **said)

    change(off if own else on)
    return lambda: change(on if own else off)


def _labels(held: Held) -> dict[str, str]:
    return dict(held.properties.get("Labels", {}))


def reader(sight: Sight) -> Callable[[], Any]:
    """Let the services' store read everything of the site, as it once did."""
    said: Any = {"RoleName": pod_role_name(sight.platform.site, EXTERNAL_SECRETS), "PolicyName": "everything"}
    secrets = f"arn:aws:secretsmanager:*:*:secret:{sight.platform.site.path}/*"
    statement = {"Effect": "Allow", "Action": ["secretsmanager:GetSecretValue"], "Resource": secrets}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    sight.aws.call("iam", "put_role_policy", **said, PolicyDocument=document)
    return lambda: sight.aws.call("iam", "delete_role_policy", **said)


def association(sight: Sight) -> Callable[[], Any]:
    """An association that nobody said."""
    own = sight.platform.site.cluster
    role = _first(sight, "AWS::EKS::PodIdentityAssociation").properties["RoleArn"]
    made = sight.aws.call(
        "eks", "create_pod_identity_association", clusterName=own, namespace="default", serviceAccount="stranger",
        roleArn=str(sight.deployed.value("", role) or f"arn:aws:iam::{sight.platform.account}:role/{_role(sight)}"),
    )["association"]["associationId"]  # fmt: skip
    return lambda: sight.aws.call("eks", "delete_pod_identity_association", clusterName=own, associationId=made)


def _role(sight: Sight) -> str:
    return _first(sight, "AWS::IAM::Role").physical_id


def tags(sight: Sight) -> Callable[[], Any]:
    """Tags that can be moved."""
    name = _first(sight, "AWS::ECR::Repository").physical_id

    def put(how: str) -> None:
        sight.aws.call("ecr", "put_image_tag_mutability", repositoryName=name, imageTagMutability=how)

    put("MUTABLE")
    return lambda: put("IMMUTABLE")


def parameter(sight: Sight) -> Callable[[], Any]:
    """Another VPC in the parameter."""
    name = names.parameter(sight.platform.site, "vpc-id")
    value = _first(sight, "AWS::EC2::VPC").physical_id

    def put(text: str) -> None:
        sight.aws.call("ssm", "put_parameter", Name=name, Value=text, Overwrite=True)

    put("vpc-00000000000000000")
    return lambda: put(value)


def rotation(sight: Sight) -> Callable[[], Any]:
    """A key that does not rotate."""
    key = _first(sight, "AWS::KMS::Key").physical_id
    sight.aws.call("kms", "disable_key_rotation", KeyId=key)
    return lambda: sight.aws.call("kms", "enable_key_rotation", KeyId=key)


def group(sight: Sight) -> Callable[[], Any]:
    """A default security group that lets everybody in."""
    said: Any = {"Filters": [{"Name": "vpc-id", "Values": [_first(sight, "AWS::EC2::VPC").physical_id]}]}
    groups = sight.aws.call("ec2", "describe_security_groups", **said)["SecurityGroups"]
    group = next(one["GroupId"] for one in groups if one["GroupName"] == "default")
    rule = [{"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
    sight.aws.call("ec2", "authorize_security_group_ingress", GroupId=group, IpPermissions=rule)
    return lambda: sight.aws.call("ec2", "revoke_security_group_ingress", GroupId=group, IpPermissions=rule)


def door(sight: Sight) -> Callable[[], Any]:
    """A private endpoint that admits all of a network, not what is named."""
    found = sight.aws.call("eks", "describe_cluster", name=sight.platform.site.cluster)["cluster"]
    (group,) = found["resourcesVpcConfig"]["securityGroupIds"]
    rule = [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}]
    sight.aws.call("ec2", "authorize_security_group_ingress", GroupId=group, IpPermissions=rule)
    return lambda: sight.aws.call("ec2", "revoke_security_group_ingress", GroupId=group, IpPermissions=rule)


def target(sight: Sight) -> Callable[[], Any]:
    """A rule that is off."""
    name = _first(sight, "AWS::Events::Rule").physical_id
    sight.aws.call("events", "disable_rule", Name=name)
    return lambda: sight.aws.call("events", "enable_rule", Name=name)


def route(sight: Sight) -> Callable[[], Any]:
    """A way out of a data subnet."""
    (table, gateway) = (_data_table(sight), _first(sight, "AWS::EC2::InternetGateway").physical_id)
    where: Any = {"RouteTableId": table, "DestinationCidrBlock": "0.0.0.0/0"}
    sight.aws.call("ec2", "create_route", **where, GatewayId=gateway)
    return lambda: sight.aws.call("ec2", "delete_route", **where)


def _data_table(sight: Sight) -> str:
    tables = [one for one in sight.deployed.of("AWS::EC2::RouteTable") if "dataSubnet" in one.logical_id]
    return tables[0].physical_id
