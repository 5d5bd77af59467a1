"""The way in as Kubernetes objects."""

from __future__ import annotations

from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.ingress.access import access_policies
from x2bee_constructs.ingress.binding import network_policy, target_group_binding
from x2bee_constructs.ingress.controller import balancer_ingress
from x2bee_constructs.ingress.objects import Place
from x2bee_constructs.ingress.private_paths import private_paths
from x2bee_constructs.ingress.props import IstioIngressProps
from x2bee_constructs.ingress.rate_limits import rate_limits
from x2bee_constructs.ingress.servers import gateways
from x2bee_constructs.ingress.virtual_services import virtual_services

__all__ = ["ingress_objects"]


def ingress_objects(site: Site, props: IstioIngressProps) -> dict[str, KubeObject]:
    """The way in of one site, by the id that each object has in the construct tree.

    All stand in the gateway's namespace: who may write there, and nobody else, decides which host leads where.
    """
    place = Place.of(site, props.surroundings.gateway_namespace)
    return {
        **gateways(place, props),
        **virtual_services(place, props),
        **access_policies(place, props),
        **private_paths(place, props),
        **rate_limits(place, props),
        "network-policy": network_policy(place, props),
        **_balancer(place, props),
    }


def _balancer(place: Place, props: IstioIngressProps) -> dict[str, KubeObject]:
    if props.controller:
        return {"ingress": balancer_ingress(place, props, props.controller)}
    return {"target-group-binding": target_group_binding(place, props)}
