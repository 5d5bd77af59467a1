"""The construct for the Kubernetes half of observability."""

from __future__ import annotations

from cdk8s import ApiObject
from constructs import Construct

from x2bee_constructs.core.k8s import emit_all
from x2bee_constructs.core.names import Site
from x2bee_constructs.observability.manifests import observability_objects
from x2bee_constructs.observability.props import ObservabilityStackProps

__all__ = ["ObservabilityStack"]


class ObservabilityStack(Construct):
    """Prometheus, Grafana, Kiali, Jaeger and the collector of spans; one per cluster.

    `objects` has each object as an `ApiObject`, by its id.
    """

    def __init__(self, scope: Construct, id: str, site: Site, props: ObservabilityStackProps) -> None:
        """Make them for one site's cluster."""
        super().__init__(scope, id)
        self.objects: dict[str, ApiObject] = emit_all(self, observability_objects(site, props))
