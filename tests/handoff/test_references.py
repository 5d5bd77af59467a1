"""What the templates read themselves, so that nobody in the cluster has to."""

from __future__ import annotations

from typing import Any

import pytest

from tests.handoff.sides import STACK, Sides, resource

ROLE = resource("IAM::Role", RoleName="x2bee-acme-prd-node")
ALIAS = resource("KMS::Alias", AliasName="alias/x2bee-acme-prd")
CLUSTER = resource("EKS::Cluster", Name="x2bee-acme-prd")
SECRET = resource("SecretsManager::Secret", Name="x2bee/acme/prd/gift/key")
PARAMETER = resource("SSM::Parameter", Name="/x2bee/acme/prd/gift/url")
QUEUE = resource("SQS::Queue", QueueName="x2bee-acme-prd-gifts")
REPOSITORY = resource("ECR::Repository", RepositoryName="x2bee/acme/prd/x2bee-fo")
GET = {"Fn::GetAtt": ["It", "Arn"]}
ARN = "arn:aws:{}:ap-northeast-2:111122223333:{}"


def may(arn: Any) -> dict[str, Any]:
    return resource("IAM::Policy", PolicyDocument={"Statement": [{"Effect": "Allow", "Resource": arn}]})


def joined(end: str) -> dict[str, Any]:
    parts = ["arn:", {"Ref": "AWS::Partition"}, ":ssm:", {"Ref": "AWS::Region"}, ":", {"Ref": "AWS::AccountId"}, end]
    return {"Fn::Join": ["", parts]}


@pytest.mark.parametrize(
    ("what", "it", "reader", "read"),
    [
        ("a role of an instance profile", ROLE, resource("IAM::InstanceProfile", Roles=[{"Ref": "It"}]), True),
        ("a role in a text", ROLE, resource("EKS::Nodegroup", NodeRole={"Fn::Sub": "${It.Arn}"}), True),
        ("a role of an add-on", ROLE, resource("EKS::Addon", PodIdentityAssociations=[{"RoleArn": GET}]), True),
        ("an alias in a condition", ALIAS, may("x") | may("alias/x2bee-acme-prd"), True),
        ("an alias as a key", ALIAS, resource("SecretsManager::Secret", KmsKeyId="alias/x2bee-acme-prd"), True),
        ("a cluster by name", CLUSTER, resource("EKS::PodIdentityAssociation", ClusterName="x2bee-acme-prd"), True),
        ("a cluster in a trust", CLUSTER, may(ARN.format("eks", "cluster/x2bee-acme-prd")), True),
        ("a cluster in a tag", CLUSTER, resource("EC2::VPC", Tags=[{"Key": "x", "Value": "x2bee-acme-prd"}]), False),
        ("a cluster in a description", CLUSTER, resource("EC2::SecurityGroup", Description="x2bee-acme-prd"), False),
        (
            "a right on a secret",
            SECRET,
            may(ARN.format("secretsmanager", "secret:x2bee/acme/prd/gift/key-??????")),
            True,
        ),
        ("a right by reference", SECRET, may({"Ref": "It"}), True),
        ("a right on all secrets", SECRET, may(ARN.format("secretsmanager", "secret:x2bee/acme/prd/*")), False),
        ("a secret's own policy", SECRET, resource("SecretsManager::ResourcePolicy", SecretId={"Ref": "It"}), False),
        ("a user's password", SECRET, resource("ElastiCache::User", Passwords=[{"Ref": "It"}]), False),
        ("a right on a parameter", PARAMETER, may(joined(":parameter/x2bee/acme/prd/gift/url")), True),
        (
            "a parameter in a deployment",
            PARAMETER,
            resource("X::Y", A="{{resolve:ssm:/x2bee/acme/prd/gift/url}}"),
            True,
        ),
        ("a right on a queue", QUEUE, may(ARN.format("sqs", "x2bee-acme-prd-gifts")), False),
        ("who fills a queue", QUEUE, resource("Events::Rule", Targets=[{"Arn": GET}]), False),
        ("a queue's own policy", QUEUE, resource("SQS::QueuePolicy", Queues=[{"Ref": "It"}]), False),
        ("who pushes an image", REPOSITORY, may(GET), False),
        ("what is merely published", ROLE, resource("SSM::Parameter", Value=GET), False),
    ],
)
def test_who_counts_as_a_reader(
    what: str, it: dict[str, Any], reader: dict[str, Any], read: bool, sides: Sides
) -> None:
    sides.stack({"It": it, "Reader": reader})
    assert (sides.gaps() == []) is read, what


@pytest.mark.parametrize("way", ["Fn::ImportValue", "Fn::GetStackOutput"])
def test_another_stack_reads_by_an_export(way: str, sides: Sides) -> None:
    output = {"Value": {"Fn::GetAtt": ["It", "Arn"]}, "Export": {"Name": "shared"}}
    said = "shared" if way == "Fn::ImportValue" else {"StackName": STACK, "OutputName": "Out"}
    sides.stack({"It": ROLE}, Outputs={"Out": output})
    assert sides.gaps() == [("X2B402", "x2bee-acme-prd-node")], "an output alone is no reader"
    sides.stack({"Reader": resource("EKS::Nodegroup", NodeRole={way: said})}, name="x2bee-acme-prd-other")
    assert sides.gaps() == []


def test_a_template_parameter_filled_from_ssm(sides: Sides) -> None:
    filled = {"Vpc": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/x2bee/acme/prd/gift/url"}}
    sides.stack({"It": PARAMETER}, Parameters=filled)
    assert sides.gaps() == []


@pytest.mark.parametrize(
    ("kind", "properties", "name"),
    [
        ("Budgets::Budget", {"Budget": {"BudgetName": "x2bee-acme-prd"}}, "x2bee-acme-prd"),
        ("RDS::DBCluster", {"DBClusterIdentifier": "x2bee-acme-prd-mbod"}, "x2bee-acme-prd-mbod"),
        ("ElastiCache::ReplicationGroup", {"ReplicationGroupId": "x2bee-acme-prd"}, "x2bee-acme-prd"),
        ("S3::Bucket", {"BucketName": "x2bee-acme-prd-archive"}, "x2bee-acme-prd-archive"),
        ("SNS::Topic", {"TopicName": "x2bee-acme-prd-alarms"}, "x2bee-acme-prd-alarms"),
        ("WAFv2::WebACL", {"Name": "x2bee-acme-prd"}, "x2bee-acme-prd"),
        ("Future::Thing", {"ThingName": "x2bee-acme-prd-thing", "Name": "other"}, "x2bee-acme-prd-thing"),
        ("IAM::Policy", {"PolicyName": "x2bee-acme-prd-x"}, None),
        ("EKS::Addon", {"AddonName": "x2bee-acme-prd-x"}, None),
        ("SSM::Association", {"Name": "x2bee-acme-prd-document"}, None),
        ("IAM::Role", {"RoleName": {"Fn::GetAtt": ["X", "Name"]}}, None),
        ("SQS::Queue", {"QueueName": {"Fn::Sub": "x2bee-acme-prd-${Other}"}}, None),
    ],
)
def test_what_a_resource_is_called(kind: str, properties: dict[str, Any], name: str | None, sides: Sides) -> None:
    sides.stack({"It": resource(kind, **properties)})
    assert sides.gaps() == ([("X2B402", name)] if name else [])
