"""Hosts of the platform that lead to machines: where GitLab and Nexus answer."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.hosts import names
from x2bee_constructs.hosts.names import HostTool
from x2bee_constructs.hosts.props import GitlabSpec, NexusSpec
from x2bee_constructs.ingress.machines import MachineHost
from x2bee_constructs.platform.props import Platform

__all__ = ["host_specs", "machine_hosts"]


def host_specs(platform: Platform) -> dict[HostTool, GitlabSpec | NexusSpec]:
    """What the file says of each tool on a host, by the tool; nothing of those that it does not run."""
    return dict(_specs(platform))


def _specs(platform: Platform) -> Iterator[tuple[HostTool, GitlabSpec | NexusSpec]]:
    spec = platform.toolchain
    if spec and spec.gitlab:
        yield "gitlab", spec.gitlab
    if spec and spec.nexus:
        yield "nexus", spec.nexus


def machine_hosts(platform: Platform) -> tuple[MachineHost, ...]:
    """Their hosts, as the way in takes them."""
    return tuple(
        MachineHost(host=names.host(platform.domain, tool), port=names.PORTS[tool], clients=spec.clients)
        for tool, spec in host_specs(platform).items()
    )
