"""The bucket with the records of every request and every TLS handshake."""

from __future__ import annotations

from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct, IDependable

from x2bee_constructs.core import durations
from x2bee_constructs.core.acknowledge import PACKS, acknowledge
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.place import place_of
from x2bee_constructs.core.records_aws import ITSELF, records_bucket
from x2bee_constructs.ingress import names
from x2bee_constructs.ingress.attributes import ACCESS_LOG_PREFIX, CONNECTION_LOG_PREFIX

__all__ = ["AccessLogBucket"]

_DELIVERY = "logdelivery.elasticloadbalancing.amazonaws.com"
"""Who writes, in every region; older policies name an account of AWS per region instead (Enable access logs for your
Application Load Balancer, looked up 2026-11-23)."""


class AccessLogBucket(Construct):
    """Records that only the load balancer writes, nobody changes, and time takes away. It outlives the stack."""

    def __init__(self, scope: Construct, id: str, site: Site, days: int) -> None:
        """Make the bucket of one site, in which records stay for `days`."""
        super().__init__(scope, id)
        account = place_of(self).account
        after, cold = durations.days(90), s3.StorageClass.GLACIER_INSTANT_RETRIEVAL
        self.bucket = records_bucket(
            self,
            "Bucket",
            names.access_log_bucket(site, account),
            days,
            transitions=[s3.Transition(storage_class=cold, transition_after=after)],
            own_key="Elastic Load Balancing writes to buckets under S3's own key (SSE-S3) only",
            no_lock="AWS does not say that load balancers write to locked buckets; versions keep what is overwritten",
        )
        self.policy = self._let_in(account)
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
        acknowledge(self.bucket, ITSELF, "AwsSolutions-S1", *(f"{pack}-S3BucketLoggingEnabled" for pack in PACKS))
        quiet = "records are searched later; nothing has to happen when one arrives"
        acknowledge(self.bucket, quiet, "cdk-validator-cfnguard::s3_event_notifications_enabled_check")
        copy = "the requests themselves are in the services' logs too; versions and the retained bucket keep these"
        acknowledge(self.bucket, copy, *(f"{pack}-S3BucketReplicationEnabled" for pack in PACKS))
