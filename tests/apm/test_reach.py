"""Agents reach where they send to, in the NetworkPolicies of both ends and in the mesh; nobody else does."""

from __future__ import annotations

from typing import Any

import pytest

from tests.apm.pods import objects, platform
from x2bee_constructs.apm.scouter import scouter_objects
from x2bee_constructs.platform.apm import scouter_props
from x2bee_constructs.platform.namespaces import namespace_props

JVM, NODE = "x2bee-api-order", "x2bee-fo"


def egress(made: dict[str, Any], namespace: str, labels: dict[str, str]) -> set[tuple[str, int]]:
    """What a service's policy lets out to pods of a namespace with these labels."""
    found: set[tuple[str, int]] = set()
    for rule in made["network-policy"]["spec"]["egress"]:
        for peer in rule["to"]:
            home = peer.get("namespaceSelector", {}).get("matchLabels", {}).get("kubernetes.io/metadata.name")
            wanted = peer.get("podSelector", {}).get("matchLabels", {})
            if home == namespace and wanted.items() <= labels.items():
                found |= {(one["protocol"], one["port"]) for one in rule["ports"]}
    return found


def test_scouter_is_reached_by_udp_and_tcp_from_both_ends() -> None:
    of = platform("scouter")
    props = scouter_props(of)
    assert props
    collector: dict[str, Any] = {key: one.to_manifest() for key, one in scouter_objects(of.site, props).items()}
    template = collector["stateful-set"]["spec"]["template"]["metadata"]["labels"]
    made = objects(of, JVM)
    assert egress(made, "scouter", template) == {("TCP", 6100), ("UDP", 6100)}
    assert egress(objects(of, NODE), "scouter", template) == set(), "nobody who has no agent"
    (rule,) = collector["network-policy"]["spec"]["ingress"]
    assert {(one["protocol"], one["port"]) for one in rule["ports"]} == {("TCP", 6100), ("UDP", 6100)}
    (peer,) = rule["from"]
    assert peer["namespaceSelector"]["matchLabels"] == {"kubernetes.io/metadata.name": "acme-app"}
    pods = made["deployment"]["spec"]["template"]["metadata"]["labels"]
    assert peer["podSelector"]["matchLabels"].items() <= pods.items()
    others = objects(of, NODE)["deployment"]["spec"]["template"]["metadata"]["labels"]
    assert not peer["podSelector"]["matchLabels"].items() <= others.items()
    assert "egress" not in collector["network-policy"]["spec"], "it asks nobody"
    hosts = made["sidecar"]["spec"]["egress"][0]["hosts"]
    assert "scouter/scouter-collector.scouter.svc.cluster.local" in hosts, "the proxy passes the TCP on"
    selector = collector["service"]["spec"]["selector"]
    assert selector.items() <= template.items()


def test_whatap_s_servers_are_reached_by_their_addresses_alone() -> None:
    made = objects(platform("whatap"), JVM)
    networks = {
        peer["ipBlock"]["cidr"]: [(one["protocol"], one["port"]) for one in rule["ports"]]
        for rule in made["network-policy"]["spec"]["egress"]
        for peer in rule["to"]
        if "ipBlock" in peer
    }
    assert networks["13.124.11.223/32"] == networks["13.209.172.35/32"] == [("TCP", 6600)]
    entries = [one for one in made.values() if one["kind"] == "ServiceEntry"]
    mine = [one for one in entries if one["spec"]["addresses"] == ["13.124.11.223/32"]]
    assert [port["number"] for one in mine for port in one["spec"]["ports"]] == [6600]
    assert mine[0]["spec"]["hosts"][0] in " ".join(made["sidecar"]["spec"]["egress"][0]["hosts"])
    said = platform({"vendor": "whatap", "collectors": ["10.9.8.7/32"], "port": 6610})
    text = str(objects(said, JVM)["network-policy"])
    assert "10.9.8.7/32" in text
    assert "6610" in text
    assert "13.124" not in text
    assert "13.124.11.223" not in str(objects(platform("whatap"), NODE)), "nobody who has no agent"


@pytest.mark.parametrize("service", [JVM, NODE])
@pytest.mark.parametrize("mesh", [{}, {"istio_revision": None}])
def test_spans_reach_the_collector_with_and_without_the_mesh(service: str, mesh: dict[str, Any]) -> None:
    made = objects(platform("otel", **mesh), service)
    assert egress(made, "istio-system", {}) >= {("TCP", 4317), ("TCP", 4318)}


@pytest.mark.parametrize(("vendor", "standard"), [
    ("none", "restricted"), ("otel", "restricted"), ("scouter", "restricted"), ("whatap", "baseline"),
])  # fmt: skip
def test_the_namespace_gives_way_to_whatap_s_injection_alone(vendor: str, standard: str) -> None:
    assert namespace_props(platform(vendor)).pod_security == standard
