"""From the platform to the tools that build and judge code."""

from __future__ import annotations

from x2bee_constructs.platform.props import Platform
from x2bee_constructs.toolchain.props import ToolchainProps

__all__ = ["toolchain_props"]


def toolchain_props(platform: Platform) -> ToolchainProps | None:
    """What `Toolchain` takes; None for a platform that runs neither Jenkins nor SonarQube."""
    spec = platform.toolchain
    if spec is None or not (spec.jenkins or spec.sonarqube):
        return None
    return ToolchainProps(jenkins=spec.jenkins, sonarqube=spec.sonarqube)
