"""The AWS side of a platform: one stack per lifecycle."""

from __future__ import annotations

from aws_cdk import App, Tags
from constructs import Construct

from x2bee_constructs.core.aws import PlatformStack
from x2bee_constructs.delivery.aws import ImageRepositories
from x2bee_constructs.delivery.props import ImageRepositoriesProps
from x2bee_constructs.network.aws import Network
from x2bee_constructs.platform.derive import network_props, repositories
from x2bee_constructs.platform.names import stack
from x2bee_constructs.platform.props import Platform

__all__ = ["DeliveryStack", "FoundationStack", "PlatformStacks", "context"]


def context(platform: Platform) -> dict[str, object]:
    """What the CDK would otherwise look up in the account: with it, synthesis needs neither credentials nor network."""
    zones = list(network_props(platform).zones)
    return {f"availability-zones:account={platform.account}:region={platform.region}": zones}


class FoundationStack(PlatformStack):
    """What everything else stands on and nothing replaces: network, key, private zone, flow logs."""

    def __init__(self, scope: Construct, platform: Platform) -> None:
        """Make the stack of one platform."""
        super().__init__(scope, stack(platform.site, "foundation"), account=platform.account, region=platform.region)
        self.network = Network(self, "Network", platform.site, network_props(platform))


class DeliveryStack(PlatformStack):
    """Where images are kept; it depends on no other stack."""

    def __init__(self, scope: Construct, platform: Platform) -> None:
        """Make the stack of one platform; the platform's registry must be `ecr`."""
        super().__init__(scope, stack(platform.site, "delivery"), account=platform.account, region=platform.region)
        props = ImageRepositoriesProps(images=repositories(platform))
        self.images = ImageRepositories(self, "Images", platform.site, props)


class PlatformStacks:
    """The stacks of a platform in a CDK App, tagged with customer and environment."""

    def __init__(self, app: App, platform: Platform) -> None:
        """Make all stacks; the delivery stack only where the platform has a registry of its own."""
        self.foundation = FoundationStack(app, platform)
        self.delivery = DeliveryStack(app, platform) if repositories(platform) else None
        Tags.of(app).add("x2bee:customer", platform.customer)
        Tags.of(app).add("x2bee:environment", platform.environment)
