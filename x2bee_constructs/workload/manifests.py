"""A microservice as Kubernetes objects: pure functions from props to typed objects."""

from __future__ import annotations

import json

from x2bee_constructs.core.checkov import AS_SETTINGS, STANDARD, skips
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.k8s import apps_v1, core_v1, policy_v1
from x2bee_constructs.imports.k8s.meta_v1 import ObjectMeta
from x2bee_constructs.workload.autoscaling import autoscaler
from x2bee_constructs.workload.mesh import mesh_objects
from x2bee_constructs.workload.meta import Meta
from x2bee_constructs.workload.monitor import pod_annotations, pod_monitor
from x2bee_constructs.workload.peers import POD_IDENTITY
from x2bee_constructs.workload.pod import pod_spec
from x2bee_constructs.workload.policy import network_policy
from x2bee_constructs.workload.profile import Profile
from x2bee_constructs.workload.props import MsaDeploymentProps
from x2bee_constructs.workload.settings import checksum, config_map, files, secret
from x2bee_constructs.workload.sizing import SURGE_PERCENT
from x2bee_constructs.workload.timing import Timings

__all__ = ["msa_objects"]

_SERVICE_PORT = 80
"""Services are called without a port number; the storefront's images have this one built in."""


def msa_objects(name: str, namespace: str, props: MsaDeploymentProps) -> dict[str, KubeObject]:
    """The objects of one service, by the id that each has in the construct tree."""
    times = props.runtime.times(props.timing)
    profile = props.runtime.profile(times)
    meta = Meta(name, namespace, props)
    settings = config_map(meta, profile, props)
    scaler = autoscaler(meta, props)
    objects: dict[str, KubeObject] = {
        "service-account": core_v1.ServiceAccount(
            metadata=meta.object(meta.name), automount_service_account_token=False
        ),
        "config": settings,
        "deployment": _deployment(meta, profile, times, props, settings, bool(scaler)),
        "pdb": _disruption_budget(meta),
        **scaler,
    }
    if props.files:
        objects["files"] = files(meta, props)
    if props.secrets:
        objects["secrets"] = secret(meta, props)
    if props.policies:
        objects["network-policy"] = network_policy(meta, profile, props)
    if props.monitor and profile.port and (profile.metrics_path or props.mesh):
        objects["pod-monitor"] = pod_monitor(meta, profile, props.mesh)
    if profile.port:
        objects["service"] = _service(meta, name)
        objects |= {f"service-{alias}": _service(meta, alias) for alias in props.service_aliases}
    return objects | mesh_objects(meta, profile, times, props)


def _acknowledged(props: MsaDeploymentProps) -> dict[str, str]:
    """Rules of Checkov that this library does not follow."""
    reads = props.secrets or props.settings_from
    return skips(*STANDARD, *((AS_SETTINGS,) if reads else ()))


def _deployment(
    meta: Meta, profile: Profile, times: Timings, props: MsaDeploymentProps, settings: core_v1.ConfigMap, scaled: bool
) -> apps_v1.Deployment:
    calls = {"x2bee.io/calls": ",".join(props.calls)} if props.calls else {}
    return apps_v1.Deployment(
        metadata=meta.object(meta.name, {**_acknowledged(props), **calls, **meta.contacts}),
        spec=apps_v1.DeploymentSpec(
            # An autoscaled Deployment names no number: each sync would undo what the autoscaler did.
            replicas=None if scaled else props.replicas.min,
            revision_history_limit=2,
            selector=meta.pods(),
            strategy=_strategy(props),
            template=core_v1.PodTemplateSpec(
                metadata=ObjectMeta(labels=meta.pod_labels, annotations=_annotations(profile, times, props, settings)),
                spec=pod_spec(meta, profile, times, props),
            ),
        ),
    )


def _annotations(
    profile: Profile, times: Timings, props: MsaDeploymentProps, settings: core_v1.ConfigMap
) -> dict[str, str]:
    own = {"checksum/config": checksum(settings.data or {})}
    if props.files:
        own["checksum/files"] = checksum(props.files)
    if props.secrets:
        own["checksum/secrets"] = checksum({name: str(wanted) for name, wanted in props.secrets.items()})
    if props.mesh:
        own["proxy.istio.io/config"] = _proxy(times)
    if props.mesh and props.aws:
        # On the node itself, and asked before the first request: credentials must not wait for a proxy.
        own["traffic.sidecar.istio.io/excludeOutboundIPRanges"] = POD_IDENTITY
    if props.monitor:
        own |= pod_annotations(profile)
    if profile.undisturbed:
        own["cluster-autoscaler.kubernetes.io/safe-to-evict"] = "false"
        own["karpenter.sh/do-not-disrupt"] = "true"
    return dict(sorted({**props.annotations, **own}.items()))


def _proxy(times: Timings) -> str:
    """The proxy drains as long as the program needs, and goes as soon as its last connection has ended."""
    config = {
        "drainDuration": f"{times.sidecar_drain}s",
        "proxyMetadata": {"EXIT_ON_ZERO_ACTIVE_CONNECTIONS": "true"},
        "terminationDrainDuration": f"{times.sidecar_drain}s",
    }
    return json.dumps(config, separators=(",", ":"))


def _strategy(props: MsaDeploymentProps) -> apps_v1.DeploymentStrategy:
    if props.singleton:
        return apps_v1.DeploymentStrategy(type="Recreate")
    rolling = apps_v1.RollingUpdateDeployment(max_surge=f"{SURGE_PERCENT}%", max_unavailable=0)
    return apps_v1.DeploymentStrategy(type="RollingUpdate", rolling_update=rolling)


def _service(meta: Meta, name: str) -> core_v1.Service:
    port = core_v1.ServicePort(name="http", port=_SERVICE_PORT, target_port="http", protocol="TCP", app_protocol="http")
    spec = core_v1.ServiceSpec(type="ClusterIP", selector=meta.selector, ports=[port])
    return core_v1.Service(metadata=meta.object(name), spec=spec)


def _disruption_budget(meta: Meta) -> policy_v1.PodDisruptionBudget:
    return policy_v1.PodDisruptionBudget(
        metadata=meta.object(meta.name),
        spec=policy_v1.PodDisruptionBudgetSpec(
            max_unavailable=1,
            selector=meta.pods(),
            # Pods that never became ready must not keep a node from being drained.
            unhealthy_pod_eviction_policy="AlwaysAllow",
        ),
    )
