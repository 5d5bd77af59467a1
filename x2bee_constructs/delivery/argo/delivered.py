"""What each chart holds, as far as Argo CD has to know it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from x2bee_constructs.core.releases import Ignored

__all__ = ["Delivered", "DeliveredChart", "as_charts"]


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


def as_charts(
    found: Mapping[str, Iterable[Delivered]],
    waves: Mapping[str, int] | None = None,
    kept: Sequence[str] = (),
    ignored: Mapping[str, Sequence[Ignored]] | None = None,
) -> tuple[DeliveredChart, ...]:
    """The charts with these objects, by name: those without a wave in `waves` are of wave 0.

    Objects of charts in `kept` stay when the chart is taken out of Git, those of all others go with it. `ignored` are
    the fields that controllers own, by chart. Charts without objects are left out: they make no folder.
    """
    waves, ignored = waves or {}, ignored or {}
    return tuple(
        DeliveredChart(name, objects, waves.get(name, 0), name not in kept, tuple(ignored.get(name, ())))
        for name, objects in sorted((name, tuple(sorted(set(each)))) for name, each in found.items())
        if objects
    )
