"""Image repositories in anyone's stack."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aws_cdk import App, Stack
from aws_cdk.assertions import Match, Template

from x2bee_constructs import ImageRepositoriesProps, Site
from x2bee_constructs.aws import ImageRepositories


def template(props: ImageRepositoriesProps) -> Template:
    stack = Stack(App(), "alone")
    ImageRepositories(stack, "Images", Site("acme", "prd"), props)
    return Template.from_stack(stack)


def rules(found: Template) -> list[dict[str, Any]]:
    repository = next(iter(found.find_resources("AWS::ECR::Repository").values()))
    return json.loads(repository["Properties"]["LifecyclePolicy"]["LifecyclePolicyText"])["rules"]


def test_nothing_set() -> None:
    found = template(ImageRepositoriesProps(images=("x2bee-fo", "x2bee-gw")))
    found.resource_count_is("AWS::ECR::Repository", 2)
    found.has_resource(
        "AWS::ECR::Repository",
        {
            "DeletionPolicy": "RetainExceptOnCreate",
            "UpdateReplacePolicy": "Retain",
            "Properties": {
                "RepositoryName": "x2bee/acme/prd/x2bee-gw",
                "ImageTagMutability": "IMMUTABLE",
                "ImageScanningConfiguration": {"ScanOnPush": True},
                "EncryptionConfiguration": {"EncryptionType": "KMS", "KmsKey": Match.any_value()},
            },
        },
    )
    assert [rule["selection"]["countNumber"] for rule in rules(found)] == [14, 100]


def test_everything_set() -> None:
    found = template(ImageRepositoriesProps(images=("x2bee-fo",), keep=20, keep_untagged_days=3))
    assert [rule["selection"]["countNumber"] for rule in rules(found)] == [3, 20]


def test_a_bad_image_name_is_refused() -> None:
    with pytest.raises(ValueError, match="is not a name"):
        ImageRepositoriesProps(images=("X2BEE",))
