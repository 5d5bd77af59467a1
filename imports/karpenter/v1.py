# Generated from Karpenter 1.14.1 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated, Literal

from pydantic import Field

from ...core.objects import ApiStruct, CheckedStruct, KubeObject, at_most_one, needs, requires, unique
from ..k8s.meta_v1 import ObjectMeta
from ..k8s.values import IntOrQuantity

__all__ = [
    "NodePool",
    "NodePoolBudget",
    "NodePoolDisruption",
    "NodePoolMetadata",
    "NodePoolNodeClassRef",
    "NodePoolRequirement",
    "NodePoolSpec",
    "NodePoolStartupTaint",
    "NodePoolTemplate",
    "NodePoolTemplateSpec",
]


class NodePoolBudget(CheckedStruct):
    checks = (
        requires("schedule", "duration"),
        requires("duration", "schedule"),
        unique("reasons"),
    )
    duration: Annotated[str | None, Field(pattern="^((([0-9]+(h|m))|([0-9]+h[0-9]+m))(0s)?)$")] = None
    nodes: Annotated[str | None, Field(pattern="^((100|[0-9]{1,2})%|[0-9]+)$")] = None
    reasons: Annotated[list[Literal["Underutilized", "Empty", "Drifted"]] | None, Field(max_length=50)] = None
    schedule: Annotated[
        str | None,
        Field(
            pattern="^(@(annually|yearly|monthly|weekly|daily|midnight|hourly))|((.+)\\s(.+)\\s(.+)\\s(.+)\\s(.+))$"
        ),
    ] = None


class NodePoolMetadata(ApiStruct):
    annotations: dict[str, str] | None = None
    labels: Annotated[
        dict[
            str, Annotated[str, Field(max_length=63, pattern="^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$")]
        ]
        | None,
        Field(max_length=100),
    ] = None


class NodePoolNodeClassRef(ApiStruct):
    kind: Annotated[str, Field(min_length=1)]
    name: Annotated[str, Field(min_length=1)]
    group: Annotated[str, Field(min_length=1, pattern="^[^/]*$")]


class NodePoolRequirement(CheckedStruct):
    checks = (needs("values", "operator", "In"),)
    key: Annotated[
        str,
        Field(
            max_length=316,
            pattern="^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*(\\/))?([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$",
        ),
    ]
    min_values: Annotated[int | None, Field(ge=1, le=50)] = None
    operator: Literal["Gte", "Lte", "In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"]
    values: Annotated[list[str] | None, Field(max_length=63)] = None


class NodePoolStartupTaint(ApiStruct):
    effect: Literal["NoSchedule", "PreferNoSchedule", "NoExecute"]
    key: Annotated[
        str,
        Field(
            min_length=1,
            pattern="^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*(\\/))?([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$",
        ),
    ]
    time_added: str | None = None
    value: Annotated[
        str | None,
        Field(
            pattern="^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*(\\/))?([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$"
        ),
    ] = None


class NodePoolDisruption(ApiStruct):
    budgets: Annotated[list[NodePoolBudget] | None, Field(max_length=50)] = None
    consolidate_after: Annotated[str, Field(pattern="^(([0-9]+(s|m|h))+|Never)$")]
    consolidation_policy: Literal["WhenEmpty", "WhenEmptyOrUnderutilized", "Balanced"] | None = None


class NodePoolTemplateSpec(ApiStruct):
    expire_after: Annotated[str | None, Field(pattern="^(([0-9]+(s|m|h))+|Never)$")] = None
    node_class_ref: NodePoolNodeClassRef
    requirements: Annotated[list[NodePoolRequirement], Field(max_length=100)]
    startup_taints: list[NodePoolStartupTaint] | None = None
    taints: list[NodePoolStartupTaint] | None = None
    termination_grace_period: Annotated[str | None, Field(pattern="^([0-9]+(s|m|h))+$")] = None


class NodePoolTemplate(ApiStruct):
    metadata: NodePoolMetadata | None = None
    spec: NodePoolTemplateSpec


class NodePoolSpec(CheckedStruct):
    checks = (at_most_one("replicas", "weight"),)
    disruption: NodePoolDisruption | None = None
    limits: dict[str, IntOrQuantity] | None = None
    replicas: Annotated[int | None, Field(ge=0)] = None
    template: NodePoolTemplate
    weight: Annotated[int | None, Field(ge=1, le=100)] = None


class NodePool(KubeObject):
    api_version: Literal["karpenter.sh/v1"] = "karpenter.sh/v1"
    kind: Literal["NodePool"] = "NodePool"
    metadata: ObjectMeta
    spec: NodePoolSpec
