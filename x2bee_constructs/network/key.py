"""The key of an environment, and which services may use it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aws_cdk import ArnFormat, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.place import place_of
from x2bee_constructs.network.props import NetworkProps
from x2bee_constructs.network.publishers import publishers

__all__ = ["environment_key"]


def environment_key(scope: Construct, site: Site, props: NetworkProps) -> kms.Key:
    """The KMS key that everything of the environment is encrypted with; who publishes to the alarm topic may use it."""
    key = kms.Key(
        scope,
        "Key",
        alias=site.key_alias,
        description=f"Everything of {site.prefix} that is encrypted at rest",
        enable_key_rotation=True,
        removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    )
    for_people(key.node.find_child("Alias"), "the key's name in IAM policies, secrets and the console")
    why = (
        "IAM decides who makes grants: EKS and databases make theirs for whoever creates them, and must not be stopped"
    )
    acknowledge(key, why, "cdk-validator-cfnguard::kms_create_grant_aws_service_check")
    _let_logs_encrypt(key)
    for publisher in publishers(place_of(scope), site, props):
        _allow(key, publisher.sid, publisher.service, ["kms:Decrypt", "kms:GenerateDataKey*"], publisher.key)
    return key


def _let_logs_encrypt(key: kms.Key) -> None:
    stack = Stack.of(key)
    groups = stack.format_arn(
        service="logs", resource="log-group", resource_name="*", arn_format=ArnFormat.COLON_RESOURCE_NAME
    )
    actions = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
    conditions = {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": groups}}
    _allow(key, "CloudWatchLogs", f"logs.{place_of(key).region}.amazonaws.com", actions, conditions)


def _allow(key: kms.Key, sid: str, service: str, actions: Sequence[str], conditions: Mapping[str, object]) -> None:
    key.add_to_resource_policy(
        iam.PolicyStatement(
            sid=sid,
            # jsii's protocols name a parameter differently from its classes.
            principals=[iam.ServicePrincipal(service)],  # pyright: ignore[reportArgumentType]
            actions=actions,
            resources=["*"],
            conditions=conditions,
        )
    )
