"""The archive: every log of every class, locked for as long as it is kept."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct, IDependable

from x2bee_constructs.core.acknowledge import PACKS, acknowledge
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.place import place_of
from x2bee_constructs.core.records_aws import let_records_in, record_access
from x2bee_constructs.logging import names
from x2bee_constructs.logging.archive_records import ArchiveRecords
from x2bee_constructs.logging.archive_tiers import lifecycle, retention
from x2bee_constructs.logging.retention import Kept

__all__ = ["LogArchive"]


class LogArchive(Construct):
    """A bucket for each class of logs, under the environment's key; they outlive the stack.

    A bucket each, because a bucket has one lock for all that is written to it, and Fluentd's plugin cannot say another
    for an object. `buckets` has each by its class, `records` who reads and writes them.
    """

    def __init__(self, scope: Construct, id: str, site: Site, kept: Sequence[Kept], *, key: kms.IKey) -> None:
        """Make the buckets of one site; records of who reads them stay as long as the longest that is kept there."""
        super().__init__(scope, id)
        account = place_of(self).account
        self.records = ArchiveRecords(self, "Records", site, max(one.archive_days for one in kept))
        named = [names.archive_bucket(site, account, one.kind) for one in kept]
        let_in = let_records_in(self.records.bucket, named, sid="ArchiveRecords")
        self.buckets: dict[names.LogClass, s3.Bucket] = {
            one.kind: self._bucket(names.archive_bucket(site, account, one.kind), one, key, let_in) for one in kept
        }

    def _bucket(self, name: str, kept: Kept, key: kms.IKey, let_in: IDependable) -> s3.Bucket:
        bucket = s3.Bucket(
            self,
            kept.kind,
            bucket_name=name,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            encryption=s3.BucketEncryption.KMS,
            encryption_key=key,
            bucket_key_enabled=True,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            versioned=True,
            object_lock_enabled=True,
            object_lock_default_retention=retention(kept),
            lifecycle_rules=lifecycle(kept),
            removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        )
        record_access(bucket, name, self.records.bucket, let_in)
        bucket.add_to_resource_policy(_nobody_lifts_a_lock(bucket))
        for_people(bucket, "records that people search; Fluentd has the name in its configuration")
        _meant(bucket)
        return bucket


def _nobody_lifts_a_lock(bucket: s3.Bucket) -> iam.PolicyStatement:
    """Who must delete a log before its time changes this policy first, and CloudTrail has that."""
    return iam.PolicyStatement(
        sid="NobodyLiftsALock",
        effect=iam.Effect.DENY,
        # jsii's protocols name a parameter differently from its classes.
        principals=[iam.AnyPrincipal()],  # pyright: ignore[reportArgumentType]
        actions=["s3:BypassGovernanceRetention"],
        resources=[bucket.arn_for_objects("*")],
    )


def _meant(bucket: s3.Bucket) -> None:
    copy = "logs are in OpenSearch too while they are hot; versions, lock and the retained bucket keep these"
    acknowledge(bucket, copy, *(f"{pack}-S3BucketReplicationEnabled" for pack in PACKS))
    quiet = "logs are searched later; nothing has to happen when one arrives"
    acknowledge(bucket, quiet, "cdk-validator-cfnguard::s3_event_notifications_enabled_check")
