"""What the cluster needs in Kubernetes: where volumes come from, and which nodes may be started."""

from __future__ import annotations

from x2bee_constructs.cluster import names
from x2bee_constructs.cluster.identities import SYSTEM_NAMESPACE
from x2bee_constructs.cluster.node_pools import auto_node_pool, karpenter_node_class, karpenter_node_pool
from x2bee_constructs.cluster.nodes import AutoMode, Karpenter
from x2bee_constructs.cluster.props import EksClusterProps
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.k8s import core_v1, meta_v1, storage_v1

__all__ = ["cluster_objects"]

_LABELS = {"app.kubernetes.io/part-of": "x2bee"}


def cluster_objects(site: Site, props: EksClusterProps) -> dict[str, KubeObject]:
    """The objects, by the id that each has in the construct tree; node groups need but a StorageClass."""
    objects: dict[str, KubeObject] = {"storage-class": _storage_class(site, props)}
    if isinstance(props.nodes, Karpenter):
        objects["node-class"] = karpenter_node_class(site, props.nodes)
        objects["node-pool"] = karpenter_node_pool(props.nodes, props.node_labels)
    if isinstance(props.nodes, AutoMode):
        objects["network-policies"] = _network_policies()
        objects["node-pool"] = auto_node_pool(props.nodes, props.node_labels)
    return objects


def _storage_class(site: Site, props: EksClusterProps) -> storage_v1.StorageClass:
    """Volumes under the environment's key, named by its alias; made in the zone of the pod that first needs one."""
    automatic = isinstance(props.nodes, AutoMode)
    return storage_v1.StorageClass(
        metadata=meta_v1.ObjectMeta(
            name=names.STORAGE_CLASS,
            labels=_LABELS,
            annotations={
                "argocd.argoproj.io/sync-options": "Delete=false,Prune=false",
                "storageclass.kubernetes.io/is-default-class": "true",
            },
        ),
        provisioner="ebs.csi.eks.amazonaws.com" if automatic else "ebs.csi.aws.com",
        parameters={"encrypted": "true", "kmsKeyId": site.key_alias, "type": "gp3", **_volume_tags(site)},
        allow_volume_expansion=True,
        reclaim_policy=props.volume_reclaim,
        volume_binding_mode="WaitForFirstConsumer",
    )


def _volume_tags(site: Site) -> dict[str, str]:
    """As both drivers read them, `tagSpecification_<n>: key=value`, so that budgets count volumes too."""
    return {f"tagSpecification_{n}": f"{key}={value}" for n, (key, value) in enumerate(site.tags.items(), 1)}


def _network_policies() -> core_v1.ConfigMap:
    """Auto Mode accepts NetworkPolicies without it, and holds nothing back."""
    return core_v1.ConfigMap(
        metadata=meta_v1.ObjectMeta(
            name="amazon-vpc-cni",
            namespace=SYSTEM_NAMESPACE,
            labels=_LABELS,
            annotations={"argocd.argoproj.io/sync-options": "Delete=false,Prune=false"},
        ),
        data={"enable-network-policy-controller": "true"},
    )
