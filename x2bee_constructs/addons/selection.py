"""Which add-ons a cluster has, and who their pods are in AWS."""

from __future__ import annotations

from x2bee_constructs.addons import names
from x2bee_constructs.addons.aws_load_balancer_controller import load_balancer_controller
from x2bee_constructs.addons.barman_cloud import barman_cloud
from x2bee_constructs.addons.cert_manager import cert_manager
from x2bee_constructs.addons.cloudnative_pg import cloudnative_pg
from x2bee_constructs.addons.cluster_autoscaler import cluster_autoscaler
from x2bee_constructs.addons.external_dns import external_dns
from x2bee_constructs.addons.external_secrets import external_secrets
from x2bee_constructs.addons.karpenter import karpenter
from x2bee_constructs.addons.keda import keda
from x2bee_constructs.addons.metrics_server import metrics_server
from x2bee_constructs.addons.prometheus_crds import prometheus_crds
from x2bee_constructs.addons.props import AddOnsProps
from x2bee_constructs.core.iam import PodIdentity
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.releases import Component

__all__ = ["add_ons", "identities"]


def add_ons(site: Site, props: AddOnsProps) -> tuple[Component, ...]:
    """The add-ons that run, in the order of their names."""
    made = {
        names.BARMAN_CLOUD: barman_cloud,
        names.CERT_MANAGER: cert_manager,
        names.CLOUDNATIVE_PG: cloudnative_pg,
        names.CLUSTER_AUTOSCALER: cluster_autoscaler,
        names.EXTERNAL_DNS: external_dns,
        names.EXTERNAL_SECRETS: external_secrets,
        names.KEDA: keda,
        names.LOAD_BALANCER_CONTROLLER: load_balancer_controller,
        names.METRICS_SERVER: metrics_server,
        names.PROMETHEUS_CRDS: prometheus_crds,
    }
    found = [made[name](site, props) for name in props.enabled if name in made]
    if props.karpenter:
        found.append(karpenter(site, props, props.karpenter))
    return tuple(sorted(found, key=lambda add_on: add_on.name))


def identities(site: Site, props: AddOnsProps) -> tuple[PodIdentity, ...]:
    """The pod identities of the add-ons that run, in the order of their names."""
    return tuple(add_on.identity for add_on in add_ons(site, props) if add_on.identity)
