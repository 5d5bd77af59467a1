"""How many nodes a platform's cluster may have, from what its pods request, and what its construct takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ipaddress import IPv4Network
from typing import NamedTuple

from x2bee_constructs.cluster.instances import Instance, instance
from x2bee_constructs.cluster.nodes import AutoMode, Karpenter, NodeGroups
from x2bee_constructs.cluster.props import EksClusterProps
from x2bee_constructs.core.faults import PlacedFault, fault
from x2bee_constructs.core.once import once
from x2bee_constructs.network.addresses import app_cidrs
from x2bee_constructs.platform.capacity import Nodes, addresses, most_loads, nodes, usual_loads
from x2bee_constructs.platform.network import log_days, network_props
from x2bee_constructs.platform.packing import Load, Room, nodes_for
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.sizes import ZONES
from x2bee_constructs.platform.system import on_every_node
from x2bee_constructs.workload.sizing import Requests

__all__ = ["capacity_faults", "cluster_props"]

_MI = 1024**2

_REFERENCE = {"arm64": "m7g.2xlarge", "x86_64": "m7i.2xlarge"}
"""What Karpenter and Auto Mode are reckoned with where no type is said: they choose among many of this shape."""


@once
def cluster_props(platform: Platform) -> EksClusterProps:
    """What `EksCluster` takes: the nodes bounded by what the pods request, where the customer's file bounds nothing."""
    said = platform.cluster
    bound = {"min": _least(platform), "max": _most(platform)} if isinstance(said.nodes, NodeGroups) else {}
    if not isinstance(said.nodes, NodeGroups):
        bound = {"max_cpu": said.nodes.max_cpu or _most_cpu(platform)}
    return EksClusterProps(
        **{name: getattr(said, name) for name in type(said).model_fields if name != "nodes"},
        nodes=said.nodes.model_copy(update=bound),
        node_labels=platform.node_selector,
        log_days=log_days(platform),
    )


def capacity_faults(platform: Platform) -> Iterator[PlacedFault]:
    """What does not fit when every autoscaler is at its maximum, each with the sum."""
    yield from _unknown_type(platform)
    found = _all(platform)
    homeless = [shape for shape in found if shape.nodes.needed is None]
    # An Auto Scaling group takes any of its types; Karpenter looks for one that fits.
    if homeless and (isinstance(platform.cluster.nodes, NodeGroups) or len(homeless) == len(found)):
        yield _too_large(platform, homeless[0])
    elif found:
        yield from _too_few(platform, found)
        yield from _too_few_addresses(platform, found)


def _unknown_type(platform: Platform) -> Iterator[PlacedFault]:
    said = platform.cluster.nodes
    bounded = said.max if isinstance(said, NodeGroups) else said.max_cpu
    unknown = [(index, name) for index, name in enumerate(said.instance_types) if instance(name) is None]
    if bounded is None and unknown:
        index, name = unknown[0]
        field = "max" if isinstance(said, NodeGroups) else "max_cpu"
        why = f"the size of '{name}' is not known here, so nothing can be derived from it"
        wrong = fault("X2B302", "the number of nodes must be said", expected=f"cluster.nodes.{field}", why=why)
        yield ("cluster", "nodes", "instance_types", index), wrong, name


def _too_large(platform: Platform, shape: _Shape) -> PlacedFault:
    model, needed = shape
    room = needed.room
    pod = max(
        (load for load in needed.loads if nodes_for([load], room) is None),
        key=lambda load: (load.one.memory, load.one.cpu, load.one.disk),
    )
    wrong = fault(
        "X2B302",
        f"a pod of '{pod.name}' is larger than a node",
        expected=f"at most {needed.free} and {_disk(room.requests)} beside what every node runs",
        got=f"{pod.size} and {_disk(pod.one)}",
        why=f"the nodes are {model.name}",
        fix="take a larger instance type or disk, or give the service less",
    )
    types = platform.cluster.nodes.instance_types
    place = ("instance_types", list(types).index(model.name)) if model.name in types else ()
    return ("cluster", "nodes", *place), wrong, model.name


def _disk(requests: Requests) -> str:
    return f"{requests.disk / 1024**3:.1f}Gi of disk"


class _Bound(NamedTuple):
    field: str
    said: int | None
    needed: int


def _too_few(platform: Platform, found: Sequence[_Shape]) -> Iterator[PlacedFault]:
    said = platform.cluster.nodes
    groups = isinstance(said, NodeGroups)
    model, needed = max(found, key=lambda shape: (shape.nodes.needed or 0) * (1 if groups else shape.model.vcpus))
    count = needed.needed or 0
    bound = _Bound("max", said.max, count) if groups else _Bound("max_cpu", said.max_cpu, count * model.vcpus)
    if bound.said is not None and bound.said < bound.needed:
        wrong = fault(
            "X2B302",
            "the nodes cannot hold all pods when every autoscaler is at its maximum",
            expected=f"at least {bound.needed}",
            got=str(bound.said),
            why=f"{count} nodes of {model.name}: {needed.said}; most is {needed.largest}",
            fix=f"{bound.field}: {bound.needed}, a larger instance type, or lower replicas.max",
        )
        yield ("cluster", "nodes", bound.field), wrong, bound.said


def _too_few_addresses(platform: Platform, found: Sequence[_Shape]) -> Iterator[PlacedFault]:
    needed = max(found, key=lambda shape: shape.nodes.needed or 0).nodes
    count = max(needed.needed or 0, _most(platform, found))
    pods = sum(load.pods for load in needed.loads)
    existing = platform.network.existing
    # In a VPC of our own the three are alike, and their size is fixed: it is said once, where it can be changed.
    cidrs = app_cidrs(network_props(platform))[: None if existing else 1]
    for index, cidr in enumerate(cidrs):
        sum_ = addresses(count, pods, IPv4Network(cidr), ZONES)
        if sum_.needed > sum_.usable:
            wrong = fault(
                "X2B303",
                f"subnet {cidr} has too few addresses for its pods",
                expected=f"at least {sum_.needed}",
                got=str(sum_.usable),
                why=sum_.said,
                fix="take larger app subnets, or fewer nodes" if existing else "take larger nodes, and fewer of them",
            )
            place = ("network", "existing", "app", index, "cidr") if existing else ("cluster", "nodes")
            yield place, wrong, cidr


class _Shape(NamedTuple):
    model: Instance
    nodes: Nodes
    """How many nodes all pods take if every node is of this type."""


def _shapes(platform: Platform, loads: Sequence[Load]) -> list[_Shape]:
    """One for each of the types that is known: which of them AWS will have to give, nobody knows before."""
    every_node = on_every_node(platform)
    return [_Shape(model, nodes(loads, _room(model, platform), every_node)) for model in _models(platform)]


@once
def _all(platform: Platform) -> list[_Shape]:
    """With every autoscaler at its maximum."""
    return _shapes(platform, most_loads(platform))


def _models(platform: Platform) -> list[Instance]:
    said = platform.cluster.nodes
    names = said.types if isinstance(said, NodeGroups) else tuple(said.instance_types)
    found = (instance(name) for name in names or (_REFERENCE[said.architecture],))
    return [one for one in found if one is not None]


def _room(model: Instance, platform: Platform) -> Room:
    said = platform.cluster.nodes
    disk = _AUTO_DISK_GIB if isinstance(said, AutoMode) else said.disk_gib
    # EKS keeps a fifth of the disk for images and the system, as the kubelet's thresholds have it.
    return Room(
        Requests(model.allocatable_cpu, model.allocatable_memory_mib * _MI, disk * 1024 * _MI * 4 // 5), model.max_pods
    )


_AUTO_DISK_GIB = 80
"""The volume of a node of Auto Mode's default NodeClass."""


def _most(platform: Platform, found: Sequence[_Shape] | None = None) -> int:
    """Never more nodes: what all pods take, and one per zone more, for rollouts and while nodes are replaced.

    What the pods take that always run is never more. `found` are the shapes of all pods, if they are known.
    """
    said = platform.cluster.nodes
    groups = isinstance(said, NodeGroups)
    if groups and said.max:
        return said.max
    shapes = _all(platform) if found is None else found
    counts = [shape.nodes.needed or ZONES for shape in shapes]
    least = (said.min if groups else None) or ZONES
    return max(least, _per_zone(max(counts)) + ZONES) if counts else ZONES


def _most_cpu(platform: Platform) -> int | None:
    found = _all(platform)
    return max(((_per_zone(one.nodes.needed or 0) + ZONES) * one.model.vcpus for one in found), default=None)


def _least(platform: Platform) -> int:
    """Never fewer nodes: what the pods take that always run, and one in each zone."""
    said = platform.cluster.nodes
    if isinstance(said, Karpenter | AutoMode):
        return ZONES
    counts = [shape.nodes.needed or ZONES for shape in _shapes(platform, usual_loads(platform))]
    usual = max(counts, default=ZONES)
    return said.min or min(max(ZONES, _per_zone(usual)), said.max or usual + ZONES)


def _per_zone(count: int) -> int:
    return -(-count // ZONES) * ZONES
