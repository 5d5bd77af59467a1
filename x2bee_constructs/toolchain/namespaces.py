"""The namespaces of the tools: closed, each under the strictest Pod Security Standard that it can have."""

from __future__ import annotations

from x2bee_constructs.core.argo import staged_meta
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.core.releases import PodSecurity
from x2bee_constructs.imports.k8s import core_v1
from x2bee_constructs.imports.k8s import networking_v1 as net
from x2bee_constructs.imports.k8s.meta_v1 import LabelSelector
from x2bee_constructs.toolchain import names
from x2bee_constructs.toolchain.props import JenkinsSpec, ToolchainProps

__all__ = ["namespaces"]

_CPU_OF_AGENT = 3
"""Cores that a pod of our own pipelines requests at most: build, scanner, builder and the agent itself, rounded up."""

_GI_OF_AGENT = 11
"""Memory that those may have at most, in GiB: 4, 2, 4 and a half, rounded up."""

_GI_OF_DISK = 30
"""Disk that one may ask for, in GiB: BuildKit's 20 and what is checked out. Our judgement."""


def namespaces(props: ToolchainProps) -> dict[str, KubeObject]:
    """Each namespace that is needed, and what holds for every pod in it, by id."""
    made: dict[str, KubeObject] = {}
    if props.jenkins:
        made |= _closed(names.JENKINS, "restricted")
        # BuildKit without root makes user namespaces: its container goes without the default profiles, which only the
        # standard `privileged` lets through.
        made |= _closed(names.AGENTS, "privileged")
        made[f"{names.AGENTS}-quota"] = _quota(props.jenkins)
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
    deny = net.NetworkPolicy(
        metadata=staged_meta("default-deny", "toolchain", name),
        spec=net.NetworkPolicySpec(pod_selector=LabelSelector(), policy_types=["Ingress", "Egress"]),
    )
    namespace = core_v1.Namespace(metadata=meta.model_copy(update={"labels": dict(sorted(labels.items()))}))
    return {f"{name}-namespace": namespace, f"{name}-default-deny": deny}


def _quota(spec: JenkinsSpec) -> core_v1.ResourceQuota:
    """What all agents may ask for together: no Service leads to them, and no volume outlives them."""
    hard: dict[str, int | float | str] = {
        "limits.memory": f"{_GI_OF_AGENT * spec.agents}Gi",
        "persistentvolumeclaims": "0",
        "pods": str(spec.agents),
        "requests.cpu": str(_CPU_OF_AGENT * spec.agents),
        "requests.ephemeral-storage": f"{_GI_OF_DISK * spec.agents}Gi",
        "requests.memory": f"{_GI_OF_AGENT * spec.agents}Gi",
        "services": "0",
    }
    return core_v1.ResourceQuota(
        metadata=staged_meta("quota", "toolchain", names.AGENTS), spec=core_v1.ResourceQuotaSpec(hard=hard)
    )
