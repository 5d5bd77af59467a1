"""Jaeger v2 as its own chart: where it keeps spans, and its page."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from x2bee_constructs.core.chart_values import requests, spread
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.core.releases import Component, Release
from x2bee_constructs.core.versions import JAEGER
from x2bee_constructs.imports.k8s.core_v1 import (
    EnvVar,
    PodSecurityContext,
    ResourceRequirements,
    SeccompProfile,
    SecurityContext,
    TopologySpreadConstraint,
)
from x2bee_constructs.observability import names
from x2bee_constructs.observability.props import ObservabilityStackProps, SpanStore
from x2bee_constructs.observability.values import RESTRICTED

__all__ = ["IN_MEMORY", "JAEGER_MIB", "JaegerValues", "jaeger", "jaeger_config", "jaeger_values"]

JAEGER_MIB = 768
"""Of its pod: bulk requests, and answers to people. Our judgement."""

IN_MEMORY = 20_000
"""How many traces it holds without a store; some 600 MiB with 14 spans of 2 KiB each."""

_ANY = "0.0.0.0"
_USER = 10001


class _Account(ApiStruct):
    automount_service_account_token: bool = False


class _Jaeger(ApiStruct):
    extra_env: list[EnvVar]
    node_selector: dict[str, str]
    pod_labels: dict[str, str]
    pod_security_context: PodSecurityContext
    replicas: int = 1
    resources: ResourceRequirements
    security_context: SecurityContext
    service_account: _Account = _Account()
    topology_spread_constraints: list[TopologySpreadConstraint]


class JaegerValues(ApiStruct):
    """Values of the chart `jaeger`."""

    fullname_override: str
    userconfig: dict[str, Any]
    jaeger: _Jaeger


def jaeger(site: Site, props: ObservabilityStackProps) -> Component:
    """Jaeger; it makes nothing of the cluster's."""
    release = Release(JAEGER, jaeger_values(site, props), "monitoring", names.JAEGER, server_side_apply=True)
    return Component(names.JAEGER, names.MESH, (release,), (), pod_security=None)


def jaeger_values(site: Site, props: ObservabilityStackProps) -> JaegerValues:
    """One pod takes spans and answers people: what was sent while it is away waits in the collectors."""
    config = jaeger_config(site, props)
    digest = hashlib.sha256(json.dumps(config, sort_keys=True).encode()).hexdigest()[:16]
    return JaegerValues(
        fullname_override=names.JAEGER,
        userconfig=config,
        jaeger=_Jaeger(
            extra_env=[
                EnvVar(name="AWS_REGION", value=props.region),
                EnvVar(name="GOMEMLIMIT", value=f"{JAEGER_MIB * 8 // 10}MiB"),
            ],
            node_selector=dict(sorted(props.node_selector.items())),
            # The chart does not start its pod again when its configuration changes; another label does.
            pod_labels={"app": names.JAEGER, "sidecar.istio.io/inject": "false", "x2bee.io/config": digest},
            pod_security_context=PodSecurityContext(
                run_as_non_root=True,
                run_as_user=_USER,
                run_as_group=_USER,
                fs_group=_USER,
                seccomp_profile=SeccompProfile(type="RuntimeDefault"),
            ),
            resources=requests("200m", f"{JAEGER_MIB}Mi"),
            security_context=RESTRICTED,
            topology_spread_constraints=spread({"app.kubernetes.io/name": names.JAEGER}, per_rollout=False),
        ),
    )


def jaeger_config(site: Site, props: ObservabilityStackProps) -> dict[str, Any]:
    """What Jaeger is told: an OpenTelemetry collector's configuration, with extensions of its own."""
    store = props.span_store
    extensions: dict[str, Any] = {
        "healthcheckv2": {"use_v2": True, "http": {"endpoint": f"{_ANY}:13133"}},
        "jaeger_query": {
            "storage": {"traces": "spans"},
            "http": {"endpoint": f"{_ANY}:16686"},
            "grpc": {"endpoint": f"{_ANY}:16685"},
        },
        "jaeger_storage": {"backends": {"spans": _opensearch(site, store) if store else _memory()}},
    }
    if store:
        extensions["sigv4auth"] = {"region": props.region, "service": "es"}
    return {
        "service": {
            # In the order in which they start: who signs, what stores, what asks it.
            "extensions": ["healthcheckv2", *(["sigv4auth"] if store else []), "jaeger_storage", "jaeger_query"],
            "pipelines": {
                "traces": {
                    "receivers": ["otlp"],
                    "processors": ["memory_limiter", "batch"],
                    "exporters": ["jaeger_storage_exporter"],
                }
            },
            "telemetry": {
                "resource": {"service.name": names.JAEGER},
                "logs": {"encoding": "json"},
                "metrics": {
                    "level": "normal",
                    "readers": [{"pull": {"exporter": {"prometheus": {"host": _ANY, "port": 8888}}}}],
                },
            },
        },
        "extensions": extensions,
        "receivers": {
            "otlp": {
                "protocols": {"grpc": {"endpoint": f"{_ANY}:4317"}, "http": {"endpoint": f"{_ANY}:4318"}},
            }
        },
        "processors": {
            "batch": {"send_batch_size": 1024, "timeout": "1s"},
            "memory_limiter": {"check_interval": "1s", "limit_percentage": 80, "spike_limit_percentage": 20},
        },
        "exporters": {"jaeger_storage_exporter": {"trace_storage": "spans"}},
    }


def _memory() -> dict[str, Any]:
    return {"memory": {"max_traces": IN_MEMORY}}


def _opensearch(site: Site, store: SpanStore) -> dict[str, Any]:
    """An index a day, which the store's own policy deletes in time. Requests are signed by the pod's role."""
    day = {"date_layout": "2006-01-02", "rollover_frequency": "day", "shards": 1, "replicas": store.replicas}
    return {
        "opensearch": {
            "server_urls": [store.url],
            "auth": {"authenticator": "sigv4auth"},
            "http_compression": True,
            "create_mappings": True,
            "indices": {
                "index_prefix": names.trace_prefix(site),
                **{kind: dict(day) for kind in ("spans", "services", "dependencies", "sampling")},
            },
        }
    }
