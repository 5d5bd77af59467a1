"""Prometheus and Alertmanager as the chart kube-prometheus-stack, and node-exporter as its own."""

from __future__ import annotations

import re

from x2bee_constructs.core.chart_values import requests, spread
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.releases import RBAC, Component, Release
from x2bee_constructs.core.versions import KUBE_PROMETHEUS_STACK, NODE_EXPORTER
from x2bee_constructs.imports.k8s.core_v1 import Toleration
from x2bee_constructs.observability import names
from x2bee_constructs.observability.budget import MetricsBudget, metrics_budget
from x2bee_constructs.observability.prometheus_values import (
    Alertmanager,
    AlertmanagerSpec,
    Budget,
    Claim,
    ClaimSpec,
    ClaimTemplate,
    Credentials,
    KubeStateMetrics,
    Labelled,
    Monitor,
    Monitored,
    NodeExporterValues,
    Operator,
    Prometheus,
    PrometheusSpec,
    PrometheusValues,
    Reloader,
    RemoteWriteEntry,
    SecretKey,
    Size,
    Storage,
)
from x2bee_constructs.observability.props import AMP_URL, ObservabilityStackProps, RemoteWrite
from x2bee_constructs.observability.routing import SECRETS, alertmanager_config
from x2bee_constructs.observability.secrets import REMOTE_WRITE
from x2bee_constructs.observability.values import PRIORITY, RESTRICTED, Account

__all__ = ["ALERTMANAGER_MIB", "node_exporter", "prometheus", "prometheus_values"]

ALERTMANAGER_MIB = 128
"""Of each Alertmanager: it holds the alerts that fire. Our judgement."""

_ALERTMANAGER_GIB = 2
"""Silences, and what was sent: some MiB. No smaller volume is worth its name."""

_STORAGE_CLASS = "gp3"
"""The platform's own: encrypted with its key, in the zone of the pod."""

_FULL = 0.85
"""From so much of the volume on the oldest block goes, before the volume is full and nothing is written."""


def prometheus(site: Site, props: ObservabilityStackProps) -> Component:
    """Prometheus, Alertmanager, their operator and kube-state-metrics; CRDs are the add-on's."""
    values = prometheus_values(site, props)
    release = Release(
        KUBE_PROMETHEUS_STACK, values, "monitoring", names.PROMETHEUS, server_side_apply=True, skip_crds=True
    )
    return Component(
        names.PROMETHEUS,
        names.NAMESPACE,
        (release,),
        RBAC,
        pod_security=None,  # the namespace is an object of ours
        reaches=("kube-system",),  # Services by which CoreDNS and the kubelets are asked
    )


def node_exporter() -> Component:
    """In a namespace of its own: it sees the node's files and network, which no standard but `privileged` allows."""
    values = NodeExporterValues(
        fullname_override=names.NODE_EXPORTER,
        resources=requests("50m", "64Mi"),
        tolerations=[Toleration(operator="Exists")],
        service_account=Account(name=names.NODE_EXPORTER, automount_service_account_token=False),
        service=Labelled(labels={"jobLabel": names.NODE_EXPORTER}),
        prometheus=Monitored(monitor=Monitor(enabled=True, job_label="jobLabel")),
        extra_args=[
            "--collector.filesystem.mount-points-exclude=^/(dev|proc|sys|run/containerd/.+|var/lib/kubelet/.+)($|/)",
            "--collector.netclass.ignored-devices=^(eni.*|veth.*)$",
            "--collector.netdev.device-exclude=^(eni.*|veth.*)$",
        ],
    )
    release = Release(NODE_EXPORTER, values, "monitoring", names.NODE_EXPORTER, server_side_apply=True)
    return Component(names.NODE_EXPORTER, names.NODE_EXPORTER, (release,), RBAC, pod_security="privileged")


def prometheus_values(site: Site, props: ObservabilityStackProps) -> PrometheusValues:
    """The values of kube-prometheus-stack."""
    nodes = dict(sorted(props.node_selector.items()))
    return PrometheusValues(
        fullname_override=names.PROMETHEUS,
        # Rules are ours, each with an owner and a runbook.
        default_rules={"create": False},
        prometheus_operator=_operator(nodes),
        prometheus=Prometheus(
            service_account=Account(name=names.PROMETHEUS),
            pod_disruption_budget=Budget.of(props.replicas),
            prometheus_spec=_prometheus(site, props, metrics_budget(props.spec.metrics, props.series), nodes),
        ),
        alertmanager=Alertmanager(
            config=alertmanager_config(props.spec.alerts),
            service_account=Account(name=names.ALERTMANAGER, automount_service_account_token=False),
            pod_disruption_budget=Budget.of(props.replicas),
            alertmanager_spec=_alertmanager(props, nodes),
        ),
        kube_state_metrics=KubeStateMetrics(
            fullname_override=names.KUBE_STATE_METRICS,
            resources=requests("50m", "256Mi"),
            node_selector=nodes,
            priority_class_name=PRIORITY,
            container_security_context=RESTRICTED,
            # Whose pod it is: alerts go to the owner.
            metric_labels_allowlist=["deployments=[x2bee.io/team]", "pods=[app,version,x2bee.io/team]"],
        ),
    )


def _operator(nodes: dict[str, str]) -> Operator:
    return Operator(
        fullname_override=names.OPERATOR,
        resources=requests("100m", "256Mi"),
        node_selector=nodes,
        prometheus_config_reloader=Reloader(resources=requests("10m", "32Mi")),
    )


def _prometheus(
    site: Site, props: ObservabilityStackProps, budget: MetricsBudget, nodes: dict[str, str]
) -> PrometheusSpec:
    metrics = props.spec.metrics
    far = metrics.remote_write
    return PrometheusSpec(
        replicas=props.replicas,
        retention=f"{metrics.retention_days}d",
        retention_size=f"{int(budget.storage_gib * 1024 * _FULL)}MB",
        scrape_interval=f"{metrics.scrape_seconds}s",
        evaluation_interval="30s",
        external_url=props.url("prometheus"),
        external_labels={"cluster": site.cluster, "customer": site.customer, "environment": site.environment},
        storage_spec=_volume(budget.storage_gib),
        resources=requests("500m", f"{budget.memory_mib}Mi"),
        node_selector=nodes,
        priority_class_name=PRIORITY,
        topology_spread_constraints=spread({"app.kubernetes.io/name": names.PROMETHEUS}, per_rollout=False),
        remote_write=[_far(far)] if far else None,
    )


def _far(far: RemoteWrite) -> RemoteWriteEntry:
    if far.login == "sigv4":
        found = re.fullmatch(AMP_URL, far.url)
        return RemoteWriteEntry.signed(far.url, str(found and found.group(1)))
    if far.login == "bearer":
        return RemoteWriteEntry.with_token(far.url, SecretKey(name=REMOTE_WRITE, key="token"))
    both = Credentials(
        username=SecretKey(name=REMOTE_WRITE, key="username"), password=SecretKey(name=REMOTE_WRITE, key="password")
    )
    return RemoteWriteEntry(url=far.url, basic_auth=both)


def _alertmanager(props: ObservabilityStackProps, nodes: dict[str, str]) -> AlertmanagerSpec:
    """Several tell each other what was sent, so that one message arrives."""
    return AlertmanagerSpec(
        replicas=props.replicas,
        retention="120h",
        external_url=props.url("alertmanager"),
        secrets=[SECRETS] if props.spec.alerts.receivers else None,
        storage=_volume(_ALERTMANAGER_GIB),
        resources=requests("20m", f"{ALERTMANAGER_MIB}Mi"),
        node_selector=nodes,
        priority_class_name=PRIORITY,
        topology_spread_constraints=spread({"app.kubernetes.io/name": names.ALERTMANAGER}, per_rollout=False),
    )


def _volume(gib: int) -> Storage:
    claim = ClaimSpec(
        storage_class_name=_STORAGE_CLASS,
        access_modes=["ReadWriteOnce"],
        resources=Claim(requests=Size(storage=f"{gib}Gi")),
    )
    return Storage(volume_claim_template=ClaimTemplate(spec=claim))
