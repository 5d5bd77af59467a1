"""The images that steps run in, but for our own builder, and those that the package itself has the Dockerfiles of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from x2bee_constructs.core.versions import CRONICLE, SONAR_SCANNER
from x2bee_constructs.pipelines.props import PipelineProps, PublicRegistry

__all__ = [
    "CRONICLE_SOURCE",
    "FLUENTD",
    "SCOUTER_AGENT",
    "SCOUTER_COLLECTOR",
    "OwnSource",
    "build_image",
    "mirrored",
    "release_image",
    "scanner_image",
]

_LIBRARY = "public.ecr.aws/docker/library"
"""Docker's official images, as AWS mirrors them: pulls inside AWS are not counted there."""


@dataclass(frozen=True)
class OwnSource:
    """A folder of `images`, and what its Dockerfile asks for."""

    folder: str
    usual: Mapping[str, str]
    """Build arguments as they are if nobody says others."""
    optional: tuple[str, ...] = ()
    """Those without which it is made, too."""
    needed: tuple[str, ...] = ()
    """Those that only the customer knows."""

    @property
    def args(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.usual, *self.optional, *self.needed)


_SCOUTER = ("SCOUTER", "SCOUTER_SHA256")

CRONICLE_SOURCE = OwnSource(
    "cronicle",
    {
        "NODE": f"{_LIBRARY}/node:22-bookworm-slim",
        "CRONICLE": f"https://github.com/jhuckaby/Cronicle.git#{CRONICLE.version}",
    },
    optional=("NPM_REGISTRY",),
)
"""The schedulers' program."""

FLUENTD = OwnSource("fluentd", {"RUBY": f"{_LIBRARY}/ruby:3.3-slim-bookworm"}, optional=("GEM_SOURCE",))
"""What collects lines."""

SCOUTER_AGENT = OwnSource("scouter-agent", {"BASE": f"{_LIBRARY}/busybox:1.37"}, needed=_SCOUTER)
"""Scouter's Java agent."""

SCOUTER_COLLECTOR = OwnSource("scouter-collector", {"JRE": f"{_LIBRARY}/eclipse-temurin:17-jre"}, needed=_SCOUTER)
"""Scouter's collector."""


def mirrored(image: str, mirrors: Mapping[PublicRegistry, str]) -> str:
    """A public image, from where the customer keeps those of its registry, if anywhere."""
    host, _, path = image.partition("/")
    return next((f"{to}/{path}" for of, to in mirrors.items() if of == host), image)


def build_image(props: PipelineProps) -> str:
    """What builds and tests: the newest patch of its major version, as wrappers and lock files pin the rest."""
    node = f"{_LIBRARY}/node:{props.build.node}-bookworm"
    image = node if props.platform == "node" else f"{_LIBRARY}/eclipse-temurin:{props.build.java}-jdk"
    return mirrored(image, props.spec.mirrors)


def scanner_image(props: PipelineProps) -> str:
    """What analyses for SonarQube, whatever built."""
    return mirrored(SONAR_SCANNER.image, props.spec.mirrors)


def release_image(props: PipelineProps) -> str:
    """What runs `x2bee release`: Python, make and git; Node.js comes with the repository's own requirements."""
    return mirrored(f"{_LIBRARY}/python:3.13-bookworm", props.spec.mirrors)
