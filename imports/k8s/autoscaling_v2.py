# Generated from Kubernetes 1.34.0 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated, Literal

from pydantic import Field

from ...core.objects import (
    ApiStruct,
    CheckedStruct,
    KubeObject,
    at_least_one,
    at_most_one,
    filled,
    needs,
    ordered,
)
from .meta_v1 import LabelSelector, ObjectMeta
from .values import DnsLabel, Quantity, ResourceName

__all__ = [
    "ContainerResourceMetricSource",
    "CrossVersionObjectReference",
    "ExternalMetricSource",
    "HPAScalingPolicy",
    "HPAScalingRules",
    "HorizontalPodAutoscaler",
    "HorizontalPodAutoscalerBehavior",
    "HorizontalPodAutoscalerSpec",
    "MetricIdentifier",
    "MetricSpec",
    "MetricTarget",
    "ObjectMetricSource",
    "PodsMetricSource",
    "ResourceMetricSource",
]


class CrossVersionObjectReference(ApiStruct):
    api_version: str | None = None
    kind: Annotated[str, Field(min_length=1)]
    name: Annotated[str, Field(min_length=1)]


class MetricTarget(CheckedStruct):
    checks = (
        at_least_one("average_utilization", "average_value", "value"),
        at_most_one("average_utilization", "average_value"),
    )
    average_utilization: Annotated[int | None, Field(ge=1, le=2147483647)] = None
    average_value: Quantity | None = None
    type: Literal["Utilization", "Value", "AverageValue"]
    value: Quantity | None = None


class MetricIdentifier(ApiStruct):
    name: Annotated[str, Field(min_length=1)]
    selector: LabelSelector | None = None


class ObjectMetricSource(ApiStruct):
    described_object: CrossVersionObjectReference
    metric: MetricIdentifier
    target: MetricTarget


class ExternalMetricSource(ApiStruct):
    metric: MetricIdentifier
    target: MetricTarget


class ContainerResourceMetricSource(ApiStruct):
    name: ResourceName
    container: DnsLabel
    target: MetricTarget


class HPAScalingPolicy(ApiStruct):
    period_seconds: Annotated[int, Field(ge=1, le=1800)]
    type: Literal["Pods", "Percent"]
    value: Annotated[int, Field(ge=1, le=2147483647)]


class ResourceMetricSource(ApiStruct):
    name: Annotated[str, Field(min_length=1)]
    target: MetricTarget


class PodsMetricSource(ApiStruct):
    metric: MetricIdentifier
    target: MetricTarget


class HPAScalingRules(ApiStruct):
    policies: Annotated[list[HPAScalingPolicy] | None, Field(min_length=1)] = None
    select_policy: Literal["Max", "Min", "Disabled"] | None = None
    stabilization_window_seconds: Annotated[int | None, Field(ge=0, le=3600)] = None
    tolerance: Quantity | None = None


class MetricSpec(CheckedStruct):
    checks = (
        needs("container_resource", "type", "ContainerResource"),
        needs("external", "type", "External"),
        needs("object", "type", "Object"),
        needs("pods", "type", "Pods"),
        needs("resource", "type", "Resource"),
    )
    container_resource: ContainerResourceMetricSource | None = None
    external: ExternalMetricSource | None = None
    object: ObjectMetricSource | None = None
    pods: PodsMetricSource | None = None
    resource: ResourceMetricSource | None = None
    type: Literal["ContainerResource", "External", "Object", "Pods", "Resource"]


class HorizontalPodAutoscalerBehavior(ApiStruct):
    scale_down: HPAScalingRules | None = None
    scale_up: HPAScalingRules | None = None


class HorizontalPodAutoscalerSpec(CheckedStruct):
    checks = (
        ordered("min_replicas", "max_replicas"),
        filled("scale_target_ref.api_version"),
    )
    behavior: HorizontalPodAutoscalerBehavior | None = None
    max_replicas: Annotated[int, Field(ge=1, le=2147483647)]
    metrics: list[MetricSpec] | None = None
    min_replicas: Annotated[int | None, Field(ge=1, le=2147483647)] = None
    scale_target_ref: CrossVersionObjectReference


class HorizontalPodAutoscaler(KubeObject):
    api_version: Literal["autoscaling/v2"] = "autoscaling/v2"
    kind: Literal["HorizontalPodAutoscaler"] = "HorizontalPodAutoscaler"
    metadata: ObjectMeta
    spec: HorizontalPodAutoscalerSpec
