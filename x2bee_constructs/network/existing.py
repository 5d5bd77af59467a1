"""What you may say about a VPC that is there already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network
from itertools import combinations
from typing import Annotated, Self

from pydantic import AfterValidator, model_validator

from x2bee_constructs.core.faults import PlacedFault, fault, raise_faults
from x2bee_constructs.core.props import Distinct, Items, Props
from x2bee_constructs.network.fields import EgressCidr, SubnetCidr, SubnetId, VpcCidr, VpcId

__all__ = ["ExistingVpc", "Subnet"]


class Subnet(Props):
    """A subnet that is there already."""

    id: SubnetId
    """The subnet's id: `subnet-0123456789abcdef0`."""
    cidr: SubnetCidr
    """Its addresses: databases admit traffic by them, and capacity is checked against them."""


def _one_per_zone(subnets: Sequence[Subnet]) -> Sequence[Subnet]:
    if len(subnets) != 3:
        expected, why = "three subnets", "one in each of the three zones, in the order of `zones`"
        raise fault("X2B104", "each zone has one subnet", expected=expected, got=str(len(subnets)), why=why)
    return subnets


_PerZone = Annotated[Items[Subnet], AfterValidator(_one_per_zone)]


class ExistingVpc(Props):
    """A VPC that is there already, with nine subnets; nothing of it is looked up or changed.

    Somebody else answers for its routes, NAT gateways, flow logs, endpoints and default security group.
    """

    id: VpcId
    """The VPC's id: `vpc-0123456789abcdef0`."""
    cidr: VpcCidr
    """Its primary network, private, of prefix /16 to /24. Subnets of a secondary network cannot be used."""
    app: _PerZone
    """The subnets of nodes and pods, with a way out, one per zone in the order of `zones`. Pods take addresses."""
    public: _PerZone
    """The subnets of load balancers, with a way in, one per zone in the order of `zones`."""
    data: _PerZone
    """The subnets of databases, one per zone in the order of `zones`."""
    egress_cidrs: Distinct[EgressCidr] = ()
    """Public networks behind which the app subnets are seen outside: addresses of its NAT gateways, or of a firewall.
    None if not given; GitLab and Nexus of `toolchain` need them, for they answer addresses that are named."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        placed = list(self._placed())
        raise_faults("ExistingVpc", [*self._outside(placed), *_overlapping(placed), *_twice(placed)])
        return self

    def _placed(self) -> Iterator[tuple[tuple[str, int], Subnet]]:
        for tier, subnets in (("app", self.app), ("public", self.public), ("data", self.data)):
            yield from (((tier, index), subnet) for index, subnet in enumerate(subnets))

    def _outside(self, placed: list[tuple[tuple[str, int], Subnet]]) -> Iterator[PlacedFault]:
        for place, subnet in placed:
            if not IPv4Network(subnet.cidr).subnet_of(IPv4Network(self.cidr)):
                title = f"subnet {subnet.cidr} is not inside the VPC"
                wrong = fault("X2B109", title, expected=f"a part of {self.cidr}", got=subnet.cidr, related="cidr")
                yield (*place, "cidr"), wrong, subnet.cidr


def _overlapping(placed: list[tuple[tuple[str, int], Subnet]]) -> Iterator[PlacedFault]:
    for (first, one), (place, other) in combinations(placed, 2):
        if IPv4Network(one.cidr).overlaps(IPv4Network(other.cidr)):
            where = f"{first[0]}.{first[1]}.cidr"
            wrong = fault("X2B109", f"subnet {other.cidr} overlaps {one.cidr}", got=other.cidr, related=where)
            yield (*place, "cidr"), wrong, other.cidr


def _twice(placed: list[tuple[tuple[str, int], Subnet]]) -> Iterator[PlacedFault]:
    for (first, one), (place, other) in combinations(placed, 2):
        if one.id == other.id:
            where = f"{first[0]}.{first[1]}.id"
            wrong = fault("X2B101", f"subnet '{other.id}' stands twice", fix="keep one of the two", related=where)
            yield (*place, "id"), wrong, other.id
