"""The AWS side of a platform: one stack per lifecycle."""

from __future__ import annotations

from aws_cdk import App
from constructs import Construct

from x2bee_constructs.core.aws import PlatformStack
from x2bee_constructs.delivery.aws import ImageRepositories
from x2bee_constructs.delivery.props import ImageRepositoriesProps
from x2bee_constructs.network.aws import Network
from x2bee_constructs.platform.derive import network_props, repositories
from x2bee_constructs.platform.identities import identities
from x2bee_constructs.platform.names import Lifecycle, stack
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.workload.aws import MsaIdentity

__all__ = ["DeliveryStack", "FoundationStack", "IdentityStack", "PlatformStacks"]


class _Stack(PlatformStack):
    def __init__(self, scope: Construct, platform: Platform, lifecycle: Lifecycle) -> None:
        super().__init__(
            scope,
            stack(platform.site, lifecycle),
            site=platform.site,
            account=platform.account,
            region=platform.region,
            zones=network_props(platform).zones,
        )


class FoundationStack(_Stack):
    """What everything else stands on: network, key, private zone, flow logs."""

    def __init__(self, scope: Construct, platform: Platform) -> None:
        """Make the stack of one platform."""
        super().__init__(scope, platform, "foundation")
        self.network = Network(self, "Network", platform.site, network_props(platform))


class DeliveryStack(_Stack):
    """Where images are kept; it depends on no other stack."""

    def __init__(self, scope: Construct, platform: Platform) -> None:
        """Make the stack of one platform; without repositories if its registry is not `ecr`."""
        super().__init__(scope, platform, "delivery")
        self.images = ImageRepositories(
            self, "Images", platform.site, ImageRepositoriesProps(images=repositories(platform))
        )


class IdentityStack(_Stack):
    """The AWS access of the services: a role and its Pod Identity association each.

    It is deployed when the cluster exists: an association names the cluster, which EKS then looks for. By name, so that
    the two stacks hold no reference to each other.
    """

    def __init__(self, scope: Construct, platform: Platform) -> None:
        """Make the stack of one platform. `identities` has each by its service's name."""
        super().__init__(scope, platform, "identity")
        self.identities: dict[str, MsaIdentity] = {
            service: MsaIdentity(self, service, platform.site, access)
            for service, access in identities(platform).items()
        }


class PlatformStacks:
    """The stacks of a platform in a CDK App, tagged with customer and environment; platforms can share an App."""

    def __init__(self, app: App, platform: Platform) -> None:
        """Make the stacks; delivery only with a registry of the platform's own, identity only if a service has access.

        Identity is deployed after the cluster.
        """
        self.foundation = FoundationStack(app, platform)
        self.delivery = DeliveryStack(app, platform) if repositories(platform) else None
        self.identity = IdentityStack(app, platform) if identities(platform) else None
