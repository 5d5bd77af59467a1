"""The identities of a platform: which services have one, and the stack that holds them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from aws_cdk import App

from tests.conftest import read_templates
from x2bee_constructs import Platform
from x2bee_constructs.platform.aws import PlatformStacks
from x2bee_constructs.platform.identities import identities
from x2bee_constructs.workload.access import Access

GIFT = {"runtime": "spring-boot", "access": {"queues": [{"name": "beta-gifts", "send": True}]}}
ORDER = {"access": {"topics": ["beta-orders"], "secrets": ["order/pg"]}}
STACK = "x2bee-beta-prd-identity"


def platform(minimal: dict[str, Any], **services: Any) -> Platform:
    named = {name.replace("_", "-"): said for name, said in services.items()}
    return Platform.model_validate({**minimal, "services": named})


def synth(platform: Platform, folder: Path, context: dict[str, Any] | None = None) -> dict[str, dict[str, Any]]:
    app = App(outdir=str(folder), analytics_reporting=False, context=context)
    PlatformStacks(app, platform)
    app.synth()
    return read_templates(folder)


ADD_ONS = {"cluster-autoscaler", "aws-load-balancer-controller", "external-dns", "external-secrets"}


SCHEDULERS = ["x2bee-batch-scheduler-gddp", "x2bee-batch-scheduler-mbod"]
"""They keep their events in a bucket, whatever else is said."""


def of_services(template: dict[str, Any]) -> dict[str, Any]:
    """The resources that are no add-on's and no scheduler's."""
    others = ("AddOns", *(name.replace("-", "") for name in SCHEDULERS))
    return {name: found for name, found in template["Resources"].items() if not name.startswith(others)}


def test_nothing_set_leaves_the_add_ons(tmp_path: Path, minimal: dict[str, Any]) -> None:
    assert list(identities(platform(minimal))) == SCHEDULERS
    template = synth(platform(minimal), tmp_path)[STACK]
    assert of_services(template) == {}
    tied = {r["Properties"].get("ServiceAccount") for r in template["Resources"].values()} - {None}
    assert tied == {*ADD_ONS, *SCHEDULERS}


def test_enabled_services_with_access_have_one(minimal: dict[str, Any]) -> None:
    off = {**ORDER, "enabled": False}
    found = identities(platform(minimal, x2bee_api_order=ORDER, x2bee_api_gift=GIFT, x2bee_cc=off))
    assert list(found) == ["x2bee-api-gift", "x2bee-api-order", *SCHEDULERS]
    assert found["x2bee-api-order"] == Access(topics=["beta-orders"], secrets=["order/pg"])


def test_the_stack(tmp_path: Path, minimal: dict[str, Any]) -> None:
    template = synth(platform(minimal, x2bee_api_order=ORDER, x2bee_api_gift=GIFT), tmp_path)[STACK]
    found = {name: resource["Type"].rpartition("::")[2] for name, resource in of_services(template).items()}
    assert found == {
        "x2beeapigiftRole68137150": "Role",
        "x2beeapigiftAssociation0904831A": "PodIdentityAssociation",
        "x2beeapiorderRole6E4FC8E3": "Role",
        "x2beeapiorderAssociationDEC11CD0": "PodIdentityAssociation",
    }
    for resource in template["Resources"].values():
        assert {"Key": "x2bee:environment", "Value": "prd"} in resource["Properties"]["Tags"]
        assert "DeletionPolicy" not in resource
    assert "Fn::ImportValue" not in json.dumps(template)


def test_the_pairs_are_those_of_the_kubernetes_side(tmp_path: Path, minimal: dict[str, Any]) -> None:
    from x2bee_constructs.platform.derive import deployment_props
    from x2bee_constructs.workload.manifests import msa_objects
    from x2bee_constructs.workload.names import namespace

    ours = platform(minimal, x2bee_api_order=ORDER, x2bee_api_gift=GIFT)
    resources = synth(ours, tmp_path)[STACK]["Resources"].values()
    tied = {
        (said["Namespace"], said["ServiceAccount"])
        for said in (resource["Properties"] for resource in resources)
        if "ServiceAccount" in said
    }
    accounts = {
        (account.metadata.namespace, account.metadata.name)
        for name in identities(ours)
        for account in msa_objects(name, namespace(ours.site), deployment_props(ours, name)).values()
        if account.kind == "ServiceAccount"
    }
    assert {account for _, account in tied - accounts} == ADD_ONS
    assert accounts <= tied


def test_feature_flags_of_the_app_change_nothing_and_two_synths_are_the_same(
    tmp_path: Path, minimal: dict[str, Any]
) -> None:
    flags = json.loads((Path(__file__).parent.parent / "data" / "feature-flags.json").read_text())
    ours = platform(minimal, x2bee_api_order=ORDER, x2bee_api_gift=GIFT)
    first, again = (synth(ours, tmp_path / word)[STACK] for word in ("first", "again"))
    assert json.dumps(first) == json.dumps(again)
    with_flags = synth(ours, tmp_path / "flags", flags)[STACK]["Resources"]
    assert {name: r["Properties"] for name, r in with_flags.items()} == {
        name: r["Properties"] for name, r in first["Resources"].items()
    }
