"""Whether the logs fit: in OpenSearch while they are hot, and on a node's disk while nobody takes them (law 8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from x2bee_constructs.core.faults import PlacedFault, fault
from x2bee_constructs.logging.domain_sizes import LARGEST_VOLUME
from x2bee_constructs.logging.names import CLASSES
from x2bee_constructs.logging.retention import HOT_DAYS
from x2bee_constructs.logging.volume import DailyVolume

if TYPE_CHECKING:
    from x2bee_constructs.logging.guests import LogGuest
    from x2bee_constructs.logging.props import LoggingSpec

__all__ = ["BufferBudget", "StorageBudget", "buffer_budget", "buffer_faults", "storage_budget", "storage_faults"]

_OVERHEAD = 1.45
"""Of AWS' formula, minimum storage = source × (1 + replicas) × 1.45: a tenth for the index, 5 percent that Linux and 20
that the service keep for themselves (Sizing Amazon OpenSearch Service domains, looked up 2026-11-25)."""

_OPEN_DAY = 1
"""An index ends once a day and is deleted as a whole: its first line is a day older than its last."""

_TIGHT = 0.8
"""From so much of the storage on a person should look at it: our judgement."""

_PEAK = 3
"""The busiest hour against the average one. Our judgement; sales are busier, and shorter."""

_BUSIEST_NODE = 2
"""The busiest node against the average one: our judgement."""

_MINUTES = 1440
_SMALLEST_BUFFER = 2
"""In GiB: below, the files themselves and what is being written weigh more than the logs. Our judgement."""


@dataclass(frozen=True)
class StorageBudget:
    """What hot logs need in OpenSearch, and what there is."""

    needed_gib: int
    available_gib: int
    sum: str
    """How both come about, for a person."""

    @property
    def fits(self) -> bool:
        """Whether there is enough."""
        return self.needed_gib <= self.available_gib

    @property
    def tight(self) -> bool:
        """Whether there is enough, but little more."""
        return self.fits and self.needed_gib > self.available_gib * _TIGHT


@dataclass(frozen=True)
class BufferBudget:
    """What each of Fluentd's two buffers, OpenSearch's and the archive's, needs on the busiest node, and is given."""

    needed_gib: int
    given_gib: int
    sum: str
    """How the need comes about, for a person."""

    @property
    def fits(self) -> bool:
        """Whether there is enough."""
        return self.needed_gib <= self.given_gib


def storage_budget(logs: LoggingSpec, volume: DailyVolume, guests: Sequence[LogGuest] = ()) -> StorageBudget:
    """What the hot days of all classes and the days of guests need, by AWS' formula, against what all nodes have."""
    domain = logs.opensearch
    days = {kind: (logs.of(kind).hot_days or HOT_DAYS[kind]) + _OPEN_DAY for kind in CLASSES}
    parts = [(str(kind), volume[kind], days[kind]) for kind in CLASSES]
    parts += [(guest.name, guest.gib_per_day, guest.days + _OPEN_DAY) for guest in guests if guest.gib_per_day]
    source = sum(gib * kept for _, gib, kept in parts)
    copies = 1 + domain.replicas
    lines = " + ".join(f"{name} {gib:.2f} GiB × {kept} d" for name, gib, kept in parts)
    needed, available = ceil(source * copies * _OVERHEAD), domain.nodes * domain.storage_gib
    said = (
        f"({lines}) = {source:.1f} GiB × {copies} copies × {_OVERHEAD} = {needed} GiB; "
        f"there are {domain.nodes} nodes × {domain.storage_gib} GiB = {available} GiB"
    )
    return StorageBudget(needed, available, said)


def storage_faults(logs: LoggingSpec, volume: DailyVolume, guests: Sequence[LogGuest] = ()) -> Iterator[PlacedFault]:
    """A fault if hot logs, with what guests keep, do not fit into OpenSearch, relative to the logs."""
    budget = storage_budget(logs, volume, guests)
    if not budget.fits:
        wrong = fault(
            "X2B352",
            "the logs do not fit into OpenSearch",
            expected=f"storage for at least {budget.needed_gib} GiB",
            got=f"{budget.available_gib} GiB: {budget.sum}",
            why="a full domain refuses every log, those of today first; one day of each index is on its way out",
            fix=_larger(logs, budget.needed_gib),
            related="volume.gib_per_day",
        )
        yield ("opensearch", "storage_gib"), wrong, logs.opensearch.storage_gib


def _larger(logs: LoggingSpec, needed: int) -> str:
    """Larger volumes if the type has them, else more nodes with the largest; fewer hot days always help."""
    domain = logs.opensearch
    largest = LARGEST_VOLUME[domain.node_type]
    each = ceil(needed / domain.nodes)
    if each <= largest:
        return f"storage_gib: {each}, or fewer hot_days"
    step = domain.zones if domain.standby else 1
    nodes = ceil(needed / largest / step) * step
    return f"instances: {nodes} with storage_gib: {largest}, a larger instance_type, or fewer hot_days"


def buffer_budget(logs: LoggingSpec, volume: DailyVolume, nodes: int) -> BufferBudget:
    """What the busiest of so many nodes must hold while neither OpenSearch nor the archive takes anything."""
    a_day, minutes = sum(volume[kind] for kind in CLASSES), logs.volume.outage_minutes
    exact = a_day / _MINUTES * minutes * _PEAK / max(nodes, 1) * _BUSIEST_NODE
    needed = max(_SMALLEST_BUFFER, ceil(exact))
    said = (
        f"{a_day:.2f} GiB a day × {minutes} of {_MINUTES} min × {_PEAK} at the busiest hour ÷ {max(nodes, 1)} nodes "
        f"× {_BUSIEST_NODE} for the busiest = {exact:.1f} GiB for each destination, at least {_SMALLEST_BUFFER}"
    )
    return BufferBudget(needed, logs.volume.buffer_gib or needed, said)


def buffer_faults(logs: LoggingSpec, volume: DailyVolume, nodes: int) -> Iterator[PlacedFault]:
    """A fault if the buffers are smaller than the outage asks, relative to the logs."""
    budget = buffer_budget(logs, volume, nodes)
    if not budget.fits:
        wrong = fault(
            "X2B359",
            f"Fluentd's buffers are full before {logs.volume.outage_minutes} minutes are over",
            expected=f"at least {budget.needed_gib}: {budget.sum}",
            got=str(budget.given_gib),
            why="with full buffers Fluentd stops reading, and the kubelet deletes files that nobody has read",
            fix=f"buffer_gib: {budget.needed_gib}, or fewer outage_minutes",
            related="volume.outage_minutes",
        )
        yield ("volume", "buffer_gib"), wrong, logs.volume.buffer_gib
