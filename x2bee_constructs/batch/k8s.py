"""The construct for a scheduler: a thin shell over `scheduler_objects`."""

from __future__ import annotations

from cdk8s import ApiObject, Chart
from constructs import Construct

from x2bee_constructs.batch.manifests import scheduler_objects
from x2bee_constructs.batch.props import CronicleSchedulerProps
from x2bee_constructs.core.k8s import emit_all

__all__ = ["CronicleScheduler"]


class CronicleScheduler(Construct):
    """Cronicle, that starts batches: all that a microservice has, and what the room's README lists beside it.

    Named as the construct's id. `objects` has each as an `ApiObject`: those of `MsaDeployment`, and `cronicle-files`,
    `backup`, `backup-policy`, `rules`, on a volume `volume`, outside the mesh `metrics-policy`.
    """

    def __init__(self, scope: Construct, id: str, props: CronicleSchedulerProps) -> None:
        """Make the scheduler in the chart's namespace.

        Raises `ValueError` if the chart has no namespace or `id` is no DNS label, `LeakError` for a CDK token or ARN.
        """
        super().__init__(scope, id)
        namespace = Chart.of(self).namespace
        if not namespace:
            raise ValueError(f"[{self.node.path}] the chart has no namespace; make it with Chart(app, id, namespace=…)")
        self.namespace, self.props = namespace, props
        try:
            manifests = scheduler_objects(id, namespace, props)
        except ValueError as error:
            raise ValueError(f"[{self.node.path}] {error}") from error
        self.objects: dict[str, ApiObject] = emit_all(self, manifests)
