"""The VPC: its subnets, the ways out of them, endpoints, flow logs, and the closed default security group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from ipaddress import IPv4Network
from itertools import pairwise
from typing import Any

from conformance.emulator.checks import Sight
from conformance.emulator.report import Expect
from x2bee_constructs.platform.network import network_props

__all__ = ["default_group", "flow_logs", "network"]

TIER = "aws-cdk:subnet-name"
"""The tag by which the CDK says which tier a subnet is of."""

ANYWHERE = "0.0.0.0/0"


def _vpc(sight: Sight) -> str:
    (vpc,) = sight.deployed.of("AWS::EC2::VPC")
    return vpc.physical_id


def _in_vpc(sight: Sight, operation: str, items: str, key: str = "Filters") -> list[dict[str, Any]]:
    said: Any = {key: [{"Name": "vpc-id", "Values": [_vpc(sight)]}]}
    return sight.aws.call("ec2", operation, **said)[items]


def network(sight: Sight, expect: Expect) -> None:
    """Three tiers in three zones, each with the way out that it should have."""
    props = network_props(sight.platform)
    (vpc,) = sight.aws.call("ec2", "describe_vpcs", VpcIds=[_vpc(sight)])["Vpcs"]
    expect.same("the VPC's addresses", props.cidr, vpc["CidrBlock"])
    subnets = _in_vpc(sight, "describe_subnets", "Subnets")
    zones: dict[str, list[str]] = {"app": [], "public": [], "data": []}
    for subnet in subnets:
        zones.setdefault(_tier(subnet), []).append(subnet["AvailabilityZone"])
        expect.that(not subnet["MapPublicIpOnLaunch"], f"{subnet['SubnetId']} gives public addresses")
    for tier, found in zones.items():
        expect.same(f"zones of the {tier} subnets", sorted(props.zones), sorted(found))
    _disjoint([subnet["CidrBlock"] for subnet in subnets], props.cidr, expect)
    nats = _in_vpc(sight, "describe_nat_gateways", "NatGateways", "Filter")
    alive = {nat["NatGatewayId"]: nat["SubnetId"] for nat in nats if nat["State"] == "available"}
    expect.same("NAT gateways", props.nat_gateways, len(alive))
    _ways_out(sight, subnets, alive, expect)
    _endpoints(sight, expect)


def _tier(subnet: Mapping[str, Any]) -> str:
    return next((tag["Value"] for tag in subnet.get("Tags", []) if tag["Key"] == TIER), "nameless")


def _disjoint(blocks: Sequence[str], within: str, expect: Expect) -> None:
    networks = sorted(IPv4Network(block) for block in blocks)
    expect.that(all(one.subnet_of(IPv4Network(within)) for one in networks), f"a subnet is not within {within}")
    pairs = pairwise(networks)
    expect.that(not any(one.overlaps(other) for one, other in pairs), f"subnets overlap: {networks}")


def _ways_out(sight: Sight, subnets: Sequence[Mapping[str, Any]], nats: Mapping[str, str], expect: Expect) -> None:
    """Public subnets leave by the internet gateway, app subnets by a NAT gateway, data subnets not at all."""
    tables = _in_vpc(sight, "describe_route_tables", "RouteTables")
    zone = {subnet["SubnetId"]: subnet["AvailabilityZone"] for subnet in subnets}
    tier = {subnet["SubnetId"]: _tier(subnet) for subnet in subnets}
    for subnet, kind in tier.items():
        out = _default_route(tables, subnet)
        if kind == "public":
            expect.that(out.startswith("igw-"), f"public {subnet} leaves by {out or 'nothing'}")
        elif kind == "app":
            good = expect.that(tier.get(nats.get(out, "")) == "public", f"app {subnet} leaves by {out or 'nothing'}")
            if good and len(nats) == len(set(zone.values())):
                expect.same(f"the zone in which app {subnet} leaves", zone[subnet], zone[nats[out]])
        else:
            expect.same(f"the way out of {kind} {subnet}", "", out)


def _default_route(tables: Sequence[Mapping[str, Any]], subnet: str) -> str:
    """Where the subnet's own route table sends what is for nobody here; empty if nowhere."""
    for table in tables:
        if any(one.get("SubnetId") == subnet for one in table["Associations"]):
            routes = [route for route in table["Routes"] if route.get("DestinationCidrBlock") == ANYWHERE]
            return next((route.get("NatGatewayId") or route.get("GatewayId") or "" for route in routes), "")
    return "the main route table"


def _endpoints(sight: Sight, expect: Expect) -> None:
    """Each endpoint serves what its template says, in subnets or route tables of this VPC."""
    found = {one["VpcEndpointId"]: one for one in _in_vpc(sight, "describe_vpc_endpoints", "VpcEndpoints")}
    expect.same("endpoints", {one.physical_id for one in sight.deployed.of("AWS::EC2::VPCEndpoint")}, set(found))
    for held in sight.deployed.of("AWS::EC2::VPCEndpoint"):
        endpoint = found.get(held.physical_id, {})
        wanted = sight.deployed.value(held.stack, held.properties["ServiceName"])
        expect.that(wanted in {None, endpoint.get("ServiceName")}, f"{held} serves {endpoint.get('ServiceName')}")
        ways = [*endpoint.get("SubnetIds", []), *endpoint.get("RouteTableIds", [])]
        expect.that(bool(ways), f"{held} is in no subnet and no route table")


def default_group(sight: Sight, expect: Expect) -> None:
    """Nothing may come in or go out by the VPC's default security group."""
    groups = [
        one for one in _in_vpc(sight, "describe_security_groups", "SecurityGroups") if one["GroupName"] == "default"
    ]
    expect.same("default security groups", 1, len(groups))
    for group in groups:
        expect.same("its rules in", [], group["IpPermissions"])
        expect.same("its rules out", [], group["IpPermissionsEgress"])


def flow_logs(sight: Sight, expect: Expect) -> None:
    """Everything that passes is logged, encrypted, and kept as long as it must be."""
    props = network_props(sight.platform)
    flows = sight.aws.call("ec2", "describe_flow_logs")["FlowLogs"]
    own = [flow for flow in flows if flow["ResourceId"] == _vpc(sight)]
    expect.same("what is logged", ["ALL"], [flow["TrafficType"] for flow in own])
    groups = {one["logGroupName"]: one for one in sight.aws.call("logs", "describe_log_groups")["logGroups"]}
    for flow in own:
        group = groups.get(flow.get("LogGroupName") or flow.get("LogDestination", ""), {})
        expect.same("days for which flow logs are kept", props.flow_log_days, group.get("retentionInDays"))
        expect.that(bool(group.get("kmsKeyId")), "flow logs are not encrypted with a key of ours")
