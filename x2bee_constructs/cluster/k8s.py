"""The construct for what the cluster needs in Kubernetes."""

from __future__ import annotations

from cdk8s import ApiObject
from constructs import Construct

from x2bee_constructs.cluster.manifests import cluster_objects
from x2bee_constructs.cluster.props import EksClusterProps
from x2bee_constructs.core.k8s import emit_all
from x2bee_constructs.core.names import Site

__all__ = ["ClusterResources"]


class ClusterResources(Construct):
    """The StorageClass, and with Karpenter or EKS Auto Mode the nodes that they may start; once per cluster.

    `objects` has each as an `ApiObject`: `storage-class`, `node-pool`, with Karpenter `node-class`, with Auto Mode
    `network-policies`.
    """

    def __init__(self, scope: Construct, id: str, site: Site, props: EksClusterProps) -> None:
        """Make what the nodes of `props` need."""
        super().__init__(scope, id)
        self.objects: dict[str, ApiObject] = emit_all(self, cluster_objects(site, props))
