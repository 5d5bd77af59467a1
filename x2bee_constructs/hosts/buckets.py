"""The tools' buckets, and the one with the records of who read or wrote them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aws_cdk import Duration, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct, IDependable

from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.names import Site
from x2bee_constructs.hosts import names
from x2bee_constructs.hosts.machine import KEEP

__all__ = ["ToolBucket", "ToolRecords"]

_PACKS = ("NIST.800.53.R5", "PCI.DSS.321")


class ToolRecords(Construct):
    """Records that only S3 itself writes. It outlives the stack."""

    def __init__(self, scope: Construct, id: str, site: Site, days: int) -> None:
        """Make the bucket of one site, in which records stay for `days`."""
        super().__init__(scope, id)
        self.bucket = s3.Bucket(
            self,
            "Bucket",
            bucket_name=names.records_bucket(site, Stack.of(self).account),
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            versioned=True,
            lifecycle_rules=_lifecycle(noncurrent=90, expires=days),
            removal_policy=KEEP,
        )
        for_people(self.bucket, "records that people search")
        self._meant()

    def let_in(self, buckets: Iterable[str]) -> IDependable:
        """Let S3 write the records of these buckets, each under its own name. It has to be said before they ask."""
        stack, named = Stack.of(self), sorted(buckets)
        added = self.bucket.add_to_resource_policy(
            iam.PolicyStatement(
                # jsii's protocols name a parameter differently from its classes.
                principals=[iam.ServicePrincipal("logging.s3.amazonaws.com")],  # pyright: ignore[reportArgumentType]
                actions=["s3:PutObject"],
                resources=[self.bucket.arn_for_objects(f"{name}/*") for name in named],
                conditions={
                    "StringEquals": {"aws:SourceAccount": stack.account},
                    "ArnLike": {"aws:SourceArn": [f"arn:aws:s3:::{name}" for name in named]},
                },
            )
        )
        return added.policy_dependable or self.bucket

    def _meant(self) -> None:
        itself = "it is a bucket of records: records of who reads them belong to the account's CloudTrail data events"
        acknowledge(self.bucket, itself, "CKV_AWS_18", "cdk-validator-cfnguard::s3_bucket_logging_enabled_check")
        key = "S3 writes records to buckets under its own key (SSE-S3) only"
        acknowledge(self.bucket, key, *(f"{pack}-S3DefaultEncryptionKMS" for pack in _PACKS))
        acknowledge(self.bucket, key, "cdk-validator-cfnguard::s3_bucket_default_encryption_kms_check")
        lock = "S3 delivers no records to a bucket with a default lock; versions keep what is overwritten"
        acknowledge(self.bucket, lock, "cdk-validator-cfnguard::s3_bucket_object_lock_enabled_check")
        _quiet(self.bucket)


class ToolBucket(Construct):
    """A bucket of one tool, under the environment's key, whose deleted objects can be brought back for a while.

    It outlives the stack. `bucket` is it.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        name: str,
        *,
        key: kms.IKey,
        records: ToolRecords,
        let_in: IDependable,
        kept_days: int,
        expires: int | None = None,
    ) -> None:
        """Make it; `expires` is after how many days everything in it goes, or None for never."""
        super().__init__(scope, id)
        self.bucket = s3.Bucket(
            self,
            "Bucket",
            bucket_name=name,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            encryption=s3.BucketEncryption.KMS,
            encryption_key=key,
            bucket_key_enabled=True,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            versioned=True,
            lifecycle_rules=_lifecycle(noncurrent=kept_days, expires=expires),
            removal_policy=KEEP,
        )
        resource = self.bucket.node.default_child
        assert isinstance(resource, s3.CfnBucket)
        # Said on the resource: how the CDK's own property lets S3 in depends on a feature flag.
        resource.logging_configuration = s3.CfnBucket.LoggingConfigurationProperty(
            destination_bucket_name=records.bucket.bucket_name, log_file_prefix=f"{name}/"
        )
        self.bucket.node.add_dependency(let_in)
        for_people(self.bucket, "the machine has its name, outside the cluster")
        lock = "a tool deletes what its users delete, which a lock would refuse; versions keep it for a while"
        acknowledge(self.bucket, lock, "cdk-validator-cfnguard::s3_bucket_object_lock_enabled_check")
        _quiet(self.bucket)


def _quiet(bucket: s3.Bucket) -> None:
    quiet = "nothing has to happen when an object arrives: the tool knows what it wrote"
    acknowledge(bucket, quiet, "cdk-validator-cfnguard::s3_event_notifications_enabled_check")
    copy = "versions and the retained bucket keep it; another region is for what customers see"
    acknowledge(bucket, copy, *(f"{pack}-S3BucketReplicationEnabled" for pack in _PACKS))


def _lifecycle(*, noncurrent: int, expires: int | None) -> Sequence[s3.LifecycleRule]:
    return [
        s3.LifecycleRule(
            id="objects",
            enabled=True,
            abort_incomplete_multipart_upload_after=Duration.days(7),
            expiration=Duration.days(expires) if expires else None,
            noncurrent_version_expiration=Duration.days(noncurrent),
        )
    ]
