"""What both sides call the tools that build and judge code."""

from __future__ import annotations

from x2bee_constructs.core.names import Site, bounded

__all__ = [
    "AGENTS",
    "BUILDER",
    "DELIVERY_LOGIN",
    "JENKINS",
    "JENKINS_PORT",
    "PROJECT",
    "REGISTRY_LOGIN",
    "SETUP",
    "SONARQUBE",
    "SONARQUBE_PORT",
    "SONAR_TOKEN",
    "SONAR_WEBHOOK",
    "credential_secret",
    "host",
    "jenkins_url",
    "secret",
    "sonarqube_url",
    "vault",
]

JENKINS = "jenkins"
"""Jenkins' controller: its namespace, release, Service and host."""

JENKINS_PORT = 8080
"""Where it answers people, and where agents come to by WebSocket."""

AGENTS = "jenkins-agents"
"""The namespace of the pods that build, and the end of their role's name in AWS."""

BUILDER = "x2bee-builder"
"""The ServiceAccount of pods that build: generated pipelines name it."""

SONARQUBE = "sonarqube"
"""SonarQube: its namespace, release, Service and host."""

SONARQUBE_PORT = 9000
"""Where it answers."""

PROJECT = "toolchain"
"""The AppProject of the charts of the toolchain."""

SONAR_TOKEN = "sonar-token"
"""The credential with which pipelines analyse; generated pipelines name it."""

SONAR_WEBHOOK = "sonar-webhook"
"""The credential by which Jenkins knows that SonarQube tells it something."""

SETUP = "sonarqube-setup"
"""The Job that sets SonarQube up, its ServiceAccount, ConfigMap and rights."""

DELIVERY_LOGIN = "x2bee-delivery"
"""The credential that pushes releases to the repository with the customer's file; generated pipelines name it."""

REGISTRY_LOGIN = "x2bee-registry"
"""The credential for a registry that is not ECR; generated pipelines name it."""


def host(domain: str, tool: str) -> str:
    """The host of a tool: `jenkins.acme-shop.co.kr`."""
    return bounded(f"{tool}.{domain}", 253, "a host")


def jenkins_url() -> str:
    """Jenkins inside the cluster."""
    return f"http://{JENKINS}.{JENKINS}.svc.cluster.local:{JENKINS_PORT}"


def sonarqube_url() -> str:
    """SonarQube inside the cluster: what builds there ask."""
    return f"http://{SONARQUBE}.{SONARQUBE}.svc.cluster.local:{SONARQUBE_PORT}"


def secret(site: Site, tool: str, purpose: str) -> str:
    """The Secrets Manager secret of a tool for a purpose: `x2bee/acme/prd/jenkins/admin`."""
    return f"{site.path}/{tool}/{purpose}"


def credential_secret(site: Site, credential: str) -> str:
    """The Secrets Manager secret of one of Jenkins' credentials."""
    return secret(site, JENKINS, f"credentials/{credential}")


def vault(site: Site) -> str:
    """The vault with the backups of Jenkins' volume, and their plan; AWS Backup allows a vault 50 characters."""
    return bounded(f"{site.prefix}-tools", 50, "a backup vault's name")
