# Generated from OpenTelemetry operator 0.158.0 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated, Literal

from pydantic import Field

from ...core.objects import ApiStruct, KubeObject
from ..k8s.core_v1 import EnvVar, PersistentVolumeClaimSpec, ResourceRequirements
from ..k8s.meta_v1 import ObjectMeta
from ..k8s.values import IntOrQuantity

__all__ = [
    "Instrumentation",
    "InstrumentationDefaults",
    "InstrumentationExporter",
    "InstrumentationExtension",
    "InstrumentationJava",
    "InstrumentationMetadata",
    "InstrumentationNodejs",
    "InstrumentationResource",
    "InstrumentationSampler",
    "InstrumentationSpec",
    "InstrumentationTls",
    "InstrumentationVolumeClaimTemplate",
]


class InstrumentationDefaults(ApiStruct):
    use_labels_for_resource_attributes: bool | None = None


class InstrumentationResource(ApiStruct):
    add_k8s_uid_attributes: Annotated[bool | None, Field(alias="addK8sUIDAttributes")] = None
    resource_attributes: dict[str, str] | None = None


class InstrumentationSampler(ApiStruct):
    argument: str | None = None
    type: (
        Literal[
            "always_on",
            "always_off",
            "traceidratio",
            "parentbased_always_on",
            "parentbased_always_off",
            "parentbased_traceidratio",
            "jaeger_remote",
            "xray",
        ]
        | None
    ) = None


class InstrumentationTls(ApiStruct):
    ca_file: Annotated[str | None, Field(alias="ca_file")] = None
    cert_file: Annotated[str | None, Field(alias="cert_file")] = None
    config_map_name: str | None = None
    key_file: Annotated[str | None, Field(alias="key_file")] = None
    secret_name: str | None = None


class InstrumentationExtension(ApiStruct):
    dir: str
    image: str


class InstrumentationMetadata(ApiStruct):
    name: str | None = None
    annotations: dict[str, str] | None = None
    finalizers: list[str] | None = None
    labels: dict[str, str] | None = None
    namespace: str | None = None


class InstrumentationExporter(ApiStruct):
    endpoint: str | None = None
    tls: InstrumentationTls | None = None


class InstrumentationVolumeClaimTemplate(ApiStruct):
    metadata: InstrumentationMetadata | None = None
    spec: PersistentVolumeClaimSpec


class InstrumentationJava(ApiStruct):
    env: list[EnvVar] | None = None
    extensions: list[InstrumentationExtension] | None = None
    image: str | None = None
    resources: ResourceRequirements | None = None
    volume_claim_template: InstrumentationVolumeClaimTemplate | None = None
    volume_limit_size: IntOrQuantity | None = None


class InstrumentationNodejs(ApiStruct):
    env: list[EnvVar] | None = None
    image: str | None = None
    resource_requirements: ResourceRequirements | None = None
    volume_claim_template: InstrumentationVolumeClaimTemplate | None = None
    volume_limit_size: IntOrQuantity | None = None


class InstrumentationSpec(ApiStruct):
    defaults: InstrumentationDefaults | None = None
    env: list[EnvVar] | None = None
    exporter: InstrumentationExporter | None = None
    image_pull_policy: str | None = None
    java: InstrumentationJava | None = None
    nodejs: InstrumentationNodejs | None = None
    propagators: (
        list[Literal["tracecontext", "baggage", "b3", "b3multi", "jaeger", "xray", "ottrace", "none"]] | None
    ) = None
    resource: InstrumentationResource | None = None
    sampler: InstrumentationSampler | None = None


class Instrumentation(KubeObject):
    api_version: Literal["opentelemetry.io/v1alpha1"] = "opentelemetry.io/v1alpha1"
    kind: Literal["Instrumentation"] = "Instrumentation"
    metadata: ObjectMeta
    spec: InstrumentationSpec | None = None
