"""What an EC2 instance type is, and how much of it pods get: by rule, without asking AWS.

Known are the families c, m and r from generation 5 and t3, t3a and t4g, without bare metal. Sizes, memory and network
interfaces are those that EC2 publishes for each type (https://docs.aws.amazon.com/ec2/latest/instancetypes/), looked up
2026-11-23 and compared with Karpenter 1.14's own table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

__all__ = ["Architecture", "Instance", "architecture", "instance"]

Architecture = Literal["arm64", "x86_64"]
"""What a processor understands: Graviton (arm64), or Intel and AMD (x86_64)."""

_PREFIX = 16
"""Addresses of a prefix (/28), which takes the place of one address of an interface."""

_FEW_CPUS = 30
"""Up to here EKS recommends 110 pods per node with prefixes, above 250
(https://docs.aws.amazon.com/eks/latest/best-practices/prefix-mode-linux.html)."""

_VM_OVERHEAD_PERCENT = 7.5
"""Memory that the hypervisor and the kernel keep; what Karpenter reckons with (VM_MEMORY_OVERHEAD_PERCENT)."""


@dataclass(frozen=True)
class Instance:
    """An instance type, and what its node offers to pods under AL2023 and the VPC CNI with prefixes."""

    name: str
    vcpus: int
    memory_mib: int
    architecture: Architecture
    interfaces: int
    """Network interfaces."""
    addresses: int
    """IPv4 addresses of each interface; the first is the interface's own."""

    @property
    def classic_pods(self) -> int:
        """Pods with single addresses; the two more use the node's own."""
        return self.interfaces * (self.addresses - 1) + 2

    @property
    def max_pods(self) -> int:
        """Pods with prefix delegation, as EKS sets it for a managed node group."""
        recommended = 110 if self.vcpus <= _FEW_CPUS else 250
        return min(recommended, self.interfaces * (self.addresses - 1) * _PREFIX + 2)

    @property
    def allocatable_cpu(self) -> int:
        """CPU for pods in thousandths; EKS reserves 6 % of the first core, 1 % of the next, 0.5 % of two, then 0.25."""
        reserved = 60 + 10 * (self.vcpus > 1) + 5 * min(2, max(0, self.vcpus - 2)) + 2.5 * max(0, self.vcpus - 4)
        return self.vcpus * 1000 - int(reserved)

    @property
    def allocatable_memory_mib(self) -> int:
        """Memory for pods in MiB: without what the machine keeps, 255 MiB and 11 for each classic pod, 100 of reserve.

        The last is the kubelet's hard eviction threshold; the second what nodeadm reserves, prefixes or not.
        """
        seen = int(self.memory_mib * (100 - _VM_OVERHEAD_PERCENT) / 100)
        return seen - (255 + 11 * self.classic_pods) - 100


def architecture(name: str) -> Architecture | None:
    """What the type's processor understands, also of families that are not known here; None if it is no type's name."""
    found = re.fullmatch(r"([a-z]+)\d+([a-z0-9-]*)\.[a-z0-9-]+", name)
    if not found:
        return None
    graviton = found[2].startswith("g") or found[1] == "a"
    return "arm64" if graviton else "x86_64"


def instance(name: str) -> Instance | None:
    """The instance type of this name, `m7g.xlarge`, or None if it is not known."""
    family, _, size = name.partition(".")
    found = _network(family, size)
    memory = _memory(family, size)
    kind = architecture(name)
    if not found or not memory or not kind:
        return None
    return Instance(name, _vcpus(family, size), memory, kind, *found)


class _Interfaces(NamedTuple):
    interfaces: int
    addresses: int


_Sizes = Mapping[str, _Interfaces]


def _sizes(table: str) -> _Sizes:
    """Interfaces and addresses by size: `large:3x10` … ."""
    rows = (row.split(":") for row in table.split())
    return {size: _Interfaces(*(int(n) for n in both.split("x"))) for size, both in rows}


_CLASSIC = _sizes(
    "medium:2x4 large:3x10 xlarge:4x15 2xlarge:4x15 3xlarge:8x30 4xlarge:8x30 6xlarge:8x30 8xlarge:8x30 9xlarge:8x30"
    " 12xlarge:8x30 16xlarge:15x50 18xlarge:15x50 24xlarge:15x50 32xlarge:15x50 48xlarge:15x50"
)
_WIDE_G8 = {**_CLASSIC, **_sizes("8xlarge:10x30 12xlarge:12x30 16xlarge:16x50 24xlarge:24x50 48xlarge:24x50")}
_EIGHTH = _sizes(
    "medium:2x4 large:3x20 xlarge:4x30 2xlarge:4x30 4xlarge:8x50 8xlarge:10x50 12xlarge:12x50 16xlarge:16x64"
    " 24xlarge:16x64 32xlarge:24x64 48xlarge:24x64 96xlarge:24x64"
)
_WIDE_I8 = {**_EIGHTH, **_sizes("large:4x20 8xlarge:8x50 32xlarge:16x64")}
_A8 = {**_EIGHTH, **_sizes("xlarge:4x20 2xlarge:4x40 4xlarge:8x40 8xlarge:10x40 12xlarge:12x64")}
_NINTH = {**_EIGHTH, **_sizes("medium:2x20 24xlarge:24x64")}
_BURST = _sizes("nano:2x2 micro:2x2 small:3x4 medium:3x6 large:3x12 xlarge:4x15 2xlarge:4x15")

_Z8 = _sizes("medium:3x4 large:4x20 xlarge:4x20 3xlarge:8x40 6xlarge:8x40 12xlarge:16x64 24xlarge:16x64")

_BASE = "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge 16xlarge"

_FAMILIES: tuple[tuple[str, str, _Sizes], ...] = (
    (r"[mr]5(a|ad|b|d|dn|n)?|c5ad?", f"{_BASE} 24xlarge", _CLASSIC),
    (r"c5d?", "large xlarge 2xlarge 4xlarge 9xlarge 12xlarge 18xlarge 24xlarge", _CLASSIC),
    (r"c5n", "large xlarge 2xlarge 4xlarge 9xlarge 18xlarge", _CLASSIC),
    (r"m5zn", "large xlarge 2xlarge 3xlarge 6xlarge 12xlarge", {**_CLASSIC, "12xlarge": _Interfaces(15, 50)}),
    (r"m8azn", "medium large xlarge 3xlarge 6xlarge 12xlarge 24xlarge", _Z8),
    (r"[cmr]6(i|id)", f"{_BASE} 24xlarge 32xlarge", _CLASSIC),
    (r"[cmr]6(in|idn)", f"{_BASE} 24xlarge 32xlarge", {**_CLASSIC, "32xlarge": _Interfaces(16, 50)}),
    (r"[cmr]6a", f"{_BASE} 24xlarge 32xlarge 48xlarge", _CLASSIC),
    (r"[cmr]7a", f"medium {_BASE} 24xlarge 32xlarge 48xlarge", _CLASSIC),
    (r"[cmr][67]g(d|n)?", f"medium {_BASE}", _CLASSIC),
    (r"[cmr]7i", f"{_BASE} 24xlarge 48xlarge", _CLASSIC),
    (r"[cm]7i-flex", _BASE, _CLASSIC),
    (r"r7iz", f"{_BASE} 32xlarge", _CLASSIC),
    (r"[cmr]8gd?", f"medium {_BASE} 24xlarge 48xlarge", _CLASSIC),
    (r"[cmr]8g(b|n)", f"medium {_BASE} 24xlarge 48xlarge", _WIDE_G8),
    (r"[cmr]8a", f"medium {_BASE} 24xlarge 48xlarge", _A8),
    (r"[cmr]8id?", f"{_BASE} 24xlarge 32xlarge 48xlarge 96xlarge", _EIGHTH),
    (r"[cmr]8i-flex", _BASE, _EIGHTH),
    (r"[cmr]8i(b|n|db|dn)", f"{_BASE} 24xlarge 32xlarge 48xlarge 96xlarge", _WIDE_I8),
    (r"[cm]8ine", "large xlarge 2xlarge 4xlarge 8xlarge 12xlarge", _WIDE_I8),
    (r"[cm]9gd?", f"medium {_BASE} 24xlarge 48xlarge", _NINTH),
    (r"t3|t4g", "nano micro small medium large xlarge 2xlarge", _BURST),
    (r"t3a", "nano micro small medium large xlarge 2xlarge", {**_BURST, "small": _Interfaces(2, 4)}),
)
"""Family, the sizes it comes in, and the network interfaces of those sizes."""

_C5N_MIB = {"large": 5376, "xlarge": 10752, "2xlarge": 21504, "4xlarge": 43008, "9xlarge": 98304, "18xlarge": 196608}
_BURST_MIB = {
    "nano": 512,
    "micro": 1024,
    "small": 2048,
    "medium": 4096,
    "large": 8192,
    "xlarge": 16384,
    "2xlarge": 32768,
}


def _network(family: str, size: str) -> _Interfaces | None:
    for pattern, sizes, interfaces in _FAMILIES:
        if re.fullmatch(pattern, family) and size in sizes.split():
            return interfaces[size]
    return None


def _memory(family: str, size: str) -> int | None:
    """In MiB: 2 GiB per vCPU for c, 4 for m, 8 for r."""
    if family.startswith("t"):
        return _BURST_MIB.get(size)
    per_cpu = {"c": 2048, "m": 4096, "r": 8192}.get(family[:1])
    return _C5N_MIB.get(size) if family == "c5n" else per_cpu and per_cpu * _vcpus(family, size)


def _vcpus(family: str, size: str) -> int:
    """One for medium, two for large, four for each `x`; burstable types have two at least."""
    found = re.fullmatch(r"(\d*)xlarge", size)
    plain = 4 * int(found[1] or 1) if found else 1 if size == "medium" else 2
    return max(2, plain) if family.startswith("t") else plain
