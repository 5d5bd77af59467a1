# Generated from Istio 1.30.3 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated, Literal

from pydantic import Field

from ...core.objects import ApiStruct, CheckedStruct, KubeObject, at_most_one
from ..k8s.meta_v1 import ObjectMeta
from ..k8s.values import Duration

__all__ = [
    "Telemetry",
    "TelemetryAccessLogging",
    "TelemetryCustomTag",
    "TelemetryEnvironment",
    "TelemetryFilter",
    "TelemetryFormatter",
    "TelemetryMatch",
    "TelemetryMetric",
    "TelemetryOverride",
    "TelemetryOverrideMatch",
    "TelemetryProvider",
    "TelemetrySelector",
    "TelemetrySpec",
    "TelemetryTagOverride",
    "TelemetryTargetRef",
    "TelemetryTracing",
]


class TelemetrySelector(ApiStruct):
    match_labels: Annotated[
        dict[str, Annotated[str, Field(max_length=63)]] | None, Field(max_length=4096)
    ] = None


class TelemetryTargetRef(ApiStruct):
    kind: Annotated[str, Field(max_length=63, min_length=1, pattern="^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$")]
    name: Annotated[str, Field(max_length=253, min_length=1)]
    group: Annotated[
        str | None,
        Field(
            max_length=253, pattern="^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
        ),
    ] = None
    namespace: str | None = None


class TelemetryFilter(ApiStruct):
    expression: str | None = None


class TelemetryMatch(ApiStruct):
    mode: Literal["CLIENT_AND_SERVER", "CLIENT", "SERVER"] | None = None


class TelemetryProvider(ApiStruct):
    name: Annotated[str, Field(min_length=1)]


class TelemetryOverrideMatch(CheckedStruct):
    checks = (at_most_one("metric", "custom_metric"),)
    custom_metric: Annotated[str | None, Field(min_length=1)] = None
    metric: (
        Literal[
            "ALL_METRICS",
            "REQUEST_COUNT",
            "REQUEST_DURATION",
            "REQUEST_SIZE",
            "RESPONSE_SIZE",
            "TCP_OPENED_CONNECTIONS",
            "TCP_CLOSED_CONNECTIONS",
            "TCP_SENT_BYTES",
            "TCP_RECEIVED_BYTES",
            "GRPC_REQUEST_MESSAGES",
            "GRPC_RESPONSE_MESSAGES",
        ]
        | None
    ) = None
    mode: Literal["CLIENT_AND_SERVER", "CLIENT", "SERVER"] | None = None


class TelemetryTagOverride(ApiStruct):
    operation: Literal["UPSERT", "REMOVE"] | None = None
    value: str | None = None


class TelemetryEnvironment(ApiStruct):
    name: Annotated[str, Field(min_length=1)]
    default_value: str | None = None


class TelemetryFormatter(ApiStruct):
    value: Annotated[str, Field(min_length=1)]


class TelemetryAccessLogging(ApiStruct):
    disabled: bool | None = None
    filter: TelemetryFilter | None = None
    match: TelemetryMatch | None = None
    providers: list[TelemetryProvider] | None = None


class TelemetryOverride(ApiStruct):
    disabled: bool | None = None
    match: TelemetryOverrideMatch | None = None
    tag_overrides: dict[str, TelemetryTagOverride] | None = None


class TelemetryCustomTag(CheckedStruct):
    checks = (at_most_one("literal", "environment", "header", "formatter"),)
    environment: TelemetryEnvironment | None = None
    formatter: TelemetryFormatter | None = None
    header: TelemetryEnvironment | None = None
    literal: TelemetryFormatter | None = None


class TelemetryMetric(ApiStruct):
    overrides: list[TelemetryOverride] | None = None
    providers: list[TelemetryProvider] | None = None
    reporting_interval: Duration | None = None


class TelemetryTracing(ApiStruct):
    custom_tags: dict[str, TelemetryCustomTag] | None = None
    disable_context_propagation: bool | None = None
    disable_span_reporting: bool | None = None
    enable_istio_tags: bool | None = None
    match: TelemetryMatch | None = None
    providers: list[TelemetryProvider] | None = None
    random_sampling_percentage: Annotated[float | None, Field(ge=0.0, le=100.0)] = None
    use_request_id_for_trace_sampling: bool | None = None


class TelemetrySpec(CheckedStruct):
    checks = (at_most_one("selector", "target_ref", "target_refs"),)
    access_logging: list[TelemetryAccessLogging] | None = None
    metrics: list[TelemetryMetric] | None = None
    selector: TelemetrySelector | None = None
    target_ref: TelemetryTargetRef | None = None
    target_refs: Annotated[list[TelemetryTargetRef] | None, Field(max_length=16)] = None
    tracing: list[TelemetryTracing] | None = None


class Telemetry(KubeObject):
    api_version: Literal["telemetry.istio.io/v1"] = "telemetry.istio.io/v1"
    kind: Literal["Telemetry"] = "Telemetry"
    metadata: ObjectMeta
    spec: TelemetrySpec | None = None
