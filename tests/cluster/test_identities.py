"""The identities of EKS add-ons, as data for both sides, and names that fit for every site."""

from __future__ import annotations

import pytest

from x2bee_constructs.cluster import names
from x2bee_constructs.cluster.identities import ADDON_OF, addon_identities, volume_tag_statements
from x2bee_constructs.cluster.props import ClusterSpec
from x2bee_constructs.core.iam import pod_role_name
from x2bee_constructs.core.names import Site

ACME, LONGEST = Site("acme", "prd"), Site("a" * 10, "b" * 6)


@pytest.mark.parametrize("nodes", ["node-groups", "karpenter"])
def test_each_belongs_to_an_addon_and_to_a_service_account_that_eks_makes(nodes: str) -> None:
    found = addon_identities(ACME, ClusterSpec.model_validate({"nodes": nodes}), "111122223333", "ap-northeast-2")
    assert [(identity.namespace, identity.service_account) for identity in found] == [
        ("kube-system", "aws-node"),
        ("kube-system", "ebs-csi-controller-sa"),
    ]
    assert {identity.name for identity in found} == set(ADDON_OF)


def test_auto_mode_may_tag_volumes_of_this_cluster_with_our_tags_alone() -> None:
    (statement,) = volume_tag_statements(ACME, "111122223333", "ap-northeast-2")
    assert statement.actions == ("ec2:CreateVolume",)
    assert statement.resources == ("arn:aws:ec2:ap-northeast-2:111122223333:volume/*",)
    assert statement.conditions == {
        "StringEquals": {
            "aws:RequestTag/eks:eks-cluster-name": ("x2bee-acme-prd",),
            "aws:RequestTag/x2bee:customer": ("acme",),
            "aws:RequestTag/x2bee:environment": ("prd",),
        }
    }


def test_auto_mode_has_none() -> None:
    assert addon_identities(ACME, ClusterSpec.model_validate({"nodes": "auto-mode"}), "1", "r") == ()


def test_names_are_the_sites_and_fit_for_the_longest() -> None:
    assert names.admin_role(ACME) == "x2bee-acme-prd-cluster-admin"
    assert names.interruption_queue(ACME) == "x2bee-acme-prd-karpenter"
    for name in (names.admin_role, names.node_role, names.karpenter_node_role, names.node_profile):
        assert name(LONGEST).startswith(LONGEST.prefix)
    assert names.interruption_queue(LONGEST).startswith(LONGEST.prefix)
    assert all(pod_role_name(LONGEST, identity) for identity in ADDON_OF)
