# Generated from WhaTap operator at a7e2ace by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated, Literal

from pydantic import Field

from ...core.objects import ApiStruct, KubeObject
from ..k8s.core_v1 import (
    Affinity,
    EnvVar,
    PodSecurityContext,
    ResourceRequirements,
    SecurityContext,
    Toleration,
)
from ..k8s.meta_v1 import LabelSelector, ObjectMeta

__all__ = [
    "WhatapAgent",
    "WhatapAgentApiserverMonitoring",
    "WhatapAgentApm",
    "WhatapAgentAuthorization",
    "WhatapAgentBasicAuth",
    "WhatapAgentConfig",
    "WhatapAgentConfigMapRef",
    "WhatapAgentCredentialsSecret",
    "WhatapAgentEndpoint",
    "WhatapAgentFeatures",
    "WhatapAgentGpuMonitoring",
    "WhatapAgentHostEngine",
    "WhatapAgentImagePullSecret",
    "WhatapAgentInitContainerSecurity",
    "WhatapAgentInstrumentation",
    "WhatapAgentInstrumentationTarget",
    "WhatapAgentK8sAgent",
    "WhatapAgentMasterAgent",
    "WhatapAgentMasterAgentContainer",
    "WhatapAgentMatchExpression",
    "WhatapAgentMetricRelabelConfig",
    "WhatapAgentNamespaceSelector",
    "WhatapAgentNodeAgent",
    "WhatapAgentOpenAgent",
    "WhatapAgentService",
    "WhatapAgentSpec",
    "WhatapAgentTarget",
    "WhatapAgentTlsConfig",
]


class WhatapAgentApiserverMonitoring(ApiStruct):
    custom_image_full_name: str | None = None
    enabled: bool | None = None


class WhatapAgentImagePullSecret(ApiStruct):
    name: str | None = None


class WhatapAgentInitContainerSecurity(ApiStruct):
    run_as_non_root: bool | None = None
    run_as_user: int | None = None


class WhatapAgentHostEngine(ApiStruct):
    custom_image_full_name: str | None = None
    enabled: bool | None = None
    port: Annotated[int | None, Field(le=2147483647)] = None
    resources: ResourceRequirements | None = None


class WhatapAgentMetricRelabelConfig(ApiStruct):
    action: str | None = None
    modulus: int | None = None
    regex: str | None = None
    replacement: str | None = None
    separator: str | None = None
    source_labels: Annotated[list[str] | None, Field(alias="source_labels")] = None
    target_label: Annotated[str | None, Field(alias="target_label")] = None


class WhatapAgentService(ApiStruct):
    enabled: bool | None = None
    node_port: Annotated[int | None, Field(le=2147483647)] = None
    port: Annotated[int | None, Field(le=2147483647)] = None
    type: Literal["ClusterIP", "NodePort", "LoadBalancer"] | None = None


class WhatapAgentMasterAgentContainer(ApiStruct):
    envs: list[EnvVar] | None = None
    image: str | None = None
    resources: ResourceRequirements | None = None
    security_context: SecurityContext | None = None


class WhatapAgentMatchExpression(ApiStruct):
    key: str
    operator: str
    values: list[str] | None = None


class WhatapAgentConfigMapRef(ApiStruct):
    name: str


class WhatapAgentCredentialsSecret(ApiStruct):
    name: str
    key: str
    namespace: str | None = None


class WhatapAgentGpuMonitoring(ApiStruct):
    affinity: Affinity | None = None
    cluster_name: str | None = None
    custom_image_full_name: str | None = None
    devices: Literal["f", "g", "i"] | None = None
    enabled: bool | None = None
    envs: list[EnvVar] | None = None
    group_label: str | None = None
    group_label_allowlist_regex: str | None = None
    host_engine: WhatapAgentHostEngine | None = None
    interval: str | None = None
    metric_relabel_configs: list[WhatapAgentMetricRelabelConfig] | None = None
    node_selector: dict[str, str] | None = None
    relabel_configs: list[WhatapAgentMetricRelabelConfig] | None = None
    remote_host_engine_info: str | None = None
    resources: ResourceRequirements | None = None
    service: WhatapAgentService | None = None


class WhatapAgentMasterAgent(ApiStruct):
    affinity: Affinity | None = None
    annotations: dict[str, str] | None = None
    enabled: bool | None = None
    envs: list[EnvVar] | None = None
    host_pid: Annotated[bool | None, Field(alias="hostPID")] = None
    image_pull_secrets: list[WhatapAgentImagePullSecret] | None = None
    labels: dict[str, str] | None = None
    master_agent_container: WhatapAgentMasterAgentContainer | None = None
    node_selector: dict[str, str] | None = None
    pod_annotations: dict[str, str] | None = None
    pod_labels: dict[str, str] | None = None
    pod_security_context: PodSecurityContext | None = None
    priority_class_name: str | None = None
    resources: ResourceRequirements | None = None
    runtime_class_name: str | None = None
    tolerations: list[Toleration] | None = None


class WhatapAgentNodeAgent(ApiStruct):
    affinity: Affinity | None = None
    annotations: dict[str, str] | None = None
    enabled: bool | None = None
    envs: list[EnvVar] | None = None
    host_network: bool | None = None
    host_pid: Annotated[bool | None, Field(alias="hostPID")] = None
    image_pull_secrets: list[WhatapAgentImagePullSecret] | None = None
    labels: dict[str, str] | None = None
    node_agent_container: WhatapAgentMasterAgentContainer | None = None
    node_helper_container: WhatapAgentMasterAgentContainer | None = None
    node_selector: dict[str, str] | None = None
    pod_annotations: dict[str, str] | None = None
    pod_labels: dict[str, str] | None = None
    pod_security_context: PodSecurityContext | None = None
    priority_class_name: str | None = None
    resources: ResourceRequirements | None = None
    runtime: Literal["containerd", "docker", "crio"] | None = None
    runtime_class_name: str | None = None
    runtime_socket_path: str | None = None
    tolerations: list[Toleration] | None = None


class WhatapAgentNamespaceSelector(ApiStruct):
    match_expressions: list[WhatapAgentMatchExpression] | None = None
    match_labels: dict[str, str] | None = None
    match_names: list[str] | None = None


class WhatapAgentConfig(ApiStruct):
    config_map_ref: WhatapAgentConfigMapRef | None = None
    mode: Literal["default", "custom"] | None = None
    mount_path: str | None = None
    plugin_config_map_ref: WhatapAgentConfigMapRef | None = None
    volume_name: str | None = None


class WhatapAgentAuthorization(ApiStruct):
    credentials: str | None = None
    credentials_env: str | None = None
    credentials_file: str | None = None
    credentials_secret: WhatapAgentCredentialsSecret | None = None
    type: str | None = None


class WhatapAgentBasicAuth(ApiStruct):
    password: WhatapAgentCredentialsSecret | None = None
    username: WhatapAgentCredentialsSecret | None = None


class WhatapAgentTlsConfig(ApiStruct):
    ca_file: str | None = None
    ca_secret: WhatapAgentCredentialsSecret | None = None
    cert_file: str | None = None
    cert_secret: WhatapAgentCredentialsSecret | None = None
    insecure_skip_verify: bool | None = None
    key_file: str | None = None
    key_secret: WhatapAgentCredentialsSecret | None = None
    server_name: str | None = None


class WhatapAgentK8sAgent(ApiStruct):
    agent_image_name: str | None = None
    agent_image_version: str | None = None
    apiserver_monitoring: WhatapAgentApiserverMonitoring | None = None
    custom_agent_image_full_name: str | None = None
    custom_image_full_name: str | None = None
    etcd_monitoring: WhatapAgentApiserverMonitoring | None = None
    gpu_monitoring: WhatapAgentGpuMonitoring
    image_pull_secrets: list[WhatapAgentImagePullSecret] | None = None
    master_agent: WhatapAgentMasterAgent
    namespace: str | None = None
    node_agent: WhatapAgentNodeAgent
    scheduler_monitoring: WhatapAgentApiserverMonitoring | None = None


class WhatapAgentInstrumentationTarget(ApiStruct):
    name: str
    additional_args: dict[str, str] | None = None
    config: WhatapAgentConfig | None = None
    custom_image_full_name: str | None = None
    custom_image_name: str | None = None
    enabled: bool
    envs: list[EnvVar] | None = None
    image_pull_secrets: list[WhatapAgentImagePullSecret] | None = None
    init_container_resources: ResourceRequirements | None = None
    init_container_security: WhatapAgentInitContainerSecurity | None = None
    language: str
    namespace_selector: WhatapAgentNamespaceSelector | None = None
    pod_selector: LabelSelector | None = None
    whatap_apm_versions: dict[str, str] | None = None


class WhatapAgentEndpoint(ApiStruct):
    add_node_label: bool | None = None
    address: str | None = None
    authorization: WhatapAgentAuthorization | None = None
    basic_auth: WhatapAgentBasicAuth | None = None
    interval: str | None = None
    metric_relabel_configs: list[WhatapAgentMetricRelabelConfig] | None = None
    params: dict[str, list[str]] | None = None
    path: str | None = None
    port: str | None = None
    scheme: str | None = None
    tls_config: WhatapAgentTlsConfig | None = None


class WhatapAgentInstrumentation(ApiStruct):
    enabled: bool | None = None
    init_container_resources: ResourceRequirements | None = None
    init_container_security: WhatapAgentInitContainerSecurity | None = None
    targets: list[WhatapAgentInstrumentationTarget] | None = None


class WhatapAgentTarget(ApiStruct):
    enabled: bool | None = None
    endpoints: list[WhatapAgentEndpoint] | None = None
    namespace_selector: WhatapAgentNamespaceSelector | None = None
    relabel_configs: list[WhatapAgentMetricRelabelConfig] | None = None
    selector: LabelSelector | None = None
    target_name: str
    type: Literal["ServiceMonitor", "PodMonitor", "StaticEndpoints"]


class WhatapAgentApm(ApiStruct):
    instrumentation: WhatapAgentInstrumentation | None = None


class WhatapAgentOpenAgent(ApiStruct):
    affinity: Affinity | None = None
    annotations: dict[str, str] | None = None
    custom_image_full_name: str | None = None
    disable_foreground: bool | None = None
    enabled: bool | None = None
    envs: list[EnvVar] | None = None
    image_name: str | None = None
    image_pull_secrets: list[WhatapAgentImagePullSecret] | None = None
    image_version: str | None = None
    labels: dict[str, str] | None = None
    node_name: str | None = None
    node_selector: dict[str, str] | None = None
    pod_annotations: dict[str, str] | None = None
    pod_labels: dict[str, str] | None = None
    pod_security_context: PodSecurityContext | None = None
    priority_class_name: str | None = None
    targets: list[WhatapAgentTarget] | None = None
    tolerations: list[Toleration] | None = None


class WhatapAgentFeatures(ApiStruct):
    apm: WhatapAgentApm | None = None
    k8s_agent: WhatapAgentK8sAgent | None = None
    open_agent: WhatapAgentOpenAgent | None = None


class WhatapAgentSpec(ApiStruct):
    features: WhatapAgentFeatures
    host: str | None = None
    license: str | None = None
    port: str | None = None


class WhatapAgent(KubeObject):
    api_version: Literal["monitoring.whatap.com/v2alpha1"] = "monitoring.whatap.com/v2alpha1"
    kind: Literal["WhatapAgent"] = "WhatapAgent"
    metadata: ObjectMeta
    spec: WhatapAgentSpec | None = None
