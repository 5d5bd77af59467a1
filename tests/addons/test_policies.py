"""Who the add-ons' pods are in AWS: least privilege, by name and tag."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.addons.test_props import ACME, EVERYTHING, PLACE
from x2bee_constructs.addons.acknowledged import reasons
from x2bee_constructs.addons.props import AddOnsProps
from x2bee_constructs.addons.selection import identities
from x2bee_constructs.core.iam import PodIdentity, Statement
from x2bee_constructs.core.names import Site

HERE = "ap-northeast-2:111122223333"
LBC = "aws-load-balancer-controller"
INGRESS = {**EVERYTHING, "load_balancer_controller": {"ingress": True}}
PROFILES = {**EVERYTHING, "karpenter": {**EVERYTHING["karpenter"], "makes_profiles": True}}


def identity(name: str, said: dict[str, Any], site: Site = ACME) -> PodIdentity:
    return next(found for found in identities(site, AddOnsProps.model_validate(said)) if found.name == name)


def said(name: str, props: dict[str, Any]) -> dict[str, Statement]:
    return {statement.sid: statement for statement in identity(name, props).statements}


def test_who_has_one_and_where() -> None:
    found = identities(ACME, AddOnsProps.model_validate(EVERYTHING))
    assert [(each.name, each.namespace, each.service_account) for each in found] == [
        (LBC, "kube-system", LBC),
        ("cluster-autoscaler", "kube-system", "cluster-autoscaler"),
        ("external-dns", "external-dns", "external-dns"),
        ("external-secrets", "external-secrets", "external-secrets"),
        ("karpenter", "kube-system", "karpenter"),
    ]
    assert not any(each.managed_policies for each in found)


def test_external_secrets_reads_what_is_the_sites_and_nothing_else() -> None:
    found = said("external-secrets", PLACE)
    assert found["Secrets"].actions == ("secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue")
    assert found["Secrets"].resources == (f"arn:aws:secretsmanager:{HERE}:secret:x2bee/acme/prd/*",)
    assert found["Parameters"].actions == ("ssm:GetParameter",)
    assert found["Parameters"].resources == (f"arn:aws:ssm:{HERE}:parameter/x2bee/acme/prd/*",)
    assert found["Decrypt"].conditions == {
        "StringEquals": {
            "kms:ViaService": ("secretsmanager.ap-northeast-2.amazonaws.com", "ssm.ap-northeast-2.amazonaws.com")
        },
        "ForAnyValue:StringEquals": {"kms:ResourceAliases": ("alias/x2bee-acme-prd",)},
    }
    assert set(found) == {"Secrets", "Parameters", "Decrypt"}


def test_external_dns_writes_records_below_its_domains() -> None:
    found = said("external-dns", EVERYTHING)
    key = "route53:ChangeResourceRecordSets"
    assert found["Write"].actions == (key,)
    assert found["Write"].conditions == {
        "ForAllValues:StringEquals": {f"{key}RecordTypes": ("A", "AAAA", "CNAME", "TXT")},
        "ForAllValues:StringLike": {f"{key}NormalizedRecordNames": ("*.prd.acme.internal", "*.acme-shop.co.kr")},
        "Null": {f"{key}NormalizedRecordNames": ("false",)},
    }
    assert found["Find"].actions == ("route53:ListHostedZones",)
    assert found["Read"].actions == ("route53:ListResourceRecordSets",)


def test_the_load_balancer_controller_registers_pods_in_named_groups_alone() -> None:
    found = said(LBC, {**PLACE, "target_groups": ["b", "a"]})
    assert set(found) == {"Find", "Register"}
    arn = f"arn:aws:elasticloadbalancing:{HERE}:targetgroup"
    assert found["Register"].resources == (f"{arn}/a/*", f"{arn}/b/*")
    assert all(action.split(":")[1].startswith("Describe") for action in found["Find"].actions)
    assert set(said(LBC, PLACE)) == {"Find"}, "without a group there is nothing to register in"


def test_the_load_balancer_controller_opens_the_clusters_own_group_when_asked() -> None:
    found = said(LBC, EVERYTHING)["Open"]
    assert found.actions == ("ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress")
    assert found.conditions == {"StringEquals": {"aws:ResourceTag/kubernetes.io/cluster/x2bee-acme-prd": ("owned",)}}


def test_with_ingress_it_changes_only_what_it_made_where_tags_can_say_so() -> None:
    found = said(LBC, INGRESS)
    mine = {"Null": {"aws:ResourceTag/elbv2.k8s.aws/cluster": ("false",)}}
    assert found["Change"].conditions == found["DropGroup"].conditions == mine
    assert found["Make"].conditions == {"Null": {"aws:RequestTag/elbv2.k8s.aws/cluster": ("false",)}}
    everywhere = {sid for sid, statement in found.items() if statement.resources == ("*",)}
    assert everywhere == {"Find", "Attach"}


def test_karpenter_ends_only_nodes_of_its_cluster() -> None:
    found = said("karpenter", EVERYTHING)
    owned = {"aws:ResourceTag/kubernetes.io/cluster/x2bee-acme-prd": ("owned",)}
    assert found["End"].conditions["StringEquals"] == owned
    asked = found["Start"].conditions["StringEquals"]
    assert asked["aws:RequestTag/kubernetes.io/cluster/x2bee-acme-prd"] == ("owned",)
    assert asked["aws:RequestTag/eks:eks-cluster-name"] == ("x2bee-acme-prd",)
    assert found["PassRole"].resources == ("arn:aws:iam::111122223333:role/x2bee-acme-prd-karpenter-node",)
    assert found["Interruptions"].resources == (f"arn:aws:sqs:{HERE}:x2bee-acme-prd-karpenter",)
    assert found["Cluster"].resources == (f"arn:aws:eks:{HERE}:cluster/x2bee-acme-prd",)


def test_the_cluster_autoscaler_scales_the_groups_of_its_cluster_alone() -> None:
    found = said("cluster-autoscaler", EVERYTHING)
    assert found["Scale"].actions == (
        "autoscaling:SetDesiredCapacity",
        "autoscaling:TerminateInstanceInAutoScalingGroup",
    )
    assert found["Scale"].resources == (f"arn:aws:autoscaling:{HERE}:autoScalingGroup:*:autoScalingGroupName/*",)
    assert found["Scale"].conditions == {
        "StringEquals": {
            "aws:ResourceTag/k8s.io/cluster-autoscaler/enabled": ("true",),
            "aws:ResourceTag/k8s.io/cluster-autoscaler/x2bee-acme-prd": ("owned",),
        }
    }
    assert found["Labels"].resources == (f"arn:aws:eks:{HERE}:nodegroup/x2bee-acme-prd/*/*",)
    assert found["Labels"].actions == ("eks:DescribeNodegroup",)
    assert all(action.split(":")[1].startswith(("Describe", "Get")) for action in found["Find"].actions)
    assert found["Find"].conditions == {"StringEquals": {"aws:RequestedRegion": ("ap-northeast-2",)}}
    assert set(found) == {"Find", "Labels", "Scale"}


def test_karpenter_makes_profiles_only_when_told() -> None:
    more = set(said("karpenter", PROFILES)) - set(said("karpenter", EVERYTHING))
    assert more == {"MakeProfile", "TagProfile", "ChangeProfile"}


@pytest.mark.parametrize("props", [PLACE, EVERYTHING, INGRESS, PROFILES], ids=["least", "all", "ingress", "profiles"])
def test_no_action_is_a_wildcard_and_every_policy_fits_a_role(props: dict[str, Any]) -> None:
    """IAM allows the inline policies of a role 10,240 characters, without spaces; names at their longest."""
    longest = Site("a" * 10, "a" * 6)
    place = {**props, "region": "ap-southeast-2", "private_zone": f"{'a' * 6}.{'a' * 10}.internal"}
    for found in identities(longest, AddOnsProps.model_validate(place)):
        policy = {"Version": "2012-10-17", "Statement": [each.as_json() for each in found.statements]}
        assert len(json.dumps(policy, separators=(",", ":"))) <= 10_240, found.name
        assert not [action for each in found.statements for action in each.actions if "*" in action]
        assert len({each.sid for each in found.statements}) == len(found.statements)


@pytest.mark.parametrize("props", [PLACE, EVERYTHING, INGRESS, PROFILES], ids=["least", "all", "ingress", "profiles"])
def test_every_wildcard_has_a_reason(props: dict[str, Any]) -> None:
    for found in identities(ACME, AddOnsProps.model_validate(props)):
        wild = {arn for each in found.statements for arn in each.resources if "*" in arn}
        assert set(reasons(found.name, found.statements)) == {f"AwsSolutions-IAM5[Resource::{arn}]" for arn in wild}
        assert all(reasons(found.name, found.statements).values())


def test_a_wildcard_without_a_reason_is_an_error() -> None:
    wild = PodIdentity("external-dns", "a", "a", (Statement("Any", ("s3:GetObject",), ("arn:aws:s3:::*",)),))
    with pytest.raises(ValueError, match="no reason is given for the wildcard"):
        reasons(wild.name, wild.statements)


def test_two_environments_share_no_secret_and_no_node() -> None:
    """What one site's add-ons may change or read of their own never fits another's."""
    stage = Site("acme", "stg")
    for name in ("cluster-autoscaler", "external-secrets", "karpenter"):
        text = json.dumps([each.as_json() for each in identity(name, PROFILES, stage).statements])
        assert "cluster-autoscaler/x2bee-acme-prd" not in text
        assert "nodegroup/x2bee-acme-prd" not in text
        assert "x2bee/acme/prd/" not in text
        assert "cluster/x2bee-acme-prd" not in text
