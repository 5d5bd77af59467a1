"""A namespace as Kubernetes objects."""

from __future__ import annotations

from x2bee_constructs.core.names import dns_label
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.core.releases import WAVES
from x2bee_constructs.imports.k8s import core_v1, meta_v1
from x2bee_constructs.namespace import names
from x2bee_constructs.namespace.policies import network_policies
from x2bee_constructs.namespace.props import AppNamespaceProps, ContainerDefaults, Quota

__all__ = ["namespace_objects"]

_LABELS = {"app.kubernetes.io/part-of": "x2bee"}

_Amounts = dict[str, int | float | str]


def namespace_objects(name: str, props: AppNamespaceProps) -> dict[str, KubeObject]:
    """The Namespace and what holds for every pod in it, by the id that each has in the construct tree."""
    made: dict[str, KubeObject] = {"namespace": _namespace(dns_label(name, what="a namespace"), props)}
    if props.quota:
        made["quota"] = _quota(name, props.quota)
    if props.container_defaults:
        made["limit-range"] = _limit_range(name, props.container_defaults)
    made |= network_policies(name, _LABELS, props)
    return made if props.stage == "services" else {key: _before_databases(one) for key, one in made.items()}


def _before_databases(one: KubeObject) -> KubeObject:
    """Before the secrets of databases and the jobs that read them: their pods must not be there first."""
    wave = {"argocd.argoproj.io/sync-wave": str(WAVES["databases"] - 2)}
    metadata: meta_v1.ObjectMeta = getattr(one, "metadata")  # noqa: B009 - every object has some, its base has not
    said = {**(metadata.annotations or {}), **wave}
    return one.model_copy(update={"metadata": metadata.model_copy(update={"annotations": said})})


def _namespace(name: str, props: AppNamespaceProps) -> core_v1.Namespace:
    labels = {**props.labels, **_LABELS, **_pod_security(props)}
    if props.istio_revision:
        labels["istio.io/rev"] = props.istio_revision
    if props.load_balancer_readiness:
        labels["elbv2.k8s.aws/pod-readiness-gate-inject"] = "enabled"
    metadata = meta_v1.ObjectMeta(
        name=name,
        labels=dict(sorted(labels.items())),
        # Pruning it would delete every service in it; a namespace goes by hand.
        annotations={"argocd.argoproj.io/sync-options": "Delete=false,Prune=false"},
    )
    return core_v1.Namespace(metadata=metadata)


def _pod_security(props: AppNamespaceProps) -> dict[str, str]:
    """The versions are said, because a cluster's own admission configuration can have others as defaults."""
    modes = {
        "audit": ("restricted", "latest"),
        "enforce": (props.pod_security, props.pod_security_version),
        "warn": ("restricted", "latest"),
    }
    labels: dict[str, str] = {}
    for mode, (standard, version) in modes.items():
        labels[f"pod-security.kubernetes.io/{mode}"] = standard
        labels[f"pod-security.kubernetes.io/{mode}-version"] = version
    return labels


def _quota(namespace: str, quota: Quota) -> core_v1.ResourceQuota:
    hard: _Amounts = {
        "limits.memory": quota.memory,
        "pods": str(quota.pods),
        "requests.cpu": quota.cpu,
        "requests.ephemeral-storage": quota.ephemeral_storage,
        "requests.memory": quota.memory,
        "services.loadbalancers": "0",
        "services.nodeports": "0",
    }
    return core_v1.ResourceQuota(metadata=_meta(names.QUOTA, namespace), spec=core_v1.ResourceQuotaSpec(hard=hard))


def _limit_range(namespace: str, given: ContainerDefaults) -> core_v1.LimitRange:
    alike: _Amounts = {"ephemeral-storage": given.ephemeral_storage, "memory": given.memory}
    most = {"ephemeral-storage": given.max_ephemeral_storage, "memory": given.max_memory}
    bounds: _Amounts = {resource: bound for resource, bound in most.items() if bound}
    item = core_v1.LimitRangeItem(
        type="Container",
        default=alike,
        default_request={"cpu": given.cpu, **alike},
        # Never CPU: a maximum becomes the limit of every container that has none.
        max=bounds or None,
    )
    return core_v1.LimitRange(metadata=_meta(names.LIMIT_RANGE, namespace), spec=core_v1.LimitRangeSpec(limits=[item]))


def _meta(name: str, namespace: str) -> meta_v1.ObjectMeta:
    return meta_v1.ObjectMeta(name=name, namespace=namespace, labels=_LABELS)
