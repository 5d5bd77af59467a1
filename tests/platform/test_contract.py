"""Law 3: what a changed logical id or name would replace, and with it lose, is frozen line by line.

`make golden` does not rewrite `tests/data/contract.txt`. Whoever changes or removes a line of it breaks every platform
that is deployed; docs/guides/day-0.md says what that means for which resource.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

CONTRACT = Path(__file__).parent.parent / "data" / "contract.txt"

NAME_OF = {
    "AWS::EC2::Subnet": "CidrBlock",
    "AWS::EC2::VPC": "CidrBlock",
    "AWS::ECR::Repository": "RepositoryName",
    "AWS::EKS::Cluster": "Name",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "Name",
    "AWS::ElasticLoadBalancingV2::TargetGroup": "Name",
    "AWS::IAM::Role": "RoleName",
    "AWS::KMS::Alias": "AliasName",
    "AWS::KMS::Key": None,
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::Route53::HostedZone": "Name",
    "AWS::S3::Bucket": "BucketName",
    "AWS::SNS::Topic": "TopicName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::SSM::Parameter": "Name",
    "AWS::SecretsManager::Secret": "Name",
    "AWS::Backup::BackupVault": "BackupVaultName",
    "AWS::ElastiCache::ReplicationGroup": "ReplicationGroupId",
    "AWS::ElastiCache::User": "UserId",
    "AWS::ElastiCache::UserGroup": "UserGroupId",
    "AWS::OpenSearchService::Domain": "DomainName",
    "AWS::RDS::DBCluster": "DBClusterIdentifier",
    "AWS::RDS::DBInstance": None,
    "AWS::WAFv2::WebACL": "Name",
}
"""What holds data, or what others know by name: the types whose ids and names are contract."""

KEPT = {"AWS::ECR::Repository", "AWS::KMS::Key", "AWS::Logs::LogGroup", "AWS::Route53::HostedZone"} | {
    "AWS::Backup::BackupVault",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::RDS::DBCluster",
    "AWS::SecretsManager::Secret",
}
"""What outlives its stack."""


def lines(templates: dict[str, dict[str, Any]]) -> Iterator[str]:
    for stack, template in templates.items():
        for logical_id, resource in template["Resources"].items():
            if resource["Type"] in NAME_OF:
                named = NAME_OF[resource["Type"]]
                name = resource["Properties"].get(named, "-") if named else "-"
                yield f"{stack} {resource['Type']} {logical_id} {name if isinstance(name, str) else '-'}"


def test_ids_and_names_are_those_that_are_deployed(templates: dict[str, dict[str, Any]]) -> None:
    frozen, now = set(CONTRACT.read_text().splitlines()), set(lines(templates))
    assert not frozen - now, "gone or renamed: these would be replaced or removed where they are deployed"
    assert not now - frozen, f"new: add these lines to {CONTRACT.name}"


def test_what_holds_data_outlives_its_stack(templates: dict[str, dict[str, Any]]) -> None:
    found = [r for template in templates.values() for r in template["Resources"].values() if r["Type"] in KEPT]
    assert {resource["Type"] for resource in found} == KEPT
    for resource in found:
        assert resource["UpdateReplacePolicy"] == "Retain", resource
        # A first deployment that fails leaves nothing behind whose name would stop the next one.
        assert resource["DeletionPolicy"] == "RetainExceptOnCreate", resource


def test_no_stack_can_be_deleted_by_accident(tmp_path: Path, acme: Any) -> None:
    import json

    from stacks.aws import build

    build(acme("prd"), outdir=str(tmp_path)).synth()
    artifacts = json.loads((tmp_path / "manifest.json").read_text())["artifacts"].values()
    stacks = [found["properties"] for found in artifacts if found["type"] == "aws:cloudformation:stack"]
    assert stacks
    assert all(found["terminationProtection"] for found in stacks)
