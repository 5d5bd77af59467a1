"""External Secrets: brings secrets and parameters of the site into the cluster, by name."""

from __future__ import annotations

from x2bee_constructs.addons import names
from x2bee_constructs.addons.props import AddOnsProps
from x2bee_constructs.addons.readers import read_statements, take_statements
from x2bee_constructs.addons.values import KEPT_CRDS, PRIORITY, AccountName, EnabledBudget
from x2bee_constructs.core.chart_values import Enabled, requests, spread
from x2bee_constructs.core.iam import PodIdentity, Statement
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.core.releases import CRD, RBAC, VALIDATING, Component, Release
from x2bee_constructs.core.versions import EXTERNAL_SECRETS
from x2bee_constructs.imports.k8s.core_v1 import ResourceRequirements, TopologySpreadConstraint

__all__ = ["external_secrets"]

_NAME = names.EXTERNAL_SECRETS


class _Crds(ApiStruct):
    annotations: dict[str, str]
    create_cluster_external_secret: bool = False
    create_cluster_generator: bool = False
    create_cluster_push_secret: bool = False
    create_push_secret: bool = False


class _Created(ApiStruct):
    create: bool


class _Rbac(ApiStruct):
    service_account_token_create: bool = False
    servicebindings: _Created = _Created(create=False)


class _Part(ApiStruct):
    """One of the three Deployments."""

    replica_count: int
    resources: ResourceRequirements
    priority_class_name: str = PRIORITY
    pod_disruption_budget: EnabledBudget = EnabledBudget()
    topology_spread_constraints: list[TopologySpreadConstraint]
    node_selector: dict[str, str]


class _Values(_Part):
    """Values of the chart `external-secrets`."""

    crds: _Crds
    # Nothing is pushed to AWS, or made in several namespaces at once: what is not there needs no rights.
    process_cluster_external_secret: bool = False
    process_cluster_generator: bool = False
    process_cluster_push_secret: bool = False
    process_push_secret: bool = False
    # A namespace's own SecretStore would read, or take a role, as the controller: stores are the cluster's.
    process_secret_store: bool = False
    openshift_finalizers: bool = False
    rbac: _Rbac = _Rbac()
    leader_elect: bool = True
    service_account: AccountName
    liveness_probe: Enabled = Enabled(enabled=True)
    readiness_probe: Enabled = Enabled(enabled=True)
    service_monitor: Enabled
    webhook: _Part
    cert_controller: _Part


def external_secrets(site: Site, props: AddOnsProps) -> Component:
    """The add-on for one site."""
    identity = PodIdentity(_NAME, _NAME, _NAME, _statements(site, props))
    release = Release(EXTERNAL_SECRETS, _values(props), "webhooks", server_side_apply=True)
    return Component(_NAME, _NAME, (release,), (*RBAC, CRD, VALIDATING), identity)


def _values(props: AddOnsProps) -> _Values:
    return _Values(
        replica_count=props.replicas,
        resources=requests("50m", "256Mi"),
        topology_spread_constraints=spread({"app.kubernetes.io/name": _NAME}),
        node_selector=dict(sorted(props.node_selector.items())),
        crds=_Crds(annotations=KEPT_CRDS),
        service_account=AccountName(name=_NAME),
        service_monitor=Enabled(enabled=props.service_monitors),
        webhook=_part(props, "webhook", "128Mi"),
        cert_controller=_part(props, "cert-controller", "256Mi"),
    )


def _part(props: AddOnsProps, name: str, memory: str) -> _Part:
    return _Part(
        replica_count=props.replicas,
        resources=requests("25m", memory),
        topology_spread_constraints=spread({"app.kubernetes.io/name": f"{_NAME}-{name}"}),
        node_selector=dict(sorted(props.node_selector.items())),
    )


def _statements(site: Site, props: AddOnsProps) -> tuple[Statement, ...]:
    """Reading what the services' two stores hold, and taking the roles of those who have stores of their own."""
    reads = read_statements(site, props.account, props.region, props.secret_names, props.parameter_names)
    return (*reads, *take_statements(site, props.account, props.secret_readers))
