"""The VPC, its key, its private zone and its flow logs."""

from __future__ import annotations

from aws_cdk import ArnFormat, RemovalPolicy, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from x2bee_constructs.core.names import Site
from x2bee_constructs.network import names
from x2bee_constructs.network.props import NetworkProps

__all__ = ["Network"]

_APP_MASK = 19
"""8,192 addresses per zone: the VPC CNI gives every pod one."""

_SMALL_MASK = 24
"""256 addresses per zone, for load balancers and NAT gateways, and for databases."""


_RETENTION = {365: logs.RetentionDays.ONE_YEAR, 731: logs.RetentionDays.TWO_YEARS}


class Network(Construct):
    """A VPC over three zones with public, app and data subnets; a KMS key; a private zone; flow logs.

    The data subnets have no way out. No custom resource, Lambda or asset is made.
    """

    def __init__(self, scope: Construct, id: str, site: Site, props: NetworkProps) -> None:
        """Make the network of one environment."""
        super().__init__(scope, id)
        self.key = self._key(site)
        self.vpc = self._vpc(props)
        self._flow_logs(props)
        self.zone = route53.PrivateHostedZone(self, "Zone", zone_name=names.private_zone(site), vpc=self.vpc)
        self.zone.apply_removal_policy(RemovalPolicy.RETAIN)
        self._publish(site)

    def _key(self, site: Site) -> kms.Key:
        key = kms.Key(
            self,
            "Key",
            alias=site.key_alias,
            description=f"Everything of {site.prefix} that is encrypted at rest",
            enable_key_rotation=True,
            removal_policy=RemovalPolicy.RETAIN,
        )
        stack = Stack.of(self)
        service = f"logs.{stack.region}.amazonaws.com"
        groups = stack.format_arn(
            service="logs", resource="log-group", resource_name="*", arn_format=ArnFormat.COLON_RESOURCE_NAME
        )
        key.add_to_resource_policy(
            iam.PolicyStatement(
                sid="CloudWatchLogs",
                # jsii's protocols name a parameter differently from its classes.
                principals=[iam.ServicePrincipal(service)],  # pyright: ignore[reportArgumentType]
                actions=["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
                resources=["*"],
                conditions={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": groups}},
            )
        )
        return key

    def _vpc(self, props: NetworkProps) -> ec2.Vpc:
        subnet = ec2.SubnetConfiguration
        return ec2.Vpc(
            self,
            "Vpc",
            ip_addresses=ec2.IpAddresses.cidr(props.cidr),
            availability_zones=list(props.zones),
            nat_gateways=props.nat_gateways,
            subnet_configuration=[
                subnet(name="app", subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS, cidr_mask=_APP_MASK),
                subnet(
                    name="public",
                    subnet_type=ec2.SubnetType.PUBLIC,
                    cidr_mask=_SMALL_MASK,
                    map_public_ip_on_launch=False,
                ),
                subnet(name="data", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED, cidr_mask=_SMALL_MASK),
            ],
            enable_dns_hostnames=True,
            enable_dns_support=True,
            # The alternative closes the default group with a custom resource, that is a Lambda in every account.
            restrict_default_security_group=False,
        )

    def _flow_logs(self, props: NetworkProps) -> None:
        group = logs.LogGroup(
            self,
            "FlowLogs",
            retention=_RETENTION[props.flow_log_days],
            encryption_key=self.key,
            removal_policy=RemovalPolicy.RETAIN,
        )
        self.vpc.add_flow_log(
            "All",
            destination=ec2.FlowLogDestination.to_cloud_watch_logs(group),
            traffic_type=ec2.FlowLogTrafficType.ALL,
        )

    def _publish(self, site: Site) -> None:
        app = self.vpc.select_subnets(subnet_group_name="app").subnet_ids
        values: dict[names.Parameter, str] = {
            "vpc-id": self.vpc.vpc_id,
            "app-subnet-ids": ",".join(app),
            "private-zone-id": self.zone.hosted_zone_id,
        }
        for what, value in values.items():
            ssm.StringParameter(self, what, parameter_name=names.parameter(site, what), string_value=value)
