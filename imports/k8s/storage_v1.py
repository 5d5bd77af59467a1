# Generated from Kubernetes 1.34.0 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Literal

from ...core.objects import KubeObject
from .core_v1 import TopologySelectorTerm
from .meta_v1 import ObjectMeta
from .values import LabelKey

__all__ = ["StorageClass"]


class StorageClass(KubeObject):
    api_version: Literal["storage.k8s.io/v1"] = "storage.k8s.io/v1"
    kind: Literal["StorageClass"] = "StorageClass"
    metadata: ObjectMeta
    allow_volume_expansion: bool | None = None
    allowed_topologies: list[TopologySelectorTerm] | None = None
    mount_options: list[str] | None = None
    parameters: dict[str, str] | None = None
    provisioner: LabelKey
    reclaim_policy: Literal["Delete", "Retain", ""] | None = None
    volume_binding_mode: Literal["Immediate", "WaitForFirstConsumer"] | None = None
