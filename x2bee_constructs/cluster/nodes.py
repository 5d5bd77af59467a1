"""What you may say about a cluster's nodes: one of three ways to get them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, ValidatorFunctionWrapHandler, WrapValidator, model_validator

from x2bee_constructs.cluster.instances import Architecture, architecture, instance
from x2bee_constructs.core.faults import PlacedFault, fault, matching, meant, raise_faults, show
from x2bee_constructs.core.props import Count, Distinct, Props

__all__ = ["AutoMode", "Capacity", "InstanceType", "Karpenter", "NodeGroups", "Nodes"]

_DEFAULT_TYPES: dict[Architecture, str] = {"arm64": "m7g.xlarge", "x86_64": "m7i.xlarge"}
_SYSTEM_TYPES: dict[Architecture, str] = {"arm64": "m7g.large", "x86_64": "m7i.large"}
_LEAST_MIB = 4096
_SUGGESTED = [
    name
    for family in ("c7g", "m7g", "r7g", "m8g", "t4g", "c7i", "m7i", "r7i", "t3")
    for size in ("medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge")
    if instance(name := f"{family}.{size}")
]


def _known(name: str) -> str:
    found = instance(name)
    ours = re.match(r"([cmr]|t(?=[34]))\d", name) and ".metal" not in name
    if architecture(name) is None or (ours and not found):
        hint, guess = meant(name, _SUGGESTED)
        expected = "an instance type such as m7g.xlarge"
        raise fault(
            "X2B104", f"{show(name)} is no instance type that is known here{hint}", expected=expected, fix=guess
        )
    if found and found.memory_mib < _LEAST_MIB:
        raise fault(
            "X2B104",
            f"'{name}' is too small for a node",
            expected="4 GiB of memory or more",
            got=f"{found.memory_mib / 1024:g} GiB",
            why="EKS reserves memory, and the DaemonSets of the cluster take what is left",
        )
    return name


InstanceType = Annotated[str, AfterValidator(_known), Field(examples=["m7g.xlarge"])]
"""An EC2 instance type. Those of c, m, r (from generation 5) and t3, t3a, t4g are checked; of others only the form."""

Capacity = Literal["on-demand", "spot"]
"""How instances are bought; spot ones can be taken back by AWS within two minutes."""


class _Machines(Props):
    """What the three ways have in common."""

    architecture: Architecture = "arm64"
    """The processor: `arm64` (Graviton) or `x86_64` (Intel, AMD); arm64 if not given. Images must be built for it."""
    instance_types: Annotated[Distinct[InstanceType], Field(max_length=20)] = ()
    """EC2 instance types, all of one architecture."""
    capacity: Capacity = "on-demand"
    """`on-demand` or `spot`; on-demand if not given."""

    @model_validator(mode="after")
    def _one_architecture(self) -> Self:
        raise_faults(type(self).__name__, list(self._strangers("instance_types", self.instance_types)))
        return self

    def _strangers(self, field: str, types: Sequence[str]) -> list[PlacedFault]:
        wrong = [(index, name) for index, name in enumerate(types) if architecture(name) != self.architecture]
        return [((field, index), self._stranger(name), name) for index, name in wrong]

    def _stranger(self, name: str) -> Any:
        title = f"'{name}' is {architecture(name)}, and these nodes are {self.architecture}"
        why = "a node group has one machine image, and images are built for one processor"
        fix = f"take {_DEFAULT_TYPES[self.architecture]}, or say architecture: {architecture(name)}"
        return fault("X2B104", title, why=why, fix=fix, related="architecture")


class NodeGroups(_Machines):
    """EC2 managed node groups: one in each zone, of a fixed shape, kept by EKS.

    Nothing in AWS raises their number on its own: Cluster Autoscaler does, an add-on, between `min` and `max`.
    """

    kind: Literal["node-groups"] = "node-groups"
    min: Annotated[Count, Field(ge=1, le=450)] | None = None
    """Never fewer nodes, over all zones. If not given, what the platform derives; alone 3."""
    max: Annotated[Count, Field(ge=3, le=450)] | None = None
    """Never more nodes, over all zones, at least one for each. If not given, what the platform derives; alone 6, or
    `min` if that is more."""
    disk_gib: Annotated[Count, Field(ge=30, le=1000)] = 100
    """The root disk of each node in GiB, for images, logs and empty volumes; 100 if not given."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.min and self.max and self.max < self.min:
            wrong = fault(
                "X2B108",
                f"max must be at least min ({self.min})",
                got=str(self.max),
                fix="raise max or lower min",
                related="min",
            )
            raise_faults("NodeGroups", [(("max",), wrong, self.max)])
        return self

    @property
    def least(self) -> int:
        """Never fewer nodes."""
        return self.min or min(3, self.max or 3)

    @property
    def most(self) -> int:
        """Never more nodes."""
        return self.max or max(6, self.least)

    @property
    def types(self) -> tuple[str, ...]:
        """The instance types; m7g.xlarge or m7i.xlarge, by architecture, if none is given."""
        return tuple(self.instance_types) or (_DEFAULT_TYPES[self.architecture],)


class Karpenter(_Machines):
    """Nodes that Karpenter starts and removes as pods need them, and a small group that it runs on itself.

    Without `instance_types` it takes any of the families c, m and r from generation 6.
    """

    kind: Literal["karpenter"] = "karpenter"
    max_cpu: Annotated[Count, Field(ge=8, le=10_000)] | None = None
    """Never more vCPUs, over all nodes that it starts. If not given, what the platform derives; alone 64."""
    disk_gib: Annotated[Count, Field(ge=30, le=1000)] = 100
    """The root disk of each node in GiB; 100 if not given."""
    system_nodes: Annotated[Count, Field(ge=2, le=9)] = 3
    """How many nodes the group has on which Karpenter runs, and Argo CD before it; 3, one per zone, if not given."""
    system_instance_type: InstanceType | None = None
    """The instance type of that group; m7g.large or m7i.large, by architecture, if not given."""
    expire_after_hours: Annotated[Count, Field(ge=24, le=2160)] = 504
    """After how many hours a node is replaced, so that none runs on old software; 504, three weeks, if not given."""
    image: Annotated[str, matching(r"latest|v\d{8}", "latest, or a release of AL2023 for EKS such as v20261101")] = (
        "latest"
    )
    """The machine image; `latest` if not given: when AWS has a new one, nodes are replaced, as the disruption budget
    allows. A release stays until another is named."""

    @model_validator(mode="after")
    def _system_architecture(self) -> Self:
        if self.system_instance_type and architecture(self.system_instance_type) != self.architecture:
            place, got = ("system_instance_type",), self.system_instance_type
            raise_faults("Karpenter", [(place, self._stranger(got), got)])
        return self

    @property
    def most_cpu(self) -> int:
        """Never more vCPUs."""
        return self.max_cpu or 64

    @property
    def system_type(self) -> str:
        """The instance type of the group that Karpenter runs on."""
        return self.system_instance_type or _SYSTEM_TYPES[self.architecture]


class AutoMode(_Machines):
    """EKS Auto Mode: AWS starts, patches and removes nodes, and runs network, storage and DNS in them.

    Costs a fee per instance on top of EC2's. Without `instance_types` it takes any of c, m and r from generation 6.
    """

    kind: Literal["auto-mode"] = "auto-mode"
    max_cpu: Annotated[Count, Field(ge=8, le=10_000)] | None = None
    """Never more vCPUs, over all nodes of the services. If not given, what the platform derives; alone 64."""
    expire_after_hours: Annotated[Count, Field(ge=24, le=504)] = 336
    """After how many hours a node is replaced; 336, two weeks, if not given, and EKS allows 504 at most."""

    @property
    def most_cpu(self) -> int:
        """Never more vCPUs."""
        return self.max_cpu or 64


def _by_kind(value: Any, known: ValidatorFunctionWrapHandler) -> Any:
    """A mapping without `kind` means node groups, a word alone that kind with its defaults."""
    if isinstance(value, str):
        return known({"kind": value})
    return known(value if not isinstance(value, dict) or "kind" in value else {"kind": "node-groups", **value})


Nodes = Annotated[
    Annotated[NodeGroups | Karpenter | AutoMode, Field(discriminator="kind")],
    WrapValidator(_by_kind),
]
"""One of the three ways: `{min: 3, max: 12}`, `karpenter`, `{kind: auto-mode, max_cpu: 128}`."""
