"""What the mesh does for one service: the rules its callers' proxies follow, who is let in, and what it may reach."""

from __future__ import annotations

from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.istio import networking_v1 as istio
from x2bee_constructs.workload import names
from x2bee_constructs.workload.limits import Pool, ejection_percent, pool
from x2bee_constructs.workload.meta import Meta
from x2bee_constructs.workload.outside import network_entries, outside_objects
from x2bee_constructs.workload.profile import Profile
from x2bee_constructs.workload.props import MsaDeploymentProps
from x2bee_constructs.workload.retries import SAFE_METHODS, tries_of
from x2bee_constructs.workload.timing import LOAD_BALANCER_IDLE_SECONDS, Timings
from x2bee_constructs.workload.trust import authorization_policy, sidecar

__all__ = ["destination_rule", "mesh_objects", "virtual_service"]

_CONNECT = "2s"
"""To a pod next door; Envoy waits 10 s if not told."""

_IDLE = f"{LOAD_BALANCER_IDLE_SECONDS}s"
"""Shorter than the program's keep-alive (65 s): the proxy closes an idle connection first, so no request meets a
closing one."""

_SERVICE_PORT = 80


def mesh_objects(meta: Meta, profile: Profile, times: Timings, props: MsaDeploymentProps) -> dict[str, KubeObject]:
    """The mesh's objects of one service, by the id that each has in the construct tree; none outside the mesh."""
    if not props.mesh:
        return {}
    made: dict[str, KubeObject] = {}
    if profile.port:
        made["destination-rule"] = destination_rule(meta, profile, props)
        made["virtual-service"] = virtual_service(meta, profile, times, props)
    if props.policies:
        made["authorization-policy"] = authorization_policy(meta, profile, props)
        made["sidecar"] = sidecar(meta, props, _pool_of_a_pod(profile, props))
        made |= network_entries(meta, props)
        if props.outside_entries:
            made |= outside_objects(props.outside_hosts, meta.object)
    return made


def destination_rule(meta: Meta, profile: Profile, props: MsaDeploymentProps) -> istio.DestinationRule:
    """How callers' proxies share out their requests, how many they send at most, and whom they leave out for a while.

    Mutual TLS is not spoken of: proxies use it by themselves (`enableAutoMtls`), and who does not is refused (STRICT).
    """
    several = props.replicas.max > 1
    return istio.DestinationRule(
        metadata=meta.object(meta.name),
        spec=istio.DestinationRuleSpec(
            host=names.host(meta.name, meta.namespace),
            export_to=_seen_by(props),
            traffic_policy=istio.DestinationRuleTrafficPolicy(
                connection_pool=_connection_pool(pool(props.replicas.max, _concurrency(profile, props))),
                load_balancer=_load_balancer(profile.warmup if several else 0),
                outlier_detection=_outliers(props.replicas.min) if several else None,
                retry_budget=istio.DestinationRuleRetryBudget(percent=20, min_retry_concurrency=3),
            ),
        ),
    )


def _connection_pool(limits: Pool) -> istio.DestinationRuleConnectionPool:
    """The limits as Istio writes them; what it does not limit, it lets grow to 2^32."""
    return istio.DestinationRuleConnectionPool(
        tcp=istio.DestinationRuleTcp(max_connections=limits.connections, connect_timeout=_CONNECT),
        http=istio.DestinationRuleHttp(
            http1_max_pending_requests=limits.pending,
            http2_max_requests=limits.requests,
            idle_timeout=_IDLE,
            # A connection may serve for ever: closing it early only costs handshakes.
            max_requests_per_connection=0,
        ),
    )


def _pool_of_a_pod(profile: Profile, props: MsaDeploymentProps) -> istio.SidecarInboundConnectionPool | None:
    """What one pod's own proxy lets in, however many callers there are; none if the program does not listen."""
    if not profile.port:
        return None
    limits = _connection_pool(pool(1, _concurrency(profile, props)))
    return istio.SidecarInboundConnectionPool.model_validate(limits.to_wire())


def virtual_service(meta: Meta, profile: Profile, times: Timings, props: MsaDeploymentProps) -> istio.VirtualService:
    """How long callers wait and what they try again, by method. Only for the mesh: the way in has routes of its own.

    Without it the mesh would try everything again twice, on conditions of its own.
    """
    tries = tries_of(profile, props)
    safe = [istio.VirtualServiceMatch(method=istio.VirtualServiceStringMatch(exact=method)) for method in SAFE_METHODS]
    hosts = [names.host(name, meta.namespace) for name in (meta.name, *props.service_aliases)]
    return istio.VirtualService(
        metadata=meta.object(meta.name),
        spec=istio.VirtualServiceSpec(
            hosts=hosts,
            gateways=["mesh"],
            export_to=["."],
            http=[
                _route("reads", hosts[0], times, tries.reads, safe),
                _route("writes", hosts[0], times, tries.writes, None),
            ],
        ),
    )


def _route(
    name: str,
    host: str,
    times: Timings,
    retries: istio.VirtualServiceRetries,
    match: list[istio.VirtualServiceMatch] | None,
) -> istio.VirtualServiceHttp:
    port = istio.VirtualServicePort(number=_SERVICE_PORT)
    return istio.VirtualServiceHttp(
        name=name,
        match=match,
        route=[istio.VirtualServiceRoute(destination=istio.VirtualServiceDestination(host=host, port=port))],
        timeout=f"{times.request}s",
        retries=retries,
    )


def _load_balancer(warmup: int) -> istio.DestinationRuleLoadBalancer:
    slow_start = istio.DestinationRuleWarmup(duration=f"{warmup}s", minimum_percent=10, aggression=1)
    return istio.DestinationRuleLoadBalancer(
        simple="LEAST_REQUEST",
        warmup=slow_start if warmup else None,
        # With outlier detection Istio would prefer the caller's own zone, whose one pod then takes it all.
        locality_lb_setting=istio.DestinationRuleLocalityLbSetting(enabled=False),
    )


def _outliers(least: int) -> istio.DestinationRuleOutlierDetection:
    return istio.DestinationRuleOutlierDetection(
        # Refused, cut off or too late says more about a pod than a 500, which may be the request's fault.
        consecutive_gateway_errors=3,
        consecutive5xx_errors=5,
        interval="10s",
        base_ejection_time="30s",
        max_ejection_percent=ejection_percent(least),
    )


def _concurrency(profile: Profile, props: MsaDeploymentProps) -> int:
    return props.concurrency or profile.concurrency


def _seen_by(props: MsaDeploymentProps) -> list[str]:
    """The namespace's proxies, and the ingress gateway's if it may call."""
    return [".", props.surroundings.gateway_namespace] if props.exposed else ["."]
