# Generated from Kubernetes 1.34.0 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated, Literal

from pydantic import Field

from ...core.objects import (
    ApiStruct,
    CheckedStruct,
    KubeObject,
    at_least_one,
    at_most_one,
    distinct,
    exactly_one,
    filled,
    named,
    needs,
    only_with,
    unique,
    within,
)
from .meta_v1 import LabelSelector, ObjectMeta
from .values import (
    AbsolutePath,
    Amounts,
    Cidr,
    ClusterIp,
    ConfigData,
    ConfigKey,
    ContainerAmount,
    DnsLabel,
    DnsSubdomain,
    EnvName,
    FileMode,
    HeaderName,
    Image,
    Ip,
    LabelKey,
    Labels,
    LabelValue,
    Medium,
    PodField,
    Port,
    PortName,
    PortOrName,
    PortOrZero,
    Quantity,
    QuotaAmounts,
    RelativePath,
    SecretData,
    TargetPort,
)

__all__ = [
    "Affinity",
    "AppArmorProfile",
    "CSIVolumeSource",
    "Capabilities",
    "ClientIPConfig",
    "ClusterTrustBundleProjection",
    "ConfigMap",
    "ConfigMapEnvSource",
    "ConfigMapKeySelector",
    "ConfigMapProjection",
    "ConfigMapVolumeSource",
    "Container",
    "ContainerPort",
    "ContainerResizePolicy",
    "ContainerRestartRule",
    "ContainerRestartRuleOnExitCodes",
    "DownwardAPIProjection",
    "DownwardAPIVolumeFile",
    "DownwardAPIVolumeSource",
    "EmptyDirVolumeSource",
    "EnvFromSource",
    "EnvVar",
    "EnvVarSource",
    "EphemeralVolumeSource",
    "ExecAction",
    "FileKeySelector",
    "GRPCAction",
    "HTTPGetAction",
    "HTTPHeader",
    "HostAlias",
    "HostPathVolumeSource",
    "ImageVolumeSource",
    "KeyToPath",
    "Lifecycle",
    "LifecycleHandler",
    "LimitRange",
    "LimitRangeItem",
    "LimitRangeSpec",
    "LocalObjectReference",
    "NFSVolumeSource",
    "Namespace",
    "NodeAffinity",
    "NodeSelector",
    "NodeSelectorRequirement",
    "NodeSelectorTerm",
    "ObjectFieldSelector",
    "PersistentVolumeClaim",
    "PersistentVolumeClaimSpec",
    "PersistentVolumeClaimTemplate",
    "PersistentVolumeClaimVolumeSource",
    "Pod",
    "PodAffinity",
    "PodAffinityTerm",
    "PodAntiAffinity",
    "PodCertificateProjection",
    "PodDNSConfig",
    "PodDNSConfigOption",
    "PodOS",
    "PodReadinessGate",
    "PodResourceClaim",
    "PodSchedulingGate",
    "PodSecurityContext",
    "PodSpec",
    "PodTemplateSpec",
    "PreferredSchedulingTerm",
    "Probe",
    "ProjectedVolumeSource",
    "ResourceClaim",
    "ResourceFieldSelector",
    "ResourceQuota",
    "ResourceQuotaSpec",
    "ResourceRequirements",
    "SELinuxOptions",
    "ScopeSelector",
    "ScopedResourceSelectorRequirement",
    "SeccompProfile",
    "Secret",
    "SecretEnvSource",
    "SecretKeySelector",
    "SecretProjection",
    "SecretVolumeSource",
    "SecurityContext",
    "Service",
    "ServiceAccount",
    "ServiceAccountTokenProjection",
    "ServicePort",
    "ServiceSpec",
    "SessionAffinityConfig",
    "SleepAction",
    "Sysctl",
    "TCPSocketAction",
    "Toleration",
    "TopologySelectorLabelRequirement",
    "TopologySelectorTerm",
    "TopologySpreadConstraint",
    "TypedLocalObjectReference",
    "TypedObjectReference",
    "Volume",
    "VolumeDevice",
    "VolumeMount",
    "VolumeProjection",
    "VolumeResourceRequirements",
    "WeightedPodAffinityTerm",
]


class TopologySelectorLabelRequirement(ApiStruct):
    key: LabelKey
    values: Annotated[list[str], Field(min_length=1)]


class TypedLocalObjectReference(ApiStruct):
    kind: Annotated[str, Field(min_length=1)]
    name: Annotated[str, Field(min_length=1)]
    api_group: DnsSubdomain | None = None


class KeyToPath(ApiStruct):
    key: ConfigKey
    mode: FileMode | None = None
    path: RelativePath


class ServiceAccountTokenProjection(ApiStruct):
    audience: str | None = None
    expiration_seconds: Annotated[int | None, Field(ge=600)] = None
    path: RelativePath


class SecretProjection(ApiStruct):
    name: DnsSubdomain
    items: list[KeyToPath] | None = None
    optional: bool | None = None


class PodCertificateProjection(ApiStruct):
    certificate_chain_path: str | None = None
    credential_bundle_path: str | None = None
    key_path: str | None = None
    key_type: str
    max_expiration_seconds: Annotated[int | None, Field(le=2147483647)] = None
    signer_name: str


class ResourceFieldSelector(ApiStruct):
    container_name: str | None = None
    divisor: Quantity | None = None
    resource: ContainerAmount


class ObjectFieldSelector(ApiStruct):
    api_version: Literal["v1", ""] | None = None
    field_path: PodField


class ConfigMapProjection(ApiStruct):
    name: DnsSubdomain
    items: list[KeyToPath] | None = None
    optional: bool | None = None


class ClusterTrustBundleProjection(ApiStruct):
    name: str | None = None
    label_selector: LabelSelector | None = None
    optional: bool | None = None
    path: str
    signer_name: str | None = None


class PersistentVolumeClaimVolumeSource(ApiStruct):
    claim_name: DnsSubdomain
    read_only: bool | None = None


class NFSVolumeSource(ApiStruct):
    path: AbsolutePath
    read_only: bool | None = None
    server: Annotated[str, Field(min_length=1)]


class ImageVolumeSource(ApiStruct):
    pull_policy: Literal["Always", "IfNotPresent", "Never", ""] | None = None
    reference: str | None = None


class HostPathVolumeSource(ApiStruct):
    path: Annotated[str, Field(min_length=1)]
    type: (
        Literal[
            "",
            "BlockDevice",
            "CharDevice",
            "Directory",
            "DirectoryOrCreate",
            "File",
            "FileOrCreate",
            "Socket",
        ]
        | None
    ) = None


class VolumeResourceRequirements(ApiStruct):
    limits: Amounts | None = None
    requests: Amounts | None = None


class TypedObjectReference(ApiStruct):
    kind: str
    name: str
    api_group: str | None = None
    namespace: str | None = None


class EmptyDirVolumeSource(ApiStruct):
    medium: Medium | None = None
    size_limit: Quantity | None = None


class LocalObjectReference(ApiStruct):
    name: str | None = None


class ConfigMapVolumeSource(ApiStruct):
    name: DnsSubdomain
    default_mode: FileMode | None = None
    items: list[KeyToPath] | None = None
    optional: bool | None = None


class TopologySpreadConstraint(ApiStruct):
    label_selector: LabelSelector | None = None
    match_label_keys: list[LabelKey] | None = None
    max_skew: Annotated[int, Field(ge=1, le=2147483647)]
    min_domains: Annotated[int | None, Field(ge=1, le=2147483647)] = None
    node_affinity_policy: Literal["Honor", "Ignore"] | None = None
    node_taints_policy: Literal["Honor", "Ignore"] | None = None
    topology_key: LabelKey
    when_unsatisfiable: Literal["DoNotSchedule", "ScheduleAnyway"]


class Toleration(CheckedStruct):
    checks = (
        at_least_one("key", "operator"),
        needs("key", "operator", "Equal"),
    )
    effect: Literal["NoSchedule", "PreferNoSchedule", "NoExecute", ""] | None = None
    key: LabelKey | Literal[""] | None = None
    operator: Literal["Exists", "Equal", ""] | None = None
    toleration_seconds: int | None = None
    value: LabelValue | None = None


class Sysctl(ApiStruct):
    name: Annotated[
        str, Field(pattern="^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$")
    ]
    value: str


class SeccompProfile(CheckedStruct):
    checks = (
        needs("localhost_profile", "type", "Localhost"),
        only_with("localhost_profile", "type", "Localhost"),
    )
    localhost_profile: str | None = None
    type: Literal["RuntimeDefault", "Localhost", "Unconfined"]


class SELinuxOptions(ApiStruct):
    level: str | None = None
    role: str | None = None
    type: str | None = None
    user: str | None = None


class AppArmorProfile(CheckedStruct):
    checks = (
        needs("localhost_profile", "type", "Localhost"),
        only_with("localhost_profile", "type", "Localhost"),
    )
    localhost_profile: str | None = None
    type: Literal["RuntimeDefault", "Localhost", "Unconfined"]


class PodSchedulingGate(ApiStruct):
    name: LabelKey


class ResourceClaim(ApiStruct):
    name: str
    request: str | None = None


class PodResourceClaim(ApiStruct):
    name: str
    resource_claim_name: str | None = None
    resource_claim_template_name: str | None = None


class PodReadinessGate(ApiStruct):
    condition_type: LabelKey


class PodOS(ApiStruct):
    name: Literal["linux", "windows"]


class VolumeMount(ApiStruct):
    name: DnsLabel
    mount_path: Annotated[str, Field(pattern="^[^:]+$")]
    mount_propagation: Literal["None", "HostToContainer", "Bidirectional"] | None = None
    read_only: bool | None = None
    recursive_read_only: Literal["Disabled", "IfPossible", "Enabled"] | None = None
    sub_path: Annotated[str | None, Field(pattern="^([^/]|$)")] = None
    sub_path_expr: str | None = None


class VolumeDevice(ApiStruct):
    name: DnsLabel
    device_path: Annotated[str, Field(min_length=1)]


class TCPSocketAction(ApiStruct):
    host: str | None = None
    port: PortOrName


class HTTPHeader(ApiStruct):
    name: HeaderName
    value: str


class GRPCAction(ApiStruct):
    port: Port
    service: str | None = None


class ExecAction(ApiStruct):
    command: Annotated[list[str], Field(min_length=1)]


class Capabilities(ApiStruct):
    add: list[str] | None = None
    drop: list[str] | None = None


class ContainerRestartRuleOnExitCodes(CheckedStruct):
    checks = (unique("values"),)
    operator: str
    values: list[Annotated[int, Field(le=2147483647)]] | None = None


class ContainerResizePolicy(ApiStruct):
    resource_name: Literal["cpu", "memory"]
    restart_policy: Literal["NotRequired", "RestartContainer"]


class ContainerPort(ApiStruct):
    name: PortName | Literal[""] | None = None
    container_port: Port
    host_ip: Annotated[Ip | Literal[""] | None, Field(alias="hostIP")] = None
    host_port: PortOrZero | None = None
    protocol: Literal["TCP", "UDP", "SCTP", ""] | None = None


class SleepAction(ApiStruct):
    seconds: Annotated[int, Field(ge=0)]


class SecretEnvSource(ApiStruct):
    name: DnsSubdomain
    optional: bool | None = None


class ConfigMapEnvSource(ApiStruct):
    name: DnsSubdomain
    optional: bool | None = None


class SecretKeySelector(ApiStruct):
    name: DnsSubdomain
    key: ConfigKey
    optional: bool | None = None


class FileKeySelector(ApiStruct):
    key: str
    optional: bool | None = None
    path: str
    volume_name: str


class ConfigMapKeySelector(ApiStruct):
    name: DnsSubdomain
    key: ConfigKey
    optional: bool | None = None


class HostAlias(ApiStruct):
    hostnames: list[DnsSubdomain] | None = None
    ip: Ip


class PodDNSConfigOption(ApiStruct):
    name: Annotated[str, Field(min_length=1)]
    value: str | None = None


class PodAffinityTerm(ApiStruct):
    label_selector: LabelSelector | None = None
    match_label_keys: list[str] | None = None
    mismatch_label_keys: list[str] | None = None
    namespace_selector: LabelSelector | None = None
    namespaces: list[DnsLabel] | None = None
    topology_key: LabelKey


class WeightedPodAffinityTerm(ApiStruct):
    pod_affinity_term: PodAffinityTerm
    weight: Annotated[int, Field(ge=1, le=100)]


class PodAffinity(ApiStruct):
    preferred_during_scheduling_ignored_during_execution: list[WeightedPodAffinityTerm] | None = None
    required_during_scheduling_ignored_during_execution: list[PodAffinityTerm] | None = None


class NodeSelectorRequirement(CheckedStruct):
    checks = (needs("values", "operator", "In", "NotIn"),)
    key: LabelKey
    operator: Literal["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"]
    values: list[str] | None = None


class ServiceAccount(KubeObject):
    api_version: Literal["v1"] = "v1"
    kind: Literal["ServiceAccount"] = "ServiceAccount"
    metadata: ObjectMeta
    automount_service_account_token: bool | None = None
    image_pull_secrets: list[LocalObjectReference] | None = None


class ClientIPConfig(ApiStruct):
    timeout_seconds: Annotated[int | None, Field(ge=1, le=86400)] = None


class ServicePort(ApiStruct):
    name: DnsLabel | Literal[""] | None = None
    app_protocol: LabelKey | None = None
    node_port: PortOrZero | None = None
    port: Port
    protocol: Literal["TCP", "UDP", "SCTP", ""] | None = None
    target_port: TargetPort | None = None


class Secret(KubeObject):
    api_version: Literal["v1"] = "v1"
    kind: Literal["Secret"] = "Secret"
    metadata: ObjectMeta
    data: SecretData | None = None
    immutable: bool | None = None
    string_data: ConfigData | None = None
    type: str | None = None


class ScopedResourceSelectorRequirement(CheckedStruct):
    checks = (needs("values", "operator", "In", "NotIn"),)
    operator: Literal["In", "NotIn", "Exists", "DoesNotExist"]
    scope_name: Literal[
        "BestEffort",
        "CrossNamespacePodAffinity",
        "NotBestEffort",
        "NotTerminating",
        "PriorityClass",
        "Terminating",
        "VolumeAttributesClass",
    ]
    values: list[str] | None = None


class Namespace(KubeObject):
    checks = (named("dns-label"),)
    api_version: Literal["v1"] = "v1"
    kind: Literal["Namespace"] = "Namespace"
    metadata: ObjectMeta


class LimitRangeItem(ApiStruct):
    default: Amounts | None = None
    default_request: Amounts | None = None
    max: Amounts | None = None
    max_limit_request_ratio: Amounts | None = None
    min: Amounts | None = None
    type: Literal["Container", "Pod", "PersistentVolumeClaim"]


class ConfigMap(KubeObject):
    api_version: Literal["v1"] = "v1"
    kind: Literal["ConfigMap"] = "ConfigMap"
    metadata: ObjectMeta
    binary_data: SecretData | None = None
    data: ConfigData | None = None
    immutable: bool | None = None


class TopologySelectorTerm(ApiStruct):
    match_label_expressions: list[TopologySelectorLabelRequirement] | None = None


class SecretVolumeSource(ApiStruct):
    default_mode: FileMode | None = None
    items: list[KeyToPath] | None = None
    optional: bool | None = None
    secret_name: DnsSubdomain


class DownwardAPIVolumeFile(CheckedStruct):
    checks = (exactly_one("field_ref", "resource_field_ref"),)
    field_ref: ObjectFieldSelector | None = None
    mode: FileMode | None = None
    path: RelativePath
    resource_field_ref: ResourceFieldSelector | None = None


class PersistentVolumeClaimSpec(ApiStruct):
    access_modes: (
        list[Literal["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]] | None
    ) = None
    data_source: TypedLocalObjectReference | None = None
    data_source_ref: TypedObjectReference | None = None
    resources: VolumeResourceRequirements | None = None
    selector: LabelSelector | None = None
    storage_class_name: DnsSubdomain | Literal[""] | None = None
    volume_attributes_class_name: str | None = None
    volume_mode: Literal["Filesystem", "Block"] | None = None
    volume_name: str | None = None


class DownwardAPIVolumeSource(ApiStruct):
    default_mode: FileMode | None = None
    items: list[DownwardAPIVolumeFile] | None = None


class CSIVolumeSource(ApiStruct):
    driver: Annotated[str, Field(max_length=63, pattern="^[A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?$")]
    fs_type: str | None = None
    node_publish_secret_ref: LocalObjectReference | None = None
    read_only: bool | None = None
    volume_attributes: dict[str, str] | None = None


class PodSecurityContext(ApiStruct):
    app_armor_profile: AppArmorProfile | None = None
    fs_group: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    fs_group_change_policy: Literal["OnRootMismatch", "Always"] | None = None
    run_as_group: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    run_as_non_root: bool | None = None
    run_as_user: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    se_linux_change_policy: str | None = None
    se_linux_options: SELinuxOptions | None = None
    seccomp_profile: SeccompProfile | None = None
    supplemental_groups: list[Annotated[int, Field(ge=0, le=2147483647)]] | None = None
    supplemental_groups_policy: Literal["Merge", "Strict"] | None = None
    sysctls: list[Sysctl] | None = None


class ResourceRequirements(CheckedStruct):
    checks = (
        unique("claims", "name"),
        within("requests", "limits"),
    )
    claims: list[ResourceClaim] | None = None
    limits: Amounts | None = None
    requests: Amounts | None = None


class HTTPGetAction(ApiStruct):
    host: str | None = None
    http_headers: list[HTTPHeader] | None = None
    path: str | None = None
    port: PortOrName
    scheme: Literal["HTTP", "HTTPS", ""] | None = None


class SecurityContext(ApiStruct):
    allow_privilege_escalation: bool | None = None
    app_armor_profile: AppArmorProfile | None = None
    capabilities: Capabilities | None = None
    privileged: bool | None = None
    proc_mount: Literal["Default", "Unmasked"] | None = None
    read_only_root_filesystem: bool | None = None
    run_as_group: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    run_as_non_root: bool | None = None
    run_as_user: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    se_linux_options: SELinuxOptions | None = None
    seccomp_profile: SeccompProfile | None = None


class ContainerRestartRule(ApiStruct):
    action: str
    exit_codes: ContainerRestartRuleOnExitCodes | None = None


class LifecycleHandler(CheckedStruct):
    checks = (exactly_one("exec", "http_get", "sleep", "tcp_socket"),)
    exec: ExecAction | None = None
    http_get: HTTPGetAction | None = None
    sleep: SleepAction | None = None
    tcp_socket: TCPSocketAction | None = None


class EnvFromSource(CheckedStruct):
    checks = (exactly_one("config_map_ref", "secret_ref"),)
    config_map_ref: ConfigMapEnvSource | None = None
    prefix: str | None = None
    secret_ref: SecretEnvSource | None = None


class EnvVarSource(CheckedStruct):
    checks = (
        exactly_one(
            "config_map_key_ref", "field_ref", "file_key_ref", "resource_field_ref", "secret_key_ref"
        ),
    )
    config_map_key_ref: ConfigMapKeySelector | None = None
    field_ref: ObjectFieldSelector | None = None
    file_key_ref: FileKeySelector | None = None
    resource_field_ref: ResourceFieldSelector | None = None
    secret_key_ref: SecretKeySelector | None = None


class PodDNSConfig(ApiStruct):
    nameservers: list[Ip] | None = None
    options: list[PodDNSConfigOption] | None = None
    searches: list[Annotated[str, Field(pattern="^[-a-z0-9_.]+$")]] | None = None


class PodAntiAffinity(ApiStruct):
    preferred_during_scheduling_ignored_during_execution: list[WeightedPodAffinityTerm] | None = None
    required_during_scheduling_ignored_during_execution: list[PodAffinityTerm] | None = None


class NodeSelectorTerm(ApiStruct):
    match_expressions: list[NodeSelectorRequirement] | None = None
    match_fields: list[NodeSelectorRequirement] | None = None


class PreferredSchedulingTerm(ApiStruct):
    preference: NodeSelectorTerm
    weight: Annotated[int, Field(ge=1, le=100)]


class PersistentVolumeClaim(KubeObject):
    checks = (
        named("dns-subdomain"),
        filled("spec.access_modes", "spec.resources", "spec.resources.requests"),
    )
    api_version: Literal["v1"] = "v1"
    kind: Literal["PersistentVolumeClaim"] = "PersistentVolumeClaim"
    metadata: ObjectMeta
    spec: PersistentVolumeClaimSpec


class SessionAffinityConfig(ApiStruct):
    client_ip: Annotated[ClientIPConfig | None, Field(alias="clientIP")] = None


class ScopeSelector(ApiStruct):
    match_expressions: list[ScopedResourceSelectorRequirement] | None = None


class LimitRangeSpec(ApiStruct):
    limits: list[LimitRangeItem]


class DownwardAPIProjection(ApiStruct):
    items: list[DownwardAPIVolumeFile] | None = None


class PersistentVolumeClaimTemplate(CheckedStruct):
    checks = (filled("spec.access_modes", "spec.resources", "spec.resources.requests"),)
    metadata: ObjectMeta | None = None
    spec: PersistentVolumeClaimSpec


class Probe(CheckedStruct):
    checks = (exactly_one("exec", "grpc", "http_get", "tcp_socket"),)
    exec: ExecAction | None = None
    failure_threshold: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    grpc: GRPCAction | None = None
    http_get: HTTPGetAction | None = None
    initial_delay_seconds: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    period_seconds: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    success_threshold: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    tcp_socket: TCPSocketAction | None = None
    termination_grace_period_seconds: Annotated[int | None, Field(ge=1)] = None
    timeout_seconds: Annotated[int | None, Field(ge=0, le=2147483647)] = None


class Lifecycle(ApiStruct):
    post_start: LifecycleHandler | None = None
    pre_stop: LifecycleHandler | None = None
    stop_signal: str | None = None


class EnvVar(CheckedStruct):
    checks = (at_most_one("value", "value_from"),)
    name: EnvName
    value: str | None = None
    value_from: EnvVarSource | None = None


class NodeSelector(ApiStruct):
    node_selector_terms: Annotated[list[NodeSelectorTerm], Field(min_length=1)]


class ServiceSpec(CheckedStruct):
    checks = (
        unique("ports", "port", "protocol"),
        distinct("ports", "name"),
        needs("external_name", "type", "ExternalName"),
    )
    allocate_load_balancer_node_ports: bool | None = None
    cluster_ip: Annotated[ClusterIp | None, Field(alias="clusterIP")] = None
    cluster_ips: Annotated[list[ClusterIp] | None, Field(alias="clusterIPs")] = None
    external_ips: Annotated[list[Ip] | None, Field(alias="externalIPs")] = None
    external_name: str | None = None
    external_traffic_policy: Literal["Cluster", "Local", ""] | None = None
    health_check_node_port: PortOrZero | None = None
    internal_traffic_policy: Literal["Cluster", "Local"] | None = None
    ip_families: list[Literal["IPv4", "IPv6"]] | None = None
    ip_family_policy: Literal["SingleStack", "PreferDualStack", "RequireDualStack"] | None = None
    load_balancer_class: LabelKey | None = None
    load_balancer_source_ranges: list[Cidr] | None = None
    ports: list[ServicePort] | None = None
    publish_not_ready_addresses: bool | None = None
    selector: Labels | None = None
    session_affinity: Literal["ClientIP", "None", ""] | None = None
    session_affinity_config: SessionAffinityConfig | None = None
    traffic_distribution: Literal["PreferClose", "PreferSameZone", "PreferSameNode"] | None = None
    type: Literal["ClusterIP", "ExternalName", "LoadBalancer", "NodePort", ""] | None = None


class ResourceQuotaSpec(ApiStruct):
    hard: QuotaAmounts | None = None
    scope_selector: ScopeSelector | None = None
    scopes: (
        list[
            Literal[
                "BestEffort",
                "CrossNamespacePodAffinity",
                "NotBestEffort",
                "NotTerminating",
                "PriorityClass",
                "Terminating",
                "VolumeAttributesClass",
            ]
        ]
        | None
    ) = None


class LimitRange(KubeObject):
    api_version: Literal["v1"] = "v1"
    kind: Literal["LimitRange"] = "LimitRange"
    metadata: ObjectMeta
    spec: LimitRangeSpec


class VolumeProjection(CheckedStruct):
    checks = (
        exactly_one(
            "cluster_trust_bundle",
            "config_map",
            "downward_api",
            "pod_certificate",
            "secret",
            "service_account_token",
        ),
    )
    cluster_trust_bundle: ClusterTrustBundleProjection | None = None
    config_map: ConfigMapProjection | None = None
    downward_api: Annotated[DownwardAPIProjection | None, Field(alias="downwardAPI")] = None
    pod_certificate: PodCertificateProjection | None = None
    secret: SecretProjection | None = None
    service_account_token: ServiceAccountTokenProjection | None = None


class EphemeralVolumeSource(ApiStruct):
    volume_claim_template: PersistentVolumeClaimTemplate


class Container(CheckedStruct):
    checks = (
        unique("env", "name"),
        unique("ports", "container_port", "protocol"),
        unique("volume_devices", "device_path"),
        unique("volume_mounts", "mount_path"),
    )
    name: DnsLabel
    args: list[str] | None = None
    command: list[str] | None = None
    env: list[EnvVar] | None = None
    env_from: list[EnvFromSource] | None = None
    image: Image | None = None
    image_pull_policy: Literal["Always", "IfNotPresent", "Never", ""] | None = None
    lifecycle: Lifecycle | None = None
    liveness_probe: Probe | None = None
    ports: list[ContainerPort] | None = None
    readiness_probe: Probe | None = None
    resize_policy: list[ContainerResizePolicy] | None = None
    resources: ResourceRequirements | None = None
    restart_policy: Literal["Always", "OnFailure", "Never"] | None = None
    restart_policy_rules: list[ContainerRestartRule] | None = None
    security_context: SecurityContext | None = None
    startup_probe: Probe | None = None
    stdin: bool | None = None
    stdin_once: bool | None = None
    termination_message_path: str | None = None
    termination_message_policy: Literal["File", "FallbackToLogsOnError", ""] | None = None
    tty: bool | None = None
    volume_devices: list[VolumeDevice] | None = None
    volume_mounts: list[VolumeMount] | None = None
    working_dir: str | None = None


class NodeAffinity(ApiStruct):
    preferred_during_scheduling_ignored_during_execution: list[PreferredSchedulingTerm] | None = None
    required_during_scheduling_ignored_during_execution: NodeSelector | None = None


class Service(KubeObject):
    checks = (named("service-name"),)
    api_version: Literal["v1"] = "v1"
    kind: Literal["Service"] = "Service"
    metadata: ObjectMeta
    spec: ServiceSpec


class ResourceQuota(KubeObject):
    api_version: Literal["v1"] = "v1"
    kind: Literal["ResourceQuota"] = "ResourceQuota"
    metadata: ObjectMeta
    spec: ResourceQuotaSpec


class ProjectedVolumeSource(ApiStruct):
    default_mode: FileMode | None = None
    sources: list[VolumeProjection] | None = None


class Affinity(ApiStruct):
    node_affinity: NodeAffinity | None = None
    pod_affinity: PodAffinity | None = None
    pod_anti_affinity: PodAntiAffinity | None = None


class Volume(CheckedStruct):
    checks = (
        at_most_one(
            "config_map",
            "csi",
            "downward_api",
            "empty_dir",
            "ephemeral",
            "host_path",
            "image",
            "nfs",
            "persistent_volume_claim",
            "projected",
            "secret",
        ),
    )
    name: DnsLabel
    config_map: ConfigMapVolumeSource | None = None
    csi: CSIVolumeSource | None = None
    downward_api: Annotated[DownwardAPIVolumeSource | None, Field(alias="downwardAPI")] = None
    empty_dir: EmptyDirVolumeSource | None = None
    ephemeral: EphemeralVolumeSource | None = None
    host_path: HostPathVolumeSource | None = None
    image: ImageVolumeSource | None = None
    nfs: NFSVolumeSource | None = None
    persistent_volume_claim: PersistentVolumeClaimVolumeSource | None = None
    projected: ProjectedVolumeSource | None = None
    secret: SecretVolumeSource | None = None


class PodSpec(CheckedStruct):
    checks = (
        unique("containers", "name"),
        unique("host_aliases", "ip"),
        unique("image_pull_secrets", "name"),
        unique("init_containers", "name"),
        unique("resource_claims", "name"),
        unique("scheduling_gates", "name"),
        unique("topology_spread_constraints", "topology_key", "when_unsatisfiable"),
        unique("volumes", "name"),
    )
    active_deadline_seconds: Annotated[int | None, Field(ge=1, le=2147483647)] = None
    affinity: Affinity | None = None
    automount_service_account_token: bool | None = None
    containers: list[Container]
    dns_config: PodDNSConfig | None = None
    dns_policy: Literal["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None", ""] | None = None
    enable_service_links: bool | None = None
    host_aliases: list[HostAlias] | None = None
    host_ipc: Annotated[bool | None, Field(alias="hostIPC")] = None
    host_network: bool | None = None
    host_pid: Annotated[bool | None, Field(alias="hostPID")] = None
    host_users: bool | None = None
    hostname: DnsLabel | Literal[""] | None = None
    hostname_override: str | None = None
    image_pull_secrets: list[LocalObjectReference] | None = None
    init_containers: list[Container] | None = None
    node_selector: Labels | None = None
    os: PodOS | None = None
    preemption_policy: Literal["PreemptLowerPriority", "Never"] | None = None
    priority: Annotated[int | None, Field(le=2147483647)] = None
    priority_class_name: DnsSubdomain | Literal[""] | None = None
    readiness_gates: list[PodReadinessGate] | None = None
    resource_claims: list[PodResourceClaim] | None = None
    resources: ResourceRequirements | None = None
    restart_policy: Literal["Always", "OnFailure", "Never", ""] | None = None
    runtime_class_name: DnsSubdomain | None = None
    scheduler_name: str | None = None
    scheduling_gates: list[PodSchedulingGate] | None = None
    security_context: PodSecurityContext | None = None
    service_account_name: DnsSubdomain | Literal[""] | None = None
    set_hostname_as_fqdn: Annotated[bool | None, Field(alias="setHostnameAsFQDN")] = None
    share_process_namespace: bool | None = None
    subdomain: DnsLabel | Literal[""] | None = None
    termination_grace_period_seconds: Annotated[int | None, Field(ge=0)] = None
    tolerations: list[Toleration] | None = None
    topology_spread_constraints: list[TopologySpreadConstraint] | None = None
    volumes: list[Volume] | None = None


class Pod(KubeObject):
    checks = (
        named("dns-subdomain"),
        filled("spec.containers", "spec.containers[].image", "spec.init_containers[].image"),
    )
    api_version: Literal["v1"] = "v1"
    kind: Literal["Pod"] = "Pod"
    metadata: ObjectMeta
    spec: PodSpec


class PodTemplateSpec(ApiStruct):
    metadata: ObjectMeta | None = None
    spec: PodSpec
