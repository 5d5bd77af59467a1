"""Which tools have a host, and where each is in the cluster."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from x2bee_constructs.ingress.tools import ToolHost
from x2bee_constructs.observability import names
from x2bee_constructs.observability.names import Tool
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.toolchain import toolchain_props
from x2bee_constructs.toolchain import names as toolchain

__all__ = ["tool_hosts"]


class _Place(NamedTuple):
    namespace: str
    port: int
    pod_port: int


_PLACES: dict[Tool, _Place] = {
    "alertmanager": _Place(names.NAMESPACE, 9093, 9093),
    "grafana": _Place(names.NAMESPACE, 80, 3000),
    "jaeger": _Place(names.MESH, 16686, 16686),
    "kiali": _Place(names.MESH, 20001, 20001),
    "prometheus": _Place(names.NAMESPACE, 9090, 9090),
}


def tool_hosts(platform: Platform) -> tuple[ToolHost, ...]:
    """The tools with a host, in order; none where nothing leads to the gateway."""
    if platform.ingress is None or platform.istio_revision is None:
        return ()
    watching = platform.observability.tools if platform.observability else ()
    return (*(_tool(platform, tool) for tool in watching), *_toolchain(platform))


def _toolchain(platform: Platform) -> Iterator[ToolHost]:
    """Jenkins and SonarQube, where they run."""
    props = toolchain_props(platform)
    asked = ((toolchain.JENKINS, toolchain.JENKINS_PORT), (toolchain.SONARQUBE, toolchain.SONARQUBE_PORT))
    for tool, port in asked:
        if props and getattr(props, tool):
            yield ToolHost(
                host=toolchain.host(platform.domain, tool),
                service=tool,
                namespace=tool,
                port=port,
                pod_port=port,
                pods={"app.kubernetes.io/name": tool},
            )


def _tool(platform: Platform, tool: Tool) -> ToolHost:
    place = _PLACES[tool]
    return ToolHost(
        host=names.tool_host(platform.domain, tool),
        service=tool,
        namespace=place.namespace,
        port=place.port,
        pod_port=place.pod_port,
        pods={"app.kubernetes.io/name": tool},
    )
