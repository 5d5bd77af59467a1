"""The EKS cluster: control plane, who may enter, nodes, and the add-ons of AWS."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from x2bee_constructs.cluster.access import admin_role, let_in
from x2bee_constructs.cluster.addons import Addons, add_addons
from x2bee_constructs.cluster.control_plane import control_plane
from x2bee_constructs.cluster.karpenter import KarpenterParts
from x2bee_constructs.cluster.node_groups import NodeGroup, Shape, nodes_by_zone
from x2bee_constructs.cluster.node_roles import auto_node_role, node_role
from x2bee_constructs.cluster.nodes import AutoMode, Karpenter, NodeGroups
from x2bee_constructs.cluster.props import EksClusterProps
from x2bee_constructs.core.names import Site

__all__ = ["EksCluster"]


class EksCluster(Construct):
    """An EKS cluster, hardened, with its nodes and the add-ons that AWS maintains.

    `cluster` is the control plane, `node_role` the role of the nodes that services run on, `admin_role` that through
    which people enter; `addons` has each EKS add-on by name, none with Auto Mode. `karpenter` has what Karpenter needs,
    if it is chosen. No Lambda, custom resource or asset is made, and nothing outside of this construct is changed.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        site: Site,
        props: EksClusterProps,
        *,
        vpc: ec2.IVpc,
        key: kms.IKey,
        subnets: Sequence[ec2.ISubnet] | None = None,
    ) -> None:
        """Make the cluster of one environment.

        `subnets` is where nodes, pods and the control plane's network interfaces are; if not given the group `app` of a
        VPC made in this app, or the private subnets of an existing one. `key` is the site's: its alias is what volumes
        are encrypted by. Raises `ValueError` with the construct's path if `props` names the role that is made here.
        """
        super().__init__(scope, id)
        placed = list(subnets or _app_subnets(vpc))
        automatic = isinstance(props.nodes, AutoMode)
        self.node_role: iam.Role = auto_node_role(self, site) if automatic else node_role(self, site)
        auto_role = self.node_role if automatic else None
        self.cluster = control_plane(self, site, props, key, vpc, placed, auto_role)
        self.admin_role = admin_role(self, site)
        let_in(self, self.cluster, self.admin_role, site, props)
        self.karpenter: KarpenterParts | None = None
        self.addons: dict[str, eks.CfnAddon] = {}
        if not isinstance(props.nodes, AutoMode):
            self._nodes(site, props, props.nodes, placed)

    def _nodes(
        self, site: Site, props: EksClusterProps, nodes: NodeGroups | Karpenter, placed: list[ec2.ISubnet]
    ) -> None:
        """Network and identity of pods, then nodes, then what itself is pods."""
        addons = Addons(self, self.cluster, site, props)
        before = add_addons(addons, "eks-pod-identity-agent", "vpc-cni", "kube-proxy")
        groups = self._groups(site, props, nodes, placed)
        for group in groups:
            for addon in before.values():
                group.group.add_resource_dependency(addon)
        after = add_addons(addons, "coredns", "aws-ebs-csi-driver", "eks-node-monitoring-agent")
        for addon in after.values():
            addon.add_resource_dependency(groups[-1].group)
        self.addons = {**before, **after}

    def _groups(
        self, site: Site, props: EksClusterProps, nodes: NodeGroups | Karpenter, placed: list[ec2.ISubnet]
    ) -> list[NodeGroup]:
        if isinstance(nodes, NodeGroups):
            labels, shape = props.node_labels, Shape.of(nodes)
            return nodes_by_zone(self, self.cluster, self.node_role, shape, nodes, labels, placed, site)
        group = NodeGroup(
            self,
            "SystemNodes",
            self.cluster,
            self.node_role,
            Shape.system(nodes),
            site=site,
            subnets=placed,
            least=nodes.system_nodes,
            most=nodes.system_nodes,
        )
        self.karpenter = KarpenterParts(self, "Karpenter", self.cluster, site)
        self.node_role = self.karpenter.node_role
        return [group]


def _app_subnets(vpc: ec2.IVpc) -> list[ec2.ISubnet]:
    return vpc.select_subnets(subnet_group_name="app").subnets if isinstance(vpc, ec2.Vpc) else vpc.private_subnets
