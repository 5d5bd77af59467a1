"""The VPC: made, or there already."""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import Annotations, Fn, Tags
from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from x2bee_constructs.core.acknowledge import PACKS, acknowledge
from x2bee_constructs.core.names import Site
from x2bee_constructs.network.addresses import APP_PREFIX, SMALL_PREFIX
from x2bee_constructs.network.existing import ExistingVpc
from x2bee_constructs.network.props import NetworkProps

__all__ = ["existing_vpc", "mark_subnets", "nat_networks", "own_vpc"]

_SUBNETS = [
    ec2.SubnetConfiguration(name="app", subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS, cidr_mask=APP_PREFIX),
    ec2.SubnetConfiguration(
        name="public", subnet_type=ec2.SubnetType.PUBLIC, cidr_mask=SMALL_PREFIX, map_public_ip_on_launch=False
    ),
    ec2.SubnetConfiguration(name="data", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED, cidr_mask=SMALL_PREFIX),
]
"""Their order decides their addresses: `addresses.app_cidrs` counts on app being first."""


def own_vpc(scope: Construct, props: NetworkProps, nat: ec2.NatProvider) -> ec2.Vpc:
    """A VPC over three zones with app, public and data subnets; `nat` has its gateways afterwards."""
    vpc = ec2.Vpc(
        scope,
        "Vpc",
        ip_addresses=ec2.IpAddresses.cidr(props.cidr),
        availability_zones=list(props.zones),
        nat_gateways=props.nat_gateways,
        nat_gateway_provider=nat,
        subnet_configuration=_SUBNETS,
        enable_dns_hostnames=True,
        enable_dns_support=True,
        # The alternative closes the default group with a custom resource, that is a Lambda in every account.
        restrict_default_security_group=False,
    )
    _acknowledge(vpc)
    return vpc


def _acknowledge(vpc: ec2.Vpc) -> None:
    why = "`DefaultGroup` takes its rules out after the VPC is made and daily (ADR 0009), which a template cannot show"
    acknowledge(vpc, why, *(f"{pack}-VPCDefaultSecurityGroupClosed" for pack in PACKS))
    # cfn-lint alone: to its own validation the CDK says the same by itself.
    for subnet in (*vpc.private_subnets, *vpc.public_subnets, *vpc.isolated_subnets):
        why = "the three zones are said by name: without a look-up no template can tell which ones an account has"
        acknowledge(subnet, why, "W3010")
    for subnet in vpc.public_subnets:
        why = "load balancers and NAT gateways stand here, with a way to the internet; nothing else does"
        acknowledge(subnet, why, *(f"{pack}-VPCNoUnrestrictedRouteToIGW" for pack in PACKS))


def existing_vpc(scope: Construct, zones: list[str], props: ExistingVpc) -> ec2.IVpc:
    """The VPC that is there already, by what is said of it."""
    vpc = ec2.Vpc.from_vpc_attributes(
        scope,
        "Vpc",
        vpc_id=props.id,
        vpc_cidr_block=props.cidr,
        availability_zones=zones,
        private_subnet_names=["app"],
        private_subnet_ids=[subnet.id for subnet in props.app],
        private_subnet_ipv4_cidr_blocks=[subnet.cidr for subnet in props.app],
        public_subnet_names=["public"],
        public_subnet_ids=[subnet.id for subnet in props.public],
        public_subnet_ipv4_cidr_blocks=[subnet.cidr for subnet in props.public],
        isolated_subnet_names=["data"],
        isolated_subnet_ids=[subnet.id for subnet in props.data],
        isolated_subnet_ipv4_cidr_blocks=[subnet.cidr for subnet in props.data],
    )
    # Nothing of ours adds a route to them.
    Annotations.of(vpc).acknowledge_warning("@aws-cdk/aws-ec2:noSubnetRouteTableId", "no route is added")
    return vpc


def nat_networks(vpc: ec2.IVpc) -> list[str]:
    """From which public networks the app subnets are seen outside: an address for each NAT gateway that was made."""
    found = (subnet.node.try_find_child("EIP") for subnet in vpc.public_subnets)
    return [Fn.join("", [address.ref, "/32"]) for address in found if isinstance(address, ec2.CfnEIP)]


def mark_subnets(vpc: ec2.Vpc, site: Site) -> None:
    """Tag the subnets for those who look for them: the AWS Load Balancer Controller, EKS and Karpenter."""
    wanted: Mapping[str, Mapping[str, str]] = {
        "app": {"kubernetes.io/role/internal-elb": "1", "karpenter.sh/discovery": site.cluster},
        "public": {"kubernetes.io/role/elb": "1"},
    }
    for group, tags in wanted.items():
        for subnet in vpc.select_subnets(subnet_group_name=group).subnets:
            for key, value in tags.items():
                # The subnet alone, not its route table and NAT gateway.
                Tags.of(subnet).add(key, value, include_resource_types=["AWS::EC2::Subnet"])
