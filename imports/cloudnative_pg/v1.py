# Generated from CloudNativePG 1.30.0 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated, Any, Literal

from pydantic import Field

from ...core.objects import ApiStruct, CheckedStruct, KubeObject, at_most_one, only_with, unique
from ..k8s.core_v1 import (
    Affinity,
    Container,
    ContainerPort,
    EnvFromSource,
    EnvVar,
    HostAlias,
    Lifecycle,
    PersistentVolumeClaimSpec,
    PodDNSConfig,
    PodSecurityContext,
    Probe,
    ResourceRequirements,
    SecurityContext,
    ServiceSpec,
    Toleration,
    TopologySpreadConstraint,
    Volume,
    VolumeMount,
)
from ..k8s.meta_v1 import LabelSelector, ObjectMeta
from ..k8s.values import CronWithSeconds, IntOrQuantity, IntOrString, QuantityText

__all__ = [
    "Cluster",
    "ClusterAdditional",
    "ClusterAdditionalPodAffinity",
    "ClusterAffinity",
    "ClusterAzureCredentials",
    "ClusterBackup",
    "ClusterBarmanObjectStore",
    "ClusterBindAsAuth",
    "ClusterBindSearchAuth",
    "ClusterBootstrap",
    "ClusterCertificates",
    "ClusterClusterTrustBundle",
    "ClusterConfigMap",
    "ClusterCustomQueriesConfigMap",
    "ClusterData",
    "ClusterDownwardAPI",
    "ClusterDownwardAPIItem",
    "ClusterEnv",
    "ClusterEphemeralVolumeSource",
    "ClusterEphemeralVolumesSizeLimit",
    "ClusterExtension",
    "ClusterExternalCluster",
    "ClusterFieldRef",
    "ClusterGoogleCredentials",
    "ClusterHighAvailability",
    "ClusterImage",
    "ClusterImageCatalogRef",
    "ClusterImagePullSecret",
    "ClusterImport",
    "ClusterImportSource",
    "ClusterInheritedMetadata",
    "ClusterInitdb",
    "ClusterIsolationCheck",
    "ClusterItem",
    "ClusterLdap",
    "ClusterLiveness",
    "ClusterManaged",
    "ClusterManagedRole",
    "ClusterMatchExpression",
    "ClusterMetadata",
    "ClusterMonitoring",
    "ClusterNodeAffinity",
    "ClusterNodeAffinityPreferredDuringSchedulingIgnoredDuringExecution",
    "ClusterNodeAffinityRequiredDuringSchedulingIgnoredDuringExecution",
    "ClusterNodeMaintenanceWindow",
    "ClusterOnlineConfiguration",
    "ClusterOwner",
    "ClusterPgBasebackup",
    "ClusterPlugin",
    "ClusterPodCertificate",
    "ClusterPodMonitorMetricRelabeling",
    "ClusterPodSelectorRef",
    "ClusterPostInitApplicationSQLRefs",
    "ClusterPostgresql",
    "ClusterPreference",
    "ClusterPreferredDuringSchedulingIgnoredDuringExecution",
    "ClusterPrimaryLease",
    "ClusterProbes",
    "ClusterProjectedVolumeTemplate",
    "ClusterReadiness",
    "ClusterRecovery",
    "ClusterRecoveryBackup",
    "ClusterRecoveryTarget",
    "ClusterReplica",
    "ClusterReplicationSlots",
    "ClusterRequiredDuringSchedulingIgnoredDuringExecution",
    "ClusterResourceFieldRef",
    "ClusterS3Credentials",
    "ClusterSeccompProfile",
    "ClusterSecretKeyRef",
    "ClusterServiceAccountTemplate",
    "ClusterServiceAccountToken",
    "ClusterServiceTemplate",
    "ClusterServices",
    "ClusterSource",
    "ClusterSpec",
    "ClusterStorage",
    "ClusterSyncReplicaElectionConstraint",
    "ClusterSynchronizeReplicas",
    "ClusterSynchronous",
    "ClusterTablespace",
    "ClusterTls",
    "ClusterVolumeClaimTemplate",
    "ClusterVolumeSnapshot",
    "ClusterVolumeSnapshots",
    "ClusterVolumeSnapshotsStorage",
    "ClusterWal",
    "Database",
    "DatabaseCluster",
    "DatabaseExtension",
    "DatabaseFdw",
    "DatabaseOption",
    "DatabaseSchema",
    "DatabaseServer",
    "DatabaseSpec",
    "DatabaseUsage",
    "Pooler",
    "PoolerCluster",
    "PoolerDeploymentStrategy",
    "PoolerEphemeralContainer",
    "PoolerExitCodes",
    "PoolerImageCatalogRef",
    "PoolerImagePullSecret",
    "PoolerMetadata",
    "PoolerMonitoring",
    "PoolerPgbouncer",
    "PoolerPodMonitorMetricRelabeling",
    "PoolerReadinessGate",
    "PoolerResizePolicy",
    "PoolerResourceClaim",
    "PoolerRestartPolicyRule",
    "PoolerRollingUpdate",
    "PoolerSchedulingGroup",
    "PoolerServiceTemplate",
    "PoolerSpec",
    "PoolerTemplate",
    "PoolerTemplateSpec",
    "PoolerTls",
    "PoolerVolumeDevice",
    "ScheduledBackup",
    "ScheduledBackupCluster",
    "ScheduledBackupOnlineConfiguration",
    "ScheduledBackupPluginConfiguration",
    "ScheduledBackupSpec",
]


class ClusterCertificates(ApiStruct):
    client_ca_secret: Annotated[str | None, Field(alias="clientCASecret")] = None
    replication_tls_secret: Annotated[str | None, Field(alias="replicationTLSSecret")] = None
    server_alt_dns_names: Annotated[list[str] | None, Field(alias="serverAltDNSNames")] = None
    server_ca_secret: Annotated[str | None, Field(alias="serverCASecret")] = None
    server_tls_secret: Annotated[str | None, Field(alias="serverTLSSecret")] = None


class ClusterEphemeralVolumesSizeLimit(ApiStruct):
    shm: IntOrQuantity | None = None
    temporary_data: IntOrQuantity | None = None


class ClusterImageCatalogRef(ApiStruct):
    kind: str
    name: str
    api_group: str | None = None
    major: int


class ClusterImagePullSecret(ApiStruct):
    name: str


class ClusterInheritedMetadata(ApiStruct):
    annotations: dict[str, str] | None = None
    labels: dict[str, str] | None = None


class ClusterNodeMaintenanceWindow(ApiStruct):
    in_progress: bool | None = None
    reuse_pvc: Annotated[bool | None, Field(alias="reusePVC")] = None


class ClusterPlugin(ApiStruct):
    name: str
    enabled: bool | None = None
    is_wal_archiver: Annotated[bool | None, Field(alias="isWALArchiver")] = None
    parameters: dict[str, str] | None = None


class ClusterPodSelectorRef(ApiStruct):
    name: Annotated[str, Field(min_length=1, pattern="^[a-z]([a-z0-9_-]*[a-z0-9])?$")]
    selector: LabelSelector


class ClusterPrimaryLease(ApiStruct):
    lease_duration_seconds: Annotated[int | None, Field(ge=1, le=2147483647)] = None
    released_lease_duration_seconds: Annotated[int | None, Field(ge=1, le=2147483647)] = None
    renew_deadline_seconds: Annotated[int | None, Field(ge=1, le=2147483647)] = None
    retry_period_seconds: Annotated[int | None, Field(ge=1, le=2147483647)] = None


class ClusterReplica(ApiStruct):
    enabled: bool | None = None
    min_apply_delay: str | None = None
    primary: str | None = None
    promotion_token: str | None = None
    self: str | None = None
    source: Annotated[str, Field(min_length=1)]


class ClusterSeccompProfile(ApiStruct):
    localhost_profile: str | None = None
    type: str


class ClusterStorage(ApiStruct):
    pvc_template: PersistentVolumeClaimSpec | None = None
    resize_in_use_volumes: bool | None = None
    size: QuantityText | None = None
    storage_class: str | None = None


class ClusterPgBasebackup(ApiStruct):
    database: str | None = None
    owner: str | None = None
    secret: ClusterImagePullSecret | None = None
    source: Annotated[str, Field(min_length=1)]


class ClusterVolumeClaimTemplate(ApiStruct):
    metadata: dict[str, Any] | None = None
    spec: PersistentVolumeClaimSpec


class ClusterSecretKeyRef(ApiStruct):
    name: str | None = None
    key: str
    optional: bool | None = None


class ClusterManagedRole(ApiStruct):
    name: str
    bypassrls: bool | None = None
    comment: str | None = None
    connection_limit: int | None = None
    createdb: bool | None = None
    createrole: bool | None = None
    disable_password: bool | None = None
    ensure: Literal["present", "absent"] | None = None
    in_roles: list[str] | None = None
    inherit: bool | None = None
    login: bool | None = None
    password_secret: ClusterImagePullSecret | None = None
    replication: bool | None = None
    superuser: bool | None = None
    valid_until: str | None = None


class ClusterCustomQueriesConfigMap(ApiStruct):
    name: str
    key: str


class ClusterPodMonitorMetricRelabeling(ApiStruct):
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
    modulus: int | None = None
    regex: str | None = None
    replacement: str | None = None
    separator: str | None = None
    source_labels: list[str] | None = None
    target_label: str | None = None


class ClusterTls(ApiStruct):
    enabled: bool | None = None


class ClusterSyncReplicaElectionConstraint(ApiStruct):
    enabled: bool
    node_labels_anti_affinity: list[str] | None = None


class ClusterSynchronous(ApiStruct):
    data_durability: Literal["required", "preferred"] | None = None
    failover_quorum: bool | None = None
    max_standby_names_from_cluster: int | None = None
    method: Literal["any", "first"]
    number: Annotated[int, Field(ge=1)]
    standby_names_post: list[str] | None = None
    standby_names_pre: list[str] | None = None


class ClusterReadiness(ApiStruct):
    failure_threshold: Annotated[int | None, Field(le=2147483647)] = None
    initial_delay_seconds: Annotated[int | None, Field(le=2147483647)] = None
    maximum_lag: IntOrQuantity | None = None
    period_seconds: Annotated[int | None, Field(le=2147483647)] = None
    success_threshold: Annotated[int | None, Field(le=2147483647)] = None
    termination_grace_period_seconds: int | None = None
    timeout_seconds: Annotated[int | None, Field(le=2147483647)] = None
    type: Literal["pg_isready", "streaming", "query"] | None = None


class ClusterHighAvailability(ApiStruct):
    enabled: bool | None = None
    slot_prefix: Annotated[str | None, Field(pattern="^[0-9a-z_]*$")] = None
    synchronize_logical_decoding: bool | None = None


class ClusterSynchronizeReplicas(ApiStruct):
    enabled: bool | None = None
    exclude_patterns: list[str] | None = None


class ClusterMetadata(ApiStruct):
    name: str | None = None
    annotations: dict[str, str] | None = None
    labels: dict[str, str] | None = None


class ClusterOwner(ApiStruct):
    name: str | None = None


class ClusterRequiredDuringSchedulingIgnoredDuringExecution(ApiStruct):
    label_selector: LabelSelector | None = None
    match_label_keys: list[str] | None = None
    mismatch_label_keys: list[str] | None = None
    namespace_selector: LabelSelector | None = None
    namespaces: list[str] | None = None
    topology_key: str


class ClusterAzureCredentials(ApiStruct):
    connection_string: ClusterCustomQueriesConfigMap | None = None
    inherit_from_azure_ad: Annotated[bool | None, Field(alias="inheritFromAzureAD")] = None
    storage_account: ClusterCustomQueriesConfigMap | None = None
    storage_key: ClusterCustomQueriesConfigMap | None = None
    storage_sas_token: ClusterCustomQueriesConfigMap | None = None
    use_default_azure_credentials: bool | None = None


class ClusterData(ApiStruct):
    additional_command_args: list[str] | None = None
    compression: Literal["bzip2", "gzip", "lz4", "snappy"] | None = None
    encryption: Literal["AES256", "aws:kms"] | None = None
    immediate_checkpoint: bool | None = None
    jobs: Annotated[int | None, Field(ge=1, le=2147483647)] = None


class ClusterGoogleCredentials(ApiStruct):
    application_credentials: ClusterCustomQueriesConfigMap | None = None
    gke_environment: bool | None = None


class ClusterS3Credentials(ApiStruct):
    access_key_id: ClusterCustomQueriesConfigMap | None = None
    inherit_from_iam_role: Annotated[bool | None, Field(alias="inheritFromIAMRole")] = None
    region: ClusterCustomQueriesConfigMap | None = None
    secret_access_key: ClusterCustomQueriesConfigMap | None = None
    session_token: ClusterCustomQueriesConfigMap | None = None


class ClusterWal(ApiStruct):
    archive_additional_command_args: list[str] | None = None
    compression: Literal["bzip2", "gzip", "lz4", "snappy", "xz", "zstd"] | None = None
    encryption: Literal["AES256", "aws:kms"] | None = None
    max_parallel: Annotated[int | None, Field(ge=1)] = None
    restore_additional_command_args: list[str] | None = None


class ClusterOnlineConfiguration(ApiStruct):
    immediate_checkpoint: bool | None = None
    wait_for_archive: bool | None = None


class ClusterPostInitApplicationSQLRefs(ApiStruct):
    config_map_refs: list[ClusterCustomQueriesConfigMap] | None = None
    secret_refs: list[ClusterCustomQueriesConfigMap] | None = None


class ClusterRecoveryBackup(ApiStruct):
    name: str
    endpoint_ca: Annotated[ClusterCustomQueriesConfigMap | None, Field(alias="endpointCA")] = None


class ClusterRecoveryTarget(ApiStruct):
    backup_id: Annotated[str | None, Field(alias="backupID")] = None
    exclusive: bool | None = None
    target_immediate: bool | None = None
    target_lsn: Annotated[str | None, Field(alias="targetLSN")] = None
    target_name: str | None = None
    target_tli: Annotated[str | None, Field(alias="targetTLI")] = None
    target_time: str | None = None
    target_xid: Annotated[str | None, Field(alias="targetXID")] = None


class ClusterEnv(ApiStruct):
    name: Annotated[str, Field(min_length=1, pattern="^[a-zA-Z_][a-zA-Z0-9_]*$")]
    value: Annotated[str, Field(min_length=1)]


class ClusterImage(ApiStruct):
    pull_policy: str | None = None
    reference: str | None = None


class ClusterBindAsAuth(ApiStruct):
    prefix: str | None = None
    suffix: str | None = None


class ClusterBindSearchAuth(ApiStruct):
    base_dn: Annotated[str | None, Field(alias="baseDN")] = None
    bind_dn: Annotated[str | None, Field(alias="bindDN")] = None
    bind_password: ClusterSecretKeyRef | None = None
    search_attribute: str | None = None
    search_filter: str | None = None


class ClusterIsolationCheck(ApiStruct):
    connection_timeout: int | None = None
    enabled: bool | None = None
    request_timeout: int | None = None


class ClusterClusterTrustBundle(ApiStruct):
    name: str | None = None
    label_selector: LabelSelector | None = None
    optional: bool | None = None
    path: str
    signer_name: str | None = None


class ClusterPodCertificate(ApiStruct):
    certificate_chain_path: str | None = None
    credential_bundle_path: str | None = None
    key_path: str | None = None
    key_type: str
    max_expiration_seconds: Annotated[int | None, Field(le=2147483647)] = None
    signer_name: str
    user_annotations: dict[str, str] | None = None


class ClusterServiceAccountToken(ApiStruct):
    audience: str | None = None
    expiration_seconds: int | None = None
    path: str


class ClusterImportSource(ApiStruct):
    external_cluster: str


class ClusterVolumeSnapshotsStorage(ApiStruct):
    kind: str
    name: str
    api_group: str | None = None


class ClusterServiceTemplate(ApiStruct):
    metadata: ClusterMetadata | None = None
    spec: ServiceSpec | None = None


class ClusterItem(ApiStruct):
    key: str
    mode: Annotated[int | None, Field(le=2147483647)] = None
    path: str


class ClusterMatchExpression(ApiStruct):
    key: str
    operator: str
    values: list[str] | None = None


class ClusterFieldRef(ApiStruct):
    api_version: str | None = None
    field_path: str


class ClusterResourceFieldRef(ApiStruct):
    container_name: str | None = None
    divisor: IntOrQuantity | None = None
    resource: str


class DatabaseCluster(ApiStruct):
    name: str | None = None


class DatabaseExtension(ApiStruct):
    name: str
    ensure: Literal["present", "absent"] | None = None
    schema_: str | None = None
    version: str | None = None


class DatabaseSchema(ApiStruct):
    name: str
    ensure: Literal["present", "absent"] | None = None
    owner: str | None = None


class DatabaseOption(ApiStruct):
    name: str
    ensure: Literal["present", "absent"] | None = None
    value: str


class DatabaseUsage(ApiStruct):
    name: Annotated[str, Field(min_length=1)]
    type: Literal["grant", "revoke"] | None = None


class PoolerCluster(ApiStruct):
    name: str


class PoolerRollingUpdate(ApiStruct):
    max_surge: IntOrString | None = None
    max_unavailable: IntOrString | None = None


class PoolerPodMonitorMetricRelabeling(ApiStruct):
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
    modulus: int | None = None
    regex: str | None = None
    replacement: str | None = None
    separator: str | None = None
    source_labels: list[str] | None = None
    target_label: str | None = None


class PoolerTls(ApiStruct):
    enabled: bool | None = None


class PoolerImageCatalogRef(ApiStruct):
    kind: str
    name: str
    api_group: str | None = None
    key: Annotated[str, Field(max_length=63, pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]


class PoolerMetadata(ApiStruct):
    name: str | None = None
    annotations: dict[str, str] | None = None
    labels: dict[str, str] | None = None


class PoolerImagePullSecret(ApiStruct):
    name: str | None = None


class PoolerReadinessGate(ApiStruct):
    condition_type: str


class PoolerResourceClaim(ApiStruct):
    name: str
    resource_claim_name: str | None = None
    resource_claim_template_name: str | None = None


class PoolerSchedulingGroup(ApiStruct):
    pod_group_name: str | None = None


class PoolerResizePolicy(ApiStruct):
    resource_name: str
    restart_policy: str


class PoolerVolumeDevice(ApiStruct):
    name: str
    device_path: str


class PoolerExitCodes(CheckedStruct):
    checks = (unique("values"),)
    operator: str
    values: list[Annotated[int, Field(le=2147483647)]] | None = None


class ScheduledBackupCluster(ApiStruct):
    name: str


class ScheduledBackupOnlineConfiguration(ApiStruct):
    immediate_checkpoint: bool | None = None
    wait_for_archive: bool | None = None


class ScheduledBackupPluginConfiguration(ApiStruct):
    name: str
    parameters: dict[str, str] | None = None


class ClusterEphemeralVolumeSource(ApiStruct):
    volume_claim_template: ClusterVolumeClaimTemplate | None = None


class ClusterMonitoring(ApiStruct):
    custom_queries_config_map: list[ClusterCustomQueriesConfigMap] | None = None
    custom_queries_secret: list[ClusterCustomQueriesConfigMap] | None = None
    disable_default_queries: bool | None = None
    enable_pod_monitor: bool | None = None
    metrics_queries_ttl: Annotated[str | None, Field(alias="metricsQueriesTTL")] = None
    pod_monitor_metric_relabelings: list[ClusterPodMonitorMetricRelabeling] | None = None
    pod_monitor_relabelings: list[ClusterPodMonitorMetricRelabeling] | None = None
    tls: ClusterTls | None = None


class ClusterReplicationSlots(ApiStruct):
    high_availability: ClusterHighAvailability | None = None
    synchronize_replicas: ClusterSynchronizeReplicas | None = None
    update_interval: Annotated[int | None, Field(ge=1)] = None


class ClusterServiceAccountTemplate(ApiStruct):
    metadata: ClusterMetadata


class ClusterTablespace(ApiStruct):
    name: str
    owner: ClusterOwner | None = None
    storage: ClusterStorage
    temporary: bool | None = None


class ClusterBarmanObjectStore(ApiStruct):
    azure_credentials: ClusterAzureCredentials | None = None
    data: ClusterData | None = None
    destination_path: Annotated[str, Field(min_length=1)]
    endpoint_ca: Annotated[ClusterCustomQueriesConfigMap | None, Field(alias="endpointCA")] = None
    endpoint_url: Annotated[str | None, Field(alias="endpointURL")] = None
    google_credentials: ClusterGoogleCredentials | None = None
    history_tags: dict[str, str] | None = None
    s3_credentials: ClusterS3Credentials | None = None
    server_name: str | None = None
    tags: dict[str, str] | None = None
    wal: ClusterWal | None = None


class ClusterVolumeSnapshot(ApiStruct):
    annotations: dict[str, str] | None = None
    class_name: str | None = None
    labels: dict[str, str] | None = None
    online: bool | None = None
    online_configuration: ClusterOnlineConfiguration | None = None
    snapshot_owner_reference: Literal["none", "cluster", "backup"] | None = None
    tablespace_class_name: dict[str, str] | None = None
    wal_class_name: str | None = None


class ClusterExtension(CheckedStruct):
    checks = (unique("env", "name"),)
    name: Annotated[str, Field(max_length=59, min_length=1, pattern="^[a-z0-9]([-a-z0-9_]*[a-z0-9])?$")]
    bin_path: Annotated[list[str] | None, Field(alias="bin_path")] = None
    dynamic_library_path: Annotated[list[str] | None, Field(alias="dynamic_library_path")] = None
    env: list[ClusterEnv] | None = None
    extension_control_path: Annotated[list[str] | None, Field(alias="extension_control_path")] = None
    image: ClusterImage | None = None
    ld_library_path: Annotated[list[str] | None, Field(alias="ld_library_path")] = None


class ClusterLdap(ApiStruct):
    bind_as_auth: ClusterBindAsAuth | None = None
    bind_search_auth: ClusterBindSearchAuth | None = None
    port: int | None = None
    scheme: Literal["ldap", "ldaps"] | None = None
    server: str | None = None
    tls: bool | None = None


class ClusterLiveness(ApiStruct):
    failure_threshold: Annotated[int | None, Field(le=2147483647)] = None
    initial_delay_seconds: Annotated[int | None, Field(le=2147483647)] = None
    isolation_check: ClusterIsolationCheck | None = None
    period_seconds: Annotated[int | None, Field(le=2147483647)] = None
    success_threshold: Annotated[int | None, Field(le=2147483647)] = None
    termination_grace_period_seconds: int | None = None
    timeout_seconds: Annotated[int | None, Field(le=2147483647)] = None


class ClusterPreferredDuringSchedulingIgnoredDuringExecution(ApiStruct):
    pod_affinity_term: ClusterRequiredDuringSchedulingIgnoredDuringExecution
    weight: Annotated[int, Field(le=2147483647)]


class ClusterImport(ApiStruct):
    databases: list[str]
    pg_dump_extra_options: list[str] | None = None
    pg_restore_data_options: list[str] | None = None
    pg_restore_extra_options: list[str] | None = None
    pg_restore_postdata_options: list[str] | None = None
    pg_restore_predata_options: list[str] | None = None
    post_import_application_sql: Annotated[list[str] | None, Field(alias="postImportApplicationSQL")] = None
    roles: list[str] | None = None
    schema_only: bool | None = None
    source: ClusterImportSource
    type: Literal["microservice", "monolith"]


class ClusterVolumeSnapshots(ApiStruct):
    storage: ClusterVolumeSnapshotsStorage
    tablespace_storage: dict[str, ClusterVolumeSnapshotsStorage] | None = None
    wal_storage: ClusterVolumeSnapshotsStorage | None = None


class ClusterAdditional(ApiStruct):
    selector_type: Literal["rw", "r", "ro"]
    service_template: ClusterServiceTemplate
    update_strategy: Literal["patch", "replace"] | None = None


class ClusterConfigMap(ApiStruct):
    name: str | None = None
    items: list[ClusterItem] | None = None
    optional: bool | None = None


class ClusterPreference(ApiStruct):
    match_expressions: list[ClusterMatchExpression] | None = None
    match_fields: list[ClusterMatchExpression] | None = None


class ClusterDownwardAPIItem(ApiStruct):
    field_ref: ClusterFieldRef | None = None
    mode: Annotated[int | None, Field(le=2147483647)] = None
    path: str
    resource_field_ref: ClusterResourceFieldRef | None = None


class DatabaseFdw(ApiStruct):
    name: str
    ensure: Literal["present", "absent"] | None = None
    handler: str | None = None
    options: list[DatabaseOption] | None = None
    owner: str | None = None
    usage: list[DatabaseUsage] | None = None
    validator: str | None = None


class DatabaseServer(ApiStruct):
    name: str
    ensure: Literal["present", "absent"] | None = None
    fdw: Annotated[str, Field(min_length=1)]
    options: list[DatabaseOption] | None = None
    usage: list[DatabaseUsage] | None = None


class PoolerDeploymentStrategy(ApiStruct):
    rolling_update: PoolerRollingUpdate | None = None
    type: str | None = None


class PoolerMonitoring(ApiStruct):
    enable_pod_monitor: bool | None = None
    pod_monitor_metric_relabelings: list[PoolerPodMonitorMetricRelabeling] | None = None
    pod_monitor_relabelings: list[PoolerPodMonitorMetricRelabeling] | None = None
    tls: PoolerTls | None = None


class PoolerPgbouncer(CheckedStruct):
    checks = (at_most_one("image", "image_catalog_ref"),)
    auth_query: str | None = None
    auth_query_secret: PoolerCluster | None = None
    client_ca_secret: Annotated[PoolerCluster | None, Field(alias="clientCASecret")] = None
    client_tls_secret: Annotated[PoolerCluster | None, Field(alias="clientTLSSecret")] = None
    image: str | None = None
    image_catalog_ref: PoolerImageCatalogRef | None = None
    parameters: dict[str, str] | None = None
    paused: bool | None = None
    pg_hba: Annotated[list[str] | None, Field(alias="pg_hba")] = None
    pool_mode: Literal["session", "transaction"] | None = None
    server_ca_secret: Annotated[PoolerCluster | None, Field(alias="serverCASecret")] = None
    server_tls_secret: Annotated[PoolerCluster | None, Field(alias="serverTLSSecret")] = None


class PoolerServiceTemplate(ApiStruct):
    metadata: PoolerMetadata | None = None
    spec: ServiceSpec | None = None


class PoolerRestartPolicyRule(ApiStruct):
    action: str
    exit_codes: PoolerExitCodes | None = None


class ScheduledBackupSpec(ApiStruct):
    backup_owner_reference: Literal["none", "self", "cluster"] | None = None
    cluster: ScheduledBackupCluster
    immediate: bool | None = None
    method: Literal["barmanObjectStore", "volumeSnapshot", "plugin"] | None = None
    online: bool | None = None
    online_configuration: ScheduledBackupOnlineConfiguration | None = None
    plugin_configuration: ScheduledBackupPluginConfiguration | None = None
    schedule: CronWithSeconds
    suspend: bool | None = None
    target: Literal["primary", "prefer-standby"] | None = None


class ClusterBackup(ApiStruct):
    barman_object_store: ClusterBarmanObjectStore | None = None
    retention_policy: Annotated[str | None, Field(pattern="^[1-9][0-9]*[dwm]$")] = None
    target: Literal["primary", "prefer-standby"] | None = None
    volume_snapshot: ClusterVolumeSnapshot | None = None


class ClusterExternalCluster(ApiStruct):
    name: str
    barman_object_store: ClusterBarmanObjectStore | None = None
    connection_parameters: dict[str, str] | None = None
    password: ClusterSecretKeyRef | None = None
    plugin: ClusterPlugin | None = None
    ssl_cert: ClusterSecretKeyRef | None = None
    ssl_key: ClusterSecretKeyRef | None = None
    ssl_root_cert: ClusterSecretKeyRef | None = None


class ClusterPostgresql(CheckedStruct):
    checks = (unique("extensions", "name"),)
    enable_alter_system: bool | None = None
    extensions: list[ClusterExtension] | None = None
    ldap: ClusterLdap | None = None
    parameters: dict[str, str] | None = None
    pg_hba: Annotated[list[str] | None, Field(alias="pg_hba")] = None
    pg_ident: Annotated[list[str] | None, Field(alias="pg_ident")] = None
    promotion_timeout: Annotated[int | None, Field(le=2147483647)] = None
    shared_preload_libraries: Annotated[list[str] | None, Field(alias="shared_preload_libraries")] = None
    sync_replica_election_constraint: ClusterSyncReplicaElectionConstraint | None = None
    synchronous: ClusterSynchronous | None = None


class ClusterProbes(ApiStruct):
    liveness: ClusterLiveness | None = None
    readiness: ClusterReadiness | None = None
    startup: ClusterReadiness | None = None


class ClusterAdditionalPodAffinity(ApiStruct):
    preferred_during_scheduling_ignored_during_execution: (
        list[ClusterPreferredDuringSchedulingIgnoredDuringExecution] | None
    ) = None
    required_during_scheduling_ignored_during_execution: (
        list[ClusterRequiredDuringSchedulingIgnoredDuringExecution] | None
    ) = None


class ClusterInitdb(CheckedStruct):
    checks = (
        only_with("builtin_locale", "locale_provider", "builtin"),
        only_with("icu_locale", "locale_provider", "icu"),
        only_with("icu_rules", "locale_provider", "icu"),
    )
    builtin_locale: str | None = None
    data_checksums: bool | None = None
    database: str | None = None
    encoding: str | None = None
    icu_locale: str | None = None
    icu_rules: str | None = None
    import_: ClusterImport | None = None
    locale: str | None = None
    locale_c_type: str | None = None
    locale_collate: str | None = None
    locale_provider: str | None = None
    options: list[str] | None = None
    owner: str | None = None
    post_init_application_sql: Annotated[list[str] | None, Field(alias="postInitApplicationSQL")] = None
    post_init_application_sql_refs: Annotated[
        ClusterPostInitApplicationSQLRefs | None, Field(alias="postInitApplicationSQLRefs")
    ] = None
    post_init_sql: Annotated[list[str] | None, Field(alias="postInitSQL")] = None
    post_init_sql_refs: Annotated[
        ClusterPostInitApplicationSQLRefs | None, Field(alias="postInitSQLRefs")
    ] = None
    post_init_template_sql: Annotated[list[str] | None, Field(alias="postInitTemplateSQL")] = None
    post_init_template_sql_refs: Annotated[
        ClusterPostInitApplicationSQLRefs | None, Field(alias="postInitTemplateSQLRefs")
    ] = None
    secret: ClusterImagePullSecret | None = None
    wal_segment_size: Annotated[int | None, Field(ge=1, le=1024)] = None


class ClusterRecovery(ApiStruct):
    backup: ClusterRecoveryBackup | None = None
    database: str | None = None
    owner: str | None = None
    recovery_target: ClusterRecoveryTarget | None = None
    secret: ClusterImagePullSecret | None = None
    source: str | None = None
    volume_snapshots: ClusterVolumeSnapshots | None = None


class ClusterServices(ApiStruct):
    additional: list[ClusterAdditional] | None = None
    disabled_default_services: list[Literal["rw", "r", "ro"]] | None = None


class ClusterNodeAffinityPreferredDuringSchedulingIgnoredDuringExecution(ApiStruct):
    preference: ClusterPreference
    weight: Annotated[int, Field(le=2147483647)]


class ClusterNodeAffinityRequiredDuringSchedulingIgnoredDuringExecution(ApiStruct):
    node_selector_terms: list[ClusterPreference]


class ClusterDownwardAPI(ApiStruct):
    items: list[ClusterDownwardAPIItem] | None = None


class DatabaseSpec(CheckedStruct):
    checks = (
        only_with("builtin_locale", "locale_provider", "builtin"),
        only_with("icu_locale", "locale_provider", "icu"),
        only_with("icu_rules", "locale_provider", "icu"),
    )
    name: str
    allow_connections: bool | None = None
    builtin_locale: str | None = None
    cluster: DatabaseCluster
    collation_version: str | None = None
    connection_limit: int | None = None
    database_reclaim_policy: Literal["delete", "retain"] | None = None
    encoding: str | None = None
    ensure: Literal["present", "absent"] | None = None
    extensions: list[DatabaseExtension] | None = None
    fdws: list[DatabaseFdw] | None = None
    icu_locale: str | None = None
    icu_rules: str | None = None
    is_template: bool | None = None
    locale: str | None = None
    locale_c_type: str | None = None
    locale_collate: str | None = None
    locale_provider: str | None = None
    owner: str
    schemas: list[DatabaseSchema] | None = None
    servers: list[DatabaseServer] | None = None
    tablespace: str | None = None
    template: str | None = None


class PoolerEphemeralContainer(CheckedStruct):
    checks = (
        unique("env", "name"),
        unique("ports", "container_port", "protocol"),
        unique("volume_devices", "device_path"),
        unique("volume_mounts", "mount_path"),
    )
    name: str
    args: list[str] | None = None
    command: list[str] | None = None
    env: list[EnvVar] | None = None
    env_from: list[EnvFromSource] | None = None
    image: str | None = None
    image_pull_policy: str | None = None
    lifecycle: Lifecycle | None = None
    liveness_probe: Probe | None = None
    ports: list[ContainerPort] | None = None
    readiness_probe: Probe | None = None
    resize_policy: list[PoolerResizePolicy] | None = None
    resources: ResourceRequirements | None = None
    restart_policy: str | None = None
    restart_policy_rules: list[PoolerRestartPolicyRule] | None = None
    security_context: SecurityContext | None = None
    startup_probe: Probe | None = None
    stdin: bool | None = None
    stdin_once: bool | None = None
    target_container_name: str | None = None
    termination_message_path: str | None = None
    termination_message_policy: str | None = None
    tty: bool | None = None
    volume_devices: list[PoolerVolumeDevice] | None = None
    volume_mounts: list[VolumeMount] | None = None
    working_dir: str | None = None


class ScheduledBackup(KubeObject):
    api_version: Literal["postgresql.cnpg.io/v1"] = "postgresql.cnpg.io/v1"
    kind: Literal["ScheduledBackup"] = "ScheduledBackup"
    metadata: ObjectMeta
    spec: ScheduledBackupSpec


class ClusterBootstrap(ApiStruct):
    initdb: ClusterInitdb | None = None
    pg_basebackup: Annotated[ClusterPgBasebackup | None, Field(alias="pg_basebackup")] = None
    recovery: ClusterRecovery | None = None


class ClusterManaged(ApiStruct):
    roles: list[ClusterManagedRole] | None = None
    services: ClusterServices | None = None


class ClusterNodeAffinity(ApiStruct):
    preferred_during_scheduling_ignored_during_execution: (
        list[ClusterNodeAffinityPreferredDuringSchedulingIgnoredDuringExecution] | None
    ) = None
    required_during_scheduling_ignored_during_execution: (
        ClusterNodeAffinityRequiredDuringSchedulingIgnoredDuringExecution | None
    ) = None


class ClusterSource(ApiStruct):
    cluster_trust_bundle: ClusterClusterTrustBundle | None = None
    config_map: ClusterConfigMap | None = None
    downward_api: Annotated[ClusterDownwardAPI | None, Field(alias="downwardAPI")] = None
    pod_certificate: ClusterPodCertificate | None = None
    secret: ClusterConfigMap | None = None
    service_account_token: ClusterServiceAccountToken | None = None


class Database(KubeObject):
    api_version: Literal["postgresql.cnpg.io/v1"] = "postgresql.cnpg.io/v1"
    kind: Literal["Database"] = "Database"
    metadata: ObjectMeta
    spec: DatabaseSpec


class PoolerTemplateSpec(CheckedStruct):
    checks = (
        unique("containers", "name"),
        unique("ephemeral_containers", "name"),
        unique("host_aliases", "ip"),
        unique("image_pull_secrets", "name"),
        unique("init_containers", "name"),
        unique("resource_claims", "name"),
        unique("scheduling_gates", "name"),
        unique("topology_spread_constraints", "topology_key", "when_unsatisfiable"),
        unique("volumes", "name"),
    )
    active_deadline_seconds: int | None = None
    affinity: Affinity | None = None
    automount_service_account_token: bool | None = None
    containers: list[Container]
    dns_config: PodDNSConfig | None = None
    dns_policy: str | None = None
    enable_service_links: bool | None = None
    ephemeral_containers: list[PoolerEphemeralContainer] | None = None
    host_aliases: list[HostAlias] | None = None
    host_ipc: Annotated[bool | None, Field(alias="hostIPC")] = None
    host_network: bool | None = None
    host_pid: Annotated[bool | None, Field(alias="hostPID")] = None
    host_users: bool | None = None
    hostname: str | None = None
    hostname_override: str | None = None
    image_pull_secrets: list[PoolerImagePullSecret] | None = None
    init_containers: list[Container] | None = None
    node_name: str | None = None
    node_selector: dict[str, str] | None = None
    os: PoolerCluster | None = None
    overhead: dict[str, IntOrQuantity] | None = None
    preemption_policy: str | None = None
    priority: Annotated[int | None, Field(le=2147483647)] = None
    priority_class_name: str | None = None
    readiness_gates: list[PoolerReadinessGate] | None = None
    resource_claims: list[PoolerResourceClaim] | None = None
    resources: ResourceRequirements | None = None
    restart_policy: str | None = None
    runtime_class_name: str | None = None
    scheduler_name: str | None = None
    scheduling_gates: list[PoolerCluster] | None = None
    scheduling_group: PoolerSchedulingGroup | None = None
    security_context: PodSecurityContext | None = None
    service_account: str | None = None
    service_account_name: str | None = None
    set_hostname_as_fqdn: Annotated[bool | None, Field(alias="setHostnameAsFQDN")] = None
    share_process_namespace: bool | None = None
    subdomain: str | None = None
    termination_grace_period_seconds: int | None = None
    tolerations: list[Toleration] | None = None
    topology_spread_constraints: list[TopologySpreadConstraint] | None = None
    volumes: list[Volume] | None = None


class ClusterAffinity(ApiStruct):
    additional_pod_affinity: ClusterAdditionalPodAffinity | None = None
    additional_pod_anti_affinity: ClusterAdditionalPodAffinity | None = None
    enable_pod_anti_affinity: bool | None = None
    node_affinity: ClusterNodeAffinity | None = None
    node_selector: dict[str, str] | None = None
    pod_anti_affinity_type: Literal["preferred", "required"] | None = None
    tolerations: list[Toleration] | None = None
    topology_key: str | None = None


class ClusterProjectedVolumeTemplate(ApiStruct):
    default_mode: Annotated[int | None, Field(le=2147483647)] = None
    sources: list[ClusterSource] | None = None


class PoolerTemplate(ApiStruct):
    metadata: PoolerMetadata | None = None
    spec: PoolerTemplateSpec | None = None


class ClusterSpec(CheckedStruct):
    checks = (
        at_most_one("image_catalog_ref", "image_name"),
        unique("pod_selector_refs", "name"),
    )
    affinity: ClusterAffinity | None = None
    backup: ClusterBackup | None = None
    bootstrap: ClusterBootstrap | None = None
    certificates: ClusterCertificates | None = None
    description: str | None = None
    enable_pdb: Annotated[bool | None, Field(alias="enablePDB")] = None
    enable_superuser_access: bool | None = None
    env: list[EnvVar] | None = None
    env_from: list[EnvFromSource] | None = None
    ephemeral_volume_source: ClusterEphemeralVolumeSource | None = None
    ephemeral_volumes_size_limit: ClusterEphemeralVolumesSizeLimit | None = None
    external_clusters: list[ClusterExternalCluster] | None = None
    failover_delay: Annotated[int | None, Field(le=2147483647)] = None
    image_catalog_ref: ClusterImageCatalogRef | None = None
    image_name: str | None = None
    image_pull_policy: str | None = None
    image_pull_secrets: list[ClusterImagePullSecret] | None = None
    inherited_metadata: ClusterInheritedMetadata | None = None
    instances: Annotated[int | None, Field(ge=1)] = None
    liveness_probe_timeout: Annotated[int | None, Field(le=2147483647)] = None
    log_level: Literal["error", "warning", "info", "debug", "trace"] | None = None
    managed: ClusterManaged | None = None
    max_sync_replicas: Annotated[int | None, Field(ge=0)] = None
    min_sync_replicas: Annotated[int | None, Field(ge=0)] = None
    monitoring: ClusterMonitoring | None = None
    node_maintenance_window: ClusterNodeMaintenanceWindow | None = None
    plugins: list[ClusterPlugin] | None = None
    pod_security_context: PodSecurityContext | None = None
    pod_selector_refs: list[ClusterPodSelectorRef] | None = None
    postgres_gid: Annotated[int | None, Field(alias="postgresGID")] = None
    postgres_uid: Annotated[int | None, Field(alias="postgresUID")] = None
    postgresql: ClusterPostgresql | None = None
    primary_lease: ClusterPrimaryLease | None = None
    primary_update_method: Literal["switchover", "restart"] | None = None
    primary_update_strategy: Literal["unsupervised", "supervised"] | None = None
    priority_class_name: str | None = None
    probes: ClusterProbes | None = None
    projected_volume_template: ClusterProjectedVolumeTemplate | None = None
    replica: ClusterReplica | None = None
    replication_slots: ClusterReplicationSlots | None = None
    resources: ResourceRequirements | None = None
    scheduler_name: str | None = None
    seccomp_profile: ClusterSeccompProfile | None = None
    security_context: SecurityContext | None = None
    service_account_name: Annotated[
        str | None, Field(max_length=253, pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
    ] = None
    service_account_template: ClusterServiceAccountTemplate | None = None
    smart_shutdown_timeout: Annotated[int | None, Field(le=2147483647)] = None
    start_delay: Annotated[int | None, Field(le=2147483647)] = None
    stop_delay: Annotated[int | None, Field(le=2147483647)] = None
    storage: ClusterStorage | None = None
    superuser_secret: ClusterImagePullSecret | None = None
    switchover_delay: Annotated[int | None, Field(le=2147483647)] = None
    tablespaces: list[ClusterTablespace] | None = None
    topology_spread_constraints: list[TopologySpreadConstraint] | None = None
    wal_storage: ClusterStorage | None = None


class PoolerSpec(ApiStruct):
    cluster: PoolerCluster
    deployment_strategy: PoolerDeploymentStrategy | None = None
    instances: Annotated[int | None, Field(le=2147483647)] = None
    monitoring: PoolerMonitoring | None = None
    pgbouncer: PoolerPgbouncer
    service_account_name: Annotated[
        str | None, Field(max_length=253, pattern="^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
    ] = None
    service_template: PoolerServiceTemplate | None = None
    template: PoolerTemplate | None = None
    type: Literal["rw", "ro", "r"] | None = None


class Cluster(KubeObject):
    api_version: Literal["postgresql.cnpg.io/v1"] = "postgresql.cnpg.io/v1"
    kind: Literal["Cluster"] = "Cluster"
    metadata: ObjectMeta
    spec: ClusterSpec


class Pooler(KubeObject):
    api_version: Literal["postgresql.cnpg.io/v1"] = "postgresql.cnpg.io/v1"
    kind: Literal["Pooler"] = "Pooler"
    metadata: ObjectMeta
    spec: PoolerSpec
