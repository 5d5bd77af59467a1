"""From the platform to its namespace: a quota and bounds that every service of it fits."""

from __future__ import annotations

from typing import Literal

from x2bee_constructs.apm.props import Whatap
from x2bee_constructs.namespace.props import AppNamespaceProps, ContainerDefaults, Quota
from x2bee_constructs.platform.derive import deployment_props
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.workload.sizing import (
    Requests,
    bytes_of,
    bytes_text,
    cpu_text,
    millicores,
    most_pods,
    pod_requests,
)

__all__ = ["namespace_props"]

_HEADROOM_PERCENT = 50
"""Our judgement: once more a rollout's surge (25 %), for pods that are ending and count until they have ended, and as
much again for Jobs and debugging."""

_GI = 1024**3

_SIDECAR = Requests(cpu=100, memory=_GI)
"""istio-proxy as Istio's own values have it (`global.proxy.resources`): 100m and 128Mi requested, 1024Mi limited. The
limit counts, because the quota bounds requests and limits with one number. It says nothing of disk."""


def namespace_props(platform: Platform) -> AppNamespaceProps:
    """What `AppNamespace` takes for the namespace of the platform's services.

    Per resource (pods, CPU, memory, disk), over all enabled services:

        need     = Σ (most_pods · pod_requests)     every autoscaler at its maximum, every service in a rollout
        headroom = 50 % of need, and no less than one more of the largest pod
        quota    = need + headroom, rounded up to whole pods, cores and Gi

    One container may have as much memory and disk as the largest pod, and 1Gi of memory at least: istio-proxy fits.
    In the mesh (`istio_revision`) every pod has that sidecar more.
    """
    services = [deployment_props(platform, name) for name in platform.enabled_services]
    unsaid = _requests(ContainerDefaults())
    sidecar = Requests(_SIDECAR.cpu, _SIDECAR.memory, unsaid.disk) if platform.istio_revision else Requests()
    pods = [(most_pods(props), pod_requests(props) + sidecar) for props in services]
    largest = unsaid
    for _, one in pods:
        largest = largest.or_more(one)
    return AppNamespaceProps(
        pod_security=_standard(platform),
        istio_revision=platform.istio_revision,
        quota=_quota(pods, largest),
        container_defaults=ContainerDefaults(
            max_memory=_gi(max(largest.memory, _SIDECAR.memory)),
            max_ephemeral_storage=_gi(largest.disk),
        ),
    )


def _standard(platform: Platform) -> Literal["restricted", "baseline"]:
    """What is enforced: WhaTap's operator puts an init container into pods that `restricted` refuses.

    It says neither that it keeps its rights nor that it drops its capabilities, and has no setting for either (ADR 18).
    Our own pods stay as they are, and audit and warnings still show what `restricted` would refuse.
    """
    return "baseline" if isinstance(platform.apm, Whatap) else "restricted"


def _quota(pods: list[tuple[int, Requests]], largest: Requests) -> Quota:
    need = Requests()
    for most, one in pods:
        need += one * most
    return Quota(
        pods=_with_headroom(sum(most for most, _ in pods), 1),
        cpu=cpu_text(_up(_with_headroom(need.cpu, largest.cpu), 1000)),
        memory=_gi(_with_headroom(need.memory, largest.memory)),
        ephemeral_storage=_gi(_with_headroom(need.disk, largest.disk)),
    )


def _with_headroom(need: int, one: int) -> int:
    return need + max(-(-need * _HEADROOM_PERCENT // 100), one)


def _requests(defaults: ContainerDefaults) -> Requests:
    disk = bytes_of(defaults.ephemeral_storage)
    return Requests(cpu=millicores(defaults.cpu), memory=bytes_of(defaults.memory), disk=disk)


def _gi(count: int) -> str:
    return bytes_text(_up(count, _GI))


def _up(count: int, step: int) -> int:
    """The next multiple of `step`, exact for any size."""
    return -(-count // step) * step
