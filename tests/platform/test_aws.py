"""Platforms in CDK Apps that are not ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Stack

from tests.conftest import read_templates
from x2bee_constructs import Platform
from x2bee_constructs.aws import PlatformStacks


def test_two_platforms_share_an_app_and_leave_other_stacks_alone(
    tmp_path: Path, acme: Callable[[str], Platform]
) -> None:
    from aws_cdk.aws_sns import Topic

    app = App(outdir=str(tmp_path), analytics_reporting=False)
    for environment in ("dev", "prd"):
        PlatformStacks(app, acme(environment))
    Topic(Stack(app, "own"), "Topic")
    app.synth()
    made = read_templates(tmp_path)
    assert "x2bee:" not in json.dumps(made["own"])
    for environment in ("dev", "prd"):
        vpc = next(
            r
            for r in made[f"x2bee-acme-{environment}-foundation"]["Resources"].values()
            if r["Type"] == "AWS::EC2::VPC"
        )
        tags = {tag["Key"]: tag["Value"] for tag in vpc["Properties"]["Tags"]}
        assert tags["x2bee:environment"] == environment


def test_nothing_is_looked_up(tmp_path: Path, acme: Callable[[str], Platform]) -> None:
    app = App(outdir=str(tmp_path), analytics_reporting=False)
    PlatformStacks(app, acme("prd"))
    app.synth()
    assert "missing" not in json.loads((tmp_path / "manifest.json").read_text())


def test_capacity_counts_as_many_pods_of_coredns_as_the_add_on_is_told() -> None:
    from x2bee_constructs.cluster.addons import SETTINGS
    from x2bee_constructs.platform.system import COREDNS_PODS

    scaling: Any = SETTINGS["coredns"]["autoScaling"]
    assert (scaling["minReplicas"], scaling["maxReplicas"]) == COREDNS_PODS


def test_stacks_with_too_many_resources_are_told_all_at_once(
    monkeypatch: pytest.MonkeyPatch, acme: Callable[[str], Platform]
) -> None:
    monkeypatch.setattr("x2bee_constructs.core.aws.MOST_RESOURCES", 20)
    with pytest.raises(ValueError, match="at most: fewer services that ask for them") as caught:
        PlatformStacks(App(), acme("prd"))
    said = str(caught.value)
    assert "[x2bee-acme-prd-data] " in said
    assert "[x2bee-acme-prd-identity] 26 resources, 15 AWS::IAM::Role, 11 AWS::EKS::PodIdentityAssociation" in said
    assert "secrets" not in said
