"""The Kubernetes side of a platform: one chart per Argo CD application."""

from __future__ import annotations

from cdk8s import App, Chart

from x2bee_constructs.addons.k8s import AddOnResources, AddOns
from x2bee_constructs.cluster.k8s import ClusterResources
from x2bee_constructs.ingress.k8s import IstioIngress
from x2bee_constructs.mesh.k8s import MeshPolicies, OutsideHosts, ServiceMesh
from x2bee_constructs.namespace.k8s import AppNamespace, PriorityClasses
from x2bee_constructs.platform.addons import add_ons_props
from x2bee_constructs.platform.derive import deployment_props
from x2bee_constructs.platform.ingress import ingress_props
from x2bee_constructs.platform.mesh import mesh_props, outside_props
from x2bee_constructs.platform.names import (
    ADD_ONS_CHART,
    CLUSTER_CHART,
    INGRESS_CHART,
    ISTIO_CHART,
    MESH_CHART,
    NAMESPACE_CHART,
)
from x2bee_constructs.platform.namespaces import namespace_props
from x2bee_constructs.platform.nodes import cluster_props
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.workload.k8s import MsaDeployment
from x2bee_constructs.workload.names import namespace

__all__ = ["PlatformCharts"]


class PlatformCharts:
    """The charts of a platform in a cdk8s App: add-ons, cluster, namespace, then one per service, named as the service.

    `add_ons` has the Argo CD Applications, `cluster` the StorageClass and nodes, `stores` the secret stores.
    `istio` has Istio's Applications, `mesh` the mesh's own rules, `outside` the hosts outside it, `ingress` the public
    hosts; each may be None.
    `namespace` is the `AppNamespace`, `priority_classes` the `PriorityClasses` beside it, and `services` has each
    `MsaDeployment` by its name, to be extended or patched.
    """

    def __init__(self, app: App, platform: Platform) -> None:
        """Make all charts. Argo CD orders them by sync waves; a cdk8s dependency between charts would rename files."""
        site, add_ons, home = platform.site, add_ons_props(platform), namespace(platform.site)
        self.add_ons = AddOns(Chart(app, ADD_ONS_CHART), "add-ons", site, add_ons)
        below = Chart(app, CLUSTER_CHART)
        self.cluster = ClusterResources(below, "resources", site, cluster_props(platform))
        self.stores = AddOnResources(below, "stores", add_ons)
        self.istio: ServiceMesh | None = None
        self.mesh: MeshPolicies | None = None
        self.outside: OutsideHosts | None = None
        self.ingress: IstioIngress | None = None
        self._mesh(app, platform, home)
        chart = Chart(app, NAMESPACE_CHART)
        self.namespace = AppNamespace(chart, home, namespace_props(platform))
        self.priority_classes = PriorityClasses(chart, "priority-classes")
        self.services: dict[str, MsaDeployment] = {
            name: MsaDeployment(
                Chart(app, name, namespace=home, disable_resource_name_hashes=True),
                name,
                deployment_props(platform, name),
            )
            for name in platform.enabled_services
        }

    def _mesh(self, app: App, platform: Platform, home: str) -> None:
        """The rules of the whole mesh, the hosts outside it, and the way in."""
        mesh, outside, ingress = mesh_props(platform), outside_props(platform), ingress_props(platform)
        if mesh:
            chart = Chart(app, MESH_CHART)
            self.istio = ServiceMesh(Chart(app, ISTIO_CHART), "istio", mesh)
            self.mesh = MeshPolicies(chart, "policies", mesh)
            if outside:
                self.outside = OutsideHosts(chart, "outside", outside, home)
        if ingress:
            self.ingress = IstioIngress(Chart(app, INGRESS_CHART), "ingress", platform.site, ingress)
