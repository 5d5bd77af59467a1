# Generated from Kubernetes 1.34.0 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Literal

from ...core.objects import CheckedStruct, KubeObject, at_most_one
from .meta_v1 import LabelSelector, ObjectMeta
from .values import IntOrShare

__all__ = ["PodDisruptionBudget", "PodDisruptionBudgetSpec"]


class PodDisruptionBudgetSpec(CheckedStruct):
    checks = (at_most_one("min_available", "max_unavailable"),)
    max_unavailable: IntOrShare | None = None
    min_available: IntOrShare | None = None
    selector: LabelSelector | None = None
    unhealthy_pod_eviction_policy: Literal["IfHealthyBudget", "AlwaysAllow"] | None = None


class PodDisruptionBudget(KubeObject):
    api_version: Literal["policy/v1"] = "policy/v1"
    kind: Literal["PodDisruptionBudget"] = "PodDisruptionBudget"
    metadata: ObjectMeta
    spec: PodDisruptionBudgetSpec
