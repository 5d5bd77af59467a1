"""What is acknowledged beside a construct is what each checker reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Stack, Validations
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk.assertions import Template

from x2bee_constructs.core.acknowledge import acknowledge

WHY = "it is public on purpose, for the test"


def bucket(*rules: str) -> dict[str, Any]:
    stack = Stack(App(), "alone")
    acknowledge(s3.Bucket(stack, "Bucket"), WHY, *rules)
    (found,) = Template.from_stack(stack).find_resources("AWS::S3::Bucket").values()
    return found.get("Metadata", {})


def test_checkov_reads_the_resources_skips_with_their_reason() -> None:
    assert bucket("CKV_AWS_18", "CKV2_AWS_6")["checkov"] == {
        "skip": [{"id": "CKV_AWS_18", "comment": WHY}, {"id": "CKV2_AWS_6", "comment": WHY}]
    }


def test_cfn_lint_reads_the_resources_ignored_rules() -> None:
    assert bucket("W3010", "E3012")["cfn-lint"] == {
        "config": {"ignore_checks": ["W3010", "E3012"]},
        "reasons": {"W3010": WHY, "E3012": WHY},
    }


def test_said_of_a_stack_cfn_lint_ignores_a_rule_in_the_whole_template() -> None:
    stack = Stack(App(), "alone")
    stack.template_options.metadata = {"kept": True}
    acknowledge(stack, "first", "W3010")
    acknowledge(stack, "second", "W2001")
    assert Template.from_stack(stack).to_json()["Metadata"] == {
        "kept": True,
        "cfn-lint": {
            "config": {"ignore_checks": ["W3010", "W2001"]},
            "reasons": {"W3010": "first", "W2001": "second"},
        },
    }


def test_plugins_ids_leave_no_trace_in_the_template() -> None:
    assert bucket("AwsSolutions-S1", "CloudFormation-Validate::W3045") == {}


def test_cdk_nags_finding_stands_in_the_report_with_its_reason_and_nothing_else_is_silenced(tmp_path: Path) -> None:
    from cdk_nag import AwsSolutionsChecks

    app = App(outdir=str(tmp_path))
    role = iam.Role(Stack(app, "alone"), "Role", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
    role.add_to_policy(iam.PolicyStatement(actions=["s3:*"], resources=["*"]))
    acknowledge(role, WHY, "AwsSolutions-IAM5[Action::s3:*]")
    Validations.of(app).add_plugins(AwsSolutionsChecks())
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()
    (report,) = json.loads((tmp_path / "validation-report.json").read_text())["pluginReports"]
    (suppressed,) = report["suppressedViolations"]
    assert (suppressed["ruleName"], suppressed["reason"]) == ("AwsSolutions-IAM5[Action::s3:*]", WHY)
    assert [violation["ruleName"] for violation in report["violations"]] == ["AwsSolutions-IAM5[Resource::*]"]


@pytest.mark.parametrize("rule", ["nope", "CKV_18", "W12", "AwsSolutions", "AWS-0104", "", "::W3010", "Plugin::"])
def test_an_id_of_no_known_checker_is_refused_with_the_path(rule: str) -> None:
    stack = Stack(App(), "alone")
    with pytest.raises(ValueError, match=rf"\[alone/Bucket\] '{rule}' is no rule of a known checker; expected Aws"):
        acknowledge(s3.Bucket(stack, "Bucket"), WHY, rule)


def test_without_a_reason_nothing_is_acknowledged() -> None:
    stack = Stack(App(), "alone")
    with pytest.raises(ValueError, match=r"\[alone/Bucket\] say why CKV_AWS_18 is meant; got no reason"):
        acknowledge(s3.Bucket(stack, "Bucket"), " ", "CKV_AWS_18")


@pytest.mark.parametrize("rule", ["CKV_AWS_18", "W3010"])
def test_a_construct_without_a_resource_cannot_tell_a_program(rule: str) -> None:
    from constructs import Construct

    with pytest.raises(TypeError, match=rf"\[alone/Group\] has no CloudFormation resource of its own .* {rule}"):
        acknowledge(Construct(Stack(App(), "alone"), "Group"), WHY, rule)
