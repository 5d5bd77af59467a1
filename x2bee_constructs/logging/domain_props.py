"""What you may say about the OpenSearch domain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from x2bee_constructs.core.faults import PlacedFault, fault, meant, raise_faults, show
from x2bee_constructs.core.props import Bool, Count, Props
from x2bee_constructs.logging.domain_sizes import BURSTABLE, LARGEST_VOLUME, SMALLEST_VOLUME

__all__ = ["OpenSearchSpec", "Version"]

Version = Literal["2.19", "3.1", "3.3", "3.5", "3.7"]
"""What OpenSearch Service offers and we know (aws-cdk-lib 2.275.0, `EngineVersion`, looked up 2026-11-25)."""

_ZONES = 3


class OpenSearchSpec(Props):
    """The OpenSearch domain: how large, and whether it outlives the loss of a zone."""

    version: Version = "3.5"
    """The version of OpenSearch, in quotes; 3.5 if not given. It cannot be gone back."""
    standby: Bool = True
    """Whether it spans three zones, one of which stands by, with three master nodes of their own; true if not given.
    False is for development: no masters, and as many zones as there are instances, at most three."""
    instances: Annotated[Count, Field(ge=1, le=80)] | None = None
    """How many data nodes; 3 with `standby`, else 1, if not given. With `standby` a multiple of three."""
    instance_type: str | None = None
    """The type of data nodes; `r6g.large.search` with `standby`, else `t3.medium.search`, if not given."""
    storage_gib: Annotated[Count, Field(ge=SMALLEST_VOLUME)] = 100
    """The volume of each data node, in GiB; 100 if not given. The largest that there is depends on the type."""
    master_type: str | None = None
    """The type of the three master nodes; `m6g.large.search` if not given. Without `standby` there are none."""

    @property
    def nodes(self) -> int:
        """How many data nodes there are."""
        return self.instances or (_ZONES if self.standby else 1)

    @property
    def node_type(self) -> str:
        """The type of data nodes."""
        return self.instance_type or ("r6g.large.search" if self.standby else "t3.medium.search")

    @property
    def masters(self) -> str | None:
        """The type of master nodes; None if there are none."""
        return (self.master_type or "m6g.large.search") if self.standby else None

    @property
    def zones(self) -> int:
        """Over how many zones the data nodes are."""
        return min(self.nodes, _ZONES)

    @property
    def replicas(self) -> int:
        """How many copies of each shard there are beside the first: with `standby` one in each zone, as it demands."""
        return 2 if self.standby else min(self.nodes - 1, 1)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        raise_faults("OpenSearchSpec", [*self._types(), *self._storage(), *self._standby()])
        return self

    def _types(self) -> Iterator[PlacedFault]:
        for name in ("instance_type", "master_type"):
            said: str | None = getattr(self, name)
            if said is not None and said not in LARGEST_VOLUME:
                hint, guess = meant(said, LARGEST_VOLUME)
                title = f"unknown instance type {show(said)}{hint}"
                expected = f"one of {', '.join(LARGEST_VOLUME)}"
                yield (name,), fault("X2B354", title, expected=expected, fix=guess), said

    def _storage(self) -> Iterator[PlacedFault]:
        largest = LARGEST_VOLUME.get(self.node_type)
        if largest and self.storage_gib > largest:
            wrong = fault(
                "X2B353",
                f"a volume of {self.node_type} cannot be as large",
                expected=f"at most {largest}",
                got=str(self.storage_gib),
                fix=f"storage_gib: {largest} with more instances, or a larger instance_type",
                related="instance_type",
            )
            yield ("storage_gib",), wrong, self.storage_gib

    def _standby(self) -> Iterator[PlacedFault]:
        if not self.standby:
            if self.master_type:
                why = "without standby the data nodes choose a master among themselves"
                title = "'master_type' contradicts standby: false"
                wrong = fault("X2B354", title, why=why, fix="take master_type out", related="standby")
                yield ("master_type",), wrong, self.master_type
            return
        if self.nodes % _ZONES:
            up = self.nodes + _ZONES - self.nodes % _ZONES
            wrong = fault(
                "X2B354",
                "each zone has as many data nodes as the others",
                expected="a multiple of three",
                got=str(self.nodes),
                why="one zone stands by, and takes over with what it has",
                fix=f"instances: {up}, or standby: false",
                related="standby",
            )
            yield ("instances",), wrong, self.instances
        for name in ("instance_type", "master_type"):
            said = getattr(self, name)
            if said in BURSTABLE:
                why = "it lives on CPU credits, which are gone when most is logged; AWS advises it for no production"
                title = f"{said} is for development"
                wrong = fault("X2B354", title, why=why, fix="standby: false, or another type", related="standby")
                yield (name,), wrong, said
