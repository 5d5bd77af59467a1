"""What a customer's file says under `toolchain`."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from x2bee_constructs.core.faults import fault, raise_faults
from x2bee_constructs.core.props import Props
from x2bee_constructs.hosts.props import GitlabSpec, NexusSpec
from x2bee_constructs.toolchain.jenkins_props import JenkinsSpec
from x2bee_constructs.toolchain.runners_props import RunnersSpec
from x2bee_constructs.toolchain.sonarqube_props import SonarQubeSpec

__all__ = ["ToolchainSpec"]

_TOOLS = ("gitlab", "jenkins", "nexus", "runners", "sonarqube")
"""The fields that are tools, each with a room of its own or a part of one."""


class ToolchainSpec(Props):
    """The tools that build and judge code, as far as this platform runs them.

    One customer's, beside its services; or shared by several, in a file of its own with little else.
    """

    gitlab: GitlabSpec | None = None
    """GitLab, on a machine of its own, at `gitlab.<domain>`. There is none if not given."""
    jenkins: JenkinsSpec | None = None
    """Jenkins, inside the cluster. There is none if not given."""
    nexus: NexusSpec | None = None
    """Nexus Repository, on a machine of its own, at `nexus.<domain>`. There is none if not given."""
    runners: RunnersSpec | None = None
    """GitLab's runners, inside the cluster: for `gitlab`, or for another GitLab. There are none if not given."""
    sonarqube: SonarQubeSpec | None = None
    """SonarQube, inside the cluster, with its data in one of the platform's databases. There is none if not given."""

    @property
    def database(self) -> str | None:
        """The database that a tool inside the cluster keeps its data in; None if none does."""
        return self.sonarqube.database if self.sonarqube else None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if all(getattr(self, tool) is None for tool in _TOOLS):
            wrong = fault(
                "X2B105",
                "a toolchain without a tool",
                expected=f"one or more of {', '.join(_TOOLS)}",
                fix=f"{_TOOLS[0]}: {{}}, say, or take toolchain out",
            )
            raise_faults("ToolchainSpec", [((), wrong, {})])
        return self
