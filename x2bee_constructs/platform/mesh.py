"""From the platform to its mesh."""

from __future__ import annotations

from x2bee_constructs.mesh.props import OutsideHostsProps, ServiceMeshProps
from x2bee_constructs.platform.delivery import argocd_cluster
from x2bee_constructs.platform.derive import outside_hosts
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.sizes import least_pods
from x2bee_constructs.workload.props import Replicas

__all__ = ["mesh_props", "outside_props"]


def mesh_props(platform: Platform) -> ServiceMeshProps | None:
    """What the mesh's charts and `MeshPolicies` take; None for a platform that is in no mesh."""
    if platform.istio_revision is None:
        return None
    least = least_pods(platform)
    return ServiceMeshProps(
        revision=platform.istio_revision,
        argocd_cluster=argocd_cluster(platform),
        istiod=Replicas(min=least, max=2 * least),
        gateway=Replicas(min=least, max=4 * least),
        node_selector=platform.node_selector,
        sampling_percent=_told(platform),
    )


def _told(platform: Platform) -> float:
    """Of how many requests in a hundred proxies tell; of all where traces are judged when they are whole."""
    spec = platform.observability
    return spec.tracing.head_percent if spec else 1.0


def outside_props(platform: Platform) -> OutsideHostsProps | None:
    """What `OutsideHosts` takes; None if no service calls a host outside, or none is in the mesh."""
    hosts = outside_hosts(platform)
    return OutsideHostsProps(hosts=hosts) if hosts and platform.istio_revision else None
