"""How much memory and disk metrics and traces take, as sums for people (laws 7 and 8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from x2bee_constructs.observability.props import MetricsSpec, TracingSpec

__all__ = [
    "Counted",
    "MetricsBudget",
    "TracesBudget",
    "counted_series",
    "metrics_budget",
    "stored_gib",
    "traces_budget",
]

SERIES: Mapping[str, int] = {
    "cluster": 40_000,
    "node": 1_800,
    "pod": 140,
    "proxy": 900,
    "jvm": 700,
    "node-js": 150,
}
"""Series of each: API server, CoreDNS and controllers; node-exporter and the kubelet's own; cAdvisor and
kube-state-metrics for one pod; a sidecar with the call graph's few edges (REGISTRY_ONLY, Sidecars); Micrometer's
metrics of a JVM; those of a Node program. Our judgement; `prometheus_tsdb_head_series` tells what is true."""

_BYTES_PER_SERIES = 8 * 1024
"""Of the head block, with its index, the queries' share and Go's garbage (GOGC 75). Our judgement."""

_BASE_MIB = 512
"""Of a Prometheus without series."""

_CHURN = 1.3
"""A rollout makes every series of a service anew, and for some hours both are in the head. Our judgement."""

_BYTES_PER_SAMPLE = 2.0
"""Upper end of what Prometheus' own documentation says of compressed samples (Storage, operational aspects)."""

_FREE = 1.25
"""Compaction writes a block before it removes the ones in it, and the write-ahead log has two hours."""

_DAY = 86_400
_MIB = 1024**2
_GIB = 1024**3

_SPANS_PER_REQUEST = 14
"""A request meets some five services, each hop with a span at both ends, and programs' own. Our judgement."""

_BYTES_PER_SPAN = 2_048
"""In memory, with its attributes. Our judgement."""

_STORED_BYTES_PER_SPAN = 1_024
"""In OpenSearch, with its index. Our judgement; `_cat/indices` tells what is true."""

_ERRORS_AND_SLOW = 1.0
"""Percent of requests whose traces are kept whatever their share. Our judgement for usual days."""

_COLLECTOR_MIB = 256
"""Of a collector without spans."""

_LATE = 2
"""Traces that were judged stay for a while, so that late spans are judged alike."""


@dataclass(frozen=True)
class Counted:
    """What there is to be counted: so many of each kind at the usual maximum."""

    nodes: int
    pods: int
    proxies: int
    jvms: int
    node_js: int


@dataclass(frozen=True)
class MetricsBudget:
    """What one Prometheus takes."""

    series: int
    memory_mib: int
    needed_gib: int
    storage_gib: int
    sum: str
    """How all of it comes about, for a person."""

    @property
    def fits(self) -> bool:
        """Whether its volume holds what it keeps."""
        return self.needed_gib <= self.storage_gib


@dataclass(frozen=True)
class TracesBudget:
    """What the pods take that see whole traces."""

    pods: int
    traces: int
    """How many traces each holds at a time."""
    memory_mib: int
    sum: str


def counted_series(counted: Counted) -> tuple[int, str]:
    """How many series there are, and the sum."""
    parts = {
        "node": counted.nodes,
        "pod": counted.pods,
        "proxy": counted.proxies,
        "jvm": counted.jvms,
        "node-js": counted.node_js,
    }
    total = SERIES["cluster"] + sum(SERIES[kind] * count for kind, count in parts.items())
    said = " + ".join(f"{count} × {SERIES[kind]} ({kind})" for kind, count in parts.items())
    return total, f"{SERIES['cluster']} (cluster) + {said} = {total} series"


def metrics_budget(metrics: MetricsSpec, series: int) -> MetricsBudget:
    """Memory by the series of the head, disk by the samples of all days."""
    found = metrics.series or series
    memory = _BASE_MIB + ceil(found * _CHURN * _BYTES_PER_SERIES / _MIB)
    memory = _up(memory, 256)
    samples = found * (_DAY / metrics.scrape_seconds)
    exact = samples * _BYTES_PER_SAMPLE * metrics.retention_days * _FREE / _GIB
    needed = max(10, _up(ceil(exact), 10))
    said = (
        f"{found} series × {_CHURN} churn × {_BYTES_PER_SERIES // 1024} KiB + {_BASE_MIB} MiB = {memory} MiB memory; "
        f"÷ {metrics.scrape_seconds} s × {_DAY} s × {_BYTES_PER_SAMPLE:g} B × {metrics.retention_days} d × {_FREE} = "
        f"{needed} GiB of {metrics.storage_gib or needed} GiB"
    )
    return MetricsBudget(found, memory, needed, metrics.storage_gib or needed, said)


def traces_budget(tracing: TracingSpec, requests: int, collectors: int) -> TracesBudget:
    """Every trace is held until it is judged; from two collectors on, two pods share them by trace id."""
    pods = 2 if collectors > 1 else 1
    peak = tracing.requests_per_second or requests
    told = peak * tracing.head_percent / 100
    held = max(2_000, ceil(told * tracing.wait_seconds * _LATE / pods))
    memory = _up(_COLLECTOR_MIB + ceil(held * _SPANS_PER_REQUEST * _BYTES_PER_SPAN / _MIB / 0.7), 128)
    said = (
        f"{peak}/s × {tracing.head_percent:g} % × {tracing.wait_seconds} s × {_LATE} ÷ {pods} pods = {held} traces × "
        f"{_SPANS_PER_REQUEST} spans × {_BYTES_PER_SPAN // 1024} KiB ÷ 0.7 + {_COLLECTOR_MIB} MiB = {memory} MiB each"
    )
    return TracesBudget(pods, held, memory, said)


def stored_gib(tracing: TracingSpec, requests: int, day_against_peak: float) -> float:
    """What is kept of the spans of a day, in GiB: of what proxies tell, a share, and what failed or was slow."""
    told = (tracing.requests_per_second or requests) * day_against_peak * tracing.head_percent / 100
    kept = told * min(100.0, tracing.keep_percent + _ERRORS_AND_SLOW) / 100
    return kept * _DAY * _SPANS_PER_REQUEST * _STORED_BYTES_PER_SPAN / _GIB


def _up(count: int, step: int) -> int:
    return -(-count // step) * step
