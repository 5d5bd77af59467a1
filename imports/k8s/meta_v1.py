# Generated from Kubernetes 1.34.0 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Literal

from ...core.objects import ApiStruct, CheckedStruct, needs, unique
from .values import Annotations, DnsLabel, LabelKey, Labels, LabelValue

__all__ = ["LabelSelector", "LabelSelectorRequirement", "ObjectMeta"]


class ObjectMeta(CheckedStruct):
    checks = (unique("finalizers"),)
    name: str | None = None
    annotations: Annotations | None = None
    finalizers: list[str] | None = None
    labels: Labels | None = None
    namespace: DnsLabel | Literal[""] | None = None


class LabelSelectorRequirement(CheckedStruct):
    checks = (needs("values", "operator", "In", "NotIn"),)
    key: LabelKey
    operator: Literal["In", "NotIn", "Exists", "DoesNotExist"]
    values: list[LabelValue] | None = None


class LabelSelector(ApiStruct):
    match_expressions: list[LabelSelectorRequirement] | None = None
    match_labels: Labels | None = None
