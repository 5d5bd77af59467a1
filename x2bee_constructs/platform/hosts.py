"""From the platform to GitLab and Nexus on hosts, and what must fit between them, delivery and pipelines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from x2bee_constructs.core.faults import PlacedFault, fault
from x2bee_constructs.hosts import names
from x2bee_constructs.hosts.names import HostTool
from x2bee_constructs.hosts.props import GitlabHostProps, NexusHostProps
from x2bee_constructs.network.addresses import public_cidrs
from x2bee_constructs.pipelines.props import GitlabTokens
from x2bee_constructs.platform.images import built_images
from x2bee_constructs.platform.machines import host_specs
from x2bee_constructs.platform.network import log_days, network_props
from x2bee_constructs.platform.props import Platform

__all__ = ["gitlab_props", "host_faults", "nexus_props"]

_FIRST_PRIORITY = 40_000
"""Of rules on the listener: far behind those of the public hosts, which begin at 1."""


def gitlab_props(platform: Platform) -> GitlabHostProps | None:
    """What `GitlabHost` takes; None where the file has no GitLab."""
    spec = platform.toolchain.gitlab if platform.toolchain else None
    if spec is None:
        return None
    return GitlabHostProps(
        **_shared(platform, "gitlab"),
        spec=spec,
        projects=sorted({*spec.projects, *_named(platform)}),
        built=sorted(f"{platform.customer}/{image}" for image in built_images(platform)),
        branch=platform.pipelines.branch if platform.pipelines else "main",
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
        "balancer_cidrs": public_cidrs(network_props(platform)),
        "priority": _FIRST_PRIORITY + names.TOOLS.index(tool),
        "log_days": log_days(platform),
        "runbooks": platform.runbooks,
    }


def _named(platform: Platform) -> Iterator[str]:
    """The projects at our GitLab that delivery and pipelines name."""
    for _, url in _urls(platform):
        parts = urlsplit(url)
        if parts.hostname == names.host(platform.domain, "gitlab"):
            yield parts.path.strip("/").removesuffix(".git").lower()


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


def _gitlab_faults(platform: Platform) -> Iterator[PlacedFault]:
    host = names.host(platform.domain, "gitlab")
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


def _nexus_faults(platform: Platform) -> Iterator[PlacedFault]:
    host = names.host(platform.domain, "nexus")
    registry = f"{host}/{names.DOCKER}"
    if platform.registry.partition("/")[0] == host and platform.registry != registry:
        why = "Docker's clients find a repository of Nexus by the first part of an image's path"
        wrong = fault(
            "X2B564", "there are no images at this address of Nexus", expected=registry, why=why, fix=registry
        )
        yield ("registry",), wrong, platform.registry
