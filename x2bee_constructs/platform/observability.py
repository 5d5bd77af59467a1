"""From the platform to what watches it."""

from __future__ import annotations

from x2bee_constructs.observability.props import ObservabilityStackProps
from x2bee_constructs.platform.props import Platform

__all__ = ["observability_props"]


def observability_props(platform: Platform) -> ObservabilityStackProps | None:
    """What `ObservabilityStack` takes; None for a platform that says nothing of observability."""
    if platform.observability is None:
        return None
    return ObservabilityStackProps(domain=platform.domain, region=platform.region)
