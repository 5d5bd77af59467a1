"""The AWS constructs, for a CDK app. Importing this loads aws-cdk-lib and never cdk8s."""

from x2bee_constructs.core.aws import PlatformStack, zone_context
from x2bee_constructs.delivery.aws import ImageRepositories
from x2bee_constructs.network.aws import Network
from x2bee_constructs.platform.aws import DeliveryStack, FoundationStack, IdentityStack, PlatformStacks
from x2bee_constructs.workload.aws import MsaIdentity

__all__ = [
    "DeliveryStack",
    "FoundationStack",
    "IdentityStack",
    "ImageRepositories",
    "MsaIdentity",
    "Network",
    "PlatformStack",
    "PlatformStacks",
    "zone_context",
]
