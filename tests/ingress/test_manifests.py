"""The way in on the Kubernetes side: who is let in, where it leads, how long it takes."""

from __future__ import annotations

from copy import deepcopy
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.ingress.cases import HOSTS, ISTIO, ISTIO_MOST
from x2bee_constructs import MsaDeploymentProps, NextJs, Site, Surroundings
from x2bee_constructs.core.releases import WAVES
from x2bee_constructs.ingress import names
from x2bee_constructs.ingress.attributes import DEREGISTRATION_SECONDS, balancer_attributes, target_attributes
from x2bee_constructs.ingress.manifests import ingress_objects
from x2bee_constructs.ingress.props import IstioIngressProps
from x2bee_constructs.mesh import names as mesh
from x2bee_constructs.mesh.charts import GATEWAY_DRAIN_SECONDS, GATEWAY_GRACE_SECONDS, mesh_components
from x2bee_constructs.mesh.props import ServiceMeshProps
from x2bee_constructs.workload.manifests import msa_objects
from x2bee_constructs.workload.timing import LOAD_BALANCER_IDLE_SECONDS, STANDARD_TIMES

ACME = Site("acme", "prd")


def objects(said: dict[str, Any], **more: Any) -> dict[str, Any]:
    props = IstioIngressProps.model_validate({**said, **more})
    return {key: made.to_manifest() for key, made in ingress_objects(ACME, props).items()}


def spec(key: str, said: dict[str, Any] = ISTIO, **more: Any) -> dict[str, Any]:
    return objects(said, **more)[key]["spec"]


def http(host: str, said: dict[str, Any] = ISTIO_MOST) -> dict[str, dict[str, Any]]:
    return {route["name"]: route for route in spec(f"virtual-service-{host}", said)["http"]}


def test_each_group_has_its_own_gateway_and_no_host_is_a_wildcard() -> None:
    made = objects(ISTIO)
    hosts = {key: made[key]["spec"]["servers"][0]["hosts"] for key in made if key.startswith("gateway-")}
    assert hosts == {
        "gateway-back-office": ["./bo.acme-shop.co.kr"],
        "gateway-customer-centre": ["./cc.acme-shop.co.kr"],
        "gateway-shop": ["./api.acme-shop.co.kr", "./www.acme-shop.co.kr"],
    }
    assert "*" not in "".join(chain.from_iterable(hosts.values()))


def test_the_gateways_port_is_one_of_the_meshs_service_and_its_pods_are_the_meshs() -> None:
    releases = [release for component in mesh_components(ServiceMeshProps()) for release in component.releases]
    (values,) = [release.values.to_wire() for release in releases if release.pin.chart == "gateway"]
    ports = {port["port"]: port["targetPort"] for port in values["service"]["ports"]}
    for key, made in objects(ISTIO).items():
        if key.startswith("gateway-"):
            (server,) = made["spec"]["servers"]
            assert server["port"] == {"name": "http", "number": 80, "protocol": "HTTP"}
            assert ports[80] == names.GATEWAY_PORT == mesh.GATEWAY_PORT
            assert made["spec"]["selector"] == values["labels"]
    assert mesh.STATUS_PORT == names.STATUS_PORT
    assert spec("target-group-binding")["serviceRef"] == {"name": mesh.GATEWAY, "port": 80}


@pytest.mark.parametrize("said", [ISTIO, ISTIO_MOST], ids=["least", "most"])
def test_each_host_has_exactly_one_virtual_service_at_its_own_groups_gateway(said: dict[str, Any]) -> None:
    made = objects(said)
    served = {host[2:]: made[key]["metadata"]["name"] for key in made if key.startswith("gateway-")
              for host in made[key]["spec"]["servers"][0]["hosts"]}  # fmt: skip
    routed = [(host, gateway) for key in made if key.startswith("virtual-service-")
              for host in made[key]["spec"]["hosts"] for gateway in made[key]["spec"]["gateways"]]  # fmt: skip
    assert sorted(routed) == sorted(served.items())
    assert {m["spec"]["exportTo"][0] for k, m in made.items() if k.startswith("virtual-service-")} == {"."}


def test_a_service_that_is_exposed_lets_in_exactly_this_gateway() -> None:
    service = MsaDeploymentProps(image="x2bee-fo:1.0.0", runtime=NextJs(), exposed=True)
    made = {key: one.to_manifest() for key, one in msa_objects("x2bee-fo", "acme-app", service).items()}
    destination = http(HOSTS[0], ISTIO)["rest-reads"]["route"][0]["destination"]
    assert destination == {"host": made["destination-rule"]["spec"]["host"], "port": {"number": 80}}
    gateway = objects(ISTIO)["gateway-shop"]
    assert gateway["metadata"]["namespace"] in made["destination-rule"]["spec"]["exportTo"]
    assert made["authorization-policy"]["spec"]["rules"][0]["from"][0]["source"]["principals"] == [
        f"cluster.local/ns/istio-system/sa/{mesh.GATEWAY}"
    ]


def test_a_single_service_has_no_weight() -> None:
    assert "weight" not in http(HOSTS[1])["rest-reads"]["route"][0]


def test_routes_come_in_the_order_they_are_said_and_the_rest_last() -> None:
    assert [name.removesuffix("-reads") for name in http(HOSTS[0]) if name.endswith("-reads")] == [
        "route-1", "route-2", "route-3", "rest",
    ]  # fmt: skip


def test_a_prefix_means_whole_segments() -> None:
    uris = [match["uri"] for match in http(HOSTS[0])["route-3-writes"]["match"]]
    assert uris == [{"exact": "/gift"}, {"prefix": "/gift/"}]
    assert [match["uri"] for match in http(HOSTS[0])["route-1-writes"]["match"]] == [{"exact": "/health"}]


def test_testers_reach_a_route_by_a_header() -> None:
    for match in http(HOSTS[0])["route-2-reads"]["match"]:
        assert match["headers"] == {"x-canary": {"exact": "always"}}


@pytest.mark.parametrize(
    ("path", "rewrite", "asked", "becomes"),
    [
        ("/gift", "/v2", "/gift/7", "/v2/7"),
        ("/gift", "/v2", "/gift", "/v2/"),
        ("/gift", "/", "/gift/7/x", "/7/x"),
        ("/", "/shop", "/a/b", "/shop/a/b"),
        ("/a.b/", "/c/", "/a.b/7", "/c/7"),
    ],
)
def test_a_rewrite_exchanges_the_beginning(path: str, rewrite: str, asked: str, becomes: str) -> None:
    import re

    said = deepcopy(ISTIO)
    said["hosts"][0]["routes"] = [{"path": path, "rewrite": rewrite, "to": [{"service": "x2bee-gw"}]}]
    rule = http(HOSTS[0], said)["route-1-reads"]["rewrite"]["uriRegexRewrite"]
    assert re.sub(rule["match"], rule["rewrite"], asked) == becomes
    assert not re.match(rule["match"], "/axb/7") or path != "/a.b/", "a dot is a dot"


def test_an_exact_rewrite_is_the_whole_path() -> None:
    assert http(HOSTS[0])["route-1-reads"]["rewrite"] == {"uri": "/up"}


def test_browsers_are_told_to_come_back_by_https() -> None:
    for name, route in http(HOSTS[0]).items():
        assert route["headers"]["response"]["set"]["strict-transport-security"] == "max-age=2592000", name
    plain = spec(f"virtual-service-{HOSTS[1]}", hsts_days=0)["http"][0]
    assert "headers" not in plain
    said = deepcopy(ISTIO)
    said["hosts"][0]["response_headers"] = {"set": {"strict-transport-security": "max-age=1"}}
    assert http(HOSTS[0], said)["rest-reads"]["headers"]["response"]["set"] == {
        "strict-transport-security": "max-age=1"
    }, "who says his own keeps it"


def test_headers_are_set_added_and_taken_out_on_both_ways() -> None:
    headers = http(HOSTS[0])["route-2-reads"]["headers"]
    assert headers["request"] == {"set": {"x-from": "edge"}, "remove": ["x-debug"]}
    assert headers["response"]["add"] == {"cache-control": "no-store"}
    assert http(HOSTS[0])["rest-reads"]["headers"]["response"]["remove"] == ["x-powered-by"]


def test_the_apex_sends_browsers_on_for_good() -> None:
    (route,) = spec("virtual-service-acme-shop.co.kr", ISTIO_MOST)["http"]
    assert route["redirect"] == {"authority": HOSTS[0], "redirectCode": 301, "scheme": "https"}


def test_office_hosts_answer_offices_alone() -> None:
    policy = spec("office-hosts", office_cidrs=["203.0.113.0/28"])
    assert policy["action"] == "DENY"
    assert policy["selector"]["matchLabels"] == {"istio": "ingressgateway"}
    (rule,) = policy["rules"]
    assert rule["from"] == [{"source": {"notRemoteIpBlocks": ["203.0.113.0/28"]}}]
    assert rule["to"][0]["operation"]["hosts"] == [
        "bo.acme-shop.co.kr", "bo.acme-shop.co.kr:*", "cc.acme-shop.co.kr", "cc.acme-shop.co.kr:*",
    ]  # fmt: skip


def test_without_offices_office_hosts_answer_nobody() -> None:
    (rule,) = spec("office-hosts")["rules"]
    assert "from" not in rule
    assert "office-hosts" not in objects(ISTIO, hosts=ISTIO["hosts"][:2]), "a shop alone has none"


def test_tokens_are_checked_and_asked_for_where_said() -> None:
    made = objects(ISTIO_MOST)
    (rule,) = made["tokens"]["spec"]["jwtRules"]
    assert rule == {
        "issuer": "https://id.acme-shop.co.kr",
        "jwksUri": "https://id.acme-shop.co.kr/jwks.json",
        "audiences": ["shop"],
        "forwardOriginalToken": True,
    }
    (needed,) = made["token-hosts"]["spec"]["rules"]
    assert made["token-hosts"]["spec"]["action"] == "DENY"
    assert needed["from"] == [{"source": {"notRequestPrincipals": ["*"]}}]
    assert needed["to"][0]["operation"] == {
        "hosts": [HOSTS[1], f"{HOSTS[1]}:*"],
        "notMethods": ["OPTIONS"],
        "notPaths": ["/v1/me/login", "/v1/me/login/*"],
        "paths": ["/v1/me", "/v1/me/*"],
        "ports": ["8080"],
    }
    hook = deepcopy(ISTIO_MOST["jwt"])
    hook["required"] = []
    assert "token-hosts" not in objects(ISTIO, jwt=hook)


def test_no_path_parameter_leads_round_a_token() -> None:
    """Spring takes `/v1;a=b/me` for `/v1/me`; the policy, which compares texts, does not."""
    first, *_ = spec(f"virtual-service-{HOSTS[1]}", ISTIO_MOST)["http"]
    assert first == {
        "name": "path-parameters",
        "match": [{"uri": {"regex": ".*;.*"}}],
        "directResponse": {"status": 400},
    }
    assert "path-parameters" not in http(HOSTS[0]), "where no token is asked for, the programs decide"


def test_every_host_of_a_limited_group_has_a_bucket_of_its_own_and_no_other() -> None:
    made = objects(ISTIO_MOST)
    limited = {}
    for key in ("rate-limit-shop", "rate-limit-back-office"):
        for patch in made[key]["spec"]["configPatches"]:
            value = patch["patch"]["value"]["typed_per_filter_config"]["envoy.filters.http.local_ratelimit"]
            assert value["filter_enabled"] == value["filter_enforced"]
            limited[patch["match"]["routeConfiguration"]["vhost"]["domainName"]] = value["token_bucket"]
    shop = {"max_tokens": 1000, "tokens_per_fill": 500, "fill_interval": "1s"}
    office = {"max_tokens": 60, "tokens_per_fill": 50, "fill_interval": "1s"}
    assert limited == {"acme-shop.co.kr": shop, HOSTS[0]: shop, HOSTS[1]: shop, HOSTS[2]: office}
    (inserted,) = made["rate-limit"]["spec"]["configPatches"]
    assert inserted["patch"]["operation"] == "INSERT_BEFORE"
    assert not [key for key in objects(ISTIO) if key.startswith("rate-limit")]


def test_a_limit_for_a_group_without_hosts_makes_nothing() -> None:
    made = objects(ISTIO, hosts=ISTIO["hosts"][:2], rate_limits={"back-office": {"requests_per_second": 5}})
    assert "rate-limit-back-office" not in made


def test_the_gateway_is_reached_from_the_public_subnets_and_reaches_its_services_alone() -> None:
    policy = spec("network-policy")
    balancer, metrics = policy["ingress"]
    assert [peer["ipBlock"]["cidr"] for peer in balancer["from"]] == ISTIO["balancer_cidrs"]
    assert [port["port"] for port in balancer["ports"]] == [8080, 15021]
    assert [port["port"] for port in metrics["ports"]] == [15020]
    reached = [peer["podSelector"]["matchLabels"].get("app.kubernetes.io/name") for rule in policy["egress"]
               for peer in rule["to"] if "podSelector" in peer]  # fmt: skip
    assert [name for name in reached if name] == ["x2bee-bo", "x2bee-cc", "x2bee-fo", "x2bee-gw"]
    assert not [peer for rule in policy["egress"] for peer in rule["to"] if "ipBlock" in peer]


def test_the_pods_join_the_target_group_by_its_name() -> None:
    binding = spec("target-group-binding")
    assert binding["targetGroupName"] == names.target_group(ACME) == "x2bee-acme-prd-ingress"
    assert (binding["targetType"], binding["ipAddressType"]) == ("ip", "ipv4")
    assert "networking" not in binding, "the AWS side opens its own security group"


def test_what_refuses_and_what_awaits_pods_is_there_before_the_gateways_pods() -> None:
    made = {**objects(ISTIO_MOST), **objects(ISTIO)}
    gateway = next(r for c in mesh_components(ServiceMeshProps()) for r in c.releases if r.pin.chart == "gateway")
    waves = {key: int(one["metadata"].get("annotations", {}).get("argocd.argoproj.io/sync-wave", 0))
             for key, one in made.items()}  # fmt: skip
    early = {key for key, wave in waves.items() if wave < WAVES[gateway.stage]}
    assert early == {
        "network-policy", "office-hosts", "private-paths", "rate-limit", "rate-limit-back-office", "rate-limit-shop",
        "target-group-binding", "token-hosts", "tokens",
    }  # fmt: skip
    assert WAVES["controllers"] < waves["target-group-binding"], "its webhook must be there"
    assert waves["ingress"] == 0, "Argo CD waits for its address, which it has not before the gateway's Service"


def test_the_controllers_load_balancer_behaves_like_ours() -> None:
    made = objects(ISTIO, controller={"account": "111122223333"})
    assert "target-group-binding" not in made
    said = {key.partition("/")[2]: value for key, value in made["ingress"]["metadata"]["annotations"].items()}
    assert said["wafv2-acl-name"] == names.web_acl(ACME)
    assert said["ssl-policy"].startswith("ELBSecurityPolicy-TLS13-1-2-Res")
    assert yaml.safe_load(said["listen-ports"]) == [{"HTTP": 80}, {"HTTPS": 443}]
    assert said["ssl-redirect"] == "443"
    pairs = dict(pair.split("=") for pair in said["load-balancer-attributes"].split(","))
    assert pairs == balancer_attributes(names.access_log_bucket(ACME, "111122223333"))
    assert dict(pair.split("=") for pair in said["target-group-attributes"].split(",")) == target_attributes()
    assert not [key for key in said if "arn" in key], "an ARN may not stand in YAML"
    rules = made["ingress"]["spec"]["rules"]
    assert [rule["host"] for rule in rules] == sorted(HOSTS)
    assert {rule["http"]["paths"][0]["backend"]["service"]["name"] for rule in rules} == {mesh.GATEWAY}


def test_a_pod_that_goes_is_let_go_before_it_stops_answering() -> None:
    assert STANDARD_TIMES.request <= DEREGISTRATION_SECONDS < GATEWAY_DRAIN_SECONDS < GATEWAY_GRACE_SECONDS
    assert int(balancer_attributes("b")["idle_timeout.timeout_seconds"]) == LOAD_BALANCER_IDLE_SECONDS
    assert STANDARD_TIMES.keep_alive > LOAD_BALANCER_IDLE_SECONDS


def test_every_object_is_in_the_gateways_namespace() -> None:
    assert {made["metadata"]["namespace"] for made in objects(ISTIO_MOST).values()} == {"edge"}
    assert {made["metadata"]["namespace"] for made in objects(ISTIO).values()} == {Surroundings().gateway_namespace}


def test_every_prop_changes_something() -> None:
    assert ISTIO_MOST.keys() == IstioIngressProps.model_fields.keys(), "a prop that no test uses"
    full = objects(ISTIO_MOST)
    for name in ISTIO_MOST:
        less = {key: value for key, value in {**ISTIO_MOST, name: ISTIO.get(name)}.items() if value is not None}
        if name == "hosts":
            less["hosts"] = [*ISTIO_MOST["hosts"][:3]]
        assert objects(less) != full, name


def leaves(said: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = said.items() if isinstance(said, dict) else enumerate(said) if isinstance(said, list) else ()
    found = [leaf for key, value in inside for leaf in leaves(value, (*path, key))]
    return [*found, *([path] if isinstance(path[-1] if path else 0, str) else [])]


OPTIONAL = [path for path in leaves(ISTIO_MOST) if path[0] in ("hosts", "rate_limits", "jwt", "controller")
            and path[-1] in {"routes", "timeout", "retries", "sticky", "request_headers", "response_headers", "match",
                             "rewrite", "headers", "set", "add", "remove", "burst", "audiences", "required", "paths",
                             "open_paths", "sources", "group"}]  # fmt: skip


@pytest.mark.parametrize("path", OPTIONAL, ids=lambda path: ".".join(map(str, path)))
def test_every_nested_prop_changes_something(path: tuple[Any, ...]) -> None:
    less = deepcopy(ISTIO_MOST)
    place: Any = less
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]
    if path == ("hosts", 0, "routes", 1, "headers"):
        less["hosts"][0]["routes"].pop(2)  # or the third route would never be reached
    if path == ("hosts", 0, "routes"):
        del less["services"]["x2bee-api-gift"]  # or it would be known and unused
    assert objects(less) != objects(ISTIO_MOST)


def test_two_runs_write_the_same() -> None:
    assert yaml.safe_dump(objects(ISTIO_MOST), sort_keys=False) == yaml.safe_dump(objects(ISTIO_MOST), sort_keys=False)


def test_the_construct_writes_its_objects(tmp_path: Path) -> None:
    from cdk8s import App, Chart

    from x2bee_constructs.ingress.k8s import IstioIngress

    app = App(outdir=str(tmp_path))
    chart = Chart(app, "ingress", namespace="elsewhere", disable_resource_name_hashes=True)
    made = IstioIngress(chart, "edge", ACME, IstioIngressProps.model_validate(ISTIO))
    app.synth()
    written = list(yaml.safe_load_all((tmp_path / "ingress.k8s.yaml").read_text()))
    assert written == list(objects(ISTIO).values())
    assert made.objects.keys() == objects(ISTIO).keys()
