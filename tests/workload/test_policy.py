"""The call graph is the policy: every declared edge is allowed on both sides, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from x2bee_constructs import Egress, MsaDeploymentProps, Platform, SpringBoot
from x2bee_constructs.platform.derive import deployment_props
from x2bee_constructs.platform.schedules import event_callers
from x2bee_constructs.workload.manifests import msa_objects

MINIMAL = {"customer", "environment", "domain", "account", "region"}


def policy(props: MsaDeploymentProps, name: str = "gift") -> Any:
    return msa_objects(name, "acme-app", props)["network-policy"].to_manifest()["spec"]


def peers(rules: list[dict[str, Any]], side: str) -> set[str]:
    names: set[str] = set()
    for rule in rules:
        for peer in rule[side]:
            labels = peer.get("podSelector", {}).get("matchLabels", {})
            if "namespaceSelector" not in peer and "ipBlock" not in peer:
                names.add(labels["app.kubernetes.io/name"])
    return names


@pytest.mark.parametrize("environment", ["dev", "prd"])
def test_edges_of_the_graph_are_exactly_those_of_the_policies(
    acme: Callable[[str], Platform], environment: str
) -> None:
    platform = acme(environment)
    declared = {
        (name, callee)
        for name, service in platform.enabled_services.items()
        for callee in service.calls
        if "." not in callee
    }
    specs = {name: policy(deployment_props(platform, name), name) for name in platform.enabled_services}
    assert {(name, callee) for name, spec in specs.items() for callee in peers(spec["egress"], "to")} == declared
    callers = {(caller, name) for name, spec in specs.items() for caller in peers(spec["ingress"], "from")}
    assert callers == declared | {(caller, name) for name in specs for caller in event_callers(platform, name)}


def ways_out(**said: Any) -> list[dict[str, Any]]:
    return policy(MsaDeploymentProps(image="a:1", runtime=SpringBoot(), mesh=False, **said))["egress"]


def test_nothing_declared_reaches_dns_only() -> None:
    (dns,) = ways_out()
    assert [(port["port"], port["protocol"]) for port in dns["ports"]] == [(53, "UDP"), (53, "TCP")]


def test_outside_hosts_are_public_addresses_on_443_only() -> None:
    block = ways_out(calls=["api.pg.example.com"])[1]
    assert block["ports"] == [{"port": 443, "protocol": "TCP"}]
    assert {"10.0.0.0/8", "169.254.0.0/16"} <= set(block["to"][0]["ipBlock"]["except"])


def test_aws_is_the_identity_agent_and_https_but_never_instance_metadata() -> None:
    agent, https = ways_out(aws=True)[1:]
    assert agent["to"][0]["ipBlock"]["cidr"] == "169.254.170.23/32"
    assert https["to"][0]["ipBlock"]["except"] == ["169.254.0.0/16"]


def test_databases_are_where_they_are_declared() -> None:
    way = ways_out(egress=[Egress(cidrs=["10.20.0.0/16"], ports=[5432])])[1]
    assert (way["to"], way["ports"]) == ([{"ipBlock": {"cidr": "10.20.0.0/16"}}], [{"port": 5432, "protocol": "TCP"}])


def test_what_a_runtime_needs_is_let_out(acme: Callable[[str], Platform]) -> None:
    traced = policy(MsaDeploymentProps(image="a:1", runtime=SpringBoot(tracing=True), mesh=False))["egress"]
    assert [port["port"] for port in traced[1]["ports"]] == [4317, 4318]
    said = {"x2bee-bo": {"runtime": {"kind": "spring-boot", "sessions": True}}}
    platform = Platform.model_validate({**acme("prd").model_dump(include=MINIMAL), "services": said})
    ways = policy(deployment_props(platform, "x2bee-bo"), "x2bee-bo")["egress"]
    (way,) = [way for way in ways if {"port": 16379, "protocol": "TCP"} in way["ports"]]
    assert [peer["ipBlock"]["cidr"] for peer in way["to"]] == [f"10.20.{n}.0/24" for n in (99, 100, 101)]


def test_only_what_is_exposed_can_be_reached_from_the_gateway(acme: Callable[[str], Platform]) -> None:
    platform = acme("prd")
    exposed = {
        name
        for name in platform.enabled_services
        if "ingressgateway" in str(policy(deployment_props(platform, name), name)["ingress"])
    }
    schedulers = {"x2bee-batch-scheduler-mbod", "x2bee-batch-scheduler-gddp"}  # their pages, for the offices alone
    assert exposed == {"x2bee-fo", "x2bee-bo", "x2bee-cc", "x2bee-gw"} | schedulers
