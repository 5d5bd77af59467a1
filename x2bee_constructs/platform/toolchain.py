"""From the platform to the tools that build and judge code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from x2bee_constructs.core.faults import PlacedFault, fault
from x2bee_constructs.core.iam import PodIdentity
from x2bee_constructs.core.kept_secrets import Source
from x2bee_constructs.core.names import Site
from x2bee_constructs.database.cloudnative_policy import instance_labels
from x2bee_constructs.database.names import data_namespace, in_cluster, parameter, secret
from x2bee_constructs.database.ports import port_of
from x2bee_constructs.hosts import names as hosts
from x2bee_constructs.network.addresses import app_cidrs, data_cidrs, public_cidrs
from x2bee_constructs.pipelines.names import builder_role, project_key
from x2bee_constructs.pipelines.props import PipelinesSpec, Pods
from x2bee_constructs.platform.delivery import argocd_cluster
from x2bee_constructs.platform.images import built_images
from x2bee_constructs.platform.network import network_props
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.stores import TOOLCHAIN, stores_of
from x2bee_constructs.platform.toolchain_spec import ToolchainSpec
from x2bee_constructs.platform.watching import SystemLoad
from x2bee_constructs.toolchain import names
from x2bee_constructs.toolchain.charts import components, pod_requests
from x2bee_constructs.toolchain.identities import agents_identity, agents_role, publish_identity, publish_role
from x2bee_constructs.toolchain.jenkins_props import JenkinsGitlab, JenkinsSpec
from x2bee_constructs.toolchain.namespaces import AGENT_CORES, AGENT_GIB, job_mebibytes
from x2bee_constructs.toolchain.props import ToolchainProps
from x2bee_constructs.toolchain.runner_config import JOB_CORES
from x2bee_constructs.toolchain.runners_props import RunnersSpec
from x2bee_constructs.toolchain.secrets import sources
from x2bee_constructs.toolchain.sonarqube_props import SonarQubeDatabase, SonarQubeSpec
from x2bee_constructs.workload.sizing import Requests

__all__ = [
    "runners_identity",
    "toolchain_faults",
    "toolchain_identity",
    "toolchain_loads",
    "toolchain_props",
    "toolchain_secrets",
]

_GI = 1024**3
_MI = 1024**2

_Part = Literal["port", "reader", "writer"]
_PARTS: tuple[_Part, ...] = ("port", "reader", "writer")
"""What parameters say of a database."""


def toolchain_props(platform: Platform) -> ToolchainProps | None:
    """What `Toolchain` takes; None for a platform that runs none of its tools."""
    spec = platform.toolchain
    if spec is None or not (spec.jenkins or spec.runners or spec.sonarqube):
        return None
    return ToolchainProps(
        jenkins=_jenkins(platform, spec),
        sonarqube=spec.sonarqube,
        runners=_runners(platform, spec),
        processor="arm64" if platform.cluster.nodes.architecture == "arm64" else "amd64",
        database=_database(platform, spec.database) if spec.database else None,
        projects=_projects(platform, spec.sonarqube) if spec.sonarqube else {},
        domain=platform.domain,
        other_registry=platform.registry != "ecr",
        monitored=platform.observability is not None,
        node_selector=platform.node_selector,
        **stores_of(TOOLCHAIN),
        argocd_cluster=argocd_cluster(platform),
        inside_cidrs=_inside(platform),
    )


def _inside(platform: Platform) -> tuple[str, ...]:
    """Services, load balancers and data; nodes too, where none of AWS' own endpoints is among them."""
    network = network_props(platform)
    endpoints = network.existing or network.interface_endpoints
    nodes = () if endpoints else app_cidrs(network)
    return (platform.cluster.service_cidr, *nodes, *public_cidrs(network), *data_cidrs(network))


def _jenkins(platform: Platform, spec: ToolchainSpec) -> JenkinsSpec | None:
    """With the platform's own GitLab, where it has one and the file names no other: the group of the customer."""
    jenkins = spec.jenkins
    if jenkins is None or jenkins.gitlab or spec.gitlab is None:
        return jenkins
    own = JenkinsGitlab(url=f"https://{hosts.host(platform.domain, 'gitlab')}", groups=[platform.customer])
    return jenkins.model_copy(update={"gitlab": own})


def _runners(platform: Platform, spec: ToolchainSpec) -> RunnersSpec | None:
    """For the platform's own GitLab, where the file names no other; of the group only GitLab's machine knows."""
    runners = spec.runners
    if runners is None or runners.gitlab:
        return runners
    return runners.model_copy(update={"gitlab": f"https://{hosts.host(platform.domain, 'gitlab')}", "group": None})


def _database(platform: Platform, name: str) -> SonarQubeDatabase:
    """In AWS its address is a parameter's; inside the cluster it is the Service of the instance that is written to."""
    database, site = platform.databases[name], platform.site
    said: dict[str, Any] = {"name": name, "login": secret(site, names.SONARQUBE), "port": port_of(name, database)}
    if database.in_aws:
        kept: dict[_Part, str] = {what: parameter(site, name, what) for what in _PARTS}
        return SonarQubeDatabase(**said, parameters=kept, cidrs=data_cidrs(network_props(platform)))
    home = data_namespace(site)
    host = f"{in_cluster(name)}-rw.{home}.svc.cluster.local"
    return SonarQubeDatabase(**said, host=host, namespace=home, pods=instance_labels(name))


def _projects(platform: Platform, spec: SonarQubeSpec) -> dict[str, str]:
    """As generated pipelines name them: a key of customer and image."""
    told = spec.projects or {platform.customer: built_images(platform)}
    return {project_key(customer, image): image for customer, images in told.items() for image in images}


def toolchain_secrets(platform: Platform) -> tuple[Source, ...]:
    """Administrators and logins, in Secrets Manager."""
    props = toolchain_props(platform)
    return sources(platform.site, props) if props else ()


def toolchain_identity(platform: Platform) -> PodIdentity | None:
    """Who Jenkins' pods that make images are in AWS; None where no Jenkins runs."""
    jenkins = platform.toolchain.jenkins if platform.toolchain else None
    if jenkins is None:
        return None
    return agents_identity(platform.site, _builders(platform, jenkins.builds))


def runners_identity(platform: Platform) -> PodIdentity | None:
    """Who the pods of GitLab's runners are that make images; None where there are no runners."""
    runners = platform.toolchain.runners if platform.toolchain else None
    return publish_identity(_builders(platform, runners.builds)) if runners else None


def _builders(platform: Platform, builds: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The builders' roles of the environments, and the account of each."""
    told = builds or {platform.customer: {platform.environment: platform.account}}
    return {
        builder_role(Site(customer, environment)): account
        for customer, accounts in told.items()
        for environment, account in accounts.items()
    }


def toolchain_loads(platform: Platform) -> Iterator[SystemLoad]:
    """The tools' own pods, and as many that build as may at once."""
    props = toolchain_props(platform)
    if props is None:
        return
    for component in components(props):
        for release in component.releases:
            yield SystemLoad(release.name, 1, 1, pod_requests(release.values))
    if props.jenkins:
        one = Requests(cpu=1000 * AGENT_CORES, memory=_GI * AGENT_GIB)
        yield SystemLoad(names.AGENTS, 0, props.jenkins.agents, one)
    if props.runners:
        one = Requests(cpu=1000 * JOB_CORES, memory=_MI * job_mebibytes(props.runners))
        yield SystemLoad(names.JOBS, 0, props.runners.jobs, one)
        yield SystemLoad(names.PUBLISH, 0, props.runners.publishing, one)


def toolchain_faults(platform: Platform) -> Iterator[PlacedFault]:
    """Runners without a GitLab, and what pipelines name and the pods of these tools do not have."""
    tools = platform.toolchain
    if tools is None:
        return
    if tools.runners and not tools.runners.gitlab and not tools.gitlab:
        fix = "gitlab: {} beside runners, or the address of another one under runners"
        wrong = fault("X2B553", "there is no GitLab that these runners could ask for jobs", fix=fix)
        yield ("toolchain", "runners"), wrong, None
    if platform.pipelines:
        yield from _unknown_approvers(platform.pipelines, tools)
        yield from _other_role(platform, platform.pipelines, tools)


def _unknown_approvers(spec: PipelinesSpec, tools: ToolchainSpec) -> Iterator[PlacedFault]:
    """Who is in no group that this Jenkins knows gets in and sees nothing, so nobody could say the word."""
    if tools.jenkins is None:
        return
    groups = sorted(tools.jenkins.sso.groups) if tools.jenkins.sso else list[str]()
    for number, group in enumerate(spec.approvers):
        if group not in groups:
            wrong = fault(
                "X2B554",
                f"nobody in Jenkins is in the group '{group}'",
                expected=f"one of {', '.join(groups)}" if groups else "groups under toolchain.jenkins.sso",
                why="who is in no group of the login sees no build, so nobody could let an image go on",
                related="toolchain.jenkins",
            )
            yield ("pipelines", "approvers", number), wrong, group


def _other_role(platform: Platform, spec: PipelinesSpec, tools: ToolchainSpec) -> Iterator[PlacedFault]:
    roles = _roles(platform, tools)
    if not roles:
        return
    runners = spec.runners
    if isinstance(runners, Pods) and runners.account == platform.account and runners.role not in roles.values():
        wrong = fault(
            "X2B551",
            "pipelines name another role than the pods that build here have",
            expected=" or ".join(roles.values()),
            got=runners.role,
            why="no build could push an image or sign it",
            fix=f"role: {next(iter(roles.values()))}",
            related=next(iter(roles)),
        )
        # The union is discriminated: pydantic places what follows from it below its kind.
        yield ("pipelines", "runners", runners.kind, "role"), wrong, runners.role


def _roles(platform: Platform, tools: ToolchainSpec) -> dict[str, str]:
    """The roles of the pods that make images, by the field that they follow from."""
    jenkins = {"toolchain.jenkins": agents_role(platform.site)} if tools.jenkins else {}
    return {**jenkins, **({"toolchain.runners": publish_role(platform.site)} if tools.runners else {})}
