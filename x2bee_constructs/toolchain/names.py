"""What both sides call the tools that build and judge code."""

from __future__ import annotations

__all__ = ["AGENTS", "JENKINS", "PROJECT", "SONARQUBE"]

JENKINS = "jenkins"
"""Jenkins' controller: its namespace, release, Service and host."""

AGENTS = "jenkins-agents"
"""The namespace of the pods that build."""

SONARQUBE = "sonarqube"
"""SonarQube: its namespace, release, Service and host."""

PROJECT = "toolchain"
"""The AppProject of the charts of the toolchain."""
