"""The namespaces of the tools: closed, each under the strictest Pod Security Standard that it can have."""

from __future__ import annotations

from x2bee_constructs.core.argo import staged_meta
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.core.releases import PodSecurity
from x2bee_constructs.imports.k8s import core_v1
from x2bee_constructs.toolchain import names
from x2bee_constructs.toolchain.jenkins_props import JenkinsSpec
from x2bee_constructs.toolchain.props import ToolchainProps
from x2bee_constructs.workload.peers import isolating_policy

__all__ = ["AGENT_CORES", "AGENT_GIB", "namespaces"]

AGENT_CORES = 3
"""Cores that a pod of our own pipelines requests at most: build, scanner, builder and the agent itself, rounded up."""

AGENT_GIB = 11
"""Memory that those may have at most, in GiB: 4, 2, 4 and a half, rounded up."""

_GI_OF_DISK = 10
"""Disk that one may request, in GiB: 2 for each of its containers, rounded up. BuildKit's cache is beside it, under a
limit of its own."""


def namespaces(props: ToolchainProps) -> dict[str, KubeObject]:
    """Each namespace that is needed, and what holds for every pod in it, by id."""
    made: dict[str, KubeObject] = {}
    if props.jenkins:
        made |= _closed(names.JENKINS, "restricted")
        # BuildKit without root makes user namespaces: its container goes without the default profiles, which only the
        # standard `privileged` lets through.
        made |= _closed(names.AGENTS, "privileged")
        made[f"{names.AGENTS}-quota"] = _quota(props.jenkins)
        made[f"{names.AGENTS}-limits"] = _limits()
        made[f"{names.AGENTS}-builder"] = core_v1.ServiceAccount(
            metadata=staged_meta(names.BUILDER, "toolchain", names.AGENTS), automount_service_account_token=False
        )
    if props.sonarqube:
        made |= _closed(names.SONARQUBE, "restricted")
    return made


def _closed(name: str, standard: PodSecurity) -> dict[str, KubeObject]:
    labels = {"app.kubernetes.io/part-of": "x2bee"}
    for mode, wanted in (("audit", "restricted"), ("enforce", standard), ("warn", "restricted")):
        labels |= {
            f"pod-security.kubernetes.io/{mode}": wanted,
            f"pod-security.kubernetes.io/{mode}-version": "latest",
        }
    # A namespace that goes takes its volumes along; it goes by hand.
    meta = staged_meta(name, "toolchain", sync_options="Delete=false,Prune=false")
    deny = isolating_policy(staged_meta(f"{name}-default-deny", "toolchain", name), {})  # a chart has each name once
    namespace = core_v1.Namespace(metadata=meta.model_copy(update={"labels": dict(sorted(labels.items()))}))
    return {f"{name}-namespace": namespace, f"{name}-default-deny": deny}


def _quota(spec: JenkinsSpec) -> core_v1.ResourceQuota:
    """What all agents may ask for together: no Service leads to them, and no volume outlives them."""
    hard: dict[str, int | float | str] = {
        "limits.memory": f"{AGENT_GIB * spec.agents}Gi",
        "persistentvolumeclaims": "0",
        "pods": str(spec.agents),
        "requests.cpu": str(AGENT_CORES * spec.agents),
        "requests.ephemeral-storage": f"{_GI_OF_DISK * spec.agents}Gi",
        "requests.memory": f"{AGENT_GIB * spec.agents}Gi",
        "services": "0",
    }
    return core_v1.ResourceQuota(
        metadata=staged_meta("quota", "toolchain", names.AGENTS), spec=core_v1.ResourceQuotaSpec(hard=hard)
    )


def _limits() -> core_v1.LimitRange:
    """What a container has that says nothing: with a quota it would be refused.

    Our judgement: half a gibibyte for a tool beside a build. Disk is requested and not limited: the workspace counts
    against the limits of all containers together.
    """
    item = core_v1.LimitRangeItem(
        type="Container",
        default={"memory": "512Mi"},
        default_request={"cpu": "100m", "ephemeral-storage": "2Gi", "memory": "512Mi"},
    )
    return core_v1.LimitRange(
        metadata=staged_meta("limits", "toolchain", names.AGENTS), spec=core_v1.LimitRangeSpec(limits=[item])
    )
