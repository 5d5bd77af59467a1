"""The types of single values in the props of this room."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Network
from typing import Annotated

from pydantic import AfterValidator, Field

from x2bee_constructs.core.faults import fault, matching, show
from x2bee_constructs.core.names import DOMAIN
from x2bee_constructs.core.props import Distinct

__all__ = ["Cidr", "EgressCidr", "Email", "SubnetCidr", "SubnetId", "VpcCidr", "VpcId", "Zones"]

_PRIVATE = tuple(IPv4Network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"))
"""RFC 1918 and RFC 6598: what AWS recommends for a VPC."""

_WIDEST_EGRESS = 16
"""Our judgement: larger blocks are not one company's, and an address of a NAT gateway is one."""

_POD_ADDRESSES = "three app subnets of 8,192 addresses each: the VPC CNI gives every pod an address of its own"


def _network(text: str, what: str, expected: str, largest: int, smallest: int, why: str) -> str:
    try:
        network = IPv4Network(text)
    except ValueError as error:
        raise fault("X2B109", f"{show(text)} is not a network", expected=expected, why=str(error)) from None
    private = any(network.subnet_of(block) for block in _PRIVATE)
    if not private or not largest <= network.prefixlen <= smallest or str(network) != text:
        raise fault("X2B109", f"{show(text)} cannot be {what}", expected=expected, why=why)
    return text


def _platform(text: str) -> str:
    expected = "a private network with prefix /16, such as 10.20.0.0/16"
    return _network(text, "the platform's network", expected, 16, 16, _POD_ADDRESSES)


def _existing(text: str) -> str:
    expected = "a private network of prefix /16 to /24, such as 10.20.0.0/16"
    return _network(text, "an existing VPC's network", expected, 16, 24, "AWS allows /16 at most; 9 subnets need /24")


def _subnet(text: str) -> str:
    expected = "a private network of prefix /16 to /28, such as 10.20.0.0/19"
    return _network(text, "a subnet's network", expected, 16, 28, "AWS allows a subnet /16 to /28")


def _egress(text: str) -> str:
    expected = "a public network of prefix /16 to /32, such as 198.51.100.7/32"
    try:
        network = IPv4Network(text)
    except ValueError as error:
        raise fault("X2B109", f"{show(text)} is not a network", expected=expected, why=str(error)) from None
    private = any(network.subnet_of(block) for block in _PRIVATE)
    if private or network.prefixlen < _WIDEST_EGRESS or str(network) != text:
        why = "whoever comes from there is let in to tools without being asked who it is"
        raise fault("X2B109", f"{show(text)} cannot be a network behind which a VPC is", expected=expected, why=why)
    return text


def _three(zones: Sequence[str]) -> Sequence[str]:
    if len(zones) != 3:
        why = (
            "with two, one zone's fault takes half of everything, and what votes (OpenSearch's masters, a mesh's "
            "quorum) has no majority left"
        )
        raise fault(
            "X2B205", "the platform stands in three zones", expected="three zones", got=str(len(zones)), why=why
        )
    return zones


Cidr = Annotated[str, AfterValidator(_platform)]
"""A private IPv4 network of prefix /16."""

VpcCidr = Annotated[str, AfterValidator(_existing), Field(examples=["10.20.0.0/16"])]
"""A private IPv4 network of prefix /16 to /24, as a VPC that is there already has it."""

SubnetCidr = Annotated[str, AfterValidator(_subnet), Field(examples=["10.20.0.0/19"])]
"""A private IPv4 network of prefix /16 to /28."""

EgressCidr = Annotated[str, AfterValidator(_egress), Field(examples=["198.51.100.7/32"])]
"""A public IPv4 network of prefix /16 to /32."""

VpcId = Annotated[
    str,
    matching(r"vpc-([0-9a-f]{8}|[0-9a-f]{17})", "vpc- and 8 or 17 hexadecimal digits", "nothing is looked up"),
    Field(examples=["vpc-0123456789abcdef0"]),
]
"""The id that AWS gave a VPC."""

SubnetId = Annotated[
    str,
    matching(r"subnet-([0-9a-f]{8}|[0-9a-f]{17})", "subnet- and 8 or 17 hexadecimal digits", "nothing is looked up"),
    Field(examples=["subnet-0123456789abcdef0"]),
]
"""The id that AWS gave a subnet."""

Zones = Annotated[Distinct[str], AfterValidator(_three)]
"""Three availability zones, by name."""

Email = Annotated[
    str,
    matching(rf"(?=.{{3,254}}$)[A-Za-z0-9._%+-]{{1,64}}@{DOMAIN}", "an e-mail address such as oncall@acme-shop.co.kr"),
    Field(examples=["oncall@acme-shop.co.kr"]),
]
"""An e-mail address; its domain lower-case."""
