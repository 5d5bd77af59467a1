"""What SonarQube is to have, as the script that sets it up reads it. Pure."""

from __future__ import annotations

from typing import Any

from x2bee_constructs.toolchain import names
from x2bee_constructs.toolchain.props import ToolchainProps
from x2bee_constructs.toolchain.sonarqube_props import QualityGate, SonarQubeSaml, SonarQubeSpec

__all__ = ["GATE", "wanted"]

GATE = "x2bee"
"""The name of the quality gate."""


def wanted(props: ToolchainProps, spec: SonarQubeSpec) -> dict[str, Any]:
    """All of it."""
    return {
        "settings": _saml(spec.saml) if spec.saml else {},
        "gate": {"name": GATE, "conditions": _conditions(spec.gate)},
        "new_code": {"type": "NUMBER_OF_DAYS", "value": str(spec.gate.new_code_days)},
        "projects": dict(sorted(props.projects.items())),
        **({"jenkins": _jenkins()} if props.jenkins else {}),
    }


def _conditions(gate: QualityGate) -> list[dict[str, str]]:
    """Of new code alone: what is old fails nobody's build. The gate fails if one of them holds."""
    return [
        _condition("new_coverage", "LT", gate.coverage),
        _condition("new_duplicated_lines_density", "GT", gate.duplication),
        _condition("new_security_hotspots_reviewed", "LT", gate.hotspots_reviewed),
        _condition("new_violations", "GT", gate.issues),
    ]


def _condition(metric: str, op: str, error: float) -> dict[str, str]:
    return {"metric": metric, "op": op, "error": f"{error:g}"}


def _saml(saml: SonarQubeSaml) -> dict[str, str]:
    said = {
        "applicationId": names.SONARQUBE,
        "enabled": "true",
        "group.name": saml.groups_attribute,
        "loginUrl": saml.login_url,
        "providerId": saml.entity_id,
        "providerName": saml.name,
        "user.email": saml.email_attribute,
        "user.login": saml.login_attribute,
        "user.name": saml.name_attribute,
    }
    return {f"sonar.auth.saml.{key}": value for key, value in said.items()}


def _jenkins() -> dict[str, str]:
    """Whom SonarQube tells, and where the token goes: the path is the plugin's own."""
    return {
        "name": names.JENKINS,
        "namespace": names.JENKINS,
        "secret": names.SONAR_TOKEN,
        "webhook": f"{names.jenkins_url()}/sonarqube-webhook/",
    }
