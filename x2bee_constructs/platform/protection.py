"""A stack policy against replacing what holds data. CloudFormation keeps it beside the stack, not in the template."""

from __future__ import annotations

import json
from collections.abc import Sequence

__all__ = ["STATEFUL", "stack_policy"]

STATEFUL = (
    "AWS::Backup::BackupVault",
    "AWS::EC2::VPC",
    "AWS::EC2::Volume",
    "AWS::ECR::Repository",
    "AWS::EKS::Cluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::ElastiCache::User",
    "AWS::ElastiCache::UserGroup",
    "AWS::KMS::Alias",
    "AWS::KMS::Key",
    "AWS::Logs::LogGroup",
    "AWS::OpenSearchService::Domain",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::Route53::HostedZone",
    "AWS::S3::Bucket",
    "AWS::SecretsManager::Secret",
)
"""Types of which another one is not the same one: they hold data, are known by name, or everything else is in them."""


def stack_policy(types: Sequence[str] = STATEFUL) -> str:
    """The policy as JSON: everything may be changed, nothing of these types replaced.

    Removal is the deletion policy's matter. The CDK CLI cannot set it: `aws cloudformation set-stack-policy` does, once
    for each stack.
    """
    allowed = {"Effect": "Allow", "Principal": "*", "Action": "Update:*", "Resource": "*"}
    denied = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "Update:Replace",
        "Resource": "*",
        "Condition": {"StringEquals": {"ResourceType": list(types)}},
    }
    return json.dumps({"Statement": [allowed, denied]}, indent=1)
