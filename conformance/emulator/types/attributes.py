"""Types that the emulator knows, but of which it forgets something that our templates or checks read."""

from __future__ import annotations

from typing import Any

from conformance.emulator.types.balancers import listener, target_group
from conformance.emulator.types.buckets import bucket
from conformance.emulator.types.resource import Attributes, Properties, RefusedError, answer, camel
from conformance.emulator.types.stack import context, ec2, eks, provisioners, sns
from conformance.emulator.types.wrapping import remembered

__all__ = ["CREATE_ONLY", "install"]

CREATE_ONLY: dict[str, tuple[str, ...]] = {
    "AWS::EC2::InternetGateway": (),
    "AWS::EC2::RouteTable": ("VpcId",),
    "AWS::EC2::SecurityGroup": ("GroupDescription", "GroupName", "VpcId"),
    "AWS::EC2::Subnet": ("VpcId", "AvailabilityZone", "AvailabilityZoneId", "CidrBlock", "OutpostArn", "Ipv6Native"),
    "AWS::EC2::VPC": ("CidrBlock", "Ipv4IpamPoolId", "Ipv4NetmaskLength"),
    "AWS::ElasticLoadBalancingV2::Listener": ("LoadBalancerArn",),
    "AWS::ElasticLoadBalancingV2::ListenerRule": ("ListenerArn",),
    "AWS::KMS::Key": (),
    "AWS::Logs::LogGroup": ("LogGroupName",),
    "AWS::Route53::HostedZone": ("Name", "DelegationSetId"),
    "AWS::Route53::RecordSet": ("HostedZoneId", "HostedZoneName"),
    "AWS::S3::Bucket": ("BucketName", "BucketNamePrefix", "BucketNamespace"),
    "AWS::S3::BucketPolicy": ("Bucket",),
    "AWS::SecretsManager::Secret": ("Name",),
}
"""What replaces a resource (`createOnlyProperties` of the registry's schemas): without it the emulator replaces all the
same, but tells neither change sets nor the stack policy."""

_CLUSTER = (
    "EncryptionConfig", "KubernetesNetworkConfig", "AccessConfig", "UpgradePolicy", "ZonalShiftConfig",
    "ComputeConfig", "StorageConfig",
)  # fmt: skip
_NODES = ("CapacityType", "NodeRepairConfig")


def _vpc(vpc: str, properties: Properties) -> Attributes:
    """A new default security group lets its members talk to each other; the emulator leaves that out."""
    record = ec2._vpcs[vpc]
    group = ec2._security_groups[record["DefaultSecurityGroupId"]]
    if "x2bee" not in group:
        group["x2bee"] = "opened once"
        pair = [{"GroupId": group["GroupId"], "UserId": context.get_account_id()}]
        rule = {"IpProtocol": "-1", "IpRanges": [], "Ipv6Ranges": [], "PrefixListIds": [], "UserIdGroupPairs": pair}
        group["IpPermissions"] = [rule]
    return {"CidrBlock": properties["CidrBlock"], "CidrBlockAssociations": []}


def _cluster(name: str, properties: Properties) -> Attributes:
    """What a cluster was told, and the security group that EKS makes for it."""
    record = eks._clusters[name]
    for key in _CLUSTER:
        if key in properties:
            record[key[0].lower() + key[1:]] = camel(properties[key])
    record["deletionProtection"] = bool(properties.get("DeletionProtection", False))
    network: dict[str, Any] = record["resourcesVpcConfig"]
    zones = {ec2._subnets[subnet]["AvailabilityZone"] for subnet in network["subnetIds"] if subnet in ec2._subnets}
    if len(zones) < 2:
        raise RefusedError(f"a cluster needs subnets in two zones, got {sorted(zones)}")
    network["vpcId"] = ec2._subnets[network["subnetIds"][0]]["VpcId"]
    _cluster_group(name, network)
    return {"EncryptionConfigKeyArn": _key(record)}


def _key(record: dict[str, Any]) -> str:
    return next((one["provider"]["keyArn"] for one in record["encryptionConfig"]), "")


def _cluster_group(name: str, network: dict[str, Any]) -> None:
    group: str = network["clusterSecurityGroupId"]
    if group not in ec2._security_groups:
        ec2._security_groups[group] = {
            "GroupId": group, "GroupName": f"eks-cluster-sg-{name}", "Description": "EKS created security group",
            "VpcId": network["vpcId"], "OwnerId": context.get_account_id(),
            "IpPermissions": [], "IpPermissionsEgress": [],
        }  # fmt: skip


def _nodes(name: str, properties: Properties) -> Attributes:
    """What a node group was told."""
    record = eks._nodegroups[f"{properties['ClusterName']}/{name}"]
    record.update({key[0].lower() + key[1:]: camel(properties[key]) for key in _NODES if key in properties})
    return {}


def _topic(arn: str, properties: Properties) -> Attributes:
    """The key that a topic is encrypted with."""
    attributes: dict[str, str] = sns._topics[arn]["attributes"]
    attributes.pop("KmsMasterKeyId", None)
    attributes.update({key: str(value) for key, value in properties.items() if key == "KmsMasterKeyId"})
    return {}


def _protect_cluster() -> None:
    """A protected cluster is not deleted, and its security group goes with it."""

    def delete(name: str, _: Properties) -> None:
        record = eks._clusters.get(name)
        if record is None:
            return
        if record.get("deletionProtection"):
            raise RefusedError(f"InvalidRequestException: deletion protection is on for cluster {name}")
        answer(eks._delete_cluster(name))
        ec2._security_groups.pop(record["resourcesVpcConfig"]["clusterSecurityGroupId"], None)

    provisioners._RESOURCE_HANDLERS["AWS::EKS::Cluster"]["delete"] = delete


def install() -> None:
    """Add what is missing."""
    for kind, fixed in CREATE_ONLY.items():
        provisioners._REPLACING_PROPERTIES.setdefault(kind, fixed)
    remembered("AWS::EC2::VPC", _vpc)
    remembered("AWS::EKS::Cluster", _cluster)
    remembered("AWS::EKS::Nodegroup", _nodes)
    remembered("AWS::ElasticLoadBalancingV2::Listener", listener)
    remembered("AWS::ElasticLoadBalancingV2::TargetGroup", target_group)
    remembered("AWS::S3::Bucket", bucket)
    remembered("AWS::SNS::Topic", _topic)
    _protect_cluster()
