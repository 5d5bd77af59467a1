"""The construct for a sync of tables: a thin shell over `sync_objects`."""

from __future__ import annotations

from cdk8s import ApiObject, Chart
from constructs import Construct

from x2bee_constructs.core.k8s import emit_all
from x2bee_constructs.database.sync.manifests import sync_objects
from x2bee_constructs.database.sync.props import TableSyncProps

__all__ = ["TableSync"]


class TableSync(Construct):
    """Tables of one database, kept the same in another; named as the construct's id.

    `objects` has each as an `ApiObject`: `service-account`, `files`, `secret`, `network-policy`, `exporter-config`,
    `exporter-secret`, `exporter`, `pod-monitor` and `rules`; of a batch also `job`, of a logical sync `admin-secret`,
    `setup`, `check`, `resync` and `drop`.
    """

    def __init__(self, scope: Construct, id: str, props: TableSyncProps) -> None:
        """Make the sync in the chart's namespace; raises `ValueError` if it has none, or `id` is no DNS label."""
        super().__init__(scope, id)
        namespace = Chart.of(self).namespace
        if not namespace:
            raise ValueError(f"[{self.node.path}] the chart has no namespace; make it with Chart(app, id, namespace=…)")
        try:
            manifests = sync_objects(id, namespace, props)
        except ValueError as error:
            raise ValueError(f"[{self.node.path}] {error}") from error
        self.objects: dict[str, ApiObject] = emit_all(self, manifests)
