"""How logs of a class move to cheaper storage, and when they are gone."""

from __future__ import annotations

from aws_cdk import aws_s3 as s3

from x2bee_constructs.core import durations
from x2bee_constructs.logging.retention import Kept

__all__ = ["lifecycle", "retention"]

_RARE, _NEVER = 90, 731
"""Days after which logs are read rarely, and as good as never. Our judgement: after a quarter an incident is looked
into, and after two years somebody asks for a record in writing and can wait the half day that it takes to fetch."""

_AT_LEAST_RARE, _AT_LEAST_NEVER = 90, 180
"""Days that AWS charges for at least in Glacier Instant Retrieval and in Deep Archive (S3, storage classes)."""

_LEFT_OVER = 1
"""Days that a version stays once nothing leads to it; a locked one stays until its lock ends, whatever this says."""


def retention(kept: Kept) -> s3.ObjectLockRetention:
    """The lock that each object has from the day it is written, for as long as it is kept."""
    days = durations.days(kept.archive_days)
    compliance = kept.lock == "compliance"
    return s3.ObjectLockRetention.compliance(days) if compliance else s3.ObjectLockRetention.governance(days)


def lifecycle(kept: Kept) -> list[s3.LifecycleRule]:
    """Two rules: an object's way through the tiers and out, and the removal of the mark that is left of it."""
    return [
        s3.LifecycleRule(
            id="logs",
            enabled=True,
            abort_incomplete_multipart_upload_after=durations.days(7),
            transitions=_tiers(kept.archive_days) or None,
            expiration=durations.days(kept.archive_days),
            noncurrent_version_expiration=durations.days(_LEFT_OVER),
        ),
        s3.LifecycleRule(id="marks", enabled=True, expired_object_delete_marker=True),
    ]


def _tiers(days: int) -> list[s3.Transition]:
    """Only tiers in which a log stays as long as is charged for it."""
    ways = (
        (s3.StorageClass.GLACIER_INSTANT_RETRIEVAL, _RARE, _AT_LEAST_RARE),
        (s3.StorageClass.DEEP_ARCHIVE, _NEVER, _AT_LEAST_NEVER),
    )
    return [
        s3.Transition(storage_class=tier, transition_after=durations.days(after))
        for tier, after, charged in ways
        if days >= after + charged
    ]
