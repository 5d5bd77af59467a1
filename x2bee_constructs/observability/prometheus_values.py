"""The values of the charts kube-prometheus-stack and prometheus-node-exporter, typed: the keys that we set."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from x2bee_constructs.core.chart_values import Enabled
from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.imports.k8s.core_v1 import (
    ResourceRequirements,
    SecurityContext,
    Toleration,
    TopologySpreadConstraint,
)
from x2bee_constructs.observability.values import Account

__all__ = [
    "Alertmanager",
    "AlertmanagerSpec",
    "Bearer",
    "Budget",
    "Claim",
    "ClaimSpec",
    "ClaimTemplate",
    "Credentials",
    "KubeStateMetrics",
    "Labelled",
    "Monitor",
    "Monitored",
    "NodeExporterValues",
    "Operator",
    "Prometheus",
    "PrometheusSpec",
    "PrometheusValues",
    "Reloader",
    "RemoteWriteEntry",
    "SecretKey",
    "Sigv4",
    "Size",
    "Storage",
    "Webhooks",
]


class Budget(ApiStruct):
    """A PodDisruptionBudget: all but one stay. There is none for a single pod: its node could never be emptied."""

    enabled: bool
    min_available: int
    unhealthy_pod_eviction_policy: str = "AlwaysAllow"

    @staticmethod
    def of(replicas: int) -> Budget:
        """For so many pods."""
        return Budget(enabled=replicas > 1, min_available=max(1, replicas - 1))


class Size(ApiStruct):
    """How large a volume is."""

    storage: str


class Claim(ApiStruct):
    """What a volume must have."""

    requests: Size


class ClaimSpec(ApiStruct):
    """A claim for a volume."""

    storage_class_name: str
    access_modes: list[str]
    resources: Claim


class ClaimTemplate(ApiStruct):
    """The claim of each pod."""

    spec: ClaimSpec


class Storage(ApiStruct):
    """Where a pod keeps its data."""

    volume_claim_template: ClaimTemplate


class SecretKey(ApiStruct):
    """A key of a Secret."""

    name: str
    key: str


class Credentials(ApiStruct):
    """Name and password."""

    username: SecretKey
    password: SecretKey


class Sigv4(ApiStruct):
    """Requests signed by the pod's role."""

    region: str


class Bearer(ApiStruct):
    """A token."""

    type: str = "Bearer"
    credentials: SecretKey


class RemoteWriteEntry(ApiStruct):
    """A second store of all metrics."""

    url: str
    sigv4: Sigv4 | None = None
    basic_auth: Credentials | None = None
    authorization: Bearer | None = None

    @staticmethod
    def signed(url: str, region: str) -> RemoteWriteEntry:
        """With the pod's role."""
        return RemoteWriteEntry(url=url, sigv4=Sigv4(region=region))

    @staticmethod
    def with_token(url: str, secret: SecretKey) -> RemoteWriteEntry:
        """With a token."""
        return RemoteWriteEntry(url=url, authorization=Bearer(credentials=secret))


class PrometheusSpec(ApiStruct):
    """The Prometheus that the operator makes."""

    replicas: int
    retention: str
    retention_size: str
    scrape_interval: str
    evaluation_interval: str
    wal_compression: bool = True
    external_url: str
    external_labels: dict[str, str]
    enable_admin_api: Annotated[bool, Field(alias="enableAdminAPI")] = False
    # The operator writes EndpointSlices alone of the kubelets; who looks for Endpoints never asks one of them.
    service_discovery_role: str = "EndpointSlice"
    rule_selector_nil_uses_helm_values: bool = False
    service_monitor_selector_nil_uses_helm_values: bool = False
    pod_monitor_selector_nil_uses_helm_values: bool = False
    probe_selector_nil_uses_helm_values: bool = False
    scrape_config_selector_nil_uses_helm_values: bool = False
    storage_spec: Storage
    resources: ResourceRequirements
    node_selector: dict[str, str]
    priority_class_name: str
    pod_anti_affinity: str = ""
    topology_spread_constraints: list[TopologySpreadConstraint]
    remote_write: list[RemoteWriteEntry] | None = None
    secrets: list[str] | None = None


class Prometheus(ApiStruct):
    """Prometheus' part of the chart."""

    service_account: Account
    pod_disruption_budget: Budget
    prometheus_spec: PrometheusSpec


class AlertmanagerSpec(ApiStruct):
    """The Alertmanager that the operator makes."""

    replicas: int
    retention: str
    external_url: str
    secrets: list[str] | None = None
    storage: Storage
    resources: ResourceRequirements
    node_selector: dict[str, str]
    priority_class_name: str
    pod_anti_affinity: str = ""
    topology_spread_constraints: list[TopologySpreadConstraint]
    automount_service_account_token: bool = False


class Alertmanager(ApiStruct):
    """Alertmanager's part of the chart."""

    config: dict[str, Any]
    service_account: Account
    pod_disruption_budget: Budget
    alertmanager_spec: AlertmanagerSpec


class Webhooks(ApiStruct):
    """What judges rules when they are applied."""

    enabled: bool = False


class Reloader(ApiStruct):
    """What tells both that their files have changed."""

    resources: ResourceRequirements


class Operator(ApiStruct):
    """What makes Prometheus and Alertmanager of their objects."""

    fullname_override: str
    admission_webhooks: Webhooks = Webhooks()
    tls: Enabled = Enabled(enabled=False)
    resources: ResourceRequirements
    node_selector: dict[str, str]
    prometheus_config_reloader: Reloader
    kubelet_endpoints_enabled: bool = False
    kubelet_endpoint_slice_enabled: bool = True


class Monitor(Enabled):
    """A ServiceMonitor, and the label of the Service that names the job."""

    job_label: str


class Monitored(ApiStruct):
    """How it is found."""

    monitor: Monitor


class Labelled(ApiStruct):
    """Labels of a Service."""

    labels: dict[str, str]


class KubeStateMetrics(ApiStruct):
    """The subchart kube-state-metrics."""

    fullname_override: str
    resources: ResourceRequirements
    node_selector: dict[str, str]
    priority_class_name: str
    container_security_context: SecurityContext
    metric_labels_allowlist: list[str]


class PrometheusValues(ApiStruct):
    """Chart kube-prometheus-stack."""

    fullname_override: str
    clean_prometheus_operator_object_names: bool = True
    crds: Enabled = Enabled(enabled=False)
    default_rules: dict[str, bool]
    grafana: Enabled = Enabled(enabled=False)
    node_exporter: Enabled = Enabled(enabled=False)
    kube_controller_manager: Enabled = Enabled(enabled=False)
    kube_etcd: Enabled = Enabled(enabled=False)
    kube_scheduler: Enabled = Enabled(enabled=False)
    kube_proxy: Enabled = Enabled(enabled=False)
    windows_monitoring: Enabled = Enabled(enabled=False)
    prometheus_operator: Operator
    prometheus: Prometheus
    alertmanager: Alertmanager
    kube_state_metrics: Annotated[KubeStateMetrics, Field(alias="kube-state-metrics")]


class NodeExporterValues(ApiStruct):
    """Chart prometheus-node-exporter: on every node, with the node's files to read and nothing to write."""

    fullname_override: str
    host_network: bool = True
    host_pid: Annotated[bool, Field(alias="hostPID")] = False
    priority_class_name: str = "system-node-critical"
    resources: ResourceRequirements
    tolerations: list[Toleration]
    service_account: Account
    service: Labelled
    prometheus: Monitored
    extra_args: list[str]
