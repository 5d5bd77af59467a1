# Generated from Kubernetes 1.34.0 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated, Literal

from pydantic import Field

from ...core.objects import ApiStruct, CheckedStruct, KubeObject, among, filled, named, only_with, selects
from .core_v1 import PersistentVolumeClaim, PodTemplateSpec
from .meta_v1 import LabelSelector, ObjectMeta
from .values import DnsLabel, IntOrPercent, IntOrShare

__all__ = [
    "DaemonSet",
    "DaemonSetSpec",
    "DaemonSetUpdateStrategy",
    "Deployment",
    "DeploymentSpec",
    "DeploymentStrategy",
    "RollingUpdateDaemonSet",
    "RollingUpdateDeployment",
    "RollingUpdateStatefulSetStrategy",
    "StatefulSet",
    "StatefulSetOrdinals",
    "StatefulSetPersistentVolumeClaimRetentionPolicy",
    "StatefulSetSpec",
    "StatefulSetUpdateStrategy",
]


class RollingUpdateStatefulSetStrategy(ApiStruct):
    max_unavailable: IntOrShare | None = None
    partition: Annotated[int | None, Field(ge=0, le=2147483647)] = None


class StatefulSetPersistentVolumeClaimRetentionPolicy(ApiStruct):
    when_deleted: Literal["Retain", "Delete", ""] | None = None
    when_scaled: Literal["Retain", "Delete", ""] | None = None


class StatefulSetOrdinals(ApiStruct):
    start: Annotated[int | None, Field(ge=0, le=2147483647)] = None


class RollingUpdateDeployment(ApiStruct):
    max_surge: IntOrPercent | None = None
    max_unavailable: IntOrShare | None = None


class RollingUpdateDaemonSet(ApiStruct):
    max_surge: IntOrShare | None = None
    max_unavailable: IntOrShare | None = None


class StatefulSetUpdateStrategy(CheckedStruct):
    checks = (only_with("rolling_update", "type", "RollingUpdate", ""),)
    rolling_update: RollingUpdateStatefulSetStrategy | None = None
    type: Literal["RollingUpdate", "OnDelete", ""] | None = None


class DeploymentStrategy(CheckedStruct):
    checks = (only_with("rolling_update", "type", "RollingUpdate", ""),)
    rolling_update: RollingUpdateDeployment | None = None
    type: Literal["RollingUpdate", "Recreate", ""] | None = None


class DaemonSetUpdateStrategy(ApiStruct):
    rolling_update: RollingUpdateDaemonSet | None = None
    type: Literal["RollingUpdate", "OnDelete", ""] | None = None


class StatefulSetSpec(CheckedStruct):
    checks = (
        selects("selector", "template"),
        among("template.spec.restart_policy", "Always", ""),
        filled(
            "template.spec.containers",
            "template.spec.containers[].image",
            "template.spec.init_containers[].image",
        ),
    )
    min_ready_seconds: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    ordinals: StatefulSetOrdinals | None = None
    persistent_volume_claim_retention_policy: StatefulSetPersistentVolumeClaimRetentionPolicy | None = None
    pod_management_policy: Literal["OrderedReady", "Parallel", ""] | None = None
    replicas: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    revision_history_limit: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    selector: LabelSelector
    service_name: DnsLabel | Literal[""] | None = None
    template: PodTemplateSpec
    update_strategy: StatefulSetUpdateStrategy | None = None
    volume_claim_templates: list[PersistentVolumeClaim] | None = None


class DeploymentSpec(CheckedStruct):
    checks = (
        selects("selector", "template"),
        among("template.spec.restart_policy", "Always", ""),
        filled(
            "template.spec.containers",
            "template.spec.containers[].image",
            "template.spec.init_containers[].image",
        ),
    )
    min_ready_seconds: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    paused: bool | None = None
    progress_deadline_seconds: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    replicas: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    revision_history_limit: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    selector: LabelSelector
    strategy: DeploymentStrategy | None = None
    template: PodTemplateSpec


class DaemonSetSpec(CheckedStruct):
    checks = (
        selects("selector", "template"),
        among("template.spec.restart_policy", "Always", ""),
        filled(
            "template.spec.containers",
            "template.spec.containers[].image",
            "template.spec.init_containers[].image",
        ),
    )
    min_ready_seconds: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    revision_history_limit: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    selector: LabelSelector
    template: PodTemplateSpec
    update_strategy: DaemonSetUpdateStrategy | None = None


class StatefulSet(KubeObject):
    checks = (named("dns-label"),)
    api_version: Literal["apps/v1"] = "apps/v1"
    kind: Literal["StatefulSet"] = "StatefulSet"
    metadata: ObjectMeta
    spec: StatefulSetSpec


class Deployment(KubeObject):
    api_version: Literal["apps/v1"] = "apps/v1"
    kind: Literal["Deployment"] = "Deployment"
    metadata: ObjectMeta
    spec: DeploymentSpec


class DaemonSet(KubeObject):
    api_version: Literal["apps/v1"] = "apps/v1"
    kind: Literal["DaemonSet"] = "DaemonSet"
    metadata: ObjectMeta
    spec: DaemonSetSpec
