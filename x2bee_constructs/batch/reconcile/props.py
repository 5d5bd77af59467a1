"""What the Job that keeps a scheduler's events takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from x2bee_constructs.batch.schedules.props import Schedule
from x2bee_constructs.core.names import Label, LabelKey, LabelValue
from x2bee_constructs.core.props import Bool, Props
from x2bee_constructs.workload.fields import Image

__all__ = ["ScheduledEventsProps"]


class ScheduledEventsProps(Props):
    """The events of one scheduler."""

    scheduler: Label
    """The scheduler, by the name of its service."""
    image: Image
    """An image with Node.js 22 or newer; in a platform the scheduler's own."""
    schedules: Mapping[Label, Schedule]
    """What it starts, by name. One that is taken out is deleted in Cronicle."""
    mesh: Bool = True
    """Whether its pod is in the mesh. True if not given."""
    mesh_namespace: Label = "istio-system"
    """Where the mesh's control plane is; istio-system if not given."""
    collector: Label = "istio-tracing"
    """The Service there that takes the proxies' spans; istio-tracing if not given."""
    node_selector: Annotated[Mapping[LabelKey, LabelValue], Field(min_length=1)] = {"workload": "msa"}
    """The node label of its node; `workload: msa` if not given."""
    priority_class: Label | None = None
    """Its PriorityClass; none if not given."""
