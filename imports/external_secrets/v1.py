# Generated from External Secrets 2.9.0 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated, Literal

from pydantic import Field

from ...core.objects import ApiStruct, CheckedStruct, KubeObject, at_least_one, exactly_one
from ..k8s.meta_v1 import LabelSelector, ObjectMeta
from ..k8s.values import Duration, IntOrString

__all__ = [
    "ClusterSecretStore",
    "ClusterSecretStoreAuth",
    "ClusterSecretStoreAws",
    "ClusterSecretStoreCondition",
    "ClusterSecretStoreJwt",
    "ClusterSecretStoreProvider",
    "ClusterSecretStoreRetrySettings",
    "ClusterSecretStoreSecretKeyRef",
    "ClusterSecretStoreSecretRef",
    "ClusterSecretStoreSecretsManager",
    "ClusterSecretStoreServiceAccountRef",
    "ClusterSecretStoreSessionTag",
    "ClusterSecretStoreSpec",
    "ExternalSecret",
    "ExternalSecretData",
    "ExternalSecretDataFrom",
    "ExternalSecretFind",
    "ExternalSecretGeneratorRef",
    "ExternalSecretItem",
    "ExternalSecretManifest",
    "ExternalSecretMerge",
    "ExternalSecretMetadata",
    "ExternalSecretName",
    "ExternalSecretRegexp",
    "ExternalSecretRemoteRef",
    "ExternalSecretRewrite",
    "ExternalSecretSecretStoreRef",
    "ExternalSecretSourceRef",
    "ExternalSecretSpec",
    "ExternalSecretSyncWindows",
    "ExternalSecretTarget",
    "ExternalSecretTemplate",
    "ExternalSecretTemplateFrom",
    "ExternalSecretTemplateRef",
    "ExternalSecretTransform",
    "ExternalSecretWindow",
    "SecretStore",
    "SecretStoreAuth",
    "SecretStoreAws",
    "SecretStoreCondition",
    "SecretStoreJwt",
    "SecretStoreProvider",
    "SecretStoreRetrySettings",
    "SecretStoreSecretKeyRef",
    "SecretStoreSecretRef",
    "SecretStoreSecretsManager",
    "SecretStoreServiceAccountRef",
    "SecretStoreSessionTag",
    "SecretStoreSpec",
]


class ClusterSecretStoreCondition(ApiStruct):
    namespace_regexes: list[str] | None = None
    namespace_selector: LabelSelector | None = None
    namespaces: (
        list[Annotated[str, Field(max_length=63, min_length=1, pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]]
        | None
    ) = None


class ClusterSecretStoreRetrySettings(ApiStruct):
    max_retries: Annotated[int | None, Field(le=2147483647)] = None
    retry_interval: str | None = None


class ClusterSecretStoreSecretsManager(ApiStruct):
    force_delete_without_recovery: bool | None = None
    recovery_window_in_days: int | None = None


class ClusterSecretStoreSessionTag(ApiStruct):
    key: str
    value: str


class ClusterSecretStoreServiceAccountRef(ApiStruct):
    name: Annotated[
        str,
        Field(
            max_length=253,
            min_length=1,
            pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
        ),
    ]
    audiences: list[str] | None = None
    namespace: Annotated[
        str | None, Field(max_length=63, min_length=1, pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
    ] = None


class ClusterSecretStoreSecretKeyRef(ApiStruct):
    name: Annotated[
        str | None,
        Field(
            max_length=253,
            min_length=1,
            pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
        ),
    ] = None
    key: Annotated[str | None, Field(max_length=253, min_length=1, pattern="^[-._a-zA-Z0-9]+$")] = None
    namespace: Annotated[
        str | None, Field(max_length=63, min_length=1, pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
    ] = None


class ExternalSecretSecretStoreRef(ApiStruct):
    kind: Literal["SecretStore", "ClusterSecretStore"] | None = None
    name: Annotated[
        str | None,
        Field(
            max_length=253,
            min_length=1,
            pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
        ),
    ] = None


class ExternalSecretRemoteRef(ApiStruct):
    conversion_strategy: Literal["Default", "Unicode"] | None = None
    decoding_strategy: Literal["Auto", "Base64", "Base64URL", "None"] | None = None
    key: str
    metadata_policy: Literal["None", "Fetch"] | None = None
    null_byte_policy: Literal["Ignore", "Fail"] | None = None
    property: str | None = None
    version: str | None = None


class ExternalSecretWindow(ApiStruct):
    duration: str
    schedule: Annotated[
        str,
        Field(
            min_length=1,
            pattern="^(@(annually|yearly|monthly|weekly|daily|midnight|hourly)|@every [^\\s]+.*|[^\\s]+( [^\\s]+){4})$",
        ),
    ]


class ExternalSecretManifest(ApiStruct):
    api_version: Annotated[str, Field(min_length=1)]
    kind: Annotated[str, Field(min_length=1)]


class ExternalSecretGeneratorRef(ApiStruct):
    api_version: str | None = None
    kind: Literal[
        "ACRAccessToken",
        "BeyondtrustWorkloadCredentialsDynamicSecret",
        "ClusterGenerator",
        "CloudsmithAccessToken",
        "ECRAuthorizationToken",
        "Fake",
        "GCRAccessToken",
        "GithubAccessToken",
        "GitlabDeployToken",
        "QuayAccessToken",
        "Password",
        "SSHKey",
        "STSSessionToken",
        "UUID",
        "VaultDynamicSecret",
        "Webhook",
        "Grafana",
        "MFA",
    ]
    name: Annotated[
        str,
        Field(
            max_length=253,
            min_length=1,
            pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
        ),
    ]


class ExternalSecretName(ApiStruct):
    regexp: str | None = None


class ExternalSecretMerge(ApiStruct):
    conflict_policy: Literal["Ignore", "Error"] | None = None
    into: str | None = None
    priority: list[str] | None = None
    priority_policy: Literal["IgnoreNotFound", "Strict"] | None = None
    strategy: Literal["Extract", "JSON"] | None = None


class ExternalSecretRegexp(ApiStruct):
    source: str
    target: str


class ExternalSecretTransform(ApiStruct):
    template: str


class ExternalSecretMetadata(ApiStruct):
    annotations: dict[str, str] | None = None
    finalizers: list[str] | None = None
    labels: dict[str, str] | None = None


class ExternalSecretItem(ApiStruct):
    key: Annotated[str, Field(max_length=253, min_length=1, pattern="^[-._a-zA-Z0-9]+$")]
    template_as: Literal["Values", "KeysAndValues"] | None = None


class SecretStoreCondition(ApiStruct):
    namespace_regexes: list[str] | None = None
    namespace_selector: LabelSelector | None = None
    namespaces: (
        list[Annotated[str, Field(max_length=63, min_length=1, pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]]
        | None
    ) = None


class SecretStoreRetrySettings(ApiStruct):
    max_retries: Annotated[int | None, Field(le=2147483647)] = None
    retry_interval: str | None = None


class SecretStoreSecretsManager(ApiStruct):
    force_delete_without_recovery: bool | None = None
    recovery_window_in_days: int | None = None


class SecretStoreSessionTag(ApiStruct):
    key: str
    value: str


class SecretStoreServiceAccountRef(ApiStruct):
    name: Annotated[
        str,
        Field(
            max_length=253,
            min_length=1,
            pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
        ),
    ]
    audiences: list[str] | None = None
    namespace: Annotated[
        str | None, Field(max_length=63, min_length=1, pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
    ] = None


class SecretStoreSecretKeyRef(ApiStruct):
    name: Annotated[
        str | None,
        Field(
            max_length=253,
            min_length=1,
            pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
        ),
    ] = None
    key: Annotated[str | None, Field(max_length=253, min_length=1, pattern="^[-._a-zA-Z0-9]+$")] = None
    namespace: Annotated[
        str | None, Field(max_length=63, min_length=1, pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
    ] = None


class ClusterSecretStoreJwt(ApiStruct):
    service_account_ref: ClusterSecretStoreServiceAccountRef | None = None


class ClusterSecretStoreSecretRef(ApiStruct):
    access_key_id_secret_ref: Annotated[
        ClusterSecretStoreSecretKeyRef | None, Field(alias="accessKeyIDSecretRef")
    ] = None
    secret_access_key_secret_ref: ClusterSecretStoreSecretKeyRef | None = None
    session_token_secret_ref: ClusterSecretStoreSecretKeyRef | None = None


class ExternalSecretSyncWindows(ApiStruct):
    kind: Literal["allow", "deny"]
    windows: Annotated[list[ExternalSecretWindow], Field(min_length=1)]


class ExternalSecretSourceRef(CheckedStruct):
    checks = (exactly_one("generator_ref", "store_ref"),)
    generator_ref: ExternalSecretGeneratorRef | None = None
    store_ref: ExternalSecretSecretStoreRef | None = None


class ExternalSecretFind(ApiStruct):
    name: ExternalSecretName | None = None
    conversion_strategy: Literal["Default", "Unicode"] | None = None
    decoding_strategy: Literal["Auto", "Base64", "Base64URL", "None"] | None = None
    null_byte_policy: Literal["Ignore", "Fail"] | None = None
    path: str | None = None
    tags: dict[str, str] | None = None


class ExternalSecretRewrite(CheckedStruct):
    checks = (exactly_one("merge", "regexp", "transform"),)
    merge: ExternalSecretMerge | None = None
    regexp: ExternalSecretRegexp | None = None
    transform: ExternalSecretTransform | None = None


class ExternalSecretTemplateRef(ApiStruct):
    name: Annotated[
        str,
        Field(
            max_length=253,
            min_length=1,
            pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
        ),
    ]
    items: list[ExternalSecretItem]


class SecretStoreJwt(ApiStruct):
    service_account_ref: SecretStoreServiceAccountRef | None = None


class SecretStoreSecretRef(ApiStruct):
    access_key_id_secret_ref: Annotated[
        SecretStoreSecretKeyRef | None, Field(alias="accessKeyIDSecretRef")
    ] = None
    secret_access_key_secret_ref: SecretStoreSecretKeyRef | None = None
    session_token_secret_ref: SecretStoreSecretKeyRef | None = None


class ClusterSecretStoreAuth(ApiStruct):
    jwt: ClusterSecretStoreJwt | None = None
    secret_ref: ClusterSecretStoreSecretRef | None = None


class ExternalSecretData(ApiStruct):
    remote_ref: ExternalSecretRemoteRef
    secret_key: Annotated[str, Field(max_length=253, min_length=1, pattern="^[-._a-zA-Z0-9]+$")]
    source_ref: ExternalSecretSourceRef | None = None


class ExternalSecretDataFrom(ApiStruct):
    extract: ExternalSecretRemoteRef | None = None
    find: ExternalSecretFind | None = None
    rewrite: list[ExternalSecretRewrite] | None = None
    source_ref: ExternalSecretSourceRef | None = None


class ExternalSecretTemplateFrom(ApiStruct):
    config_map: ExternalSecretTemplateRef | None = None
    literal: str | None = None
    secret: ExternalSecretTemplateRef | None = None
    target: str | None = None
    values_decoding_strategy: Literal["Auto", "Base64", "Base64URL", "None"] | None = None


class SecretStoreAuth(ApiStruct):
    jwt: SecretStoreJwt | None = None
    secret_ref: SecretStoreSecretRef | None = None


class ClusterSecretStoreAws(ApiStruct):
    additional_roles: list[str] | None = None
    auth: ClusterSecretStoreAuth | None = None
    custom_session_tags: dict[str, str] | None = None
    external_id: Annotated[str | None, Field(alias="externalID")] = None
    prefix: str | None = None
    region: str
    role: str | None = None
    secrets_manager: ClusterSecretStoreSecretsManager | None = None
    service: Literal["SecretsManager", "ParameterStore", "CertificateManager"]
    session_tags: list[ClusterSecretStoreSessionTag] | None = None
    session_tags_policy: Literal["None", "Simple", "Custom"] | None = None
    transitive_tag_keys: list[str] | None = None


class ExternalSecretTemplate(ApiStruct):
    metadata: ExternalSecretMetadata | None = None
    data: dict[str, str] | None = None
    engine_version: Literal["v2"] | None = None
    merge_policy: Literal["Replace", "Merge"] | None = None
    template_from: list[ExternalSecretTemplateFrom] | None = None
    type: str | None = None


class SecretStoreAws(ApiStruct):
    additional_roles: list[str] | None = None
    auth: SecretStoreAuth | None = None
    custom_session_tags: dict[str, str] | None = None
    external_id: Annotated[str | None, Field(alias="externalID")] = None
    prefix: str | None = None
    region: str
    role: str | None = None
    secrets_manager: SecretStoreSecretsManager | None = None
    service: Literal["SecretsManager", "ParameterStore", "CertificateManager"]
    session_tags: list[SecretStoreSessionTag] | None = None
    session_tags_policy: Literal["None", "Simple", "Custom"] | None = None
    transitive_tag_keys: list[str] | None = None


class ClusterSecretStoreProvider(CheckedStruct):
    checks = (exactly_one("aws"),)
    aws: ClusterSecretStoreAws | None = None


class ExternalSecretTarget(ApiStruct):
    name: Annotated[
        str | None,
        Field(
            max_length=253,
            min_length=1,
            pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
        ),
    ] = None
    creation_policy: Literal["Owner", "Orphan", "Merge", "None", "CreateOrMerge"] | None = None
    deletion_policy: Literal["Delete", "Merge", "Retain"] | None = None
    immutable: bool | None = None
    manifest: ExternalSecretManifest | None = None
    template: ExternalSecretTemplate | None = None


class SecretStoreProvider(CheckedStruct):
    checks = (exactly_one("aws"),)
    aws: SecretStoreAws | None = None


class ClusterSecretStoreSpec(ApiStruct):
    conditions: list[ClusterSecretStoreCondition] | None = None
    controller: str | None = None
    provider: ClusterSecretStoreProvider
    refresh_interval: IntOrString | None = None
    retry_settings: ClusterSecretStoreRetrySettings | None = None


class ExternalSecretSpec(CheckedStruct):
    checks = (at_least_one("data", "data_from"),)
    data: list[ExternalSecretData] | None = None
    data_from: list[ExternalSecretDataFrom] | None = None
    refresh_interval: Duration | None = None
    refresh_policy: Literal["CreatedOnce", "Periodic", "OnChange"] | None = None
    secret_store_ref: ExternalSecretSecretStoreRef | None = None
    sync_windows: ExternalSecretSyncWindows | None = None
    target: ExternalSecretTarget | None = None


class SecretStoreSpec(ApiStruct):
    conditions: list[SecretStoreCondition] | None = None
    controller: str | None = None
    provider: SecretStoreProvider
    refresh_interval: IntOrString | None = None
    retry_settings: SecretStoreRetrySettings | None = None


class ClusterSecretStore(KubeObject):
    api_version: Literal["external-secrets.io/v1"] = "external-secrets.io/v1"
    kind: Literal["ClusterSecretStore"] = "ClusterSecretStore"
    metadata: ObjectMeta
    spec: ClusterSecretStoreSpec | None = None


class ExternalSecret(KubeObject):
    api_version: Literal["external-secrets.io/v1"] = "external-secrets.io/v1"
    kind: Literal["ExternalSecret"] = "ExternalSecret"
    metadata: ObjectMeta
    spec: ExternalSecretSpec | None = None


class SecretStore(KubeObject):
    api_version: Literal["external-secrets.io/v1"] = "external-secrets.io/v1"
    kind: Literal["SecretStore"] = "SecretStore"
    metadata: ObjectMeta
    spec: SecretStoreSpec | None = None
