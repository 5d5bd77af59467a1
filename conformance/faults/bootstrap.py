"""The whole Envoy: one listener on loopback, one service behind it, and the admin port for its counters."""

from __future__ import annotations

from conformance.faults.clusters import cluster
from conformance.faults.localities import CALLER, locality
from conformance.faults.mapped import Json, UnmappedError, only, typed
from conformance.faults.routes import routes
from conformance.faults.rules import Rules
from x2bee_constructs.imports.istio import networking_v1 as istio

__all__ = ["bootstrap", "cluster_name", "traffic_policy"]

_MANAGER = "envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"


def traffic_policy(rules: Rules) -> istio.DestinationRuleTrafficPolicy:
    """The DestinationRule's policy; an empty one if there is none."""
    rule = rules.rule
    if rule is None or rule.spec is None:
        return istio.DestinationRuleTrafficPolicy()
    only(rule.spec, "host", "traffic_policy", "export_to")
    if rule.spec.host != rules.host:
        raise UnmappedError(f"the DestinationRule is for {rule.spec.host}, not {rules.host}")
    return rule.spec.traffic_policy or istio.DestinationRuleTrafficPolicy()


def cluster_name(rules: Rules) -> str:
    """As Istio calls it."""
    return f"outbound|80||{rules.host}"


def bootstrap(rules: Rules, endpoints: str, listener: int, admin: int) -> Json:
    """Envoy's configuration; raises `UnmappedError` if the rules say something that is not translated."""
    name = cluster_name(rules)
    return {
        "node": {"id": "caller", "cluster": "faults", "locality": locality(CALLER)},
        "admin": {"address": _loopback(admin)},
        "static_resources": {
            "listeners": [_listener(listener, routes(rules.routes, rules.host, name))],
            "clusters": [cluster(name, traffic_policy(rules), endpoints)],
        },
    }


def _listener(port: int, of_service: list[Json]) -> Json:
    manager = typed(
        "envoy.filters.network.http_connection_manager", _MANAGER,
        stat_prefix="caller",
        route_config={"virtual_hosts": [{"name": "service", "domains": ["*"], "routes": of_service}]},
        http_filters=[typed("envoy.filters.http.router", "envoy.extensions.filters.http.router.v3.Router")],
    )  # fmt: skip
    return {"name": "caller", "address": _loopback(port), "filter_chains": [{"filters": [manager]}]}


def _loopback(port: int) -> Json:
    return {"socket_address": {"address": "127.0.0.1", "port_value": port}}
