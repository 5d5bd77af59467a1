"""What both sides call the tools that build and judge code."""

from __future__ import annotations

from x2bee_constructs.core.names import Site, bounded

__all__ = [
    "AGENTS",
    "BUILDER",
    "DELIVERY_LOGIN",
    "IMAGE_AGENTS",
    "JENKINS",
    "JENKINS_PORT",
    "JOBS",
    "JOB_RUNNER",
    "PROJECT",
    "PUBLISH",
    "PUBLISHER",
    "PUBLISH_RUNNER",
    "REGISTRY_LOGIN",
    "RUNNERS",
    "RUNNER_METRICS",
    "RUNNER_SECRETS",
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
"""The namespace of the pods that build and test; the role in AWS that those of `IMAGE_AGENTS` have is called by it."""

IMAGE_AGENTS = "jenkins-publish"
"""The namespace of Jenkins' pods that make, copy and sign images: generated pipelines name it."""

BUILDER = "x2bee-builder"
"""The ServiceAccount of Jenkins' agents that make images, and the tag of the runner that does: generated pipelines name
both."""

SONARQUBE = "sonarqube"
"""SonarQube: its namespace, release, Service and host."""

SONARQUBE_PORT = 9000
"""Where it answers."""

RUNNERS = "gitlab-runners"
"""GitLab's runners: the namespace of what asks GitLab for jobs, and the part of their secrets' names."""

JOB_RUNNER = "gitlab-runner-jobs"
"""The runner of all jobs that ask for no tag: its release, and the Secret with its token."""

PUBLISH_RUNNER = "gitlab-runner-publish"
"""The runner of jobs that make and sign images: its release, and the Secret with its token."""

JOBS = "gitlab-jobs"
"""The namespace of the pods in which jobs run that ask for no tag."""

PUBLISH = "gitlab-publish"
"""The namespace of the pods that make and sign images, and the end of their role's name in AWS."""

PUBLISHER = "x2bee-publisher"
"""The ServiceAccount of those pods. A chart has each name once, so it is not called as that of Jenkins' agents."""

RUNNER_SECRETS = {"jobs": JOB_RUNNER, "publish": PUBLISH_RUNNER}
"""What the secret of each in Secrets Manager ends with, and which runner it is of."""

RUNNER_METRICS = 9252
"""Where runners answer Prometheus: the chart's own port."""

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
