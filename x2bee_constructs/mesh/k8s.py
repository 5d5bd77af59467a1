"""The constructs for the rules of the whole mesh, and for the hosts outside it."""

from __future__ import annotations

from cdk8s import ApiObject, Chart
from constructs import Construct

from x2bee_constructs.core.k8s import emit_all
from x2bee_constructs.mesh.manifests import istio_objects, mesh_objects, outside_host_objects
from x2bee_constructs.mesh.props import OutsideHostsProps, ServiceMeshProps

__all__ = ["MeshPolicies", "OutsideHosts", "ServiceMesh"]


class ServiceMesh(Construct):
    """Istio itself: an Argo CD AppProject, and an Application for each of its charts; once per cluster.

    `objects` has each as an `ApiObject`: `project`, `istio-base`, `istio-cni`, `istiod-<revision>` and
    `istio-ingressgateway`.
    """

    def __init__(self, scope: Construct, id: str, props: ServiceMeshProps | None = None) -> None:
        """Make them where Argo CD looks for Applications."""
        super().__init__(scope, id)
        self.objects: dict[str, ApiObject] = emit_all(self, istio_objects(props or ServiceMeshProps()))


class MeshPolicies(Construct):
    """What holds for every proxy, once per mesh: mutual TLS, nobody is let in, what is traced and logged.

    `objects` has each as an `ApiObject` (`peer-authentication`, `allow-nothing`, `allow-gateway`, `telemetry`).
    """

    def __init__(self, scope: Construct, id: str, props: ServiceMeshProps | None = None) -> None:
        """Make them in the mesh's own namespace, whatever the chart's is."""
        super().__init__(scope, id)
        self.objects: dict[str, ApiObject] = emit_all(self, mesh_objects(props or ServiceMeshProps()))


class OutsideHosts(Construct):
    """The hosts outside the mesh that services of one namespace may call, once per namespace.

    Its services say `outside_entries=False`. `objects` has each as an `ApiObject` (`service-entry-<name>`,
    `destination-rule-<name>`).
    """

    def __init__(self, scope: Construct, id: str, props: OutsideHostsProps, namespace: str | None = None) -> None:
        """Make them in `namespace`, or in the chart's if not given; raises `ValueError` if there is none."""
        super().__init__(scope, id)
        home = namespace or Chart.of(self).namespace
        if not home:
            raise ValueError(f"[{self.node.path}] no namespace is given and the chart has none; say namespace=…")
        self.objects: dict[str, ApiObject] = emit_all(self, outside_host_objects(home, props))
