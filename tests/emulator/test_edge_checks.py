"""Checks of the way in against canned answers: each says yes to what is right, and no to what is not."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from conformance.emulator.checks import Check, Sight, balancer, edge
from conformance.emulator.deployed import Deployed, Held
from conformance.emulator.report import Expect, Step
from x2bee_constructs import Platform
from x2bee_constructs.ingress.attributes import SSL_POLICY, balancer_attributes, target_attributes
from x2bee_constructs.platform.ingress import edge_props

BALANCER, ACL, CERTIFICATE = "arn:balancer", "arn:acl", "arn:certificate"
GROUP = "arn:aws:elasticloadbalancing:r:a:targetgroup/x2bee-acme-prd-ingress/0123456789abcdef"
BUCKET = "x2bee-acme-prd-edge-logs-111122223333"


def held(kind: str, physical_id: str, **properties: Any) -> Held:
    return Held("x2bee-acme-prd-edge", physical_id, kind, physical_id, {"Type": kind, "Properties": properties})


HELD = (
    held("AWS::EC2::VPC", "vpc-1"),
    held("AWS::CertificateManager::Certificate", CERTIFICATE),
    held("AWS::ElasticLoadBalancingV2::TargetGroup", GROUP),
    held("AWS::WAFv2::WebACL", "x2bee-acme-prd-edge|1|REGIONAL", Rules=[{"Priority": 0, "Name": "office-hosts"}]),
    held("AWS::WAFv2::IPSet", "x2bee-acme-prd-office|2|REGIONAL"),
    held(
        "AWS::S3::Bucket", BUCKET, LifecycleConfiguration={"Rules": [{"ExpirationInDays": 731}]},
        BucketEncryption={"ServerSideEncryptionConfiguration": [
            {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
        ]},
    ),
)  # fmt: skip


def rule(port: int, *cidrs: str, group: str = "") -> dict[str, Any]:
    pairs = [{"GroupId": group}] if group else []
    ranges = [{"CidrIp": cidr} for cidr in cidrs]
    return {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": ranges, "UserIdGroupPairs": pairs}


def pairs(attributes: Any) -> dict[str, Any]:
    return {"Attributes": [{"Key": key, "Value": value} for key, value in attributes.items()]}


def listened(hosts: list[str]) -> dict[str, Any]:
    condition = {"Field": "host-header", "Values": hosts}
    forward = {"Type": "forward", "TargetGroupArn": GROUP}
    to = {"Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}
    https = {
        "Port": 443, "ListenerArn": "arn:https", "SslPolicy": SSL_POLICY,
        "Certificates": [{"CertificateArn": CERTIFICATE}],
        "DefaultActions": [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}],
    }  # fmt: skip
    http = {"Port": 80, "ListenerArn": "arn:http", "DefaultActions": [{"Type": "redirect", "RedirectConfig": to}]}
    rules: list[dict[str, Any]] = [
        {"IsDefault": False, "Priority": "1", "Conditions": [condition], "Actions": [forward]},
        {"IsDefault": True, "Priority": "default", "Conditions": [], "Actions": []},
    ]
    return {
        "describe_listeners": {"Listeners": [http, https]}, "describe_rules": {"Rules": rules},
        "describe_listener_attributes": pairs({"routing.http.response.server.enabled": "false"}),
    }  # fmt: skip


def guarded(office_hosts: list[str], offices: list[str]) -> dict[str, Any]:
    compared = [
        {"ByteMatchStatement": {"PositionalConstraint": constraint, "SearchString": text.encode()}}
        for host in office_hosts
        for constraint, text in (("EXACTLY", host), ("STARTS_WITH", f"{host}:"))
    ]
    statement = {"OrStatement": {"Statements": compared}}
    headers = [{"SingleHeader": {"Name": name}} for name in ("authorization", "cookie")]
    logged = {"LogDestinationConfigs": ["arn:aws:logs:r:a:log-group:aws-waf-logs-x2bee-acme-prd"]}
    return {
        "list_web_acls": {"WebACLs": [{"Name": "x2bee-acme-prd-edge", "Id": "1", "ARN": ACL}]},
        "get_web_acl": {"WebACL": {"Rules": [{"Priority": 0, "Name": "office-hosts", "Statement": statement}]}},
        "get_ip_set": {"IPSet": {"Addresses": offices}},
        "get_logging_configuration": {"LoggingConfiguration": {**logged, "RedactedFields": headers}},
        "list_resources_for_web_acl": {"ResourceArns": [BALANCER]},
    }  # fmt: skip


def kept() -> dict[str, Any]:
    block = dict.fromkeys(
        ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True
    )  # fmt: skip
    tls = {"Effect": "Deny", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    encrypted = [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
    return {
        "get_public_access_block": {"PublicAccessBlockConfiguration": block},
        "get_bucket_policy": {"Policy": json.dumps({"Statement": [tls]})},
        "get_bucket_encryption": {"ServerSideEncryptionConfiguration": {"Rules": encrypted}},
        "get_bucket_versioning": {"Status": "Enabled"},
        "get_bucket_ownership_controls": {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}},
        "get_bucket_lifecycle_configuration": {"Rules": [{"Expiration": {"Days": 731}}]},
    }


def groups(props: Any) -> dict[str, Any]:
    """The load balancer's group and the cluster's."""
    out = [rule(port, *props.app_cidrs) for port in (8080, 15021)]
    into = [rule(port, "0.0.0.0/0") for port in (80, 443)]
    pods = [rule(port, group="sg-balancer") for port in (8080, 15021)]
    return {
        "sg-balancer": {"IpPermissions": into, "IpPermissionsEgress": out},
        "sg-cluster": {"IpPermissions": pods, "IpPermissionsEgress": []},
    }


class Canned:
    """AWS, out of a table."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = answers

    def call(self, service: str, operation: str, **arguments: Any) -> Any:
        if operation == "describe_security_groups":
            return {"SecurityGroups": [self.answers["groups"][one] for one in arguments["GroupIds"]]}
        return self.answers[operation]


@pytest.fixture
def platform(acme: Callable[[str], Platform]) -> Platform:
    return acme("prd")


@pytest.fixture
def answers(platform: Platform) -> dict[str, Any]:
    """Everything as it should be."""
    props = edge_props(platform)
    assert props
    alias = {"DNSName": "dualstack.lb.elb.amazonaws.com."}
    found = {
        "LoadBalancerArn": BALANCER, "LoadBalancerName": "x2bee-acme-prd", "Scheme": "internet-facing",
        "VpcId": "vpc-1", "SecurityGroups": ["sg-balancer"], "DNSName": "lb.elb.amazonaws.com",
    }  # fmt: skip
    target = {
        "TargetGroupArn": GROUP, "TargetType": "ip", "Protocol": "HTTP", "ProtocolVersion": "HTTP1", "Port": 8080,
        "HealthCheckPort": "15021", "HealthCheckPath": "/healthz/ready", "HealthCheckIntervalSeconds": 10,
        "HealthCheckTimeoutSeconds": 5, "HealthyThresholdCount": 2, "UnhealthyThresholdCount": 2,
        "Matcher": {"HttpCode": "200"},
    }  # fmt: skip
    return copy.deepcopy({
        "describe_load_balancers": {"LoadBalancers": [found]},
        "describe_load_balancer_attributes": pairs(balancer_attributes(BUCKET)),
        "describe_target_groups": {"TargetGroups": [target]},
        "describe_target_group_attributes": pairs(target_attributes()),
        "describe_cluster": {"cluster": {"resourcesVpcConfig": {"clusterSecurityGroupId": "sg-cluster"}}},
        "list_resource_record_sets": {"ResourceRecordSets": [
            {"Name": "acme-shop.co.kr.", "Type": "NS"},
            *({"Name": f"{host}.", "Type": "A", "AliasTarget": alias} for host in props.hosts),
        ]},
        "describe_certificate": {"Certificate": {
            "Status": "ISSUED", "SubjectAlternativeNames": list(props.hosts),
        }},
        "groups": groups(props),
        **listened(list(props.hosts)), **guarded(list(props.office_hosts), list(props.office_cidrs)), **kept(),
    })  # fmt: skip


def complaints(check: Check, platform: Platform, answers: dict[str, Any]) -> list[str]:
    expect = Expect(Step("", ""))
    check(Sight(platform, Canned(answers), Deployed(HELD, {})), expect)
    assert expect.step.checked
    return expect.step.failed


CHECKS = (
    balancer.balancer, balancer.listeners, balancer.targets, balancer.pods_group,
    edge.web_acl, edge.records, edge.certificates, edge.buckets,
)  # fmt: skip


@pytest.mark.parametrize("check", CHECKS)
def test_what_is_as_the_platform_says_passes(check: Check, platform: Platform, answers: dict[str, Any]) -> None:
    assert complaints(check, platform, answers) == []


LB, LISTENERS = ("describe_load_balancers", "LoadBalancers", 0), ("describe_listeners", "Listeners")
LB_GROUP, POD_RULE = ("groups", "sg-balancer"), ("groups", "sg-cluster", "IpPermissions", 0)
RECORD = ("list_resource_record_sets", "ResourceRecordSets", 1)
LOGGING = ("get_logging_configuration", "LoggingConfiguration")
BLOCK = ("get_public_access_block", "PublicAccessBlockConfiguration")
WRONG: tuple[tuple[Check, tuple[Any, ...], Any, str], ...] = (
    (balancer.balancer, (*LB, "Scheme"), "internal", "scheme"),
    (balancer.balancer, (*LB, "VpcId"), "vpc-2", "VPC"),
    (balancer.balancer, ("describe_load_balancer_attributes",), pairs({}), "deletion_protection.enabled"),
    (balancer.balancer, (*LB_GROUP, "IpPermissions"), [rule(22, "0.0.0.0/0")], "who comes in"),
    (balancer.balancer, (*LB_GROUP, "IpPermissionsEgress"), [rule(8080, "0.0.0.0/0")], "where it may go"),
    (balancer.listeners, (*LISTENERS, 0, "Port"), 81, "ports"),
    (balancer.listeners, (*LISTENERS, 0, "DefaultActions", 0, "RedirectConfig", "StatusCode"), "HTTP_302", "sent"),
    (balancer.listeners, (*LISTENERS, 1, "SslPolicy"), "ELBSecurityPolicy-2016-08", "policy of TLS"),
    (balancer.listeners, (*LISTENERS, 1, "Certificates"), [], "certificates"),
    (balancer.listeners, (*LISTENERS, 1, "DefaultActions", 0), {"Type": "forward"}, "what others get"),
    (balancer.listeners, ("describe_listener_attributes",), pairs({}), "says what it is"),
    (balancer.listeners, ("describe_rules", "Rules"), [], "hosts it knows"),
    (balancer.listeners, ("describe_rules", "Rules", 0, "Actions"), [], "leads"),
    (balancer.targets, ("describe_target_groups", "TargetGroups", 0, "TargetType"), "instance", "TargetType"),
    (balancer.targets, ("describe_target_groups", "TargetGroups", 0, "HealthCheckPort"), "8080", "HealthCheckPort"),
    (balancer.targets, ("describe_target_group_attributes",), pairs({}), "deregistration_delay"),
    (balancer.pods_group, POD_RULE, rule(8080, "0.0.0.0/0"), "pods let in others besides"),
    (balancer.pods_group, ("groups", "sg-cluster", "IpPermissions"), [], "what the load balancer reaches"),
    (edge.web_acl, ("get_web_acl", "WebACL", "Rules", 0, "Name"), "rate", "its rules"),
    (edge.web_acl, ("get_web_acl", "WebACL", "Rules", 0, "Statement"), {}, "hosts for offices alone"),
    (edge.web_acl, ("get_ip_set", "IPSet", "Addresses"), ["0.0.0.0/1"], "offices' networks"),
    (edge.web_acl, ("list_resources_for_web_acl", "ResourceArns"), [], "no web ACL of ours stands before"),
    (edge.web_acl, (*LOGGING, "LogDestinationConfigs"), [], "its log"),
    (edge.web_acl, (*LOGGING, "RedactedFields"), [], "headers that are not written down"),
    (edge.records, (*RECORD, "Name"), "elsewhere.acme-shop.co.kr.", "hosts with a record"),
    (edge.records, (*RECORD, "AliasTarget", "DNSName"), "elsewhere.example.com.", "no load balancer of ours"),
    (edge.certificates, ("describe_certificate", "Certificate", "Status"), "PENDING_VALIDATION", "status"),
    (edge.certificates, ("describe_certificate", "Certificate", "SubjectAlternativeNames"), [], "hosts"),
    (edge.buckets, (*BLOCK, "RestrictPublicBuckets"), False, "opened to the public"),
    (edge.buckets, ("get_bucket_policy", "Policy"), '{"Statement": []}', "without TLS"),
    (edge.buckets, ("get_bucket_encryption", "ServerSideEncryptionConfiguration", "Rules"), [], "encryption"),
    (edge.buckets, ("get_bucket_versioning",), {}, "versions"),
    (edge.buckets, ("get_bucket_ownership_controls", "OwnershipControls", "Rules"), [], "owner"),
    (edge.buckets, ("get_bucket_lifecycle_configuration", "Rules"), [{}], "days"),
)


@pytest.mark.parametrize(("check", "path", "value", "word"), WRONG, ids=[one[3] for one in WRONG])
def test_what_is_not_is_noticed(
    platform: Platform, answers: dict[str, Any], check: Check, path: tuple[Any, ...], value: object, word: str
) -> None:
    place: Any = answers
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert any(word in one for one in complaints(check, platform, answers))
