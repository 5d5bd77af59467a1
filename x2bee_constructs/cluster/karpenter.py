"""What Karpenter needs of AWS: the role and profile of its nodes, and word of those that will go.

The rights of Karpenter's own pods are with its chart.
"""

from __future__ import annotations

from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from x2bee_constructs.cluster import names
from x2bee_constructs.cluster.node_roles import karpenter_node_role
from x2bee_constructs.core import durations
from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.names import Site

__all__ = ["KarpenterParts"]

_EVENTS = {
    "CapacityReservationInterruption": ("aws.ec2", "EC2 Capacity Reservation Instance Interruption Warning"),
    "Rebalance": ("aws.ec2", "EC2 Instance Rebalance Recommendation"),
    "ScheduledChange": ("aws.health", "AWS Health Event"),
    "SpotInterruption": ("aws.ec2", "EC2 Spot Instance Interruption Warning"),
    "StateChange": ("aws.ec2", "EC2 Instance State-change Notification"),
}
"""What Karpenter 1.14 listens to (its getting-started CloudFormation template, looked up 2026-11-23)."""


class KarpenterParts(Construct):
    """The nodes' role, which the cluster lets in; its instance profile; the interruption queue and what fills it.

    The profile is made here, so that Karpenter needs no right to make any (EC2NodeClass `instanceProfile`).
    """

    def __init__(self, scope: Construct, id: str, cluster: eks.CfnCluster, site: Site) -> None:
        """Make them for one cluster."""
        super().__init__(scope, id)
        self.node_role = karpenter_node_role(self, site)
        self.profile = iam.CfnInstanceProfile(
            self,
            "Profile",
            instance_profile_name=names.node_profile(site),
            roles=[self.node_role.role_name],
        )
        eks.CfnAccessEntry(
            self, "Entry", cluster_name=cluster.ref, principal_arn=self.node_role.role_arn, type="EC2_LINUX"
        )
        self.queue = self._queue(site)
        rules = [self._rule(name, source, kind) for name, (source, kind) in _EVENTS.items()]
        self._let_send(rules)

    def _queue(self, site: Site) -> sqs.Queue:
        queue = sqs.Queue(
            self,
            "Interruptions",
            queue_name=names.interruption_queue(site),
            retention_period=durations.minutes(5),
            # EventBridge can use no other key, unless the key's policy names it.
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
        )
        stale = "a warning of two minutes that was not read in five is of no use later"
        acknowledge(queue, stale, "AwsSolutions-SQS3", "cdk-validator-cfnguard::sqs_dlq_check")
        acknowledge(
            queue, "it is encrypted, with a key of SQS's own: there is no secret in an instance's id", "CKV_AWS_27"
        )
        return queue

    def _rule(self, name: str, source: str, kind: str) -> events.CfnRule:
        return events.CfnRule(
            self,
            name,
            description=f"{kind}, for Karpenter",
            event_pattern={"source": [source], "detail-type": [kind]},
            state="ENABLED",
            targets=[events.CfnRule.TargetProperty(arn=self.queue.queue_arn, id="karpenter")],
        )

    def _let_send(self, rules: list[events.CfnRule]) -> None:
        self.queue.add_to_resource_policy(
            iam.PolicyStatement(
                sid="Events",
                # jsii's protocols name a parameter differently from its classes.
                principals=[iam.ServicePrincipal("events.amazonaws.com")],  # pyright: ignore[reportArgumentType]
                actions=["sqs:SendMessage"],
                resources=[self.queue.queue_arn],
                conditions={"ArnEquals": {"aws:SourceArn": [rule.attr_arn for rule in rules]}},
            )
        )
