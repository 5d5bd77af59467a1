"""Parts that the values of the charts share."""

from __future__ import annotations

from x2bee_constructs.imports.k8s.core_v1 import (
    Capabilities,
    PodSecurityContext,
    ResourceRequirements,
    SeccompProfile,
    SecurityContext,
)

__all__ = ["STAYS", "bounded", "restricted_container", "restricted_pod"]

STAYS = {"cluster-autoscaler.kubernetes.io/safe-to-evict": "false", "karpenter.sh/do-not-disrupt": "true"}
"""Annotations of a pod by which nodes are not emptied for economy while it runs."""


def bounded(
    cpu: str, memory: str, most_cpu: str, *, disk: str | None = None, most_disk: str | None = None
) -> ResourceRequirements:
    """As `requests`, with a limit of CPU, and of disk where one is given.

    Helm lays values on the chart's own, which have a limit that cannot be taken back.
    """
    asked, most = ({"ephemeral-storage": given} if given else {} for given in (disk, most_disk))
    return ResourceRequirements(
        requests={"cpu": cpu, "memory": memory, **asked}, limits={"cpu": most_cpu, "memory": memory, **most}
    )


def restricted_pod(user: int, group: int) -> PodSecurityContext:
    """A pod under the Pod Security Standard `restricted`, whose volumes belong to the group."""
    return PodSecurityContext(
        run_as_user=user,
        run_as_group=group,
        run_as_non_root=True,
        fs_group=group,
        fs_group_change_policy="OnRootMismatch",
        seccomp_profile=SeccompProfile(type="RuntimeDefault"),
    )


def restricted_container(user: int, group: int, *, read_only: bool = True) -> SecurityContext:
    """A container under the same standard; without `read_only` it writes beside its volumes."""
    return SecurityContext(
        allow_privilege_escalation=False,
        capabilities=Capabilities(drop=["ALL"]),
        read_only_root_filesystem=read_only,
        run_as_group=group,
        run_as_non_root=True,
        run_as_user=user,
        seccomp_profile=SeccompProfile(type="RuntimeDefault"),
    )
