"""From the platform to how Git brings it: which chart when, and who runs Argo CD."""

from __future__ import annotations

from collections.abc import Mapping

from x2bee_constructs.core.releases import WAVES
from x2bee_constructs.delivery.argo.props import ArgoDeliveryProps, EksCapability
from x2bee_constructs.platform.names import (
    ADD_ONS_CHART,
    APM_CHART,
    CLUSTER_CHART,
    DATA_CHART,
    INGRESS_CHART,
    ISTIO_CHART,
    MESH_CHART,
    NAMESPACE_CHART,
    SYNCS_CHART,
)
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.sizes import least_pods
from x2bee_constructs.platform.stores import DELIVERY, stores_of

__all__ = ["WAVES_OF_CHARTS", "argocd_cluster", "delivery_props"]

WAVES_OF_CHARTS: Mapping[str, int] = {
    ADD_ONS_CHART: WAVES["crds"],  # with the kinds of nearly all others
    CLUSTER_CHART: WAVES["nodes"],  # nodes and secret stores
    ISTIO_CHART: WAVES["mesh-control"],
    NAMESPACE_CHART: WAVES["mesh-control"],  # hosts outside the mesh are said in it
    MESH_CHART: WAVES["mesh-policies"],
    INGRESS_CHART: WAVES["mesh-gateway"],
    APM_CHART: WAVES["monitoring"],  # it puts agents into pods when they are made
    DATA_CHART: WAVES["databases"],  # roles and schemas
    SYNCS_CHART: WAVES["services"] + 2,  # the tables that services make when they start
}
"""When each chart is due, if not with the services. Monitoring and logging are: nothing waits for them, and what
watches must not be missing where a service is not well."""


def argocd_cluster(platform: Platform) -> str | None:
    """The name under which Argo CD knows the cluster; None where Argo CD runs in it."""
    spec = platform.delivery
    return platform.site.cluster if spec and isinstance(spec.argo_cd, EksCapability) else None


def delivery_props(platform: Platform) -> ArgoDeliveryProps | None:
    """What `ArgoDelivery` takes; None for a platform that says nothing of it."""
    if platform.delivery is None:
        return None
    return ArgoDeliveryProps(
        spec=platform.delivery,
        secret_store=stores_of(DELIVERY)["secret_store"],
        replicas=min(2, least_pods(platform)),
        monitored=platform.observability is not None,
        argocd_cluster=argocd_cluster(platform),
    )
