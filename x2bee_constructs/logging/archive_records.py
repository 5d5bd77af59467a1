"""The bucket with the records of who read or wrote the archive."""

from __future__ import annotations

from collections.abc import Iterable

from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct, IDependable

from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.names import Site
from x2bee_constructs.logging import names

__all__ = ["ArchiveRecords"]

_PACKS = ("NIST.800.53.R5", "PCI.DSS.321")


class ArchiveRecords(Construct):
    """Records that only S3 itself writes. It outlives the stack."""

    def __init__(self, scope: Construct, id: str, site: Site, days: int) -> None:
        """Make the bucket of one site, in which records stay for `days`."""
        super().__init__(scope, id)
        self.bucket = s3.Bucket(
            self,
            "Bucket",
            bucket_name=names.archive_records_bucket(site, Stack.of(self).account),
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            versioned=True,
            lifecycle_rules=[
                s3.LifecycleRule(
                    id="records",
                    enabled=True,
                    abort_incomplete_multipart_upload_after=Duration.days(7),
                    expiration=Duration.days(days),
                    # What was overwritten or deleted before its time.
                    noncurrent_version_expiration=Duration.days(90),
                )
            ],
            removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        )
        for_people(self.bucket, "records that people search")
        self._meant()

    def let_in(self, buckets: Iterable[str]) -> IDependable:
        """Let S3 write the records of these buckets, each under its own name. It has to be said before they ask."""
        stack = Stack.of(self)
        named = sorted(buckets)
        added = self.bucket.add_to_resource_policy(
            iam.PolicyStatement(
                sid="ArchiveRecords",
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
        quiet = "records are searched later; nothing has to happen when one arrives"
        acknowledge(self.bucket, quiet, "cdk-validator-cfnguard::s3_event_notifications_enabled_check")
        lock = "S3 delivers no records to a bucket with a default lock; versions keep what is overwritten"
        acknowledge(self.bucket, lock, "cdk-validator-cfnguard::s3_bucket_object_lock_enabled_check")
        copy = "what was done is in CloudTrail too; versions and the retained bucket keep these"
        acknowledge(self.bucket, copy, *(f"{pack}-S3BucketReplicationEnabled" for pack in _PACKS))
