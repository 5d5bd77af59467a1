"""The namespaces of the tools: closed, each under the strictest Pod Security Standard that it can have."""

from __future__ import annotations

from x2bee_constructs.core.argo import staged_meta
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.core.releases import PodSecurity
from x2bee_constructs.imports.k8s import core_v1, rbac_v1
from x2bee_constructs.toolchain import names
from x2bee_constructs.toolchain.props import ToolchainProps
from x2bee_constructs.toolchain.runner_config import HELPER_GIB, JOB_CORES
from x2bee_constructs.toolchain.runners_props import RunnersSpec
from x2bee_constructs.workload.peers import isolating_policy
from x2bee_constructs.workload.sizing import bytes_of

__all__ = ["AGENT_CORES", "AGENT_GIB", "job_mebibytes", "namespaces"]

AGENT_CORES = 2
"""Cores that a pod of our own pipelines requests at most: one for what makes images and a tenth for the agent itself,
rounded up."""

AGENT_GIB = 5
"""Memory that one may have at most, in GiB: 4 for what it does and a half for the agent, rounded up."""

_GI_OF_DISK = 10
"""Disk that one may request, in GiB: 2 for each of its containers, rounded up. BuildKit's cache is beside it, under a
limit of its own."""

_MI_IN_GI = 1024


def namespaces(props: ToolchainProps) -> dict[str, KubeObject]:
    """Each namespace that is needed, and what holds for every pod in it, by id."""
    made: dict[str, KubeObject] = {}
    if props.jenkins:
        made |= _closed(names.JENKINS, "restricted")
        made |= _closed(names.AGENTS, "restricted")
        # BuildKit without root makes user namespaces: its container goes without the default profiles, which only the
        # standard `privileged` lets through.
        made |= _closed(names.IMAGE_AGENTS, "privileged")
        for home in (names.AGENTS, names.IMAGE_AGENTS):
            made |= _bounded(home, props.jenkins.agents, AGENT_CORES, AGENT_GIB * _MI_IN_GI)
        made[f"{names.IMAGE_AGENTS}-builder"] = _builder(names.BUILDER, names.IMAGE_AGENTS)
        made |= _started_by_jenkins(names.IMAGE_AGENTS)
    if props.sonarqube:
        made |= _closed(names.SONARQUBE, "restricted")
    return made | _runners(props.runners) if props.runners else made


def _runners(spec: RunnersSpec) -> dict[str, KubeObject]:
    """What asks GitLab for jobs, any job, and jobs that make images, each in a namespace of its own."""
    memory = job_mebibytes(spec)
    return {
        **_closed(names.RUNNERS, "restricted"),
        **_closed(names.JOBS, "restricted"),
        **_bounded(names.JOBS, spec.jobs, JOB_CORES, memory),
        # For BuildKit, as in the namespace of Jenkins' agents.
        **_closed(names.PUBLISH, "privileged"),
        **_bounded(names.PUBLISH, spec.publishing, JOB_CORES, memory),
        f"{names.PUBLISH}-builder": _builder(names.PUBLISHER, names.PUBLISH),
    }


def job_mebibytes(spec: RunnersSpec) -> int:
    """Memory that the pod of one of GitLab's jobs may have at most, in MiB."""
    return -(-bytes_of(spec.memory) // 1024**2) + HELPER_GIB * _MI_IN_GI


def _builder(name: str, home: str) -> core_v1.ServiceAccount:
    """Whom AWS knows: it has no right in the cluster."""
    return core_v1.ServiceAccount(metadata=staged_meta(name, "toolchain", home), automount_service_account_token=False)


def _started_by_jenkins(home: str) -> dict[str, KubeObject]:
    """What the controller may do there, as its chart says it of the one namespace that it knows of; but no volumes."""
    pods = ["pods", "pods/exec"]
    look = rbac_v1.PolicyRule(api_groups=[""], resources=[*pods, "pods/log", "events"], verbs=["get", "list", "watch"])
    start = rbac_v1.PolicyRule(
        api_groups=[""], resources=pods, verbs=["create", "delete", "deletecollection", "patch", "update"]
    )
    meta = staged_meta(f"{home}-start", "toolchain", home)
    role = rbac_v1.RoleRef(api_group="rbac.authorization.k8s.io", kind="Role", name=f"{home}-start")
    subject = rbac_v1.Subject(kind="ServiceAccount", name=names.JENKINS, namespace=names.JENKINS)
    return {
        f"{home}-role": rbac_v1.Role(metadata=meta, rules=[look, start]),
        f"{home}-binding": rbac_v1.RoleBinding(metadata=meta, role_ref=role, subjects=[subject]),
    }


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


def _bounded(home: str, pods: int, cores: int, memory: int) -> dict[str, KubeObject]:
    return {f"{home}-quota": _quota(home, pods, cores, memory), f"{home}-limits": _limits(home)}


def _once(name: str, home: str) -> str:
    """A chart has each name once; those of the agents were there first."""
    return name if home == names.AGENTS else f"{home}-{name}"


def _quota(home: str, pods: int, cores: int, memory: int) -> core_v1.ResourceQuota:
    """What all pods that build may ask for together, each of so many cores and MiB at most.

    No Service leads to them, and no volume outlives them.
    """
    whole = f"{memory * pods // _MI_IN_GI}Gi" if memory * pods % _MI_IN_GI == 0 else f"{memory * pods}Mi"
    hard: dict[str, int | float | str] = {
        "limits.memory": whole,
        "persistentvolumeclaims": "0",
        "pods": str(pods),
        "requests.cpu": str(cores * pods),
        "requests.ephemeral-storage": f"{_GI_OF_DISK * pods}Gi",
        "requests.memory": whole,
        "services": "0",
    }
    return core_v1.ResourceQuota(
        metadata=staged_meta(_once("quota", home), "toolchain", home), spec=core_v1.ResourceQuotaSpec(hard=hard)
    )


def _limits(home: str) -> core_v1.LimitRange:
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
        metadata=staged_meta(_once("limits", home), "toolchain", home), spec=core_v1.LimitRangeSpec(limits=[item])
    )
