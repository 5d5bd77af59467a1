"""The construct for the way in on the Kubernetes side."""

from __future__ import annotations

from cdk8s import ApiObject
from constructs import Construct

from x2bee_constructs.core.k8s import emit_all
from x2bee_constructs.core.names import Site
from x2bee_constructs.ingress.manifests import ingress_objects
from x2bee_constructs.ingress.props import IstioIngressProps

__all__ = ["IstioIngress"]


class IstioIngress(Construct):
    """The public hosts at the mesh's gateway: their routes, who may use them, and the way from the load balancer.

    `objects` has each as an `ApiObject`: `gateway-<group>`, `virtual-service-<host>`, `network-policy`, and
    `target-group-binding` or `ingress`; where asked for also `office-hosts`, `private-paths`, `tokens`, `token-hosts`,
    `rate-limit` and `rate-limit-<group>`.
    """

    def __init__(self, scope: Construct, id: str, site: Site, props: IstioIngressProps) -> None:
        """Make them in the gateway's own namespace, whatever the chart's is; once per site."""
        super().__init__(scope, id)
        self.objects: dict[str, ApiObject] = emit_all(self, ingress_objects(site, props))
