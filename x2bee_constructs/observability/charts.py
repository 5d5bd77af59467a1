"""The upstream software of this room: one Argo CD Application for each chart."""

from __future__ import annotations

from x2bee_constructs.core.names import Site
from x2bee_constructs.core.releases import Component
from x2bee_constructs.observability.grafana import grafana
from x2bee_constructs.observability.jaeger import jaeger
from x2bee_constructs.observability.kiali import kiali
from x2bee_constructs.observability.prometheus import node_exporter, prometheus
from x2bee_constructs.observability.props import ObservabilityStackProps

__all__ = ["components"]


def components(site: Site, props: ObservabilityStackProps) -> tuple[Component, ...]:
    """All of them; Kiali only where there is a mesh to show."""
    mesh = (kiali(props),) if props.mesh else ()
    return (prometheus(site, props), node_exporter(), grafana(props), *mesh, jaeger(site, props))
