"""What a runtime asks of its pod, and the base that every runtime, also a customer's own, derives from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from x2bee_constructs.core.props import Props
from x2bee_constructs.workload.timing import DRAIN_SECONDS, STANDARD_TIMES, Timing, Timings, solve

__all__ = ["Check", "Profile", "Runtime"]


@dataclass(frozen=True)
class Check:
    """How one probe asks: HTTP GET on `path`, else `command` in the container, else a TCP connection; in seconds."""

    path: str | None
    period: int
    failures: int
    timeout: int = 3
    command: tuple[str, ...] = ()


@dataclass(frozen=True)
class Profile:
    """What a runtime asks of its pod. CPU and memory are Kubernetes quantities; memory is request and limit."""

    port: int | None
    """Where the program listens; None for one that does not: it has no Service and nothing can call it."""
    startup: Check | None
    liveness: Check | None
    readiness: Check | None
    cpu: str
    memory: str
    env: Mapping[str, str] = field(default_factory=dict[str, str])
    fixed: tuple[str, ...] = ()
    """Which of `env` follow the port, the times and the resources; a service cannot set them otherwise."""
    writable: tuple[str, ...] = ()
    """Folders the program writes to; `/tmp` always is one."""
    metrics_path: str | None = None
    """Where it answers Prometheus, on `port`; None if it does not."""
    private_paths: tuple[str, ...] = ()
    """Paths on `port` that are for the kubelet and Prometheus alone: in the mesh nobody else is answered there, callers
    and the ingress gateway neither. A `*` at the end stands for whatever follows."""
    ways_out: tuple[str, ...] = ()
    """What of the platform it needs: `collector` (spans) or `redis`; its NetworkPolicy follows."""
    concurrency: int = 100
    """How many requests one pod answers at once, where a service does not say."""
    warmup: int = 0
    """For how many seconds a new pod gets less than its share; 0 for a program that is as fast at once."""
    undisturbed: bool = False
    """Whether Karpenter and the Cluster Autoscaler must wait for the pod to end by itself before they take its node."""


class Runtime(Props, ABC):
    """The base of all runtimes: subclass it, return a `Profile`, and pass an instance. Nothing is registered."""

    drain_seconds: ClassVar[int] = DRAIN_SECONDS
    """How long requests or jobs that have begun should be able to end, where nobody asks for another time."""

    @abstractmethod
    def profile(self, times: Timings = STANDARD_TIMES) -> Profile:
        """What this runtime asks of its pod, with the times of its service."""

    def times(self, asked: Timing) -> Timings:
        """The times of a service of this runtime."""
        return solve(asked, self.drain_seconds)

    def build_time_only(self, env: Mapping[str, str]) -> list[str]:
        """Which settings were fixed when the image was built, so that giving them now changes nothing."""
        return []
