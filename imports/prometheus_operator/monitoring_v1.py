# Generated from Prometheus operator 0.93.0 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated, Literal

from pydantic import Field

from ...core.objects import ApiStruct, CheckedStruct, KubeObject, exactly_one, unique
from ..k8s.meta_v1 import LabelSelector, ObjectMeta
from ..k8s.values import IntOrQuantity, IntOrString

__all__ = [
    "PodMonitor",
    "PodMonitorAttachMetadata",
    "PodMonitorAuthorization",
    "PodMonitorBasicAuth",
    "PodMonitorNamespaceSelector",
    "PodMonitorOauth2",
    "PodMonitorPodMetricsEndpoint",
    "PodMonitorRelabeling",
    "PodMonitorSecretKey",
    "PodMonitorSecretOrConfigMap",
    "PodMonitorSpec",
    "PodMonitorTlsConfig",
    "Probe",
    "ProbeAuthorization",
    "ProbeBasicAuth",
    "ProbeIngress",
    "ProbeNamespaceSelector",
    "ProbeOauth2",
    "ProbeParam",
    "ProbeProber",
    "ProbeRelabeling",
    "ProbeSecretKey",
    "ProbeSecretOrConfigMap",
    "ProbeSpec",
    "ProbeStaticConfig",
    "ProbeTargets",
    "ProbeTlsConfig",
    "PrometheusRule",
    "PrometheusRuleGroup",
    "PrometheusRuleRule",
    "PrometheusRuleSpec",
    "ServiceMonitor",
    "ServiceMonitorAttachMetadata",
    "ServiceMonitorAuthorization",
    "ServiceMonitorBasicAuth",
    "ServiceMonitorEndpoint",
    "ServiceMonitorNamespaceSelector",
    "ServiceMonitorOauth2",
    "ServiceMonitorOauth2TlsConfig",
    "ServiceMonitorRelabeling",
    "ServiceMonitorSecretKey",
    "ServiceMonitorSecretOrConfigMap",
    "ServiceMonitorSpec",
    "ServiceMonitorTlsConfig",
]


class PodMonitorAttachMetadata(ApiStruct):
    node: bool | None = None


class PodMonitorNamespaceSelector(ApiStruct):
    any: bool | None = None
    match_names: list[str] | None = None


class PodMonitorSecretKey(ApiStruct):
    name: str | None = None
    key: str
    optional: bool | None = None


class PodMonitorRelabeling(ApiStruct):
    action: (
        Literal[
            "replace",
            "Replace",
            "keep",
            "Keep",
            "drop",
            "Drop",
            "hashmod",
            "HashMod",
            "labelmap",
            "LabelMap",
            "labeldrop",
            "LabelDrop",
            "labelkeep",
            "LabelKeep",
            "lowercase",
            "Lowercase",
            "uppercase",
            "Uppercase",
            "keepequal",
            "KeepEqual",
            "dropequal",
            "DropEqual",
        ]
        | None
    ) = None
    modulus: Annotated[int | None, Field(ge=0)] = None
    regex: str | None = None
    replacement: str | None = None
    separator: str | None = None
    source_labels: list[str] | None = None
    target_label: str | None = None


class PodMonitorSecretOrConfigMap(ApiStruct):
    config_map: PodMonitorSecretKey | None = None
    secret: PodMonitorSecretKey | None = None


class ProbeSecretKey(ApiStruct):
    name: str | None = None
    key: str
    optional: bool | None = None


class ProbeRelabeling(ApiStruct):
    action: (
        Literal[
            "replace",
            "Replace",
            "keep",
            "Keep",
            "drop",
            "Drop",
            "hashmod",
            "HashMod",
            "labelmap",
            "LabelMap",
            "labeldrop",
            "LabelDrop",
            "labelkeep",
            "LabelKeep",
            "lowercase",
            "Lowercase",
            "uppercase",
            "Uppercase",
            "keepequal",
            "KeepEqual",
            "dropequal",
            "DropEqual",
        ]
        | None
    ) = None
    modulus: Annotated[int | None, Field(ge=0)] = None
    regex: str | None = None
    replacement: str | None = None
    separator: str | None = None
    source_labels: list[str] | None = None
    target_label: str | None = None


class ProbeParam(ApiStruct):
    name: Annotated[str, Field(min_length=1)]
    values: Annotated[list[Annotated[str, Field(min_length=1)]] | None, Field(min_length=1)] = None


class ProbeProber(ApiStruct):
    no_proxy: str | None = None
    path: str | None = None
    proxy_connect_header: dict[str, list[ProbeSecretKey]] | None = None
    proxy_from_environment: bool | None = None
    proxy_url: Annotated[str | None, Field(pattern="^(http|https|socks5)://.+$")] = None
    scheme: Literal["http", "https", "HTTP", "HTTPS"] | None = None
    url: Annotated[str, Field(min_length=1)]


class ProbeSecretOrConfigMap(ApiStruct):
    config_map: ProbeSecretKey | None = None
    secret: ProbeSecretKey | None = None


class ProbeStaticConfig(ApiStruct):
    labels: dict[str, str] | None = None
    relabeling_configs: list[ProbeRelabeling] | None = None
    static: list[str] | None = None


class ProbeNamespaceSelector(ApiStruct):
    any: bool | None = None
    match_names: list[str] | None = None


class PrometheusRuleRule(CheckedStruct):
    checks = (exactly_one("alert", "record"),)
    alert: str | None = None
    annotations: dict[str, str] | None = None
    expr: IntOrString
    for_: Annotated[
        str | None,
        Field(
            pattern="^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$"
        ),
    ] = None
    keep_firing_for: Annotated[
        str | None,
        Field(
            min_length=1,
            pattern="^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$",
            alias="keep_firing_for",
        ),
    ] = None
    labels: dict[str, str] | None = None
    record: str | None = None


class ServiceMonitorAttachMetadata(ApiStruct):
    node: bool | None = None


class ServiceMonitorNamespaceSelector(ApiStruct):
    any: bool | None = None
    match_names: list[str] | None = None


class ServiceMonitorSecretKey(ApiStruct):
    name: str | None = None
    key: str
    optional: bool | None = None


class ServiceMonitorRelabeling(ApiStruct):
    action: (
        Literal[
            "replace",
            "Replace",
            "keep",
            "Keep",
            "drop",
            "Drop",
            "hashmod",
            "HashMod",
            "labelmap",
            "LabelMap",
            "labeldrop",
            "LabelDrop",
            "labelkeep",
            "LabelKeep",
            "lowercase",
            "Lowercase",
            "uppercase",
            "Uppercase",
            "keepequal",
            "KeepEqual",
            "dropequal",
            "DropEqual",
        ]
        | None
    ) = None
    modulus: Annotated[int | None, Field(ge=0)] = None
    regex: str | None = None
    replacement: str | None = None
    separator: str | None = None
    source_labels: list[str] | None = None
    target_label: str | None = None


class ServiceMonitorSecretOrConfigMap(ApiStruct):
    config_map: ServiceMonitorSecretKey | None = None
    secret: ServiceMonitorSecretKey | None = None


class ServiceMonitorOauth2TlsConfig(ApiStruct):
    ca: ServiceMonitorSecretOrConfigMap | None = None
    cert: ServiceMonitorSecretOrConfigMap | None = None
    insecure_skip_verify: bool | None = None
    key_secret: ServiceMonitorSecretKey | None = None
    max_version: Literal["TLS10", "TLS11", "TLS12", "TLS13"] | None = None
    min_version: Literal["TLS10", "TLS11", "TLS12", "TLS13"] | None = None
    server_name: str | None = None


class PodMonitorAuthorization(ApiStruct):
    credentials: PodMonitorSecretKey | None = None
    type: str | None = None


class PodMonitorBasicAuth(ApiStruct):
    password: PodMonitorSecretKey | None = None
    username: PodMonitorSecretKey | None = None


class PodMonitorTlsConfig(ApiStruct):
    ca: PodMonitorSecretOrConfigMap | None = None
    cert: PodMonitorSecretOrConfigMap | None = None
    insecure_skip_verify: bool | None = None
    key_secret: PodMonitorSecretKey | None = None
    max_version: Literal["TLS10", "TLS11", "TLS12", "TLS13"] | None = None
    min_version: Literal["TLS10", "TLS11", "TLS12", "TLS13"] | None = None
    server_name: str | None = None


class ProbeAuthorization(ApiStruct):
    credentials: ProbeSecretKey | None = None
    type: str | None = None


class ProbeBasicAuth(ApiStruct):
    password: ProbeSecretKey | None = None
    username: ProbeSecretKey | None = None


class ProbeTlsConfig(ApiStruct):
    ca: ProbeSecretOrConfigMap | None = None
    cert: ProbeSecretOrConfigMap | None = None
    insecure_skip_verify: bool | None = None
    key_secret: ProbeSecretKey | None = None
    max_version: Literal["TLS10", "TLS11", "TLS12", "TLS13"] | None = None
    min_version: Literal["TLS10", "TLS11", "TLS12", "TLS13"] | None = None
    server_name: str | None = None


class ProbeIngress(ApiStruct):
    namespace_selector: ProbeNamespaceSelector | None = None
    relabeling_configs: list[ProbeRelabeling] | None = None
    selector: LabelSelector | None = None


class PrometheusRuleGroup(ApiStruct):
    name: Annotated[str, Field(min_length=1)]
    interval: Annotated[
        str | None,
        Field(
            pattern="^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$"
        ),
    ] = None
    labels: dict[str, str] | None = None
    limit: int | None = None
    partial_response_strategy: Annotated[
        str | None, Field(pattern="^(?i)(abort|warn)?$", alias="partial_response_strategy")
    ] = None
    query_offset: Annotated[
        str | None,
        Field(
            pattern="^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$",
            alias="query_offset",
        ),
    ] = None
    rules: list[PrometheusRuleRule] | None = None


class ServiceMonitorAuthorization(ApiStruct):
    credentials: ServiceMonitorSecretKey | None = None
    type: str | None = None


class ServiceMonitorBasicAuth(ApiStruct):
    password: ServiceMonitorSecretKey | None = None
    username: ServiceMonitorSecretKey | None = None


class ServiceMonitorOauth2(ApiStruct):
    client_id: ServiceMonitorSecretOrConfigMap
    client_secret: ServiceMonitorSecretKey
    endpoint_params: dict[str, str] | None = None
    no_proxy: str | None = None
    proxy_connect_header: dict[str, list[ServiceMonitorSecretKey]] | None = None
    proxy_from_environment: bool | None = None
    proxy_url: Annotated[str | None, Field(pattern="^(http|https|socks5)://.+$")] = None
    scopes: list[str] | None = None
    tls_config: ServiceMonitorOauth2TlsConfig | None = None
    token_url: Annotated[str, Field(pattern="^(http|https)://.+$")]


class ServiceMonitorTlsConfig(ApiStruct):
    ca: ServiceMonitorSecretOrConfigMap | None = None
    ca_file: str | None = None
    cert: ServiceMonitorSecretOrConfigMap | None = None
    cert_file: str | None = None
    insecure_skip_verify: bool | None = None
    key_file: str | None = None
    key_secret: ServiceMonitorSecretKey | None = None
    max_version: Literal["TLS10", "TLS11", "TLS12", "TLS13"] | None = None
    min_version: Literal["TLS10", "TLS11", "TLS12", "TLS13"] | None = None
    server_name: str | None = None


class PodMonitorOauth2(ApiStruct):
    client_id: PodMonitorSecretOrConfigMap
    client_secret: PodMonitorSecretKey
    endpoint_params: dict[str, str] | None = None
    no_proxy: str | None = None
    proxy_connect_header: dict[str, list[PodMonitorSecretKey]] | None = None
    proxy_from_environment: bool | None = None
    proxy_url: Annotated[str | None, Field(pattern="^(http|https|socks5)://.+$")] = None
    scopes: list[str] | None = None
    tls_config: PodMonitorTlsConfig | None = None
    token_url: Annotated[str, Field(pattern="^(http|https)://.+$")]


class ProbeOauth2(ApiStruct):
    client_id: ProbeSecretOrConfigMap
    client_secret: ProbeSecretKey
    endpoint_params: dict[str, str] | None = None
    no_proxy: str | None = None
    proxy_connect_header: dict[str, list[ProbeSecretKey]] | None = None
    proxy_from_environment: bool | None = None
    proxy_url: Annotated[str | None, Field(pattern="^(http|https|socks5)://.+$")] = None
    scopes: list[str] | None = None
    tls_config: ProbeTlsConfig | None = None
    token_url: Annotated[str, Field(pattern="^(http|https)://.+$")]


class ProbeTargets(ApiStruct):
    ingress: ProbeIngress | None = None
    static_config: ProbeStaticConfig | None = None


class PrometheusRuleSpec(CheckedStruct):
    checks = (unique("groups", "name"),)
    groups: list[PrometheusRuleGroup] | None = None


class ServiceMonitorEndpoint(ApiStruct):
    authorization: ServiceMonitorAuthorization | None = None
    basic_auth: ServiceMonitorBasicAuth | None = None
    bearer_token_file: str | None = None
    bearer_token_secret: ServiceMonitorSecretKey | None = None
    enable_http2: bool | None = None
    filter_running: bool | None = None
    follow_redirects: bool | None = None
    honor_labels: bool | None = None
    honor_timestamps: bool | None = None
    interval: Annotated[
        str | None,
        Field(
            pattern="^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$"
        ),
    ] = None
    metric_relabelings: list[ServiceMonitorRelabeling] | None = None
    no_proxy: str | None = None
    oauth2: ServiceMonitorOauth2 | None = None
    params: dict[str, list[str]] | None = None
    path: str | None = None
    port: str | None = None
    proxy_connect_header: dict[str, list[ServiceMonitorSecretKey]] | None = None
    proxy_from_environment: bool | None = None
    proxy_url: Annotated[str | None, Field(pattern="^(http|https|socks5)://.+$")] = None
    relabelings: list[ServiceMonitorRelabeling] | None = None
    scheme: Literal["http", "https", "HTTP", "HTTPS"] | None = None
    scrape_timeout: Annotated[
        str | None,
        Field(
            pattern="^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$"
        ),
    ] = None
    target_port: IntOrString | None = None
    tls_config: ServiceMonitorTlsConfig | None = None
    track_timestamps_staleness: bool | None = None


class PodMonitorPodMetricsEndpoint(ApiStruct):
    authorization: PodMonitorAuthorization | None = None
    basic_auth: PodMonitorBasicAuth | None = None
    bearer_token_secret: PodMonitorSecretKey | None = None
    enable_http2: bool | None = None
    filter_running: bool | None = None
    follow_redirects: bool | None = None
    honor_labels: bool | None = None
    honor_timestamps: bool | None = None
    interval: Annotated[
        str | None,
        Field(
            pattern="^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$"
        ),
    ] = None
    metric_relabelings: list[PodMonitorRelabeling] | None = None
    no_proxy: str | None = None
    oauth2: PodMonitorOauth2 | None = None
    params: dict[str, list[str]] | None = None
    path: str | None = None
    port: str | None = None
    port_number: Annotated[int | None, Field(ge=1, le=65535)] = None
    proxy_connect_header: dict[str, list[PodMonitorSecretKey]] | None = None
    proxy_from_environment: bool | None = None
    proxy_url: Annotated[str | None, Field(pattern="^(http|https|socks5)://.+$")] = None
    relabelings: list[PodMonitorRelabeling] | None = None
    scheme: Literal["http", "https", "HTTP", "HTTPS"] | None = None
    scrape_timeout: Annotated[
        str | None,
        Field(
            pattern="^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$"
        ),
    ] = None
    target_port: IntOrString | None = None
    tls_config: PodMonitorTlsConfig | None = None
    track_timestamps_staleness: bool | None = None


class ProbeSpec(CheckedStruct):
    checks = (
        unique("params", "name"),
        unique("scrape_protocols"),
    )
    authorization: ProbeAuthorization | None = None
    basic_auth: ProbeBasicAuth | None = None
    bearer_token_secret: ProbeSecretKey | None = None
    convert_classic_histograms_to_nhcb: Annotated[
        bool | None, Field(alias="convertClassicHistogramsToNHCB")
    ] = None
    enable_http2: bool | None = None
    fallback_scrape_protocol: (
        Literal[
            "PrometheusProto",
            "OpenMetricsText0.0.1",
            "OpenMetricsText1.0.0",
            "PrometheusText0.0.4",
            "PrometheusText1.0.0",
        ]
        | None
    ) = None
    follow_redirects: bool | None = None
    interval: Annotated[
        str | None,
        Field(
            pattern="^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$"
        ),
    ] = None
    job_name: str | None = None
    keep_dropped_targets: Annotated[int | None, Field(ge=0)] = None
    label_limit: Annotated[int | None, Field(ge=0)] = None
    label_name_length_limit: Annotated[int | None, Field(ge=0)] = None
    label_value_length_limit: Annotated[int | None, Field(ge=0)] = None
    metric_relabelings: list[ProbeRelabeling] | None = None
    module: str | None = None
    native_histogram_bucket_limit: Annotated[int | None, Field(ge=0)] = None
    native_histogram_min_bucket_factor: IntOrQuantity | None = None
    oauth2: ProbeOauth2 | None = None
    params: Annotated[list[ProbeParam] | None, Field(min_length=1)] = None
    prober: ProbeProber | None = None
    sample_limit: Annotated[int | None, Field(ge=0)] = None
    scrape_class: Annotated[str | None, Field(min_length=1)] = None
    scrape_classic_histograms: bool | None = None
    scrape_native_histograms: bool | None = None
    scrape_protocols: (
        list[
            Literal[
                "PrometheusProto",
                "OpenMetricsText0.0.1",
                "OpenMetricsText1.0.0",
                "PrometheusText0.0.4",
                "PrometheusText1.0.0",
            ]
        ]
        | None
    ) = None
    scrape_timeout: Annotated[
        str | None,
        Field(
            pattern="^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$"
        ),
    ] = None
    target_limit: Annotated[int | None, Field(ge=0)] = None
    targets: ProbeTargets | None = None
    tls_config: ProbeTlsConfig | None = None


class PrometheusRule(KubeObject):
    api_version: Literal["monitoring.coreos.com/v1"] = "monitoring.coreos.com/v1"
    kind: Literal["PrometheusRule"] = "PrometheusRule"
    metadata: ObjectMeta
    spec: PrometheusRuleSpec


class ServiceMonitorSpec(CheckedStruct):
    checks = (unique("scrape_protocols"),)
    attach_metadata: ServiceMonitorAttachMetadata | None = None
    body_size_limit: Annotated[str | None, Field(pattern="(^0|([0-9]*[.])?[0-9]+((K|M|G|T|E|P)i?)?B)$")] = (
        None
    )
    convert_classic_histograms_to_nhcb: Annotated[
        bool | None, Field(alias="convertClassicHistogramsToNHCB")
    ] = None
    endpoints: list[ServiceMonitorEndpoint]
    fallback_scrape_protocol: (
        Literal[
            "PrometheusProto",
            "OpenMetricsText0.0.1",
            "OpenMetricsText1.0.0",
            "PrometheusText0.0.4",
            "PrometheusText1.0.0",
        ]
        | None
    ) = None
    job_label: str | None = None
    keep_dropped_targets: Annotated[int | None, Field(ge=0)] = None
    label_limit: Annotated[int | None, Field(ge=0)] = None
    label_name_length_limit: Annotated[int | None, Field(ge=0)] = None
    label_value_length_limit: Annotated[int | None, Field(ge=0)] = None
    namespace_selector: ServiceMonitorNamespaceSelector | None = None
    native_histogram_bucket_limit: Annotated[int | None, Field(ge=0)] = None
    native_histogram_min_bucket_factor: IntOrQuantity | None = None
    pod_target_labels: list[str] | None = None
    sample_limit: Annotated[int | None, Field(ge=0)] = None
    scrape_class: Annotated[str | None, Field(min_length=1)] = None
    scrape_classic_histograms: bool | None = None
    scrape_native_histograms: bool | None = None
    scrape_protocols: (
        list[
            Literal[
                "PrometheusProto",
                "OpenMetricsText0.0.1",
                "OpenMetricsText1.0.0",
                "PrometheusText0.0.4",
                "PrometheusText1.0.0",
            ]
        ]
        | None
    ) = None
    selector: LabelSelector
    selector_mechanism: Literal["RelabelConfig", "RoleSelector"] | None = None
    service_discovery_role: Literal["Endpoints", "EndpointSlice"] | None = None
    target_labels: list[str] | None = None
    target_limit: Annotated[int | None, Field(ge=0)] = None


class PodMonitorSpec(CheckedStruct):
    checks = (unique("scrape_protocols"),)
    attach_metadata: PodMonitorAttachMetadata | None = None
    body_size_limit: Annotated[str | None, Field(pattern="(^0|([0-9]*[.])?[0-9]+((K|M|G|T|E|P)i?)?B)$")] = (
        None
    )
    convert_classic_histograms_to_nhcb: Annotated[
        bool | None, Field(alias="convertClassicHistogramsToNHCB")
    ] = None
    fallback_scrape_protocol: (
        Literal[
            "PrometheusProto",
            "OpenMetricsText0.0.1",
            "OpenMetricsText1.0.0",
            "PrometheusText0.0.4",
            "PrometheusText1.0.0",
        ]
        | None
    ) = None
    job_label: str | None = None
    keep_dropped_targets: Annotated[int | None, Field(ge=0)] = None
    label_limit: Annotated[int | None, Field(ge=0)] = None
    label_name_length_limit: Annotated[int | None, Field(ge=0)] = None
    label_value_length_limit: Annotated[int | None, Field(ge=0)] = None
    namespace_selector: PodMonitorNamespaceSelector | None = None
    native_histogram_bucket_limit: Annotated[int | None, Field(ge=0)] = None
    native_histogram_min_bucket_factor: IntOrQuantity | None = None
    pod_metrics_endpoints: list[PodMonitorPodMetricsEndpoint] | None = None
    pod_target_labels: list[str] | None = None
    sample_limit: Annotated[int | None, Field(ge=0)] = None
    scrape_class: Annotated[str | None, Field(min_length=1)] = None
    scrape_classic_histograms: bool | None = None
    scrape_native_histograms: bool | None = None
    scrape_protocols: (
        list[
            Literal[
                "PrometheusProto",
                "OpenMetricsText0.0.1",
                "OpenMetricsText1.0.0",
                "PrometheusText0.0.4",
                "PrometheusText1.0.0",
            ]
        ]
        | None
    ) = None
    selector: LabelSelector
    selector_mechanism: Literal["RelabelConfig", "RoleSelector"] | None = None
    target_limit: Annotated[int | None, Field(ge=0)] = None


class Probe(KubeObject):
    api_version: Literal["monitoring.coreos.com/v1"] = "monitoring.coreos.com/v1"
    kind: Literal["Probe"] = "Probe"
    metadata: ObjectMeta
    spec: ProbeSpec


class ServiceMonitor(KubeObject):
    api_version: Literal["monitoring.coreos.com/v1"] = "monitoring.coreos.com/v1"
    kind: Literal["ServiceMonitor"] = "ServiceMonitor"
    metadata: ObjectMeta
    spec: ServiceMonitorSpec


class PodMonitor(KubeObject):
    api_version: Literal["monitoring.coreos.com/v1"] = "monitoring.coreos.com/v1"
    kind: Literal["PodMonitor"] = "PodMonitor"
    metadata: ObjectMeta
    spec: PodMonitorSpec
