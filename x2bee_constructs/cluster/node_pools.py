"""Which nodes Karpenter, our own or that of EKS Auto Mode, may start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from x2bee_constructs.cluster import names
from x2bee_constructs.cluster.instances import instance
from x2bee_constructs.cluster.nodes import AutoMode, Karpenter
from x2bee_constructs.core.names import Site
from x2bee_constructs.imports.k8s import meta_v1
from x2bee_constructs.imports.karpenter import aws_v1, v1

__all__ = ["auto_node_pool", "karpenter_node_class", "karpenter_node_pool"]

_ARCHITECTURES = {"arm64": "arm64", "x86_64": "amd64"}
_PODS = 110
"""Kubernetes' own limit. Karpenter does not know of prefixes and would count single addresses (58 on an m7g.xlarge)."""
_GRACE = "24h"
"""How long a node that goes waits for pods that do not; without it, one such pod keeps an outdated node for ever."""
_CLASS_WAVE = "1"
_POOL_WAVE = "2"


def karpenter_node_class(site: Site, nodes: Karpenter) -> aws_v1.EC2NodeClass:
    """How EC2 starts the nodes: the same hardening as the launch template of a node group."""
    return aws_v1.EC2NodeClass(
        metadata=_meta(_CLASS_WAVE),
        spec=aws_v1.EC2NodeClassSpec(
            ami_selector_terms=[aws_v1.EC2NodeClassAmiSelectorTerm(alias=f"al2023@{nodes.image}")],
            associate_public_ip_address=False,
            block_device_mappings=[_disk(nodes.disk_gib)],
            detailed_monitoring=True,
            instance_profile=names.node_profile(site),
            kubelet=aws_v1.EC2NodeClassKubelet(max_pods=_pods(nodes.instance_types)),
            metadata_options=aws_v1.EC2NodeClassMetadataOptions(
                http_endpoint="enabled",
                http_protocol_ipv6="disabled",
                http_put_response_hop_limit=1,
                http_tokens="required",
            ),
            # EKS tags the group that it makes for the cluster; the network tags its subnets.
            security_group_selector_terms=[
                aws_v1.EC2NodeClassSecurityGroupSelectorTerm(tags={"aws:eks:cluster-name": site.cluster})
            ],
            subnet_selector_terms=[
                aws_v1.EC2NodeClassSubnetSelectorTerm(tags={"karpenter.sh/discovery": site.cluster})
            ],
            # On instances and their volumes: budgets count by them.
            tags={"Name": f"{site.cluster}-{names.NODE_POOL}", **site.tags},
        ),
    )


def karpenter_node_pool(nodes: Karpenter, labels: Mapping[str, str]) -> v1.NodePool:
    """Which machines Karpenter may choose, how many, and when it replaces them."""
    reference = v1.NodePoolNodeClassRef(group="karpenter.k8s.aws", kind="EC2NodeClass", name=names.NODE_POOL)
    return _pool(nodes, labels, reference, "karpenter.k8s.aws", weight=None)


def auto_node_pool(nodes: AutoMode, labels: Mapping[str, str]) -> v1.NodePool:
    """The same for EKS Auto Mode, preferred to the pool for everything that it brings itself."""
    reference = v1.NodePoolNodeClassRef(group="eks.amazonaws.com", kind="NodeClass", name=names.BUILT_IN_NODE_CLASS)
    return _pool(nodes, labels, reference, "eks.amazonaws.com", weight=10)


def _pool(
    nodes: Karpenter | AutoMode,
    labels: Mapping[str, str],
    reference: v1.NodePoolNodeClassRef,
    domain: str,
    weight: int | None,
) -> v1.NodePool:
    return v1.NodePool(
        metadata=_meta(_POOL_WAVE),
        spec=v1.NodePoolSpec(
            disruption=v1.NodePoolDisruption(
                budgets=[v1.NodePoolBudget(nodes="10%")],
                consolidate_after="5m",
                consolidation_policy="WhenEmptyOrUnderutilized",
            ),
            limits={"cpu": nodes.most_cpu},
            template=v1.NodePoolTemplate(
                metadata=v1.NodePoolMetadata(labels=dict(sorted(labels.items()))),
                spec=v1.NodePoolTemplateSpec(
                    expire_after=f"{nodes.expire_after_hours}h",
                    node_class_ref=reference,
                    requirements=_requirements(nodes, domain),
                    termination_grace_period=_GRACE,
                ),
            ),
            weight=weight,
        ),
    )


def _requirements(nodes: Karpenter | AutoMode, domain: str) -> list[v1.NodePoolRequirement]:
    common = [
        _among("karpenter.sh/capacity-type", [nodes.capacity]),
        _among("kubernetes.io/arch", [_ARCHITECTURES[nodes.architecture]]),
        _among("kubernetes.io/os", ["linux"]),
    ]
    if nodes.instance_types:
        return [*common, _among("node.kubernetes.io/instance-type", list(nodes.instance_types))]
    return [
        *common,
        _among(f"{domain}/instance-category", ["c", "m", "r"]),
        v1.NodePoolRequirement(key=f"{domain}/instance-generation", operator="Gt", values=["5"]),
        # With one CPU there is no room beside the DaemonSets; with more than 32, too much goes when a node goes.
        v1.NodePoolRequirement(key=f"{domain}/instance-cpu", operator="Gt", values=["1"]),
        v1.NodePoolRequirement(key=f"{domain}/instance-cpu", operator="Lt", values=["33"]),
    ]


def _among(key: str, values: list[str]) -> v1.NodePoolRequirement:
    return v1.NodePoolRequirement(key=key, operator="In", values=values)


def _pods(types: Sequence[str]) -> int:
    """As many as the smallest of the types has addresses for."""
    return min([_PODS, *(found.max_pods for name in types if (found := instance(name)))])


def _disk(gib: int) -> aws_v1.EC2NodeClassBlockDeviceMapping:
    ebs = aws_v1.EC2NodeClassEbs(delete_on_termination=True, encrypted=True, volume_size=f"{gib}Gi", volume_type="gp3")
    return aws_v1.EC2NodeClassBlockDeviceMapping(device_name="/dev/xvda", ebs=ebs)


def _meta(wave: str) -> meta_v1.ObjectMeta:
    """Its controller, and with it its kind, may come after it; and a pool that goes takes all of its nodes along."""
    return meta_v1.ObjectMeta(
        name=names.NODE_POOL,
        labels={"app.kubernetes.io/part-of": "x2bee"},
        annotations={
            "argocd.argoproj.io/sync-options": "Delete=false,Prune=false,SkipDryRunOnMissingResource=true",
            "argocd.argoproj.io/sync-wave": wave,
        },
    )
