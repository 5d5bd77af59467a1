"""The AWS half of schedulers: a bucket and four secrets for each."""

from __future__ import annotations

import json
from collections.abc import Mapping

from aws_cdk import RemovalPolicy
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct, IDependable

from x2bee_constructs.batch import names
from x2bee_constructs.core import durations
from x2bee_constructs.core.acknowledge import PACKS, acknowledge
from x2bee_constructs.core.kept_secrets_aws import lasting_secret
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.place import place_of
from x2bee_constructs.core.records_aws import let_records_in, record_access, records_bucket

__all__ = ["BatchStore"]

_LENGTH = 40
"""Letters and digits alone: Cronicle takes no others in a key (`^\\w+$`). 40 of them are 238 bits. Our judgement."""

_RECORD_DAYS = 365

_DESCRIPTIONS: Mapping[names.SecretKind, str] = {
    "admin": "First administrator (admin) of {}: of effect at its first start; people change it in its pages",
    "api-key": "Key with which the reconciler of {} asks its API",
    "reader-key": "Key with which the metrics of {} are read; it may change nothing",
    "secret-key": "What {} signs with",
}


class BatchStore(Construct):
    """Where each scheduler keeps its state, job logs and backups, and its secrets; all of it outlives the stack.

    `buckets` has each scheduler's by its name, `records` who reads and writes them, `secrets` each by its name.
    """

    def __init__(self, scope: Construct, id: str, site: Site, schedulers: Mapping[str, int], *, key: kms.IKey) -> None:
        """Make them for the schedulers of one site under `key`; each number is how many days backups are kept."""
        super().__init__(scope, id)
        account = place_of(self).account
        self.records = records_bucket(self, "Records", names.records_bucket(site, account), _RECORD_DAYS)
        _meant(self.records)
        named = {name: names.bucket(site, name, account) for name in sorted(schedulers)}
        let_in = let_records_in(self.records, named.values(), sid="BatchRecords")
        self.buckets: dict[str, s3.Bucket] = {
            scheduler: self._bucket(scheduler, name, schedulers[scheduler], key, let_in)
            for scheduler, name in named.items()
        }
        self.secrets: dict[str, secretsmanager.CfnSecret] = {
            names.secret_name(site, scheduler, kind): self._secret(site, scheduler, kind, key)
            for scheduler in named
            for kind in names.SECRETS
        }

    def _bucket(self, scheduler: str, name: str, days: int, key: kms.IKey, let_in: IDependable) -> s3.Bucket:
        bucket = s3.Bucket(
            self,
            scheduler,
            bucket_name=name,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            encryption=s3.BucketEncryption.KMS,
            encryption_key=key,
            bucket_key_enabled=True,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            versioned=True,
            lifecycle_rules=_lifecycle(days),
            removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        )
        record_access(bucket, name, self.records, let_in)
        lock = "Cronicle writes its records over and over; versions keep what was there for 30 days"
        acknowledge(bucket, lock, "cdk-validator-cfnguard::s3_bucket_object_lock_enabled_check")
        _meant(bucket)
        return bucket

    def _secret(self, site: Site, scheduler: str, kind: names.SecretKind, key: kms.IKey) -> secretsmanager.CfnSecret:
        why = "a schedule of AWS would need a Lambda; people put a new value in, and the next start takes it (README)"
        return lasting_secret(
            self,
            f"{scheduler}-{kind}",
            names.secret_name(site, scheduler, kind),
            _DESCRIPTIONS[kind].format(scheduler),
            key=key.key_arn,
            why=why,
            made=secretsmanager.CfnSecret.GenerateSecretStringProperty(
                secret_string_template=json.dumps({"username": names.ADMIN} if kind == "admin" else {}),
                generate_string_key="value",
                password_length=_LENGTH,
                exclude_punctuation=True,
                require_each_included_type=True,
            ),
        )


def _lifecycle(days: int) -> list[s3.LifecycleRule]:
    return [
        s3.LifecycleRule(id="backups", enabled=True, prefix=names.BACKUPS, expiration=durations.days(days)),
        s3.LifecycleRule(
            id="versions",
            enabled=True,
            abort_incomplete_multipart_upload_after=durations.days(7),
            # Its state is written each minute.
            noncurrent_version_expiration=durations.days(30),
        ),
    ]


def _meant(bucket: s3.Bucket) -> None:
    copy = "versions, the retained bucket and the nightly exports keep these"
    acknowledge(bucket, copy, *(f"{pack}-S3BucketReplicationEnabled" for pack in PACKS))
    quiet = "nothing has to happen when an object arrives"
    acknowledge(bucket, quiet, "cdk-validator-cfnguard::s3_event_notifications_enabled_check")
