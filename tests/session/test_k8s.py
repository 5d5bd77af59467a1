"""The Kubernetes half: what each service's Secret will hold, and from where."""

from __future__ import annotations

from typing import Any

import cdk8s
import pytest

from tests.session.cases import BACK_OFFICE, SHOP, STOREFRONT
from x2bee_constructs import Site
from x2bee_constructs.session.k8s import SessionAccess
from x2bee_constructs.session.manifests import session_objects
from x2bee_constructs.session.props import SessionAccessProps
from x2bee_constructs.session.settings import secret_data, sources

SITE = Site("acme", "prd")
PROPS = SessionAccessProps(users=(BACK_OFFICE, SHOP, STOREFRONT))


def manifests() -> dict[str, dict[str, Any]]:
    return {name: dict(one.to_manifest()) for name, one in session_objects(SITE, "acme-app", PROPS).items()}


def test_each_service_has_one_external_secret_before_it_starts() -> None:
    made = manifests()
    assert sorted(made) == ["x2bee-bo", "x2bee-fo", "x2bee-shop"]
    assert {one["metadata"]["name"] for one in made.values()} == {f"{name}-session" for name in made}
    assert {one["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"] for one in made.values()} == {"-4"}


def test_a_spring_service_is_told_in_the_words_of_spring_boot() -> None:
    spec = manifests()["x2bee-bo"]["spec"]
    assert spec["target"] == {
        "name": "x2bee-bo-session",
        "creationPolicy": "Owner",
        "deletionPolicy": "Retain",
        "template": {
            "engineVersion": "v2",
            "mergePolicy": "Replace",
            "data": {
                "SPRING_DATA_REDIS_HOST": "{{ .host }}",
                "SPRING_DATA_REDIS_PASSWORD": "{{ .password }}",
                "SPRING_DATA_REDIS_PORT": "{{ .port }}",
                "SPRING_DATA_REDIS_USERNAME": "{{ .username }}",
            },
        },
    }


def test_values_come_by_name_each_from_its_store() -> None:
    found = {
        entry["secretKey"]: (
            entry.get("sourceRef", {"storeRef": manifests()["x2bee-bo"]["spec"]["secretStoreRef"]})["storeRef"]["name"],
            entry["remoteRef"]["key"],
            entry["remoteRef"].get("property"),
        )
        for entry in manifests()["x2bee-bo"]["spec"]["data"]
    }
    assert found == {
        "host": ("aws-parameter-store", "/x2bee/acme/prd/session/primary", None),
        "port": ("aws-parameter-store", "/x2bee/acme/prd/session/port", None),
        "password": ("aws-secrets-manager", "x2bee/acme/prd/session/x2bee-bo", "password"),
        "username": ("aws-secrets-manager", "x2bee/acme/prd/session/x2bee-bo", "username"),
    }


def test_every_default_of_the_crd_is_spelled_out() -> None:
    for one in manifests().values():
        assert one["spec"]["refreshInterval"] == "1h0m0s"
        for entry in one["spec"]["data"]:
            assert entry["remoteRef"].items() >= {
                ("conversionStrategy", "Default"),
                ("decodingStrategy", "None"),
                ("metadataPolicy", "None"),
                ("nullBytePolicy", "Ignore"),
            }


@pytest.mark.parametrize("client", ["spring", "node"])
def test_a_template_uses_what_is_fetched_and_nothing_else(client: Any) -> None:
    text = " ".join(secret_data(client).values())
    assert all(f".{source} " in text for source in sources(SITE, "x2bee-bo"))
    assert text.count("{{ .") == sum(text.count(f"{{{{ .{source} ") for source in sources(SITE, "x2bee-bo"))


def test_no_service_reads_from_a_replica() -> None:
    assert "reader" not in str(manifests())


def test_a_node_service_is_told_a_url_over_tls() -> None:
    data = manifests()["x2bee-fo"]["spec"]["target"]["template"]["data"]
    assert data["REDIS_URL"].startswith("rediss://{{ .username | urlquery }}:{{ .password | urlquery }}@")


def test_other_stores_can_be_named() -> None:
    props = SessionAccessProps(users=(BACK_OFFICE,), secrets_manager="vault", parameter_store="ssm")
    text = str(session_objects(SITE, "acme-app", props)["x2bee-bo"].to_manifest())
    assert "'vault'" in text
    assert "'ssm'" in text
    assert "aws-" not in text


def test_the_construct_emits_them_into_its_chart() -> None:
    chart = cdk8s.Chart(cdk8s.App(), "sessions", namespace="acme-app")
    made = SessionAccess(chart, "Sessions", SITE, PROPS)
    assert sorted(made.objects) == ["x2bee-bo", "x2bee-fo", "x2bee-shop"]
    assert {(one["kind"], one["metadata"]["namespace"]) for one in cdk8s.Testing.synth(chart)} == {
        ("ExternalSecret", "acme-app")
    }


def test_a_chart_needs_a_namespace() -> None:
    with pytest.raises(ValueError, match=r"\[sessions/Sessions\] the chart has no namespace"):
        SessionAccess(cdk8s.Chart(cdk8s.App(), "sessions"), "Sessions", SITE, PROPS)
