"""Checks against canned answers: each says yes to what is right, and no to what is not."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from conformance.emulator.checks import Check, Sight
from conformance.emulator.checks.cluster import labelled, nodes
from conformance.emulator.checks.identity import readers, trusts
from conformance.emulator.checks.registry import registry
from conformance.emulator.deployed import Deployed, Held
from conformance.emulator.inventory import LISTED, PARTS, missing, unknown_types
from conformance.emulator.report import Expect, Step
from x2bee_constructs import Platform
from x2bee_constructs.delivery import names
from x2bee_constructs.platform.images import repositories

LABEL = {"workload": "msa"}
TEMPLATE = {
    "MetadataOptions": {"HttpTokens": "required", "HttpPutResponseHopLimit": 1},
    "BlockDeviceMappings": [{"Ebs": {"Encrypted": True}}],
}


class Canned:
    """AWS, out of a table."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = answers

    def call(self, service: str, operation: str, **_: Any) -> Any:
        return self.answers[operation]


def held(kind: str, physical_id: str, **properties: Any) -> Held:
    return Held("stack", physical_id, kind, physical_id, {"Type": kind, "Properties": properties})


def complaints(check: Check, platform: Platform, answers: dict[str, Any], *resources: Held) -> list[str]:
    expect = Expect(Step("", ""))
    check(Sight(platform, Canned(answers), Deployed(resources, {})), expect)
    assert expect.step.checked
    return expect.step.failed


@pytest.fixture
def platform(acme: Callable[[str], Platform]) -> Platform:
    return acme("prd")


def node_answers(labels: dict[str, str]) -> dict[str, Any]:
    group = {"nodegroupName": "msa", "labels": labels, "amiType": "AL2023", "launchTemplate": {"id": "lt-1"}}
    return {
        "list_nodegroups": {"nodegroups": ["msa"]},
        "describe_nodegroup": {"nodegroup": group},
        "describe_launch_template_versions": {"LaunchTemplateVersions": [{"LaunchTemplateData": TEMPLATE}]},
    }


GROUP = held("AWS::EKS::Nodegroup", "msa", Labels=LABEL, AmiType="AL2023")
CLUSTER = held("AWS::EKS::Cluster", "x2bee-acme-prd")


def test_nodes_with_the_label_pass(platform: Platform) -> None:
    assert complaints(nodes, platform, node_answers(LABEL), GROUP, CLUSTER) == []


@pytest.mark.parametrize("labels", [{}, {"workload": "other"}])
def test_nodes_without_the_label_are_noticed(platform: Platform, labels: dict[str, str]) -> None:
    found = complaints(nodes, platform, node_answers(labels), GROUP, CLUSTER)
    assert any("no node group has the services' label {'workload': 'msa'}" in one for one in found)


@pytest.mark.parametrize(
    ("path", "value", "word"),
    [
        (("MetadataOptions", "HttpTokens"), "optional", "IMDSv2"),
        (("MetadataOptions", "HttpPutResponseHopLimit"), 2, "hops"),
        (("BlockDeviceMappings",), [], "volumes"),
    ],
)
def test_a_careless_launch_template_is_noticed(platform: Platform, path: Any, value: object, word: str) -> None:
    answers = copy.deepcopy(node_answers(LABEL))
    data = answers["describe_launch_template_versions"]["LaunchTemplateVersions"][0]["LaunchTemplateData"]
    for key in path[:-1]:
        data = data[key]
    data[path[-1]] = value
    (found,) = complaints(nodes, platform, answers, GROUP, CLUSTER)
    assert word in found


def test_labelled_wants_the_whole_label() -> None:
    groups = [{"nodegroupName": "a", "labels": {**LABEL, "x": "y"}}, {"nodegroupName": "b"}]
    assert labelled(groups, LABEL) == ["a"]


def repository(name: str, **changed: Any) -> dict[str, Any]:
    right = {
        "repositoryName": name, "imageTagMutability": "IMMUTABLE", "imageScanningConfiguration": {"scanOnPush": True},
        "encryptionConfiguration": {"encryptionType": "KMS", "kmsKey": "arn:aws:kms:r:a:key/k-1"},
    }  # fmt: skip
    return {**right, **changed}


KEY = held("AWS::KMS::Key", "k-1")


def test_the_platforms_repositories_pass(platform: Platform) -> None:
    found = [repository(names.repository(platform.site, image)) for image in repositories(platform)]
    assert complaints(registry, platform, {"describe_repositories": {"repositories": found}}, KEY) == []


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"imageTagMutability": "MUTABLE"}, "tags"),
        ({"imageScanningConfiguration": {"scanOnPush": False}}, "scan"),
        ({"encryptionConfiguration": {"encryptionType": "AES256"}}, "encryption"),
        ({"encryptionConfiguration": {"encryptionType": "KMS", "kmsKey": "arn:aws:kms:r:a:key/k-2"}}, "none of ours"),
        ({"repositoryName": "x2bee/stranger"}, "repositories"),
    ],
)
def test_a_wrong_repository_is_noticed(platform: Platform, changed: dict[str, Any], word: str) -> None:
    first, *rest = (names.repository(platform.site, image) for image in repositories(platform))
    found = [repository(first, **changed), *(repository(name) for name in rest)]
    told = complaints(registry, platform, {"describe_repositories": {"repositories": found}}, KEY)
    assert any(word in one for one in told)


def policy(**changed: Any) -> dict[str, Any]:
    tags = {"aws:RequestTag/kubernetes-namespace": "n", "aws:RequestTag/kubernetes-service-account": "s"}
    source = {"aws:SourceArn": "arn:aws:eks:r:a:cluster/c"}
    statement = {
        "Principal": {"Service": "pods.eks.amazonaws.com"}, "Action": ["sts:AssumeRole", "sts:TagSession"],
        "Condition": {"StringEquals": tags, "ArnEquals": source},
    }  # fmt: skip
    return {"Statement": [{**statement, **changed}]}


def test_a_role_for_these_pods_only_is_trusted() -> None:
    assert trusts(policy(), "n", "s", ":cluster/c") == ""


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"Principal": {"Service": "ec2.amazonaws.com"}}, "others"),
        ({"Action": ["sts:AssumeRole"]}, "allows"),
        ({"Condition": {}}, "does not ask"),
        ({"Condition": {"StringEquals": policy()["Statement"][0]["Condition"]["StringEquals"]}}, "cluster any"),
    ],
)
def test_a_role_for_others_is_noticed(changed: dict[str, Any], word: str) -> None:
    assert word in trusts(policy(**changed), "n", "s", ":cluster/c")


def test_what_its_service_does_not_know_is_missing() -> None:
    there = {"AWS::KMS::Key": frozenset({"k-1"}), "AWS::SQS::Queue": frozenset({"111122223333/q"})}
    queue = held("AWS::SQS::Queue", "http://elsewhere/111122223333/q")
    lost = held("AWS::KMS::Key", "k-2")
    assert missing([KEY, queue, lost], there) == [lost]


def test_every_type_of_the_platform_is_looked_up(templates: dict[str, dict[str, Any]]) -> None:
    types = {one["Type"] for template in templates.values() for one in template["Resources"].values()}
    assert unknown_types(types) == []
    assert unknown_types([*types, "AWS::Foo::Bar"]) == ["AWS::Foo::Bar"]
    assert not LISTED.keys() & PARTS.keys()


class Iam:
    """Roles with their trust and what they read, as IAM answers."""

    def __init__(self, reads: dict[str, str], taker: str = "x2bee-beta-prd-external-secrets") -> None:
        self.reads, self.taker = reads, taker

    def call(self, service: str, operation: str, **said: str) -> dict[str, Any]:
        assert service == "iam"
        name = said["RoleName"]
        if operation == "list_role_policies":
            return {"PolicyNames": ["access"]}
        if operation == "get_role_policy":
            statement = {"Action": "secretsmanager:GetSecretValue", "Resource": self.reads[name]}
            return {"PolicyDocument": json.dumps({"Statement": [statement]})}
        principal = {"AWS": f"arn:aws:iam::0:role/{self.taker}"}
        trust = {"Statement": [{"Action": ["sts:TagSession", "sts:AssumeRole"], "Principal": principal}]}
        return {"Role": {"Arn": f"arn:aws:iam::0:role/{name}", "AssumeRolePolicyDocument": trust}}


SERVICES, READER = "x2bee-beta-prd-external-secrets", "x2bee-beta-prd-secrets-data"
SITE = "arn:aws:secretsmanager:r:0:secret:x2bee/beta/prd"


@pytest.mark.parametrize(
    ("services", "data", "taker", "wrong"),
    [
        (f"{SITE}/db/x2bee-api-order-??????", f"{SITE}/db-admin/*", SERVICES, ""),
        (f"{SITE}/*", f"{SITE}/db-admin/*", SERVICES, f"what {SERVICES} reads"),
        (f"{SITE}/order/*", f"{SITE}/db/*", SERVICES, f"what {READER} reads"),
        (f"{SITE}/order/*", f"{SITE}/db-admin/*", "x2bee-beta-prd-x2bee-bo", f"who takes {READER}"),
    ],
)
def test_a_reader_of_secrets_is_who_it_should_be(
    services: str, data: str, taker: str, wrong: str, minimal: dict[str, Any]
) -> None:
    step = Step("", "")
    aws: Any = Iam({SERVICES: services, READER: data}, taker)
    nothing: Any = None
    readers(Sight(Platform.model_validate(minimal), aws, nothing), Expect(step))
    assert [complaint for complaint in step.failed if wrong not in complaint] == []
    assert bool(step.failed) is bool(wrong)
