"""The stack with what is seen of a platform: its logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs import Construct

from x2bee_constructs.logging.aws import LogStore
from x2bee_constructs.logging.props import LogStoreProps
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.stack import LifecycleStack

if TYPE_CHECKING:
    from x2bee_constructs.platform.aws import FoundationStack

__all__ = ["ObservabilityStack"]


class ObservabilityStack(LifecycleStack):
    """Where logs are found and kept. `logs` is the store."""

    def __init__(self, scope: Construct, platform: Platform, foundation: FoundationStack, logs: LogStoreProps) -> None:
        """Make the stack of one platform, in the foundation's network and under its key."""
        super().__init__(scope, platform, "observability")
        network = foundation.network
        # jsii's protocols name a parameter differently from its classes.
        key: Any = network.key
        topic: Any = network.topic
        self.logs = LogStore(self, "Logs", platform.site, logs, vpc=network.vpc, key=key, topic=topic)
