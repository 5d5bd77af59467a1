"""The construct for the events of a scheduler."""

from __future__ import annotations

from cdk8s import ApiObject
from constructs import Construct

from x2bee_constructs.batch.reconcile.job import events_objects
from x2bee_constructs.batch.reconcile.props import ScheduledEventsProps
from x2bee_constructs.core.k8s import emit_all
from x2bee_constructs.core.names import Site
from x2bee_constructs.workload.names import namespace

__all__ = ["ScheduledEvents"]


class ScheduledEvents(Construct):
    """A Job that makes a scheduler's events, categories and plugin what the schedules say, after each sync.

    `objects` has each as an `ApiObject`: `service-account`, `files`, `network-policy`, `job`, in the mesh `sidecar`.
    The scheduler must let it in: `callers` has `<scheduler>-events`.
    """

    def __init__(self, scope: Construct, id: str, site: Site, props: ScheduledEventsProps) -> None:
        """Make them in the namespace of the site's services."""
        super().__init__(scope, id)
        self.objects: dict[str, ApiObject] = emit_all(self, events_objects(namespace(site), props))
