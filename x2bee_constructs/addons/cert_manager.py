"""cert-manager: certificates inside the cluster."""

from __future__ import annotations

from x2bee_constructs.addons import names
from x2bee_constructs.addons.props import AddOnsProps
from x2bee_constructs.addons.values import PRIORITY, AccountName, EnabledBudget
from x2bee_constructs.core.chart_values import Enabled, requests, spread
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.core.releases import CRD, MUTATING, RBAC, VALIDATING, Component, Release
from x2bee_constructs.core.versions import CERT_MANAGER
from x2bee_constructs.imports.k8s.core_v1 import ResourceRequirements, TopologySpreadConstraint

__all__ = ["cert_manager"]

_NAME = names.CERT_MANAGER


class _Election(ApiStruct):
    namespace: str = _NAME


class _Global(ApiStruct):
    leader_election: _Election = _Election()
    priority_class_name: str = PRIORITY
    node_selector: dict[str, str]


class _Crds(ApiStruct):
    enabled: bool = True
    keep: bool = True


class _Prometheus(ApiStruct):
    servicemonitor: Enabled


class _Budget(EnabledBudget):
    unhealthy_pod_eviction_policy: str = "AlwaysAllow"


class _Part(ApiStruct):
    """One of the three Deployments."""

    replica_count: int
    resources: ResourceRequirements
    pod_disruption_budget: _Budget = _Budget()
    topology_spread_constraints: list[TopologySpreadConstraint]


class _Values(_Part):
    """Values of the chart `cert-manager`."""

    global_: _Global
    crds: _Crds = _Crds()
    service_account: AccountName = AccountName(name=_NAME)
    prometheus: _Prometheus
    webhook: _Part
    cainjector: _Part
    # A Job of Helm's that waits for the webhook; Argo CD would run it at every sync, and looks at health itself.
    startupapicheck: Enabled = Enabled(enabled=False)


def cert_manager(site: Site, props: AddOnsProps) -> Component:
    """The add-on; it issues from inside the cluster, uses nothing of AWS, and is the same for every site."""
    values = _Values(
        replica_count=props.replicas,
        resources=requests("50m", "256Mi"),
        topology_spread_constraints=spread({"app.kubernetes.io/name": _NAME}),
        global_=_Global(node_selector=dict(sorted(props.node_selector.items()))),
        prometheus=_Prometheus(servicemonitor=Enabled(enabled=props.service_monitors)),
        webhook=_part(props, "webhook", "128Mi"),
        cainjector=_part(props, "cainjector", "256Mi"),
    )
    release = Release(CERT_MANAGER, values, "certificates")
    return Component(_NAME, _NAME, (release,), (*RBAC, CRD, MUTATING, VALIDATING))


def _part(props: AddOnsProps, name: str, memory: str) -> _Part:
    return _Part(
        replica_count=props.replicas,
        resources=requests("25m", memory),
        topology_spread_constraints=spread({"app.kubernetes.io/name": name}),
    )
