"""The bucket with the records of who read or wrote the archive."""

from __future__ import annotations

from constructs import Construct

from x2bee_constructs.core.acknowledge import PACKS, acknowledge
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.place import place_of
from x2bee_constructs.core.records_aws import records_bucket
from x2bee_constructs.logging import names

__all__ = ["ArchiveRecords"]


class ArchiveRecords(Construct):
    """Records that only S3 itself writes. It outlives the stack."""

    def __init__(self, scope: Construct, id: str, site: Site, days: int) -> None:
        """Make the bucket of one site, in which records stay for `days`."""
        super().__init__(scope, id)
        self.bucket = records_bucket(self, "Bucket", names.archive_records_bucket(site, place_of(self).account), days)
        quiet = "records are searched later; nothing has to happen when one arrives"
        acknowledge(self.bucket, quiet, "cdk-validator-cfnguard::s3_event_notifications_enabled_check")
        copy = "what was done is in CloudTrail too; versions and the retained bucket keep these"
        acknowledge(self.bucket, copy, *(f"{pack}-S3BucketReplicationEnabled" for pack in PACKS))
