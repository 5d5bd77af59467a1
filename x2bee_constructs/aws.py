"""The AWS constructs, for a CDK app. Importing this loads aws-cdk-lib and never cdk8s."""

from x2bee_constructs.addons.aws import AddOnIdentities, AddOnIdentity
from x2bee_constructs.cluster.aws import EksCluster
from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.aws import PlatformStack, for_people, zone_context
from x2bee_constructs.delivery.aws import ImageRepositories
from x2bee_constructs.ingress.aws import AlbIngress, let_balancer_in
from x2bee_constructs.ingress.guard import EdgeGuard
from x2bee_constructs.network.aws import Network
from x2bee_constructs.platform.aws import (
    ClusterStack,
    DeliveryStack,
    EdgeStack,
    FoundationStack,
    IdentityStack,
    PlatformStacks,
    SecretsStack,
)
from x2bee_constructs.workload.aws import MsaIdentity, ServiceSecrets

__all__ = [
    "AddOnIdentities",
    "AddOnIdentity",
    "AlbIngress",
    "ClusterStack",
    "DeliveryStack",
    "EdgeGuard",
    "EdgeStack",
    "EksCluster",
    "FoundationStack",
    "IdentityStack",
    "ImageRepositories",
    "MsaIdentity",
    "Network",
    "PlatformStack",
    "PlatformStacks",
    "SecretsStack",
    "ServiceSecrets",
    "acknowledge",
    "for_people",
    "let_balancer_in",
    "zone_context",
]
