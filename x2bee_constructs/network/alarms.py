"""Where alarms go, and the alarms of NAT gateways."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from x2bee_constructs.core import durations
from x2bee_constructs.core.alarms import Alarms
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.place import place_of
from x2bee_constructs.network import names
from x2bee_constructs.network.props import NetworkProps
from x2bee_constructs.network.publishers import publishers
from x2bee_constructs.network.runbooks import ALARMS

__all__ = ["alarm_topic", "watch_nat_gateways"]

_DROPPED_PERCENT = 0.01
"""Above this share of its packets, says AWS of the metric PacketsDropCount, something is wrong with the gateway."""


def alarm_topic(scope: Construct, site: Site, key: kms.Key, props: NetworkProps) -> sns.Topic:
    """The topic of every alarm of the environment, encrypted, and who is sent a mail."""
    topic = sns.Topic(
        scope,
        "Alarms",
        topic_name=names.alarm_topic(site),
        # jsii's protocols name a parameter differently from its classes.
        master_key=key,  # pyright: ignore[reportArgumentType]
        enforce_ssl=True,
    )
    for publisher in publishers(place_of(scope), site, props):
        topic.add_to_resource_policy(
            iam.PolicyStatement(
                sid=publisher.sid,
                principals=[iam.ServicePrincipal(publisher.service)],  # pyright: ignore[reportArgumentType]
                actions=["sns:Publish"],
                resources=[topic.topic_arn],
                conditions=publisher.topic,
            )
        )
    for address in props.alarm_emails:
        topic.add_subscription(subscriptions.EmailSubscription(address))  # pyright: ignore[reportArgumentType]
    for_people(topic, "alarms are for people; services of AWS publish, nothing in the cluster does")
    return topic


def watch_nat_gateways(
    scope: Construct, site: Site, topic: sns.Topic, gateways: Sequence[ec2.GatewayConfig], runbooks: str
) -> None:
    """Two alarms per NAT gateway: it has no ports left for a destination, and it drops packets."""
    # jsii's protocols name a parameter differently from its classes.
    alarms = Alarms(scope, site, topic, runbooks)  # pyright: ignore[reportArgumentType]
    for gateway in gateways:
        alarms.add(
            f"NatPorts-{gateway.az}",
            ALARMS["NatPorts"],
            _metric(gateway, "ErrorPortAllocation"),
            0,
            periods=1,
            says=f"The NAT gateway of {gateway.az} has no port left for a destination",
            of=gateway.az,
        )
        alarms.add(
            f"NatDrops-{gateway.az}",
            ALARMS["NatDrops"],
            _dropped(gateway),
            _DROPPED_PERCENT,
            periods=3,
            says=f"The NAT gateway of {gateway.az} drops packets; look at the AWS Health Dashboard",
            of=gateway.az,
        )


def _dropped(gateway: ec2.GatewayConfig) -> cloudwatch.MathExpression:
    return cloudwatch.MathExpression(
        expression="100 * dropped / (inside + outside)",
        label="Packets dropped, percent",
        period=durations.minutes(5),
        using_metrics={
            "dropped": _metric(gateway, "PacketsDropCount"),
            "inside": _metric(gateway, "PacketsInFromSource"),
            "outside": _metric(gateway, "PacketsInFromDestination"),
        },
    )


def _metric(gateway: ec2.GatewayConfig, name: str) -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace="AWS/NATGateway",
        metric_name=name,
        dimensions_map={"NatGatewayId": gateway.gateway_id},
        statistic="Sum",
        period=durations.minutes(5),
    )
