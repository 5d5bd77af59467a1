"""The mark in the template that a name is for people."""

from __future__ import annotations

from pathlib import Path

import pytest
from aws_cdk import App
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from tests.handoff.sides import ACME, Sides
from x2bee_constructs.core.aws import PlatformStack, for_people
from x2bee_constructs.handoff.check import check_handoff


@pytest.fixture
def app(tmp_path: Path) -> App:
    return App(analytics_reporting=False, outdir=str(tmp_path / "out"))


@pytest.fixture
def stack(app: App) -> PlatformStack:
    zones = ("ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c")
    return PlatformStack(app, "alone", site=ACME, account="111122223333", region="ap-northeast-2", zones=zones)


def names(app: App, sides: Sides) -> list[str]:
    return [gap.name for gap in check_handoff(app.synth().directory, sides.manifests).gaps]


def test_what_is_not_marked_is_reported(app: App, stack: PlatformStack, sides: Sides) -> None:
    kms.Key(stack, "Key", alias="alias/x2bee-acme-prd-x")
    secretsmanager.CfnSecret(stack, "Secret", name="x2bee/acme/prd/x")
    assert names(app, sides) == ["alias/x2bee-acme-prd-x", "x2bee/acme/prd/x"]


def test_an_l1_an_l2_and_the_alias_of_a_key_are_marked(app: App, stack: PlatformStack, sides: Sides) -> None:
    key = kms.Key(stack, "Key", alias="alias/x2bee-acme-prd-x")
    for_people(key.node.find_child("Alias"), "people find the key by it")
    for_people(secretsmanager.CfnSecret(stack, "L1", name="x2bee/acme/prd/x"), "auditors")
    for_people(secretsmanager.Secret(stack, "L2", secret_name="x2bee/acme/prd/y"), "auditors")
    assert names(app, sides) == []


def test_what_has_no_resource_is_refused_with_its_path(stack: PlatformStack) -> None:
    with pytest.raises(TypeError, match=r"\[alone/Group\] has no CloudFormation resource"):
        for_people(Construct(stack, "Group"), "nobody")
