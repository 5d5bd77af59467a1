# Generated from OpenTelemetry operator 0.158.0 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated, Any, Literal

from pydantic import Field

from ...core.objects import ApiStruct, KubeObject, OpenStruct
from ..k8s.autoscaling_v2 import HorizontalPodAutoscalerBehavior
from ..k8s.core_v1 import (
    Affinity,
    Container,
    EnvFromSource,
    EnvVar,
    HostAlias,
    Lifecycle,
    PodDNSConfig,
    PodSecurityContext,
    ResourceRequirements,
    SecurityContext,
    Toleration,
    TopologySpreadConstraint,
    Volume,
    VolumeMount,
)
from ..k8s.meta_v1 import LabelSelector, ObjectMeta
from ..k8s.values import IntOrQuantity, IntOrString

__all__ = [
    "OpenTelemetryCollector",
    "OpenTelemetryCollectorAutoscaler",
    "OpenTelemetryCollectorClientIP",
    "OpenTelemetryCollectorConfig",
    "OpenTelemetryCollectorConfigmap",
    "OpenTelemetryCollectorDaemonSetUpdateStrategy",
    "OpenTelemetryCollectorHttpRoute",
    "OpenTelemetryCollectorIngress",
    "OpenTelemetryCollectorMetric",
    "OpenTelemetryCollectorMetrics",
    "OpenTelemetryCollectorNetworkPolicy",
    "OpenTelemetryCollectorObservability",
    "OpenTelemetryCollectorPersistentVolumeClaimRetentionPolicy",
    "OpenTelemetryCollectorPipeline",
    "OpenTelemetryCollectorPodDisruptionBudget",
    "OpenTelemetryCollectorPods",
    "OpenTelemetryCollectorPodsMetric",
    "OpenTelemetryCollectorPort",
    "OpenTelemetryCollectorProbe",
    "OpenTelemetryCollectorRollingUpdate",
    "OpenTelemetryCollectorRoute",
    "OpenTelemetryCollectorService",
    "OpenTelemetryCollectorSessionAffinityConfig",
    "OpenTelemetryCollectorSpec",
    "OpenTelemetryCollectorTarget",
    "OpenTelemetryCollectorTls",
]


class OpenTelemetryCollectorConfigmap(ApiStruct):
    name: str
    mountpath: str


class OpenTelemetryCollectorHttpRoute(ApiStruct):
    enabled: bool
    gateway: str
    gateway_namespace: str | None = None
    hostnames: list[str] | None = None


class OpenTelemetryCollectorProbe(ApiStruct):
    failure_threshold: Annotated[int | None, Field(ge=1, le=2147483647)] = None
    initial_delay_seconds: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    period_seconds: Annotated[int | None, Field(ge=1, le=2147483647)] = None
    success_threshold: Annotated[int | None, Field(ge=1, le=2147483647)] = None
    termination_grace_period_seconds: Annotated[int | None, Field(ge=1)] = None
    timeout_seconds: Annotated[int | None, Field(ge=1, le=2147483647)] = None


class OpenTelemetryCollectorNetworkPolicy(ApiStruct):
    enabled: bool | None = None


class OpenTelemetryCollectorPersistentVolumeClaimRetentionPolicy(ApiStruct):
    when_deleted: str | None = None
    when_scaled: str | None = None


class OpenTelemetryCollectorPodDisruptionBudget(ApiStruct):
    max_unavailable: IntOrString | None = None
    min_available: IntOrString | None = None


class OpenTelemetryCollectorPort(ApiStruct):
    name: str | None = None
    app_protocol: str | None = None
    host_port: Annotated[int | None, Field(ge=0, le=65535)] = None
    node_port: Annotated[int | None, Field(le=2147483647)] = None
    port: Annotated[int, Field(le=2147483647)]
    protocol: str | None = None
    target_port: IntOrString | None = None


class OpenTelemetryCollectorRollingUpdate(ApiStruct):
    max_surge: IntOrString | None = None
    max_unavailable: IntOrString | None = None


class OpenTelemetryCollectorRoute(ApiStruct):
    termination: Literal["insecure", "edge", "passthrough", "reencrypt"] | None = None


class OpenTelemetryCollectorTls(ApiStruct):
    hosts: list[str] | None = None
    secret_name: str | None = None


class OpenTelemetryCollectorMetrics(ApiStruct):
    disable_prometheus_annotations: bool | None = None
    enable_metrics: bool | None = None
    extra_labels: dict[str, str] | None = None


class OpenTelemetryCollectorClientIP(ApiStruct):
    timeout_seconds: Annotated[int | None, Field(le=2147483647)] = None


class OpenTelemetryCollectorPipeline(ApiStruct):
    exporters: list[str]
    processors: list[str] | None = None
    receivers: list[str]


class OpenTelemetryCollectorPodsMetric(ApiStruct):
    name: str
    selector: LabelSelector | None = None


class OpenTelemetryCollectorTarget(ApiStruct):
    average_utilization: Annotated[int | None, Field(le=2147483647)] = None
    average_value: IntOrQuantity | None = None
    type: str
    value: IntOrQuantity | None = None


class OpenTelemetryCollectorDaemonSetUpdateStrategy(ApiStruct):
    rolling_update: OpenTelemetryCollectorRollingUpdate | None = None
    type: str | None = None


class OpenTelemetryCollectorIngress(ApiStruct):
    annotations: dict[str, str] | None = None
    hostname: str | None = None
    ingress_class_name: str | None = None
    route: OpenTelemetryCollectorRoute | None = None
    rule_type: Literal["path", "subdomain"] | None = None
    tls: list[OpenTelemetryCollectorTls] | None = None
    type: Literal["ingress", "route"] | None = None


class OpenTelemetryCollectorObservability(ApiStruct):
    metrics: OpenTelemetryCollectorMetrics | None = None


class OpenTelemetryCollectorSessionAffinityConfig(ApiStruct):
    client_ip: Annotated[OpenTelemetryCollectorClientIP | None, Field(alias="clientIP")] = None


class OpenTelemetryCollectorService(ApiStruct):
    extensions: list[str] | None = None
    pipelines: dict[str, OpenTelemetryCollectorPipeline]
    telemetry: dict[str, Any] | None = None


class OpenTelemetryCollectorPods(ApiStruct):
    metric: OpenTelemetryCollectorPodsMetric
    target: OpenTelemetryCollectorTarget


class OpenTelemetryCollectorConfig(OpenStruct):
    connectors: dict[str, Any] | None = None
    exporters: dict[str, Any]
    extensions: dict[str, Any] | None = None
    processors: dict[str, Any] | None = None
    receivers: dict[str, Any]
    service: OpenTelemetryCollectorService


class OpenTelemetryCollectorMetric(ApiStruct):
    pods: OpenTelemetryCollectorPods | None = None
    type: str


class OpenTelemetryCollectorAutoscaler(ApiStruct):
    behavior: HorizontalPodAutoscalerBehavior | None = None
    max_replicas: Annotated[int | None, Field(ge=1, le=2147483647)] = None
    metrics: list[OpenTelemetryCollectorMetric] | None = None
    min_replicas: Annotated[int | None, Field(ge=1, le=2147483647)] = None
    target_cpu_utilization: Annotated[
        int | None, Field(ge=1, le=2147483647, alias="targetCPUUtilization")
    ] = None
    target_memory_utilization: Annotated[int | None, Field(ge=1, le=2147483647)] = None


class OpenTelemetryCollectorSpec(ApiStruct):
    additional_containers: list[Container] | None = None
    affinity: Affinity | None = None
    args: dict[str, str] | None = None
    autoscaler: OpenTelemetryCollectorAutoscaler | None = None
    command: Annotated[list[str] | None, Field(min_length=1)] = None
    config: OpenTelemetryCollectorConfig
    config_versions: Annotated[int | None, Field(ge=1)] = None
    configmaps: list[OpenTelemetryCollectorConfigmap] | None = None
    daemon_set_update_strategy: OpenTelemetryCollectorDaemonSetUpdateStrategy | None = None
    deployment_update_strategy: OpenTelemetryCollectorDaemonSetUpdateStrategy | None = None
    dns_policy: str | None = None
    env: list[EnvVar] | None = None
    env_from: list[EnvFromSource] | None = None
    host_aliases: list[HostAlias] | None = None
    host_network: bool | None = None
    host_pid: Annotated[bool | None, Field(alias="hostPID")] = None
    host_users: bool | None = None
    http_route: OpenTelemetryCollectorHttpRoute | None = None
    image: str | None = None
    image_pull_policy: str | None = None
    ingress: OpenTelemetryCollectorIngress | None = None
    init_containers: list[Container] | None = None
    ip_families: list[str] | None = None
    ip_family_policy: str | None = None
    lifecycle: Lifecycle | None = None
    liveness_probe: OpenTelemetryCollectorProbe | None = None
    management_state: Literal["managed", "unmanaged"] | None = None
    mode: Literal["daemonset", "deployment", "sidecar", "statefulset"] | None = None
    network_policy: OpenTelemetryCollectorNetworkPolicy | None = None
    node_selector: dict[str, str] | None = None
    observability: OpenTelemetryCollectorObservability | None = None
    persistent_volume_claim_retention_policy: (
        OpenTelemetryCollectorPersistentVolumeClaimRetentionPolicy | None
    ) = None
    pod_annotations: dict[str, str] | None = None
    pod_disruption_budget: OpenTelemetryCollectorPodDisruptionBudget | None = None
    pod_dns_config: PodDNSConfig | None = None
    pod_management_policy: Literal["OrderedReady", "Parallel"] | None = None
    pod_security_context: PodSecurityContext | None = None
    ports: list[OpenTelemetryCollectorPort] | None = None
    priority_class_name: str | None = None
    readiness_probe: OpenTelemetryCollectorProbe | None = None
    replicas: Annotated[int | None, Field(le=2147483647)] = None
    resources: ResourceRequirements | None = None
    security_context: SecurityContext | None = None
    service_account: str | None = None
    service_name: str | None = None
    session_affinity: str | None = None
    session_affinity_config: OpenTelemetryCollectorSessionAffinityConfig | None = None
    share_process_namespace: bool | None = None
    startup_probe: OpenTelemetryCollectorProbe | None = None
    termination_grace_period_seconds: int | None = None
    tolerations: list[Toleration] | None = None
    topology_spread_constraints: list[TopologySpreadConstraint] | None = None
    traffic_distribution: str | None = None
    upgrade_strategy: Literal["automatic", "none"] | None = None
    volume_mounts: list[VolumeMount] | None = None
    volumes: list[Volume] | None = None


class OpenTelemetryCollector(KubeObject):
    api_version: Literal["opentelemetry.io/v1beta1"] = "opentelemetry.io/v1beta1"
    kind: Literal["OpenTelemetryCollector"] = "OpenTelemetryCollector"
    metadata: ObjectMeta
    spec: OpenTelemetryCollectorSpec | None = None
