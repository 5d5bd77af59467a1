"""What pipelines and the AWS side call each other's things."""

from __future__ import annotations

from x2bee_constructs.core.names import Site, bounded

__all__ = ["GITLAB_FILE", "IMAGE_AGENTS", "JENKINS_FILE", "WORKER", "builder_role", "project_key", "signing_key"]

JENKINS_FILE = "Jenkinsfile"
"""Where Jenkins looks for a pipeline."""

GITLAB_FILE = ".gitlab-ci.yml"
"""Where GitLab looks for a pipeline."""

WORKER = "x2bee-builder"
"""The ServiceAccount of Jenkins' pods that make, copy and sign images; those that build and test have none of ours."""

IMAGE_AGENTS = "jenkins-publish"
"""The namespace of those pods, in which that ServiceAccount is."""


def signing_key(site: Site) -> str:
    """The alias of the KMS key that signs the images of an environment."""
    return f"alias/{site.prefix}-signing"


def builder_role(site: Site) -> str:
    """The IAM role that pushes and signs the images of an environment."""
    return bounded(f"{site.prefix}-builder", 64, "an IAM role name")


def project_key(customer: str, image: str) -> str:
    """The key of SonarQube's project of an image."""
    return f"{customer}_{image}"
