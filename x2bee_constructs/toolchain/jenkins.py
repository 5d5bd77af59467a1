"""Jenkins as its own chart: one controller, configured by code alone, and a cloud of pods that build."""

from __future__ import annotations

from x2bee_constructs.core.chart_values import Enabled, requests
from x2bee_constructs.core.releases import Component, Release
from x2bee_constructs.core.versions import JENKINS, JENKINS_PLUGINS
from x2bee_constructs.core.yaml_text import yaml_text
from x2bee_constructs.toolchain import names
from x2bee_constructs.toolchain.jcasc import config_scripts
from x2bee_constructs.toolchain.jenkins_props import JenkinsSpec
from x2bee_constructs.toolchain.jenkins_values import (
    Account,
    Admin,
    Agent,
    AgentLimits,
    AgentResources,
    Casc,
    Controller,
    JenkinsValues,
    Persistence,
    Reload,
    SecretKey,
    Sidecars,
)
from x2bee_constructs.toolchain.props import ToolchainProps
from x2bee_constructs.toolchain.secrets import JENKINS_ADMIN, JENKINS_GITLAB, JENKINS_OIDC
from x2bee_constructs.toolchain.values import STAYS, bounded, restricted_container, restricted_pod

__all__ = ["jenkins", "jenkins_values"]

_USER = 1000
"""Who Jenkins is in its own image, and its agent in his."""

_HEAP_PERCENT = 60
"""Of the controller's memory; the rest is metaspace, threads and Git's own processes. Our judgement."""

_CPU, _MOST_CPU = "500m", "4"
"""Of the controller, on average and when it starts; our judgement for a few hundred jobs: it builds nothing."""

_START_MEMORY = "1Gi"
"""Of what downloads plugins before the controller starts. Our judgement."""


def jenkins(props: ToolchainProps, spec: JenkinsSpec) -> Component:
    """Jenkins; its chart makes the Role by which it starts pods in the namespace of agents that build and test."""
    release = Release(JENKINS, jenkins_values(props, spec), "services", names.JENKINS, server_side_apply=True)
    return Component(names.JENKINS, names.JENKINS, (release,), (), pod_security=None, reaches=(names.AGENTS,))


def jenkins_values(props: ToolchainProps, spec: JenkinsSpec) -> JenkinsValues:
    """One pod: Jenkins has no second that could take over, and its volume has one pod at a time."""
    return JenkinsValues(
        fullname_override=names.JENKINS,
        controller=_controller(props, spec),
        agent=_agent(spec),
        persistence=Persistence(size=f"{spec.storage_gib}Gi", storage_class="gp3"),
        service_account=Account(name=names.JENKINS),
    )


def _controller(props: ToolchainProps, spec: JenkinsSpec) -> Controller:
    hardened = restricted_container(_USER, _USER)
    return Controller(
        admin=Admin(existing_secret=JENKINS_ADMIN),
        additional_existing_secrets=_mounted(spec),
        install_plugins=[f"{name}:{version}" for name, version in sorted(JENKINS_PLUGINS.items())],
        jcasc=Casc(config_scripts=config_scripts(props, spec)),
        sidecars=Sidecars(
            config_auto_reload=Reload(resources=requests("20m", "128Mi"), container_security_context=hardened)
        ),
        java_opts=f"-XX:MaxRAMPercentage={_HEAP_PERCENT} -XX:+ExitOnOutOfMemoryError",
        jenkins_url=f"https://{names.host(props.domain, names.JENKINS)}/",
        node_selector=dict(sorted(props.node_selector.items())),
        pod_annotations=STAYS,  # every restart holds all builds up for minutes
        pod_security_context_override=restricted_pod(_USER, _USER),
        container_security_context=hardened,
        prometheus=Enabled(enabled=props.monitored),
        resources=bounded(_CPU, spec.memory, _MOST_CPU),
        init_container_resources=requests("100m", _START_MEMORY),
    )


def _mounted(spec: JenkinsSpec) -> list[SecretKey]:
    """What the configuration as code reads, beside the administrator's."""
    found = [SecretKey(name=JENKINS_OIDC, key_name="client-secret")] if spec.sso else []
    return [*found, *([SecretKey(name=JENKINS_GITLAB, key_name="token")] if spec.gitlab else [])]


def _agent(spec: JenkinsSpec) -> Agent:
    """Generated pipelines bring their own pods; this one is for a job that says no more than the label `x2bee`.

    It has no role in AWS: its ServiceAccount is the namespace's own. Half a core and a gibibyte are our judgement: a
    checkout and a script.
    """
    pod = {"spec": {"automountServiceAccountToken": False, "securityContext": restricted_pod(_USER, _USER).to_wire()}}
    small = AgentLimits(cpu="500m", memory="1Gi")
    return Agent(
        namespace=names.AGENTS,
        container_cap=spec.agents,
        service_account="default",
        custom_jenkins_labels=["x2bee"],
        resources=AgentResources(requests=small, limits=AgentLimits(cpu="1000m", memory="1Gi")),
        run_as_user=_USER,
        run_as_group=_USER,
        yaml_template=yaml_text({"apiVersion": "v1", "kind": "Pod", **pod}),
    )
