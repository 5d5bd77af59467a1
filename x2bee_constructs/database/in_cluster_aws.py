"""The AWS half of databases inside the Kubernetes cluster: their administrators' logins, and where backups go."""

from __future__ import annotations

from collections.abc import Iterable

from aws_cdk import RemovalPolicy
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from x2bee_constructs.core import durations
from x2bee_constructs.core.acknowledge import PACKS, acknowledge
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.place import place_of
from x2bee_constructs.core.pod_identity import associate, pod_role
from x2bee_constructs.database.cloudnative import backup_bucket, backup_identity
from x2bee_constructs.database.credentials_aws import admin_login

__all__ = ["InClusterBackupIdentity", "InClusterDatabases"]


class InClusterDatabases(Construct):
    """What databases inside the cluster need of AWS: a login for each one's administrator, and a bucket for backups.

    The bucket outlives the stack, and so do the logins. `admins` has the secrets by database, `bucket` is the bucket.
    """

    def __init__(self, scope: Construct, id: str, site: Site, databases: Iterable[str], *, key: kms.IKey) -> None:
        """Make them for one site, under `key`."""
        super().__init__(scope, id)
        self.admins: dict[str, secretsmanager.CfnSecret] = {
            name: admin_login(Construct(self, name), site, name, key) for name in sorted(databases)
        }
        self.bucket = s3.Bucket(
            self,
            "Backups",
            bucket_name=backup_bucket(site, place_of(self).account),
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            bucket_key_enabled=True,
            encryption=s3.BucketEncryption.KMS,
            encryption_key=key,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            versioned=True,
            lifecycle_rules=[_forget_the_deleted()],
            removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        )
        self._meant()

    def _meant(self) -> None:
        development = "backups of databases for development"
        records = f"{development}: who reads them is told by the account's CloudTrail data events"
        acknowledge(self.bucket, records, "AwsSolutions-S1", "CKV_AWS_18")
        acknowledge(self.bucket, records, *(f"{pack}-S3BucketLoggingEnabled" for pack in PACKS))
        acknowledge(self.bucket, records, "cdk-validator-cfnguard::s3_bucket_logging_enabled_check")
        one_region = f"{development}, which need not survive the region"
        acknowledge(self.bucket, one_region, *(f"{pack}-S3BucketReplicationEnabled" for pack in PACKS))
        quiet = "nothing has to happen when a backup arrives"
        acknowledge(self.bucket, quiet, "cdk-validator-cfnguard::s3_event_notifications_enabled_check")
        lock = "Barman removes backups that are too old itself, which a lock would not let it"
        acknowledge(self.bucket, lock, "cdk-validator-cfnguard::s3_bucket_object_lock_enabled_check")


def _forget_the_deleted() -> s3.LifecycleRule:
    """Barman keeps as many days as were asked for and deletes the rest; a week is left to notice a mistake."""
    return s3.LifecycleRule(
        id="deleted",
        enabled=True,
        abort_incomplete_multipart_upload_after=durations.days(7),
        noncurrent_version_expiration=durations.days(7),
    )


class InClusterBackupIdentity(Construct):
    """The role of one database's pods in the cluster, which lets them write its backups, and who may take it.

    The cluster must exist, with the add-on `eks-pod-identity-agent`.
    """

    def __init__(self, scope: Construct, id: str, site: Site, database: str) -> None:
        """Make both for one database."""
        super().__init__(scope, id)
        place = place_of(self)
        identity = backup_identity(site, database, place.account, place.region)
        self.role: iam.Role = pod_role(self, "Role", site, identity)
        self.association: eks.CfnPodIdentityAssociation = associate(self, "Association", site, identity, self.role)
