# Generated from Kiali 2.29.0 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated, Any, Literal

from pydantic import Field

from ...core.objects import ApiStruct, KubeObject
from ..k8s.core_v1 import HostAlias
from ..k8s.meta_v1 import LabelSelector, ObjectMeta
from ..k8s.values import IntOrString

__all__ = [
    "Kiali",
    "KialiAdditionalDisplayDetail",
    "KialiAffinity",
    "KialiAggregation",
    "KialiApi",
    "KialiAuth",
    "KialiAuthz",
    "KialiAutodetectSecrets",
    "KialiCertificatesInformationIndicators",
    "KialiChatAi",
    "KialiCluster",
    "KialiClustering",
    "KialiComponent",
    "KialiComponentStatus",
    "KialiCompute",
    "KialiCustomDashboards",
    "KialiCustomDashboardsPrometheus",
    "KialiCustomEnv",
    "KialiCustomSecret",
    "KialiCustomWorkloadType",
    "KialiDashboard",
    "KialiDeployment",
    "KialiDiscoveryOverride",
    "KialiDiscoverySelectors",
    "KialiDns",
    "KialiExtension",
    "KialiExternalServices",
    "KialiFindOption",
    "KialiGatewayApiClass",
    "KialiGrafana",
    "KialiGrafanaAuth",
    "KialiGraph",
    "KialiHealthConfig",
    "KialiHealthStatus",
    "KialiHpa",
    "KialiI18n",
    "KialiIdentity",
    "KialiIngress",
    "KialiIstio",
    "KialiIstioCanaryRevision",
    "KialiIstioLabels",
    "KialiKialiFeatureFlags",
    "KialiKialiFeatureFlagsClustering",
    "KialiKialiUrl",
    "KialiKubernetesConfig",
    "KialiList",
    "KialiLiveness",
    "KialiLogger",
    "KialiLoginToken",
    "KialiMesh",
    "KialiMetadata",
    "KialiMetrics",
    "KialiMetricsInbound",
    "KialiModel",
    "KialiNamespaces",
    "KialiNetworkPolicy",
    "KialiOauth2",
    "KialiObservability",
    "KialiObservabilityTracing",
    "KialiOpenid",
    "KialiOpenshift",
    "KialiOtel",
    "KialiOverrideYaml",
    "KialiPerses",
    "KialiPersesAuth",
    "KialiProbes",
    "KialiPrometheus",
    "KialiProvider",
    "KialiRate",
    "KialiServer",
    "KialiSettings",
    "KialiSpec",
    "KialiStartup",
    "KialiStoreConfig",
    "KialiTempoConfig",
    "KialiThanosProxy",
    "KialiTlsConfig",
    "KialiTolerance",
    "KialiTools",
    "KialiTracing",
    "KialiTraffic",
    "KialiUiDefaults",
    "KialiUiDefaultsTracing",
    "KialiValidations",
    "KialiVariables",
]


class KialiAdditionalDisplayDetail(ApiStruct):
    annotation: str
    icon_annotation: Annotated[str | None, Field(alias="icon_annotation")] = None
    title: str


class KialiExtension(ApiStruct):
    name: str | None = None
    enabled: bool | None = None


class KialiIdentity(ApiStruct):
    cert_file: Annotated[str | None, Field(alias="cert_file")] = None
    private_key_file: Annotated[str | None, Field(alias="private_key_file")] = None


class KialiIstioLabels(ApiStruct):
    app_label_name: Annotated[str | None, Field(alias="app_label_name")] = None
    egress_gateway_label: Annotated[str | None, Field(alias="egress_gateway_label")] = None
    ingress_gateway_label: Annotated[str | None, Field(alias="ingress_gateway_label")] = None
    injection_label_name: Annotated[str | None, Field(alias="injection_label_name")] = None
    injection_label_rev: Annotated[str | None, Field(alias="injection_label_rev")] = None
    version_label_name: Annotated[str | None, Field(alias="version_label_name")] = None


class KialiKubernetesConfig(ApiStruct):
    burst: int | None = None
    cache_duration: Annotated[int | None, Field(alias="cache_duration")] = None
    cache_token_namespace_duration: Annotated[int | None, Field(alias="cache_token_namespace_duration")] = (
        None
    )
    cluster_name: Annotated[str | None, Field(alias="cluster_name")] = None
    excluded_workloads: Annotated[list[str] | None, Field(alias="excluded_workloads")] = None
    qps: int | None = None


class KialiLoginToken(ApiStruct):
    expiration_seconds: Annotated[int | None, Field(alias="expiration_seconds")] = None
    signing_key: Annotated[str | None, Field(alias="signing_key")] = None


class KialiNamespaces(ApiStruct):
    exclude: list[str] | None = None
    include: list[str] | None = None
    label_selector_exclude: Annotated[str | None, Field(alias="label_selector_exclude")] = None
    label_selector_include: Annotated[str | None, Field(alias="label_selector_include")] = None


class KialiOpenshift(ApiStruct):
    auth_timeout: Annotated[int | None, Field(alias="auth_timeout")] = None
    client_id_prefix: Annotated[str | None, Field(alias="client_id_prefix")] = None
    insecure_skip_verify_tls: Annotated[bool | None, Field(alias="insecure_skip_verify_tls")] = None
    redirect_uris: Annotated[list[str] | None, Field(alias="redirect_uris")] = None
    token_inactivity_timeout: Annotated[int | None, Field(alias="token_inactivity_timeout")] = None
    token_max_age: Annotated[int | None, Field(alias="token_max_age")] = None


class KialiStoreConfig(ApiStruct):
    enabled: bool | None = None
    inactivity_timeout: Annotated[str | None, Field(alias="inactivity_timeout")] = None
    max_cache_memory_mb: Annotated[int | None, Field(alias="max_cache_memory_mb")] = None
    reduce_threshold: Annotated[int | None, Field(alias="reduce_threshold")] = None
    reduce_with_ai: Annotated[bool | None, Field(alias="reduce_with_ai")] = None


class KialiTools(ApiStruct):
    disabled_tools: Annotated[list[str] | None, Field(alias="disabled_tools")] = None
    enabled_tools: Annotated[list[str] | None, Field(alias="enabled_tools")] = None


class KialiAutodetectSecrets(ApiStruct):
    enabled: bool | None = None
    label: str | None = None


class KialiCluster(ApiStruct):
    name: str | None = None
    secret_name: Annotated[str | None, Field(alias="secret_name")] = None


class KialiKialiUrl(ApiStruct):
    cluster_name: Annotated[str | None, Field(alias="cluster_name")] = None
    instance_name: Annotated[str | None, Field(alias="instance_name")] = None
    namespace: str | None = None
    url: str | None = None


class KialiAffinity(ApiStruct):
    node: dict[str, Any] | None = None
    pod: dict[str, Any] | None = None
    pod_anti: Annotated[dict[str, Any] | None, Field(alias="pod_anti")] = None


class KialiCustomEnv(ApiStruct):
    name: str
    value: str


class KialiCustomSecret(ApiStruct):
    name: str
    csi: dict[str, Any] | None = None
    mount: str
    optional: bool | None = None


class KialiDiscoverySelectors(ApiStruct):
    default: list[LabelSelector] | None = None
    overrides: dict[str, list[LabelSelector]] | None = None


class KialiDns(ApiStruct):
    config: dict[str, Any] | None = None
    policy: str | None = None


class KialiHpa(ApiStruct):
    spec: dict[str, Any] | None = None
    api_version: Annotated[str | None, Field(alias="api_version")] = None


class KialiLogger(ApiStruct):
    log_format: Annotated[Literal["text", "json"] | None, Field(alias="log_format")] = None
    log_level: Annotated[
        Literal["trace", "debug", "info", "warn", "error", "fatal"] | None, Field(alias="log_level")
    ] = None
    sampler_rate: Annotated[str | None, Field(pattern="^[0-9]+$", alias="sampler_rate")] = None
    time_field_format: Annotated[str | None, Field(alias="time_field_format")] = None


class KialiNetworkPolicy(ApiStruct):
    enabled: bool | None = None


class KialiTlsConfig(ApiStruct):
    cipher_suites: Annotated[list[str] | None, Field(alias="cipher_suites")] = None
    groups: list[str] | None = None
    max_version: Annotated[str | None, Field(alias="max_version")] = None
    min_version: Annotated[str | None, Field(alias="min_version")] = None
    source: Literal["auto", "config"] | None = None


class KialiCompute(ApiStruct):
    duration: Literal["1m", "2m", "5m", "10m", "30m", "1h", "3h", "6h", "12h", "1d", "7d", "30d"] | None = (
        None
    )
    refresh_interval: Annotated[str | None, Field(alias="refresh_interval")] = None
    timeout: str | None = None


class KialiAuthz(ApiStruct):
    require_namespace_get: Annotated[bool | None, Field(alias="require_namespace_get")] = None


class KialiCertificatesInformationIndicators(ApiStruct):
    enabled: bool | None = None
    secrets: list[str] | None = None


class KialiKialiFeatureFlagsClustering(ApiStruct):
    autodetect_secrets: Annotated[KialiAutodetectSecrets | None, Field(alias="autodetect_secrets")] = None
    clusters: list[KialiCluster] | None = None
    enable_exec_provider: Annotated[bool | None, Field(alias="enable_exec_provider")] = None
    kiali_urls: Annotated[list[KialiKialiUrl] | None, Field(alias="kiali_urls")] = None


class KialiCustomWorkloadType(ApiStruct):
    kind: str
    group: str
    version: str


class KialiValidations(ApiStruct):
    ignore: list[str] | None = None
    skip_wildcard_gateway_hosts: Annotated[bool | None, Field(alias="skip_wildcard_gateway_hosts")] = None


class KialiDiscoveryOverride(ApiStruct):
    authorization_endpoint: Annotated[str | None, Field(alias="authorization_endpoint")] = None
    jwks_uri: Annotated[str | None, Field(alias="jwks_uri")] = None
    token_endpoint: Annotated[str | None, Field(alias="token_endpoint")] = None
    userinfo_endpoint: Annotated[str | None, Field(alias="userinfo_endpoint")] = None


class KialiModel(ApiStruct):
    name: str | None = None
    description: str | None = None
    enabled: bool | None = None
    endpoint: str | None = None
    key: str | None = None
    model: str | None = None


class KialiLiveness(ApiStruct):
    initial_delay_seconds: Annotated[int | None, Field(alias="initial_delay_seconds")] = None
    period_seconds: Annotated[int | None, Field(alias="period_seconds")] = None


class KialiStartup(ApiStruct):
    failure_threshold: Annotated[int | None, Field(alias="failure_threshold")] = None
    initial_delay_seconds: Annotated[int | None, Field(alias="initial_delay_seconds")] = None
    period_seconds: Annotated[int | None, Field(alias="period_seconds")] = None


class KialiGatewayApiClass(ApiStruct):
    name: str | None = None
    class_name: Annotated[str | None, Field(alias="class_name")] = None


class KialiIstioCanaryRevision(ApiStruct):
    current: str | None = None
    upgrade: str | None = None


class KialiThanosProxy(ApiStruct):
    enabled: bool | None = None
    retention_period: Annotated[str | None, Field(alias="retention_period")] = None
    scrape_interval: Annotated[str | None, Field(alias="scrape_interval")] = None


class KialiTempoConfig(ApiStruct):
    name: str | None = None
    cache_capacity: Annotated[int | None, Field(alias="cache_capacity")] = None
    cache_enabled: Annotated[bool | None, Field(alias="cache_enabled")] = None
    datasource_uid: Annotated[str | None, Field(alias="datasource_uid")] = None
    namespace: str | None = None
    org_id: Annotated[str | None, Field(alias="org_id")] = None
    tenant: str | None = None
    url_format: Annotated[Literal["jaeger", "grafana", "openshift"] | None, Field(alias="url_format")] = None


class KialiTolerance(ApiStruct):
    code: str | None = None
    degraded: int | None = None
    direction: str | None = None
    failure: int | None = None
    protocol: str | None = None


class KialiI18n(ApiStruct):
    language: str | None = None
    show_selector: Annotated[bool | None, Field(alias="show_selector")] = None


class KialiList(ApiStruct):
    include_health: Annotated[bool | None, Field(alias="include_health")] = None
    include_istio_resources: Annotated[bool | None, Field(alias="include_istio_resources")] = None
    include_validations: Annotated[bool | None, Field(alias="include_validations")] = None
    show_include_toggles: Annotated[bool | None, Field(alias="show_include_toggles")] = None


class KialiUiDefaultsTracing(ApiStruct):
    limit: Annotated[int | None, Field(ge=10, le=1000)] = None


class KialiMetadata(ApiStruct):
    annotations: dict[str, Any] | None = None


class KialiOauth2(ApiStruct):
    audience: str | None = None
    auth_style: Annotated[Literal["header", "params"] | None, Field(alias="auth_style")] = None
    client_id: Annotated[str | None, Field(alias="client_id")] = None
    client_secret: Annotated[str | None, Field(alias="client_secret")] = None
    scopes: list[str] | None = None
    token_url: Annotated[str | None, Field(alias="token_url")] = None


class KialiVariables(ApiStruct):
    app: str | None = None
    datasource: str | None = None
    namespace: str | None = None
    service: str | None = None
    version: str | None = None
    workload: str | None = None


class KialiComponent(ApiStruct):
    app_label: Annotated[str | None, Field(alias="app_label")] = None
    is_core: Annotated[bool | None, Field(alias="is_core")] = None
    is_multicluster: Annotated[bool | None, Field(alias="is_multicluster")] = None
    is_proxy: Annotated[bool | None, Field(alias="is_proxy")] = None
    namespace: str | None = None


class KialiFindOption(ApiStruct):
    auto_select: Annotated[bool | None, Field(alias="auto_select")] = None
    description: str | None = None
    expression: str | None = None


class KialiSettings(ApiStruct):
    animation: Literal["dash", "point"] | None = None


class KialiTraffic(ApiStruct):
    ambient: Literal["none", "total", "waypoint", "ztunnel"] | None = None
    grpc: Literal["none", "requests", "sent", "received", "total"] | None = None
    http: Literal["none", "requests"] | None = None
    tcp: Literal["none", "sent", "received", "total"] | None = None


class KialiAggregation(ApiStruct):
    display_name: Annotated[str | None, Field(alias="display_name")] = None
    label: str | None = None
    single_selection: Annotated[bool | None, Field(alias="single_selection")] = None


class KialiHealthStatus(ApiStruct):
    enabled: bool | None = None
    max_consecutive_na: Annotated[int | None, Field(ge=0, alias="max_consecutive_na")] = None


class KialiOtel(ApiStruct):
    ca_name: Annotated[str | None, Field(alias="ca_name")] = None
    protocol: Literal["http", "https", "grpc"] | None = None
    skip_verify: Annotated[bool | None, Field(alias="skip_verify")] = None
    tls_enabled: Annotated[bool | None, Field(alias="tls_enabled")] = None


class KialiApi(ApiStruct):
    namespaces: KialiNamespaces | None = None


class KialiClustering(ApiStruct):
    autodetect_secrets: Annotated[KialiAutodetectSecrets | None, Field(alias="autodetect_secrets")] = None
    clusters: list[KialiCluster] | None = None
    enable_exec_provider: Annotated[bool | None, Field(alias="enable_exec_provider")] = None
    ignore_home_cluster: Annotated[bool | None, Field(alias="ignore_home_cluster")] = None
    kiali_urls: Annotated[list[KialiKialiUrl] | None, Field(alias="kiali_urls")] = None


class KialiOpenid(ApiStruct):
    additional_request_params: Annotated[dict[str, str] | None, Field(alias="additional_request_params")] = (
        None
    )
    allowed_domains: Annotated[list[str] | None, Field(alias="allowed_domains")] = None
    api_proxy: Annotated[str | None, Field(alias="api_proxy")] = None
    api_proxy_ca_data: Annotated[str | None, Field(alias="api_proxy_ca_data")] = None
    api_token: Annotated[str | None, Field(alias="api_token")] = None
    authentication_timeout: Annotated[int | None, Field(alias="authentication_timeout")] = None
    authorization_endpoint: Annotated[str | None, Field(alias="authorization_endpoint")] = None
    client_id: Annotated[str | None, Field(alias="client_id")] = None
    disable_rbac: Annotated[bool | None, Field(alias="disable_rbac")] = None
    discovery_override: Annotated[KialiDiscoveryOverride | None, Field(alias="discovery_override")] = None
    http_proxy: Annotated[str | None, Field(alias="http_proxy")] = None
    https_proxy: Annotated[str | None, Field(alias="https_proxy")] = None
    insecure_skip_verify_tls: Annotated[bool | None, Field(alias="insecure_skip_verify_tls")] = None
    issuer_uri: Annotated[str | None, Field(alias="issuer_uri")] = None
    scopes: list[str] | None = None
    username_claim: Annotated[str | None, Field(alias="username_claim")] = None


class KialiProvider(ApiStruct):
    name: str | None = None
    config: str | None = None
    default_model: Annotated[str | None, Field(alias="default_model")] = None
    description: str | None = None
    enabled: bool | None = None
    endpoint: str | None = None
    insecure_skip_verify: Annotated[bool | None, Field(alias="insecure_skip_verify")] = None
    key: str | None = None
    models: list[KialiModel] | None = None
    tools: KialiTools | None = None
    type: str | None = None


class KialiProbes(ApiStruct):
    liveness: KialiLiveness | None = None
    readiness: KialiLiveness | None = None
    startup: KialiStartup | None = None


class KialiRate(ApiStruct):
    kind: str | None = None
    name: str | None = None
    namespace: str | None = None
    tolerance: list[KialiTolerance] | None = None


class KialiOverrideYaml(ApiStruct):
    metadata: KialiMetadata | None = None
    spec: dict[str, Any] | None = None


class KialiGrafanaAuth(ApiStruct):
    ca_file: Annotated[str | None, Field(alias="ca_file")] = None
    cert_file: Annotated[str | None, Field(alias="cert_file")] = None
    insecure_skip_verify: Annotated[bool | None, Field(alias="insecure_skip_verify")] = None
    key_file: Annotated[str | None, Field(alias="key_file")] = None
    oauth2: KialiOauth2 | None = None
    password: str | None = None
    token: str | None = None
    type: str | None = None
    use_kiali_token: Annotated[bool | None, Field(alias="use_kiali_token")] = None
    username: str | None = None


class KialiDashboard(ApiStruct):
    name: str | None = None
    variables: KialiVariables | None = None


class KialiComponentStatus(ApiStruct):
    components: list[KialiComponent] | None = None
    enabled: bool | None = None


class KialiPersesAuth(ApiStruct):
    ca_file: Annotated[str | None, Field(alias="ca_file")] = None
    cert_file: Annotated[str | None, Field(alias="cert_file")] = None
    insecure_skip_verify: Annotated[bool | None, Field(alias="insecure_skip_verify")] = None
    key_file: Annotated[str | None, Field(alias="key_file")] = None
    oauth2: KialiOauth2 | None = None
    password: str | None = None
    type: str | None = None
    use_kiali_token: Annotated[bool | None, Field(alias="use_kiali_token")] = None
    username: str | None = None


class KialiGraph(ApiStruct):
    find_options: Annotated[list[KialiFindOption] | None, Field(alias="find_options")] = None
    hide_options: Annotated[list[KialiFindOption] | None, Field(alias="hide_options")] = None
    settings: KialiSettings | None = None
    traffic: KialiTraffic | None = None


class KialiMesh(ApiStruct):
    find_options: Annotated[list[KialiFindOption] | None, Field(alias="find_options")] = None
    hide_options: Annotated[list[KialiFindOption] | None, Field(alias="hide_options")] = None


class KialiMetricsInbound(ApiStruct):
    aggregations: list[KialiAggregation] | None = None


class KialiMetrics(ApiStruct):
    enabled: bool | None = None
    health_status: Annotated[KialiHealthStatus | None, Field(alias="health_status")] = None
    port: Annotated[int | None, Field(ge=1, le=65535)] = None


class KialiObservabilityTracing(ApiStruct):
    collector_type: Annotated[Literal["otel"] | None, Field(alias="collector_type")] = None
    collector_url: Annotated[str | None, Field(alias="collector_url")] = None
    enabled: bool | None = None
    otel: KialiOtel | None = None
    sampling_rate: Annotated[float | None, Field(alias="sampling_rate")] = None


class KialiAuth(ApiStruct):
    openid: KialiOpenid | None = None
    openshift: KialiOpenshift | None = None
    strategy: Literal["", "anonymous", "token", "openshift", "openid", "header"] | None = None


class KialiChatAi(ApiStruct):
    default_provider: Annotated[str | None, Field(alias="default_provider")] = None
    enabled: bool | None = None
    max_tool_iterations: Annotated[int | None, Field(alias="max_tool_iterations")] = None
    providers: list[KialiProvider] | None = None
    store_config: Annotated[KialiStoreConfig | None, Field(alias="store_config")] = None
    tools: KialiTools | None = None


class KialiHealthConfig(ApiStruct):
    compute: KialiCompute | None = None
    rate: list[KialiRate] | None = None


class KialiIngress(ApiStruct):
    additional_labels: Annotated[dict[str, str] | None, Field(alias="additional_labels")] = None
    class_name: Annotated[str | None, Field(alias="class_name")] = None
    enabled: bool | None = None
    override_yaml: Annotated[KialiOverrideYaml | None, Field(alias="override_yaml")] = None


class KialiGrafana(ApiStruct):
    auth: KialiGrafanaAuth | None = None
    dashboards: list[KialiDashboard] | None = None
    datasource_uid: Annotated[str | None, Field(alias="datasource_uid")] = None
    enabled: bool | None = None
    external_url: Annotated[str | None, Field(alias="external_url")] = None
    health_check_url: Annotated[str | None, Field(alias="health_check_url")] = None
    in_cluster_url: Annotated[str | None, Field(alias="in_cluster_url")] = None
    internal_url: Annotated[str | None, Field(alias="internal_url")] = None
    is_core: Annotated[bool | None, Field(alias="is_core")] = None
    url: str | None = None


class KialiIstio(ApiStruct):
    component_status: Annotated[KialiComponentStatus | None, Field(alias="component_status")] = None
    config_map_name: Annotated[str | None, Field(alias="config_map_name")] = None
    egress_gateway_namespace: Annotated[str | None, Field(alias="egress_gateway_namespace")] = None
    envoy_admin_local_port: Annotated[int | None, Field(alias="envoy_admin_local_port")] = None
    gateway_api_class_name: Annotated[str | None, Field(alias="gateway_api_class_name")] = None
    gateway_api_classes: Annotated[list[KialiGatewayApiClass] | None, Field(alias="gateway_api_classes")] = (
        None
    )
    gateway_api_classes_label_selector: Annotated[
        str | None, Field(alias="gateway_api_classes_label_selector")
    ] = None
    istio_api_enabled: Annotated[bool | None, Field(alias="istio_api_enabled")] = None
    istio_canary_revision: Annotated[
        KialiIstioCanaryRevision | None, Field(alias="istio_canary_revision")
    ] = None
    istio_identity_domain: Annotated[str | None, Field(alias="istio_identity_domain")] = None
    istio_injection_annotation: Annotated[str | None, Field(alias="istio_injection_annotation")] = None
    istio_sidecar_annotation: Annotated[str | None, Field(alias="istio_sidecar_annotation")] = None
    istio_sidecar_injector_config_map_name: Annotated[
        str | None, Field(alias="istio_sidecar_injector_config_map_name")
    ] = None
    istiod_deployment_name: Annotated[str | None, Field(alias="istiod_deployment_name")] = None
    istiod_pod_monitoring_port: Annotated[int | None, Field(alias="istiod_pod_monitoring_port")] = None
    istiod_polling_interval_seconds: Annotated[int | None, Field(alias="istiod_polling_interval_seconds")] = (
        None
    )
    root_namespace: Annotated[str | None, Field(alias="root_namespace")] = None
    url_service_version: Annotated[str | None, Field(alias="url_service_version")] = None
    validation_change_detection_enabled: Annotated[
        bool | None, Field(alias="validation_change_detection_enabled")
    ] = None
    validation_reconcile_interval: Annotated[str | None, Field(alias="validation_reconcile_interval")] = None


class KialiPerses(ApiStruct):
    auth: KialiPersesAuth | None = None
    dashboards: list[KialiDashboard] | None = None
    enabled: bool | None = None
    external_url: Annotated[str | None, Field(alias="external_url")] = None
    health_check_url: Annotated[str | None, Field(alias="health_check_url")] = None
    internal_url: Annotated[str | None, Field(alias="internal_url")] = None
    is_core: Annotated[bool | None, Field(alias="is_core")] = None
    project: str | None = None
    url_format: Annotated[Literal["", "openshift"] | None, Field(alias="url_format")] = None


class KialiPrometheus(ApiStruct):
    auth: KialiGrafanaAuth | None = None
    cache_duration: Annotated[int | None, Field(alias="cache_duration")] = None
    cache_enabled: Annotated[bool | None, Field(alias="cache_enabled")] = None
    cache_expiration: Annotated[int | None, Field(alias="cache_expiration")] = None
    custom_headers: Annotated[dict[str, str] | None, Field(alias="custom_headers")] = None
    enabled: bool | None = None
    health_check_url: Annotated[str | None, Field(alias="health_check_url")] = None
    is_core: Annotated[bool | None, Field(alias="is_core")] = None
    query_scope: Annotated[dict[str, str] | None, Field(alias="query_scope")] = None
    thanos_proxy: Annotated[KialiThanosProxy | None, Field(alias="thanos_proxy")] = None
    url: str | None = None


class KialiTracing(ApiStruct):
    auth: KialiGrafanaAuth | None = None
    custom_headers: Annotated[dict[str, str] | None, Field(alias="custom_headers")] = None
    disable_version_check: Annotated[bool | None, Field(alias="disable_version_check")] = None
    enabled: bool | None = None
    external_url: Annotated[str | None, Field(alias="external_url")] = None
    grpc_port: Annotated[int | None, Field(alias="grpc_port")] = None
    health_check_url: Annotated[str | None, Field(alias="health_check_url")] = None
    in_cluster_url: Annotated[str | None, Field(alias="in_cluster_url")] = None
    internal_url: Annotated[str | None, Field(alias="internal_url")] = None
    is_core: Annotated[bool | None, Field(alias="is_core")] = None
    namespace_selector: Annotated[bool | None, Field(alias="namespace_selector")] = None
    provider: Literal["jaeger", "tempo"] | None = None
    query_scope: Annotated[dict[str, str] | None, Field(alias="query_scope")] = None
    query_timeout: Annotated[int | None, Field(alias="query_timeout")] = None
    tempo_config: Annotated[KialiTempoConfig | None, Field(alias="tempo_config")] = None
    url: str | None = None
    use_grpc: Annotated[bool | None, Field(alias="use_grpc")] = None
    use_waypoint_name: Annotated[bool | None, Field(alias="use_waypoint_name")] = None
    whitelist_istio_system: Annotated[list[str] | None, Field(alias="whitelist_istio_system")] = None


class KialiUiDefaults(ApiStruct):
    graph: KialiGraph | None = None
    i18n: KialiI18n | None = None
    list_: KialiList | None = None
    mesh: KialiMesh | None = None
    metrics_inbound: Annotated[KialiMetricsInbound | None, Field(alias="metrics_inbound")] = None
    metrics_outbound: Annotated[KialiMetricsInbound | None, Field(alias="metrics_outbound")] = None
    metrics_per_refresh: Annotated[
        Literal["1m", "2m", "5m", "10m", "30m", "1h", "3h", "6h", "12h", "1d", "7d", "30d"] | None,
        Field(alias="metrics_per_refresh"),
    ] = None
    namespaces: list[str] | None = None
    refresh_interval: Annotated[
        Literal["pause", "manual", "10s", "15s", "30s", "1m", "5m", "15m"] | None,
        Field(alias="refresh_interval"),
    ] = None
    tracing: KialiUiDefaultsTracing | None = None


class KialiObservability(ApiStruct):
    metrics: KialiMetrics | None = None
    tracing: KialiObservabilityTracing | None = None


class KialiCustomDashboardsPrometheus(ApiStruct):
    auth: KialiGrafanaAuth | None = None
    cache_duration: Annotated[int | None, Field(alias="cache_duration")] = None
    cache_enabled: Annotated[bool | None, Field(alias="cache_enabled")] = None
    cache_expiration: Annotated[int | None, Field(alias="cache_expiration")] = None
    custom_headers: Annotated[dict[str, str] | None, Field(alias="custom_headers")] = None
    health_check_url: Annotated[str | None, Field(alias="health_check_url")] = None
    is_core: Annotated[bool | None, Field(alias="is_core")] = None
    query_scope: Annotated[dict[str, str] | None, Field(alias="query_scope")] = None
    thanos_proxy: Annotated[KialiThanosProxy | None, Field(alias="thanos_proxy")] = None
    url: str | None = None


class KialiDeployment(ApiStruct):
    accessible_namespaces: Annotated[list[str] | None, Field(alias="accessible_namespaces")] = None
    additional_pod_containers_yaml: Annotated[
        list[dict[str, Any]] | None, Field(alias="additional_pod_containers_yaml")
    ] = None
    additional_pod_init_containers_yaml: Annotated[
        list[dict[str, Any]] | None, Field(alias="additional_pod_init_containers_yaml")
    ] = None
    additional_service_yaml: Annotated[dict[str, Any] | None, Field(alias="additional_service_yaml")] = None
    affinity: KialiAffinity | None = None
    cluster_wide_access: Annotated[bool | None, Field(alias="cluster_wide_access")] = None
    configmap_annotations: Annotated[dict[str, str] | None, Field(alias="configmap_annotations")] = None
    custom_envs: Annotated[list[KialiCustomEnv] | None, Field(alias="custom_envs")] = None
    custom_secrets: Annotated[list[KialiCustomSecret] | None, Field(alias="custom_secrets")] = None
    discovery_selectors: Annotated[KialiDiscoverySelectors | None, Field(alias="discovery_selectors")] = None
    dns: KialiDns | None = None
    extra_labels: Annotated[dict[str, str] | None, Field(alias="extra_labels")] = None
    host_aliases: Annotated[list[HostAlias] | None, Field(alias="host_aliases")] = None
    hpa: KialiHpa | None = None
    image_digest: Annotated[str | None, Field(alias="image_digest")] = None
    image_name: Annotated[str | None, Field(alias="image_name")] = None
    image_pull_policy: Annotated[str | None, Field(alias="image_pull_policy")] = None
    image_pull_secrets: Annotated[list[str] | None, Field(alias="image_pull_secrets")] = None
    image_version: Annotated[str | None, Field(alias="image_version")] = None
    ingress: KialiIngress | None = None
    instance_name: Annotated[str | None, Field(alias="instance_name")] = None
    logger: KialiLogger | None = None
    namespace: str | None = None
    network_policy: Annotated[KialiNetworkPolicy | None, Field(alias="network_policy")] = None
    node_selector: Annotated[dict[str, Any] | None, Field(alias="node_selector")] = None
    pod_annotations: Annotated[dict[str, str] | None, Field(alias="pod_annotations")] = None
    pod_disruption_budget: Annotated[KialiHpa | None, Field(alias="pod_disruption_budget")] = None
    pod_labels: Annotated[dict[str, str] | None, Field(alias="pod_labels")] = None
    priority_class_name: Annotated[str | None, Field(alias="priority_class_name")] = None
    probes: KialiProbes | None = None
    remote_cluster_resources_only: Annotated[bool | None, Field(alias="remote_cluster_resources_only")] = None
    replicas: Annotated[int | None, Field(ge=1)] = None
    resources: dict[str, Any] | None = None
    secret_name: Annotated[str | None, Field(alias="secret_name")] = None
    security_context: Annotated[dict[str, Any] | None, Field(alias="security_context")] = None
    service_annotations: Annotated[dict[str, str] | None, Field(alias="service_annotations")] = None
    service_type: Annotated[str | None, Field(alias="service_type")] = None
    strategy: dict[str, Any] | None = None
    tls_config: Annotated[KialiTlsConfig | None, Field(alias="tls_config")] = None
    tolerations: list[dict[str, Any]] | None = None
    topology_spread_constraints: Annotated[
        list[dict[str, Any]] | None, Field(alias="topology_spread_constraints")
    ] = None
    verbose_mode: Annotated[bool | None, Field(alias="verbose_mode")] = None
    version_label: Annotated[str | None, Field(alias="version_label")] = None
    view_only_mode: Annotated[bool | None, Field(alias="view_only_mode")] = None


class KialiKialiFeatureFlags(ApiStruct):
    authz: KialiAuthz | None = None
    certificates_information_indicators: Annotated[
        KialiCertificatesInformationIndicators | None, Field(alias="certificates_information_indicators")
    ] = None
    clustering: KialiKialiFeatureFlagsClustering | None = None
    custom_workload_types: Annotated[
        list[KialiCustomWorkloadType] | None, Field(alias="custom_workload_types")
    ] = None
    disabled_features: Annotated[list[Literal["logs-tab"]] | None, Field(alias="disabled_features")] = None
    istio_annotation_action: Annotated[bool | None, Field(alias="istio_annotation_action")] = None
    istio_injection_action: Annotated[bool | None, Field(alias="istio_injection_action")] = None
    istio_upgrade_action: Annotated[bool | None, Field(alias="istio_upgrade_action")] = None
    ui_defaults: Annotated[KialiUiDefaults | None, Field(alias="ui_defaults")] = None
    validations: KialiValidations | None = None


class KialiServer(ApiStruct):
    address: str | None = None
    audit_log: Annotated[bool | None, Field(alias="audit_log")] = None
    cors_allow_all: Annotated[bool | None, Field(alias="cors_allow_all")] = None
    gzip_enabled: Annotated[bool | None, Field(alias="gzip_enabled")] = None
    node_port: Annotated[int | None, Field(ge=1, le=65535, alias="node_port")] = None
    observability: KialiObservability | None = None
    port: Annotated[int | None, Field(ge=1, le=65535)] = None
    profiler: KialiNetworkPolicy | None = None
    require_auth: Annotated[bool | None, Field(alias="require_auth")] = None
    web_fqdn: Annotated[str | None, Field(alias="web_fqdn")] = None
    web_history_mode: Annotated[Literal["browser", "hash"] | None, Field(alias="web_history_mode")] = None
    web_port: Annotated[str | None, Field(alias="web_port")] = None
    web_root: Annotated[str | None, Field(alias="web_root")] = None
    web_schema: Annotated[Literal["", "http", "https"] | None, Field(alias="web_schema")] = None
    write_timeout: Annotated[IntOrString | None, Field(alias="write_timeout")] = None


class KialiCustomDashboards(ApiStruct):
    discovery_auto_threshold: Annotated[int | None, Field(alias="discovery_auto_threshold")] = None
    discovery_enabled: Annotated[
        Literal["true", "false", "auto"] | None, Field(alias="discovery_enabled")
    ] = None
    enabled: bool | None = None
    is_core: Annotated[bool | None, Field(alias="is_core")] = None
    namespace_label: Annotated[str | None, Field(alias="namespace_label")] = None
    prometheus: KialiCustomDashboardsPrometheus | None = None


class KialiExternalServices(ApiStruct):
    custom_dashboards: Annotated[KialiCustomDashboards | None, Field(alias="custom_dashboards")] = None
    grafana: KialiGrafana | None = None
    istio: KialiIstio | None = None
    perses: KialiPerses | None = None
    prometheus: KialiPrometheus | None = None
    tracing: KialiTracing | None = None


class KialiSpec(ApiStruct):
    additional_display_details: Annotated[
        list[KialiAdditionalDisplayDetail] | None, Field(alias="additional_display_details")
    ] = None
    api: KialiApi | None = None
    auth: KialiAuth | None = None
    chat_ai: Annotated[KialiChatAi | None, Field(alias="chat_ai")] = None
    clustering: KialiClustering | None = None
    custom_dashboards: Annotated[list[dict[str, Any]] | None, Field(alias="custom_dashboards")] = None
    deployment: KialiDeployment | None = None
    extensions: list[KialiExtension] | None = None
    external_services: Annotated[KialiExternalServices | None, Field(alias="external_services")] = None
    health_config: Annotated[KialiHealthConfig | None, Field(alias="health_config")] = None
    identity: KialiIdentity | None = None
    installation_tag: Annotated[str | None, Field(alias="installation_tag")] = None
    istio_labels: Annotated[KialiIstioLabels | None, Field(alias="istio_labels")] = None
    istio_namespace: Annotated[str | None, Field(alias="istio_namespace")] = None
    kiali_feature_flags: Annotated[KialiKialiFeatureFlags | None, Field(alias="kiali_feature_flags")] = None
    kiali_internal: Annotated[dict[str, Any] | None, Field(alias="kiali_internal")] = None
    kubernetes_config: Annotated[KialiKubernetesConfig | None, Field(alias="kubernetes_config")] = None
    login_token: Annotated[KialiLoginToken | None, Field(alias="login_token")] = None
    server: KialiServer | None = None
    version: str | None = None


class Kiali(KubeObject):
    api_version: Literal["kiali.io/v1alpha1"] = "kiali.io/v1alpha1"
    kind: Literal["Kiali"] = "Kiali"
    metadata: ObjectMeta
    spec: KialiSpec | None = None
