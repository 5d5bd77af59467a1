"""The VPC, its key, its private zone, its flow logs, and whom alarms reach."""

from __future__ import annotations

from aws_cdk import RemovalPolicy
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.names import Site
from x2bee_constructs.network import names
from x2bee_constructs.network.addresses import vpc_cidr
from x2bee_constructs.network.alarms import alarm_topic, watch_nat_gateways
from x2bee_constructs.network.budget import monthly_budget
from x2bee_constructs.network.default_group import DefaultGroup
from x2bee_constructs.network.endpoints import reach_s3, reach_services
from x2bee_constructs.network.flow_logs import keep_flow_logs
from x2bee_constructs.network.key import environment_key
from x2bee_constructs.network.props import NetworkProps
from x2bee_constructs.network.vpc import existing_vpc, mark_subnets, nat_networks, own_vpc

__all__ = ["Network"]


class Network(Construct):
    """A VPC over three zones with public, app and data subnets; a KMS key; a private zone; flow logs; an alarm topic.

    The data subnets have no way out, and the default security group has no rules. No custom resource, Lambda or asset
    is made. `key`, `vpc`, `zone` and `topic` are there for other constructs; `vpc` has the groups app, public and data
    also if it was there already. `egress` has the networks under which the app subnets are seen outside: the addresses
    of the NAT gateways, or what is said of a VPC that was there.
    """

    def __init__(self, scope: Construct, id: str, site: Site, props: NetworkProps) -> None:
        """Make the network of one environment."""
        super().__init__(scope, id)
        self.key = environment_key(self, site, props)
        self.topic = alarm_topic(self, site, self.key, props)
        self.vpc: ec2.IVpc = self._vpc(site, props)
        self.egress = list(props.existing.egress_cidrs) if props.existing else nat_networks(self.vpc)
        self.zone = self._zone(site)
        if props.budget:
            monthly_budget(self, site, self.topic, props.budget)
        self._publish(site)

    def _vpc(self, site: Site, props: NetworkProps) -> ec2.IVpc:
        if props.existing:
            return existing_vpc(self, list(props.zones), props.existing)
        nat = ec2.NatProvider.gateway()
        vpc = own_vpc(self, props, nat)
        mark_subnets(vpc, site)
        # jsii's protocols name a parameter differently from its classes.
        keep_flow_logs(self, vpc, self.key, props.flow_log_days)  # pyright: ignore[reportArgumentType]
        DefaultGroup(self, "DefaultGroup", vpc, self.topic)  # pyright: ignore[reportArgumentType]
        reach_s3(vpc)
        if props.interface_endpoints:
            reach_services(self, vpc, vpc_cidr(props))
        watch_nat_gateways(self, site, self.topic, nat.configured_gateways, props.runbooks)
        return vpc

    def _zone(self, site: Site) -> route53.PrivateHostedZone:
        zone = route53.PrivateHostedZone(self, "Zone", zone_name=names.private_zone(site), vpc=self.vpc)
        zone.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        for_people(zone, "names inside the VPC that people choose")
        return zone

    def _publish(self, site: Site) -> None:
        app = self.vpc.select_subnets(subnet_group_name="app").subnet_ids
        values: dict[names.Parameter, str] = {
            "vpc-id": self.vpc.vpc_id,
            "app-subnet-ids": ",".join(app),
            "private-zone-id": self.zone.hosted_zone_id,
        }
        for what, value in values.items():
            parameter = ssm.StringParameter(self, what, parameter_name=names.parameter(site, what), string_value=value)
            for_people(parameter, "an id that people and their own stacks look up")
