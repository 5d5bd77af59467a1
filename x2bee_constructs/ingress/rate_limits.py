"""How many requests a host may get, counted by each gateway pod: a filter of Envoy, for Istio has no object for it."""

from __future__ import annotations

from typing import Any

from x2bee_constructs.imports.istio import networking_v1alpha3 as istio
from x2bee_constructs.ingress import names
from x2bee_constructs.ingress.objects import Place
from x2bee_constructs.ingress.props import IstioIngressProps, RateLimit
from x2bee_constructs.ingress.servers import groups

__all__ = ["rate_limits"]

_FILTER = "envoy.filters.http.local_ratelimit"
_TYPE = "type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit"
_PRIORITY = 10
"""After filters of others that say no order, so that what ours stands before is there."""

_ALL = {"default_value": {"numerator": 100, "denominator": "HUNDRED"}}
"""Without being told so, the filter counts nothing and refuses nobody."""


def rate_limits(place: Place, props: IstioIngressProps) -> dict[str, istio.EnvoyFilter]:
    """One object with the filter, which alone limits nothing, and one per group that gives each host a bucket."""
    if not props.rate_limits:
        return {}
    hosts = groups(props)
    made = {"rate-limit": _envoy_filter(place, props, "x2bee-rate-limit", [_insert()])}
    for group, limit in sorted(props.rate_limits.items()):
        buckets = [_bucket(host, group, limit) for host in hosts.get(group, ())]
        if buckets:
            made[f"rate-limit-{group}"] = _envoy_filter(place, props, names.rate_limits(group), buckets)
    return made


def _envoy_filter(
    place: Place, props: IstioIngressProps, name: str, patches: list[istio.EnvoyFilterConfigPatch]
) -> istio.EnvoyFilter:
    labels = dict(props.surroundings.gateway_labels)
    return istio.EnvoyFilter(
        metadata=place.early_meta(name),
        spec=istio.EnvoyFilterSpec(
            workload_selector=istio.EnvoyFilterWorkloadSelector(labels=labels),
            priority=_PRIORITY,
            config_patches=patches,
        ),
    )


def _insert() -> istio.EnvoyFilterConfigPatch:
    """Last before the router: what is denied anyway does not count."""
    router = istio.EnvoyFilterFilter(
        name="envoy.filters.network.http_connection_manager",
        sub_filter=istio.EnvoyFilterRoute(name="envoy.filters.http.router"),
    )
    listener = istio.EnvoyFilterListener(filter_chain=istio.EnvoyFilterFilterChain(filter=router))
    value = {"name": _FILTER, "typed_config": {"@type": _TYPE, "stat_prefix": "x2bee"}}
    return istio.EnvoyFilterConfigPatch(
        apply_to="HTTP_FILTER",
        match=istio.EnvoyFilterMatch(context="GATEWAY", listener=listener),
        patch=istio.EnvoyFilterPatch(operation="INSERT_BEFORE", value=value),
    )


def _bucket(host: str, group: str, limit: RateLimit) -> istio.EnvoyFilterConfigPatch:
    where = istio.EnvoyFilterRouteConfiguration(vhost=istio.EnvoyFilterVhost(domain_name=host))
    return istio.EnvoyFilterConfigPatch(
        apply_to="VIRTUAL_HOST",
        match=istio.EnvoyFilterMatch(context="GATEWAY", route_configuration=where),
        patch=istio.EnvoyFilterPatch(
            operation="MERGE", value={"typed_per_filter_config": {_FILTER: _limited(group, limit)}}
        ),
    )


def _limited(group: str, limit: RateLimit) -> dict[str, Any]:
    return {
        "@type": _TYPE,
        "stat_prefix": group,
        "token_bucket": {
            "max_tokens": limit.burst or 2 * limit.requests_per_second,
            "tokens_per_fill": limit.requests_per_second,
            "fill_interval": "1s",
        },
        "filter_enabled": _ALL,
        "filter_enforced": _ALL,
    }
