"""By which names and ports the parts are found: Services of ours, and what Prometheus asks beside what it finds."""

from __future__ import annotations

from x2bee_constructs.core.argo import staged_meta
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.k8s import core_v1
from x2bee_constructs.imports.k8s.meta_v1 import LabelSelector
from x2bee_constructs.imports.prometheus_operator import monitoring_v1 as prometheus
from x2bee_constructs.observability import names
from x2bee_constructs.observability.props import ObservabilityStackProps

__all__ = ["monitors", "services"]

_NAME = "app.kubernetes.io/name"

_ARGO_CD = "argocd-application-controller"
"""Whose pods say how each Application is: their label in upstream's manifests and in its chart, and the PodMonitor."""


def services() -> dict[str, KubeObject]:
    """`prometheus` and `alertmanager`, by the names that everybody knows; the chart's have its own before theirs."""
    ports = {names.PROMETHEUS: 9090, names.ALERTMANAGER: 9093}
    return {f"service-{name}": _service(name, port) for name, port in ports.items()}


def _service(name: str, port: int) -> core_v1.Service:
    """An answer may depend on the pod: two Prometheus were started at different times, so callers keep to one."""
    return core_v1.Service(
        metadata=staged_meta(name, "monitoring", names.NAMESPACE),
        spec=core_v1.ServiceSpec(
            selector={"app.kubernetes.io/name": name},
            session_affinity="ClientIP",
            ports=[
                core_v1.ServicePort(name="http", port=port, target_port="http-web", protocol="TCP", app_protocol="http")
            ],
        ),
    )


def monitors(props: ObservabilityStackProps) -> dict[str, KubeObject]:
    """What has no monitor of its own: Argo CD, Jaeger, and of the mesh its control plane, its gateway and Kiali."""
    return {
        "monitor-argocd": _monitor(_ARGO_CD, props.argocd_namespace, {_NAME: _ARGO_CD}, 8082, "/metrics"),
        "monitor-jaeger": _monitor(names.JAEGER, names.MESH, {_NAME: names.JAEGER}, 8888, "/metrics"),
        **(_of_mesh(props) if props.mesh else {}),
    }


def _of_mesh(props: ObservabilityStackProps) -> dict[str, KubeObject]:
    mesh = props.surroundings.mesh_namespace
    around = dict(props.surroundings.gateway_labels)
    return {
        "monitor-istiod": _monitor("istiod", mesh, {"app": "istiod"}, 15014, "/metrics"),
        "monitor-gateway": _monitor(
            "istio-ingressgateway", props.surroundings.gateway_namespace, around, 15020, "/stats/prometheus"
        ),
        "monitor-kiali": _monitor(names.KIALI, names.MESH, {_NAME: names.KIALI}, 9090, "/metrics"),
    }


def _monitor(name: str, namespace: str, labels: dict[str, str], port: int, path: str) -> prometheus.PodMonitor:
    """By a port's number: some of the charts' pods do not name it, or have none of that name."""
    address = prometheus.PodMonitorRelabeling(
        action="replace",
        source_labels=["__meta_kubernetes_pod_ip"],
        regex="(.+)",
        replacement=f"$1:{port}",
        target_label="__address__",
    )
    # One target for each pod, whatever number of ports it has: equal addresses are one.
    end = prometheus.PodMonitorPodMetricsEndpoint(path=path, interval="30s", relabelings=[address])
    return prometheus.PodMonitor(
        metadata=staged_meta(name, "monitoring", namespace),
        spec=prometheus.PodMonitorSpec(
            selector=LabelSelector(match_labels=labels), pod_metrics_endpoints=[end], pod_target_labels=["app"]
        ),
    )
