"""KEDA: scales pods by requests that Prometheus counts."""

from __future__ import annotations

from x2bee_constructs.addons import names
from x2bee_constructs.addons.props import AddOnsProps
from x2bee_constructs.addons.values import KEPT_CRDS, PRIORITY, MaxUnavailable
from x2bee_constructs.core.chart_values import Enabled, requests, spread
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.core.releases import API_SERVICE, CRD, RBAC, VALIDATING, Component, Release
from x2bee_constructs.core.versions import KEDA
from x2bee_constructs.imports.k8s.core_v1 import ResourceRequirements, TopologySpreadConstraint

__all__ = ["keda"]

_NAME = names.KEDA
_OPERATOR, _METRICS, _WEBHOOKS = "keda-operator", "keda-operator-metrics-apiserver", "keda-admission-webhooks"


class _Pods(ApiStruct):
    replica_count: int


class _Crds(ApiStruct):
    additional_annotations: dict[str, str] = KEPT_CRDS


class _Rbac(ApiStruct):
    # Deployments and StatefulSets are scaled, not every kind of every group.
    enabled_custom_scaled_ref_kinds: bool = False


class _NoSecrets(ApiStruct):
    secret: bool = True


class _Restricted(ApiStruct):
    restrict: _NoSecrets = _NoSecrets()


class _Permissions(ApiStruct):
    # CPU and Prometheus need no secret: without this the operator could read every one of the cluster.
    operator: _Restricted = _Restricted()
    metric_server: _Restricted = _Restricted()


class _Image(ApiStruct):
    # The chart asks the registry at every start: then no pod starts while the registry is away.
    pull_policy: str = "IfNotPresent"


class _Resources(ApiStruct):
    operator: ResourceRequirements
    metric_server: ResourceRequirements
    webhooks: ResourceRequirements


class _Budgets(ApiStruct):
    operator: MaxUnavailable = MaxUnavailable()
    metric_server: MaxUnavailable = MaxUnavailable()
    webhooks: MaxUnavailable = MaxUnavailable()


class _Spreads(ApiStruct):
    operator: list[TopologySpreadConstraint] = spread({"app": _OPERATOR})
    metrics_server: list[TopologySpreadConstraint] = spread({"app": _METRICS})
    webhooks: list[TopologySpreadConstraint] = spread({"app": _WEBHOOKS})


class _Monitored(ApiStruct):
    enabled: bool
    service_monitor: Enabled


class _Prometheus(ApiStruct):
    operator: _Monitored
    metric_server: _Monitored
    webhooks: _Monitored


class _Values(ApiStruct):
    """Values of the chart `keda`. It makes and rotates the certificates between its parts itself."""

    cluster_name: str
    crds: _Crds = _Crds()
    rbac: _Rbac = _Rbac()
    permissions: _Permissions = _Permissions()
    image: _Image = _Image()
    operator: _Pods
    metrics_server: _Pods
    webhooks: _Pods
    resources: _Resources
    priority_class_name: str = PRIORITY
    pod_disruption_budget: _Budgets = _Budgets()
    topology_spread_constraints: _Spreads = _Spreads()
    node_selector: dict[str, str]
    prometheus: _Prometheus


def keda(site: Site, props: AddOnsProps) -> Component:
    """The add-on for one site. It has no identity in AWS: what it asks, it asks inside the cluster."""
    pods = _Pods(replica_count=props.replicas)
    on = props.service_monitors
    monitored = _Monitored(enabled=on, service_monitor=Enabled(enabled=on))
    values = _Values(
        cluster_name=site.cluster,
        operator=pods,
        metrics_server=pods,
        webhooks=pods,
        resources=_resources(),
        node_selector=dict(sorted(props.node_selector.items())),
        prometheus=_Prometheus(operator=monitored, metric_server=monitored, webhooks=monitored),
    )
    release = Release(KEDA, values, "webhooks", server_side_apply=True)
    kinds = (*RBAC, CRD, VALIDATING, API_SERVICE)
    return Component(_NAME, _NAME, (release,), kinds, reaches=(names.SYSTEM,))


def _resources() -> _Resources:
    # The chart limits CPU to one core. A value of it can be replaced, but not taken away without null, and null is lost
    # on the way through an Application.
    return _Resources(
        operator=requests("100m", "512Mi", cpu_limit="1"),
        metric_server=requests("100m", "256Mi", cpu_limit="1"),
        webhooks=requests("25m", "128Mi", cpu_limit="1"),
    )
