"""Buckets with records that AWS itself writes: who read or wrote other buckets, what a load balancer was asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aws_cdk import RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct, IDependable

from x2bee_constructs.core import durations
from x2bee_constructs.core.acknowledge import PACKS, acknowledge
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.place import place_of

__all__ = ["ITSELF", "let_records_in", "record_access", "records_bucket"]

ITSELF = "it is a bucket of records: records of who reads them belong to the account's CloudTrail data events"
"""Why nobody records who reads such a bucket."""


def records_bucket(
    scope: Construct,
    id: str,
    name: str,
    days: int,
    *,
    rule: str = "records",
    transitions: Sequence[s3.Transition] | None = None,
    own_key: str = "S3 writes records to buckets under its own key (SSE-S3) only",
    no_lock: str = "S3 delivers no records to a bucket with a default lock; versions keep what is overwritten",
) -> s3.Bucket:
    """A bucket in which records stay for `days`, on the way through `transitions`; it outlives the stack.

    `rule` is the id of its one rule of lifecycle. `own_key` and `no_lock` say why it has neither a key of ours nor a
    lock, where not S3 but another service writes the records.
    """
    bucket = s3.Bucket(
        scope,
        id,
        bucket_name=name,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        encryption=s3.BucketEncryption.S3_MANAGED,
        enforce_ssl=True,
        minimum_tls_version=1.2,
        object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
        versioned=True,
        lifecycle_rules=[_lifecycle(rule, days, transitions)],
        removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    )
    for_people(bucket, "records that people search")
    acknowledge(bucket, ITSELF, "CKV_AWS_18", "cdk-validator-cfnguard::s3_bucket_logging_enabled_check")
    acknowledge(bucket, own_key, *(f"{pack}-S3DefaultEncryptionKMS" for pack in PACKS))
    acknowledge(bucket, own_key, "cdk-validator-cfnguard::s3_bucket_default_encryption_kms_check")
    acknowledge(bucket, no_lock, "cdk-validator-cfnguard::s3_bucket_object_lock_enabled_check")
    return bucket


def let_records_in(records: s3.Bucket, buckets: Iterable[str], *, sid: str | None = None) -> IDependable:
    """Let S3 write the records of these buckets, each under its own name. It has to be said before they ask."""
    named = sorted(buckets)
    added = records.add_to_resource_policy(
        iam.PolicyStatement(
            sid=sid,
            # jsii's protocols name a parameter differently from its classes.
            principals=[iam.ServicePrincipal("logging.s3.amazonaws.com")],  # pyright: ignore[reportArgumentType]
            actions=["s3:PutObject"],
            resources=[records.arn_for_objects(f"{name}/*") for name in named],
            conditions={
                "StringEquals": {"aws:SourceAccount": place_of(records).account},
                "ArnLike": {"aws:SourceArn": [f"arn:aws:s3:::{name}" for name in named]},
            },
        )
    )
    return added.policy_dependable or records


def record_access(bucket: s3.Bucket, name: str, records: s3.Bucket, let_in: IDependable) -> None:
    """Record who reads and writes a bucket, under its name, once S3 is let in.

    Said on the resource: how the CDK's own property lets S3 in depends on a feature flag.
    """
    resource = bucket.node.default_child
    assert isinstance(resource, s3.CfnBucket)
    resource.logging_configuration = s3.CfnBucket.LoggingConfigurationProperty(
        destination_bucket_name=records.bucket_name, log_file_prefix=f"{name}/"
    )
    bucket.node.add_dependency(let_in)


def _lifecycle(rule: str, days: int, transitions: Sequence[s3.Transition] | None) -> s3.LifecycleRule:
    return s3.LifecycleRule(
        id=rule,
        enabled=True,
        abort_incomplete_multipart_upload_after=durations.days(7),
        expiration=durations.days(days),
        # What was overwritten or deleted before its time.
        noncurrent_version_expiration=durations.days(90),
        transitions=transitions,
    )
