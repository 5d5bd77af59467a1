"""Whether what all pods ask for fits the nodes and the subnets, and how many nodes that takes (law 8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network
from math import ceil

from x2bee_constructs.core.once import once
from x2bee_constructs.platform.derive import deployment_props
from x2bee_constructs.platform.packing import Load, Room, nodes_for, size_text, total
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.system import system_loads
from x2bee_constructs.workload.props import MsaDeploymentProps
from x2bee_constructs.workload.sizing import Requests, pod_requests

__all__ = ["Addresses", "Nodes", "addresses", "most_loads", "nodes", "usual_loads"]

_MI = 1024**2

_PROXY = Requests(cpu=100, memory=128 * _MI)
"""What istio-proxy requests (`global.proxy.resources` of Istio's own values)."""


@dataclass(frozen=True)
class Nodes:
    """How many nodes all pods take when every autoscaler is at its maximum, and the sum behind it."""

    needed: int | None
    """None if a pod is larger than a node."""
    room: Room
    """What one node has beside what runs on each."""
    loads: tuple[Load, ...]

    @property
    def free(self) -> str:
        """What one node has for pods, for a person."""
        return size_text(self.room.requests)

    @property
    def said(self) -> str:
        """The sum: `134 pods with 72400m CPU and 134.8Gi together, and a node has 3390m CPU and 13.2Gi for them`."""
        pods = sum(load.pods for load in self.loads)
        return f"{pods} pods with {size_text(total(self.loads))} together, and a node has {self.free} for them"

    @property
    def largest(self) -> str:
        """The three kinds of pods that ask for most memory."""
        most = sorted(self.loads, key=lambda load: -load.one.memory * load.pods)[:3]
        return ", ".join(f"{load.name} {load.pods} × {load.size}" for load in most)


@dataclass(frozen=True)
class Addresses:
    """How many addresses of one zone's subnet the nodes and pods take when another zone is gone."""

    needed: int
    usable: int
    said: str


_PREFIX = 16
"""Addresses of a /28, which the VPC CNI takes at once when it delegates prefixes."""

_RESERVED = 5
"""AWS keeps the first four addresses of a subnet and its last."""


def nodes(loads: Sequence[Load], room: Room, every_node: Sequence[Load]) -> Nodes:
    """The nodes that the loads take; `room` is what EKS leaves of one, of which `every_node` runs on each."""
    beside = room.less(every_node)
    return Nodes(nodes_for(loads, beside), beside, tuple(loads))


def addresses(count: int, pods: int, subnet: IPv4Network, zones: int = 3) -> Addresses:
    """The addresses of one zone that `count` nodes with `pods` pods take, where one zone of `zones` is gone.

    A node takes an address of its own, a prefix for each 16 pods begun, and one more prefix that is kept warm.
    """
    here, pods_here = ceil(count / (zones - 1)), ceil(pods / (zones - 1))
    prefixes = ceil(pods_here / _PREFIX) + 2 * here
    needed = here + prefixes * _PREFIX
    said = (
        f"{here} nodes and {pods_here} pods in a zone while another is gone: {here} + {prefixes} prefixes × {_PREFIX} "
        f"= {needed} addresses"
    )
    return Addresses(needed, subnet.num_addresses - _RESERVED, said)


@once
def most_loads(platform: Platform) -> tuple[Load, ...]:
    """All pods with every autoscaler at its maximum: the services' with their sidecars, and what runs beside them."""
    services = (Load(name, props.replicas.max, one) for name, props, one in _services(platform))
    return (*services, *(Load(one.name, one.most, one.one) for one in system_loads(platform)))


@once
def usual_loads(platform: Platform) -> tuple[Load, ...]:
    """The pods that always run: the services' with their sidecars, and what runs beside them."""
    services = (Load(name, props.replicas.min, one) for name, props, one in _services(platform))
    return (*services, *(Load(one.name, one.least, one.one) for one in system_loads(platform)))


def _services(platform: Platform) -> Iterator[tuple[str, MsaDeploymentProps, Requests]]:
    sidecar = _PROXY if platform.istio_revision else Requests()
    for name in platform.enabled_services:
        props = deployment_props(platform, name)
        yield name, props, pod_requests(props) + sidecar
