"""Which addresses the VPC and its subnets have: literal networks, known before anything is made."""

from __future__ import annotations

from ipaddress import IPv4Network
from itertools import islice

from x2bee_constructs.network.props import NetworkProps

__all__ = ["APP_PREFIX", "SMALL_PREFIX", "app_cidrs", "data_cidrs", "public_cidrs", "vpc_cidr"]

APP_PREFIX = 19
"""8,192 addresses per zone: the VPC CNI gives every pod one."""

SMALL_PREFIX = 24
"""256 addresses per zone, for load balancers and NAT gateways, and for databases."""


def vpc_cidr(props: NetworkProps) -> str:
    """The network of the VPC, its own or the existing one's."""
    return props.existing.cidr if props.existing else props.cidr


def app_cidrs(props: NetworkProps) -> tuple[str, ...]:
    """The networks of nodes and pods, in the order of the zones: what databases admit, and capacity is checked against.

    In a VPC of our own they are the first in it, as the CDK lays subnets out: the groups in their order, each zone by
    zone.
    """
    if props.existing:
        return tuple(subnet.cidr for subnet in props.existing.app)
    networks = IPv4Network(props.cidr).subnets(new_prefix=APP_PREFIX)
    return tuple(str(network) for network in islice(networks, len(props.zones)))


def public_cidrs(props: NetworkProps) -> tuple[str, ...]:
    """The networks of load balancers, in the order of the zones: from where requests come to the mesh's gateway."""
    if props.existing:
        return tuple(subnet.cidr for subnet in props.existing.public)
    return _small(props)[: len(props.zones)]


def data_cidrs(props: NetworkProps) -> tuple[str, ...]:
    """The networks of databases and caches, in the order of the zones: what services are let out to."""
    if props.existing:
        return tuple(subnet.cidr for subnet in props.existing.data)
    return _small(props)[len(props.zones) :]


def _small(props: NetworkProps) -> tuple[str, ...]:
    """The public networks, then those of data, behind all networks of pods."""
    zones, step = len(props.zones), 2 ** (32 - SMALL_PREFIX)
    behind = int(IPv4Network(props.cidr).network_address) + zones * 2 ** (32 - APP_PREFIX)
    return tuple(str(IPv4Network((behind + index * step, SMALL_PREFIX))) for index in range(2 * zones))
