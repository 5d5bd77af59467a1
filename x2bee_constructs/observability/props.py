"""What you may say about observability, and what its Kubernetes half takes."""

from __future__ import annotations

from x2bee_constructs.core.names import DomainName, Region
from x2bee_constructs.core.props import Props

__all__ = ["ObservabilitySpec", "ObservabilityStackProps"]


class ObservabilitySpec(Props):
    """How a platform is watched: metrics, dashboards, calls, traces, and whom alerts reach."""


class ObservabilityStackProps(Props):
    """Prometheus, Grafana, Kiali, Jaeger and the collector of spans of one cluster."""

    domain: DomainName
    """The public domain: tools are at hosts below it."""
    region: Region
    """The AWS region."""
