# Generated from KEDA 2.20.2 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated, Literal

from pydantic import Field

from ...core.objects import ApiStruct, CheckedStruct, KubeObject, ordered
from ..k8s.autoscaling_v2 import HorizontalPodAutoscalerBehavior
from ..k8s.meta_v1 import ObjectMeta

__all__ = [
    "ScaledObject",
    "ScaledObjectAdvanced",
    "ScaledObjectAuthenticationRef",
    "ScaledObjectFallback",
    "ScaledObjectHorizontalPodAutoscalerConfig",
    "ScaledObjectScaleTargetRef",
    "ScaledObjectScalingModifiers",
    "ScaledObjectSpec",
    "ScaledObjectTrigger",
    "TriggerAuthentication",
    "TriggerAuthenticationAccessKey",
    "TriggerAuthenticationAwsSecretManager",
    "TriggerAuthenticationConfigMapTargetRef",
    "TriggerAuthenticationCredentials",
    "TriggerAuthenticationEnv",
    "TriggerAuthenticationPodIdentity",
    "TriggerAuthenticationSecret",
    "TriggerAuthenticationSecretKeyRef",
    "TriggerAuthenticationSpec",
    "TriggerAuthenticationValueFrom",
]


class ScaledObjectFallback(ApiStruct):
    behavior: (
        Literal[
            "static",
            "currentReplicas",
            "currentReplicasIfHigher",
            "currentReplicasIfLower",
            "scalingModifiers",
        ]
        | None
    ) = None
    failure_threshold: Annotated[int, Field(ge=0, le=2147483647)]
    replicas: Annotated[int, Field(ge=0, le=2147483647)]


class ScaledObjectScaleTargetRef(ApiStruct):
    api_version: str | None = None
    kind: str | None = None
    name: Annotated[str, Field(min_length=1)]
    env_source_container_name: str | None = None


class ScaledObjectHorizontalPodAutoscalerConfig(ApiStruct):
    name: str | None = None
    behavior: HorizontalPodAutoscalerBehavior | None = None


class ScaledObjectScalingModifiers(ApiStruct):
    activation_target: str | None = None
    formula: str | None = None
    metric_type: Literal["AverageValue", "Value"] | None = None
    target: str | None = None


class ScaledObjectAuthenticationRef(ApiStruct):
    kind: Literal["TriggerAuthentication", "ClusterTriggerAuthentication"] | None = None
    name: str


class TriggerAuthenticationConfigMapTargetRef(ApiStruct):
    name: str
    key: str
    parameter: str


class TriggerAuthenticationEnv(ApiStruct):
    name: str
    container_name: str | None = None
    parameter: str


class TriggerAuthenticationPodIdentity(ApiStruct):
    external_id: Annotated[str | None, Field(alias="externalID")] = None
    identity_authority_host: str | None = None
    identity_id: str | None = None
    identity_owner: Literal["keda", "workload"] | None = None
    identity_tenant_id: str | None = None
    provider: Literal["azure-workload", "gcp", "aws", "aws-eks", "none"]
    role_arn: str | None = None


class TriggerAuthenticationSecret(ApiStruct):
    name: str
    parameter: str
    secret_key: str | None = None
    version_id: str | None = None
    version_stage: str | None = None


class TriggerAuthenticationSecretKeyRef(ApiStruct):
    name: str
    key: str


class ScaledObjectAdvanced(ApiStruct):
    horizontal_pod_autoscaler_config: ScaledObjectHorizontalPodAutoscalerConfig | None = None
    restore_to_original_replica_count: bool | None = None
    scaling_modifiers: ScaledObjectScalingModifiers | None = None


class ScaledObjectTrigger(ApiStruct):
    metadata: dict[str, str]
    name: str | None = None
    authentication_ref: ScaledObjectAuthenticationRef | None = None
    metric_type: str | None = None
    type: Annotated[str, Field(min_length=1)]
    use_cached_metrics: bool | None = None


class TriggerAuthenticationValueFrom(ApiStruct):
    secret_key_ref: TriggerAuthenticationSecretKeyRef


class ScaledObjectSpec(CheckedStruct):
    checks = (ordered("min_replica_count", "max_replica_count"),)
    advanced: ScaledObjectAdvanced | None = None
    cooldown_period: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    fallback: ScaledObjectFallback | None = None
    idle_replica_count: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    initial_cooldown_period: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    max_replica_count: Annotated[int | None, Field(ge=1, le=2147483647)] = None
    min_replica_count: Annotated[int | None, Field(ge=0, le=2147483647)] = None
    polling_interval: Annotated[int | None, Field(ge=1, le=2147483647)] = None
    scale_target_ref: ScaledObjectScaleTargetRef
    triggers: Annotated[list[ScaledObjectTrigger], Field(min_length=1)]


class TriggerAuthenticationAccessKey(ApiStruct):
    value_from: TriggerAuthenticationValueFrom


class ScaledObject(KubeObject):
    api_version: Literal["keda.sh/v1alpha1"] = "keda.sh/v1alpha1"
    kind: Literal["ScaledObject"] = "ScaledObject"
    metadata: ObjectMeta
    spec: ScaledObjectSpec


class TriggerAuthenticationCredentials(ApiStruct):
    access_key: TriggerAuthenticationAccessKey
    access_secret_key: TriggerAuthenticationAccessKey
    access_token: TriggerAuthenticationAccessKey | None = None


class TriggerAuthenticationAwsSecretManager(ApiStruct):
    credentials: TriggerAuthenticationCredentials | None = None
    pod_identity: TriggerAuthenticationPodIdentity | None = None
    region: str | None = None
    secrets: Annotated[list[TriggerAuthenticationSecret], Field(min_length=1)]


class TriggerAuthenticationSpec(ApiStruct):
    aws_secret_manager: TriggerAuthenticationAwsSecretManager | None = None
    config_map_target_ref: list[TriggerAuthenticationConfigMapTargetRef] | None = None
    env: list[TriggerAuthenticationEnv] | None = None
    pod_identity: TriggerAuthenticationPodIdentity | None = None
    secret_target_ref: list[TriggerAuthenticationConfigMapTargetRef] | None = None


class TriggerAuthentication(KubeObject):
    api_version: Literal["keda.sh/v1alpha1"] = "keda.sh/v1alpha1"
    kind: Literal["TriggerAuthentication"] = "TriggerAuthentication"
    metadata: ObjectMeta
    spec: TriggerAuthenticationSpec
