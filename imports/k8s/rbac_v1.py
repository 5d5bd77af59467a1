# Generated from Kubernetes 1.34.0 by `make bindings`. Never edit: the next run overwrites it.
# ruff: noqa

from typing import Annotated, Literal

from pydantic import Field

from ...core.objects import ApiStruct, CheckedStruct, KubeObject, among, exactly_one, named, requires
from .meta_v1 import LabelSelector, ObjectMeta
from .values import DnsLabel

__all__ = [
    "AggregationRule",
    "ClusterRole",
    "ClusterRoleBinding",
    "PolicyRule",
    "Role",
    "RoleBinding",
    "RoleRef",
    "Subject",
]


class Subject(ApiStruct):
    kind: Literal["ServiceAccount", "User", "Group"]
    name: Annotated[str, Field(min_length=1)]
    api_group: Literal["rbac.authorization.k8s.io", ""] | None = None
    namespace: DnsLabel | Literal[""] | None = None


class RoleRef(ApiStruct):
    kind: Literal["Role", "ClusterRole"]
    name: Annotated[str, Field(min_length=1)]
    api_group: Literal["rbac.authorization.k8s.io", ""]


class PolicyRule(CheckedStruct):
    checks = (
        exactly_one("non_resource_urls", "resources"),
        requires("resources", "api_groups"),
    )
    api_groups: list[str] | None = None
    non_resource_urls: Annotated[list[str] | None, Field(alias="nonResourceURLs")] = None
    resource_names: list[str] | None = None
    resources: list[str] | None = None
    verbs: Annotated[list[str], Field(min_length=1)]


class ClusterRoleBinding(KubeObject):
    checks = (
        named("path-segment"),
        among("role_ref.kind", "ClusterRole"),
    )
    api_version: Literal["rbac.authorization.k8s.io/v1"] = "rbac.authorization.k8s.io/v1"
    kind: Literal["ClusterRoleBinding"] = "ClusterRoleBinding"
    metadata: ObjectMeta
    role_ref: RoleRef
    subjects: list[Subject] | None = None


class AggregationRule(ApiStruct):
    cluster_role_selectors: list[LabelSelector] | None = None


class RoleBinding(KubeObject):
    checks = (named("path-segment"),)
    api_version: Literal["rbac.authorization.k8s.io/v1"] = "rbac.authorization.k8s.io/v1"
    kind: Literal["RoleBinding"] = "RoleBinding"
    metadata: ObjectMeta
    role_ref: RoleRef
    subjects: list[Subject] | None = None


class Role(KubeObject):
    checks = (named("path-segment"),)
    api_version: Literal["rbac.authorization.k8s.io/v1"] = "rbac.authorization.k8s.io/v1"
    kind: Literal["Role"] = "Role"
    metadata: ObjectMeta
    rules: list[PolicyRule] | None = None


class ClusterRole(KubeObject):
    checks = (named("path-segment"),)
    api_version: Literal["rbac.authorization.k8s.io/v1"] = "rbac.authorization.k8s.io/v1"
    kind: Literal["ClusterRole"] = "ClusterRole"
    metadata: ObjectMeta
    aggregation_rule: AggregationRule | None = None
    rules: list[PolicyRule] | None = None
