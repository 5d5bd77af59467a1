"""Gateways: which hosts the gateway answers to, a server per host group."""

from __future__ import annotations

from x2bee_constructs.imports.istio import networking_v1 as istio
from x2bee_constructs.ingress import names
from x2bee_constructs.ingress.names import HostGroup
from x2bee_constructs.ingress.objects import Place
from x2bee_constructs.ingress.props import IstioIngressProps

__all__ = ["SERVICE_PORT", "gateways", "groups"]

SERVICE_PORT = 80
"""The port of the gateway's Service, and of those behind it."""


def groups(props: IstioIngressProps) -> dict[HostGroup, list[str]]:
    """The hosts of each group, in order; a host that is redirected is in the group of the one it leads to."""
    of: dict[str, HostGroup] = {host.host: host.group for host in props.hosts}
    of |= {name: of[to] for name, to in props.redirects.items()}
    of |= {tool.host: "tools" for tool in props.tools}
    found: dict[HostGroup, list[str]] = {}
    for name in sorted(of):
        found.setdefault(of[name], []).append(name)
    return dict(sorted(found.items()))


def gateways(place: Place, props: IstioIngressProps) -> dict[str, istio.Gateway]:
    """One Gateway per group, by the id in the construct tree.

    TLS ends at the load balancer, which also sends browsers on from HTTP: this is plain HTTP, from it alone. The port
    is the Service's, which Istio translates to the one on which the pod listens. Only routes of the Gateway's own
    namespace may use its hosts (`./`): no other team can take one over.
    """
    return {f"gateway-{group}": _gateway(place, props, group, hosts) for group, hosts in groups(props).items()}


def _gateway(place: Place, props: IstioIngressProps, group: HostGroup, hosts: list[str]) -> istio.Gateway:
    server = istio.GatewayServer(
        name=group,
        port=istio.GatewayPort(name="http", number=SERVICE_PORT, protocol="HTTP"),
        hosts=[f"./{host}" for host in hosts],
    )
    return istio.Gateway(
        metadata=place.meta(names.gateway(group)),
        spec=istio.GatewaySpec(selector=dict(props.surroundings.gateway_labels), servers=[server]),
    )
