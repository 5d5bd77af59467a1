"""The mesh's rules of a service: its numbers hold for every spec, and its edges are those that were declared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from x2bee_constructs import (
    Access,
    Bucket,
    Egress,
    MsaDeploymentProps,
    NextJs,
    Peer,
    Platform,
    Profile,
    Queue,
    Replicas,
    Runtime,
    SpringBatch,
    SpringBoot,
    SpringCloudGateway,
    Surroundings,
    Timing,
    Timings,
)
from x2bee_constructs.imports.k8s import core_v1
from x2bee_constructs.platform.derive import deployment_props, outside_hosts
from x2bee_constructs.platform.schedules import event_callers
from x2bee_constructs.workload import names
from x2bee_constructs.workload.access import aws_hosts
from x2bee_constructs.workload.limits import duration
from x2bee_constructs.workload.manifests import msa_objects
from x2bee_constructs.workload.profile import Check
from x2bee_constructs.workload.timing import LOAD_BALANCER_IDLE_SECONDS, STANDARD_TIMES

HOME = "acme-app"
MESH_IDS = {"destination-rule", "virtual-service", "authorization-policy", "sidecar"}


def made(name: str = "gift", **said: Any) -> dict[str, Any]:
    props = MsaDeploymentProps.model_validate({"image": "gift:1", "runtime": SpringBoot(), **said})
    return {key: manifest.to_manifest() for key, manifest in msa_objects(name, HOME, props).items()}


def seconds(text: str) -> float:
    return int(text[:-2]) / 1000 if text.endswith("ms") else float(text[:-1])


def principals(objects: dict[str, Any]) -> list[str]:
    rules = objects["authorization-policy"]["spec"].get("rules", [])
    return [who for rule in rules for source in rule["from"] for who in source["source"]["principals"]]


def hosts(objects: dict[str, Any]) -> set[str]:
    (listener,) = objects["sidecar"]["spec"]["egress"]
    return set(listener["hosts"])


def short(host: str) -> str:
    return host.removeprefix("./").removesuffix(f".{HOME}.svc.cluster.local")


@given(
    runtime=st.sampled_from([SpringBoot(), SpringCloudGateway(), SpringBatch(), NextJs()]),
    least=st.integers(1, 40),
    more=st.integers(0, 60),
    concurrency=st.one_of(st.none(), st.integers(1, 10_000)),
    retries=st.one_of(st.none(), st.integers(0, 5)),
    request=st.integers(1, 60),
)
def test_the_numbers_hold_for_every_spec(
    runtime: Runtime, least: int, more: int, concurrency: int | None, retries: int | None, request: int
) -> None:
    objects = made(
        runtime=runtime,
        replicas=Replicas(min=least, max=least + more),
        concurrency=concurrency,
        retries=retries,
        timing=Timing(request=request),
    )
    policy = objects["destination-rule"]["spec"]["trafficPolicy"]
    one, demand = (pods * (concurrency or runtime.profile().concurrency) for pods in (1, least + more))
    inbound = objects["sidecar"]["spec"]["inboundConnectionPool"]
    for pool, needed in ((policy["connectionPool"], demand), (inbound, one)):
        assert pool["tcp"]["maxConnections"] >= needed
        assert pool["http"]["http2MaxRequests"] >= needed
        assert pool["http"]["http1MaxPendingRequests"] >= needed
        assert seconds(pool["http"]["idleTimeout"]) < STANDARD_TIMES.keep_alive
    if least + more == 1:
        assert "outlierDetection" not in policy
    else:
        largest = policy["outlierDetection"]["maxEjectionPercent"]
        assert least == 1 or largest >= 100 / least
        assert 34 <= largest <= 50
    for route in objects["virtual-service"]["spec"]["http"]:
        again, timeout = route["retries"], seconds(route["timeout"])
        assert timeout == request <= LOAD_BALANCER_IDLE_SECONDS
        assert "perTryTimeout" not in again or seconds(again["perTryTimeout"]) * (again["attempts"] + 1) <= timeout
        assert 0 <= again["attempts"] <= 5


@given(
    callers=st.lists(st.sampled_from(["a", "b", "x2bee-gw", "x2bee-fo"]), unique=True),
    calls=st.lists(st.sampled_from(["c", "d", "api.pg.example.com", "a-b.c.kr"]), unique=True),
    exposed=st.booleans(),
    cidrs=st.lists(st.sampled_from(["10.0.0.0/16", "10.1.2.3/32", "0.0.0.0/0"]), unique=True),
)
def test_nobody_undeclared_is_let_in_and_nothing_undeclared_is_reached(
    callers: list[str], calls: list[str], exposed: bool, cidrs: list[str]
) -> None:
    egress = [Egress(cidrs=[cidr], ports=[5432]) for cidr in cidrs]
    objects = made(callers=callers, calls=calls, exposed=exposed, egress=egress)
    gateway = ["cluster.local/ns/istio-system/sa/istio-ingressgateway"] if exposed else []
    assert sorted(principals(objects)) == sorted([f"cluster.local/ns/{HOME}/sa/{c}" for c in callers] + gateway)
    inside = {f"./{callee}.{HOME}.svc.cluster.local" for callee in calls if "." not in callee}
    outside = {f"./{callee}" for callee in calls if "." in callee}
    networks = {f"./{names.network_host('gift', cidr)}" for cidr in cidrs}
    collector = "istio-system/istio-tracing.istio-system.svc.cluster.local"
    dns = "kube-system/kube-dns.kube-system.svc.cluster.local"
    assert hosts(objects) == inside | outside | networks | {collector, dns}
    assert objects["sidecar"]["spec"]["outboundTrafficPolicy"] == {"mode": "REGISTRY_ONLY"}


@pytest.mark.parametrize("environment", ["dev", "prd"])
def test_every_edge_of_the_graph_has_exactly_one_principal(acme: Callable[[str], Platform], environment: str) -> None:
    platform = acme(environment)
    running = platform.enabled_services
    objects = {
        name: {key: m.to_manifest() for key, m in msa_objects(name, HOME, deployment_props(platform, name)).items()}
        for name in running
    }
    declared = sorted(
        (name, callee) for name, service in running.items() for callee in service.calls if "." not in callee
    )
    let_in = [
        (who.rpartition("/")[2], name)
        for name, found in objects.items()
        for who in principals(found)
        if f"/ns/{HOME}/" in who
    ]
    of_events = [(caller, name) for name in running for caller in event_callers(platform, name)]
    assert sorted(let_in) == sorted([*declared, *of_events])
    reached = [(name, short(host)) for name, found in objects.items() for host in hosts(found)]
    assert sorted(edge for edge in reached if edge[1] in running) == declared


def test_an_order_is_never_sent_twice() -> None:
    reads, writes = made()["virtual-service"]["spec"]["http"]
    assert [match["method"]["exact"] for match in reads["match"]] == ["GET", "HEAD"]
    assert reads["retries"] == {
        "attempts": 2,
        "perTryTimeout": "10s",
        "retryOn": "connect-failure,refused-stream,reset,gateway-error",
    }
    assert writes["retries"] == {"attempts": 2, "retryOn": "connect-failure,refused-stream,reset-before-request"}
    assert "match" not in writes


def test_only_the_innermost_service_is_asked_again_after_it_may_have_begun() -> None:
    """Tries multiply: three at each of three steps are 27 requests, and a try cut short loses an allowed answer."""
    for route in made(calls=["pay", "api.pg.example.com"])["virtual-service"]["spec"]["http"]:
        assert route["retries"] == {"attempts": 2, "retryOn": "connect-failure,refused-stream,reset-before-request"}
    reads, _ = made(calls=["api.pg.example.com"])["virtual-service"]["spec"]["http"]
    assert "gateway-error" in reads["retries"]["retryOn"]


@pytest.mark.parametrize("environment", ["dev", "stg", "prd"])
def test_no_try_is_cut_short_while_a_callee_may_still_answer(acme: Callable[[str], Platform], environment: str) -> None:
    platform = acme(environment)
    for name, service in platform.enabled_services.items():
        called = [platform.enabled_services[c] for c in service.calls if "." not in c]
        routes = made(name, **dict(deployment_props(platform, name)))["virtual-service"]["spec"]["http"]
        for route in routes:
            one_try = seconds(route["retries"].get("perTryTimeout", route["timeout"]))
            assert all(one_try >= callee.timing.request for callee in called), name


def test_the_actuator_answers_nobody_but_the_kubelet_and_prometheus() -> None:
    (rule,) = made(callers=["x2bee-gw"], exposed=True)["authorization-policy"]["spec"]["rules"]
    assert rule["to"] == [{"operation": {"ports": ["8080"], "notPaths": ["/actuator*"]}}]
    assert len(rule["from"][0]["source"]["principals"]) == 2
    (of_node,) = made(runtime=NextJs(metrics_path="/metrics"), exposed=True)["authorization-policy"]["spec"]["rules"]
    assert of_node["to"][0]["operation"]["notPaths"] == ["/metrics"]
    (without,) = made(runtime=NextJs(), exposed=True)["authorization-policy"]["spec"]["rules"]
    assert "notPaths" not in without["to"][0]["operation"]


@pytest.mark.parametrize(
    "key",
    [
        "sidecar.istio.io/inject",
        "traffic.sidecar.istio.io/excludeOutboundPorts",
        "traffic.sidecar.istio.io/excludeInboundPorts",
        "proxy.istio.io/config",
        "istio.io/rev",
        "ambient.istio.io/redirection",
        "security.istio.io/tlsMode",
    ],
)
@pytest.mark.parametrize("field", ["labels", "annotations"])
def test_nothing_switches_the_proxy_off_by_the_way(field: str, key: str) -> None:
    with pytest.raises(ValueError, match="is the mesh's"):
        made(**{field: {key: "false"}})


def test_what_the_proxy_may_use_can_be_said() -> None:
    said = {"sidecar.istio.io/proxyCPU": "200m", "sidecar.istio.io/logLevel": "warning"}
    assert said.items() <= made(annotations=said)["deployment"]["spec"]["template"]["metadata"]["annotations"].items()
    with pytest.raises(ValueError, match="is the mesh's"):
        made(labels=said)


@pytest.mark.parametrize("field", ["extra_containers", "init_containers"])
@pytest.mark.parametrize("key", ["run_as_user", "run_as_group"])
def test_no_container_passes_for_the_proxy(field: str, key: str) -> None:
    who = core_v1.SecurityContext.model_validate({key: 1337})
    with pytest.raises(ValueError, match="1337 is the proxy's"):
        made(**{field: [core_v1.Container(name="helper", image="helper:1", security_context=who)]})


@pytest.mark.parametrize("said", [{"singleton": True}, {"runtime": SpringBatch()}])
def test_what_runs_alone_is_asked_to_act_once(said: dict[str, Any]) -> None:
    reads, writes = made(**said)["virtual-service"]["spec"]["http"]
    assert reads["retries"]["attempts"] == 2
    assert writes["retries"] == {"attempts": 0}


def test_without_retries_a_read_has_all_the_time() -> None:
    for route in made(retries=0)["virtual-service"]["spec"]["http"]:
        assert route["retries"] == {"attempts": 0}
        assert route["timeout"] == "30s"


def test_a_new_jvm_warms_up_where_others_can_take_its_share() -> None:
    def balancer(**said: Any) -> Any:
        return made(**said)["destination-rule"]["spec"]["trafficPolicy"]["loadBalancer"]

    several = Replicas(min=3, max=9)
    assert balancer(replicas=several)["warmup"] == {"aggression": 1, "duration": "60s", "minimumPercent": 10}
    assert "warmup" not in balancer()
    assert "warmup" not in balancer(replicas=several, runtime=NextJs())
    assert balancer()["localityLbSetting"] == {"enabled": False}


def test_only_the_gateways_proxies_see_the_rule_from_outside() -> None:
    around = Surroundings(gateway_namespace="edge", gateway_service_account="front")
    objects = made(exposed=True, surroundings=around)
    assert objects["destination-rule"]["spec"]["exportTo"] == [".", "edge"]
    assert principals(objects) == ["cluster.local/ns/edge/sa/front"]
    assert made()["destination-rule"]["spec"]["exportTo"] == ["."]


def test_an_alias_is_the_same_service() -> None:
    spec = made(service_aliases=["old-gift"])["virtual-service"]["spec"]
    assert spec["hosts"] == [f"{name}.{HOME}.svc.cluster.local" for name in ("gift", "old-gift")]
    assert {route["route"][0]["destination"]["host"] for route in spec["http"]} == {spec["hosts"][0]}
    assert f"./old-pay.{HOME}.svc.cluster.local" in hosts(made(calls=["pay"], called_as=["old-pay"]))


def test_networks_are_reached_by_address_and_port_and_pass_the_proxy() -> None:
    objects = made(
        egress=[
            Egress(cidrs=["10.20.0.0/16"], ports=[6379, 5432]),
            Egress(cidrs=["10.20.0.0/16", "10.9.0.1/32"], ports=[443]),
        ]
    )
    entries = {key: found["spec"] for key, found in objects.items() if key.startswith("service-entry-")}
    assert entries.keys() == {"service-entry-10-20-0-0-16", "service-entry-10-9-0-1-32"}
    network = entries["service-entry-10-20-0-0-16"]
    assert (network["addresses"], network["resolution"]) == (["10.20.0.0/16"], "NONE")
    assert [(port["number"], port["protocol"]) for port in network["ports"]] == [
        (443, "TCP"),
        (5432, "TCP"),
        (6379, "TCP"),
    ]
    annotations = objects["deployment"]["spec"]["template"]["metadata"]["annotations"]
    assert not [key for key in annotations if key.startswith("traffic.sidecar.istio.io/")]


def test_only_the_identity_agent_passes_the_proxy_by() -> None:
    found = made(aws=True)["deployment"]["spec"]["template"]["metadata"]["annotations"]
    passing = {key: value for key, value in found.items() if key.startswith("traffic.sidecar.istio.io/")}
    assert passing == {"traffic.sidecar.istio.io/excludeOutboundIPRanges": "169.254.170.23/32"}


def test_an_outside_host_has_one_entry() -> None:
    objects = made(calls=["api.pg.example.com"], aws=True, aws_hosts=["sqs.ap-northeast-2.amazonaws.com"])
    entries = [found for key, found in objects.items() if key.startswith("service-entry-")]
    assert [entry["spec"]["hosts"] for entry in entries] == [
        ["api.pg.example.com"],
        ["sqs.ap-northeast-2.amazonaws.com"],
    ]
    assert entries[0]["spec"]["ports"] == [{"name": "tls", "number": 443, "protocol": "TLS"}]
    assert entries[0]["spec"]["exportTo"] == ["."]
    rule = objects[f"destination-rule-{entries[0]['metadata']['name']}"]["spec"]
    assert rule["trafficPolicy"]["connectionPool"]["tcp"]["connectTimeout"] == "5s"
    left_to_others = made(calls=["api.pg.example.com"], outside_entries=False)
    assert not [key for key in left_to_others if key.startswith("service-entry-")]
    assert "./api.pg.example.com" in hosts(left_to_others)


def test_names_of_outside_hosts_keep_apart_and_fit() -> None:
    assert names.outside("a-b.c.kr") != names.outside("a.b-c.kr")
    assert len(names.outside("a." * 120 + "kr")) <= 63
    assert names.outside("1.kr").startswith("to-1-kr-")


def test_without_policies_nothing_denies_and_the_rules_of_traffic_stay() -> None:
    assert MESH_IDS & made(policies=False, calls=["api.pg.example.com"]).keys() == {
        "destination-rule",
        "virtual-service",
    }


def test_outside_the_mesh_there_is_none_of_it() -> None:
    objects = made(mesh=False, calls=["api.pg.example.com"], aws=True)
    assert not [key for key, found in objects.items() if "istio" in str(found["apiVersion"])]


def test_a_worker_lets_nobody_in_and_reaches_what_it_calls() -> None:
    class Worker(Runtime):
        def profile(self, times: Timings = STANDARD_TIMES) -> Profile:
            alive = Check(None, period=10, failures=3, command=("/bin/alive",))
            return Profile(port=None, startup=None, liveness=alive, readiness=None, cpu="100m", memory="64Mi")

    objects = made(runtime=Worker(), callers=["a"], calls=["b"])
    assert MESH_IDS & objects.keys() == {"authorization-policy", "sidecar"}
    assert "rules" not in objects["authorization-policy"]["spec"]
    assert "inboundConnectionPool" not in objects["sidecar"]["spec"]
    assert f"./b.{HOME}.svc.cluster.local" in hosts(objects)


def test_hosts_of_aws_follow_from_access() -> None:
    access = Access(
        queues=[Queue(name="gifts", send=True)],
        topics=["events"],
        buckets=[Bucket(name="acme-gifts", read=True), Bucket(name="a.b", read=True)],
        parameters=["a/b"],
        secrets=["c"],
    )
    end = ".eu-west-1.amazonaws.com"
    assert aws_hosts(access, "eu-west-1") == tuple(
        sorted(f"{n}{end}" for n in ("acme-gifts.s3", "s3", "secretsmanager", "sns", "sqs", "ssm", "sts"))
    )
    assert aws_hosts(Access(), "eu-west-1") == ()


def test_a_platform_knows_all_its_outside_hosts_once(minimal: dict[str, Any]) -> None:
    bucket = {"buckets": [{"name": "beta-gifts", "read": True}]}
    services = {
        "x2bee-api-order": {"calls": ["api.pg.example.com"], "access": bucket},
        "x2bee-api-event": {"calls": ["api.pg.example.com"], "concurrency": 40, "retries": 1},
    }
    platform = Platform.model_validate({**minimal, "services": services})
    schedulers = [f"beta-prd-batch-scheduler-{name}-012345678901" for name in ("gddp", "mbod")]
    assert outside_hosts(platform) == (
        "api.pg.example.com",
        "beta-gifts.s3.ap-northeast-2.amazonaws.com",
        *(f"x2bee-{name}.s3.ap-northeast-2.amazonaws.com" for name in schedulers),
    )
    event, order = (deployment_props(platform, name) for name in ("x2bee-api-event", "x2bee-api-order"))
    assert (event.concurrency, event.retries, event.outside_hosts) == (40, 1, ("api.pg.example.com",))
    assert (order.aws, order.outside_entries) == (True, False)
    assert outside_hosts(Platform.model_validate({**minimal, "services": services, "istio_revision": None})) == ()


def test_older_storefronts_reach_the_gateway_by_its_old_name(acme: Callable[[str], Platform]) -> None:
    platform = acme("prd")
    assert deployment_props(platform, "x2bee-fo").called_as == ("acme-x2bee-gw-svc",)
    assert deployment_props(platform, "x2bee-api-order").called_as == ()


def test_a_caller_waits_as_long_as_what_it_calls(minimal: dict[str, Any]) -> None:
    def refused(services: dict[str, Any]) -> str:
        with pytest.raises(ValueError, match="X2B304") as error:
            Platform.model_validate({**minimal, "services": services})
        return str(error.value)

    short_caller = refused({"x2bee-api-display": {"timing": {"request": 20}}})
    assert "services.x2bee-api-display.timing.request" in short_caller
    long_callee = refused({"x2bee-api-goods": {"timing": {"request": 40}}})
    assert "services.x2bee-api-goods.timing.request" in long_callee
    waits = {"timing": {"request": 40}}
    callers = ("x2bee-gw", "x2bee-api-order", "x2bee-api-display", "x2bee-api-bo", "x2bee-fo", "x2bee-bo", "x2bee-cc")
    Platform.model_validate({**minimal, "services": dict.fromkeys((*callers, "x2bee-api-goods"), waits)})


def test_hosts_of_aws_are_part_of_aws() -> None:
    with pytest.raises(ValueError, match="hosts of AWS without aws"):
        made(aws_hosts=["sqs.ap-northeast-2.amazonaws.com"])


@pytest.mark.parametrize(("given", "text"), [(10_000, "10s"), (6_666, "6666ms"), (166, "166ms")])
def test_times_are_written_as_istio_reads_them(given: int, text: str) -> None:
    assert duration(given) == text


def test_what_does_not_listen_is_neither_called_nor_exposed(minimal: dict[str, Any]) -> None:
    class Worker(Runtime):
        def profile(self, times: Timings = STANDARD_TIMES) -> Profile:
            return Profile(port=None, startup=None, liveness=None, readiness=None, cpu="100m", memory="64Mi")

    worker = {"runtime": Worker(), "image": "worker:1"}
    calling = {"x2bee-api-order": {"calls": ["worker"]}, "worker": worker}
    with pytest.raises(ValueError, match="calls 'worker', which does not listen") as error:
        Platform.model_validate({**minimal, "services": calling})
    assert "services.x2bee-api-order.calls.0" in str(error.value)
    with pytest.raises(ValueError, match="'worker' cannot be exposed"):
        Platform.model_validate({**minimal, "services": {"worker": {**worker, "exposed": True}}})


def test_pods_of_another_namespace_are_reached_at_both_layers() -> None:
    labels = {"cnpg.io/cluster": "mbod"}
    peer = Peer(namespace="acme-data", services=["mbod-rw", "mbod-ro"], pods=labels, ports=[5432])
    objects = made(peers=[peer])
    assert {f"acme-data/mbod-{end}.acme-data.svc.cluster.local" for end in ("rw", "ro")} <= hosts(objects)
    rules = objects["network-policy"]["spec"]["egress"]
    (found,) = [rule for rule in rules if any(port["port"] == 5432 for port in rule["ports"])]
    assert found["to"] == [
        {
            "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "acme-data"}},
            "podSelector": {"matchLabels": labels},
        }
    ]
