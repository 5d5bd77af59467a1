"""Secrets and roles in AWS."""

from __future__ import annotations

import json
from typing import Any

from aws_cdk import App, Environment, Stack
from aws_cdk.assertions import Template

from tests.observability.cases import EVERYTHING, SITE
from x2bee_constructs.observability.aws import ObservabilitySecrets
from x2bee_constructs.observability.identities import observability_identities
from x2bee_constructs.observability.identities_aws import ObservabilityIdentities
from x2bee_constructs.observability.props import ObservabilitySpec
from x2bee_constructs.observability.secrets import sources

DOMAIN = "arn:aws:es:ap-northeast-2:111122223333:domain/x2bee-acme-prd-logs"


def resources(spec: ObservabilitySpec) -> list[dict[str, Any]]:
    stack = Stack(App(), "Watching", env=Environment(account="111122223333", region="ap-northeast-2"))
    ObservabilitySecrets(stack, "Secrets", SITE, sources(SITE, spec))
    who = observability_identities(SITE, "111122223333", "ap-northeast-2", spec, DOMAIN)
    ObservabilityIdentities(stack, "Identities", SITE, who)
    return list(Template.from_stack(stack).to_json()["Resources"].values())


def test_what_aws_makes_up_and_what_people_put_in() -> None:
    found = resources(ObservabilitySpec.model_validate(EVERYTHING["spec"]))
    secrets = {one["Properties"]["Name"]: one for one in found if one["Type"] == "AWS::SecretsManager::Secret"}
    below = "x2bee/acme/prd"
    made = {name for name, one in secrets.items() if "GenerateSecretString" in one["Properties"]}
    assert made == {f"{below}/grafana/admin", f"{below}/kiali/signing-key"}
    receivers = {f"{below}/alerts/{name}" for name in ("beat", "chat", "pager", "post")}
    assert secrets.keys() - made == receivers | {f"{below}/grafana/oidc", f"{below}/kiali/oidc"}
    for one in secrets.values():
        assert one["DeletionPolicy"] == "RetainExceptOnCreate"
        assert one["Properties"]["KmsKeyId"] == "alias/x2bee-acme-prd"
    key = secrets[f"{below}/kiali/signing-key"]["Properties"]["GenerateSecretString"]
    assert key["PasswordLength"] == 32, "Kiali takes 16, 24 or 32 bytes"


def test_each_role_may_do_its_one_thing() -> None:
    found = resources(ObservabilitySpec.model_validate(EVERYTHING["spec"]))
    roles = {one["Properties"]["RoleName"]: one["Properties"] for one in found if one["Type"] == "AWS::IAM::Role"}
    assert roles.keys() == {f"x2bee-acme-prd-{name}" for name in ("grafana", "jaeger", "prometheus")}
    said = {name: json.dumps(one["Policies"]) for name, one in roles.items()}
    assert "ws-0a1b2c3d" in said["x2bee-acme-prd-prometheus"]
    assert "Delete" not in said["x2bee-acme-prd-jaeger"]
    assert "x2bee-traces-" in said["x2bee-acme-prd-jaeger"]
    for word in ("Put", "Delete", "Set", "Create"):
        assert f":{word}" not in said["x2bee-acme-prd-grafana"]


def test_without_a_domain_or_a_second_store_only_grafana_is_somebody() -> None:
    names = [one.name for one in observability_identities(SITE, "1" * 12, "ap-northeast-2", ObservabilitySpec(), None)]
    assert names == ["grafana"]
