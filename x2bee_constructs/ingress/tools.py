"""Hosts of tools that run beside the services, in namespaces of their own: for the offices alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from x2bee_constructs.core.names import DomainName, Label, LabelKey, LabelValue
from x2bee_constructs.core.props import Port, Props
from x2bee_constructs.ingress.fields import AnswerSeconds

__all__ = ["ToolHost"]


class ToolHost(Props):
    """A tool with a host of its own: Grafana, Kiali. The gateway passes on everything, and tries nothing twice."""

    host: DomainName
    """The host: `grafana.acme-shop.co.kr`."""
    service: Label
    """Its Service."""
    namespace: Label
    """Where that is."""
    port: Port
    """The Service's port."""
    pod_port: Port
    """The port of its pods behind that."""
    pods: Annotated[Mapping[LabelKey, LabelValue], Field(min_length=1)]
    """The labels of its pods: whom the gateway is let out to."""
    timeout: AnswerSeconds = 60
    """Seconds until the gateway answers 504 itself; 60 if not given: somebody may ask for a month of metrics."""
