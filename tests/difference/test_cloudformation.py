"""What a change of a resource does."""

from __future__ import annotations

from typing import Any

import pytest

from tests.difference.states import Edit, changed_resource, stack
from x2bee_constructs.difference.compare import compare
from x2bee_constructs.difference.model import Effect
from x2bee_constructs.difference.read import State
from x2bee_constructs.difference.templates import Resource, exports_of


def resource(kind: str, **properties: Any) -> dict[str, Any]:
    return {"Type": kind, "Properties": properties}


def put(name: str, value: Any) -> Edit:
    return lambda found: found["one"]["Properties"].__setitem__(name, value)


CASES = [
    ("AWS::RDS::DBCluster", "DatabaseName", Effect.loss),
    ("AWS::RDS::DBCluster", "EngineVersion", Effect.restart),
    ("AWS::RDS::DBCluster", "BackupRetentionPeriod", Effect.none),
    ("AWS::S3::Bucket", "BucketName", Effect.loss),
    ("AWS::S3::Bucket", "LifecycleConfiguration", Effect.none),
    ("AWS::EKS::Cluster", "Name", Effect.loss),
    ("AWS::EKS::Cluster", "Version", Effect.none),
    ("AWS::EKS::Nodegroup", "InstanceTypes", Effect.recreate),
    ("AWS::EKS::Nodegroup", "Version", Effect.restart),
    ("AWS::EC2::Subnet", "CidrBlock", Effect.recreate),
    ("AWS::ECR::Repository", "RepositoryName", Effect.loss),
    ("AWS::ElastiCache::ReplicationGroup", "KmsKeyId", Effect.loss),
    ("AWS::ElastiCache::ReplicationGroup", "CacheNodeType", Effect.restart),
    ("AWS::OpenSearchService::Domain", "DomainName", Effect.loss),
    ("AWS::OpenSearchService::Domain", "EngineVersion", Effect.restart),
    ("AWS::SecretsManager::Secret", "Name", Effect.loss),
    ("AWS::ElasticLoadBalancingV2::TargetGroup", "Port", Effect.recreate),
]


@pytest.mark.parametrize(("kind", "name", "effect"), CASES, ids=[f"{kind}.{name}" for kind, name, _ in CASES])
def test_effect(kind: str, name: str, effect: Effect) -> None:
    (change,) = changed_resource({"one": resource(kind, **{name: "before"})}, put(name, "after"))
    assert change.effect is effect
    assert change.name == "stack/one"


def test_an_instance_of_a_cluster_holds_no_data_of_its_own() -> None:
    alone = resource("AWS::RDS::DBInstance", DBInstanceIdentifier="a")
    (change,) = changed_resource({"one": alone}, put("DBInstanceIdentifier", "b"))
    assert change.effect is Effect.loss
    alone["Properties"]["DBClusterIdentifier"] = "cluster"
    (change,) = changed_resource({"one": alone}, put("DBInstanceIdentifier", "b"))
    assert change.effect is Effect.recreate


def test_a_nested_create_only_property() -> None:
    network = {"SubnetIds": ["a"], "EndpointPublicAccess": False}
    (change,) = changed_resource(
        {"one": resource("AWS::EKS::Cluster", ResourcesVpcConfig=network)},
        put("ResourcesVpcConfig", {**network, "EndpointPublicAccess": True}),
    )
    assert change.effect is Effect.none
    (change,) = changed_resource(
        {"one": resource("AWS::EKS::Cluster", ResourcesVpcConfig=network)},
        put("ResourcesVpcConfig", {**network, "SubnetIds": ["b"]}),
    )
    assert change.effect is Effect.loss


@pytest.mark.parametrize("reference", [{"Ref": "one"}, {"Fn::GetAtt": ["one", "Arn"]}, {"Fn::GetAtt": "one.Arn"}])
def test_what_names_a_replaced_resource_where_it_cannot_change_is_replaced_too(reference: dict[str, Any]) -> None:
    before = {
        "one": resource("AWS::EC2::VPC", CidrBlock="10.0.0.0/16"),
        "two": resource("AWS::EC2::Subnet", VpcId=reference),
        "three": resource("AWS::EC2::SubnetRouteTableAssociation", SubnetId={"Ref": "two"}),
        "far": resource("AWS::EC2::Subnet", VpcId="vpc-1"),
    }
    changes = changed_resource(before, put("CidrBlock", "10.1.0.0/16"))
    assert {change.name: change.effect for change in changes} == {
        "stack/one": Effect.recreate,
        "stack/two": Effect.recreate,
        "stack/three": Effect.recreate,
    }


def test_what_another_stack_imports_takes_its_users_with_it() -> None:
    def state(cidr: str) -> State:
        exports = exports_of({"Outputs": {"Id": {"Value": {"Ref": "vpc"}, "Export": {"Name": "net:vpc"}}, "Url": "x"}})
        vpc = Resource(resource("AWS::EC2::VPC", CidrBlock=cidr), "net/Vpc", "net.json", exports["vpc"])
        group = resource("AWS::EC2::SecurityGroup", VpcId={"Fn::ImportValue": "net:vpc"})
        rule = resource("AWS::EC2::SecurityGroupIngress", GroupId={"Fn::GetAtt": ["group", "GroupId"]})
        users = {"group": Resource(group, "data/Group", "data.json"), "rule": Resource(rule, "data/Rule", "data.json")}
        return State(resources={"data": users, "net": {"vpc": vpc}})

    before, after = state("10.0.0.0/16"), state("10.1.0.0/16")
    changes = {change.name: change for change in compare(before, after).changes if change.name != "net/Vpc"}
    assert {name: change.effect for name, change in changes.items()} == {
        "data/Group": Effect.recreate,
        "data/Rule": Effect.recreate,
    }
    (group,), (rule,) = changes["data/Group"].reasons, changes["data/Rule"].reasons
    assert group.why == (
        "VpcId is create-only and names net/Vpc, which is replaced; "
        "CloudFormation refuses that as long as data imports it"
    )
    assert rule.why == "GroupId is create-only and names data/Group, which is replaced"


@pytest.mark.parametrize(
    ("kind", "policy", "effect", "says"),
    [
        ("AWS::S3::Bucket", None, Effect.loss, "Delete"),
        ("AWS::S3::Bucket", "Retain", Effect.removed, "stays in AWS"),
        ("AWS::RDS::DBCluster", None, Effect.removed, "snapshot"),
        ("AWS::RDS::DBCluster", "Delete", Effect.loss, "Delete"),
        ("AWS::IAM::Role", None, Effect.removed, "it goes"),
    ],
)
def test_what_goes_with_a_resource(kind: str, policy: str | None, effect: Effect, says: str) -> None:
    there = stack({"one": {**resource(kind), **({"DeletionPolicy": policy} if policy else {})}})
    (change,) = compare(there, State()).changes
    assert change.effect is effect
    assert says in change.reasons[0].why


def test_another_type_under_one_logical_id_is_refused() -> None:
    (change,) = changed_resource(
        {"one": resource("AWS::S3::Bucket")}, lambda found: found.__setitem__("one", resource("AWS::SQS::Queue"))
    )
    assert change.effect is Effect.loss
    assert "refuses another type" in change.reasons[0].why


def test_a_weaker_deletion_policy_is_said() -> None:
    bucket = {**resource("AWS::S3::Bucket"), "DeletionPolicy": "Retain"}
    (change,) = changed_resource({"one": bucket}, lambda found: found["one"].__setitem__("DeletionPolicy", "Delete"))
    assert change.effect is Effect.none
    assert "from now on its data goes with it" in change.reasons[0].why
