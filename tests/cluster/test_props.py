"""What may be said about a cluster, and what each wrong word is answered."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from x2bee_constructs.cluster.nodes import AutoMode, Karpenter, NodeGroups
from x2bee_constructs.cluster.props import ClusterSpec, EksClusterProps

BAD: list[tuple[dict[str, Any], str, str, str]] = [
    ({"version": "1.31"}, "version", "X2B106", "from 1.32 to 1.36"),
    ({"version": 1.35}, "version", "X2B103", "expected text"),
    ({"nodes": "karpentr"}, "nodes", "X2B104", "did you mean 'karpenter'"),
    ({"nodes": 7}, "nodes", "X2B103", "a mapping"),
    ({"nodes": {"instance_types": ["m7i.xlarge"]}}, "0", "X2B104", "is x86_64, and these nodes are arm64"),
    ({"nodes": {"architecture": "x86_64", "instance_types": ["c7g.large"]}}, "0", "X2B104", "is arm64"),
    ({"nodes": {"instance_types": ["m7g.xlrge"]}}, "0", "X2B104", "did you mean 'm7g.xlarge'"),
    ({"nodes": {"instance_types": ["m7g.24xlarge"]}}, "0", "X2B104", "is no instance type"),
    ({"nodes": {"instance_types": ["big"]}}, "0", "X2B104", "is no instance type"),
    ({"nodes": {"instance_types": ["t4g.nano"]}}, "0", "X2B104", "too small for a node"),
    ({"nodes": {"instance_types": ["m7g.large", "m7g.large"]}}, "instance_types", "X2B101", "stands twice"),
    ({"nodes": {"min": 9, "max": 6}}, "max", "X2B108", "at least min (9), got 6"),
    ({"nodes": {"max": 2}}, "max", "X2B104", "at least 3"),
    ({"nodes": {"disk_gib": 8}}, "disk_gib", "X2B104", "at least 30"),
    ({"nodes": {"max_cpu": 64}}, "max_cpu", "X2B102", "unknown key"),
    ({"nodes": {"capacity": "spt"}}, "capacity", "X2B104", "did you mean 'spot'"),
    ({"nodes": {"kind": "karpenter", "system_instance_type": "m7i.large"}}, "system_instance_type", "X2B104", "arm64"),
    ({"nodes": {"kind": "karpenter", "image": "v1"}}, "image", "X2B106", "a release of AL2023"),
    ({"nodes": {"kind": "auto-mode", "expire_after_hours": 505}}, "expire_after_hours", "X2B104", "at most 504"),
    ({"public_access_cidrs": ["0.0.0.0/0"]}, "0", "X2B109", "cannot open the public endpoint"),
    ({"public_access_cidrs": ["128.0.0.0/1"]}, "0", "X2B109", "cannot open the public endpoint"),
    ({"public_access_cidrs": ["10.0.0.0/16"]}, "0", "X2B109", "cannot open the public endpoint"),
    ({"public_access_cidrs": ["10.0.0.0/8"]}, "0", "X2B109", "cannot open the public endpoint"),
    ({"public_access_cidrs": ["127.0.0.0/16"]}, "0", "X2B109", "cannot open the public endpoint"),
    ({"public_access_cidrs": ["office"]}, "0", "X2B109", "is not a network"),
    ({"public_access_cidrs": [f"203.0.113.{n}/32" for n in range(41)]}, "public_access_cidrs", "X2B104", "at most 40"),
    ({"private_access_cidrs": ["203.0.113.0/24"]}, "0", "X2B109", "cannot open the private endpoint"),
    ({"private_access_cidrs": ["0.0.0.0/0"]}, "0", "X2B109", "cannot open the private endpoint"),
    ({"private_access_cidrs": ["10.0.0.0/7"]}, "0", "X2B109", "prefix /8 to /32"),
    ({"private_access_cidrs": ["172.16.0.0/11"]}, "0", "X2B109", "is not a network"),
    ({"private_access_cidrs": ["10.8.0.1/16"]}, "0", "X2B109", "is not a network"),
    ({"private_access_cidrs": ["10.8.0.0/16", "10.8.0.0/16"]}, "private_access_cidrs", "X2B101", "stands twice"),
    ({"private_access_cidrs": [f"10.8.0.{n}/32" for n in range(41)]}, "private_access_cidrs", "X2B104", "at most 40"),
    ({"service_cidr": "8.8.0.0/16"}, "service_cidr", "X2B109", "cannot be the Services' network"),
    ({"service_cidr": "10.0.0.0/28"}, "service_cidr", "X2B109", "cannot be the Services' network"),
    ({"administrators": ["arn:aws:iam::111122223333:role/A"]}, "0", "X2B106", "an IAM role's name"),
    ({"administrators": ["A"], "viewers": ["B", "A"]}, "1", "X2B101", "is an administrator too"),
    ({"support": "long"}, "support", "X2B104", "cannot be 'long'"),
    ({"zonal_shift": "yes"}, "zonal_shift", "X2B103", "true or false"),
    ({"addon_versions": {"vpc-cn": "v1.21.1-eksbuild.1"}}, "[key]", "X2B104", "did you mean 'vpc-cni'"),
    ({"addon_versions": {"vpc-cni": "1.21"}}, "vpc-cni", "X2B106", "eksbuild"),
    ({"node_labels": {}}, "node_labels", "X2B104", "at least 1"),
    ({"node_labels": {"eks.amazonaws.com/x": "y"}}, "[key]", "X2B106", "cannot be put on nodes"),
    ({"node_labels": {"node.kubernetes.io/x": "y"}}, "[key]", "X2B106", "cannot be put on nodes"),
    ({"log_days": 30}, "log_days", "X2B104", "365 or 731"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "place", "code", "words"), BAD)
def test_bad_input_gives_one_clear_fault(said: dict[str, Any], place: str, code: str, words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        EksClusterProps(**said)
    (found,) = caught.value.errors()
    assert (str(found["loc"][-1]), found["type"]) == (place, code)
    assert words in found["msg"]


def test_why_the_public_endpoint_is_not_for_everybody() -> None:
    with pytest.raises(ValidationError) as caught:
        EksClusterProps(public_access_cidrs=["0.0.0.0/0"])
    assert "one stolen credential" in caught.value.errors()[0]["ctx"]["why"]


@pytest.mark.parametrize(
    ("said", "fix"),
    [
        ({"public_access_cidrs": ["10.0.0.0/16"]}, "private_access_cidrs"),
        ({"public_access_cidrs": ["10.0.0.0/8"]}, "private_access_cidrs"),
        ({"private_access_cidrs": ["203.0.113.0/24"]}, "public_access_cidrs"),
    ],
)
def test_addresses_of_the_other_endpoint_are_sent_there(said: dict[str, Any], fix: str) -> None:
    with pytest.raises(ValidationError) as caught:
        EksClusterProps(**said)
    assert fix in caught.value.errors()[0]["ctx"]["fix"]


@pytest.mark.parametrize("cidr", ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "10.20.96.7/32"])
def test_private_addresses_of_every_kind_are_taken(cidr: str) -> None:
    assert EksClusterProps(private_access_cidrs=[cidr]).private_access_cidrs == (cidr,)


def test_nodes_are_named_by_a_word_a_mapping_or_an_object() -> None:
    assert ClusterSpec().nodes == NodeGroups()
    assert ClusterSpec.model_validate({"nodes": {"min": 3}}).nodes == NodeGroups(min=3)
    assert ClusterSpec.model_validate({"nodes": "karpenter"}).nodes == Karpenter()
    assert ClusterSpec.model_validate({"nodes": {"kind": "auto-mode", "max_cpu": 32}}).nodes == AutoMode(max_cpu=32)
    assert ClusterSpec(nodes=Karpenter(capacity="spot")).nodes == Karpenter(capacity="spot")


def test_what_is_not_given_is_known_from_what_is() -> None:
    assert (NodeGroups().least, NodeGroups().most) == (3, 6)
    assert (NodeGroups(min=9).least, NodeGroups(min=9).most) == (9, 9)
    assert (NodeGroups(max=4).least, NodeGroups(max=4).most) == (3, 4)
    assert NodeGroups(architecture="x86_64").types == ("m7i.xlarge",)
    assert (Karpenter().most_cpu, AutoMode(max_cpu=16).most_cpu) == (64, 16)
    assert Karpenter(architecture="x86_64").system_type == "m7i.large"


def test_other_families_are_taken_by_their_form() -> None:
    types = ["i4g.xlarge", "x2gd.xlarge", "c7g.metal"]
    assert NodeGroups(instance_types=types).types == tuple(types)


def test_the_customers_file_says_what_the_construct_takes() -> None:
    assert set(ClusterSpec.model_fields) < set(EksClusterProps.model_fields)
    assert set(EksClusterProps.model_fields) - set(ClusterSpec.model_fields) == {"node_labels", "log_days"}
