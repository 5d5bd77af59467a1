"""No field is dead: each changes what a platform makes of the tools, on one side or the other."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel

from tests.fields import Said, each, with_fields
from tests.toolchain.cases import GITLAB, LIBRARY, SAML, SSO
from x2bee_constructs import (
    JenkinsGitlab,
    JenkinsSpec,
    Library,
    OpenIdConnect,
    Platform,
    QualityGate,
    RunnersSpec,
    SonarQubeSaml,
    SonarQubeSpec,
)
from x2bee_constructs.platform.hosts import gitlab_props
from x2bee_constructs.platform.toolchain import runners_identity, toolchain_identity, toolchain_props, toolchain_secrets
from x2bee_constructs.toolchain.manifests import toolchain_objects

BASE: dict[str, Any] = {
    "customer": "beta",
    "environment": "prd",
    "domain": "beta-shop.co.kr",
    "account": "012345678901",
    "region": "ap-northeast-2",
    "ingress": {"zone": {"id": "Z0123456789ABCDEFGHIJ", "name": "beta-shop.co.kr"}},
    "databases": {"sonarqube": {"instance": "db.t4g.large"}, "quality": {"instance": "db.t4g.large"}},
    "services": {"x2bee-api-gift": {"runtime": "spring-boot", "database": "quality"}},
}
TOOLS: dict[str, Any] = {
    "jenkins": {"sso": SSO, "gitlab": GITLAB, "libraries": {"shop": LIBRARY}},
    "sonarqube": {"saml": SAML},
    "runners": {},
    "gitlab": {},
}
OTHER = "https://other.acme.co.kr"
CHANGES: Said = {
    (JenkinsSpec, ("jenkins",)): {
        "agents": 3,
        "backup_days": 60,
        "builds": {"acme": {"dev": "111122223331"}},
        "credentials": {"npm-token": "secret-text"},
        "gitlab": None,
        "libraries": {},
        "memory": "6Gi",
        "sso": None,
        "storage_gib": 80,
    },
    (OpenIdConnect, ("jenkins", "sso")): {
        "client_id": "ci",
        "groups": {"shop": "reader"},
        "groups_claim": "roles",
        "issuer": OTHER,
        "scopes": ["openid"],
        "user_claim": "sub",
    },
    (JenkinsGitlab, ("jenkins", "gitlab")): {"branches": ["main"], "groups": ["other"], "url": OTHER},
    (Library, ("jenkins", "libraries", "shop")): {
        "credential": None,
        "repository": f"{OTHER}/library.git",
        "version": "v2",
    },
    (RunnersSpec, ("runners",)): {
        "builds": {"acme": {"dev": "111122223331"}},
        "gitlab": OTHER,
        "group": "shops/beta",
        "jobs": 3,
        "memory": "6Gi",
        "publishing": 2,
    },
    (SonarQubeSpec, ("sonarqube",)): {
        "database": "sonar",
        "edition": "developer",
        "gate": {"coverage": 1},
        "memory": "6Gi",
        "projects": {"acme": ["x2bee-fo"]},
        "saml": None,
        "setup_image": "nexus.acme.co.kr/python:3.13.9",
        "storage_gib": 80,
    },
    (QualityGate, ("sonarqube", "gate")): {
        "coverage": 1,
        "duplication": 1,
        "hotspots_reviewed": 1,
        "issues": 1,
        "new_code_days": 1,
    },
    (SonarQubeSaml, ("sonarqube", "saml")): {
        "email_attribute": "e",
        "entity_id": OTHER,
        "groups_attribute": "g",
        "login_attribute": "l",
        "login_url": OTHER,
        "name": "Acme",
        "name_attribute": "n",
    },
}
"""Another value of each field, by model and where it stands."""


def platform(way: tuple[str, ...] = (), **said: Any) -> Platform:
    databases = {**BASE["databases"]}
    if said.get("database") == "sonar":
        databases["sonar"] = databases.pop("sonarqube")
    return Platform.model_validate({**BASE, "databases": databases, "toolchain": with_fields(TOOLS, way, said)})


def outputs(platform: Platform) -> tuple[object, ...]:
    props = toolchain_props(platform)
    assert props
    objects = {key: one.to_manifest() for key, one in toolchain_objects(platform.site, props).items()}
    kept = platform.toolchain and platform.toolchain.jenkins and platform.toolchain.jenkins.backup_days
    told = gitlab_props(platform)
    roles = toolchain_identity(platform), runners_identity(platform)
    return objects, toolchain_secrets(platform), roles, kept, told and told.runners


@pytest.mark.parametrize(("way", "field", "value"), each(CHANGES))
def test_each_field_changes_something(way: tuple[str, ...], field: str, value: Any) -> None:
    assert outputs(platform(way, **{field: value})) != outputs(platform())


@pytest.mark.parametrize("model", [model for model, _ in CHANGES])
def test_no_field_is_left_out(model: type[BaseModel]) -> None:
    (said,) = (said for (one, _), said in CHANGES.items() if one is model)
    assert sorted(model.model_fields) == sorted(said)
