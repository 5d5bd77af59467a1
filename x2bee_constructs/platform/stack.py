"""The base of a platform's stacks: one per lifecycle."""

from __future__ import annotations

from constructs import Construct

from x2bee_constructs.core.aws import PlatformStack
from x2bee_constructs.platform.names import Lifecycle, stack
from x2bee_constructs.platform.network import network_props
from x2bee_constructs.platform.props import Platform

__all__ = ["LifecycleStack"]


class LifecycleStack(PlatformStack):
    """A stack of one platform, in its account and region, named after its lifecycle."""

    def __init__(self, scope: Construct, platform: Platform, lifecycle: Lifecycle) -> None:
        """Make the empty stack."""
        super().__init__(
            scope,
            stack(platform.site, lifecycle),
            site=platform.site,
            account=platform.account,
            region=platform.region,
            zones=network_props(platform).zones,
        )
