"""Where the endpoints are, and whom a caller prefers: pilot's `loadbalancer.go` of Istio 1.30.3, within one region.

Istio's own mesh configuration has locality load balancing on. It begins to work when a rule has outlier detection:
then the endpoints of the caller's zone come first, and the others only as far as those are not healthy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from conformance.faults.mapped import Json, only
from x2bee_constructs.imports.istio import networking_v1 as istio

__all__ = ["CALLER", "REGION", "ZONES", "endpoints", "locality", "prefers_own_zone"]

REGION = "ap-northeast-2"
ZONES = ("a", "b", "c")
CALLER = "a"
"""The zone of the proxy that sends."""


def locality(zone: str) -> Json:
    """Region and zone as the node's labels say them."""
    return {"region": REGION, "zone": f"{REGION}{zone}"}


def prefers_own_zone(policy: istio.DestinationRuleTrafficPolicy) -> bool:
    """Whether the caller's zone comes first: with outlier detection, unless the rule switches it off."""
    asked = policy.load_balancer.locality_lb_setting if policy.load_balancer else None
    if asked:
        only(asked, "enabled")
    return policy.outlier_detection is not None and (asked is None or asked.enabled is not False)


def endpoints(cluster: str, ports: Mapping[str, Sequence[int]], own_zone_first: bool) -> Json:
    """The endpoints of each zone, as a reply of the endpoint discovery service."""
    zones = [
        {
            "locality": locality(zone),
            "lb_endpoints": [_endpoint(port) for port in of_zone],
            "load_balancing_weight": len(of_zone),
            "priority": int(own_zone_first and zone != CALLER and bool(ports.get(CALLER))),
        }
        for zone, of_zone in sorted(ports.items())
        if of_zone
    ]
    message = "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment"
    return {"resources": [{"@type": message, "cluster_name": cluster, "endpoints": zones}]}


def _endpoint(port: int) -> Json:
    return {"endpoint": {"address": {"socket_address": {"address": "127.0.0.1", "port_value": port}}}}
