"""From the environments of a customer's file to the pipelines of its images, and what builds may do in each account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from x2bee_constructs.pipelines import names
from x2bee_constructs.pipelines.props import Build, BuildAccessProps, PipelineProps, PipelinesSpec, Target
from x2bee_constructs.platform.images import BUILDER_IMAGE, platform_image, repositories
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.toolchain.names import sonarqube_url
from x2bee_constructs.workload.names import has_registry, image_name
from x2bee_constructs.workload.node import Cronicle, NextJs, NodeJs
from x2bee_constructs.workload.profile import Runtime

__all__ = ["build_access_props", "pipelines"]


def build_access_props(platform: Platform) -> BuildAccessProps | None:
    """What builds may do in the account of this environment; None where the file says nothing of pipelines."""
    spec = platform.pipelines
    if spec is None:
        return None
    return BuildAccessProps(runners=spec.runners, branch=spec.branch, images=repositories(platform))


def pipelines(environments: Sequence[Platform]) -> dict[str, PipelineProps]:
    """The pipeline of each image that the customer builds, by the image's name; environments in the order of promotion.

    What is said of pipelines is taken from the first. Raises `ValueError` if that says nothing, or if the nodes of two
    environments have different processors: one image then runs in only one of them.
    """
    first = environments[0]
    spec = first.pipelines
    if spec is None:
        raise ValueError(
            f"environment '{first.environment}' has no pipelines; say pipelines: in the customer's file, with at least "
            "repository and runners"
        )
    spec = spec.model_copy(update={"sonarqube": spec.sonarqube or _own_sonarqube(environments)})
    processor = _processor(environments)
    builder = platform_image(first, spec.builder or f"{BUILDER_IMAGE}:{first.release}")
    return {
        image: PipelineProps(
            customer=first.customer,
            image=image,
            services=services,
            platform=_platform(first.services[services[0]].runtime),
            build=spec.builds.get(services[0], Build()),
            processor=processor,
            builder=builder,
            spec=spec,
            targets=tuple(_targets(environments, spec, services)),
        )
        for image, services in _images(first).items()
    }


def _own_sonarqube(environments: Sequence[Platform]) -> str | None:
    """The customer's own SonarQube, as pods of its cluster reach it: its host is for the offices alone."""
    own = any(one.toolchain and one.toolchain.sonarqube for one in environments)
    return sonarqube_url() if own else None


def _images(platform: Platform) -> dict[str, tuple[str, ...]]:
    """The images of the platform's own registry, and the services that run each."""
    found: dict[str, list[str]] = {}
    for name, service in platform.enabled_services.items():
        image = service.image or name
        if not has_registry(image):
            found.setdefault(image_name(image), []).append(name)
    return {image: tuple(services) for image, services in sorted(found.items())}


def _targets(environments: Sequence[Platform], spec: PipelinesSpec, services: Sequence[str]) -> list[Target]:
    """The environments in which the first of the services runs."""
    unattended = spec.unattended if spec.unattended is not None else (environments[0].environment,)
    return [
        Target(
            environment=one.environment,
            account=one.account,
            region=one.region,
            role=names.builder_role(one.site),
            key=names.signing_key(one.site),
            image=platform_image(one, image_name(one.services[services[0]].image or services[0])),
            unattended=one.environment in unattended,
        )
        for one in environments
        if services[0] in one.enabled_services
    ]


def _platform(runtime: Runtime | None) -> Literal["jvm", "node", "none"]:
    """Schedulers have no source of their own: their image is made of `images/cronicle`."""
    if isinstance(runtime, Cronicle):
        return "none"
    return "node" if isinstance(runtime, NextJs | NodeJs) else "jvm"


def _processor(environments: Sequence[Platform]) -> Literal["arm64", "amd64"]:
    found: Mapping[str, str] = {one.environment: one.cluster.nodes.architecture for one in environments}
    if len(set(found.values())) > 1:
        said = ", ".join(f"{name}: {processor}" for name, processor in found.items())
        raise ValueError(
            f"an image goes through all environments, and their nodes have different processors ({said}); make "
            "cluster.nodes.architecture the same in all of them"
        )
    return "arm64" if next(iter(found.values())) == "arm64" else "amd64"
