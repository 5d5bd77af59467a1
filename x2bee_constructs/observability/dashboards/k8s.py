"""The construct for dashboards."""

from __future__ import annotations

from cdk8s import ApiObject
from constructs import Construct

from x2bee_constructs.core.k8s import emit_all
from x2bee_constructs.core.names import Site
from x2bee_constructs.observability.dashboards.manifests import dashboard_objects
from x2bee_constructs.observability.dashboards.props import DashboardsProps

__all__ = ["GrafanaDashboards"]


class GrafanaDashboards(Construct):
    """Dashboards for Grafana, drawn of what there is; each is a ConfigMap in `monitoring` that its sidecar reads.

    `objects` has each as an `ApiObject`: `dashboard-overview`, `dashboard-service` and `dashboard-capacity`, and where
    there is something to draw `dashboard-jvm`, `-node`, `-postgres`, `-redis`, `-opensearch`, `-fluentd`, `-batch` and
    `-ingress`.
    """

    def __init__(self, scope: Construct, id: str, site: Site, props: DashboardsProps) -> None:
        """Make them for one site's Grafana."""
        super().__init__(scope, id)
        self.objects: dict[str, ApiObject] = emit_all(self, dashboard_objects(site, props))
