"""From the platform to GitLab and Nexus on hosts, and what must fit between them, delivery and pipelines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from x2bee_constructs.core.faults import PlacedFault, fault
from x2bee_constructs.hosts import names
from x2bee_constructs.hosts.fields import is_project
from x2bee_constructs.hosts.names import HostTool
from x2bee_constructs.hosts.props import GitlabHostProps, GitlabRunner, NexusHostProps
from x2bee_constructs.network.addresses import public_cidrs
from x2bee_constructs.pipelines.props import GitlabTokens
from x2bee_constructs.platform.images import (
    FLUENTD_IMAGE,
    SCOUTER_AGENT_IMAGE,
    SCOUTER_COLLECTOR_IMAGE,
    built_by,
    own_images,
    packaged_by,
)
from x2bee_constructs.platform.machines import host_specs
from x2bee_constructs.platform.network import log_days, network_props
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.toolchain import names as toolchain

__all__ = ["gitlab_props", "host_faults", "nexus_props"]

_SAID = {
    FLUENTD_IMAGE: ("logs", "image"),
    SCOUTER_AGENT_IMAGE: ("apm", "agent_image"),
    SCOUTER_COLLECTOR_IMAGE: ("apm", "collector_image"),
}
"""Where an image of the package is said by another name; by its own it can be a project."""

_FIRST_PRIORITY = 40_000
"""Of rules on the listener: far behind those of the public hosts, which begin at 1."""


def gitlab_props(platform: Platform) -> GitlabHostProps | None:
    """What `GitlabHost` takes; None where the file has no GitLab."""
    spec = platform.toolchain.gitlab if platform.toolchain else None
    if spec is None:
        return None
    return GitlabHostProps(
        **_shared(platform, "gitlab"),
        balancer_cidrs=public_cidrs(network_props(platform)),
        spec=spec,
        projects=sorted({*spec.projects, *_named(platform)}),
        built=sorted({f"{platform.customer}/{image}" for image in _built(platform).values()}),
        runners=tuple(_runners(platform)),
        branch=platform.pipelines.branch if platform.pipelines else "main",
    )


def _built(platform: Platform) -> dict[str, str]:
    """The images that have a pipeline, by who runs each: of source of their own, or of what the package brings."""
    return built_by(platform) | packaged_by(platform)


def _runners(platform: Platform) -> Iterator[GitlabRunner]:
    """Those of this GitLab: of images only for protected branches, for their pods have a role in AWS."""
    spec = platform.toolchain.runners if platform.toolchain else None
    if spec is None or spec.gitlab:
        return
    for what, description in toolchain.RUNNER_SECRETS.items():
        publishes = description == toolchain.PUBLISH_RUNNER
        yield GitlabRunner(
            secret=toolchain.secret(platform.site, toolchain.RUNNERS, what),
            description=description,
            group=spec.group or platform.customer,
            tags=[toolchain.BUILDER] if publishes else [],
            protected=publishes,
        )


def nexus_props(platform: Platform) -> NexusHostProps | None:
    """What `NexusHost` takes; None where the file has no Nexus."""
    spec = platform.toolchain.nexus if platform.toolchain else None
    if spec is None:
        return None
    own = platform.registry.partition("/")[0] == names.host(platform.domain, "nexus")
    return NexusHostProps(**_shared(platform, "nexus"), spec=spec, open_images=own)


def _shared(platform: Platform, tool: HostTool) -> dict[str, Any]:
    return {
        "host": names.host(platform.domain, tool),
        "account": platform.account,
        "region": platform.region,
        "priority": _FIRST_PRIORITY + names.TOOLS.index(tool),
        "log_days": log_days(platform),
        "runbooks": platform.runbooks,
    }


def _named(platform: Platform) -> Iterator[str]:
    """The projects at our GitLab that delivery and pipelines name."""
    for _, url in _urls(platform):
        if urlsplit(url).hostname == names.host(platform.domain, "gitlab"):
            yield _path(url)


def _path(url: str) -> str:
    """Where a repository is at its GitLab, which takes capitals for small letters."""
    return urlsplit(url).path.strip("/").removesuffix(".git").lower()


def _urls(platform: Platform) -> Iterator[tuple[tuple[str, ...], str]]:
    if platform.delivery:
        yield ("delivery", "repository", "url"), platform.delivery.repository.url
    if platform.pipelines:
        yield ("pipelines", "repository"), platform.pipelines.repository


def host_faults(platform: Platform) -> Iterator[PlacedFault]:
    """What stands against hosts, and what others say of them that they are not."""
    tools = host_specs(platform)
    for tool in tools:
        yield from _way_in(platform, tool)
    if tools:
        yield from _way_out(platform)
    if "gitlab" in tools:
        yield from _gitlab_faults(platform)
    if "nexus" in tools:
        yield from _nexus_faults(platform)


def _way_in(platform: Platform, tool: HostTool) -> Iterator[PlacedFault]:
    spec, why = platform.ingress, ""
    if spec is None or platform.istio_revision is None:
        why = "there is none"
    elif spec.made_by == "controller":
        why = "the one that the controller in the cluster makes is in no template"
    elif spec.existing:
        why = "nothing of ours stands before one that is there already, so whoever reaches it would reach the tool"
    if why:
        title = f"{tool} has no load balancer of the platform's own"
        fix = "ingress with zone and office_cidrs, without existing and made_by"
        yield ("toolchain", tool), fault("X2B563", title, why=why, fix=fix), None


def _way_out(platform: Platform) -> Iterator[PlacedFault]:
    """Of a VPC that somebody else made nobody here knows the NAT gateways."""
    existing = platform.network.existing
    if existing and not existing.egress_cidrs:
        why = "they answer only addresses that are named, and the cluster asks under those of the VPC's NAT gateways"
        fix = "egress_cidrs: [198.51.100.7/32], each address under which the app subnets are seen outside"
        title = "the cluster would not reach GitLab or Nexus"
        yield ("network", "existing"), fault("X2B568", title, why=why, fix=fix, related="toolchain"), None


def _gitlab_faults(platform: Platform) -> Iterator[PlacedFault]:
    host = names.host(platform.domain, "gitlab")
    yield from _no_projects(platform, host)
    for place, url in _urls(platform):
        if url.startswith((f"git@{host}:", f"ssh://git@{host}")):
            path = url.rpartition(":")[2] if url.startswith("git@") else urlsplit(url).path.strip("/")
            why = "the load balancer passes on HTTPS alone"
            wrong = fault("X2B565", "this GitLab takes no SSH", expected=f"https://{host}/{path}", why=why)
            yield place, wrong, url
    runners = platform.pipelines.runners if platform.pipelines else None
    if isinstance(runners, GitlabTokens) and urlsplit(runners.gitlab).hostname == host:
        why = "AWS asks it for the key of its tokens, over the Internet, and it answers offices and clusters alone"
        fix = "runners: { kind: pods, account: …, role: … }"
        wrong = fault("X2B566", "AWS does not reach this GitLab", why=why, fix=fix, related="toolchain.gitlab")
        yield ("pipelines", "runners"), wrong, runners.gitlab


def _no_projects(platform: Platform, host: str) -> Iterator[PlacedFault]:
    """Repositories and images that are called as no project of GitLab can be."""
    why = (
        "a project is in a group, each part of its path has single '.', '_' or '-' between letters and digits, "
        "and none is a word of GitLab's own addresses"
    )
    title = "this GitLab can have no such project"
    for place, url in _urls(platform):
        parts = urlsplit(url)
        ours = parts.scheme == "https" and parts.hostname == host
        if ours and not (is_project(_path(url)) and parts.netloc.lower() in (host, f"{host}:443")):
            yield place, fault("X2B567", title, expected=f"https://{host}/group/name.git", why=why), url
    for name, image in _built(platform).items():
        project = f"{platform.customer}/{image}"
        if not is_project(project):
            service = platform.services.get(name)
            said = own_images(platform)[name] if name in _SAID else service and service.image
            place = _SAID.get(name) or ("services", name, *(["image"] if said else []))
            yield place, fault("X2B567", title, got=project, expected=f"{platform.customer}/name", why=why), said


def _nexus_faults(platform: Platform) -> Iterator[PlacedFault]:
    host = names.host(platform.domain, "nexus")
    registry = f"{host}/{names.DOCKER}"
    if platform.registry.partition("/")[0] == host and platform.registry != registry:
        why = "Docker's clients find a repository of Nexus by the first part of an image's path"
        wrong = fault(
            "X2B564", "there are no images at this address of Nexus", expected=registry, why=why, fix=registry
        )
        yield ("registry",), wrong, platform.registry
