"""The AWS half of schedulers: a bucket and four secrets for each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct, IDependable

from x2bee_constructs.batch import names
from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.names import Site

__all__ = ["BatchStore"]

_PACKS = ("NIST.800.53.R5", "PCI.DSS.321")

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
        account = Stack.of(self).account
        self.records = self._records(site, account)
        named = {name: names.bucket(site, name, account) for name in sorted(schedulers)}
        let_in = self._let_in(named.values(), account)
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
        # Said on the resource: how the CDK's own property lets S3 in depends on a feature flag.
        resource = bucket.node.default_child
        assert isinstance(resource, s3.CfnBucket)
        resource.logging_configuration = s3.CfnBucket.LoggingConfigurationProperty(
            destination_bucket_name=self.records.bucket_name, log_file_prefix=f"{name}/"
        )
        bucket.node.add_dependency(let_in)
        lock = "Cronicle writes its records over and over; versions keep what was there for 30 days"
        acknowledge(bucket, lock, "cdk-validator-cfnguard::s3_bucket_object_lock_enabled_check")
        _meant(bucket)
        return bucket

    def _records(self, site: Site, account: str) -> s3.Bucket:
        bucket = s3.Bucket(
            self,
            "Records",
            bucket_name=names.records_bucket(site, account),
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
                    expiration=Duration.days(_RECORD_DAYS),
                    noncurrent_version_expiration=Duration.days(90),
                )
            ],
            removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        )
        for_people(bucket, "records that people search")
        itself = "it is a bucket of records: records of who reads them belong to the account's CloudTrail data events"
        acknowledge(bucket, itself, "CKV_AWS_18", "cdk-validator-cfnguard::s3_bucket_logging_enabled_check")
        key = "S3 writes records to buckets under its own key (SSE-S3) only"
        acknowledge(bucket, key, *(f"{pack}-S3DefaultEncryptionKMS" for pack in _PACKS))
        acknowledge(bucket, key, "cdk-validator-cfnguard::s3_bucket_default_encryption_kms_check")
        lock = "S3 delivers no records to a bucket with a default lock; versions keep what is overwritten"
        acknowledge(bucket, lock, "cdk-validator-cfnguard::s3_bucket_object_lock_enabled_check")
        _meant(bucket)
        return bucket

    def _let_in(self, buckets: Iterable[str], account: str) -> IDependable:
        """Let S3 write the records of these buckets, each under its own name. It has to be said before they ask."""
        named = sorted(buckets)
        added = self.records.add_to_resource_policy(
            iam.PolicyStatement(
                sid="BatchRecords",
                # jsii's protocols name a parameter differently from its classes.
                principals=[iam.ServicePrincipal("logging.s3.amazonaws.com")],  # pyright: ignore[reportArgumentType]
                actions=["s3:PutObject"],
                resources=[self.records.arn_for_objects(f"{name}/*") for name in named],
                conditions={
                    "StringEquals": {"aws:SourceAccount": account},
                    "ArnLike": {"aws:SourceArn": [f"arn:aws:s3:::{name}" for name in named]},
                },
            )
        )
        return added.policy_dependable or self.records

    def _secret(self, site: Site, scheduler: str, kind: names.SecretKind, key: kms.IKey) -> secretsmanager.CfnSecret:
        secret = secretsmanager.CfnSecret(
            self,
            f"{scheduler}-{kind}",
            name=names.secret_name(site, scheduler, kind),
            description=_DESCRIPTIONS[kind].format(scheduler),
            kms_key_id=key.key_arn,
            generate_secret_string=secretsmanager.CfnSecret.GenerateSecretStringProperty(
                secret_string_template=json.dumps({"username": names.ADMIN} if kind == "admin" else {}),
                generate_string_key="value",
                password_length=_LENGTH,
                exclude_punctuation=True,
                require_each_included_type=True,
            ),
        )
        secret.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        why = "a schedule of AWS would need a Lambda; people put a new value in, and the next start takes it (README)"
        acknowledge(secret, why, "AwsSolutions-SMG4", "NIST.800.53.R5-SecretsManagerRotationEnabled")
        return secret


def _lifecycle(days: int) -> list[s3.LifecycleRule]:
    return [
        s3.LifecycleRule(id="backups", enabled=True, prefix=names.BACKUPS, expiration=Duration.days(days)),
        s3.LifecycleRule(
            id="versions",
            enabled=True,
            abort_incomplete_multipart_upload_after=Duration.days(7),
            # Its state is written each minute.
            noncurrent_version_expiration=Duration.days(30),
        ),
    ]


def _meant(bucket: s3.Bucket) -> None:
    copy = "versions, the retained bucket and the nightly exports keep these"
    acknowledge(bucket, copy, *(f"{pack}-S3BucketReplicationEnabled" for pack in _PACKS))
    quiet = "nothing has to happen when an object arrives"
    acknowledge(bucket, quiet, "cdk-validator-cfnguard::s3_event_notifications_enabled_check")
