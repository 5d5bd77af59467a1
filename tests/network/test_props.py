"""What may be said about a network, what is refused, and which addresses follow."""

from __future__ import annotations

import copy
from ipaddress import IPv4Network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.network.cases import EXISTING, EXISTING_VPC, LEAST, MOST, ZONES
from x2bee_constructs.core.names import Site
from x2bee_constructs.network import names
from x2bee_constructs.network.addresses import app_cidrs, vpc_cidr
from x2bee_constructs.network.props import NetworkProps

Fault = tuple[str, tuple[str | int, ...], str]


def faults(said: dict[str, Any]) -> list[Fault]:
    with pytest.raises(ValidationError) as caught:
        NetworkProps.model_validate(said)
    return [(fault["type"], fault["loc"], fault["msg"]) for fault in caught.value.errors()]


def existing(**changed: Any) -> dict[str, Any]:
    return {"zones": ZONES, "existing": {**copy.deepcopy(EXISTING_VPC), **changed}}


def with_app(index: int, **changed: str) -> dict[str, Any]:
    said = existing()
    said["existing"]["app"][index].update(changed)
    return said


def test_the_defaults() -> None:
    props = NetworkProps(zones=ZONES)
    assert (props.cidr, props.nat_gateways, props.flow_log_days) == ("10.20.0.0/16", 3, 365)
    assert (props.interface_endpoints, props.existing, props.budget, props.alarm_emails) == (False, None, None, ())


REFUSED: list[tuple[dict[str, Any], str, tuple[str | int, ...], str]] = [
    ({"zones": ZONES[:2]}, "X2B205", ("zones",), "three zones, got 2"),
    ({"zones": [*ZONES, "ap-northeast-2d"]}, "X2B205", ("zones",), "three zones, got 4"),
    ({"zones": [*ZONES[:2], ZONES[0]]}, "X2B101", ("zones",), "stands twice"),
    ({**LEAST, "cidr": "10.20.0.0/20"}, "X2B109", ("cidr",), "prefix /16"),
    ({**LEAST, "cidr": "8.8.0.0/16"}, "X2B109", ("cidr",), "private"),
    ({**LEAST, "cidr": "10.20.0.1/16"}, "X2B109", ("cidr",), "not a network"),
    ({**LEAST, "nat_gateways": 0}, "X2B104", ("nat_gateways",), "at least 1"),
    ({**LEAST, "flow_log_days": 400}, "X2B104", ("flow_log_days",), "365 or 731"),
    ({**LEAST, "interface_endpoints": "yes"}, "X2B103", ("interface_endpoints",), "true or false"),
    ({**LEAST, "alarm_emails": ["oncall"]}, "X2B106", ("alarm_emails", 0), "an e-mail address"),
    ({**LEAST, "alarm_emails": ["a@b.kr", "a@b.kr"]}, "X2B101", ("alarm_emails",), "stands twice"),
    ({**LEAST, "budget": {"monthly_usd": 0}}, "X2B104", ("budget", "monthly_usd"), "at least 1"),
    ({**LEAST, "budget": {}}, "X2B105", ("budget", "monthly_usd"), "missing key"),
    ({**LEAST, "budget": {"monthly": 1, "monthly_usd": 1}}, "X2B102", ("budget", "monthly"), "'monthly_usd'"),
    (existing(id="vpc-0123"), "X2B106", ("existing", "id"), "vpc- and 8 or 17"),
    (existing(cidr="10.0.0.0/25"), "X2B109", ("existing", "cidr"), "/16 to /24"),
    (existing(cidr="10.0.0.0/15"), "X2B109", ("existing", "cidr"), "/16 to /24"),
    (existing(cidr="52.0.0.0/20"), "X2B109", ("existing", "cidr"), "private"),
    (existing(app=EXISTING_VPC["app"][:2]), "X2B104", ("existing", "app"), "three subnets, got 2"),
    (existing(data=[]), "X2B104", ("existing", "data"), "three subnets, got 0"),
    (existing(egress_cidrs=["0.0.0.0/0"]), "X2B109", ("existing", "egress_cidrs", 0), "/16 to /32"),
    (existing(egress_cidrs=["10.0.0.0/22"]), "X2B109", ("existing", "egress_cidrs", 0), "public"),
    (existing(egress_cidrs=["198.51.100.7/24"]), "X2B109", ("existing", "egress_cidrs", 0), "/32"),
    (existing(egress_cidrs=["NAT"]), "X2B109", ("existing", "egress_cidrs", 0), "is not a network"),
    (with_app(1, id="10.0.4.0/22"), "X2B106", ("existing", "app", 1, "id"), "subnet- and 8 or 17"),
    (with_app(1, cidr="10.0.4.0/29"), "X2B109", ("existing", "app", 1, "cidr"), "/16 to /28"),
    (with_app(1, cidr="10.1.4.0/22"), "X2B109", ("existing", "app", 1, "cidr"), "not inside the VPC"),
    (with_app(1, cidr="10.0.0.0/23"), "X2B109", ("existing", "app", 1, "cidr"), "overlaps 10.0.0.0/22"),
    (with_app(1, id=EXISTING_VPC["app"][0]["id"]), "X2B101", ("existing", "app", 1, "id"), "stands twice"),
    ({**existing(), "cidr": "10.20.0.0/16"}, "X2B121", ("cidr",), "contradicts the existing VPC"),
    ({**existing(), "nat_gateways": 3}, "X2B121", ("nat_gateways",), "contradicts the existing VPC, got 3"),
    ({**existing(), "flow_log_days": 365}, "X2B121", ("flow_log_days",), "contradicts the existing VPC"),
    ({**existing(), "interface_endpoints": True}, "X2B121", ("interface_endpoints",), "contradicts the existing VPC"),
]


@pytest.mark.parametrize(("said", "code", "place", "words"), REFUSED)
def test_bad_input_gives_one_clear_fault(
    said: dict[str, Any], code: str, place: tuple[str | int, ...], words: str
) -> None:
    ((found_code, found_place, message),) = faults(said)
    assert (found_code, found_place) == (code, place)
    assert words in message


def test_every_contradiction_is_told_at_once() -> None:
    found = faults({**existing(), "nat_gateways": 1, "cidr": "10.9.0.0/16", "interface_endpoints": True})
    assert [place for _, place, _ in found] == [("cidr",), ("interface_endpoints",), ("nat_gateways",)]


def test_what_does_not_contradict_an_existing_vpc() -> None:
    wide = {"id": "vpc-01234567", "cidr": "10.0.0.0/16"}
    said = {**existing(**wide), "cidr": "10.0.0.0/16", "interface_endpoints": False}
    assert vpc_cidr(NetworkProps.model_validate(said)) == "10.0.0.0/16"


@pytest.mark.parametrize("said", [LEAST, MOST, EXISTING])
def test_what_is_said_can_be_said_again(said: dict[str, Any]) -> None:
    props = NetworkProps.model_validate(said)
    assert NetworkProps.model_validate(props.model_dump(exclude_unset=True)) == props


def test_addresses_of_an_existing_vpc_are_those_said() -> None:
    props = NetworkProps.model_validate(EXISTING)
    assert vpc_cidr(props) == "10.0.0.0/20"
    assert app_cidrs(props) == ("10.0.0.0/22", "10.0.4.0/22", "10.0.8.0/22")


@given(second=st.integers(0, 255))
def test_app_subnets_are_apart_and_inside(second: int) -> None:
    props = NetworkProps(zones=ZONES, cidr=f"10.{second}.0.0/16")
    first, *others = (IPv4Network(cidr) for cidr in app_cidrs(props))
    assert all(network.subnet_of(IPv4Network(vpc_cidr(props))) for network in (first, *others))
    assert not first.overlaps(others[0])
    assert not others[0].overlaps(others[1])
    assert first.num_addresses == 8192


def test_the_contract() -> None:
    site = Site("acme", "prd")
    assert names.alarm_topic(site) == "x2bee-acme-prd-alarms"
    assert names.budget(site) == "x2bee-acme-prd-monthly"
    assert names.private_zone(site) == "prd.acme.internal"
    assert names.parameter(site, "vpc-id") == "/x2bee/acme/prd/network/vpc-id"
