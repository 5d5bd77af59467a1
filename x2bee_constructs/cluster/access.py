"""Who may enter the cluster: by EKS access entries alone, never by who made it."""

from __future__ import annotations

from aws_cdk import aws_eks_v2 as eks
from aws_cdk import aws_iam as iam
from constructs import Construct

from x2bee_constructs.cluster import names
from x2bee_constructs.cluster.policies import write
from x2bee_constructs.cluster.props import ClusterSpec
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.iam import Statement
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.place import place_of

__all__ = ["admin_role", "let_in"]

_ADMIN = "AmazonEKSClusterAdminPolicy"
_VIEW = "AmazonEKSViewPolicy"
"""Kubernetes' `view`: everything in namespaces but secrets. AmazonEKSAdminViewPolicy would show those too."""


def admin_role(scope: Construct, site: Site) -> iam.Role:
    """The role through which people enter, so that somebody always can.

    Whoever IAM of the account allows `sts:AssumeRole` on it may take it; in AWS it may only look the cluster up, which
    `aws eks update-kubeconfig` needs.
    """
    place = place_of(scope)
    role = iam.Role(
        scope,
        "AdminRole",
        role_name=names.admin_role(site),
        description=f"People who administer {site.cluster}",
        # jsii's protocols name a parameter differently from its classes.
        assumed_by=iam.AccountRootPrincipal(),  # pyright: ignore[reportArgumentType]
    )
    cluster = f"arn:aws:eks:{place.region}:{place.account}:cluster/{site.cluster}"
    write(role, "cluster", Statement("LookUp", ("eks:DescribeCluster",), (cluster,)))
    for_people(role, "taken by people who administer the cluster")
    return role


def let_in(scope: Construct, cluster: eks.CfnCluster, admin: iam.Role, site: Site, props: ClusterSpec) -> None:
    """An access entry for the role of people, and one for each role that is named.

    An entry holds the role's ARN as IAM has it, with its path: roles of IAM Identity Center have one. Raises
    `ValueError` if that of people is named again.
    """
    if names.admin_role(site) in (*props.administrators, *props.viewers):
        raise ValueError(f"[{scope.node.path}] role '{names.admin_role(site)}' is let in already; leave it out")
    account = place_of(scope).account
    _entry(scope, "Administrator", cluster, admin.role_arn, _ADMIN)
    for role in props.administrators:
        _entry(scope, f"Administrator-{role}", cluster, f"arn:aws:iam::{account}:role/{role}", _ADMIN)
    for role in props.viewers:
        _entry(scope, f"Viewer-{role}", cluster, f"arn:aws:iam::{account}:role/{role}", _VIEW)


def _entry(scope: Construct, id: str, cluster: eks.CfnCluster, principal: str, policy: str) -> None:
    eks.CfnAccessEntry(
        scope,
        id.replace("/", "-"),
        cluster_name=cluster.ref,
        principal_arn=principal,
        type="STANDARD",
        access_policies=[
            eks.CfnAccessEntry.AccessPolicyProperty(
                policy_arn=f"arn:aws:eks::aws:cluster-access-policy/{policy}",
                access_scope=eks.CfnAccessEntry.AccessScopeProperty(type="cluster"),
            )
        ],
    )
