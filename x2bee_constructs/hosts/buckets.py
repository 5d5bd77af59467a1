"""The tools' buckets, and the one with the records of who read or wrote them."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct, IDependable

from x2bee_constructs.core import durations
from x2bee_constructs.core.acknowledge import PACKS, acknowledge
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.place import place_of
from x2bee_constructs.core.records_aws import record_access, records_bucket
from x2bee_constructs.hosts import names
from x2bee_constructs.hosts.machine import KEEP

__all__ = ["ToolBucket", "ToolRecords"]


class ToolRecords(Construct):
    """Records that only S3 itself writes. It outlives the stack."""

    def __init__(self, scope: Construct, id: str, site: Site, days: int) -> None:
        """Make the bucket of one site, in which records stay for `days`."""
        super().__init__(scope, id)
        name = names.records_bucket(site, place_of(self).account)
        self.bucket = records_bucket(self, "Bucket", name, days, rule="objects")
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
            lifecycle_rules=_lifecycle(kept_days, expires),
            removal_policy=KEEP,
        )
        record_access(self.bucket, name, records.bucket, let_in)
        for_people(self.bucket, "the machine has its name, outside the cluster")
        lock = "a tool deletes what its users delete, which a lock would refuse; versions keep it for a while"
        acknowledge(self.bucket, lock, "cdk-validator-cfnguard::s3_bucket_object_lock_enabled_check")
        _quiet(self.bucket)


def _quiet(bucket: s3.Bucket) -> None:
    quiet = "nothing has to happen when an object arrives: the tool knows what it wrote"
    acknowledge(bucket, quiet, "cdk-validator-cfnguard::s3_event_notifications_enabled_check")
    copy = "versions and the retained bucket keep it; another region is for what customers see"
    acknowledge(bucket, copy, *(f"{pack}-S3BucketReplicationEnabled" for pack in PACKS))


def _lifecycle(noncurrent: int, expires: int | None) -> Sequence[s3.LifecycleRule]:
    return [
        s3.LifecycleRule(
            id="objects",
            enabled=True,
            abort_incomplete_multipart_upload_after=durations.days(7),
            expiration=durations.days(expires) if expires else None,
            noncurrent_version_expiration=durations.days(noncurrent),
        )
    ]
