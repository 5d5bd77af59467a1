# Generated from Kubernetes 1.34.0 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated, Literal

from pydantic import Field

from ...core.objects import KubeObject
from .meta_v1 import ObjectMeta

__all__ = ["PriorityClass"]


class PriorityClass(KubeObject):
    api_version: Literal["scheduling.k8s.io/v1"] = "scheduling.k8s.io/v1"
    kind: Literal["PriorityClass"] = "PriorityClass"
    metadata: ObjectMeta
    description: str | None = None
    global_default: bool | None = None
    preemption_policy: Literal["PreemptLowerPriority", "Never"] | None = None
    value: Annotated[int, Field(ge=-2147483648, le=1000000000)]
