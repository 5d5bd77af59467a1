"""The copy of the project, and what CloudFormation is read as."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from conformance.emulator.aws import environment
from conformance.emulator.deployed import Deployed, Held, read
from conformance.emulator.project import Project


def test_a_change_is_made_in_the_copy_only_and_taken_back(tmp_path: Path) -> None:
    project = Project(tmp_path / "project", "acme", "prd")
    given = project.platform
    with project.changed("network", {"cidr": "10.99.0.0/16"}):
        assert project.platform.network.cidr == "10.99.0.0/16"
    assert project.platform == given
    project.change("services", {"x2bee-api-gift": {"runtime": "spring-boot", "image": "g:1", "database": "event"}})
    assert "x2bee-api-gift" in project.platform.enabled_services


def test_an_older_copy_is_replaced(tmp_path: Path) -> None:
    Project(tmp_path / "project", "acme", "prd").change("network", {"cidr": "10.99.0.0/16"})
    assert Project(tmp_path / "project", "acme", "prd").platform.network.cidr != "10.99.0.0/16"


def deployed() -> Deployed:
    vpc = Held("a", "Vpc", "AWS::EC2::VPC", "vpc-1", {"DeletionPolicy": "Retain"})
    return Deployed((vpc, Held("a", "Topic", "AWS::SNS::Topic", "arn", {})), {"a:Vpc": "vpc-1"})


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("plain", "plain"),
        ({"Ref": "Vpc"}, "vpc-1"),
        ({"Ref": "Nobody"}, None),
        ({"Fn::ImportValue": "a:Vpc"}, "vpc-1"),
        ({"Fn::Join": [",", [{"Ref": "Vpc"}, "x"]]}, "vpc-1,x"),
        ({"Fn::Join": [",", [{"Fn::GetAtt": ["Vpc", "Arn"]}]]}, None),
    ],
)
def test_values_are_computed_as_far_as_ids_go(raw: object, value: str | None) -> None:
    assert deployed().value("a", raw) == value


def test_what_is_retained_is_known() -> None:
    assert [one.retained for one in deployed().held] == [True, False]


class Stacks:
    """CloudFormation, with one resource in each stack."""

    def call(self, service: str, operation: str, **_: Any) -> Any:
        found = [{"LogicalResourceId": "Vpc", "PhysicalResourceId": "vpc-1"}]
        return {"Exports": []} if operation == "list_exports" else {"StackResourceSummaries": found}


def test_a_stack_that_is_not_as_its_template_is_an_error() -> None:
    vpc = {"Vpc": {"Type": "AWS::EC2::VPC"}}
    assert read(Stacks(), {"a": {"Resources": vpc}}).ids() == {("a", "Vpc"): "vpc-1"}
    with pytest.raises(LookupError, match=r"stack a lacks \['Key'\]"):
        read(Stacks(), {"a": {"Resources": {**vpc, "Key": {"Type": "AWS::KMS::Key"}}}})


def test_the_cli_gets_no_real_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    said = environment("http://127.0.0.1:1", "111122223333", "ap-northeast-2")
    assert said["AWS_ENDPOINT_URL"] == "http://127.0.0.1:1"
    assert said["AWS_SECRET_ACCESS_KEY"] == "emulator"
    assert said["AWS_SHARED_CREDENTIALS_FILE"] == said["AWS_CONFIG_FILE"] == "/nonexistent"
