"""What a microservice asks of its cluster at most: exact sums of Kubernetes quantities."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import Self

from x2bee_constructs.workload.props import MsaDeploymentProps

__all__ = [
    "SURGE_PERCENT",
    "Requests",
    "bytes_of",
    "bytes_text",
    "cpu_text",
    "millicores",
    "most_pods",
    "pod_requests",
    "with_surge",
]

SURGE_PERCENT = 25
"""How many pods a rollout may add to a service, in percent and rounded up, as Kubernetes rounds `maxSurge`."""

_QUANTITY = re.compile(r"([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:([KMGTPE]i|[numkMGTPE])|[eE]([+-]?[0-9]{1,3}))?", re.ASCII)
"""The grammar of `resource.ParseQuantity`, without a sign: nothing here is negative."""

_UNITS = {
    **{
        unit: Fraction(1000) ** power
        for power, unit in enumerate(("n", "u", "m", "", "k", "M", "G", "T", "P", "E"), -3)
    },
    **{unit: Fraction(1024) ** power for power, unit in enumerate(("Ki", "Mi", "Gi", "Ti", "Pi", "Ei"), 1)},
}


@dataclass(frozen=True)
class Requests:
    """CPU in millicores, memory and disk (ephemeral storage) in bytes."""

    cpu: int = 0
    memory: int = 0
    disk: int = 0

    def __add__(self, other: Requests) -> Self:
        return type(self)(self.cpu + other.cpu, self.memory + other.memory, self.disk + other.disk)

    def __mul__(self, times: int) -> Self:
        return type(self)(self.cpu * times, self.memory * times, self.disk * times)

    def or_more(self, other: Requests) -> Self:
        """The larger of the two, resource by resource."""
        return type(self)(max(self.cpu, other.cpu), max(self.memory, other.memory), max(self.disk, other.disk))


def pod_requests(props: MsaDeploymentProps) -> Requests:
    """What one pod of the service requests; for memory and disk that is also its limit.

    Only the program's own container: a sidecar, and containers that the service adds, come on top.
    """
    given, profile = props.resources, props.runtime.profile()
    return Requests(
        cpu=millicores(given.cpu or profile.cpu),
        memory=bytes_of(given.memory or profile.memory),
        disk=bytes_of(given.ephemeral_storage),
    )


def most_pods(props: MsaDeploymentProps) -> int:
    """How many pods the service has at most: the autoscaler's maximum and a rollout's surge.

    A singleton is replaced, never doubled: 1. Pods that are ending are not in it.
    """
    return 1 if props.singleton else with_surge(props.replicas.max)


def with_surge(pods: int) -> int:
    """So many pods, and those that a rollout adds to them."""
    return pods + ceil(Fraction(pods * SURGE_PERCENT, 100))


def millicores(quantity: str) -> int:
    """A CPU quantity (`500m`, `2`, `0.5`) in thousandths of a core, rounded up as Kubernetes does.

    Raises `ValueError` if it is no quantity.
    """
    return ceil(_exact(quantity) * 1000)


def bytes_of(quantity: str) -> int:
    """A quantity of memory or disk (`512Mi`, `1.5G`) in bytes, rounded up as Kubernetes does.

    Raises `ValueError` if it is no quantity.
    """
    return ceil(_exact(quantity))


def cpu_text(millicores: int) -> str:
    """Millicores as Kubernetes writes them: `1500m`, `2`."""
    cores, rest = divmod(millicores, 1000)
    return f"{millicores}m" if rest else str(cores)


def bytes_text(count: int) -> str:
    """Bytes as Kubernetes writes them, in the largest unit that leaves a whole number: `1536Mi`, `2Gi`."""
    for unit in ("Ti", "Gi", "Mi", "Ki"):
        whole, rest = divmod(count, int(_UNITS[unit]))
        if whole and not rest:
            return f"{whole}{unit}"
    return str(count)


def _exact(quantity: str) -> Fraction:
    found = _QUANTITY.fullmatch(quantity)
    if not found:
        raise ValueError(f"expected a quantity such as 500m, 2, 512Mi or 1Gi, got '{quantity}'")
    number, unit, exponent = found.groups()
    return Fraction(number) * _UNITS[unit or ""] * Fraction(10) ** int(exponent or 0)
