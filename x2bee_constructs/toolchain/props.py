"""What you may say about Jenkins and SonarQube, and what their Kubernetes half takes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from x2bee_constructs.core.props import Count, Props

__all__ = ["JenkinsSpec", "SonarQubeSpec", "ToolchainProps"]


class JenkinsSpec(Props):
    """Jenkins: one controller that builds nothing itself, and pods that do."""

    agents: Annotated[Count, Field(ge=1, le=200)] = 10
    """How many pods may build at once; 10 if not given. What is asked for beyond them waits in Jenkins' queue."""


class SonarQubeSpec(Props):
    """SonarQube."""


class ToolchainProps(Props):
    """What the Kubernetes half of the toolchain takes."""

    jenkins: JenkinsSpec | None = None
    """Jenkins; there is none if not given."""
    sonarqube: SonarQubeSpec | None = None
    """SonarQube; there is none if not given."""
