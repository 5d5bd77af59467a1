"""The identity of a microservice in anyone's stack."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Environment, Stack
from aws_cdk.assertions import Template

from x2bee_constructs.core.names import Site
from x2bee_constructs.workload.access import Access, Bucket, Queue
from x2bee_constructs.workload.aws import MsaIdentity

ACME = Site("acme", "prd")
GIFT = "x2bee-api-gift"
EVERYTHING = Access(
    queues=[Queue(name="acme-gifts", send=True, receive=True)],
    topics=["acme-gift-events"],
    buckets=[Bucket(name="acme-prd-gifts", read=True, write=True, delete=True, prefix="cards/")],
    parameters=["gift/pg-url"],
    secrets=["gift/pg"],
)


def made(access: Access, name: str = GIFT, site: Site = ACME, context: dict[str, Any] | None = None) -> dict[str, Any]:
    stack = Stack(App(context=context), "alone", env=Environment(account="111122223333", region="ap-northeast-2"))
    MsaIdentity(stack, name, site, access)
    return Template.from_stack(stack).to_json().get("Resources", {})


def role(resources: dict[str, Any]) -> dict[str, Any]:
    return next(r["Properties"] for r in resources.values() if r["Type"] == "AWS::IAM::Role")


def test_nothing_set_makes_nothing() -> None:
    assert made(Access()) == {}
    identity = MsaIdentity(Stack(App(), "alone"), GIFT, ACME, Access())
    assert (identity.role, identity.association) == (None, None)


def test_everything_set() -> None:
    resources = made(EVERYTHING)
    assert sorted(r["Type"] for r in resources.values()) == ["AWS::EKS::PodIdentityAssociation", "AWS::IAM::Role"]
    (policy,) = role(resources)["Policies"]
    said = {statement["Sid"]: statement for statement in policy["PolicyDocument"]["Statement"]}
    assert list(said) == [
        "Send", "Receive", "Publish", "Read", "Write", "Delete", "List1", "Parameters", "Secrets", "Encrypt", "Decrypt",
    ]  # fmt: skip
    assert said["Read"] == {
        "Sid": "Read",
        "Effect": "Allow",
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::acme-prd-gifts/cards/*",
        "Condition": {"StringEquals": {"aws:ResourceAccount": ["111122223333"]}},
    }


def test_the_association_ties_the_service_account_to_the_role() -> None:
    resources = made(EVERYTHING)
    (role_id,) = (name for name, r in resources.items() if r["Type"] == "AWS::IAM::Role")
    (association,) = (r for r in resources.values() if r["Type"] == "AWS::EKS::PodIdentityAssociation")
    assert association["Properties"] == {
        "ClusterName": "x2bee-acme-prd",
        "Namespace": "acme-app",
        "ServiceAccount": GIFT,
        "RoleArn": {"Fn::GetAtt": [role_id, "Arn"]},
    }
    assert role(resources)["RoleName"] == f"x2bee-acme-prd-{GIFT}"


def test_only_its_own_pods_take_the_role() -> None:
    (trust,) = role(made(EVERYTHING))["AssumeRolePolicyDocument"]["Statement"]
    assert trust == {
        "Effect": "Allow",
        "Action": ["sts:AssumeRole", "sts:TagSession"],
        "Principal": {"Service": "pods.eks.amazonaws.com"},
        "Condition": {
            "ArnEquals": {"aws:SourceArn": "arn:aws:eks:ap-northeast-2:111122223333:cluster/x2bee-acme-prd"},
            "StringEquals": {
                "aws:SourceAccount": "111122223333",
                "aws:RequestTag/kubernetes-namespace": "acme-app",
                "aws:RequestTag/kubernetes-service-account": GIFT,
            },
        },
    }


def test_feature_flags_change_nothing_even_in_a_stack_that_is_not_ours() -> None:
    flags = json.loads((Path(__file__).parent.parent / "data" / "feature-flags.json").read_text())
    assert made(EVERYTHING, context=flags) == made(EVERYTHING)


def test_a_stack_without_account_and_region_takes_those_it_is_deployed_to() -> None:
    stack = Stack(App(), "alone")
    MsaIdentity(stack, GIFT, ACME, EVERYTHING)
    text = json.dumps(Template.from_stack(stack).to_json()["Resources"])
    assert '{"Ref": "AWS::AccountId"}' in text
    assert "${Token[" not in text


@pytest.mark.parametrize(("name", "words"), [("s" * 41, "at most 64"), ("Gift", "lower-case"), ("a_b", "letters")])
def test_a_name_that_no_role_can_have_is_refused_with_the_path(name: str, words: str) -> None:
    with pytest.raises(ValueError, match=rf"\[alone/{name}\] .*{words}"):
        made(EVERYTHING, name, Site("abcdefghij", "abcdef"))


def test_the_role_can_be_given_more() -> None:
    from aws_cdk import aws_s3 as s3

    stack = Stack(App(), "alone")
    identity = MsaIdentity(stack, GIFT, ACME, EVERYTHING)
    assert identity.role
    s3.Bucket(stack, "Bucket").grant_read(identity.role)
    Template.from_stack(stack).resource_count_is("AWS::IAM::Policy", 1)
