"""metrics-server: CPU and memory of pods, for autoscalers."""

from __future__ import annotations

from x2bee_constructs.addons import names
from x2bee_constructs.addons.props import AddOnsProps
from x2bee_constructs.addons.values import PRIORITY, AccountName, EnabledBudget
from x2bee_constructs.core.chart_values import Enabled, requests, spread
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.core.releases import API_SERVICE, RBAC, Component, Release
from x2bee_constructs.core.versions import METRICS_SERVER
from x2bee_constructs.imports.k8s.core_v1 import ResourceRequirements, TopologySpreadConstraint

__all__ = ["metrics_server"]

_NAME = names.METRICS_SERVER


class _Budget(EnabledBudget):
    unhealthy_pod_eviction_policy: str = "AlwaysAllow"


class _Values(ApiStruct):
    """Values of the chart `metrics-server`."""

    replicas: int
    service_account: AccountName = AccountName(name=_NAME)
    resources: ResourceRequirements
    priority_class_name: str = PRIORITY
    pod_disruption_budget: _Budget = _Budget()
    topology_spread_constraints: list[TopologySpreadConstraint]
    node_selector: dict[str, str]
    metrics: Enabled
    service_monitor: Enabled


def metrics_server(site: Site, props: AddOnsProps) -> Component:
    """The add-on; it uses nothing of AWS, and is the same for every site."""
    monitored = Enabled(enabled=props.service_monitors)
    values = _Values(
        replicas=props.replicas,
        resources=requests("100m", "200Mi"),  # upstream's README: enough for 100 nodes
        topology_spread_constraints=spread({"app.kubernetes.io/name": _NAME}),
        node_selector=dict(sorted(props.node_selector.items())),
        metrics=monitored,
        service_monitor=monitored,
    )
    release = Release(METRICS_SERVER, values, "controllers")
    return Component(_NAME, names.SYSTEM, (release,), (*RBAC, API_SERVICE), pod_security=None)
