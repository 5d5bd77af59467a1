"""The bucket with the records of every request and every TLS handshake."""

from __future__ import annotations

from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct, IDependable

from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.names import Site
from x2bee_constructs.ingress import names
from x2bee_constructs.ingress.attributes import ACCESS_LOG_PREFIX, CONNECTION_LOG_PREFIX

__all__ = ["AccessLogBucket"]

_DELIVERY = "logdelivery.elasticloadbalancing.amazonaws.com"
"""Who writes, in every region; older policies name an account of AWS per region instead (Enable access logs for your
Application Load Balancer, looked up 2026-11-23)."""

_PACKS = ("NIST.800.53.R5", "PCI.DSS.321")


class AccessLogBucket(Construct):
    """Records that only the load balancer writes, nobody changes, and time takes away. It outlives the stack."""

    def __init__(self, scope: Construct, id: str, site: Site, days: int) -> None:
        """Make the bucket of one site, in which records stay for `days`."""
        super().__init__(scope, id)
        account = Stack.of(self).account
        self.bucket = s3.Bucket(
            self,
            "Bucket",
            bucket_name=names.access_log_bucket(site, account),
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            minimum_tls_version=1.2,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            versioned=True,
            lifecycle_rules=_lifecycle(days),
            removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        )
        self.policy = self._let_in(account)
        for_people(self.bucket, "records that people search")
        self._meant()

    def _let_in(self, account: str) -> IDependable:
        """The policy, which has to be there before a load balancer is told to write."""
        prefixes = (ACCESS_LOG_PREFIX, CONNECTION_LOG_PREFIX)
        added = self.bucket.add_to_resource_policy(
            iam.PolicyStatement(
                sid="LoadBalancerLogs",
                # jsii's protocols name a parameter differently from its classes.
                principals=[iam.ServicePrincipal(_DELIVERY)],  # pyright: ignore[reportArgumentType]
                actions=["s3:PutObject"],
                # The account in the path is whose load balancer it is: nobody else's may write here.
                resources=[self.bucket.arn_for_objects(f"{prefix}/AWSLogs/{account}/*") for prefix in prefixes],
            )
        )
        return added.policy_dependable or self.bucket

    def _meant(self) -> None:
        itself = "it is a bucket of records: records of who reads them belong to the account's CloudTrail data events"
        acknowledge(self.bucket, itself, "AwsSolutions-S1", "CKV_AWS_18")
        acknowledge(self.bucket, itself, *(f"{pack}-S3BucketLoggingEnabled" for pack in _PACKS))
        acknowledge(self.bucket, itself, "cdk-validator-cfnguard::s3_bucket_logging_enabled_check")
        key = "Elastic Load Balancing writes to buckets under S3's own key (SSE-S3) only"
        acknowledge(self.bucket, key, *(f"{pack}-S3DefaultEncryptionKMS" for pack in _PACKS))
        acknowledge(self.bucket, key, "cdk-validator-cfnguard::s3_bucket_default_encryption_kms_check")
        quiet = "records are searched later; nothing has to happen when one arrives"
        acknowledge(self.bucket, quiet, "cdk-validator-cfnguard::s3_event_notifications_enabled_check")
        lock = "AWS does not say that load balancers write to locked buckets; versions keep what is overwritten"
        acknowledge(self.bucket, lock, "cdk-validator-cfnguard::s3_bucket_object_lock_enabled_check")
        copy = "the requests themselves are in the services' logs too; versions and the retained bucket keep these"
        acknowledge(self.bucket, copy, *(f"{pack}-S3BucketReplicationEnabled" for pack in _PACKS))


def _lifecycle(days: int) -> list[s3.LifecycleRule]:
    cold = s3.Transition(storage_class=s3.StorageClass.GLACIER_INSTANT_RETRIEVAL, transition_after=Duration.days(90))
    return [
        s3.LifecycleRule(
            id="records",
            enabled=True,
            abort_incomplete_multipart_upload_after=Duration.days(7),
            expiration=Duration.days(days),
            # What was overwritten or deleted before its time.
            noncurrent_version_expiration=Duration.days(90),
            transitions=[cold],
        )
    ]
