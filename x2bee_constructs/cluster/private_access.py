"""Who reaches the API server through the VPC, besides nodes and pods.

The private endpoint is a network interface in each zone. EKS puts its own group on it, which admits its members alone:
nodes, and the pods on them. A VPN, an office behind Direct Connect or a host in the VPC is no member.
"""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import aws_ec2 as ec2
from constructs import Construct

__all__ = ["private_door"]


def private_door(scope: Construct, vpc: ec2.IVpc, cidrs: Sequence[str]) -> ec2.SecurityGroup:
    """A group for the control plane's interfaces alone, never for nodes: HTTPS from these addresses and no others.

    Without addresses it admits nobody. It is made all the same: adding the first one is then a new rule, instead of a
    change of the cluster. It lets nothing out, and need not: answers pass a group that let the question in, and what
    the API server asks of nodes goes out by EKS' own group, which stays on the interfaces.
    """
    group = ec2.SecurityGroup(
        scope,
        "PrivateAccess",
        vpc=vpc,
        description="HTTPS to the API server from private addresses that are named",
        allow_all_outbound=False,
        disable_inline_rules=False,
    )
    for cidr in cidrs:
        group.add_ingress_rule(ec2.Peer.ipv4(cidr), ec2.Port.tcp(443), f"HTTPS from {cidr}")
    return group
