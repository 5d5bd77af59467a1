"""What people and programs are shown."""

from __future__ import annotations

from tests.handoff.sides import STACK, Sides, association, config, deployment, resource, service_account
from x2bee_constructs.handoff.report import as_json, as_text


def test_both_places_of_one_gap(sides: Sides) -> None:
    sides.stack({"It": resource("SSM::Parameter", Name="/x2bee/acme/prd/gift/url")})
    sides.file("them.yaml", config(a="/x2bee/acme/prd/gift/ulr"), *[deployment(a="/x2bee/acme/prd/gift/ulr")] * 5)
    text = as_text(sides.check())
    template = sides.templates / f"{STACK}.template.json"
    assert text.splitlines()[:5] == [
        "error[X2B401]: parameter '/x2bee/acme/prd/gift/ulr' is read, but no template provides it",
        f"  --> {sides.manifests / 'them.yaml'}:7:6  (ConfigMap acme-app/x: data.a)",
        "   |",
        " 7 |   a: /x2bee/acme/prd/gift/ulr",
        "   |      ^^^^^^^^^^^^^^^^^^^^^^^^",
    ]
    assert f"::: {template}:3:3" in text
    assert f"= why:  {STACK}/Of/It provides parameter '/x2bee/acme/prd/gift/url'; also read at " in text
    assert "and 2 more" in text
    assert text.endswith("x2bee-acme-prd: 1 gap in the handoff (1 names read, 1 provided, 0 for people)")


def test_an_identity_without_pods_names_the_nearest_service_account(sides: Sides) -> None:
    sides.stack({"It": association("gift-api")})
    sides.file("them.yaml", service_account("gift-apo"))
    text = as_text(sides.check())
    assert "error[X2B403]: the identity of 'acme-app/gift-api' has no pods" in text
    assert f"({STACK}/Of/It, AWS::EKS::PodIdentityAssociation)" in text
    assert "ServiceAccount acme-app/gift-apo (metadata.name) makes 'acme-app/gift-apo'" in text


def test_what_fits_is_said_in_one_line(sides: Sides) -> None:
    sides.stack({})
    assert as_text(sides.check()) == ("x2bee-acme-prd: the handoff is closed (0 names read, 0 provided, 0 for people)")
    assert as_json(sides.check()) == {
        "customer": "acme",
        "environment": "prd",
        "closed": True,
        "read": 0,
        "provided": 0,
        "forPeople": 0,
        "findings": [],
    }


def test_the_same_as_data(sides: Sides) -> None:
    sides.stack({"It": resource("SecretsManager::Secret", Name="x2bee/acme/prd/gift/key")})
    sides.file("them.yaml", config(a="/x2bee/acme/prd/other"))
    read, unread = as_json(sides.check())["findings"]
    assert (read["code"], read["aws"]) == ("X2B401", None)
    assert read["kubernetes"] == [
        {
            "file": str(sides.manifests / "them.yaml"),
            "line": 7,
            "column": 6,
            "object": "ConfigMap acme-app/x",
            "field": "data.a",
        }
    ]
    assert unread["kubernetes"] == []
    assert unread["aws"] == {
        "construct": f"{STACK}/Of/It",
        "kind": "secret",
        "name": "x2bee/acme/prd/gift/key",
        "stack": STACK,
        "logicalId": "It",
        "type": "AWS::SecretsManager::Secret",
        "file": str(sides.templates / f"{STACK}.template.json"),
        "line": 3,
    }
