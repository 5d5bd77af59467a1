"""What cdk-nag says: of the reference customer, and of roles, whose wildcards are acknowledged one by one."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Environment, IPolicyValidationPlugin, Stack, Validations
from aws_cdk import aws_iam as iam

from x2bee_constructs import Platform, Site
from x2bee_constructs.core.iam import PodIdentity, Statement
from x2bee_constructs.core.pod_identity import pod_role

ONLY_OURS = {"StringEquals": {"aws:ResourceAccount": ("111122223333",)}}


def judged(app: App, folder: Path, *plugins: IPolicyValidationPlugin) -> tuple[set[str], dict[str, str]]:
    """The rules that are open, and the reason of each that is acknowledged."""
    Validations.of(app).add_plugins(*plugins)
    with suppress(RuntimeError):  # it raises if something is open
        app.synth()
    reports: list[dict[str, Any]] = json.loads((folder / "validation-report.json").read_text())["pluginReports"]
    meant = [violation for report in reports for violation in report.get("suppressedViolations") or []]
    open_ = {
        f"{v['ruleName']} {c['constructPath']}"
        for r in reports
        for v in r["violations"]
        for c in v["violatingConstructs"]
    }
    return open_, {violation["ruleName"]: violation["reason"] for violation in meant}


def test_nothing_is_open_on_the_reference_customer(tmp_path: Path, acme: Callable[[str], Platform]) -> None:
    from cdk_nag import AwsSolutionsChecks

    from stacks.aws import build

    open_, _ = judged(build(acme("prd"), outdir=str(tmp_path)), tmp_path, AwsSolutionsChecks())
    assert open_ == set()


def role(folder: Path, *statements: Statement, env: Environment | None = None) -> tuple[App, iam.Role]:
    app = App(outdir=str(folder))
    identity = PodIdentity("gift", "acme-app", "gift", statements)
    return app, pod_role(Stack(app, "alone", env=env), "Role", Site("acme", "prd"), identity)


def wildcard(resource: str, conditions: Any = ONLY_OURS, sid: str = "Read") -> Statement:
    return Statement(sid, ("s3:GetObject",), (resource,), conditions)


def test_a_roles_wildcards_are_acknowledged_with_the_conditions_that_narrow_them(tmp_path: Path) -> None:
    from cdk_nag import AwsSolutionsChecks, NIST80053R5Checks, PCIDSS321Checks

    app, _ = role(tmp_path, wildcard("arn:aws:s3:::acme-gifts/cards/*"))
    open_, meant = judged(app, tmp_path, AwsSolutionsChecks(), NIST80053R5Checks(), PCIDSS321Checks())
    assert open_ == set()
    assert "aws:ResourceAccount" in meant["AwsSolutions-IAM5[Resource::arn:aws:s3:::acme-gifts/cards/*]"]
    assert {rule for rule in meant if "Inline" in rule} == {
        "NIST.800.53.R5-IAMNoInlinePolicy",
        "PCI.DSS.321-IAMNoInlinePolicy",
    }


def test_a_role_of_no_account_in_particular_is_acknowledged_too(tmp_path: Path) -> None:
    from cdk_nag import AwsSolutionsChecks

    app = App(outdir=str(tmp_path))
    stack = Stack(app, "alone")
    keys = wildcard(f"arn:aws:kms:{stack.region}:{stack.account}:key/*")
    pod_role(stack, "Role", Site("acme", "prd"), PodIdentity("gift", "acme-app", "gift", (keys,)))
    open_, meant = judged(app, tmp_path, AwsSolutionsChecks())
    assert open_ == set()
    assert set(meant) == {"AwsSolutions-IAM5[Resource::arn:aws:kms:<AWS::Region>:<AWS::AccountId>:key/*]"}


def test_a_resource_of_the_same_stack_is_acknowledged_too(tmp_path: Path) -> None:
    from aws_cdk import aws_s3 as s3
    from cdk_nag import AwsSolutionsChecks

    app = App(outdir=str(tmp_path))
    stack = Stack(app, "alone")
    bucket = s3.CfnBucket(stack, "Gifts")
    pod_role(stack, "Role", Site("acme", "prd"), PodIdentity("a", "b", "c", (wildcard(f"{bucket.attr_arn}/*"),)))
    _, meant = judged(app, tmp_path, AwsSolutionsChecks())
    assert set(meant) == {"AwsSolutions-IAM5[Resource::<Gifts.Arn>/*]"}


@pytest.mark.parametrize(
    "statements",
    [
        (wildcard("*"),),
        (wildcard("arn:aws:s3:::acme-gifts/*", {}),),
        (wildcard("arn:aws:s3:::acme-gifts/*"), wildcard("arn:aws:s3:::acme-gifts/*", {}, "Bare")),
        (Statement("All", ("s3:*",), ("arn:aws:s3:::acme-gifts",), ONLY_OURS),),
    ],
    ids=["every resource", "no condition", "one of two without condition", "every action"],
)
def test_what_no_condition_narrows_stays_open(statements: tuple[Statement, ...], tmp_path: Path) -> None:
    from cdk_nag import AwsSolutionsChecks

    app, _ = role(tmp_path, *statements)
    open_, meant = judged(app, tmp_path, AwsSolutionsChecks())
    assert [finding.split("[")[0] for finding in open_] == ["AwsSolutions-IAM5"]
    assert meant == {}
