"""CloudNativePG: the operator of PostgreSQL clusters inside the Kubernetes cluster."""

from __future__ import annotations

from x2bee_constructs.addons.names import CLOUDNATIVE_PG, CLOUDNATIVE_PG_NAMESPACE
from x2bee_constructs.addons.props import AddOnsProps
from x2bee_constructs.addons.values import PRIORITY, AccountName
from x2bee_constructs.core.chart_values import requests, spread
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.core.releases import CRD, MUTATING, RBAC, VALIDATING, Component, Release
from x2bee_constructs.core.versions import CLOUDNATIVE_PG_CHART
from x2bee_constructs.imports.k8s.core_v1 import ResourceRequirements, TopologySpreadConstraint

__all__ = ["cloudnative_pg"]


class _Monitoring(ApiStruct):
    pod_monitor_enabled: bool


class _Values(ApiStruct):
    """Values of the chart `cloudnative-pg`. Its CRDs stay when it goes (`helm.sh/resource-policy: keep`)."""

    replica_count: int
    resources: ResourceRequirements
    priority_class_name: str = PRIORITY
    service_account: AccountName = AccountName(name=CLOUDNATIVE_PG)
    topology_spread_constraints: list[TopologySpreadConstraint] = spread({"app.kubernetes.io/name": CLOUDNATIVE_PG})
    node_selector: dict[str, str]
    monitoring: _Monitoring


def cloudnative_pg(site: Site, props: AddOnsProps) -> Component:
    """The add-on, the same for every site. It uses nothing of AWS: the databases' own pods write backups."""
    values = _Values(
        replica_count=props.replicas,
        resources=requests("100m", "256Mi"),
        node_selector=dict(sorted(props.node_selector.items())),
        monitoring=_Monitoring(pod_monitor_enabled=props.service_monitors),
    )
    # Its webhooks judge the databases; the CRD of clusters alone is over 256 KiB.
    release = Release(CLOUDNATIVE_PG_CHART, values, "webhooks", server_side_apply=True)
    return Component(CLOUDNATIVE_PG, CLOUDNATIVE_PG_NAMESPACE, (release,), (*RBAC, CRD, MUTATING, VALIDATING))
