"""Karpenter: starts and ends nodes as pods need them. Its CRDs come from a chart of their own."""

from __future__ import annotations

from x2bee_constructs.addons import names
from x2bee_constructs.addons.karpenter_policy import statements
from x2bee_constructs.addons.props import AddOnsProps, Karpenter
from x2bee_constructs.addons.values import KEPT_CRDS, PRIORITY, AccountName
from x2bee_constructs.core.chart_values import Enabled, requests, spread
from x2bee_constructs.core.iam import PodIdentity
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.core.releases import CRD, RBAC, Component, Release
from x2bee_constructs.core.versions import KARPENTER, KARPENTER_CRD
from x2bee_constructs.imports.k8s.core_v1 import EnvVar, ResourceRequirements, TopologySpreadConstraint

__all__ = ["karpenter"]

_NAME = names.KARPENTER


class _FeatureGates(ApiStruct):
    node_repair: bool


class _Settings(ApiStruct):
    cluster_name: str
    eks_control_plane: bool = True
    interruption_queue: str
    enable_zonal_shift: bool
    feature_gates: _FeatureGates


class _Controller(ApiStruct):
    env: list[EnvVar]
    resources: ResourceRequirements


class _Values(ApiStruct):
    """Values of the chart `karpenter`."""

    settings: _Settings
    controller: _Controller
    replicas: int
    service_account: AccountName = AccountName(name=_NAME)
    priority_class_name: str = PRIORITY
    topology_spread_constraints: list[TopologySpreadConstraint]
    node_selector: dict[str, str]
    service_monitor: Enabled


class _CrdValues(ApiStruct):
    """Values of the chart `karpenter-crd`."""

    additional_annotations: dict[str, str]


def karpenter(site: Site, props: AddOnsProps, given: Karpenter) -> Component:
    """The add-on for one site. It runs beside the nodes that it starts, never on them (the chart's own affinity)."""
    releases = (
        Release(KARPENTER_CRD, _CrdValues(additional_annotations=KEPT_CRDS), "crds"),
        Release(KARPENTER, _values(site, props, given), "nodes", skip_crds=True),
    )
    identity = PodIdentity(
        name=_NAME, namespace=names.SYSTEM, service_account=_NAME, statements=statements(site, props, given)
    )
    return Component(_NAME, names.SYSTEM, releases, (*RBAC, CRD), identity, pod_security=None)


def _values(site: Site, props: AddOnsProps, given: Karpenter) -> _Values:
    return _Values(
        settings=_Settings(
            cluster_name=site.cluster,
            interruption_queue=given.queue,
            enable_zonal_shift=given.zonal_shift,
            # A node that says it is broken is replaced, as node groups do: off unless said (alpha in 1.14).
            feature_gates=_FeatureGates(node_repair=True),
        ),
        controller=_Controller(
            # It would ask the instance metadata, which pods cannot reach (hop limit 1).
            env=[EnvVar(name="AWS_REGION", value=props.region)],
            resources=requests("1", "1Gi"),  # upstream's getting started
        ),
        replicas=props.replicas,
        topology_spread_constraints=spread({"app.kubernetes.io/name": _NAME}),
        node_selector=dict(sorted(props.node_selector.items())),
        service_monitor=Enabled(enabled=props.service_monitors),
    )
