"""The stack policy, and how CloudFormation reads it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.emulator.protection import denied
from x2bee_constructs.platform.protection import STATEFUL, stack_policy


@pytest.mark.parametrize("kind", STATEFUL)
def test_what_holds_data_is_changed_but_not_replaced(kind: str) -> None:
    assert not denied(stack_policy(), "Update:Modify", "Key", kind)
    assert "[#2] does not allow [Update:Replace] for Key" in denied(stack_policy(), "Update:Replace", "Key", kind)


@pytest.mark.parametrize("kind", ["AWS::EKS::Nodegroup", "AWS::EC2::LaunchTemplate", "AWS::EC2::SecurityGroup"])
def test_what_holds_nothing_is_replaced(kind: str) -> None:
    assert not denied(stack_policy(), "Update:Replace", "Nodes", kind)


def test_without_a_policy_everything_goes_and_with_one_only_what_it_allows() -> None:
    assert not denied("", "Update:Replace", "Key", "AWS::KMS::Key")
    only = json.dumps(
        {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "Update:Modify", "Resource": "*"}]}
    )
    assert not denied(only, "Update:Modify", "Key", "AWS::KMS::Key")
    assert "no statement allows" in denied(only, "Update:Delete", "Key", "AWS::KMS::Key")


def test_a_statement_may_name_resources() -> None:
    allow = {"Effect": "Allow", "Principal": "*", "Action": "Update:*", "Resource": "*"}
    deny = {"Effect": "Deny", "Principal": "*", "Action": ["Update:Delete"], "Resource": ["LogicalResourceId/Key*"]}
    policy = json.dumps({"Statement": [allow, deny]})
    assert denied(policy, "Update:Delete", "KeyOne", "AWS::KMS::Key")
    assert not denied(policy, "Update:Delete", "Topic", "AWS::SNS::Topic")


KEEPS = {"Retain", "RetainExceptOnCreate"}

LEANT_ON = {
    "AWS::EC2::SecurityGroup",
    "AWS::ElastiCache::ParameterGroup",
    "AWS::ElastiCache::SubnetGroup",
    "AWS::IAM::Role",
    "AWS::RDS::DBClusterParameterGroup",
    "AWS::RDS::DBSubnetGroup",
}
"""Kept for what is kept and cannot be without them. They hold nothing, and another one may take their place: a new
major version needs new parameters."""


def test_every_retained_type_of_the_platform_is_protected_or_kept_for_one_that_is(
    templates: dict[str, dict[str, Any]],
) -> None:
    resources = [one for template in templates.values() for one in template["Resources"].values()]
    retained = {one["Type"] for one in resources if one.get("DeletionPolicy") in KEEPS}
    assert retained
    assert retained - LEANT_ON <= set(STATEFUL)
    assert not LEANT_ON & set(STATEFUL)


@pytest.mark.parametrize("kind", ["AWS::Backup::BackupVault", "AWS::ElastiCache::User", "AWS::ElastiCache::UserGroup"])
def test_what_others_know_by_name_is_protected(kind: str) -> None:
    assert "[Update:Replace]" in denied(stack_policy(), "Update:Replace", "Vault", kind)
