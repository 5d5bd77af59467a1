"""What the tests of this room say."""

from __future__ import annotations

from typing import Any

from x2bee_constructs.core.names import Site
from x2bee_constructs.toolchain.manifests import toolchain_objects
from x2bee_constructs.toolchain.props import ToolchainProps

SITE = Site("tools", "prd")
PLACE: dict[str, Any] = {"domain": "tools.acme.co.kr"}
SSO: dict[str, Any] = {
    "issuer": "https://id.acme.co.kr/realms/acme",
    "client_id": "jenkins",
    "groups": {"platform": "administrator", "shop": "builder", "audit": "reader"},
}
GITLAB: dict[str, Any] = {"url": "https://gitlab.acme.co.kr", "groups": ["acme/shop"]}
LIBRARY = {"repository": "https://gitlab.acme.co.kr/platform/library.git", "credential": "x2bee-delivery"}
JENKINS: dict[str, Any] = {
    "sso": SSO,
    "gitlab": GITLAB,
    "credentials": {"npm-token": "secret-text"},
    "libraries": {"shop": LIBRARY},
}
DATABASE: dict[str, Any] = {
    "name": "sonarqube",
    "login": "x2bee/tools/prd/db/sonarqube",
    "port": 15440,
    "parameters": {what: f"/x2bee/tools/prd/db/sonarqube/{what}" for what in ("port", "reader", "writer")},
    "cidrs": ["10.20.128.0/24"],
}
INSIDE: dict[str, Any] = {
    "name": "sonarqube",
    "login": "x2bee/tools/prd/db/sonarqube",
    "port": 5432,
    "host": "sonarqube-rw.tools-data.svc.cluster.local",
    "namespace": "tools-data",
    "pods": {"cnpg.io/cluster": "sonarqube"},
}
SAML: dict[str, Any] = {"entity_id": "https://id.acme.co.kr/realms/acme", "login_url": "https://id.acme.co.kr/saml"}
PROJECTS = {"acme_x2bee-fo": "x2bee-fo", "acme_x2bee-gw": "x2bee-gw"}
RUNNERS: dict[str, Any] = {"gitlab": "https://gitlab.acme.co.kr"}
EVERYTHING: dict[str, Any] = {
    "jenkins": JENKINS,
    "sonarqube": {"saml": SAML},
    "runners": RUNNERS,
    "database": DATABASE,
    "projects": PROJECTS,
    "monitored": True,
    "other_registry": True,
}
ALONE: dict[str, Any] = {"sonarqube": {"edition": "enterprise"}, "database": INSIDE}
LITTLE: dict[str, Any] = {"jenkins": {}}


def props(**said: Any) -> ToolchainProps:
    return ToolchainProps.model_validate({**PLACE, **said})


def made(**said: Any) -> dict[str, dict[str, Any]]:
    """All manifests, by id."""
    return {key: one.to_manifest() for key, one in toolchain_objects(SITE, props(**said)).items()}


def values(release: str, **said: Any) -> dict[str, Any]:
    """The values of a chart."""
    return made(**said)[release]["spec"]["source"]["helm"]["valuesObject"]
