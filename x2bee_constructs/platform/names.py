"""Stacks, charts and their order: ids that are contract, because renaming one replaces what it holds."""

from __future__ import annotations

from typing import Literal

from x2bee_constructs.core.names import Site, bounded

__all__ = ["NAMESPACE_CHART", "Lifecycle", "stack"]

Lifecycle = Literal["foundation", "delivery", "identity"]
"""What is deployed, changed and removed together."""

NAMESPACE_CHART = "namespace"
"""The chart with the customer's namespace; each service has a chart of its own, named as the service."""


def stack(site: Site, lifecycle: Lifecycle) -> str:
    """The id and name of a stack; CloudFormation allows 128 characters."""
    return bounded(f"{site.prefix}-{lifecycle}", 128, "a stack name")
