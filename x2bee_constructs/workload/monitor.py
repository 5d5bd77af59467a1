"""How Prometheus finds a service's metrics."""

from __future__ import annotations

from x2bee_constructs.imports.prometheus_operator import monitoring_v1 as prometheus
from x2bee_constructs.workload.meta import Meta
from x2bee_constructs.workload.profile import Profile

__all__ = ["pod_annotations", "pod_monitor"]

_PROXY = "/stats/prometheus"
"""Where the mesh's proxy answers, on port 15020, with its own metrics and the program's."""


def pod_annotations(profile: Profile) -> dict[str, str]:
    """Where the proxy finds the program's metrics, which it adds to its own; none if the program has none."""
    if not profile.metrics_path or not profile.port:
        return {}
    return {
        "prometheus.io/path": profile.metrics_path,
        "prometheus.io/port": str(profile.port),
        "prometheus.io/scrape": "true",
    }


def pod_monitor(meta: Meta, profile: Profile, mesh: bool) -> prometheus.PodMonitor:
    """The PodMonitor. In the mesh the proxy is asked: the program's own port takes mutual TLS only."""
    proxy = prometheus.PodMonitorRelabeling(
        action="replace",
        source_labels=["__meta_kubernetes_pod_ip"],
        regex="(.+)",
        replacement="$1:15020",
        target_label="__address__",
    )
    endpoint = prometheus.PodMonitorPodMetricsEndpoint(
        port="http",
        path=_PROXY if mesh else profile.metrics_path,
        interval="30s",
        relabelings=[proxy] if mesh else None,
    )
    return prometheus.PodMonitor(
        metadata=meta.object(meta.name),
        spec=prometheus.PodMonitorSpec(
            selector=meta.pods(),
            pod_metrics_endpoints=[endpoint],
            pod_target_labels=["app", "version"],
        ),
    )
