"""What every proxy is told: Istio's `meshConfig`, with the keys that we set and no others."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.mesh import names
from x2bee_constructs.mesh.props import ServiceMeshProps
from x2bee_constructs.workload.names import host

__all__ = [
    "AccessLog",
    "DefaultProxy",
    "ExtensionProvider",
    "LogFormat",
    "MeshConfig",
    "OpenTelemetry",
    "Outbound",
    "PathNormalization",
    "Retries",
    "StatsMatcher",
    "mesh_config",
]

_LINE = {
    "authority": "%REQ(:AUTHORITY)%",
    "bytes_received": "%BYTES_RECEIVED%",
    "bytes_sent": "%BYTES_SENT%",
    "caller": "%DOWNSTREAM_PEER_URI_SAN%",
    "details": "%RESPONSE_CODE_DETAILS%",
    "duration_ms": "%DURATION%",
    "flags": "%RESPONSE_FLAGS%",
    "forwarded_for": "%REQ(X-FORWARDED-FOR)%",
    "method": "%REQ(:METHOD)%",
    # Without the query: it may hold what a member typed.
    "path": "%REQ_WITHOUT_QUERY(X-ENVOY-ORIGINAL-PATH?:PATH)%",
    "protocol": "%PROTOCOL%",
    "request_id": "%REQ(X-REQUEST-ID)%",
    "route": "%ROUTE_NAME%",
    "status": "%RESPONSE_CODE%",
    "time": "%START_TIME%",
    "trace_id": "%TRACE_ID%",
    "tries": "%UPSTREAM_REQUEST_ATTEMPT_COUNT%",
    "upstream": "%UPSTREAM_HOST%",
    "upstream_cluster": "%UPSTREAM_CLUSTER%",
    "upstream_failure": "%UPSTREAM_TRANSPORT_FAILURE_REASON%",
    "upstream_ms": "%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)%",
    "user_agent": "%REQ(USER-AGENT)%",
}
"""One request as a line of JSON; the operators are Envoy's."""

_OTLP = 4317

_EJECTIONS = r".*outlier_detection\.ejections_active"
"""Pods that are put out now (Envoy, outlier detection statistics); Istio by itself keeps none of a cluster's."""


class Outbound(ApiStruct):
    """What happens to calls whose host no one declared."""

    mode: Literal["REGISTRY_ONLY"]


class PathNormalization(ApiStruct):
    """How paths are made alike before rules look at them."""

    normalization: Literal["BASE", "MERGE_SLASHES", "DECODE_AND_MERGE_SLASHES"]


class Retries(ApiStruct):
    """What is tried again where no VirtualService says."""

    attempts: int


class StatsMatcher(ApiStruct):
    """Which of Envoy's own numbers are kept beside Istio's, as regular expressions of their whole names."""

    inclusion_regexps: list[str]


class DefaultProxy(ApiStruct):
    """What every proxy starts with."""

    hold_application_until_proxy_starts: bool
    proxy_stats_matcher: StatsMatcher


class OpenTelemetry(ApiStruct):
    """Where spans go, over gRPC."""

    service: str
    port: int


class LogFormat(ApiStruct):
    """The keys of a line, each with Envoy's operator."""

    labels: dict[str, str]


class AccessLog(ApiStruct):
    """Where lines go, and what is in them."""

    path: str
    log_format: LogFormat


class ExtensionProvider(ApiStruct):
    """Something that `Telemetry` objects can name."""

    name: str
    opentelemetry: OpenTelemetry | None = None
    envoy_file_access_log: AccessLog | None = None


class MeshConfig(ApiStruct):
    """`meshConfig` of the chart istiod; Istio's API calls it `istio.mesh.v1alpha1.MeshConfig`."""

    access_log_file: str
    default_config: DefaultProxy
    default_http_retry_policy: Annotated[Retries, Field(alias="defaultHttpRetryPolicy")]
    enable_auto_mtls: Annotated[bool, Field(alias="enableAutoMtls")]
    enable_prometheus_merge: bool
    enable_tracing: bool
    extension_providers: list[ExtensionProvider]
    outbound_traffic_policy: Outbound
    path_normalization: PathNormalization


def mesh_config(props: ServiceMeshProps) -> MeshConfig:
    """The mesh's configuration."""
    collector = OpenTelemetry(service=host(props.collector, props.namespace), port=_OTLP)
    lines = AccessLog(path="/dev/stdout", log_format=LogFormat(labels=_LINE))
    return MeshConfig(
        # Telemetry objects decide; this would write a second line.
        access_log_file="",
        # Native sidecars start first by themselves; this is for pods that turn them off.
        default_config=DefaultProxy(
            hold_application_until_proxy_starts=True,
            # One number for each host that a proxy's Sidecar lets it know: which pods it has put out.
            proxy_stats_matcher=StatsMatcher(inclusion_regexps=[_EJECTIONS]),
        ),
        # Who knows a service says what may be tried again; an order sent twice is two orders.
        default_http_retry_policy=Retries(attempts=0),
        enable_auto_mtls=True,
        enable_prometheus_merge=True,
        enable_tracing=True,
        extension_providers=[
            ExtensionProvider(name=names.TRACING, opentelemetry=collector),
            ExtensionProvider(name=names.ACCESS_LOG, envoy_file_access_log=lines),
        ],
        outbound_traffic_policy=Outbound(mode="REGISTRY_ONLY"),
        # //admin is /admin for whoever compares paths; what is encoded stays as the program expects it.
        path_normalization=PathNormalization(normalization="MERGE_SLASHES"),
    )
