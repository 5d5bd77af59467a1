"""The roles of nodes. What pods need they get by their own identities, so a node may do little."""

from __future__ import annotations

from aws_cdk import aws_iam as iam
from constructs import Construct

from x2bee_constructs.cluster import names
from x2bee_constructs.cluster.policies import attach
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.names import Site

__all__ = ["auto_node_role", "karpenter_node_role", "node_role"]

_PULL = "AmazonEC2ContainerRegistryPullOnly"


def node_role(scope: Construct, site: Site) -> iam.Role:
    """Nodes of managed node groups: they join the cluster and pull images.

    No shell by Session Manager: `kubectl debug node/…` needs none, and every call of it is in the audit log.
    """
    role = _role(scope, "NodeRole", names.node_role(site), f"Nodes of {site.cluster}", "AmazonEKSWorkerNodePolicy")
    for_people(role, "worn by nodes, which EC2 starts with it")
    return role


def auto_node_role(scope: Construct, site: Site) -> iam.Role:
    """Nodes of EKS Auto Mode: they get their pods' identities and pull images."""
    what = f"Nodes that EKS Auto Mode starts in {site.cluster}"
    role = _role(scope, "AutoNodeRole", names.node_role(site), what, "AmazonEKSWorkerNodeMinimalPolicy")
    for_people(role, "worn by nodes, which EKS starts with it")
    return role


def karpenter_node_role(scope: Construct, site: Site) -> iam.Role:
    """Nodes that Karpenter starts; the same as those of node groups, under a name that Karpenter may pass on."""
    what = f"Nodes that Karpenter starts in {site.cluster}"
    return _role(scope, "NodeRole", names.karpenter_node_role(site), what, "AmazonEKSWorkerNodePolicy")


def _role(scope: Construct, id: str, name: str, what: str, policy: str) -> iam.Role:
    role = iam.Role(
        scope,
        id,
        role_name=name,
        description=what,
        # jsii's protocols name a parameter differently from its classes.
        assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"),  # pyright: ignore[reportArgumentType]
    )
    attach(role, policy, _PULL)
    return role
