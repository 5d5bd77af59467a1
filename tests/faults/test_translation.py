"""Istio's rules as Envoy's configuration: nothing set, everything set, and what is refused."""

from __future__ import annotations

import re
from typing import Any

import pytest

from conformance.faults.bootstrap import bootstrap
from conformance.faults.clusters import UNLIMITED, Policy, cluster
from conformance.faults.localities import endpoints, prefers_own_zone
from conformance.faults.mapped import UnmappedError, in_seconds, only, seconds
from conformance.faults.routes import retry_policy, routes
from conformance.faults.rules import Rules
from x2bee_constructs.imports.istio import networking_v1 as istio
from x2bee_constructs.imports.k8s.meta_v1 import ObjectMeta

HOST = "x2bee-api-gift.acme-app.svc.cluster.local"
NAME = f"outbound|80||{HOST}"
META = ObjectMeta(name="gift")


def made(**policy: Any) -> dict[str, Any]:
    return cluster(NAME, Policy.model_validate(policy), "/run/endpoints.json")


def service(*http: dict[str, Any], hosts: tuple[str, ...] = (HOST,)) -> istio.VirtualService:
    to_host = {"route": [{"destination": {"host": HOST, "port": {"number": 80}}}]}
    spec = {"hosts": list(hosts), "http": [{**to_host, **one_route} for one_route in http]}
    return istio.VirtualService(metadata=META, spec=istio.VirtualServiceSpec.model_validate(spec))


@pytest.mark.parametrize(
    ("duration", "envoy"), [("1m30s", "90s"), ("666ms", "0.666s"), ("1.5h", "5400s"), ("0s", "0s"), ("10s", "10s")]
)
def test_durations_are_seconds(duration: str, envoy: str) -> None:
    assert in_seconds(duration) == envoy
    assert f"{seconds(duration):g}s" == envoy


def test_a_cluster_without_a_rule_has_istios_defaults() -> None:
    assert made() == {
        "name": NAME,
        "type": "EDS",
        "eds_cluster_config": {
            "eds_config": {"path_config_source": {"path": "/run/endpoints.json"}, "resource_api_version": "V3"}
        },
        "circuit_breakers": {
            "thresholds": [
                {
                    "max_connections": UNLIMITED,
                    "max_pending_requests": UNLIMITED,
                    "max_requests": UNLIMITED,
                    "max_retries": UNLIMITED,
                    "track_remaining": True,
                }
            ]
        },
        "connect_timeout": "10s",
        "lb_policy": "LEAST_REQUEST",
        "common_lb_config": {},
    }


def test_a_pool_becomes_thresholds_and_connection_options() -> None:
    keepalive = {"time": "1m", "interval": "10s", "probes": 4}
    pool = {
        "tcp": {
            "maxConnections": 7,
            "connectTimeout": "2s",
            "maxConnectionDuration": "1h",
            "idleTimeout": "9s",
            "tcpKeepalive": keepalive,
        },
        "http": {
            "http1MaxPendingRequests": 8,
            "http2MaxRequests": 9,
            "maxRetries": 3,
            "idleTimeout": "60s",
            "maxRequestsPerConnection": 5,
        },
    }
    got = made(connectionPool=pool, retryBudget={"percent": 25, "minRetryConcurrency": 4}, tls={"mode": "ISTIO_MUTUAL"})
    assert got["circuit_breakers"]["thresholds"] == [
        {
            "max_connections": 7,
            "max_pending_requests": 8,
            "max_requests": 9,
            "max_retries": 3,
            "track_remaining": True,
            "retry_budget": {"budget_percent": {"value": 25}, "min_retry_concurrency": 4},
        }
    ]
    assert got["connect_timeout"] == "2s"
    (options,) = got["typed_extension_protocol_options"].values()
    assert options["common_http_protocol_options"] == {
        "idle_timeout": "60s",  # HTTP's goes before TCP's
        "max_requests_per_connection": 5,
        "max_connection_duration": "3600s",
    }
    assert got["upstream_connection_options"]["tcp_keepalive"] == {
        "keepalive_probes": 4,
        "keepalive_time": 60,
        "keepalive_interval": 10,
    }


def test_an_empty_retry_budget_is_istios_default_one() -> None:
    (thresholds,) = made(retryBudget={})["circuit_breakers"]["thresholds"]
    assert thresholds["retry_budget"] == {"budget_percent": {"value": 20.0}, "min_retry_concurrency": 3}


def test_outlier_detection_is_enforced_and_switches_panic_off() -> None:
    asked = {
        "consecutive5xxErrors": 5,
        "consecutiveGatewayErrors": 0,
        "interval": "10s",
        "baseEjectionTime": "30s",
        "maxEjectionPercent": 34,
        "splitExternalLocalOriginErrors": True,
        "consecutiveLocalOriginFailures": 6,
    }
    got = made(outlierDetection=asked)
    assert got["outlier_detection"] == {
        "enforcing_success_rate": 0,
        "consecutive_5xx": 5,
        "enforcing_consecutive_5xx": 100,
        "consecutive_gateway_failure": 0,
        "enforcing_consecutive_gateway_failure": 0,  # 0 switches it off
        "interval": "10s",
        "base_ejection_time": "30s",
        "max_ejection_percent": 34,
        "split_external_local_origin_errors": True,
        "enforcing_local_origin_success_rate": 0,
        "consecutive_local_origin_failure": 6,
        "enforcing_consecutive_local_origin_failure": 100,
    }
    assert got["common_lb_config"] == {"healthy_panic_threshold": {"value": 0}}
    assert made(outlierDetection={"minHealthPercent": 40})["common_lb_config"] == {
        "healthy_panic_threshold": {"value": 40}
    }


@pytest.mark.parametrize("policy", ["LEAST_REQUEST", "ROUND_ROBIN"])
def test_warm_up_is_slow_start_of_the_policy(policy: str) -> None:
    got = made(loadBalancer={"simple": policy, "warmup": {"duration": "1m"}})
    assert got["lb_policy"] == policy
    assert got[f"{policy.lower()}_lb_config"]["slow_start_config"] == {
        "slow_start_window": "60s",
        "aggression": {"default_value": 1.0, "runtime_key": "("},
        "min_weight_percent": {"value": 10.0},
    }
    asked = {"duration": "1m", "minimumPercent": 25, "aggression": 2}
    slow = made(loadBalancer={"simple": policy, "warmup": asked})[f"{policy.lower()}_lb_config"]["slow_start_config"]
    assert slow["min_weight_percent"] == {"value": 25}
    assert slow["aggression"]["default_value"] == 2


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ({"portLevelSettings": [{"port": {"number": 80}}]}, "DestinationRuleTrafficPolicy.portLevelSettings"),
        ({"tls": {"mode": "SIMPLE"}}, "TLS mode SIMPLE"),
        ({"connectionPool": {"http": {"useClientProtocol": True}}}, "DestinationRuleHttp.useClientProtocol"),
        ({"connectionPool": {"http": {"h2UpgradePolicy": "UPGRADE"}}}, "h2UpgradePolicy UPGRADE"),
        ({"loadBalancer": {"simple": "PASSTHROUGH"}}, "load balancer PASSTHROUGH"),
        ({"loadBalancer": {"consistentHash": {"useSourceIp": True}}}, "DestinationRuleLoadBalancer.consistentHash"),
        ({"outlierDetection": {"consecutiveErrors": 3}}, "DestinationRuleOutlierDetection.consecutiveErrors"),
    ],
)
def test_what_is_not_translated_stops_the_run(policy: dict[str, Any], said: str) -> None:
    with pytest.raises(UnmappedError, match=re.escape(said)):
        made(**policy)


def test_outlier_detection_makes_the_callers_zone_the_first_unless_switched_off() -> None:
    assert not prefers_own_zone(Policy())
    assert prefers_own_zone(Policy.model_validate({"outlierDetection": {}}))
    off = {"outlierDetection": {}, "loadBalancer": {"localityLbSetting": {"enabled": False}}}
    assert not prefers_own_zone(Policy.model_validate(off))
    spread = {"outlierDetection": {}, "loadBalancer": {"localityLbSetting": {"failoverPriority": ["zone"]}}}
    with pytest.raises(UnmappedError, match="failoverPriority"):
        prefers_own_zone(Policy.model_validate(spread))


@pytest.mark.parametrize(("own_first", "priorities"), [(True, {"a": 0, "b": 1}), (False, {"a": 0, "b": 0})])
def test_endpoints_say_zone_and_priority(own_first: bool, priorities: dict[str, int]) -> None:
    (found,) = endpoints(NAME, {"b": [3], "a": [1, 2], "c": []}, own_first)["resources"]
    assert {zone["locality"]["zone"][-1]: zone["priority"] for zone in found["endpoints"]} == priorities
    ports = [e["endpoint"]["address"]["socket_address"] for zone in found["endpoints"] for e in zone["lb_endpoints"]]
    assert ports == [{"address": "127.0.0.1", "port_value": port} for port in (1, 2, 3)]


def test_priorities_begin_at_zero_when_the_callers_zone_is_empty() -> None:
    (found,) = endpoints(NAME, {"a": [], "b": [3]}, own_zone_first=True)["resources"]
    assert [zone["priority"] for zone in found["endpoints"]] == [0]


def test_without_a_virtual_service_istio_retries_twice_and_waits_for_ever() -> None:
    (route,) = routes(None, HOST, NAME)
    assert route["match"] == {"prefix": "/"}
    assert route["route"]["timeout"] == "0s"
    assert route["route"]["retry_policy"]["num_retries"] == 2
    assert "reset" not in route["route"]["retry_policy"]["retry_on"]
    assert routes(service({}), HOST, NAME) == [route]


def test_each_match_is_a_route_in_order() -> None:
    reads = {"match": [{"method": {"exact": "GET"}}, {"method": {"regex": "HEAD|OPTIONS"}}], "timeout": "2s"}
    paths = {
        "match": [
            {"uri": {"exact": "/a"}, "ignoreUriCase": True},
            {"uri": {"prefix": "/b"}},
            {"uri": {"regex": "/c+"}},
        ],
        "retries": {"attempts": 0},
    }
    got = routes(service(reads, paths), HOST, NAME)
    assert [route["match"] for route in got] == [
        {"prefix": "/", "headers": [{"name": ":method", "string_match": {"exact": "GET"}}]},
        {"prefix": "/", "headers": [{"name": ":method", "string_match": {"safe_regex": {"regex": "HEAD|OPTIONS"}}}]},
        {"path": "/a", "case_sensitive": False},
        {"prefix": "/b"},
        {"safe_regex": {"regex": "/c+"}},
    ]
    assert got[0]["route"]["timeout"] == "2s"
    assert "retry_policy" not in got[2]["route"]


def test_retries_keep_istios_choice_of_another_host() -> None:
    asked = istio.VirtualServiceRetries(
        attempts=3,
        per_try_timeout="250ms",
        backoff="50ms",
        retry_on="reset, 503,409, gateway-error",
        retry_remote_localities=True,
    )
    got = retry_policy(asked)
    assert got is not None
    assert got["retry_on"] == "reset,gateway-error,retriable-status-codes"
    assert got["retriable_status_codes"] == [503, 409]
    assert got["num_retries"] == 3
    assert got["host_selection_retry_max_attempts"] == 5
    assert [p["name"] for p in got["retry_host_predicate"]] == ["envoy.retry_host_predicates.previous_hosts"]
    assert got["retry_priority"]["typed_config"]["update_frequency"] == 2
    assert got["per_try_timeout"] == "0.25s"
    assert got["retry_back_off"] == {"base_interval": "0.05s"}


def test_retries_may_go_to_the_same_host_or_not_happen() -> None:
    same = retry_policy(istio.VirtualServiceRetries(attempts=1, retry_ignore_previous_hosts=False))
    assert same is not None
    assert "retry_host_predicate" not in same
    assert retry_policy(istio.VirtualServiceRetries(attempts=0)) is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (service({"rewrite": {"uri": "/"}}), "VirtualServiceHttp.rewrite"),
        (service({"match": [{"port": 80}]}), "VirtualServiceMatch.port"),
        (service({}, hosts=("other",)), f"not for {HOST}"),
        (service({"route": [{"destination": {"host": "other"}}]}), f"elsewhere than to {HOST}"),
        (service({"route": [{"destination": {"host": HOST, "subset": "v2"}}]}), "VirtualServiceDestination.subset"),
    ],
)
def test_routes_that_are_not_translated_stop_the_run(wrong: istio.VirtualService, said: str) -> None:
    with pytest.raises(UnmappedError, match=re.escape(said)):
        routes(wrong, HOST, NAME)


def test_the_whole_configuration_listens_on_loopback_only() -> None:
    got = bootstrap(Rules(HOST), "/run/endpoints.json", 1, 2)
    assert got["admin"]["address"]["socket_address"] == {"address": "127.0.0.1", "port_value": 2}
    assert got["node"]["locality"] == {"region": "ap-northeast-2", "zone": "ap-northeast-2a"}
    (listener,) = got["static_resources"]["listeners"]
    assert listener["address"]["socket_address"] == {"address": "127.0.0.1", "port_value": 1}
    (made_cluster,) = got["static_resources"]["clusters"]
    (host,) = listener["filter_chains"][0]["filters"][0]["typed_config"]["route_config"]["virtual_hosts"]
    assert {route["route"]["cluster"] for route in host["routes"]} == {made_cluster["name"]} == {NAME}


def test_a_rule_for_another_host_stops_the_run() -> None:
    other = istio.DestinationRule(metadata=META, spec=istio.DestinationRuleSpec(host="other"))
    with pytest.raises(UnmappedError, match="is for other"):
        bootstrap(Rules(HOST, other), "/run/endpoints.json", 1, 2)


def test_only_lets_pass_what_is_known_or_unset() -> None:
    retries = istio.VirtualServiceRetries(attempts=1, backoff="1s")
    only(retries, "attempts", "backoff")
    with pytest.raises(UnmappedError, match="backoff"):
        only(retries, "attempts")
