"""A DestinationRule's traffic policy → an Envoy cluster, as pilot's `cluster_traffic_policy.go` of Istio 1.30.3 does.

What Istio adds where the rule says nothing is here too: unlimited pools, 10 s to connect, LEAST_REQUEST, no panic mode
beside outlier detection. Mutual TLS is left out: on loopback there is nobody to prove anything to.
"""

from __future__ import annotations

from conformance.faults.mapped import Json, UnmappedError, in_seconds, only, seconds
from x2bee_constructs.imports.istio import networking_v1 as istio

__all__ = ["UNLIMITED", "Policy", "Pool", "cluster"]

UNLIMITED = 4294967295
"""What pilot says for each limit that a rule leaves out (`math.MaxUint32`)."""

Policy = istio.DestinationRuleTrafficPolicy
Pool = istio.DestinationRuleConnectionPool

_MESH_CONNECT_TIMEOUT = "10s"
"""`connectTimeout` of Istio's default mesh configuration."""


def cluster(name: str, policy: Policy, endpoints: str) -> Json:
    """The cluster of one host; its endpoints are read from the file `endpoints`, again whenever that is replaced."""
    only(policy, "connection_pool", "outlier_detection", "load_balancer", "retry_budget", "tls")
    if policy.tls and policy.tls.mode not in ("ISTIO_MUTUAL", "DISABLE"):
        raise UnmappedError(f"TLS mode {policy.tls.mode}: only the mesh's own certificates may be left out here")
    pool = policy.connection_pool or Pool()
    return {
        "name": name,
        "type": "EDS",
        "eds_cluster_config": {"eds_config": {"path_config_source": {"path": endpoints}, "resource_api_version": "V3"}},
        "circuit_breakers": {"thresholds": [_thresholds(pool, policy.retry_budget)]},
        **_connections(pool),
        **_load_balancer(policy.load_balancer or istio.DestinationRuleLoadBalancer()),
        **(_outlier(policy.outlier_detection) if policy.outlier_detection else {"common_lb_config": {}}),
    }


def _thresholds(pool: Pool, budget: istio.DestinationRuleRetryBudget | None) -> Json:
    http, tcp = pool.http or istio.DestinationRuleHttp(), pool.tcp or istio.DestinationRuleTcp()
    limits: Json = {
        "max_connections": tcp.max_connections or UNLIMITED,
        "max_pending_requests": http.http1_max_pending_requests or UNLIMITED,
        "max_requests": http.http2_max_requests or UNLIMITED,
        "max_retries": http.max_retries or UNLIMITED,
        "track_remaining": True,
    }
    if budget:
        percent = 20.0 if budget.percent is None else budget.percent
        limits["retry_budget"] = {
            "budget_percent": {"value": percent},
            "min_retry_concurrency": budget.min_retry_concurrency or 3,
        }
    return limits


def _connections(pool: Pool) -> Json:
    http, tcp = pool.http or istio.DestinationRuleHttp(), pool.tcp or istio.DestinationRuleTcp()
    only(http, "http1_max_pending_requests", "http2_max_requests", "max_retries", "idle_timeout",
         "max_requests_per_connection", "h2_upgrade_policy")  # fmt: skip
    only(tcp, "max_connections", "connect_timeout", "idle_timeout", "max_connection_duration", "tcp_keepalive")
    if http.h2_upgrade_policy == "UPGRADE":
        raise UnmappedError("h2UpgradePolicy UPGRADE: the backends here speak HTTP/1.1")
    idle = http.idle_timeout or tcp.idle_timeout
    common: Json = {
        **({"idle_timeout": in_seconds(idle)} if idle else {}),
        **({"max_requests_per_connection": n} if (n := http.max_requests_per_connection) else {}),
        **({"max_connection_duration": in_seconds(tcp.max_connection_duration)} if tcp.max_connection_duration else {}),
    }
    return {
        "connect_timeout": in_seconds(tcp.connect_timeout or _MESH_CONNECT_TIMEOUT),
        **({"typed_extension_protocol_options": _protocol(common)} if common else {}),
        **(_keepalive(tcp.tcp_keepalive) if tcp.tcp_keepalive else {}),
    }


def _protocol(common: Json) -> Json:
    name = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
    return {name: {
        "@type": f"type.googleapis.com/{name}", "common_http_protocol_options": common,
        "explicit_http_config": {"http_protocol_options": {}},
    }}  # fmt: skip


def _keepalive(asked: istio.DestinationRuleTcpKeepalive) -> Json:
    times = {"keepalive_time": asked.time, "keepalive_interval": asked.interval}
    return {"upstream_connection_options": {"tcp_keepalive": {
        **({"keepalive_probes": asked.probes} if asked.probes else {}),
        **{key: int(seconds(value)) for key, value in times.items() if value},
    }}}  # fmt: skip


def _load_balancer(asked: istio.DestinationRuleLoadBalancer) -> Json:
    only(asked, "simple", "warmup", "locality_lb_setting")
    policy = {"LEAST_CONN": "LEAST_REQUEST", "UNSPECIFIED": "LEAST_REQUEST", None: "LEAST_REQUEST"}.get(
        asked.simple, asked.simple
    )
    if policy not in ("LEAST_REQUEST", "ROUND_ROBIN", "RANDOM"):
        raise UnmappedError(f"load balancer {policy}")
    made: Json = {"lb_policy": policy}
    if asked.warmup and policy != "RANDOM":
        made[f"{policy.lower()}_lb_config"] = {"slow_start_config": _slow_start(asked.warmup)}
    return made


def _slow_start(asked: istio.DestinationRuleWarmup) -> Json:
    least = 10.0 if asked.minimum_percent is None else asked.minimum_percent
    aggression = 1.0 if asked.aggression is None else asked.aggression
    return {
        "slow_start_window": in_seconds(asked.duration),
        "aggression": {"default_value": aggression, "runtime_key": "("},  # a key that nobody can set
        "min_weight_percent": {"value": least},
    }


def _outlier(asked: istio.DestinationRuleOutlierDetection) -> Json:
    only(asked, "consecutive5xx_errors", "consecutive_gateway_errors", "interval", "base_ejection_time",
         "max_ejection_percent", "min_health_percent", "split_external_local_origin_errors",
         "consecutive_local_origin_failures")  # fmt: skip
    made: Json = {"enforcing_success_rate": 0}
    made |= _consecutive("consecutive_5xx", asked.consecutive5xx_errors)
    made |= _consecutive("consecutive_gateway_failure", asked.consecutive_gateway_errors)
    made |= {"interval": in_seconds(asked.interval)} if asked.interval else {}
    made |= {"base_ejection_time": in_seconds(asked.base_ejection_time)} if asked.base_ejection_time else {}
    made |= {"max_ejection_percent": asked.max_ejection_percent} if asked.max_ejection_percent else {}
    if asked.split_external_local_origin_errors:
        made |= {"split_external_local_origin_errors": True, "enforcing_local_origin_success_rate": 0}
        made |= _consecutive("consecutive_local_origin_failure", asked.consecutive_local_origin_failures or None)
    return {
        "outlier_detection": made,
        "common_lb_config": {"healthy_panic_threshold": {"value": asked.min_health_percent or 0}},
    }


def _consecutive(key: str, errors: int | None) -> Json:
    return {} if errors is None else {key: errors, f"enforcing_{key}": 100 if errors else 0}
