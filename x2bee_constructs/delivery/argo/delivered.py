"""What each chart holds, as far as Argo CD has to know it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from x2bee_constructs.core.releases import Ignored

__all__ = ["Delivered", "DeliveredChart", "as_charts", "delivered"]


@dataclass(frozen=True, order=True)
class Delivered:
    """One object of a chart."""

    group: str
    kind: str
    namespace: str
    """Empty for objects of the cluster."""
    name: str


@dataclass(frozen=True)
class DeliveredChart:
    """One chart: a folder of manifests, which one Application brings."""

    name: str
    """The folder's."""
    objects: tuple[Delivered, ...]
    wave: int = 0
    """When: Applications of lower waves are well before those of higher ones begin; 0 if not given."""
    removable: bool = False
    """Whether its objects go when it is taken out of Git. Without, they stay and nobody keeps them: data, and what all
    others stand on."""
    ignored: tuple[Ignored, ...] = field(default=())


def delivered(manifests: Iterable[Mapping[str, Any]]) -> tuple[Delivered, ...]:
    """The objects of a chart, in their order; from manifests as plain data."""
    return tuple(sorted({_one(manifest) for manifest in manifests}))


def as_charts(
    found: Mapping[str, tuple[Delivered, ...]],
    waves: Mapping[str, int] | None = None,
    kept: Sequence[str] = (),
    ignored: Mapping[str, Sequence[Ignored]] | None = None,
) -> tuple[DeliveredChart, ...]:
    """The charts with these objects, by name: those without a wave in `waves` are of wave 0.

    Objects of charts in `kept` stay when the chart is taken out of Git, those of all others go with it. `ignored` are
    the fields that controllers own, by chart. Charts without objects are left out: they make no folder.
    """
    return tuple(
        DeliveredChart(
            name, objects, (waves or {}).get(name, 0), name not in kept, tuple((ignored or {}).get(name, ()))
        )
        for name, objects in sorted(found.items())
        if objects
    )


def _one(manifest: Mapping[str, Any]) -> Delivered:
    group = str(manifest["apiVersion"]).rpartition("/")[0]
    metadata: Mapping[str, Any] = manifest["metadata"]
    return Delivered(group, str(manifest["kind"]), str(metadata.get("namespace") or ""), str(metadata["name"]))
