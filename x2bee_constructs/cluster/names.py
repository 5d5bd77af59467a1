"""What both sides call the cluster's parts."""

from __future__ import annotations

from x2bee_constructs.core.names import Site, bounded

__all__ = [
    "BUILT_IN_NODE_CLASS",
    "NODE_POOL",
    "STORAGE_CLASS",
    "admin_role",
    "interruption_queue",
    "karpenter_node_role",
    "log_group",
    "node_profile",
    "node_role",
]

STORAGE_CLASS = "gp3"
"""The StorageClass that volumes get which name none."""

NODE_POOL = "msa"
"""The NodePool and EC2NodeClass of the services' nodes."""

BUILT_IN_NODE_CLASS = "default"
"""The NodeClass that EKS Auto Mode makes itself."""


def admin_role(site: Site) -> str:
    """The IAM role through which people of the account enter the cluster as administrators."""
    return _role(site, "cluster-admin")


def node_role(site: Site) -> str:
    """The IAM role of nodes in node groups, or of those that EKS Auto Mode starts."""
    return _role(site, "node")


def karpenter_node_role(site: Site) -> str:
    """The IAM role of the nodes that Karpenter starts."""
    return _role(site, "karpenter-node")


def node_profile(site: Site) -> str:
    """The instance profile with which Karpenter starts nodes; IAM allows 128 characters."""
    return bounded(f"{site.prefix}-karpenter-node", 128, "an instance profile name")


def interruption_queue(site: Site) -> str:
    """The SQS queue that tells Karpenter which nodes will go; SQS allows 80 characters."""
    return bounded(f"{site.prefix}-karpenter", 80, "a queue name")


def log_group(site: Site) -> str:
    """Where EKS writes the control plane's logs: it decides on the name, and makes the group if it is missing."""
    return f"/aws/eks/{site.cluster}/cluster"


def _role(site: Site, what: str) -> str:
    return bounded(f"{site.prefix}-{what}", 64, "an IAM role name")
