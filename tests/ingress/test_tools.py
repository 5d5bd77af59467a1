"""Hosts of tools: for the offices alone, at the gateway and before it, and one place for all their names."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from x2bee_constructs.core.names import Site
from x2bee_constructs.ingress.derive import alb_ingress_props, edge_guard_props
from x2bee_constructs.ingress.manifests import ingress_objects
from x2bee_constructs.ingress.props import IstioIngressProps
from x2bee_constructs.ingress.spec import IngressSpec

GRAFANA: dict[str, Any] = {
    "host": "grafana.acme.co.kr",
    "service": "grafana",
    "namespace": "monitoring",
    "port": 80,
    "pod_port": 3000,
    "pods": {"app.kubernetes.io/name": "grafana"},
}
SAID: dict[str, Any] = {
    "hosts": [{"host": "www.acme.co.kr", "to": [{"service": "x2bee-fo"}]}],
    "tools": [GRAFANA],
    "office_cidrs": ["203.0.113.0/24"],
    "balancer_cidrs": ["10.20.96.0/24"],
}


def made(**said: Any) -> dict[str, dict[str, Any]]:
    props = IstioIngressProps.model_validate({**SAID, **said})
    return {key: dict(one.to_manifest()) for key, one in ingress_objects(Site("acme", "prd"), props).items()}


def test_a_tool_has_a_server_and_a_route_of_its_own() -> None:
    objects = made()
    assert objects["gateway-tools"]["spec"]["servers"][0]["hosts"] == ["./grafana.acme.co.kr"]
    route = objects["virtual-service-grafana.acme.co.kr"]["spec"]
    assert route["gateways"] == ["x2bee-tools"]
    destination = {"host": "grafana.monitoring.svc.cluster.local", "port": {"number": 80}}
    assert route["http"][0]["route"] == [{"destination": destination}]
    assert route["http"][0]["retries"] == {"attempts": 0}


def test_who_is_in_no_office_is_refused_at_the_gateway() -> None:
    rule = made()["office-hosts"]["spec"]["rules"][0]
    assert rule["to"][0]["operation"]["hosts"] == ["grafana.acme.co.kr", "grafana.acme.co.kr:*"]
    assert rule["from"][0]["source"]["notRemoteIpBlocks"] == ["203.0.113.0/24"]
    assert "from" not in made(office_cidrs=[])["office-hosts"]["spec"]["rules"][0], "without offices, everybody"


def test_the_gateway_is_let_out_to_its_pods_alone() -> None:
    out = made()["network-policy"]["spec"]["egress"]
    to = [rule for rule in out if rule["ports"] == [{"port": 3000, "protocol": "TCP"}]]
    assert len(to) == 1
    assert to[0]["to"][0]["podSelector"] == {"matchLabels": {"app.kubernetes.io/name": "grafana"}}


def test_a_host_has_one_meaning() -> None:
    with pytest.raises(ValidationError) as found:
        made(tools=[{**GRAFANA, "host": "www.acme.co.kr"}])
    assert [(one["loc"], one["type"]) for one in found.value.errors()] == [(("tools", 0, "host"), "X2B314")]


def test_the_load_balancer_has_the_same_hosts_and_closes_them_too() -> None:
    spec = IngressSpec.model_validate({"zone": {"id": "Z0123456789", "name": "acme.co.kr"}})
    tools = ["grafana.acme.co.kr"]
    edge = alb_ingress_props(spec, "acme.co.kr", ["x2bee-fo"], app_cidrs=["10.20.0.0/19"], log_days=365, tools=tools)
    guard = edge_guard_props(spec, "acme.co.kr", ["x2bee-fo"], log_days=365, tools=tools)
    for found in (edge, guard):
        assert set(tools) <= set(found.hosts)
        assert set(tools) <= set(found.office_hosts)
