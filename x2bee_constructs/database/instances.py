"""What instances of Aurora PostgreSQL have, and how many connections one takes.

The classes are those that cfn-lint 1.51 has from AWS for `aurora-postgresql`, without r4 and the small and very large
burstable ones, which AWS does not list for it (looked up 2026-11-25); memory is that of the EC2 types of that name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = [
    "ACU_GIB",
    "IN_CLUSTER_CONNECTIONS",
    "InstanceClass",
    "class_connections",
    "instance_class",
    "known_classes",
    "larger_classes",
    "serverless_connections",
]

ACU_GIB = 2
"""Memory of one Aurora capacity unit, about (Aurora Serverless v2, setting the capacity)."""

IN_CLUSTER_CONNECTIONS = 200
"""`max_connections` of a PostgreSQL in the cluster, for development; twice PostgreSQL's own 100. Our judgement."""

_BYTES_PER_CONNECTION = 9_531_392
_MOST = 5000
"""Aurora's default is `LEAST({DBInstanceClassMemory/9531392},5000)`
(https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Managing.html)."""

_CLASS_PERCENT = 88
_SERVERLESS_PERCENT = 83
"""`DBInstanceClassMemory` is what is left when Aurora has taken its own part, and no API tells it. AWS publishes the
highest values to use: db.r5.large 1600, db.r6g.large 1722, db.t4g.medium 405; 1 ACU 189, 16 ACU 3360. By these it is at
least 88.8 % of a class's memory, and 83.9 % of a serverless instance's: with less, ours is never more than theirs."""

_LOW_ACU = 0.5
_LOW_ACU_MOST = 2000
"""With a minimum of 0.5 ACU or less Aurora allows no more (Aurora Serverless v2, maximum connections)."""

_LOCAL_STORAGE_PER_GIB = 2
"""Temporary storage of a class for each GiB of its memory: db.r6g.large has 16 GiB of memory and 32 of storage
(Temporary storage limits for Aurora PostgreSQL)."""

_VCPUS: Mapping[str, int] = {
    "medium": 2,
    "large": 2,
    "xlarge": 4,
    "2xlarge": 8,
    "4xlarge": 16,
    "8xlarge": 32,
    "12xlarge": 48,
    "16xlarge": 64,
    "24xlarge": 96,
    "32xlarge": 128,
    "48xlarge": 192,
}

_TO_16 = "2xlarge 4xlarge 8xlarge 12xlarge 16xlarge"

_FAMILIES: Mapping[str, tuple[float, str]] = {
    "r5": (8, f"large xlarge {_TO_16} 24xlarge"),
    "r6g": (8, f"large xlarge {_TO_16}"),
    "r6gd": (8, f"xlarge {_TO_16}"),
    "r6i": (8, f"large xlarge {_TO_16} 24xlarge 32xlarge"),
    "r7g": (8, f"large xlarge {_TO_16}"),
    "r7i": (8, f"large xlarge {_TO_16} 24xlarge 48xlarge"),
    "r8g": (8, f"large xlarge {_TO_16} 24xlarge 48xlarge"),
    "r8gd": (8, f"xlarge {_TO_16} 24xlarge 48xlarge"),
    "x2g": (16, f"large xlarge {_TO_16}"),
}
"""GiB for each vCPU, and the sizes that a family comes in."""

_BURST_GIB: Mapping[str, float] = {"medium": 4, "large": 8}
_BURST = ("t3", "t4g")
"""For development and test, says AWS; these two sizes alone."""


@dataclass(frozen=True)
class InstanceClass:
    """A class of instances of Aurora PostgreSQL."""

    name: str
    vcpus: int
    memory_gib: float

    @property
    def connections(self) -> int:
        """`max_connections` of an instance of this class."""
        return _connections(self.memory_gib, _CLASS_PERCENT)

    @property
    def local_storage_gib(self) -> float:
        """Storage for temporary files, of which an instance has its own."""
        return self.memory_gib * _LOCAL_STORAGE_PER_GIB


def _table() -> dict[str, InstanceClass]:
    plain = [
        InstanceClass(f"db.{family}.{size}", _VCPUS[size], _VCPUS[size] * per_cpu)
        for family, (per_cpu, sizes) in _FAMILIES.items()
        for size in sizes.split()
    ]
    burst = [
        InstanceClass(f"db.{family}.{size}", _VCPUS[size], gib) for family in _BURST for size, gib in _BURST_GIB.items()
    ]
    return {found.name: found for found in (*plain, *burst)}


_CLASSES: Mapping[str, InstanceClass] = _table()


def instance_class(name: str) -> InstanceClass | None:
    """The class of this name, `db.r7g.large`, or None if Aurora PostgreSQL has none such."""
    return _CLASSES.get(name)


def known_classes(family: str = "") -> tuple[str, ...]:
    """The classes of a family (`r7g`), or of all, by name."""
    return tuple(name for name in _CLASSES if re.fullmatch(rf"db\.{family or '[a-z0-9]+'}\.[a-z0-9]+", name))


def larger_classes(name: str) -> tuple[InstanceClass, ...]:
    """The larger classes of the same family, the next one first."""
    one = _CLASSES[name]
    family = [_CLASSES[other] for other in known_classes(name.split(".")[1])]
    return tuple(sorted((c for c in family if c.memory_gib > one.memory_gib), key=lambda c: c.memory_gib))


def class_connections(name: str) -> int:
    """`max_connections` of an instance of the class; raises `KeyError` for one that is not known."""
    return _CLASSES[name].connections


def serverless_connections(least: float, most: float) -> int:
    """`max_connections` of a serverless instance: by the most it may grow to, whatever it has at the moment."""
    found = _connections(most * ACU_GIB, _SERVERLESS_PERCENT)
    return min(found, _LOW_ACU_MOST) if least <= _LOW_ACU else found


def _connections(gib: float, percent: int) -> int:
    usable = int(gib * 2**30) * percent // 100
    return min(_MOST, usable // _BYTES_PER_CONNECTION)
