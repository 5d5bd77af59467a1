# Generated from Argo CD 3.5.1 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated, Any, Literal

from pydantic import Field

from ...core.objects import ApiStruct, CheckedStruct, KubeObject, at_most_one, exactly_one
from ..k8s.meta_v1 import ObjectMeta
from ..k8s.values import Cron, IntOrString

__all__ = [
    "AppProject",
    "AppProjectClusterResource",
    "AppProjectDestination",
    "AppProjectDestinationServiceAccount",
    "AppProjectGit",
    "AppProjectGpg",
    "AppProjectIgnore",
    "AppProjectJwtToken",
    "AppProjectNamespaceResource",
    "AppProjectOrphanedResources",
    "AppProjectPolicy",
    "AppProjectRepo",
    "AppProjectRole",
    "AppProjectSignatureKey",
    "AppProjectSourceIntegrity",
    "AppProjectSpec",
    "AppProjectSyncWindow",
    "Application",
    "ApplicationAutomated",
    "ApplicationBackoff",
    "ApplicationDestination",
    "ApplicationDirectory",
    "ApplicationExtVar",
    "ApplicationFileParameter",
    "ApplicationHelm",
    "ApplicationIgnoreDifference",
    "ApplicationInfo",
    "ApplicationJsonnet",
    "ApplicationKustomize",
    "ApplicationManagedNamespaceMetadata",
    "ApplicationParameter",
    "ApplicationPatch",
    "ApplicationPlugin",
    "ApplicationPluginParameter",
    "ApplicationReplica",
    "ApplicationRetry",
    "ApplicationSource",
    "ApplicationSpec",
    "ApplicationSyncPolicy",
    "ApplicationTarget",
]


class AppProjectClusterResource(ApiStruct):
    kind: str
    name: str | None = None
    group: str


class AppProjectDestinationServiceAccount(ApiStruct):
    default_service_account: str
    namespace: str | None = None
    server: str


class AppProjectDestination(ApiStruct):
    name: str | None = None
    namespace: str | None = None
    server: str | None = None


class AppProjectNamespaceResource(ApiStruct):
    kind: str
    group: str


class AppProjectSignatureKey(ApiStruct):
    key_id: Annotated[str, Field(alias="keyID")]


class AppProjectSyncWindow(ApiStruct):
    kind: Literal["allow", "deny"] | None = None
    and_operator: bool | None = None
    applications: list[str] | None = None
    clusters: list[str] | None = None
    description: str | None = None
    duration: str | None = None
    manual_sync: bool | None = None
    namespaces: list[str] | None = None
    schedule: Cron | None = None
    sync_overrun: bool | None = None
    time_zone: str | None = None


class AppProjectIgnore(ApiStruct):
    kind: str | None = None
    name: str | None = None
    group: str | None = None


class AppProjectJwtToken(ApiStruct):
    exp: int | None = None
    iat: int
    id: str | None = None


class AppProjectGpg(ApiStruct):
    keys: list[str]
    mode: str


class AppProjectRepo(ApiStruct):
    url: str


class ApplicationDestination(CheckedStruct):
    checks = (at_most_one("name", "server"),)
    name: str | None = None
    namespace: str | None = None
    server: str | None = None


class ApplicationIgnoreDifference(ApiStruct):
    kind: str
    name: str | None = None
    group: str | None = None
    jq_path_expressions: list[str] | None = None
    json_pointers: list[str] | None = None
    managed_fields_managers: list[str] | None = None
    namespace: str | None = None


class ApplicationInfo(ApiStruct):
    name: str
    value: str


class ApplicationAutomated(ApiStruct):
    allow_empty: bool | None = None
    enabled: bool | None = None
    prune: bool | None = None
    self_heal: bool | None = None


class ApplicationManagedNamespaceMetadata(ApiStruct):
    annotations: dict[str, str] | None = None
    labels: dict[str, str] | None = None


class ApplicationFileParameter(ApiStruct):
    name: str | None = None
    path: str | None = None


class ApplicationParameter(ApiStruct):
    name: str | None = None
    force_string: bool | None = None
    value: str | None = None


class ApplicationReplica(ApiStruct):
    name: str
    count: IntOrString


class ApplicationPluginParameter(ApiStruct):
    name: str | None = None
    array: list[str] | None = None
    map: dict[str, str] | None = None
    string: str | None = None


class ApplicationBackoff(ApiStruct):
    duration: str | None = None
    factor: int | None = None
    max_duration: str | None = None


class ApplicationExtVar(ApiStruct):
    name: str
    code: bool | None = None
    value: str


class ApplicationTarget(ApiStruct):
    kind: str | None = None
    name: str | None = None
    annotation_selector: str | None = None
    group: str | None = None
    label_selector: str | None = None
    namespace: str | None = None
    version: str | None = None


class AppProjectOrphanedResources(ApiStruct):
    ignore: list[AppProjectIgnore] | None = None
    warn: bool | None = None


class AppProjectRole(ApiStruct):
    name: str
    description: str | None = None
    groups: list[str] | None = None
    jwt_tokens: list[AppProjectJwtToken] | None = None
    policies: list[str] | None = None


class AppProjectPolicy(ApiStruct):
    gpg: AppProjectGpg
    repos: list[AppProjectRepo]


class ApplicationHelm(ApiStruct):
    api_versions: list[str] | None = None
    file_parameters: list[ApplicationFileParameter] | None = None
    ignore_missing_value_files: bool | None = None
    kube_version: str | None = None
    namespace: str | None = None
    parameters: list[ApplicationParameter] | None = None
    pass_credentials: bool | None = None
    release_name: str | None = None
    skip_crds: bool | None = None
    skip_schema_validation: bool | None = None
    skip_tests: bool | None = None
    value_files: list[str] | None = None
    values: str | None = None
    values_object: dict[str, Any] | None = None
    version: str | None = None


class ApplicationPlugin(ApiStruct):
    name: str | None = None
    env: list[ApplicationInfo] | None = None
    parameters: list[ApplicationPluginParameter] | None = None


class ApplicationRetry(ApiStruct):
    backoff: ApplicationBackoff | None = None
    limit: int | None = None
    refresh: bool | None = None


class ApplicationJsonnet(ApiStruct):
    ext_vars: list[ApplicationExtVar] | None = None
    libs: list[str] | None = None
    tlas: list[ApplicationExtVar] | None = None


class ApplicationPatch(ApiStruct):
    options: dict[str, bool] | None = None
    patch: str | None = None
    path: str | None = None
    target: ApplicationTarget | None = None


class AppProjectGit(ApiStruct):
    policies: list[AppProjectPolicy]


class ApplicationSyncPolicy(ApiStruct):
    automated: ApplicationAutomated | None = None
    managed_namespace_metadata: ApplicationManagedNamespaceMetadata | None = None
    retry: ApplicationRetry | None = None
    sync_options: list[str] | None = None


class ApplicationDirectory(ApiStruct):
    exclude: str | None = None
    include: str | None = None
    jsonnet: ApplicationJsonnet | None = None
    recurse: bool | None = None


class ApplicationKustomize(ApiStruct):
    api_versions: list[str] | None = None
    common_annotations: dict[str, str] | None = None
    common_annotations_envsubst: bool | None = None
    common_labels: dict[str, str] | None = None
    components: list[str] | None = None
    force_common_annotations: bool | None = None
    force_common_labels: bool | None = None
    ignore_missing_components: bool | None = None
    images: list[str] | None = None
    kube_version: str | None = None
    label_include_templates: bool | None = None
    label_without_selector: bool | None = None
    name_prefix: str | None = None
    name_suffix: str | None = None
    namespace: str | None = None
    patches: list[ApplicationPatch] | None = None
    replicas: list[ApplicationReplica] | None = None
    version: str | None = None


class AppProjectSourceIntegrity(ApiStruct):
    git: AppProjectGit


class ApplicationSource(ApiStruct):
    name: str | None = None
    chart: str | None = None
    directory: ApplicationDirectory | None = None
    helm: ApplicationHelm | None = None
    kustomize: ApplicationKustomize | None = None
    path: str | None = None
    plugin: ApplicationPlugin | None = None
    ref: str | None = None
    repo_url: Annotated[str, Field(alias="repoURL")]
    tag_prefix: str | None = None
    target_revision: str | None = None


class AppProjectSpec(ApiStruct):
    cluster_resource_blacklist: list[AppProjectClusterResource] | None = None
    cluster_resource_whitelist: list[AppProjectClusterResource] | None = None
    description: Annotated[str | None, Field(max_length=255)] = None
    destination_service_accounts: list[AppProjectDestinationServiceAccount] | None = None
    destinations: list[AppProjectDestination] | None = None
    namespace_resource_blacklist: list[AppProjectNamespaceResource] | None = None
    namespace_resource_whitelist: list[AppProjectNamespaceResource] | None = None
    orphaned_resources: AppProjectOrphanedResources | None = None
    permit_only_project_scoped_clusters: bool | None = None
    roles: list[AppProjectRole] | None = None
    signature_keys: list[AppProjectSignatureKey] | None = None
    source_integrity: AppProjectSourceIntegrity | None = None
    source_namespaces: list[str] | None = None
    source_repos: list[str] | None = None
    sync_windows: list[AppProjectSyncWindow] | None = None


class ApplicationSpec(CheckedStruct):
    checks = (exactly_one("source", "sources"),)
    destination: ApplicationDestination
    ignore_differences: list[ApplicationIgnoreDifference] | None = None
    info: list[ApplicationInfo] | None = None
    project: str
    revision_history_limit: int | None = None
    source: ApplicationSource | None = None
    sources: list[ApplicationSource] | None = None
    sync_policy: ApplicationSyncPolicy | None = None


class AppProject(KubeObject):
    api_version: Literal["argoproj.io/v1alpha1"] = "argoproj.io/v1alpha1"
    kind: Literal["AppProject"] = "AppProject"
    metadata: ObjectMeta
    spec: AppProjectSpec


class Application(KubeObject):
    api_version: Literal["argoproj.io/v1alpha1"] = "argoproj.io/v1alpha1"
    kind: Literal["Application"] = "Application"
    metadata: ObjectMeta
    spec: ApplicationSpec
