"""The identities of the add-ons in anyone's stack."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cdk_nag
import pytest
from aws_cdk import App, Environment, Stack, Validations
from aws_cdk.assertions import Template

from tests.addons.test_props import ACME, EVERYTHING, PLACE
from x2bee_constructs.addons.aws import AddOnIdentities
from x2bee_constructs.addons.props import AddOnsProps

HERE = Environment(account="111122223333", region="ap-northeast-2")
INGRESS = {**EVERYTHING, "load_balancer_controller": {"ingress": True}}
PROFILES = {**EVERYTHING, "karpenter": {**EVERYTHING["karpenter"], "makes_profiles": True}}


def made(said: dict[str, Any], context: dict[str, Any] | None = None) -> dict[str, Any]:
    stack = Stack(App(context=context), "alone", env=HERE)
    AddOnIdentities(stack, "AddOns", ACME, AddOnsProps.model_validate(said))
    return Template.from_stack(stack).to_json()["Resources"]


def test_nothing_set() -> None:
    kinds = sorted(resource["Type"] for resource in made(PLACE).values())
    assert kinds == ["AWS::EKS::PodIdentityAssociation"] * 3 + ["AWS::IAM::Role"] * 3


def test_everything_set_has_a_role_and_an_association_each() -> None:
    resources = made(EVERYTHING)
    roles = {r["Properties"]["RoleName"] for r in resources.values() if r["Type"] == "AWS::IAM::Role"}
    names = ("aws-load-balancer-controller", "cluster-autoscaler", "external-dns", "external-secrets", "karpenter")
    assert roles == {f"x2bee-acme-prd-{name}" for name in (*names, "secrets-data")}
    tied = [r["Properties"] for r in resources.values() if r["Type"] == "AWS::EKS::PodIdentityAssociation"]
    assert {(one["ClusterName"], one["Namespace"], one["ServiceAccount"]) for one in tied} == {
        ("x2bee-acme-prd", "kube-system", "aws-load-balancer-controller"),
        ("x2bee-acme-prd", "kube-system", "cluster-autoscaler"),
        ("x2bee-acme-prd", "external-dns", "external-dns"),
        ("x2bee-acme-prd", "external-secrets", "external-secrets"),
        ("x2bee-acme-prd", "kube-system", "karpenter"),
    }


def test_no_lambda_custom_resource_or_asset() -> None:
    kinds = {resource["Type"] for resource in made(INGRESS).values()}
    assert kinds == {"AWS::IAM::Role", "AWS::EKS::PodIdentityAssociation"}


def test_feature_flags_change_nothing() -> None:
    flags = json.loads((Path(__file__).parent.parent / "data" / "feature-flags.json").read_text())
    assert made(INGRESS, context=flags) == made(INGRESS)


def nag(folder: Path, said: dict[str, Any]) -> dict[str, int]:
    """Findings that nobody acknowledged, and acknowledged ones, over all packs."""
    app = App(outdir=str(folder), analytics_reporting=False)
    packs = (cdk_nag.AwsSolutionsChecks(app), cdk_nag.NIST80053R5Checks(app), cdk_nag.PCIDSS321Checks(app))
    Validations.of(app).add_plugins(*packs)
    stack = Stack(app, "alone", env=HERE)
    AddOnIdentities(stack, "AddOns", ACME, AddOnsProps.model_validate(said))
    app.synth()
    reports = json.loads((folder / "validation-report.json").read_text())["pluginReports"]
    return {
        kind: sum(len(report.get(kind, [])) for report in reports) for kind in ("violations", "suppressedViolations")
    }


@pytest.mark.parametrize("said", [PLACE, EVERYTHING, INGRESS, PROFILES], ids=["least", "all", "ingress", "profiles"])
def test_every_finding_of_cdk_nag_is_answered(tmp_path: Path, said: dict[str, Any]) -> None:
    found = nag(tmp_path, said)
    assert found["violations"] == 0
    assert found["suppressedViolations"] > 3, "the checks ran"


@pytest.mark.parametrize(("field", "value"), [("account", "999988887777"), ("region", "eu-west-1")])
def test_a_stack_elsewhere_is_an_error(field: str, value: str) -> None:
    with pytest.raises(ValueError, match=rf"\[alone/AddOns\] props\.{field} is {value}"):
        made({**PLACE, field: value})


def test_a_stack_for_any_account_takes_that_of_the_props() -> None:
    stack = Stack(App(), "alone")
    AddOnIdentities(stack, "AddOns", ACME, AddOnsProps.model_validate(PLACE))
    text = json.dumps(Template.from_stack(stack).to_json())
    assert "arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:x2bee/acme/prd/*" in text
