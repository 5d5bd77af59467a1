"""From the platform to its images: where each is, and which repositories its own registry must have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zlib import crc32

from x2bee_constructs.apm.props import Scouter
from x2bee_constructs.core.faults import PlacedFault, fault
from x2bee_constructs.delivery import names as delivery
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.workload.names import has_registry, image_name
from x2bee_constructs.workload.node import Cronicle
from x2bee_constructs.workload.service import Service

__all__ = [
    "BUILDER_IMAGE",
    "FLUENTD_IMAGE",
    "MOST_STACKS",
    "PER_STACK",
    "SCOUTER_AGENT_IMAGE",
    "SCOUTER_COLLECTOR_IMAGE",
    "builder_repository",
    "built_by",
    "built_images",
    "own_images",
    "packaged_by",
    "platform_image",
    "repositories",
    "repositories_by_stack",
    "repository_faults",
    "service_image",
]

MOST_STACKS = 20
"""Over how many stacks repositories may be spread: enough for nearly 10,000."""

PER_STACK = 490
"""Repositories in one stack: CloudFormation allows 500 resources, and the first has key and roles beside them."""

BUILDER_IMAGE = "x2bee-builder"
"""What is made of `images/builder`."""

FLUENTD_IMAGE = "x2bee-fluentd"
"""What is made of `images/fluentd`."""

SCOUTER_AGENT_IMAGE = "x2bee-scouter-agent"
"""What is made of `images/scouter-agent`."""

SCOUTER_COLLECTOR_IMAGE = "x2bee-scouter-collector"
"""What is made of `images/scouter-collector`."""


def service_image(platform: Platform, name: str, service: Service) -> str:
    """The image of a service, with its registry."""
    return platform_image(platform, _relative(name, service, platform.release))


def platform_image(platform: Platform, image: str) -> str:
    """An image with its registry: the platform's, unless it has one of its own."""
    if has_registry(image):
        return image
    if platform.registry == "ecr":
        return f"{delivery.registry(platform.account, platform.region)}/{delivery.repository(platform.site, image)}"
    return f"{platform.registry.rstrip('/')}/{image}"


def repositories(platform: Platform) -> tuple[str, ...]:
    """The image repositories that the platform's own registry must have, by image name; none with another registry."""
    if platform.registry != "ecr":
        return ()
    used = [_relative(name, service, platform.release) for name, service in platform.enabled_services.items()]
    used.extend(own_images(platform).values())
    if builder := builder_repository(platform):
        used.append(builder)
    return tuple(sorted({image_name(image) for image in used if not has_registry(image)}))


def repositories_by_stack(platform: Platform, stacks: int | None = None) -> tuple[tuple[str, ...], ...]:
    """The repositories of each stack, of as many as the file says unless `stacks` does.

    Which stack has one follows from its name: none moves when others come and go.
    """
    number = stacks or platform.repository_stacks
    spread: list[list[str]] = [[] for _ in range(number)]
    for name in repositories(platform):
        spread[crc32(name.encode()) % number].append(name)
    return tuple(tuple(names) for names in spread)


def _largest(platform: Platform, stacks: int | None = None) -> int:
    return max(map(len, repositories_by_stack(platform, stacks)))


def repository_faults(platform: Platform) -> Iterator[PlacedFault]:
    """More repositories than a stack of CloudFormation may have resources."""
    largest = _largest(platform)
    if largest > PER_STACK:
        fitting = (n for n in range(2, MOST_STACKS + 1) if _largest(platform, n) <= PER_STACK)
        enough = next(fitting, None)
        wrong = fault(
            "X2B306",
            "the image repositories do not fit into their stacks",
            expected=f"repository_stacks: {enough}" if enough else f"at most {PER_STACK} in each stack",
            got=f"{largest} in one stack",
            why="a stack of CloudFormation has 500 resources at most",
            fix=f"repository_stacks: {enough}" if enough else "fewer images, or another registry",
        )
        yield ("repository_stacks",), wrong, False


def own_images(platform: Platform) -> dict[str, str]:
    """The images that the package itself has the Dockerfiles of, and the platform runs: as the file says each, by name.

    Without the schedulers' images, which are those of services, and without the builder, which runs in no platform.
    """
    found: dict[str, str | None] = {}
    if platform.logs:
        found[FLUENTD_IMAGE] = platform.logs.image
    if isinstance(platform.apm, Scouter):
        found[SCOUTER_AGENT_IMAGE] = platform.apm.agent_image
        found[SCOUTER_COLLECTOR_IMAGE] = platform.apm.collector_image
    return {name: image or f"{name}:{platform.release}" for name, image in found.items()}


def built_images(platform: Platform) -> tuple[str, ...]:
    """The images that are built of source of their own, by name; the schedulers' program is upstream's."""
    return tuple(sorted(set(built_by(platform).values())))


def built_by(platform: Platform) -> dict[str, str]:
    """Those images by the service that runs each."""
    built = ((n, s) for n, s in platform.enabled_services.items() if not isinstance(s.runtime, Cronicle))
    return _built(platform, built)


def packaged_by(platform: Platform) -> dict[str, str]:
    """The images that are built of what the package brings, by who runs each: schedulers, and names of `own_images`."""
    schedulers = ((n, s) for n, s in platform.enabled_services.items() if isinstance(s.runtime, Cronicle))
    own = {name: image_name(image) for name, image in own_images(platform).items() if not has_registry(image)}
    return _built(platform, schedulers) | own


def _built(platform: Platform, services: Iterable[tuple[str, Service]]) -> dict[str, str]:
    used = ((name, _relative(name, service, platform.release)) for name, service in services)
    return {name: image_name(image) for name, image in used if not has_registry(image)}


def builder_repository(platform: Platform) -> str | None:
    """The repository of the image that builds images; None without pipelines, or where it has a registry of its own."""
    image = platform.pipelines and (platform.pipelines.builder or BUILDER_IMAGE)
    return image_name(image) if image and not has_registry(image) else None


def _relative(name: str, service: Service, release: str) -> str:
    return service.image or f"{name}:{release}"
