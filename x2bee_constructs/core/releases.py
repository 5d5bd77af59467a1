"""Upstream software as Helm releases: chart and values, place, stage of a first installation, and what it may make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from x2bee_constructs.core.iam import PodIdentity
from x2bee_constructs.core.names import dns_label
from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.core.versions import ChartPin

__all__ = [
    "API_SERVICE",
    "CRD",
    "MUTATING",
    "RBAC",
    "VALIDATING",
    "WAVES",
    "ClusterKind",
    "Component",
    "Ignored",
    "PodSecurity",
    "Release",
    "Stage",
]

ClusterKind = tuple[str, str]
"""Group and kind of cluster-scoped objects."""

CRD: ClusterKind = ("apiextensions.k8s.io", "CustomResourceDefinition")
MUTATING: ClusterKind = ("admissionregistration.k8s.io", "MutatingWebhookConfiguration")
VALIDATING: ClusterKind = ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration")
API_SERVICE: ClusterKind = ("apiregistration.k8s.io", "APIService")
RBAC: tuple[ClusterKind, ...] = (
    ("rbac.authorization.k8s.io", "ClusterRole"),
    ("rbac.authorization.k8s.io", "ClusterRoleBinding"),
)
"""What every controller has."""

PodSecurity = Literal["baseline", "privileged", "restricted"]
"""A Pod Security Standard; `privileged` lets pods do anything on their node."""

Stage = Literal[
    "project",
    "crds",
    "nodes",
    "certificates",
    "webhooks",
    "controllers",
    "mesh-control",
    "mesh-policies",
    "mesh-gateway",
    "stores",
    "monitoring",
    "logging",
    "databases",
    "toolchain",
    "services",
]
"""A step of a first installation of the whole platform, in this order."""

WAVES: Mapping[Stage, int] = {
    "project": -60,  # no Application is allowed without it
    "crds": -50,  # of every room: what has objects of a kind comes later
    "nodes": -45,  # what follows may need room
    "certificates": -40,
    "webhooks": -30,  # they judge objects of later waves, and refuse them while they are away
    "controllers": -20,
    "mesh-control": -18,  # pods that are made before it get no proxy
    "mesh-policies": -16,  # nobody is let in who is not named, before the first request
    "mesh-gateway": -14,
    "stores": -10,  # whatever needs a secret waits for them
    "monitoring": -8,
    "logging": -6,
    "databases": -4,  # their roles and schemas, for the services
    "toolchain": -2,  # what Jenkins and SonarQube need, before their charts
    "services": 0,
}
"""Argo CD's sync wave of each stage: lower ones are healthy before higher ones begin."""

_LONGEST = 53
"""What Helm allows a release's name."""


@dataclass(frozen=True)
class Ignored:
    """Fields that a controller, or chance, decides: Argo CD neither reports nor overwrites them.

    Raises `ValueError` without a reason.
    """

    group: str
    """The API group; empty for Kubernetes' own core."""
    kind: str
    jq: tuple[str, ...]
    """Where the fields are, as expressions of jq."""
    reason: str
    """Who decides, and why it must have the last word."""
    name: str | None = None
    """Of one object; those of all objects of the kind if not given."""

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError(f"fields of {self.kind} are ignored without a reason; say which controller owns them")


@dataclass(frozen=True)
class Release:
    """One chart, installed once: one Helm release, that is one Argo CD Application.

    Raises `ValueError` if its name is no DNS label of at most 53 characters.
    """

    pin: ChartPin
    values: ApiStruct
    stage: Stage
    own_name: str | None = None
    """Its name, where one chart is installed several times (`istiod-1-30-3`); the chart's if not given."""
    server_side_apply: bool = False
    """For objects over 256 KiB, which client-side apply would copy into an annotation that cannot hold them."""
    skip_crds: bool = False
    """Whether the chart's `crds/` folder stays out, because another chart brings the same."""
    ignored: tuple[Ignored, ...] = ()

    def __post_init__(self) -> None:
        dns_label(self.name, _LONGEST, "a Helm release's name")

    @property
    def name(self) -> str:
        """What release and Application are called."""
        return self.own_name or self.pin.chart


@dataclass(frozen=True)
class Component:
    """One piece of upstream software: its releases in one namespace, its identity in AWS, and what its charts make."""

    name: str
    namespace: str
    releases: tuple[Release, ...]
    cluster_kinds: tuple[ClusterKind, ...]
    """The cluster-scoped objects that the charts make."""
    identity: PodIdentity | None = None
    pod_security: PodSecurity | None = "restricted"
    """The standard of a namespace of its own; None in one that is not ours to make or label, such as `kube-system`."""
    namespace_labels: Mapping[str, str] = field(default_factory=dict[str, str])
    """Further labels of a namespace of its own, by which webhooks choose it."""
    reaches: tuple[str, ...] = ()
    """Namespaces other than its own in which the charts make objects."""

    def __post_init__(self) -> None:
        if self.namespace_labels and not self.pod_security:
            raise ValueError(
                f"'{self.name}' labels the namespace '{self.namespace}', which is not its own; say pod_security"
            )
