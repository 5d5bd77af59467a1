"""From the environments of a customer's file to the pipelines of its images, and what builds may do in each account."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from x2bee_constructs.delivery.argo.props import Folders
from x2bee_constructs.pipelines import names
from x2bee_constructs.pipelines.images import (
    CRONICLE_SOURCE,
    FLUENTD,
    SCOUTER_AGENT,
    SCOUTER_COLLECTOR,
    OwnSource,
    mirrored,
)
from x2bee_constructs.pipelines.props import Build, BuildAccessProps, PipelineProps, PipelinesSpec, Target
from x2bee_constructs.platform.images import (
    BUILDER_IMAGE,
    FLUENTD_IMAGE,
    SCOUTER_AGENT_IMAGE,
    SCOUTER_COLLECTOR_IMAGE,
    own_images,
    platform_image,
    repositories,
)
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.toolchain.names import BUILDER, sonarqube_url
from x2bee_constructs.workload.names import has_registry, image_name
from x2bee_constructs.workload.node import Cronicle, NextJs, NodeJs
from x2bee_constructs.workload.profile import Runtime

__all__ = ["build_access_props", "pipelines"]

_OWN = {
    FLUENTD_IMAGE: FLUENTD,
    SCOUTER_AGENT_IMAGE: SCOUTER_AGENT,
    SCOUTER_COLLECTOR_IMAGE: SCOUTER_COLLECTOR,
}


def build_access_props(platform: Platform) -> BuildAccessProps | None:
    """What builds may do in the account of this environment; None where the file says nothing of pipelines."""
    spec = platform.pipelines
    if spec is None:
        return None
    return BuildAccessProps(runners=spec.runners, branch=spec.branch, images=repositories(platform))


def pipelines(environments: Sequence[Platform]) -> dict[str, PipelineProps]:
    """The pipeline of each image that the customer builds, by the image's name; environments in the order of promotion.

    What is said of pipelines is taken from the first. Raises `ValueError` if that says nothing, if the nodes of two
    environments have different processors (one image then runs in only one of them), or if build arguments of the
    package's own images are missing or not theirs.
    """
    first = environments[0]
    spec = first.pipelines
    if spec is None:
        raise ValueError(
            f"environment '{first.environment}' has no pipelines; say pipelines: in the customer's file, with at least "
            "repository and runners"
        )
    sonarqube, tag = spec.sonarqube or _own_sonarqube(environments), spec.tag or _own_tag(environments)
    spec = spec.model_copy(update={"sonarqube": sonarqube, "tag": tag})
    processor = _processor(environments)
    builder = platform_image(first, spec.builder or f"{BUILDER_IMAGE}:{first.release}")
    images = _images(environments)
    sources = {image: _source(environments, services[0]) for image, services in images.items()}
    builds = {image: spec.builds.get(services[0], Build()) for image, services in images.items()}
    _check_args({images[image][0]: (source, builds[image]) for image, source in sources.items() if source})
    return {
        image: PipelineProps(
            customer=first.customer,
            image=image,
            services=services,
            platform="none" if (source := sources[image]) else _platform(first.services[services[0]].runtime),
            source=source.folder if source else None,
            build=builds[image],
            args={**_usual(source, spec), **builds[image].args},
            processor=processor,
            builder=builder,
            spec=spec,
            targets=tuple(_targets(environments, spec, services[0])),
        )
        for image, services in images.items()
    }


def _own_sonarqube(environments: Sequence[Platform]) -> str | None:
    """The customer's own SonarQube, as pods of its cluster reach it: its host is for the offices alone."""
    own = any(one.toolchain and one.toolchain.sonarqube for one in environments)
    return sonarqube_url() if own else None


def _own_tag(environments: Sequence[Platform]) -> str | None:
    """What the customer's own runners of GitLab that make images are asked by."""
    return BUILDER if any(one.toolchain and one.toolchain.runners for one in environments) else None


def _images(environments: Sequence[Platform]) -> dict[str, tuple[str, ...]]:
    """The images of the platform's own registry, and what runs each.

    Services are those of the first environment; the package's own images those of all, as lines may be collected in the
    last one alone.
    """
    used: dict[str, str] = {}
    for one in reversed(environments):
        used |= own_images(one)
    used |= {name: service.image or name for name, service in environments[0].enabled_services.items()}
    found: dict[str, list[str]] = {}
    for name, image in used.items():
        if not has_registry(image):
            found.setdefault(image_name(image), []).append(name)
    return {image: tuple(services) for image, services in sorted(found.items())}


def _source(environments: Sequence[Platform], name: str) -> OwnSource | None:
    """What the package itself has the Dockerfile of: schedulers have no source of their own."""
    service = environments[0].enabled_services.get(name)
    if service is None:
        return _OWN[name]
    return CRONICLE_SOURCE if isinstance(service.runtime, Cronicle) else None


def _usual(source: OwnSource | None, spec: PipelinesSpec) -> dict[str, str]:
    """The build arguments of an image of the package if nobody says others: its base images as they are mirrored."""
    return {name: mirrored(value, spec.mirrors) for name, value in source.usual.items()} if source else {}


def _check_args(said: Mapping[str, tuple[OwnSource, Build]]) -> None:
    """Raise `ValueError` with all arguments that are no Dockerfile's, or else with all that are missing."""
    strange = [
        f"{name}: {one}" for name, (source, build) in said.items() for one in sorted({*build.args} - {*source.args})
    ]
    if strange:
        known = ", ".join(f"{name}: {' '.join(source.args)}" for name, (source, _) in said.items())
        raise ValueError(
            f"pipelines.builds has arguments that the package's Dockerfiles do not know ({', '.join(strange)}); they "
            f"are {known}"
        )
    missing = [
        f"{name}: {one}" for name, (source, build) in said.items() for one in source.needed if one not in build.args
    ]
    if missing:
        raise ValueError(
            f"images of the package need build arguments that only you know ({', '.join(missing)}); say each in "
            "pipelines.builds.<image>.args"
        )


def _used(platform: Platform, name: str) -> str | None:
    """The image of a service or of the package, as the file says it; None where it does not run."""
    service = platform.enabled_services.get(name)
    return (service.image or name) if service else own_images(platform).get(name)


def _targets(environments: Sequence[Platform], spec: PipelinesSpec, name: str) -> list[Target]:
    """The environments in which it runs."""
    unattended = spec.unattended if spec.unattended is not None else (environments[0].environment,)
    return [
        Target(
            environment=one.environment,
            account=one.account,
            region=one.region,
            role=names.builder_role(one.site),
            key=names.signing_key(one.site),
            image=platform_image(one, image_name(image)),
            unattended=one.environment in unattended,
            manifests=_manifests(one, spec),
        )
        for one in environments
        if (image := _used(one, name))
    ]


def _manifests(platform: Platform, spec: PipelinesSpec) -> Literal["commit", "push", "elsewhere"]:
    """Builds log in to the host of the customer's file, with a password."""
    delivery = platform.delivery
    if delivery is None:
        return "commit"
    here, there = _place(spec.repository), _place(delivery.repository.url)
    if here == there and isinstance(delivery.environments, Folders) and delivery.environments.revision == spec.branch:
        return "commit"
    same_host = here.partition("/")[0] == there.partition("/")[0]
    return "push" if same_host and delivery.repository.url.startswith("https://") else "elsewhere"


def _place(url: str) -> str:
    """Host and path of a repository, however one logs in: `git@host:a/b.git` is `https://host/a/b`."""
    bare = re.sub(r"^(https://|ssh://)?([^@/]+@)?", "", url).removesuffix("/").removesuffix(".git")
    return bare.replace(":", "/", 1) if not url.startswith(("https://", "ssh://")) else bare


def _platform(runtime: Runtime | None) -> Literal["jvm", "node"]:
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
