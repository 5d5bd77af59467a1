# Generated from Prometheus operator 0.93.0 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated, Any, Literal

from pydantic import Field

from ...core.objects import ApiStruct, CheckedStruct, KubeObject, requires, unique
from ..k8s.meta_v1 import ObjectMeta

__all__ = [
    "AlertmanagerConfig",
    "AlertmanagerConfigAction",
    "AlertmanagerConfigAuthorization",
    "AlertmanagerConfigBasicAuth",
    "AlertmanagerConfigConfirm",
    "AlertmanagerConfigDaysOfMonth",
    "AlertmanagerConfigEmailConfig",
    "AlertmanagerConfigField",
    "AlertmanagerConfigHeader",
    "AlertmanagerConfigHttpConfig",
    "AlertmanagerConfigInhibitRule",
    "AlertmanagerConfigMatcher",
    "AlertmanagerConfigMsteamsv2Config",
    "AlertmanagerConfigMuteTimeInterval",
    "AlertmanagerConfigOauth2",
    "AlertmanagerConfigOpsgenieConfig",
    "AlertmanagerConfigPagerDutyImageConfig",
    "AlertmanagerConfigPagerDutyLinkConfig",
    "AlertmanagerConfigPagerdutyConfig",
    "AlertmanagerConfigReceiver",
    "AlertmanagerConfigResponder",
    "AlertmanagerConfigRoute",
    "AlertmanagerConfigSecretKey",
    "AlertmanagerConfigSecretOrConfigMap",
    "AlertmanagerConfigSigv4",
    "AlertmanagerConfigSlackConfig",
    "AlertmanagerConfigSnsConfig",
    "AlertmanagerConfigSpec",
    "AlertmanagerConfigThreading",
    "AlertmanagerConfigTime",
    "AlertmanagerConfigTimeInterval",
    "AlertmanagerConfigTlsConfig",
    "AlertmanagerConfigWebhookConfig",
]


class AlertmanagerConfigMatcher(ApiStruct):
    name: Annotated[str, Field(min_length=1)]
    match_type: Literal["!=", "=", "=~", "!~"] | None = None
    regex: bool | None = None
    value: str | None = None


class AlertmanagerConfigDaysOfMonth(ApiStruct):
    end: Annotated[int | None, Field(ge=-31, le=31)] = None
    start: Annotated[int | None, Field(ge=-31, le=31)] = None


class AlertmanagerConfigTime(ApiStruct):
    end_time: Annotated[str | None, Field(pattern="^((([01][0-9])|(2[0-3])):[0-5][0-9])$|(^24:00$)")] = None
    start_time: Annotated[str | None, Field(pattern="^((([01][0-9])|(2[0-3])):[0-5][0-9])$|(^24:00$)")] = None


class AlertmanagerConfigSecretKey(ApiStruct):
    name: str | None = None
    key: str
    optional: bool | None = None


class AlertmanagerConfigHeader(ApiStruct):
    key: Annotated[str, Field(min_length=1)]
    value: str


class AlertmanagerConfigThreading(ApiStruct):
    thread_by_date: Literal["Daily", "None"]


class AlertmanagerConfigResponder(ApiStruct):
    name: Annotated[str | None, Field(min_length=1)] = None
    id: Annotated[str | None, Field(min_length=1)] = None
    type: Annotated[Literal["team", "teams", "user", "escalation", "schedule"], Field(min_length=1)]
    username: Annotated[str | None, Field(min_length=1)] = None


class AlertmanagerConfigPagerDutyImageConfig(ApiStruct):
    alt: Annotated[str | None, Field(min_length=1)] = None
    href: str | None = None
    src: Annotated[str | None, Field(min_length=1)] = None


class AlertmanagerConfigPagerDutyLinkConfig(ApiStruct):
    alt: Annotated[str | None, Field(min_length=1)] = None
    href: str | None = None


class AlertmanagerConfigField(ApiStruct):
    short: bool | None = None
    title: Annotated[str, Field(min_length=1)]
    value: Annotated[str, Field(min_length=1)]


class AlertmanagerConfigSigv4(CheckedStruct):
    checks = (requires("external_id", "role_arn"),)
    access_key: AlertmanagerConfigSecretKey | None = None
    external_id: Annotated[str | None, Field(min_length=1)] = None
    profile: str | None = None
    region: str | None = None
    role_arn: str | None = None
    secret_key: AlertmanagerConfigSecretKey | None = None
    use_fipssts_endpoint: Annotated[bool | None, Field(alias="useFIPSSTSEndpoint")] = None


class AlertmanagerConfigSecretOrConfigMap(ApiStruct):
    config_map: AlertmanagerConfigSecretKey | None = None
    secret: AlertmanagerConfigSecretKey | None = None


class AlertmanagerConfigAuthorization(ApiStruct):
    credentials: AlertmanagerConfigSecretKey | None = None
    type: str | None = None


class AlertmanagerConfigBasicAuth(ApiStruct):
    password: AlertmanagerConfigSecretKey | None = None
    username: AlertmanagerConfigSecretKey | None = None


class AlertmanagerConfigConfirm(ApiStruct):
    dismiss_text: Annotated[str | None, Field(min_length=1)] = None
    ok_text: Annotated[str | None, Field(min_length=1)] = None
    text: Annotated[str, Field(min_length=1)]
    title: Annotated[str | None, Field(min_length=1)] = None


class AlertmanagerConfigInhibitRule(ApiStruct):
    equal: list[str] | None = None
    source_match: list[AlertmanagerConfigMatcher] | None = None
    target_match: list[AlertmanagerConfigMatcher] | None = None


class AlertmanagerConfigRoute(CheckedStruct):
    checks = (
        unique("active_time_intervals"),
        unique("group_by"),
        unique("mute_time_intervals"),
    )
    active_time_intervals: list[str] | None = None
    continue_: bool | None = None
    group_by: list[str] | None = None
    group_interval: Annotated[
        str | None,
        Field(
            min_length=1,
            pattern="^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$",
        ),
    ] = None
    group_wait: Annotated[
        str | None,
        Field(
            min_length=1,
            pattern="^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$",
        ),
    ] = None
    matchers: list[AlertmanagerConfigMatcher] | None = None
    mute_time_intervals: list[str] | None = None
    receiver: str | None = None
    repeat_interval: Annotated[
        str | None,
        Field(
            min_length=1,
            pattern="^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$",
        ),
    ] = None
    routes: list[Any] | None = None


class AlertmanagerConfigTimeInterval(ApiStruct):
    days_of_month: list[AlertmanagerConfigDaysOfMonth] | None = None
    months: (
        list[
            Annotated[
                str,
                Field(
                    pattern="^((?i)january|february|march|april|may|june|july|august|september|october|november|december|1[0-2]|[1-9])(?:((:((?i)january|february|march|april|may|june|july|august|september|october|november|december|1[0-2]|[1-9]))$)|$)"
                ),
            ]
        ]
        | None
    ) = None
    times: list[AlertmanagerConfigTime] | None = None
    weekdays: (
        list[
            Annotated[
                str,
                Field(
                    pattern="^((?i)sun|mon|tues|wednes|thurs|fri|satur)day(?:((:(sun|mon|tues|wednes|thurs|fri|satur)day)$)|$)"
                ),
            ]
        ]
        | None
    ) = None
    years: list[Annotated[str, Field(pattern="^2\\d{3}(?::2\\d{3}|$)")]] | None = None


class AlertmanagerConfigTlsConfig(ApiStruct):
    ca: AlertmanagerConfigSecretOrConfigMap | None = None
    cert: AlertmanagerConfigSecretOrConfigMap | None = None
    insecure_skip_verify: bool | None = None
    key_secret: AlertmanagerConfigSecretKey | None = None
    max_version: Literal["TLS10", "TLS11", "TLS12", "TLS13"] | None = None
    min_version: Literal["TLS10", "TLS11", "TLS12", "TLS13"] | None = None
    server_name: str | None = None


class AlertmanagerConfigAction(ApiStruct):
    name: Annotated[str | None, Field(min_length=1)] = None
    confirm: AlertmanagerConfigConfirm | None = None
    style: Annotated[str | None, Field(min_length=1)] = None
    text: Annotated[str, Field(min_length=1)]
    type: Annotated[str, Field(min_length=1)]
    url: str | None = None
    value: Annotated[str | None, Field(min_length=1)] = None


class AlertmanagerConfigOauth2(ApiStruct):
    client_id: AlertmanagerConfigSecretOrConfigMap
    client_secret: AlertmanagerConfigSecretKey
    endpoint_params: dict[str, str] | None = None
    no_proxy: str | None = None
    proxy_connect_header: dict[str, list[AlertmanagerConfigSecretKey]] | None = None
    proxy_from_environment: bool | None = None
    proxy_url: Annotated[str | None, Field(pattern="^(http|https|socks5)://.+$")] = None
    scopes: list[str] | None = None
    tls_config: AlertmanagerConfigTlsConfig | None = None
    token_url: Annotated[str, Field(pattern="^(http|https)://.+$")]


class AlertmanagerConfigMuteTimeInterval(ApiStruct):
    name: str
    time_intervals: list[AlertmanagerConfigTimeInterval] | None = None


class AlertmanagerConfigEmailConfig(ApiStruct):
    auth_identity: Annotated[str | None, Field(min_length=1)] = None
    auth_password: AlertmanagerConfigSecretKey | None = None
    auth_secret: AlertmanagerConfigSecretKey | None = None
    auth_username: Annotated[str | None, Field(min_length=1)] = None
    force_implicit_tls: Annotated[bool | None, Field(alias="forceImplicitTLS")] = None
    from_: Annotated[str | None, Field(min_length=1)] = None
    headers: list[AlertmanagerConfigHeader] | None = None
    hello: Annotated[str | None, Field(min_length=1)] = None
    html: str | None = None
    require_tls: Annotated[bool | None, Field(alias="requireTLS")] = None
    send_resolved: bool | None = None
    smarthost: Annotated[str | None, Field(min_length=1)] = None
    text: Annotated[str | None, Field(min_length=1)] = None
    threading: AlertmanagerConfigThreading | None = None
    tls_config: AlertmanagerConfigTlsConfig | None = None
    to: Annotated[str | None, Field(min_length=1)] = None


class AlertmanagerConfigHttpConfig(ApiStruct):
    authorization: AlertmanagerConfigAuthorization | None = None
    basic_auth: AlertmanagerConfigBasicAuth | None = None
    bearer_token_secret: AlertmanagerConfigSecretKey | None = None
    enable_http2: bool | None = None
    follow_redirects: bool | None = None
    no_proxy: str | None = None
    oauth2: AlertmanagerConfigOauth2 | None = None
    proxy_connect_header: dict[str, list[AlertmanagerConfigSecretKey]] | None = None
    proxy_from_environment: bool | None = None
    proxy_url: Annotated[str | None, Field(alias="proxyURL")] = None
    proxy_url_2: Annotated[str | None, Field(pattern="^(http|https|socks5)://.+$", alias="proxyUrl")] = None
    tls_config: AlertmanagerConfigTlsConfig | None = None


class AlertmanagerConfigMsteamsv2Config(ApiStruct):
    http_config: AlertmanagerConfigHttpConfig | None = None
    send_resolved: bool | None = None
    text: Annotated[str | None, Field(min_length=1)] = None
    title: Annotated[str | None, Field(min_length=1)] = None
    webhook_url: Annotated[AlertmanagerConfigSecretKey | None, Field(alias="webhookURL")] = None


class AlertmanagerConfigOpsgenieConfig(ApiStruct):
    actions: Annotated[str | None, Field(min_length=1)] = None
    api_key: AlertmanagerConfigSecretKey | None = None
    api_url: Annotated[str | None, Field(pattern="^https?://.+$", alias="apiURL")] = None
    description: Annotated[str | None, Field(min_length=1)] = None
    details: list[AlertmanagerConfigHeader] | None = None
    entity: Annotated[str | None, Field(min_length=1)] = None
    http_config: AlertmanagerConfigHttpConfig | None = None
    message: Annotated[str | None, Field(min_length=1)] = None
    note: Annotated[str | None, Field(min_length=1)] = None
    priority: Annotated[str | None, Field(min_length=1)] = None
    responders: list[AlertmanagerConfigResponder] | None = None
    send_resolved: bool | None = None
    source: Annotated[str | None, Field(min_length=1)] = None
    tags: Annotated[str | None, Field(min_length=1)] = None
    update_alerts: bool | None = None


class AlertmanagerConfigPagerdutyConfig(ApiStruct):
    class_: Annotated[str | None, Field(min_length=1)] = None
    client: Annotated[str | None, Field(min_length=1)] = None
    client_url: Annotated[str | None, Field(alias="clientURL")] = None
    component: Annotated[str | None, Field(min_length=1)] = None
    description: Annotated[str | None, Field(min_length=1)] = None
    details: list[AlertmanagerConfigHeader] | None = None
    group: Annotated[str | None, Field(min_length=1)] = None
    http_config: AlertmanagerConfigHttpConfig | None = None
    pager_duty_image_configs: list[AlertmanagerConfigPagerDutyImageConfig] | None = None
    pager_duty_link_configs: list[AlertmanagerConfigPagerDutyLinkConfig] | None = None
    routing_key: AlertmanagerConfigSecretKey | None = None
    send_resolved: bool | None = None
    service_key: AlertmanagerConfigSecretKey | None = None
    severity: Annotated[str | None, Field(min_length=1)] = None
    source: Annotated[str | None, Field(min_length=1)] = None
    timeout: Annotated[
        str | None,
        Field(
            pattern="^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$"
        ),
    ] = None
    url: Annotated[str | None, Field(pattern="^https?://.+$")] = None


class AlertmanagerConfigSlackConfig(ApiStruct):
    actions: Annotated[list[AlertmanagerConfigAction] | None, Field(min_length=1)] = None
    api_url: Annotated[AlertmanagerConfigSecretKey | None, Field(alias="apiURL")] = None
    callback_id: Annotated[str | None, Field(min_length=1)] = None
    channel: Annotated[str | None, Field(min_length=1)] = None
    color: Annotated[str | None, Field(min_length=1)] = None
    fallback: Annotated[str | None, Field(min_length=1)] = None
    fields: Annotated[list[AlertmanagerConfigField] | None, Field(min_length=1)] = None
    footer: Annotated[str | None, Field(min_length=1)] = None
    http_config: AlertmanagerConfigHttpConfig | None = None
    icon_emoji: Annotated[str | None, Field(min_length=1)] = None
    icon_url: Annotated[str | None, Field(alias="iconURL")] = None
    image_url: Annotated[str | None, Field(alias="imageURL")] = None
    link_names: bool | None = None
    message_text: Annotated[str | None, Field(min_length=1)] = None
    mrkdwn_in: Annotated[list[Annotated[str, Field(min_length=1)]] | None, Field(min_length=1)] = None
    pretext: Annotated[str | None, Field(min_length=1)] = None
    send_resolved: bool | None = None
    short_fields: bool | None = None
    text: Annotated[str | None, Field(min_length=1)] = None
    thumb_url: Annotated[str | None, Field(alias="thumbURL")] = None
    timeout: Annotated[
        str | None,
        Field(
            pattern="^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$"
        ),
    ] = None
    title: Annotated[str | None, Field(min_length=1)] = None
    title_link: str | None = None
    update_message: bool | None = None
    username: Annotated[str | None, Field(min_length=1)] = None


class AlertmanagerConfigSnsConfig(ApiStruct):
    api_url: Annotated[str | None, Field(alias="apiURL")] = None
    attributes: dict[str, str] | None = None
    http_config: AlertmanagerConfigHttpConfig | None = None
    message: Annotated[str | None, Field(min_length=1)] = None
    phone_number: Annotated[str | None, Field(min_length=1)] = None
    send_resolved: bool | None = None
    sigv4: AlertmanagerConfigSigv4 | None = None
    subject: Annotated[str | None, Field(min_length=1)] = None
    target_arn: Annotated[str | None, Field(min_length=1, alias="targetARN")] = None
    topic_arn: Annotated[str | None, Field(min_length=1, alias="topicARN")] = None
    use_awshttp_client: Annotated[bool | None, Field(alias="useAWSHTTPClient")] = None


class AlertmanagerConfigWebhookConfig(ApiStruct):
    http_config: AlertmanagerConfigHttpConfig | None = None
    max_alerts: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    payload: Annotated[str | None, Field(min_length=1)] = None
    send_resolved: bool | None = None
    timeout: Annotated[
        str | None,
        Field(
            pattern="^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$"
        ),
    ] = None
    url: str | None = None
    url_secret: AlertmanagerConfigSecretKey | None = None


class AlertmanagerConfigReceiver(ApiStruct):
    name: Annotated[str, Field(min_length=1)]
    email_configs: list[AlertmanagerConfigEmailConfig] | None = None
    msteamsv2_configs: list[AlertmanagerConfigMsteamsv2Config] | None = None
    opsgenie_configs: list[AlertmanagerConfigOpsgenieConfig] | None = None
    pagerduty_configs: list[AlertmanagerConfigPagerdutyConfig] | None = None
    slack_configs: list[AlertmanagerConfigSlackConfig] | None = None
    sns_configs: list[AlertmanagerConfigSnsConfig] | None = None
    webhook_configs: list[AlertmanagerConfigWebhookConfig] | None = None


class AlertmanagerConfigSpec(CheckedStruct):
    checks = (unique("receivers", "name"),)
    inhibit_rules: list[AlertmanagerConfigInhibitRule] | None = None
    mute_time_intervals: list[AlertmanagerConfigMuteTimeInterval] | None = None
    receivers: list[AlertmanagerConfigReceiver] | None = None
    route: AlertmanagerConfigRoute | None = None


class AlertmanagerConfig(KubeObject):
    api_version: Literal["monitoring.coreos.com/v1alpha1"] = "monitoring.coreos.com/v1alpha1"
    kind: Literal["AlertmanagerConfig"] = "AlertmanagerConfig"
    metadata: ObjectMeta
    spec: AlertmanagerConfigSpec
