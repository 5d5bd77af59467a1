"""What the place of a platform allows: region, zones, addresses, roles; and what its add-ons must be there for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import IPv4Network
from typing import TYPE_CHECKING

from x2bee_constructs.catalog import GATEWAY
from x2bee_constructs.cluster.names import admin_role, karpenter_node_role, node_role
from x2bee_constructs.cluster.nodes import AutoMode
from x2bee_constructs.core.faults import PlacedFault, fault
from x2bee_constructs.core.regions import refused_zone, three_zones

if TYPE_CHECKING:
    from x2bee_constructs.platform.props import Platform

__all__ = ["site_faults"]


def site_faults(platform: Platform) -> Iterator[PlacedFault]:
    """Every fault of what stands under the services and beside them."""
    yield from _gateway(platform)
    yield from _keda(platform)
    yield from _zones(platform)
    yield from _service_addresses(platform)
    yield from _own_roles(platform)
    yield from _addon_versions(platform)


def _gateway(platform: Platform) -> Iterator[PlacedFault]:
    if platform.compatibility.gateway_service and GATEWAY not in platform.enabled_services:
        wrong = fault(
            "X2B115", f"there is no '{GATEWAY}' to offer under its old name", related=f"services.{GATEWAY}.enabled"
        )
        yield ("compatibility", "gateway_service"), wrong, True


def _keda(platform: Platform) -> Iterator[PlacedFault]:
    scaled = [name for name, service in platform.enabled_services.items() if service.scaling.requests_per_second]
    if scaled and not platform.addons.keda:
        wrong = fault(
            "X2B123",
            f"'{scaled[0]}' is scaled by its requests, and KEDA does not run",
            expected="true",
            got="false",
            why=f"nothing else would scale {', '.join(scaled)}: KEDA owns their autoscalers",
            fix="keda: true, or take requests_per_second out of scaling",
            related=f"services.{scaled[0]}.scaling.requests_per_second",
        )
        yield ("addons", "keda"), wrong, False


def _zones(platform: Platform) -> Iterator[PlacedFault]:
    region, refused = platform.region, refused_zone(platform.region)
    if platform.network.zones is None and not three_zones(region):
        why = "which zones an account has differs, and it is not known for this region"
        if refused:
            why = f"EKS refuses zone {refused}, and which letter that is differs from account to account"
        listed = f"aws ec2 describe-availability-zones --region {region} --query AvailabilityZones[].[ZoneName,ZoneId]"
        wrong = fault(
            "X2B205",
            f"the zones of {region} must be said",
            expected=f"network.zones with three zones of {region}",
            why=why,
            fix=f"choose three of: {listed}",
        )
        yield ("region",), wrong, region
    for index, zone in enumerate(platform.network.zones or ()):
        if not re.fullmatch(rf"{platform.region}[a-z]", zone):
            wrong = fault(
                "X2B205", f"zone '{zone}' cannot be used", expected=f"a zone of {platform.region}", related="region"
            )
            yield ("network", "zones", index), wrong, zone


def _service_addresses(platform: Platform) -> Iterator[PlacedFault]:
    ours, vpc = platform.cluster.service_cidr, platform.network.vpc_cidr
    if IPv4Network(ours).overlaps(IPv4Network(vpc)):
        wrong = fault(
            "X2B122",
            f"the Services' network {ours} overlaps the VPC's {vpc}",
            why="pods could not reach what has those addresses in the VPC",
            fix="service_cidr: 172.20.0.0/16" if vpc.startswith("10.") else "service_cidr: 10.100.0.0/16",
            related="network.cidr",
        )
        yield ("cluster", "service_cidr"), wrong, ours


def _own_roles(platform: Platform) -> Iterator[PlacedFault]:
    """EKS has one access entry for a role, and the platform's own have theirs."""
    site, said = platform.site, platform.cluster
    own = {admin_role(site), node_role(site), karpenter_node_role(site)}
    for field, roles in (("administrators", said.administrators), ("viewers", said.viewers)):
        for index, role in enumerate(roles):
            if role.rpartition("/")[2] in own:
                title, why = f"role '{role}' is let in already", "it is the platform's own, and has its access entry"
                yield ("cluster", field, index), fault("X2B101", title, why=why, fix=f"take it out of {field}"), role


def _addon_versions(platform: Platform) -> Iterator[PlacedFault]:
    said = platform.cluster
    if said.addon_versions and isinstance(said.nodes, AutoMode):
        wrong = fault(
            "X2B121",
            "'addon_versions' contradicts nodes of Auto Mode",
            got=", ".join(sorted(said.addon_versions)),
            why="AWS runs these in the nodes itself, as no add-on of the cluster",
            fix="take addon_versions out",
            related="cluster.nodes",
        )
        yield ("cluster", "addon_versions"), wrong, dict(said.addon_versions)
