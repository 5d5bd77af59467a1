"""What you may say about the network."""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from x2bee_constructs.core.faults import fault, show
from x2bee_constructs.core.props import Count, Distinct, Props

__all__ = ["Cidr", "NetworkProps"]


_PRIVATE = tuple(IPv4Network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"))
"""RFC 1918 and RFC 6598: what AWS recommends for a VPC."""


def _network(text: str) -> str:
    try:
        network = IPv4Network(text)
    except ValueError as error:
        expected = "an IPv4 CIDR such as 10.20.0.0/16"
        raise fault("X2B109", f"{show(text)} is not a network", expected=expected, why=str(error)) from None
    private = any(network.subnet_of(block) for block in _PRIVATE)
    if not private or network.prefixlen != 16 or str(network) != text:
        raise fault(
            "X2B109",
            f"{show(text)} cannot be the platform's network",
            expected="a private network with prefix /16, such as 10.20.0.0/16",
            why="three app subnets of 8,192 addresses each: the VPC CNI gives every pod an address of its own",
        )
    return text


Cidr = Annotated[str, AfterValidator(_network)]
"""A private IPv4 network of prefix /16."""


class NetworkProps(Props):
    """The VPC and what belongs to it."""

    cidr: Cidr = "10.20.0.0/16"
    """Addresses of the VPC, fixed once it exists; 10.20.0.0/16 if not given."""
    zones: Annotated[Distinct[str], Field(min_length=3, max_length=3)]
    """The three availability zones, by name."""
    nat_gateways: Annotated[Count, Field(ge=1, le=3)] = 3
    """How many zones have a NAT gateway of their own; 3 if not given. With fewer, a zone's fault cuts off others."""
    flow_log_days: Literal[365, 731] = 365
    """How long flow logs are kept, in days: one year or two, as CloudWatch counts them; 365 if not given."""
