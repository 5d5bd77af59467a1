"""The table of create-only properties is what the pinned CDK CLI knows, and covers all that we make."""

from __future__ import annotations

from typing import Any

from tools.replacements import main
from x2bee_constructs.difference.resources import is_stateful, replacement
from x2bee_constructs.platform.protection import STATEFUL


def test_it_is_what_the_cli_has() -> None:
    assert main(["--check"]) == 0


def test_the_day_0_properties_are_create_only() -> None:
    for kind, name in (
        ("AWS::EKS::Cluster", "EncryptionConfig"),
        ("AWS::EKS::Cluster", "RoleArn"),
        ("AWS::RDS::DBCluster", "KmsKeyId"),
        ("AWS::RDS::DBCluster", "DBSubnetGroupName"),
        ("AWS::ElastiCache::ReplicationGroup", "Port"),
        ("AWS::ECR::Repository", "EncryptionConfiguration"),
        ("AWS::Backup::BackupVault", "EncryptionKeyArn"),
        ("AWS::EC2::VPC", "CidrBlock"),
    ):
        assert replacement(kind, (name,)), f"{kind}.{name}"


def test_what_the_stack_policy_protects_is_stateful_or_known_by_name() -> None:
    by_name = {
        "AWS::EC2::VPC",
        "AWS::ElastiCache::User",
        "AWS::ElastiCache::UserGroup",
        "AWS::KMS::Alias",
    }
    assert {kind for kind in STATEFUL if not is_stateful(kind, {})} == by_name


def test_what_we_retain_is_stateful(templates: dict[str, dict[str, Any]]) -> None:
    kept = {
        resource["Type"]
        for template in templates.values()
        for resource in template["Resources"].values()
        if resource.get("DeletionPolicy", "").startswith("Retain") and is_stateful(resource["Type"], {})
    }
    assert {"AWS::S3::Bucket", "AWS::RDS::DBCluster", "AWS::KMS::Key", "AWS::ECR::Repository"} <= kept
