# Generated from Istio 1.30.3 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated, Literal

from pydantic import Field

from ...core.objects import (
    ApiStruct,
    CheckedStruct,
    KubeObject,
    at_least_one,
    at_most_one,
    exactly_one,
    unique,
)
from ..k8s.meta_v1 import ObjectMeta
from ..k8s.values import Base64, Duration, IstioProtocol, Port

__all__ = [
    "DestinationRule",
    "DestinationRuleAttribute",
    "DestinationRuleConnectionPool",
    "DestinationRuleConsistentHash",
    "DestinationRuleDistribute",
    "DestinationRuleFailover",
    "DestinationRuleHttp",
    "DestinationRuleHttpCookie",
    "DestinationRuleLoadBalancer",
    "DestinationRuleLocalityLbSetting",
    "DestinationRuleMaglev",
    "DestinationRuleOutlierDetection",
    "DestinationRulePort",
    "DestinationRulePortLevelSetting",
    "DestinationRuleProxyProtocol",
    "DestinationRuleRetryBudget",
    "DestinationRuleRingHash",
    "DestinationRuleSpec",
    "DestinationRuleSubset",
    "DestinationRuleTcp",
    "DestinationRuleTcpKeepalive",
    "DestinationRuleTls",
    "DestinationRuleTrafficPolicy",
    "DestinationRuleTunnel",
    "DestinationRuleWarmup",
    "DestinationRuleWorkloadSelector",
    "Gateway",
    "GatewayPort",
    "GatewayServer",
    "GatewaySpec",
    "GatewayTls",
    "GatewayTlsCertificate",
    "ServiceEntry",
    "ServiceEntryEndpoint",
    "ServiceEntryPort",
    "ServiceEntrySpec",
    "ServiceEntryWorkloadSelector",
    "Sidecar",
    "SidecarEgress",
    "SidecarEgressProxy",
    "SidecarEgressProxyPort",
    "SidecarHttp",
    "SidecarInboundConnectionPool",
    "SidecarIngress",
    "SidecarOutboundTrafficPolicy",
    "SidecarPort",
    "SidecarSpec",
    "SidecarTcp",
    "SidecarTcpKeepalive",
    "SidecarTls",
    "SidecarTlsCertificate",
    "SidecarWorkloadSelector",
    "VirtualService",
    "VirtualServiceAbort",
    "VirtualServiceBody",
    "VirtualServiceCorsPolicy",
    "VirtualServiceDelay",
    "VirtualServiceDelegate",
    "VirtualServiceDestination",
    "VirtualServiceDirectResponse",
    "VirtualServiceFault",
    "VirtualServiceHeaderOperations",
    "VirtualServiceHeaders",
    "VirtualServiceHttp",
    "VirtualServiceHttpMirror",
    "VirtualServiceMatch",
    "VirtualServicePercent",
    "VirtualServicePort",
    "VirtualServiceRedirect",
    "VirtualServiceRetries",
    "VirtualServiceRewrite",
    "VirtualServiceRoute",
    "VirtualServiceSpec",
    "VirtualServiceStringMatch",
    "VirtualServiceTcp",
    "VirtualServiceTcpMatch",
    "VirtualServiceTcpRoute",
    "VirtualServiceTls",
    "VirtualServiceTlsMatch",
    "VirtualServiceUriRegexRewrite",
]


class DestinationRuleWorkloadSelector(ApiStruct):
    match_labels: Annotated[
        dict[str, Annotated[str, Field(max_length=63)]] | None, Field(max_length=4096)
    ] = None


class DestinationRuleOutlierDetection(ApiStruct):
    base_ejection_time: Duration | None = None
    consecutive5xx_errors: Annotated[int | None, Field(ge=0, le=4294967295)] = None
    consecutive_errors: Annotated[int | None, Field(le=2147483647)] = None
    consecutive_gateway_errors: Annotated[int | None, Field(ge=0, le=4294967295)] = None
    consecutive_local_origin_failures: Annotated[int | None, Field(ge=0, le=4294967295)] = None
    interval: Duration | None = None
    max_ejection_percent: Annotated[int | None, Field(ge=0, le=100)] = None
    min_health_percent: Annotated[int | None, Field(ge=0, le=100)] = None
    split_external_local_origin_errors: bool | None = None


class DestinationRuleProxyProtocol(ApiStruct):
    version: Literal["V1", "V2"] | None = None


class DestinationRuleRetryBudget(ApiStruct):
    min_retry_concurrency: Annotated[int | None, Field(ge=0, le=4294967295)] = None
    percent: Annotated[float | None, Field(ge=0.0, le=100.0)] = None


class DestinationRuleTls(ApiStruct):
    ca_certificates: str | None = None
    ca_crl: str | None = None
    client_certificate: str | None = None
    credential_name: str | None = None
    insecure_skip_verify: bool | None = None
    mode: Literal["DISABLE", "SIMPLE", "MUTUAL", "ISTIO_MUTUAL"] | None = None
    private_key: str | None = None
    sni: str | None = None
    subject_alt_names: list[str] | None = None


class DestinationRuleTunnel(ApiStruct):
    protocol: str | None = None
    target_host: str
    target_port: Annotated[int, Field(ge=0, le=4294967295)]


class DestinationRuleHttp(ApiStruct):
    h2_upgrade_policy: Literal["DEFAULT", "DO_NOT_UPGRADE", "UPGRADE"] | None = None
    http1_max_pending_requests: Annotated[int | None, Field(le=2147483647)] = None
    http2_max_requests: Annotated[int | None, Field(le=2147483647)] = None
    idle_timeout: Duration | None = None
    max_concurrent_streams: Annotated[int | None, Field(le=2147483647)] = None
    max_requests_per_connection: Annotated[int | None, Field(le=2147483647)] = None
    max_retries: Annotated[int | None, Field(le=2147483647)] = None
    use_client_protocol: bool | None = None


class DestinationRuleWarmup(ApiStruct):
    aggression: Annotated[float | None, Field(ge=0.0)] = None
    duration: Duration
    minimum_percent: Annotated[float | None, Field(ge=0.0, le=100.0)] = None


class DestinationRulePort(ApiStruct):
    number: Port | None = None


class DestinationRuleTcpKeepalive(ApiStruct):
    interval: Duration | None = None
    probes: Annotated[int | None, Field(ge=0, le=4294967295)] = None
    time: Duration | None = None


class DestinationRuleMaglev(ApiStruct):
    table_size: Annotated[int | None, Field(ge=0)] = None


class DestinationRuleRingHash(ApiStruct):
    minimum_ring_size: Annotated[int | None, Field(ge=0)] = None


class DestinationRuleDistribute(ApiStruct):
    from_: str | None = None
    to: dict[str, Annotated[int, Field(ge=0, le=4294967295)]] | None = None


class DestinationRuleFailover(ApiStruct):
    from_: str | None = None
    to: str | None = None


class DestinationRuleAttribute(ApiStruct):
    name: str
    value: str | None = None


class GatewayPort(ApiStruct):
    name: str
    number: Port
    protocol: IstioProtocol
    target_port: Annotated[int | None, Field(ge=0, le=4294967295)] = None


class GatewayTlsCertificate(ApiStruct):
    ca_certificates: str | None = None
    private_key: str | None = None
    server_certificate: str | None = None


class ServiceEntryEndpoint(CheckedStruct):
    checks = (at_least_one("address", "network"),)
    address: Annotated[str | None, Field(max_length=256)] = None
    labels: Annotated[dict[str, str] | None, Field(max_length=256)] = None
    locality: Annotated[str | None, Field(max_length=2048)] = None
    network: Annotated[str | None, Field(max_length=2048)] = None
    ports: Annotated[dict[str, Annotated[int, Field(ge=1, le=65535)]] | None, Field(max_length=128)] = None
    service_account: Annotated[str | None, Field(max_length=253)] = None
    weight: Annotated[int | None, Field(ge=0, le=4294967295)] = None


class ServiceEntryPort(ApiStruct):
    name: Annotated[str, Field(max_length=256)]
    number: Annotated[int, Field(ge=1, le=65535)]
    protocol: IstioProtocol | Literal[""] | None = None
    target_port: Annotated[int | None, Field(ge=1, le=65535)] = None


class ServiceEntryWorkloadSelector(ApiStruct):
    labels: Annotated[dict[str, Annotated[str, Field(max_length=63)]] | None, Field(max_length=256)] = None


class SidecarWorkloadSelector(ApiStruct):
    labels: Annotated[dict[str, Annotated[str, Field(max_length=63)]] | None, Field(max_length=256)] = None


class SidecarPort(ApiStruct):
    name: str | None = None
    number: Port | None = None
    protocol: IstioProtocol | None = None
    target_port: Annotated[int | None, Field(ge=0, le=4294967295)] = None


class SidecarHttp(ApiStruct):
    h2_upgrade_policy: Literal["DEFAULT", "DO_NOT_UPGRADE", "UPGRADE"] | None = None
    http1_max_pending_requests: Annotated[int | None, Field(le=2147483647)] = None
    http2_max_requests: Annotated[int | None, Field(le=2147483647)] = None
    idle_timeout: Duration | None = None
    max_concurrent_streams: Annotated[int | None, Field(le=2147483647)] = None
    max_requests_per_connection: Annotated[int | None, Field(le=2147483647)] = None
    max_retries: Annotated[int | None, Field(le=2147483647)] = None
    use_client_protocol: bool | None = None


class SidecarTcpKeepalive(ApiStruct):
    interval: Duration | None = None
    probes: Annotated[int | None, Field(ge=0, le=4294967295)] = None
    time: Duration | None = None


class SidecarTlsCertificate(ApiStruct):
    ca_certificates: str | None = None
    private_key: str | None = None
    server_certificate: str | None = None


class SidecarEgressProxyPort(ApiStruct):
    number: Annotated[int | None, Field(ge=0, le=4294967295)] = None


class VirtualServiceDelegate(ApiStruct):
    name: str | None = None
    namespace: str | None = None


class VirtualServicePercent(ApiStruct):
    value: Annotated[float | None, Field(ge=0.0, le=100.0)] = None


class VirtualServiceRedirect(CheckedStruct):
    checks = (at_most_one("port", "derive_port"),)
    authority: str | None = None
    derive_port: Literal["FROM_PROTOCOL_DEFAULT", "FROM_REQUEST_PORT"] | None = None
    port: Port | None = None
    redirect_code: Annotated[int | None, Field(ge=0, le=4294967295)] = None
    scheme: str | None = None
    uri: str | None = None


class VirtualServiceRetries(ApiStruct):
    attempts: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    backoff: Duration | None = None
    per_try_timeout: Duration | None = None
    retry_ignore_previous_hosts: bool | None = None
    retry_on: str | None = None
    retry_remote_localities: bool | None = None


class VirtualServiceTcpMatch(ApiStruct):
    destination_subnets: list[str] | None = None
    gateways: list[str] | None = None
    port: Annotated[int | None, Field(ge=0, le=4294967295)] = None
    source_labels: dict[str, str] | None = None
    source_namespace: str | None = None
    source_subnet: str | None = None


class VirtualServiceTlsMatch(ApiStruct):
    destination_subnets: list[str] | None = None
    gateways: list[str] | None = None
    port: Annotated[int | None, Field(ge=0, le=4294967295)] = None
    sni_hosts: list[str]
    source_labels: dict[str, str] | None = None
    source_namespace: str | None = None


class VirtualServiceStringMatch(CheckedStruct):
    checks = (at_most_one("exact", "prefix", "regex"),)
    exact: str | None = None
    prefix: str | None = None
    regex: str | None = None


class VirtualServiceBody(CheckedStruct):
    checks = (at_most_one("string", "bytes_"),)
    bytes_: Base64 | None = None
    string: str | None = None


class VirtualServiceAbort(CheckedStruct):
    checks = (at_most_one("http_status", "grpc_status", "http2_error"),)
    grpc_status: str | None = None
    http2_error: str | None = None
    http_status: Annotated[int | None, Field(le=2147483647)] = None
    percentage: VirtualServicePercent | None = None


class VirtualServiceDelay(CheckedStruct):
    checks = (at_most_one("fixed_delay", "exponential_delay"),)
    exponential_delay: Duration | None = None
    fixed_delay: Duration | None = None
    percent: Annotated[int | None, Field(le=2147483647)] = None
    percentage: VirtualServicePercent | None = None


class VirtualServiceHeaderOperations(ApiStruct):
    add: dict[str, str] | None = None
    remove: list[str] | None = None
    set: dict[str, str] | None = None


class VirtualServicePort(ApiStruct):
    number: Port | None = None


class VirtualServiceUriRegexRewrite(ApiStruct):
    match: str | None = None
    rewrite: str | None = None


class DestinationRuleTcp(ApiStruct):
    connect_timeout: Duration | None = None
    idle_timeout: str | None = None
    max_connection_duration: Duration | None = None
    max_connections: Annotated[int | None, Field(le=2147483647)] = None
    tcp_keepalive: DestinationRuleTcpKeepalive | None = None


class DestinationRuleLocalityLbSetting(ApiStruct):
    distribute: list[DestinationRuleDistribute] | None = None
    enabled: bool | None = None
    failover: list[DestinationRuleFailover] | None = None
    failover_priority: list[str] | None = None


class DestinationRuleHttpCookie(ApiStruct):
    name: str
    attributes: list[DestinationRuleAttribute] | None = None
    path: str | None = None
    ttl: str | None = None


class GatewayTls(CheckedStruct):
    checks = (
        at_most_one("tls_certificates", "credential_names"),
        at_most_one("credential_name", "credential_names"),
        at_most_one("credential_names", "tls_certificates"),
    )
    ca_cert_credential_name: str | None = None
    ca_certificates: str | None = None
    ca_crl: str | None = None
    cipher_suites: list[str] | None = None
    credential_name: str | None = None
    credential_names: Annotated[list[str] | None, Field(max_length=2, min_length=1)] = None
    https_redirect: bool | None = None
    max_protocol_version: Literal["TLS_AUTO", "TLSV1_0", "TLSV1_1", "TLSV1_2", "TLSV1_3"] | None = None
    min_protocol_version: Literal["TLS_AUTO", "TLSV1_0", "TLSV1_1", "TLSV1_2", "TLSV1_3"] | None = None
    mode: (
        Literal["PASSTHROUGH", "SIMPLE", "MUTUAL", "AUTO_PASSTHROUGH", "ISTIO_MUTUAL", "OPTIONAL_MUTUAL"]
        | None
    ) = None
    private_key: str | None = None
    server_certificate: str | None = None
    subject_alt_names: list[str] | None = None
    tls_certificates: Annotated[list[GatewayTlsCertificate] | None, Field(max_length=2, min_length=1)] = None
    verify_certificate_hash: list[str] | None = None
    verify_certificate_spki: list[str] | None = None


class ServiceEntrySpec(CheckedStruct):
    checks = (
        at_most_one("workload_selector", "endpoints"),
        unique("ports", "name"),
        unique("ports", "number"),
    )
    addresses: Annotated[list[Annotated[str, Field(max_length=64)]] | None, Field(max_length=256)] = None
    endpoints: Annotated[list[ServiceEntryEndpoint] | None, Field(max_length=4096)] = None
    export_to: list[str] | None = None
    hosts: Annotated[list[str], Field(max_length=256, min_length=1)]
    location: Literal["MESH_EXTERNAL", "MESH_INTERNAL"] | None = None
    ports: Annotated[list[ServiceEntryPort] | None, Field(max_length=256)] = None
    resolution: Literal["NONE", "STATIC", "DNS", "DNS_ROUND_ROBIN", "DYNAMIC_DNS"] | None = None
    subject_alt_names: list[str] | None = None
    workload_selector: ServiceEntryWorkloadSelector | None = None


class SidecarEgress(ApiStruct):
    bind: str | None = None
    capture_mode: Literal["DEFAULT", "IPTABLES", "NONE"] | None = None
    hosts: list[str]
    port: SidecarPort | None = None


class SidecarTcp(ApiStruct):
    connect_timeout: Duration | None = None
    idle_timeout: str | None = None
    max_connection_duration: Duration | None = None
    max_connections: Annotated[int | None, Field(le=2147483647)] = None
    tcp_keepalive: SidecarTcpKeepalive | None = None


class SidecarTls(CheckedStruct):
    checks = (
        at_most_one("tls_certificates", "credential_names"),
        at_most_one("credential_name", "credential_names"),
        at_most_one("credential_names", "tls_certificates"),
    )
    ca_cert_credential_name: str | None = None
    ca_certificates: str | None = None
    ca_crl: str | None = None
    cipher_suites: list[str] | None = None
    credential_name: str | None = None
    credential_names: Annotated[list[str] | None, Field(max_length=2, min_length=1)] = None
    https_redirect: bool | None = None
    max_protocol_version: Literal["TLS_AUTO", "TLSV1_0", "TLSV1_1", "TLSV1_2", "TLSV1_3"] | None = None
    min_protocol_version: Literal["TLS_AUTO", "TLSV1_0", "TLSV1_1", "TLSV1_2", "TLSV1_3"] | None = None
    mode: (
        Literal["PASSTHROUGH", "SIMPLE", "MUTUAL", "AUTO_PASSTHROUGH", "ISTIO_MUTUAL", "OPTIONAL_MUTUAL"]
        | None
    ) = None
    private_key: str | None = None
    server_certificate: str | None = None
    subject_alt_names: list[str] | None = None
    tls_certificates: Annotated[list[SidecarTlsCertificate] | None, Field(max_length=2, min_length=1)] = None
    verify_certificate_hash: list[str] | None = None
    verify_certificate_spki: list[str] | None = None


class SidecarEgressProxy(ApiStruct):
    host: str
    port: SidecarEgressProxyPort | None = None
    subset: str | None = None


class VirtualServiceCorsPolicy(ApiStruct):
    allow_credentials: bool | None = None
    allow_headers: list[str] | None = None
    allow_methods: list[str] | None = None
    allow_origin: list[str] | None = None
    allow_origins: list[VirtualServiceStringMatch] | None = None
    expose_headers: list[str] | None = None
    max_age: Duration | None = None
    unmatched_preflights: Literal["UNSPECIFIED", "FORWARD", "IGNORE"] | None = None


class VirtualServiceDirectResponse(ApiStruct):
    body: VirtualServiceBody | None = None
    status: Annotated[int, Field(ge=0, le=4294967295)]


class VirtualServiceFault(ApiStruct):
    abort: VirtualServiceAbort | None = None
    delay: VirtualServiceDelay | None = None


class VirtualServiceHeaders(ApiStruct):
    request: VirtualServiceHeaderOperations | None = None
    response: VirtualServiceHeaderOperations | None = None


class VirtualServiceMatch(ApiStruct):
    name: str | None = None
    authority: VirtualServiceStringMatch | None = None
    gateways: list[str] | None = None
    headers: dict[str, VirtualServiceStringMatch] | None = None
    ignore_uri_case: bool | None = None
    method: VirtualServiceStringMatch | None = None
    port: Port | None = None
    query_params: dict[str, VirtualServiceStringMatch] | None = None
    scheme: VirtualServiceStringMatch | None = None
    source_labels: dict[str, str] | None = None
    source_namespace: str | None = None
    stat_prefix: str | None = None
    uri: VirtualServiceStringMatch | None = None
    without_headers: dict[str, VirtualServiceStringMatch] | None = None


class VirtualServiceDestination(ApiStruct):
    host: str
    port: VirtualServicePort | None = None
    subset: str | None = None


class VirtualServiceHttpMirror(ApiStruct):
    destination: VirtualServiceDestination
    percentage: VirtualServicePercent | None = None


class VirtualServiceRewrite(ApiStruct):
    authority: str | None = None
    uri: str | None = None
    uri_regex_rewrite: VirtualServiceUriRegexRewrite | None = None


class VirtualServiceRoute(ApiStruct):
    destination: VirtualServiceDestination
    headers: VirtualServiceHeaders | None = None
    weight: Annotated[int | None, Field(ge=0, le=2147483647)] = None


class VirtualServiceTcpRoute(ApiStruct):
    destination: VirtualServiceDestination
    weight: Annotated[int | None, Field(ge=0, le=2147483647)] = None


class DestinationRuleConnectionPool(ApiStruct):
    http: DestinationRuleHttp | None = None
    tcp: DestinationRuleTcp | None = None


class DestinationRuleConsistentHash(CheckedStruct):
    checks = (
        at_most_one("http_header_name", "http_cookie", "use_source_ip", "http_query_parameter_name"),
        at_most_one("ring_hash", "maglev"),
    )
    http_cookie: DestinationRuleHttpCookie | None = None
    http_header_name: str | None = None
    http_query_parameter_name: str | None = None
    maglev: DestinationRuleMaglev | None = None
    minimum_ring_size: Annotated[int | None, Field(ge=0)] = None
    ring_hash: DestinationRuleRingHash | None = None
    use_source_ip: bool | None = None


class GatewayServer(ApiStruct):
    name: str | None = None
    bind: str | None = None
    default_endpoint: str | None = None
    hosts: list[str]
    port: GatewayPort
    tls: GatewayTls | None = None


class ServiceEntry(KubeObject):
    api_version: Literal["networking.istio.io/v1"] = "networking.istio.io/v1"
    kind: Literal["ServiceEntry"] = "ServiceEntry"
    metadata: ObjectMeta
    spec: ServiceEntrySpec


class SidecarInboundConnectionPool(ApiStruct):
    http: SidecarHttp | None = None
    tcp: SidecarTcp | None = None


class SidecarIngress(ApiStruct):
    bind: str | None = None
    capture_mode: Literal["DEFAULT", "IPTABLES", "NONE"] | None = None
    connection_pool: SidecarInboundConnectionPool | None = None
    default_endpoint: str | None = None
    port: SidecarPort
    tls: SidecarTls | None = None


class SidecarOutboundTrafficPolicy(ApiStruct):
    egress_proxy: SidecarEgressProxy | None = None
    mode: Literal["REGISTRY_ONLY", "ALLOW_ANY"] | None = None


class VirtualServiceHttp(CheckedStruct):
    checks = (exactly_one("delegate", "direct_response", "redirect", "route"),)
    name: str | None = None
    cors_policy: VirtualServiceCorsPolicy | None = None
    delegate: VirtualServiceDelegate | None = None
    direct_response: VirtualServiceDirectResponse | None = None
    fault: VirtualServiceFault | None = None
    headers: VirtualServiceHeaders | None = None
    match: list[VirtualServiceMatch] | None = None
    mirror: VirtualServiceDestination | None = None
    mirror_percentage: VirtualServicePercent | None = None
    mirrors: list[VirtualServiceHttpMirror] | None = None
    redirect: VirtualServiceRedirect | None = None
    retries: VirtualServiceRetries | None = None
    rewrite: VirtualServiceRewrite | None = None
    route: list[VirtualServiceRoute] | None = None
    timeout: Duration | None = None


class VirtualServiceTcp(ApiStruct):
    match: list[VirtualServiceTcpMatch] | None = None
    route: list[VirtualServiceTcpRoute] | None = None


class VirtualServiceTls(ApiStruct):
    match: list[VirtualServiceTlsMatch]
    route: list[VirtualServiceTcpRoute] | None = None


class DestinationRuleLoadBalancer(CheckedStruct):
    checks = (at_most_one("simple", "consistent_hash"),)
    consistent_hash: DestinationRuleConsistentHash | None = None
    locality_lb_setting: DestinationRuleLocalityLbSetting | None = None
    simple: (
        Literal["UNSPECIFIED", "LEAST_CONN", "RANDOM", "PASSTHROUGH", "ROUND_ROBIN", "LEAST_REQUEST"] | None
    ) = None
    warmup: DestinationRuleWarmup | None = None
    warmup_duration_secs: Duration | None = None


class DestinationRulePortLevelSetting(ApiStruct):
    connection_pool: DestinationRuleConnectionPool | None = None
    load_balancer: DestinationRuleLoadBalancer | None = None
    outlier_detection: DestinationRuleOutlierDetection | None = None
    port: DestinationRulePort | None = None
    tls: DestinationRuleTls | None = None


class GatewaySpec(ApiStruct):
    selector: dict[str, str] | None = None
    servers: list[GatewayServer] | None = None


class SidecarSpec(ApiStruct):
    egress: list[SidecarEgress] | None = None
    inbound_connection_pool: SidecarInboundConnectionPool | None = None
    ingress: list[SidecarIngress] | None = None
    outbound_traffic_policy: SidecarOutboundTrafficPolicy | None = None
    workload_selector: SidecarWorkloadSelector | None = None


class VirtualServiceSpec(ApiStruct):
    export_to: list[str] | None = None
    gateways: list[str] | None = None
    hosts: list[str] | None = None
    http: list[VirtualServiceHttp] | None = None
    tcp: list[VirtualServiceTcp] | None = None
    tls: list[VirtualServiceTls] | None = None


class DestinationRuleTrafficPolicy(ApiStruct):
    connection_pool: DestinationRuleConnectionPool | None = None
    load_balancer: DestinationRuleLoadBalancer | None = None
    outlier_detection: DestinationRuleOutlierDetection | None = None
    port_level_settings: Annotated[list[DestinationRulePortLevelSetting] | None, Field(max_length=4096)] = (
        None
    )
    proxy_protocol: DestinationRuleProxyProtocol | None = None
    retry_budget: DestinationRuleRetryBudget | None = None
    tls: DestinationRuleTls | None = None
    tunnel: DestinationRuleTunnel | None = None


class Gateway(KubeObject):
    api_version: Literal["networking.istio.io/v1"] = "networking.istio.io/v1"
    kind: Literal["Gateway"] = "Gateway"
    metadata: ObjectMeta
    spec: GatewaySpec | None = None


class Sidecar(KubeObject):
    api_version: Literal["networking.istio.io/v1"] = "networking.istio.io/v1"
    kind: Literal["Sidecar"] = "Sidecar"
    metadata: ObjectMeta
    spec: SidecarSpec | None = None


class VirtualService(KubeObject):
    api_version: Literal["networking.istio.io/v1"] = "networking.istio.io/v1"
    kind: Literal["VirtualService"] = "VirtualService"
    metadata: ObjectMeta
    spec: VirtualServiceSpec | None = None


class DestinationRuleSubset(ApiStruct):
    name: str
    labels: dict[str, str] | None = None
    traffic_policy: DestinationRuleTrafficPolicy | None = None


class DestinationRuleSpec(ApiStruct):
    export_to: list[str] | None = None
    host: str
    subsets: list[DestinationRuleSubset] | None = None
    traffic_policy: DestinationRuleTrafficPolicy | None = None
    workload_selector: DestinationRuleWorkloadSelector | None = None


class DestinationRule(KubeObject):
    api_version: Literal["networking.istio.io/v1"] = "networking.istio.io/v1"
    kind: Literal["DestinationRule"] = "DestinationRule"
    metadata: ObjectMeta
    spec: DestinationRuleSpec | None = None
