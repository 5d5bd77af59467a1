"""Managed node groups, and the launch template of their machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from aws_cdk import CfnTag
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from constructs import Construct

from x2bee_constructs.cluster.instances import Architecture
from x2bee_constructs.cluster.nodes import Capacity, Karpenter, NodeGroups
from x2bee_constructs.core.names import Site

__all__ = ["NodeGroup", "Shape", "nodes_by_zone", "shares"]

_IMAGES: dict[Architecture, str] = {"arm64": "AL2023_ARM_64_STANDARD", "x86_64": "AL2023_x86_64_STANDARD"}
_BUY: dict[Capacity, str] = {"on-demand": "ON_DEMAND", "spot": "SPOT"}
_ROOT = "/dev/xvda"
"""The root disk of AL2023."""


@dataclass(frozen=True)
class Shape:
    """What the machines of a group are."""

    architecture: Architecture
    types: tuple[str, ...]
    capacity: Capacity
    disk_gib: int

    @classmethod
    def of(cls, nodes: NodeGroups) -> Self:
        """The machines of the services' nodes."""
        return cls(nodes.architecture, nodes.types, nodes.capacity, nodes.disk_gib)

    @classmethod
    def system(cls, nodes: Karpenter) -> Self:
        """The machines that Karpenter itself runs on: never spot ones, which it would have to replace."""
        return cls(nodes.architecture, (nodes.system_type,), "on-demand", nodes.disk_gib)


class NodeGroup(Construct):
    """One managed node group over the given subnets, unnamed: CloudFormation can replace it before it removes it."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        cluster: eks.CfnCluster,
        role: iam.Role,
        shape: Shape,
        *,
        site: Site,
        subnets: Sequence[ec2.ISubnet],
        least: int,
        most: int,
        labels: Mapping[str, str] | None = None,
    ) -> None:
        """Make the group with `least` nodes. A deployment sets their number again only if it changes a bound."""
        super().__init__(scope, id)
        template = self._template(cluster, shape, site)
        self.group = eks.CfnNodegroup(
            self,
            "Group",
            cluster_name=cluster.ref,
            node_role=role.role_arn,
            subnets=[subnet.subnet_id for subnet in subnets],
            ami_type=_IMAGES[shape.architecture],
            capacity_type=_BUY[shape.capacity],
            instance_types=list(shape.types),
            labels=dict(sorted(labels.items())) if labels else None,
            launch_template=eks.CfnNodegroup.LaunchTemplateSpecificationProperty(
                id=template.ref, version=template.attr_latest_version_number
            ),
            scaling_config=eks.CfnNodegroup.ScalingConfigProperty(min_size=least, desired_size=least, max_size=most),
            update_config=eks.CfnNodegroup.UpdateConfigProperty(max_unavailable_percentage=33),
            node_repair_config=eks.CfnNodegroup.NodeRepairConfigProperty(enabled=True),
            # An update stops at a PodDisruptionBudget that it would break, instead of breaking it after 15 minutes.
            force_update_enabled=False,
        )

    def _template(self, cluster: eks.CfnCluster, shape: Shape, site: Site) -> ec2.CfnLaunchTemplate:
        made = ec2.CfnLaunchTemplate
        # Tags of the node group stay with it. Network interfaces cost nothing, so no budget misses theirs.
        said = {"Name": f"{site.cluster}-{self.node.id.lower()}", **site.tags}
        tags = [CfnTag(key=key, value=value) for key, value in said.items()]
        return made(
            self,
            "Template",
            launch_template_data=made.LaunchTemplateDataProperty(
                metadata_options=made.MetadataOptionsProperty(
                    http_endpoint="enabled", http_tokens="required", http_put_response_hop_limit=1
                ),
                block_device_mappings=[made.BlockDeviceMappingProperty(device_name=_ROOT, ebs=_disk(shape.disk_gib))],
                network_interfaces=[
                    made.NetworkInterfaceProperty(
                        device_index=0,
                        associate_public_ip_address=False,
                        delete_on_termination=True,
                        groups=[cluster.attr_cluster_security_group_id],
                    )
                ],
                monitoring=made.MonitoringProperty(enabled=True),
                tag_specifications=[
                    made.TagSpecificationProperty(resource_type=kind, tags=tags) for kind in ("instance", "volume")
                ],
            ),
        )


def _disk(gib: int) -> ec2.CfnLaunchTemplate.EbsProperty:
    """Encrypted by the account's default key for EBS.

    The environment's own key would need a grant in its policy for the service-linked role of EC2 Auto Scaling, which a
    new account does not have yet, and KMS refuses a policy that names it. On these disks are images, logs and empty
    volumes; what pods keep is on volumes of the StorageClass, under the environment's key.
    """
    return ec2.CfnLaunchTemplate.EbsProperty(
        encrypted=True, volume_type="gp3", volume_size=gib, delete_on_termination=True
    )


def nodes_by_zone(
    scope: Construct,
    cluster: eks.CfnCluster,
    role: iam.Role,
    shape: Shape,
    nodes: NodeGroups,
    labels: Mapping[str, str],
    subnets: Sequence[ec2.ISubnet],
    site: Site,
) -> list[NodeGroup]:
    """One group in each zone, updated one after the other.

    A volume lives in one zone: an autoscaler that needs a node beside it can only ask a group of that zone for one.
    """
    zones: dict[str, list[ec2.ISubnet]] = {}
    for subnet in subnets:
        zones.setdefault(subnet.availability_zone, []).append(subnet)
    bounds = zip(shares(nodes.least, len(zones)), shares(nodes.most, len(zones)), strict=True)
    groups: list[NodeGroup] = []
    for number, (placed, (least, most)) in enumerate(zip(zones.values(), bounds, strict=True), start=1):
        group = NodeGroup(
            scope,
            f"Nodes{number}",
            cluster,
            role,
            shape,
            site=site,
            subnets=placed,
            least=least,
            most=most,
            labels=labels,
        )
        if groups:
            group.group.add_resource_dependency(groups[-1].group)
        groups.append(group)
    return groups


def shares(total: int, parts: int) -> list[int]:
    """The total over the parts as evenly as it goes, the larger shares first."""
    return [total // parts + (index < total % parts) for index in range(parts)]
