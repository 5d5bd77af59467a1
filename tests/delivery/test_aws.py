"""Image repositories in anyone's stack."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_kms as kms
from aws_cdk.assertions import Match, Template

from x2bee_constructs import ImageRepositoriesProps, Platform, Service, Site, SpringBoot
from x2bee_constructs.aws import DeliveryStack, ImageRepositories, ImagesStack, PlatformStacks
from x2bee_constructs.core.docstrings import field_docs
from x2bee_constructs.platform.images import (
    MOST_STACKS,
    PER_STACK,
    repositories,
    repositories_by_stack,
    repository_faults,
)


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


def test_under_a_key_of_somebody_else() -> None:
    stack = Stack(App(), "alone")
    key = kms.Key(stack, "Shared")
    ImageRepositories(stack, "Images", Site("acme", "prd"), ImageRepositoriesProps(images=("x2bee-fo",)), key=key)  # pyright: ignore[reportArgumentType]
    found = Template.from_stack(stack)
    found.resource_count_is("AWS::KMS::Key", 1)
    (repository,) = found.find_resources("AWS::ECR::Repository").values()
    assert "Shared" in json.dumps(repository["Properties"]["EncryptionConfiguration"]["KmsKey"])


def test_repositories_over_several_stacks(acme: Callable[[str], Platform]) -> None:
    stacks = 3
    platform = acme("prd").model_copy(update={"repository_stacks": stacks})
    parts = repositories_by_stack(platform)
    assert len(parts) == stacks
    assert sorted(name for part in parts for name in part) == list(repositories(platform))
    app = App()
    first = DeliveryStack(app, platform)
    assert first.images is not None
    second = ImagesStack(app, platform, 2, parts[1], first.images.key)
    templates = [Template.from_stack(one) for one in (first, second)]
    names = [
        {one["Properties"]["RepositoryName"] for one in found.find_resources("AWS::ECR::Repository").values()}
        for found in templates
    ]
    assert names == [{f"x2bee/acme/prd/{image}" for image in part} for part in parts[:2]]
    assert second.stack_name == "x2bee-acme-prd-delivery-2"
    templates[1].resource_count_is("AWS::KMS::Key", 0)


def test_a_repository_stays_in_its_stack_when_others_come(acme: Callable[[str], Platform]) -> None:
    platform = acme("prd").model_copy(update={"repository_stacks": 4})
    more = {**platform.services, "x2bee-api-aaa": Service(runtime=SpringBoot(), calls=("x2bee-api-common",))}
    grown = platform.model_copy(update={"services": more})
    for before, after in zip(repositories_by_stack(platform), repositories_by_stack(grown), strict=True):
        assert set(before) == set(after) - {"x2bee-api-aaa"}


def test_more_repositories_than_a_stack_may_hold(acme: Callable[[str], Platform]) -> None:
    more = {f"x2bee-api-{n}": Service(runtime=SpringBoot(), calls=("x2bee-api-common",)) for n in range(PER_STACK)}
    platform = acme("prd")
    full = platform.model_copy(update={"services": {**platform.services, **more}})
    assert not list(repository_faults(platform))
    ((place, wrong, _),) = repository_faults(full)
    assert (place, wrong.type) == (("repository_stacks",), "X2B306")
    assert wrong.context is not None
    assert wrong.context["fix"] == "repository_stacks: 2"
    assert not list(repository_faults(full.model_copy(update={"repository_stacks": 2})))


def test_all_stacks_of_a_platform_have_each_repository_once(acme: Callable[[str], Platform]) -> None:
    platform = acme("prd").model_copy(update={"repository_stacks": 3})
    made = PlatformStacks(App(), platform)
    assert made.delivery is not None
    stacks = [made.delivery, *made.images.values()]
    assert [one.stack_name.removeprefix("x2bee-acme-prd-") for one in stacks] == [
        "delivery",
        *(f"delivery-{number}" for number, part in enumerate(repositories_by_stack(platform)[1:], 2) if part),
    ]
    names = [name for one in stacks if one.images for name in one.images.repositories]
    assert sorted(names) == list(repositories(platform))


def test_no_number_of_stacks_is_enough(acme: Callable[[str], Platform], monkeypatch: pytest.MonkeyPatch) -> None:
    platform = acme("prd")
    monkeypatch.setattr("x2bee_constructs.platform.images.PER_STACK", 0)
    ((_, wrong, _),) = repository_faults(platform)
    assert wrong.context is not None
    assert wrong.context["fix"] == "fewer images, or another registry"


def test_the_field_and_its_words_have_the_limits_that_are_meant() -> None:
    docs = field_docs(Platform)["repository_stacks"]
    assert f"{PER_STACK} images" in " ".join(docs.split())
    assert f"le={MOST_STACKS})" in str(Platform.model_fields["repository_stacks"].metadata)
