"""What builds may do in an account, and nobody else."""

from __future__ import annotations

import json
from typing import Any

from aws_cdk import App, Environment, Stack
from aws_cdk.assertions import Template

from tests.pipelines.made import RUNNERS
from x2bee_constructs import BuildAccessProps, Site
from x2bee_constructs.aws import BuildAccess


def template(runners: dict[str, Any], **said: Any) -> Template:
    stack = Stack(App(), "alone", env=Environment(account="111122223333", region="ap-northeast-2"))
    props = BuildAccessProps.model_validate({"runners": runners, "images": ["x2bee-fo"], **said})
    BuildAccess(stack, "Builds", Site("acme", "prd"), props)
    return Template.from_stack(stack)


def role(found: Template) -> dict[str, Any]:
    (one,) = found.find_resources("AWS::IAM::Role").values()
    return one["Properties"]


def test_pods_of_one_role_are_let_in() -> None:
    made = role(template(RUNNERS["pods"]))
    (trust,) = made["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"AWS": "arn:aws:iam::111122223331:role/x2bee-acme-ci"}
    assert trust["Action"] == ["sts:AssumeRole", "sts:TagSession"]
    assert made["RoleName"] == "x2bee-acme-prd-builder"


def test_tokens_of_the_named_projects_and_the_one_branch_are_let_in() -> None:
    found = template(RUNNERS["tokens"], branch="release")
    (trust,) = role(found)["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Action"] == "sts:AssumeRoleWithWebIdentity"
    assert trust["Condition"] == {
        "StringEquals": {"gitlab.com:aud": "https://gitlab.com"},
        "StringLike": {"gitlab.com:sub": ["project_path:acme/*:ref_type:branch:ref:release"]},
    }
    found.has_resource_properties(
        "AWS::IAM::OIDCProvider", {"Url": "https://gitlab.com", "ClientIdList": ["https://gitlab.com"]}
    )


def test_a_provider_that_is_known_is_not_made_again() -> None:
    found = template({**RUNNERS["tokens"], "known": True})
    found.resource_count_is("AWS::IAM::OIDCProvider", 0)
    (trust,) = role(found)["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Federated": "arn:aws:iam::111122223333:oidc-provider/gitlab.com"}


def test_they_push_to_the_environments_images_and_sign_with_its_key() -> None:
    found = template(RUNNERS["pods"])
    (policy,) = role(found)["Policies"]
    by = {one["Sid"]: one for one in policy["PolicyDocument"]["Statement"]}
    assert by["Images"]["Resource"] == ["arn:aws:ecr:ap-northeast-2:111122223333:repository/x2bee/acme/prd/x2bee-fo"]
    assert "ecr:BatchDeleteImage" not in by["Images"]["Action"]
    assert by["Sign"]["Action"] == ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"]
    (key,) = found.find_resources("AWS::KMS::Key")
    assert by["Sign"]["Resource"] == [{"Fn::GetAtt": [key, "Arn"]}]


def test_without_repositories_they_only_sign() -> None:
    (policy,) = role(template(RUNNERS["pods"], images=[]))["Policies"]
    assert [one["Sid"] for one in policy["PolicyDocument"]["Statement"]] == ["Sign"]


def test_the_key_signs_and_stays() -> None:
    template(RUNNERS["pods"]).has_resource(
        "AWS::KMS::Key",
        {
            "DeletionPolicy": "RetainExceptOnCreate",
            "Properties": {"KeySpec": "ECC_NIST_P256", "KeyUsage": "SIGN_VERIFY"},
        },
    )


def test_a_policy_has_room_for_any_number_of_images() -> None:
    found = template(RUNNERS["pods"], images=[f"x2bee-api-{number:03}" for number in range(500)])
    (policy,) = role(found)["Policies"]
    by = {one["Sid"]: one for one in policy["PolicyDocument"]["Statement"]}
    assert by["Images"]["Resource"] == ["arn:aws:ecr:ap-northeast-2:111122223333:repository/x2bee/acme/prd/*"]
    named = template(RUNNERS["pods"], images=[f"x2bee-api-{number:03}" for number in range(60)])
    assert len(json.dumps(role(named)["Policies"])) < 10_240
