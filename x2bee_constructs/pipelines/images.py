"""The images that steps run in, but for our own builder."""

from __future__ import annotations

from x2bee_constructs.core.versions import SONAR_SCANNER
from x2bee_constructs.pipelines.props import PipelineProps

__all__ = ["SCANNER", "build_image", "release_image"]

SCANNER = SONAR_SCANNER
"""What analyses for SonarQube, whatever built."""

_LIBRARY = "public.ecr.aws/docker/library"
"""Docker's official images, as AWS mirrors them: pulls inside AWS are not counted there."""


def build_image(props: PipelineProps) -> str:
    """What builds and tests: the newest patch of its major version, as wrappers and lock files pin the rest."""
    if props.platform == "node":
        return f"{_LIBRARY}/node:{props.build.node}-bookworm"
    return f"{_LIBRARY}/eclipse-temurin:{props.build.java}-jdk"


def release_image() -> str:
    """What runs `x2bee release`: Python, make and git; Node.js comes with the repository's own requirements."""
    return f"{_LIBRARY}/python:3.13-bookworm"
