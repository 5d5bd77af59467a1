"""What you may say about the network."""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from x2bee_constructs.core.faults import fault
from x2bee_constructs.core.props import Items, Props

__all__ = ["Cidr", "NetworkProps"]


def _network(text: str) -> str:
    try:
        network = IPv4Network(text)
    except ValueError as error:
        raise fault(
            "X2B109", f"'{text}' is not a network", expected="an IPv4 CIDR such as 10.20.0.0/16", why=str(error)
        ) from None
    if not network.is_private or network.prefixlen != 16:
        raise fault(
            "X2B109",
            f"'{text}' cannot be the platform's network",
            expected="a private network with prefix /16",
            why="three app subnets of 8,192 addresses each: the VPC CNI gives every pod an address of its own",
        )
    return text


Cidr = Annotated[str, AfterValidator(_network)]
"""A private IPv4 network of prefix /16."""


class NetworkProps(Props):
    """The VPC and what belongs to it."""

    cidr: Cidr = "10.20.0.0/16"
    """Addresses of the VPC, fixed once it exists; 10.20.0.0/16 if not given."""
    zones: Annotated[Items[str], Field(min_length=3, max_length=3)]
    """The three availability zones, by name."""
    nat_gateways: Literal[1, 2, 3] = 3
    """How many zones have a NAT gateway of their own; 3 if not given. With fewer, a zone's fault cuts off others."""
    flow_log_days: Literal[365, 731] = 365
    """How long flow logs are kept, in days: one year or two, as CloudWatch counts them; 365 if not given."""
