"""What the OpenTelemetry collectors are told, in their own keys."""

from __future__ import annotations

from typing import Any

from x2bee_constructs.observability import names
from x2bee_constructs.observability.budget import TracesBudget
from x2bee_constructs.observability.props import TracingSpec
from x2bee_constructs.workload.names import host

__all__ = ["GRPC", "HEALTH", "HTTP", "METRICS", "judging", "spreading"]

GRPC, HTTP = 4317, 4318
"""Where spans come in (OTLP)."""

HEALTH, METRICS = 13133, 8888
"""Where it says whether it is well, and its own metrics."""

_URLS = ("http.url", "http.target", "url.full")
"""Attributes with whole addresses, old and new (OpenTelemetry's semantic conventions for HTTP)."""

_STATUS = "http.status_code"


def spreading() -> dict[str, Any]:
    """The first tier: all spans of one trace to the same pod of the second, whichever pod took them."""
    where = {
        "hostname": host(names.SAMPLER, names.MESH),
        "port": str(GRPC),
        "interval": "5s",
        "timeout": "1s",
    }
    exporter = {
        "routing_key": "traceID",
        "protocol": {"otlp": {"tls": {"insecure": True}, "timeout": "2s"}},
        "resolver": {"dns": where},
    }
    return _whole(
        processors={"memory_limiter": _limiter(), "batch": {"send_batch_size": 2048, "timeout": "200ms"}},
        order=["memory_limiter", "batch"],
        exporters={"load_balancing": exporter},
    )


def judging(tracing: TracingSpec, budget: TracesBudget) -> dict[str, Any]:
    """The second tier, or the only one: which traces are kept, and nothing in them that a member typed."""
    tail = {
        "decision_wait": f"{tracing.wait_seconds}s",
        "num_traces": budget.traces,
        "expected_new_traces_per_sec": max(1, budget.traces // (2 * tracing.wait_seconds)),
        "decision_cache": {
            "sampled_cache_size": 10 * budget.traces,
            "non_sampled_cache_size": 10 * budget.traces,
        },
        "policies": _policies(tracing),
    }
    jaeger = {
        "endpoint": f"{host(names.JAEGER, names.MESH)}:{GRPC}",
        "tls": {"insecure": True},
        "sending_queue": {"enabled": True, "num_consumers": 4, "queue_size": 1000},
        "retry_on_failure": {
            "enabled": True,
            "initial_interval": "1s",
            "max_interval": "30s",
            "max_elapsed_time": "300s",
        },
    }
    return _whole(
        processors={
            "memory_limiter": _limiter(),
            "tail_sampling": tail,
            "transform": _without_queries(),
            "batch": {"send_batch_size": 1024, "timeout": "1s"},
        },
        order=["memory_limiter", "tail_sampling", "transform", "batch"],
        exporters={"otlp_grpc": jaeger},
    )


def _policies(tracing: TracingSpec) -> list[dict[str, Any]]:
    """One that says yes is enough. Envoy writes a status as text, programs as a number."""
    kept: list[dict[str, Any]] = [
        {"name": "errors", "type": "status_code", "status_code": {"status_codes": ["ERROR"]}},
        {
            "name": "answers-5xx",
            "type": "string_attribute",
            "string_attribute": {"key": _STATUS, "values": ["^5..$"], "enabled_regex_matching": True},
        },
        {
            "name": "answers-5xx-of-programs",
            "type": "numeric_attribute",
            "numeric_attribute": {"key": "http.response.status_code", "min_value": 500, "max_value": 599},
        },
        {"name": "slow", "type": "latency", "latency": {"threshold_ms": tracing.slow_ms}},
    ]
    share = {"sampling_percentage": tracing.keep_percent}
    rest = {"name": "rest", "type": "probabilistic", "probabilistic": share}
    return [*kept, rest] if tracing.keep_percent else kept


def _without_queries() -> dict[str, Any]:
    """As in the access log: what stands behind `?` may be what a member typed."""
    cut = [f'replace_pattern(span.attributes["{key}"], "\\\\?.*$", "")' for key in _URLS]
    gone = [f'delete_key(span.attributes, "{key}")' for key in ("url.query", "http.request.header.cookie")]
    return {"error_mode": "ignore", "trace_statements": [*cut, *gone]}


def _limiter() -> dict[str, Any]:
    """Senders are told to wait before the kernel ends the pod."""
    return {"check_interval": "1s", "limit_percentage": 80, "spike_limit_percentage": 20}


def _whole(*, processors: dict[str, Any], order: list[str], exporters: dict[str, Any]) -> dict[str, Any]:
    any_address = "0.0.0.0"
    return {
        "extensions": {"health_check": {"endpoint": f"{any_address}:{HEALTH}"}},
        "receivers": {
            "otlp": {
                "protocols": {
                    "grpc": {"endpoint": f"{any_address}:{GRPC}"},
                    "http": {"endpoint": f"{any_address}:{HTTP}"},
                }
            }
        },
        "processors": processors,
        "exporters": exporters,
        "service": {
            "extensions": ["health_check"],
            "pipelines": {"traces": {"receivers": ["otlp"], "processors": order, "exporters": list(exporters)}},
            "telemetry": {
                "logs": {"encoding": "json"},
                "metrics": {
                    "level": "normal",
                    "readers": [{"pull": {"exporter": {"prometheus": {"host": any_address, "port": METRICS}}}}],
                },
            },
        },
    }
