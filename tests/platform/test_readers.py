"""Which namespace reads which secrets: what ExternalSecrets ask for, their store's role allows, and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from tests.conftest import ACME, read_templates
from x2bee_constructs import Platform, load_platform
from x2bee_constructs.platform.readers import secret_readers, service_secrets_read


@pytest.fixture(scope="module", params=["dev", "stg", "prd"])
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    from stacks.aws import build as build_aws
    from stacks.k8s import build as build_k8s

    folder, environment = tmp_path_factory.mktemp("both"), str(request.param)
    platform = load_platform(ACME, environment)
    build_aws(platform, outdir=str(folder / "cdk.out")).synth()
    build_k8s(platform, outdir=str(folder / "dist")).synth()
    return folder, environment


def place(environment: str) -> str:
    return f"ap-northeast-2:{load_platform(ACME, environment).account}"


def objects(folder: Path) -> list[Mapping[str, Any]]:
    files = sorted((folder / "dist").rglob("*.yaml"))
    return [one for file in files for one in yaml.safe_load_all(file.read_text()) if one]


def policies(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """What each role allows, by its name."""
    return {
        resource["Properties"]["RoleName"]: [
            statement
            for policy in resource["Properties"].get("Policies", [])
            for statement in policy["PolicyDocument"]["Statement"]
        ]
        for template in read_templates(folder / "cdk.out").values()
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::IAM::Role" and "RoleName" in resource["Properties"]
    }


def asked(found: list[Mapping[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Namespace, store and key of every entry of every ExternalSecret."""
    for one in found:
        if one["kind"] == "ExternalSecret":
            usual = one["spec"].get("secretStoreRef", {})
            for entry in one["spec"]["data"]:
                store = entry.get("sourceRef", {}).get("storeRef", usual)
                yield one["metadata"]["namespace"], store["name"], entry["remoteRef"]["key"]


def may(statements: list[dict[str, Any]], action: str, arn: str) -> bool:
    def listed(value: Any) -> list[str]:
        return [value] if isinstance(value, str) else list(value)

    return any(
        action in listed(one["Action"]) and any(fnmatchcase(arn, allowed) for allowed in listed(one["Resource"]))
        for one in statements
    )


def test_every_store_may_read_what_is_asked_of_it(both: tuple[Path, str]) -> None:
    folder, environment = both
    found, roles = objects(folder), policies(folder)
    stores = {one["metadata"]["name"]: one["spec"] for one in found if one["kind"] == "ClusterSecretStore"}
    entries = set(asked(found))
    assert len(entries) > 20
    here = place(environment)
    for namespace, store, key in sorted(entries):
        spec = stores[store]
        assert namespace in spec["conditions"][0]["namespaces"], (namespace, store)
        aws = spec["provider"]["aws"]
        taken = str(aws.get("role", f"/x2bee-acme-{environment}-external-secrets")).rpartition("/")[2]
        if aws["service"] == "SecretsManager":
            arn, action = f"arn:aws:secretsmanager:{here}:secret:{key}-AbCdEf", "secretsmanager:GetSecretValue"
        else:
            arn, action = f"arn:aws:ssm:{here}:parameter{key}", "ssm:GetParameter"
        assert may(roles[taken], action, arn), (namespace, store, key)


def test_whoever_writes_an_external_secret_of_a_service_reaches_no_administrator(both: tuple[Path, str]) -> None:
    folder, environment = both
    roles = policies(folder)
    services = roles[f"x2bee-acme-{environment}-external-secrets"]
    path, here = f"x2bee/acme/{environment}", place(environment)
    read = "secretsmanager:GetSecretValue"
    for name in ("db-admin/mbod", "logs/master", "db/sync-member-grades", "apm/licence", "delivery/gitlab"):
        assert not may(services, read, f"arn:aws:secretsmanager:{here}:secret:{path}/{name}-AbCdEf"), name
    data = roles[f"x2bee-acme-{environment}-secrets-data"]
    assert may(data, read, f"arn:aws:secretsmanager:{here}:secret:{path}/db-admin/mbod-AbCdEf")
    for name in ("order/payment-gateway", "session/x2bee-api-bo", "logs/master"):
        assert not may(data, read, f"arn:aws:secretsmanager:{here}:secret:{path}/{name}-AbCdEf"), name
    open_to = {
        one["metadata"]["name"]: one["spec"]["conditions"][0]["namespaces"]
        for one in objects(folder)
        if one["kind"] == "ClusterSecretStore"
    }
    assert [store for store, homes in open_to.items() if "acme-app" in homes] == [
        "aws-parameter-store",
        "aws-secrets-manager",
    ]


def order(minimal: dict[str, Any], **secrets: str) -> dict[str, Any]:
    said = {name: {"secret": secret} for name, secret in secrets.items()}
    return {**minimal, "services": {"x2bee-api-order": {"secrets": said}}}


def test_a_service_is_not_given_what_is_another_namespaces(minimal: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="is for beta-data alone") as error:
        Platform.model_validate(order(minimal, A="db-admin/mbod", B="db/x2bee-api-bo", C="order/pg"))
    found = [one for one in error.value.errors(include_url=False) if one["type"] == "X2B366"]
    assert [one["loc"] for one in found] == [
        ("services", "x2bee-api-order", "secrets", name, "secret") for name in ("A", "B")
    ]


def test_secrets_are_allowed_by_name_while_there_is_room_and_else_by_folder(minimal: dict[str, Any]) -> None:
    few = Platform.model_validate(order(minimal, A="order/pg", B="loose"))
    assert {"db/x2bee-api-order", "loose", "order/pg"} <= set(service_secrets_read(few))
    many = Platform.model_validate(order(minimal, B="loose", **{f"A{i}": f"order/pg{i}" for i in range(60)}))
    assert set(service_secrets_read(many)) == {"batch/*", "db/*", "loose", "order/*", "session/*"}


def test_a_reader_is_there_when_its_namespace_is(minimal: dict[str, Any]) -> None:
    found = secret_readers(Platform.model_validate(minimal))
    assert [(one.name, one.namespaces) for one in found] == [("data", ("beta-data",))]
    assert all(re.fullmatch(r"[a-z-]+(/[a-z-]+|/\*)", name) for one in found for name in one.secrets)
