"""How many nodes a set of pods takes: they are laid out, not divided, for a pod is on one node or on none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from x2bee_constructs.workload.sizing import Requests, cpu_text

__all__ = ["Load", "Room", "nodes_for", "size_text", "total"]


@dataclass(frozen=True)
class Load:
    """So many pods of one kind, and what each requests."""

    name: str
    pods: int
    one: Requests

    @property
    def size(self) -> str:
        """What one requests, for a person."""
        return size_text(self.one)


@dataclass(frozen=True)
class Room:
    """What one node has for pods: requests and a number of pods."""

    requests: Requests
    pods: int

    def less(self, taken: Sequence[Load]) -> Room:
        """What is left beside the pods that every node runs."""
        used = total(taken)
        return Room(
            Requests(self.requests.cpu - used.cpu, self.requests.memory - used.memory, self.requests.disk - used.disk),
            self.pods - sum(load.pods for load in taken),
        )


def total(loads: Sequence[Load]) -> Requests:
    """What all pods request together."""
    sum_ = Requests()
    for load in loads:
        sum_ += load.one * load.pods
    return sum_


def nodes_for(loads: Sequence[Load], room: Room) -> int | None:
    """The nodes that first-fit decreasing takes: the largest pods first, each on the first node with room for it.

    None if a pod is larger than a node. The scheduler spreads instead of filling, so this is the least that can be
    expected to do, within the 22 % by which first-fit decreasing can miss the least possible (Johnson 1973).
    """
    pods = sorted((load.one for load in loads for _ in range(load.pods)), key=lambda r: (-r.memory, -r.cpu, -r.disk))
    if any(not _fits(pod, room) for pod in pods):
        return None
    nodes: list[Room] = []
    for pod in pods:
        index = next((i for i, free in enumerate(nodes) if _fits(pod, free)), None)
        if index is None:
            nodes.append(room)
            index = len(nodes) - 1
        nodes[index] = nodes[index].less((Load("", 1, pod),))
    return len(nodes)


def _fits(pod: Requests, room: Room) -> bool:
    free = room.requests
    return room.pods > 0 and pod.cpu <= free.cpu and pod.memory <= free.memory and pod.disk <= free.disk


def size_text(requests: Requests) -> str:
    """CPU and memory, for a person: `600m CPU and 1.1Gi`."""
    return f"{cpu_text(requests.cpu)} CPU and {requests.memory / 1024**3:.1f}Gi"
