"""Who is asked for metrics: read from the objects that are emitted and from the values that charts are given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from x2bee_constructs.core.documents import as_mapping


class Made(NamedTuple):
    """An object, and the chart of ours that brings it."""

    chart: str
    wire: dict[str, Any]


Manifests = Sequence[Made]

TELLS: Mapping[str, tuple[str, ...]] = {
    # The longest beginning decides. Of several that tell the same, one is enough.
    "ALERTS": ("prometheus",),
    "alertmanager_": ("alertmanager",),
    "argocd_": ("PodMonitor argocd-application-controller",),
    "certmanager_": ("cert-manager",),
    "citadel_": ("PodMonitor istiod",),
    "cluster_autoscaler_": ("cluster-autoscaler",),
    "cnpg_": ("PodMonitor of databases",),
    "container_": ("kubelet",),
    "envoy_": ("PodMonitor of services",),
    "externalsecret_": ("external-secrets",),
    "fluentd_": ("PodMonitor fluentd",),
    "hikaricp_": ("PodMonitor of services",),
    "http_server_": ("PodMonitor of services",),
    "istio_build": ("PodMonitor istiod",),
    "istio_request": ("PodMonitor of services",),
    "jvm_": ("PodMonitor of services",),
    "karpenter_": ("karpenter",),
    "keda_": ("keda",),
    "kube_": ("kube-state-metrics",),
    "kubelet_": ("kubelet",),
    "node_": ("node-exporter",),
    "nodejs_": ("PodMonitor of services",),
    "otelcol_": ("PodMonitor istio-tracing",),
    "pilot_": ("PodMonitor istiod",),
    "process_cpu_usage": ("PodMonitor of services",),
    "prometheus_": ("prometheus",),
    "scouter_": ("PodMonitor scouter",),
    "spring_batch_": ("PodMonitor of services",),
    "up": ("prometheus",),
    "x2bee:": ("prometheus",),
    "x2bee_batch_": ("PodMonitor of schedulers",),
    "x2bee_dead_letters_": ("PodMonitor fluentd",),
    "x2bee_sync_": ("PodMonitor of syncs",),
}
"""Which target tells what, by how the metric begins."""

_SWITCHES: Mapping[str, tuple[str, ...]] = {
    "aws-load-balancer-controller": ("serviceMonitor.enabled",),
    "cert-manager": ("prometheus.servicemonitor.enabled",),
    "cloudnative-pg": ("monitoring.podMonitorEnabled",),
    "cluster-autoscaler": ("serviceMonitor.enabled",),
    "external-dns": ("serviceMonitor.enabled",),
    "external-secrets": ("serviceMonitor.enabled",),
    "grafana": ("serviceMonitor.enabled",),
    "karpenter": ("serviceMonitor.enabled",),
    "keda": ("prometheus.operator.enabled", "prometheus.operator.serviceMonitor.enabled"),
    "metrics-server": ("metrics.enabled", "serviceMonitor.enabled"),
    "prometheus-node-exporter": ("prometheus.monitor.enabled",),
}
"""What in a chart's values makes its monitor; all of it must be true."""

_NAMES = {"prometheus-node-exporter": "node-exporter"}


def targets(manifests: Manifests) -> set[str]:
    """Everything that Prometheus asks, by the names of `TELLS`."""
    return {name for one in manifests for name in _told_by(one)}


def teller(metric: str) -> tuple[str, ...]:
    """Who tells a metric; nobody for one that is in no row."""
    found = [begin for begin in TELLS if metric.startswith(begin)]
    return TELLS[max(found, key=len)] if found else ()


def _told_by(one: Made) -> Iterator[str]:
    if one.wire["kind"] == "Application" and "chart" in one.wire["spec"]["source"]:  # and not a folder of Git
        yield from _of_chart(one.wire["spec"]["source"])
    elif one.wire["kind"] == "PodMonitor":
        yield f"PodMonitor {one.wire['metadata']['name']}"
        whose = {"data": "databases", "syncs": "syncs"}.get(one.chart)
        if whose or one.chart == one.wire["metadata"]["name"]:
            yield f"PodMonitor of {whose or 'services'}"
        # The proxy answers for the exporter beside Cronicle (`prometheus.io/port`), without a mesh it has the monitor.
        if one.chart.startswith("x2bee-batch-scheduler-"):
            yield "PodMonitor of schedulers"


def _of_chart(source: dict[str, Any]) -> Iterator[str]:
    chart, values = source["chart"], source.get("helm", {}).get("valuesObject", {})
    if chart == "kube-prometheus-stack":
        yield from _of_stack(values)
    if chart in _SWITCHES and all(_at(values, way) is True for way in _SWITCHES[chart]):
        yield _NAMES.get(chart, chart)


def _of_stack(values: dict[str, Any]) -> Iterator[str]:
    """Prometheus, Alertmanager, kube-state-metrics and kubelets are asked if nobody says no (rendered by Helm)."""
    parts = {"prometheus": "prometheus", "alertmanager": "alertmanager", "kube-state-metrics": "kubeStateMetrics"}
    for name, switch in parts.items():
        if _at(values, f"{switch}.enabled") is not False:
            yield name
    operator = values["prometheusOperator"]
    role = _at(values, "prometheus.prometheusSpec.serviceDiscoveryRole") or "Endpoints"
    written = {
        "Endpoints": operator.get("kubeletEndpointsEnabled", True),
        "EndpointSlice": operator.get("kubeletEndpointSliceEnabled", False),
    }
    # The operator writes where the kubelets are; Prometheus must look there, and not where nothing is written.
    if _at(values, "kubelet.enabled") is not False and written[role]:
        yield "kubelet"


def _at(values: Mapping[str, Any], way: str) -> Any:
    found: Any = values
    for part in way.split("."):
        found = (as_mapping(found) or {}).get(part)
    return found


_OF_OPERATORS = {("cnpg.io/cluster", "metrics"): 9187}
"""Ports of pods that an operator makes, by a label that they have (CloudNativePG, docs, Monitoring)."""


def closed(manifests: Manifests) -> Iterator[str]:
    """Each PodMonitor whose pods a NetworkPolicy closes to Prometheus."""
    policies = [one.wire for one in manifests if one.wire["kind"] == "NetworkPolicy"]
    for one in manifests:
        if one.wire["kind"] != "PodMonitor":
            continue
        meta, spec = one.wire["metadata"], one.wire["spec"]
        selected = spec["selector"]["matchLabels"]
        pods = list(_pods(manifests, meta["namespace"], selected))
        labels = {**selected, **{key: value for pod in pods for key, value in pod["metadata"]["labels"].items()}}
        over = [each["spec"] for each in policies if _over(each, meta["namespace"], labels)]
        for port in (_port(end) for end in spec["podMetricsEndpoints"]):
            ports = {port, *(number for pod in pods for number in _numbers(pod, port))}
            ports |= {number for (label, name), number in _OF_OPERATORS.items() if label in selected and name == port}
            if over and not any(_lets_in(policy, ports) for policy in over):
                yield f"{meta['namespace']}/{meta['name']}: {port}"


def _over(policy: dict[str, Any], namespace: str, labels: dict[str, str]) -> bool:
    selected = policy["spec"]["podSelector"].get("matchLabels", {})
    return (
        policy["metadata"]["namespace"] == namespace
        and "Ingress" in policy["spec"]["policyTypes"]
        and selected.items() <= labels.items()
    )


def _port(end: dict[str, Any]) -> int | str:
    """The number that the address is changed to, or else the port's name."""
    for rule in end.get("relabelings", []):
        if rule.get("targetLabel") == "__address__":
            return int(rule["replacement"].rpartition(":")[2])
    return end["port"]


def _pods(manifests: Manifests, namespace: str, labels: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Templates of pods that a monitor finds, of those that are objects of ours."""
    for one in manifests:
        pod = one.wire.get("spec", {}).get("template")
        if not pod or one.wire["metadata"].get("namespace") != namespace or "containers" not in pod.get("spec", {}):
            continue
        if labels.items() <= pod["metadata"].get("labels", {}).items():
            yield pod


def _numbers(pod: dict[str, Any], port: int | str) -> Iterator[int]:
    """What a pod calls by this name."""
    for container in (*pod["spec"]["containers"], *pod["spec"].get("initContainers", ())):
        yield from (each["containerPort"] for each in container.get("ports", ()) if each.get("name") == port)


def _lets_in(policy: dict[str, Any], wanted: set[int | str]) -> bool:
    for rule in policy.get("ingress", []):
        ports = [each["port"] for each in rule.get("ports", [])]
        from_ = [each.get("namespaceSelector") for each in rule.get("from", [])]
        there = any(peer is not None and peer.get("matchLabels", _MONITORING) == _MONITORING for peer in from_)
        if (there or not rule.get("from")) and (not ports or wanted & {*ports}):
            return True
    return False


_MONITORING = {"kubernetes.io/metadata.name": "monitoring"}
