"""Stores and roles of those whose secrets are not for the services."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aws_cdk import App, Environment, Stack
from aws_cdk.assertions import Template
from pydantic import ValidationError

from tests.addons.test_props import ACME, PLACE
from x2bee_constructs.addons.aws import AddOnIdentities
from x2bee_constructs.addons.manifests import store_objects
from x2bee_constructs.addons.props import AddOnsProps
from x2bee_constructs.addons.readers import covers
from x2bee_constructs.core.leaks import find_leak

DATA = {"name": "data", "namespaces": ["acme-data"], "secrets": ["db-admin/*", "db/a"], "parameters": ["db/*"]}
LOGS = {"name": "logging", "namespaces": ["logging"], "secrets": ["logs/master"]}
SAID = {**PLACE, "secret_names": ["db/a", "order/pg"], "parameter_names": ["db/*"], "secret_readers": [LOGS, DATA]}
HERE = "ap-northeast-2:111122223333"
SECRET = f"arn:aws:secretsmanager:{HERE}:secret:x2bee/acme/prd"
ROLE = "arn:aws:iam::111122223333:role/x2bee-acme-prd-secrets"


def roles(said: dict[str, Any]) -> dict[str, dict[str, Any]]:
    stack = Stack(App(), "alone", env=Environment(account="111122223333", region="ap-northeast-2"))
    AddOnIdentities(stack, "AddOns", ACME, AddOnsProps.model_validate(said))
    resources = Template.from_stack(stack).to_json()["Resources"].values()
    return {r["Properties"]["RoleName"]: r["Properties"] for r in resources if r["Type"] == "AWS::IAM::Role"}


def allowed(role: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["Sid"]: one for one in role["Policies"][0]["PolicyDocument"]["Statement"]}


def test_the_services_store_reads_what_is_named_and_no_administrators_secret() -> None:
    found = allowed(roles(SAID)["x2bee-acme-prd-external-secrets"])
    assert found["Secrets"]["Resource"] == [f"{SECRET}/db/a-??????", f"{SECRET}/order/pg-??????"]
    assert found["Parameters"]["Resource"] == f"arn:aws:ssm:{HERE}:parameter/x2bee/acme/prd/db/*"
    assert found["Readers"]["Resource"] == [f"{ROLE}-data", f"{ROLE}-logging"]
    assert found["Readers"]["Action"] == ["sts:AssumeRole", "sts:TagSession"]
    assert "db-admin" not in json.dumps(found)


def test_each_reader_has_a_role_that_external_secrets_alone_takes() -> None:
    found = roles(SAID)
    assert allowed(found["x2bee-acme-prd-secrets-data"])["Secrets"]["Resource"] == [
        f"{SECRET}/db-admin/*",
        f"{SECRET}/db/a-??????",
    ]
    assert set(allowed(found["x2bee-acme-prd-secrets-logging"])) == {"Secrets", "Decrypt"}
    for name in ("data", "logging"):
        (trust,) = found[f"x2bee-acme-prd-secrets-{name}"]["AssumeRolePolicyDocument"]["Statement"]
        assert set(trust["Action"]) == {"sts:AssumeRole", "sts:TagSession"}
        ((kind, taker),) = trust["Principal"].items()
        assert kind == "AWS"
        assert taker["Fn::GetAtt"][0].startswith("AddOnsexternalsecretsRole")


def test_the_stores_of_a_reader_take_its_role_and_are_open_to_its_namespaces_alone() -> None:
    made = store_objects(ACME, AddOnsProps.model_validate(SAID))
    specs: dict[str, Any] = {name: one.to_manifest()["spec"] for name, one in made.items()}
    assert list(specs) == [
        "aws-secrets-manager",
        "aws-parameter-store",
        "aws-secrets-manager-data",
        "aws-parameter-store-data",
        "aws-secrets-manager-logging",
    ], "a store without anything to read is not made"
    data = specs["aws-secrets-manager-data"]
    assert data["conditions"] == [{"namespaces": ["acme-data"]}]
    assert data["provider"]["aws"]["role"] == f"{ROLE}-data"
    assert "role" not in specs["aws-secrets-manager"]["provider"]["aws"]


def test_without_readers_nothing_is_taken_and_everything_of_the_site_is_read() -> None:
    found = roles(PLACE)
    assert not [name for name in found if "-secrets-" in name.removeprefix("x2bee-acme-prd-external")]
    assert set(allowed(found["x2bee-acme-prd-external-secrets"])) == {"Secrets", "Parameters", "Decrypt"}


def test_services_that_are_given_nothing_read_nothing() -> None:
    found = roles({**SAID, "secret_names": [], "parameter_names": []})
    assert set(allowed(found["x2bee-acme-prd-external-secrets"])) == {"Readers"}


@pytest.mark.parametrize(
    ("readers", "code"),
    [
        ([DATA, DATA], "X2B365"),
        ([{"name": "apm", "namespaces": ["apm"]}], "X2B364"),
        ([{**LOGS, "secrets": ["*"]}], "string"),
        ([{**LOGS, "secrets": ["logs*"]}], "folder of names"),
        ([{**LOGS, "secrets": ["/logs/master"]}], "folder of names"),
        ([{**LOGS, "namespaces": []}], "namespaces"),
    ],
)
def test_readers_that_are_refused(readers: list[dict[str, Any]], code: str) -> None:
    with pytest.raises(ValidationError) as error:
        AddOnsProps.model_validate({**PLACE, "secret_readers": readers})
    text = str(error.value.errors(include_url=False))
    assert code in text or "folder of names" in text


def test_a_folder_covers_what_is_below_it_and_not_its_neighbours() -> None:
    assert covers("db-admin/*", "db-admin/mbod")
    assert covers("logs/master", "logs/master")
    for given, name in (("db/*", "db-admin/mbod"), ("db/*", "db"), ("logs/master", "logs/master2")):
        assert not covers(given, name)


def test_only_the_role_of_a_store_may_be_an_arn() -> None:
    assert find_leak(json.dumps({"role": f"{ROLE}-data"})) is None
    assert find_leak(f"      role: {ROLE}-data\n") is None
    for text in (
        f"value: {ROLE}-data",
        f"role: {ROLE}-data, other: arn:aws:s3:::them",
        "role: arn:aws:iam::111122223333:role/admin",
        "role: arn:aws:iam::111122223333:role/x2bee-acme-prd-cluster-admin",
        f"{ROLE}-data",
        f"role: \n{ROLE}-data",
        f"role: {ROLE}-data/x",
        f"role: {ROLE}-data\nrole: arn:aws:iam::111122223333:role/admin",
    ):
        assert find_leak(text), text
