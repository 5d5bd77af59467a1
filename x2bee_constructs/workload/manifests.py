"""A microservice as Kubernetes objects: pure functions from props to typed objects."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from math import ceil

from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.k8s import apps_v1, autoscaling_v2, core_v1, meta_v1, policy_v1
from x2bee_constructs.workload import names
from x2bee_constructs.workload.pod import pod_template
from x2bee_constructs.workload.props import MsaDeploymentProps
from x2bee_constructs.workload.runtimes import Profile

__all__ = ["msa_objects"]

_SERVICE_PORT = 80
"""Services are called without a port number; the storefront's images have this one built in."""

_CPU_TARGET = 70
"""Percent of the CPU request at which pods are added: what is left carries the load until a new pod is ready."""


def msa_objects(name: str, namespace: str, props: MsaDeploymentProps) -> dict[str, KubeObject]:
    """The objects of one service, by the id that each has in the construct tree."""
    profile = props.runtime.profile()
    meta = _Meta(name, namespace, props)
    settings = _config_map(meta, profile, props)
    scaled = not props.singleton and props.replicas.max > props.replicas.min
    objects: dict[str, KubeObject] = {
        "service-account": _service_account(meta),
        "config": settings,
        "deployment": _deployment(meta, profile, props, settings, scaled),
        "service": _service(meta, name),
        "pdb": _disruption_budget(meta),
    }
    if scaled:
        objects["hpa"] = _autoscaler(meta, props)
    return objects | {f"service-{alias}": _service(meta, alias) for alias in props.service_aliases}


class _Meta:
    """Whose objects these are: the labels and the metadata that all of them share."""

    def __init__(self, name: str, namespace: str, props: MsaDeploymentProps) -> None:
        self.name, self.namespace = names.service_account(name), namespace
        self.selector = names.selector(name)
        own = {"app": name, "app.kubernetes.io/part-of": "x2bee"}
        self.labels = dict(sorted({**props.labels, **own, **self.selector}.items()))
        # Kiali and Istio tell releases apart by it; on pods only, so that a release changes the Deployment alone.
        self.pod_labels = {**self.labels, "version": _version(props.image)}

    def object(self, name: str, annotations: Mapping[str, str] | None = None) -> meta_v1.ObjectMeta:
        return meta_v1.ObjectMeta(
            name=name,
            namespace=self.namespace,
            labels=self.labels,
            annotations=dict(annotations) if annotations else None,
        )


def _version(image: str) -> str:
    """The image's tag, or the start of its digest, as a label value (at most 63 letters, digits, `-_.`)."""
    name, _, digest = image.partition("@")
    version = digest.replace(":", "-")[:19] if digest else name.rpartition(":")[2]
    return re.sub(r"[^A-Za-z0-9._-]", "-", version)[:63].strip("-_.")


def _service_account(meta: _Meta) -> core_v1.ServiceAccount:
    return core_v1.ServiceAccount(metadata=meta.object(meta.name), automount_service_account_token=False)


def _config_map(meta: _Meta, profile: Profile, props: MsaDeploymentProps) -> core_v1.ConfigMap:
    addresses = {names.url_variable(callee): names.url(callee) for callee in props.calls if "." not in callee}
    data = {**profile.env, **addresses, **props.env}
    return core_v1.ConfigMap(metadata=meta.object(names.config_map(meta.name)), data=dict(sorted(data.items())))


def _deployment(
    meta: _Meta, profile: Profile, props: MsaDeploymentProps, settings: core_v1.ConfigMap, scaled: bool
) -> apps_v1.Deployment:
    text = "\n".join(f"{key}={value}" for key, value in (settings.data or {}).items())
    annotations = {"checksum/config": hashlib.sha256(text.encode()).hexdigest()}
    if profile.undisturbed:
        annotations["karpenter.sh/do-not-disrupt"] = "true"
    return apps_v1.Deployment(
        metadata=meta.object(meta.name, {"x2bee.io/calls": ",".join(props.calls)} if props.calls else None),
        spec=apps_v1.DeploymentSpec(
            # An autoscaled Deployment names no number: each sync would undo what the autoscaler did.
            replicas=None if scaled else props.replicas.min,
            revision_history_limit=2,
            selector=meta_v1.LabelSelector(match_labels=meta.selector),
            strategy=_strategy(props),
            template=core_v1.PodTemplateSpec(
                metadata=meta_v1.ObjectMeta(labels=meta.pod_labels, annotations=annotations),
                spec=pod_template(meta.name, meta.selector, profile, props),
            ),
        ),
    )


def _strategy(props: MsaDeploymentProps) -> apps_v1.DeploymentStrategy:
    if props.singleton:
        return apps_v1.DeploymentStrategy(type="Recreate")
    rolling = apps_v1.RollingUpdateDeployment(max_surge="25%", max_unavailable=0)
    return apps_v1.DeploymentStrategy(type="RollingUpdate", rolling_update=rolling)


def _service(meta: _Meta, name: str) -> core_v1.Service:
    port = core_v1.ServicePort(name="http", port=_SERVICE_PORT, target_port="http", protocol="TCP", app_protocol="http")
    spec = core_v1.ServiceSpec(type="ClusterIP", selector=meta.selector, ports=[port])
    return core_v1.Service(metadata=meta.object(name), spec=spec)


def _disruption_budget(meta: _Meta) -> policy_v1.PodDisruptionBudget:
    return policy_v1.PodDisruptionBudget(
        metadata=meta.object(meta.name),
        spec=policy_v1.PodDisruptionBudgetSpec(
            max_unavailable=1,
            selector=meta_v1.LabelSelector(match_labels=meta.selector),
            # Pods that never became ready must not keep a node from being drained.
            unhealthy_pod_eviction_policy="AlwaysAllow",
        ),
    )


def _autoscaler(meta: _Meta, props: MsaDeploymentProps) -> autoscaling_v2.HorizontalPodAutoscaler:
    cpu = autoscaling_v2.ResourceMetricSource(
        name="cpu", target=autoscaling_v2.MetricTarget(type="Utilization", average_utilization=_CPU_TARGET)
    )
    return autoscaling_v2.HorizontalPodAutoscaler(
        metadata=meta.object(meta.name),
        spec=autoscaling_v2.HorizontalPodAutoscalerSpec(
            scale_target_ref=autoscaling_v2.CrossVersionObjectReference(
                api_version="apps/v1", kind="Deployment", name=meta.name
            ),
            min_replicas=props.replicas.min,
            max_replicas=props.replicas.max,
            metrics=[autoscaling_v2.MetricSpec(type="Resource", resource=cpu)],
            behavior=_behavior(props.replicas.max),
        ),
    )


def _behavior(most: int) -> autoscaling_v2.HorizontalPodAutoscalerBehavior:
    """Up at once, by twice or by four pods in 15 s, whichever is more; down slowly, after five quiet minutes."""
    policy = autoscaling_v2.HPAScalingPolicy
    return autoscaling_v2.HorizontalPodAutoscalerBehavior(
        scale_up=autoscaling_v2.HPAScalingRules(
            stabilization_window_seconds=0,
            select_policy="Max",
            policies=[
                policy(type="Percent", value=100, period_seconds=15),
                policy(type="Pods", value=4, period_seconds=15),
            ],
        ),
        scale_down=autoscaling_v2.HPAScalingRules(
            stabilization_window_seconds=300,
            select_policy="Max",
            policies=[policy(type="Pods", value=max(1, ceil(most / 10)), period_seconds=60)],
        ),
    )
