"""The edges are the emitted policies: each has its rules, once each, and each rule has its edge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.graph.policies import GATEWAY, Manifest, Reader, Rule, emitted, identity_rules
from x2bee_constructs import Platform
from x2bee_constructs.core.versions import ISTIO_REVISION
from x2bee_constructs.graph.derive import graph
from x2bee_constructs.graph.model import Edge, Graph

IDENTITY = ("0.0.0.0/0 443", "169.254.170.23/32 80")
AWS_HOSTS = {
    "SQS": ["sqs"],
    "SNS": ["sns", "sts"],
    "S3": [""],
    "Parameter Store": ["ssm"],
    "Secrets Manager": ["secretsmanager"],
}
BETWEEN_PODS = {"call", "exposed"}


def expected(found: Graph, reader: Reader) -> set[Rule]:
    """The rules that the edges need."""
    names, routed = _names(reader), bool(reader.kind("Gateway"))
    pairs = ((edge, rule) for edge in found.edges for rule in _needed(edge, found.mesh, names, routed))
    return {placed for edge, rule in pairs for placed in _placed(edge, rule, reader)}


def _placed(edge: Edge, rule: Rule, reader: Reader) -> Iterator[Rule]:
    """Data in AWS is reached by the addresses of each data subnet, in the cluster by the names of Services."""
    if edge.target.kind not in ("database", "own-database", "redis"):
        yield rule
    elif edge.target.name in reader.ports.values():
        yield from (rule._replace(name=cidr) for cidr in reader.data)
    elif rule.layer == "sidecar":
        home = f"{reader.databases}.svc.cluster.local"
        yield from (rule._replace(name=f"{edge.target.name}-{end}.{home}") for end in ("rw", "ro"))
    else:
        yield rule


def _needed(edge: Edge, mesh: bool, names: dict[str, list[str]], routed: bool) -> Iterator[Rule]:
    source, target = edge.source.name, edge.target.name
    match edge.target.kind:
        case "service" if edge.kind in BETWEEN_PODS:
            yield Rule("ingress", source, target)
            if mesh:
                yield Rule("principal", source, target)
            if edge.kind == "call" or routed:
                yield Rule("egress", source, target)
            if edge.kind == "exposed" and routed:
                yield Rule("route", source, target)
            if edge.kind == "call" and mesh:
                yield from (Rule("sidecar", source, target, name) for name in names[target])
        case "database" | "own-database":
            yield from _addressed(source, target, mesh)
        case "redis":
            yield from _addressed(source, "Redis", mesh)
        case "network":
            yield from _addressed(source, target, mesh)
        case "host":
            yield Rule("egress", source, IDENTITY[0])
            if mesh:
                yield Rule("sidecar", source, target)
        case "aws-service":
            yield from (Rule("egress", source, address) for address in IDENTITY)
            yield Rule("role", source, target, edge.kind)
            if mesh:
                yield from (Rule("sidecar", source, target, host) for host in AWS_HOSTS[target])
        case kind:
            assert (kind, edge.kind) in {("load-balancer", "exposed"), ("gateway", "exposed")}


def _addressed(source: str, target: str, mesh: bool) -> Iterator[Rule]:
    yield Rule("egress", source, target)
    if mesh:
        yield Rule("sidecar", source, target)


def differences(platform: Platform, manifests: list[Manifest]) -> list[object]:
    """Where graph and policies differ: nothing, if all is well."""
    reader = Reader(manifests, platform)
    rules = reader.rules()
    found = graph(platform)
    pods = {node.name for node in found.nodes if node.kind in ("service", "gateway")}
    doubled = [rule for rule, count in rules.items() if count > 1 and rule.target in pods]
    balancer = {rule for rule in rules if rule.source == "balancer"}
    drawn = any(edge.source.kind == "load-balancer" for edge in found.edges)
    wanted = expected(found, reader) | reader.undrawn
    real = {rule for rule in rules if rule not in balancer and not _one_sided(rule, rules, reader)}
    return [*doubled, *(wanted ^ (real | identity_rules(platform))), *([balancer] if drawn != bool(balancer) else [])]


def _one_sided(rule: Rule, rules: Counter[Rule], reader: Reader) -> bool:
    """A service lets the gateway in, and no host leads to it: the gateway is not let out."""
    ways_out = (Rule("egress", GATEWAY, rule.target), Rule("route", GATEWAY, rule.target))
    return rule.source == GATEWAY and bool(reader.kind("Gateway")) and not any(way in rules for way in ways_out)


def _names(reader: Reader) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for service in reader.kind("Service"):
        found.setdefault(service["spec"]["selector"]["app.kubernetes.io/name"], []).append(service["metadata"]["name"])
    return found


@pytest.mark.parametrize("environment", ["dev", "stg", "prd"])
def test_acme(environment: str, acme: Callable[[str], Platform]) -> None:
    platform = acme(environment)
    assert differences(platform, emitted(platform)) == []
    calls = {edge.sentence for edge in graph(platform).edges}
    assert {
        "Browser passes requests to ALB",
        "ALB passes requests to istio-ingressgateway",
        "istio-ingressgateway passes requests to x2bee-fo",
        "x2bee-fo calls x2bee-gw",
        "x2bee-gw calls x2bee-api-order",
        "x2bee-api-order connects to api.pg.example.com",
        "x2bee-api-order writes to mbod",
        "x2bee-api-bo reads from mbod",
    } <= calls
    assert "x2bee-fo calls x2bee-api-order" not in calls


Change = Callable[[Manifest], object]


def changed(manifests: list[Manifest], kind: str, name: str, change: Change) -> list[Manifest]:
    """The objects, one of them changed."""
    (index,) = (i for i, m in enumerate(manifests) if (m["kind"], m["metadata"]["name"]) == (kind, name))
    copy = deepcopy(manifests[index])
    change(copy)
    return [*manifests[:index], copy, *manifests[index + 1 :]]


def _lists(manifest: Manifest) -> list[list[Any]]:
    """Every list in an object whose entries let somebody reach something."""
    body = manifest["spec"]
    match manifest["kind"]:
        case "NetworkPolicy":
            return [body["ingress"], body["egress"]]
        case "AuthorizationPolicy" if manifest["metadata"]["namespace"] != "istio-system":
            return [source["source"]["principals"] for rule in body.get("rules", []) for source in rule["from"]]
        case "Sidecar":
            return [egress["hosts"] for egress in body["egress"]]
        case "VirtualService" if manifest["metadata"]["namespace"] == "istio-system":
            return [body["http"]]
        case _:
            return []


def test_each_rule_that_is_missing_is_noticed(acme: Callable[[str], Platform]) -> None:
    platform = acme("prd")
    manifests = emitted(platform)
    reader = Reader(manifests, platform)
    rules = reader.rules()
    noticed: set[Rule] = set()
    for manifest in (m for m in manifests if "spec" in m):
        for number, entries in enumerate(_lists(manifest)):
            for index in range(len(entries)):
                less = changed(
                    manifests,
                    manifest["kind"],
                    manifest["metadata"]["name"],
                    lambda copy, number=number, index=index: _lists(copy)[number].pop(index),
                )
                gone = set(rules) - set(Reader(less, platform).rules())
                assert not gone or differences(platform, less), gone
                noticed |= gone
    assert reader.undrawn <= noticed
    # A service's route stands twice, for reads and for writes; taking one of the two away takes no way in away.
    assert noticed - reader.undrawn == {rule for rule in rules if rule.layer != "route"} - reader.undrawn


_FO, _ORDER = "x2bee-fo", "x2bee-api-order"
_HTTP = [{"port": "http", "protocol": "TCP"}]
_PEER = {"podSelector": {"matchLabels": {"app.kubernetes.io/name": _FO}}}


@pytest.mark.parametrize(
    ("kind", "name", "change"),
    [
        ("NetworkPolicy", _ORDER, lambda m: m["spec"]["ingress"].append({"from": [_PEER], "ports": _HTTP})),
        ("NetworkPolicy", _ORDER, lambda m: m["spec"]["egress"].append({"to": [_PEER], "ports": _HTTP})),
        ("NetworkPolicy", _ORDER, lambda m: m["spec"]["ingress"].append(m["spec"]["ingress"][0])),
        (
            "NetworkPolicy",
            _FO,
            lambda m: m["spec"]["egress"].append(
                {"to": [{"ipBlock": {"cidr": "10.20.99.0/24"}}], "ports": [{"port": 15432}]}
            ),
        ),
        (
            "NetworkPolicy",
            _FO,
            lambda m: m["spec"]["egress"].append(
                {"to": [{"ipBlock": {"cidr": "0.0.0.0/0"}}], "ports": [{"port": 443}]}
            ),
        ),
        ("NetworkPolicy", GATEWAY, lambda m: m["spec"]["ingress"].pop(0)),
        (
            "AuthorizationPolicy",
            _ORDER,
            lambda m: m["spec"]["rules"][0]["from"][0]["source"]["principals"].append(
                "cluster.local/ns/acme-app/sa/x2bee-fo"
            ),
        ),
        ("Sidecar", _FO, lambda m: m["spec"]["egress"][0]["hosts"].append(f"./{_ORDER}.acme-app.svc.cluster.local")),
        ("Sidecar", _FO, lambda m: m["spec"]["egress"][0]["hosts"].append("./api.pg.example.com")),
        (
            "VirtualService",
            "www.acme-shop.co.kr",
            lambda m: m["spec"]["http"][0]["route"].append({"destination": {"host": f"{_ORDER}.acme-app"}}),
        ),
    ],
)
def test_a_rule_too_many_is_noticed(kind: str, name: str, change: Change, acme: Callable[[str], Platform]) -> None:
    platform = acme("prd")
    assert differences(platform, changed(emitted(platform), kind, name, change))


def test_a_host_that_leads_nowhere_any_more_is_noticed(acme: Callable[[str], Platform]) -> None:
    platform = acme("prd")
    less = changed(emitted(platform), "VirtualService", "www.acme-shop.co.kr", lambda m: m["spec"]["http"].clear())
    assert differences(platform, less)


OWN = ["gift", "end", "a-b", "x2bee-api-gift"]
CALLEES = [*OWN, "x2bee-gw", "x2bee-api-member", "x2bee-api-order", "api.pg.example.com", "a-b.example.com"]
RUNTIME = st.sampled_from(["spring-boot", {"kind": "spring-boot", "sessions": True}, "nodejs", "spring-batch"])
SERVICE = st.fixed_dictionaries(
    {
        "runtime": RUNTIME,
        "calls": st.lists(st.sampled_from(CALLEES), max_size=4, unique=True),
        "allow_cycle": st.just(True),
    },
    optional={
        "database": st.sampled_from(["mbod", "event"]),
        "reads": st.lists(st.sampled_from(["mbod", "gddp"]), max_size=2, unique=True),
        "exposed": st.booleans(),
        "egress": st.lists(
            st.fixed_dictionaries(
                {
                    "cidrs": st.lists(st.sampled_from(["192.0.2.0/24", "198.51.100.7/32"]), min_size=1, unique=True),
                    "ports": st.lists(st.sampled_from([1521, 22]), min_size=1, unique=True),
                }
            ),
            max_size=2,
        ),
        "access": st.fixed_dictionaries(
            {},
            optional={
                "queues": st.just([{"name": "gifts", "send": True, "receive": True}]),
                "topics": st.just(["gift-events"]),
                "buckets": st.lists(
                    st.sampled_from([{"name": "b-1", "read": True}, {"name": "b.two", "delete": True}]),
                    max_size=2,
                    unique_by=str,
                ),
                "parameters": st.just(["gift/url"]),
                "secrets": st.just(["gift/pg"]),
            },
        ),
    },
)
WAY_IN = st.fixed_dictionaries(
    {"certificate": st.just("01234567-89ab-cdef-0123-456789abcdef")},
    optional={"apex": st.booleans(), "hosts": st.just({"cc": {"enabled": False}})},
)
PLATFORM = st.fixed_dictionaries(
    {"services": st.dictionaries(st.sampled_from(OWN), SERVICE, max_size=4)},
    optional={
        "ingress": WAY_IN,
        "istio_revision": st.sampled_from([None, ISTIO_REVISION]),
        "databases": st.just({"mbod": {"engine": "cloudnative-pg"}}),
        "compatibility": st.fixed_dictionaries({"gateway_service": st.booleans()}),
    },
)


def made(said: dict[str, Any], minimal: dict[str, Any]) -> Platform | None:
    """The platform, with calls to nobody and to itself taken out; None if it is refused for another reason."""
    services = said["services"]
    for name, service in services.items():
        known = services.keys() | {callee for callee in CALLEES if "x2bee" in callee or "." in callee} - set(OWN)
        service["calls"] = [callee for callee in service["calls"] if callee in known and callee != name]
    if said.get("istio_revision", ISTIO_REVISION) is None:
        said.pop("ingress", None)
    try:
        return Platform.model_validate({**minimal, **said})
    except ValidationError as error:
        event(str(error.errors()[0]["type"]))
        return None


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(said=PLATFORM)
def test_any_platform(said: dict[str, Any], minimal: dict[str, Any]) -> None:
    platform = made(said, minimal)
    event(f"accepted: {platform is not None}")
    if platform:
        assert differences(platform, emitted(platform)) == []


def test_the_examples_are_accepted(minimal: dict[str, Any]) -> None:
    services = {
        "gift": {"runtime": "nodejs", "calls": ["end"], "allow_cycle": True},
        "end": {"runtime": "nodejs", "calls": []},
    }
    assert made({"services": services}, minimal)
