"""The archive: one bucket for each class, locked as long as its logs are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.logging.test_aws import ACCOUNT, ACME, KEY, REGION, template
from x2bee_constructs.core.iam import PodIdentity
from x2bee_constructs.logging import names
from x2bee_constructs.logging.archive_tiers import lifecycle
from x2bee_constructs.logging.identities import log_identities, reasons
from x2bee_constructs.logging.retention import Kept

END = f"-{ACCOUNT}"


def buckets(name: str = "least", **more: Any) -> dict[str, Mapping[str, Any]]:
    found = template(name, **more).find_resources("AWS::S3::Bucket").values()
    return {made["Properties"]["BucketName"].removesuffix(END).rpartition("archive-")[2]: made for made in found}


def lock(bucket: Mapping[str, Any]) -> tuple[str, int]:
    rule = bucket["Properties"]["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
    return rule["Mode"], rule["Days"]


def test_each_class_is_locked_as_long_as_the_law_asks() -> None:
    made = buckets()
    assert {kind: lock(made[kind]) for kind in names.CLASSES} == {
        "application": ("GOVERNANCE", 90),
        "access": ("COMPLIANCE", 731),
        "audit": ("COMPLIANCE", 731),
        "commerce": ("COMPLIANCE", 1827),
    }


def test_outside_production_and_where_said_otherwise_locks_differ() -> None:
    assert {lock(buckets("small")[kind])[0] for kind in names.CLASSES} == {"GOVERNANCE"}
    most = buckets("most")
    assert (lock(most["application"]), lock(most["access"])) == (("COMPLIANCE", 400), ("GOVERNANCE", 365))


def test_a_bucket_of_logs_is_encrypted_versioned_private_recorded_and_kept() -> None:
    for kind in names.CLASSES:
        made = buckets()[kind]
        said = made["Properties"]
        (encrypted,) = said["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert encrypted["ServerSideEncryptionByDefault"] == {"KMSMasterKeyID": KEY, "SSEAlgorithm": "aws:kms"}
        assert said["VersioningConfiguration"] == {"Status": "Enabled"}
        assert all(said["PublicAccessBlockConfiguration"].values())
        assert said["LoggingConfiguration"]["LogFilePrefix"] == f"{said['BucketName']}/"
        assert (made["DeletionPolicy"], made["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")


def test_records_have_a_bucket_that_only_s3_writes_for_these_buckets() -> None:
    found = template()
    records = buckets()["reads"]
    assert "ObjectLockConfiguration" not in records["Properties"], "S3 delivers nothing into one"
    policies = found.find_resources("AWS::S3::BucketPolicy").values()
    said = [one for made in policies for one in made["Properties"]["PolicyDocument"]["Statement"]]
    (let_in,) = [one for one in said if one.get("Sid") == "ArchiveRecords"]
    assert let_in["Principal"] == {"Service": "logging.s3.amazonaws.com"}
    assert sorted(let_in["Condition"]["ArnLike"]["aws:SourceArn"]) == sorted(
        f"arn:aws:s3:::{names.archive_bucket(ACME, ACCOUNT, kind)}" for kind in names.CLASSES
    )


def test_nobody_lifts_a_lock_and_nobody_comes_without_tls() -> None:
    policies = template().find_resources("AWS::S3::BucketPolicy").values()
    for made in policies:
        said = made["Properties"]["PolicyDocument"]["Statement"]
        denied = {one["Action"] for one in said if one["Effect"] == "Deny"}
        records = any(one.get("Sid") == "ArchiveRecords" for one in said)
        assert denied == ({"s3:*"} if records else {"s3:*", "s3:BypassGovernanceRetention"})


@given(st.integers(1, 3660), st.sampled_from(names.CLASSES))
def test_no_tier_is_paid_for_longer_than_a_log_is_in_it(days: int, kind: names.LogClass) -> None:
    logs, marks = lifecycle(Kept(kind, 1, days, "governance"))
    assert logs.expiration
    assert logs.expiration.to_days() == days
    assert marks.expired_object_delete_marker
    charged = {"GLACIER_IR": 90, "DEEP_ARCHIVE": 180}
    at = [(one.storage_class.value, one.transition_after) for one in logs.transitions or []]
    ends = [*(int(after.to_days()) for _, after in at[1:] if after), days]
    for (tier, after), end in zip(at, ends, strict=True) if at else ():
        assert after
        assert end - after.to_days() >= charged[tier]


@pytest.fixture(scope="module")
def pods() -> dict[str, PodIdentity]:
    return {one.name: one for one in log_identities(ACME, ACCOUNT, REGION)}


def test_fluentd_only_adds_each_class_to_its_bucket_and_to_its_stream(pods: dict[str, PodIdentity]) -> None:
    said = {one.sid: one for one in pods["fluentd"].statements}
    assert said["Archive"].actions == ("s3:PutObject",)
    assert said["Archive"].resources == tuple(
        f"arn:aws:s3:::x2bee-acme-prd-log-archive-{kind}-{ACCOUNT}/{kind}/*" for kind in names.CLASSES
    )
    assert {path.rpartition("/")[2] for path in said["Bulk"].resources} == {"_bulk"}
    assert {action for one in pods["fluentd"].statements for action in one.actions}.isdisjoint(
        {"s3:GetObject", "s3:DeleteObject", "s3:PutObjectRetention", "es:ESHttpDelete", "kms:Decrypt"}
    )


def test_the_key_is_the_environments_and_only_through_s3(pods: dict[str, PodIdentity]) -> None:
    (key,) = [one for one in pods["fluentd"].statements if one.sid == "ArchiveKey"]
    assert key.conditions["ForAnyValue:StringEquals"] == {"kms:ResourceAliases": ("alias/x2bee-acme-prd",)}
    assert key.conditions["StringEquals"] == {"kms:ViaService": (f"s3.{REGION}.amazonaws.com",)}


def test_every_wildcard_is_narrowed_by_a_condition_or_has_a_reason(pods: dict[str, PodIdentity]) -> None:
    bare = {
        f"AwsSolutions-IAM5[Resource::{resource}]"
        for pod in pods.values()
        for one in pod.statements
        if not one.conditions
        for resource in one.resources
        if "*" in resource
    }
    assert bare == set(reasons(ACME, ACCOUNT, REGION))
    assert not any("*" in action for pod in pods.values() for one in pod.statements for action in one.actions)
