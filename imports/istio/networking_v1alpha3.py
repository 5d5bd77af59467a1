# Generated from Istio 1.30.3 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated, Any, Literal

from pydantic import Field

from ...core.objects import ApiStruct, CheckedStruct, KubeObject, at_most_one
from ..k8s.meta_v1 import ObjectMeta

__all__ = [
    "EnvoyFilter",
    "EnvoyFilterCluster",
    "EnvoyFilterConfigPatch",
    "EnvoyFilterFilter",
    "EnvoyFilterFilterChain",
    "EnvoyFilterListener",
    "EnvoyFilterMatch",
    "EnvoyFilterPatch",
    "EnvoyFilterProxy",
    "EnvoyFilterRoute",
    "EnvoyFilterRouteConfiguration",
    "EnvoyFilterSpec",
    "EnvoyFilterTargetRef",
    "EnvoyFilterVhost",
    "EnvoyFilterVhostRoute",
    "EnvoyFilterWaypoint",
    "EnvoyFilterWorkloadSelector",
]


class EnvoyFilterTargetRef(ApiStruct):
    kind: Annotated[str, Field(max_length=63, min_length=1, pattern="^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$")]
    name: Annotated[str, Field(max_length=253, min_length=1)]
    group: Annotated[
        str | None,
        Field(
            max_length=253, pattern="^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
        ),
    ] = None
    namespace: str | None = None


class EnvoyFilterWorkloadSelector(ApiStruct):
    labels: Annotated[dict[str, Annotated[str, Field(max_length=63)]] | None, Field(max_length=256)] = None


class EnvoyFilterPatch(ApiStruct):
    filter_class: Literal["UNSPECIFIED", "AUTHN", "AUTHZ", "STATS"] | None = None
    operation: (
        Literal[
            "INVALID", "MERGE", "ADD", "REMOVE", "INSERT_BEFORE", "INSERT_AFTER", "INSERT_FIRST", "REPLACE"
        ]
        | None
    ) = None
    value: dict[str, Any] | None = None


class EnvoyFilterCluster(ApiStruct):
    name: str | None = None
    port_number: Annotated[int | None, Field(ge=0, le=4294967295)] = None
    service: str | None = None
    subset: str | None = None


class EnvoyFilterProxy(ApiStruct):
    metadata: dict[str, str] | None = None
    proxy_version: str | None = None


class EnvoyFilterRoute(ApiStruct):
    name: str | None = None


class EnvoyFilterVhostRoute(ApiStruct):
    name: str | None = None
    action: Literal["ANY", "ROUTE", "REDIRECT", "DIRECT_RESPONSE"] | None = None


class EnvoyFilterVhost(ApiStruct):
    name: str | None = None
    domain_name: str | None = None
    route: EnvoyFilterVhostRoute | None = None


class EnvoyFilterFilter(ApiStruct):
    name: str | None = None
    sub_filter: EnvoyFilterRoute | None = None


class EnvoyFilterRouteConfiguration(ApiStruct):
    name: str | None = None
    gateway: str | None = None
    port_name: str | None = None
    port_number: Annotated[int | None, Field(ge=0, le=4294967295)] = None
    vhost: EnvoyFilterVhost | None = None


class EnvoyFilterWaypoint(ApiStruct):
    filter: EnvoyFilterFilter | None = None
    port_number: Annotated[int | None, Field(ge=1, le=65535)] = None
    route: EnvoyFilterRoute | None = None


class EnvoyFilterFilterChain(ApiStruct):
    name: str | None = None
    application_protocols: str | None = None
    destination_port: Annotated[int | None, Field(ge=0, le=4294967295)] = None
    filter: EnvoyFilterFilter | None = None
    sni: str | None = None
    transport_protocol: str | None = None


class EnvoyFilterListener(ApiStruct):
    name: str | None = None
    filter_chain: EnvoyFilterFilterChain | None = None
    listener_filter: str | None = None
    port_name: str | None = None
    port_number: Annotated[int | None, Field(ge=0, le=4294967295)] = None


class EnvoyFilterMatch(CheckedStruct):
    checks = (at_most_one("listener", "route_configuration", "cluster", "waypoint"),)
    cluster: EnvoyFilterCluster | None = None
    context: Literal["ANY", "SIDECAR_INBOUND", "SIDECAR_OUTBOUND", "GATEWAY", "WAYPOINT"] | None = None
    listener: EnvoyFilterListener | None = None
    proxy: EnvoyFilterProxy | None = None
    route_configuration: EnvoyFilterRouteConfiguration | None = None
    waypoint: EnvoyFilterWaypoint | None = None


class EnvoyFilterConfigPatch(ApiStruct):
    apply_to: (
        Literal[
            "INVALID",
            "LISTENER",
            "FILTER_CHAIN",
            "NETWORK_FILTER",
            "HTTP_FILTER",
            "ROUTE_CONFIGURATION",
            "VIRTUAL_HOST",
            "HTTP_ROUTE",
            "CLUSTER",
            "EXTENSION_CONFIG",
            "BOOTSTRAP",
            "LISTENER_FILTER",
        ]
        | None
    ) = None
    match: EnvoyFilterMatch | None = None
    patch: EnvoyFilterPatch | None = None


class EnvoyFilterSpec(CheckedStruct):
    checks = (at_most_one("workload_selector", "target_refs"),)
    config_patches: list[EnvoyFilterConfigPatch] | None = None
    priority: Annotated[int | None, Field(le=2147483647)] = None
    target_refs: Annotated[list[EnvoyFilterTargetRef] | None, Field(max_length=16)] = None
    workload_selector: EnvoyFilterWorkloadSelector | None = None


class EnvoyFilter(KubeObject):
    api_version: Literal["networking.istio.io/v1alpha3"] = "networking.istio.io/v1alpha3"
    kind: Literal["EnvoyFilter"] = "EnvoyFilter"
    metadata: ObjectMeta
    spec: EnvoyFilterSpec | None = None
