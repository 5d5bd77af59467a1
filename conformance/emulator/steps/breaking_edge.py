"""Ways to break the way in, through the API; each gives what mends it again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from conformance.emulator.checks import Sight

__all__ = ["log", "protection", "public_access", "record", "shield", "side_door"]


def _balancer(sight: Sight) -> str:
    return sight.deployed.of("AWS::ElasticLoadBalancingV2::LoadBalancer")[0].physical_id


def protection(sight: Sight) -> Callable[[], Any]:
    """A load balancer that may be deleted."""
    arn = _balancer(sight)

    def put(value: str) -> None:
        said: Any = {"LoadBalancerArn": arn, "Attributes": [{"Key": "deletion_protection.enabled", "Value": value}]}
        sight.aws.call("elbv2", "modify_load_balancer_attributes", **said)

    put("false")
    return lambda: put("true")


def shield(sight: Sight) -> Callable[[], Any]:
    """A load balancer without its web ACL."""
    arn = _balancer(sight)
    acl = sight.aws.call("wafv2", "get_web_acl_for_resource", ResourceArn=arn)["WebACL"]["ARN"]
    sight.aws.call("wafv2", "disassociate_web_acl", ResourceArn=arn)
    return lambda: sight.aws.call("wafv2", "associate_web_acl", ResourceArn=arn, WebACLArn=acl)


def log(sight: Sight) -> Callable[[], Any]:
    """A log in which cookies can be read."""
    arn = sight.deployed.of("AWS::WAFv2::LoggingConfiguration")[0].physical_id
    was = sight.aws.call("wafv2", "get_logging_configuration", ResourceArn=arn)["LoggingConfiguration"]

    def put(**changed: Any) -> None:
        said = {key: value for key, value in was.items() if key != "ManagedByFirewallManager"}
        sight.aws.call("wafv2", "put_logging_configuration", LoggingConfiguration={**said, **changed})

    put(RedactedFields=[])
    return put


def record(sight: Sight) -> Callable[[], Any]:
    """A host that leads elsewhere."""
    zone = sight.deployed.of("AWS::Route53::RecordSet")[0].properties["HostedZoneId"]
    found = sight.aws.call("route53", "list_resource_record_sets", HostedZoneId=zone)["ResourceRecordSets"]
    was = next(one for one in found if "AliasTarget" in one)

    def put(target: dict[str, Any]) -> None:
        changes = [{"Action": "UPSERT", "ResourceRecordSet": {**was, "AliasTarget": target}}]
        sight.aws.call("route53", "change_resource_record_sets", HostedZoneId=zone, ChangeBatch={"Changes": changes})

    put({**was["AliasTarget"], "DNSName": "elsewhere.example.com."})
    return lambda: put(was["AliasTarget"])


def public_access(sight: Sight) -> Callable[[], Any]:
    """A bucket that may be opened to the public."""
    bucket = sight.deployed.of("AWS::S3::Bucket")[0].physical_id
    was = sight.aws.call("s3", "get_public_access_block", Bucket=bucket)["PublicAccessBlockConfiguration"]

    def put(block: dict[str, bool]) -> None:
        said: Any = {"Bucket": bucket, "PublicAccessBlockConfiguration": block}
        sight.aws.call("s3", "put_public_access_block", **said)

    put({**was, "RestrictPublicBuckets": False})
    return lambda: put(was)


def side_door(sight: Sight) -> Callable[[], Any]:
    """Pods that let everybody reach the gateway, past the load balancer."""
    cluster = sight.aws.call("eks", "describe_cluster", name=sight.platform.site.cluster)["cluster"]
    group = cluster["resourcesVpcConfig"]["clusterSecurityGroupId"]
    rule = [{"IpProtocol": "tcp", "FromPort": 8080, "ToPort": 8080, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
    sight.aws.call("ec2", "authorize_security_group_ingress", GroupId=group, IpPermissions=rule)
    return lambda: sight.aws.call("ec2", "revoke_security_group_ingress", GroupId=group, IpPermissions=rule)
