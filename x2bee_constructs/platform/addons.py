"""From the platform to the add-ons of its cluster, and whether upstream supports what runs on its Kubernetes."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.addons.compatibility import unsupported
from x2bee_constructs.addons.names import PROMETHEUS_CRDS
from x2bee_constructs.addons.props import AddOnsProps, Karpenter
from x2bee_constructs.cluster.names import interruption_queue, karpenter_node_role
from x2bee_constructs.cluster.nodes import Karpenter as KarpenterNodes
from x2bee_constructs.cluster.nodes import NodeGroups
from x2bee_constructs.core.faults import PlacedFault
from x2bee_constructs.core.once import once
from x2bee_constructs.ingress.names import target_group
from x2bee_constructs.network.names import private_zone
from x2bee_constructs.platform.delivery import argocd_cluster
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.readers import secret_readers, service_parameters_read, service_secrets_read
from x2bee_constructs.workload.names import namespace

__all__ = ["add_ons_props", "support_faults"]


@once
def add_ons_props(platform: Platform) -> AddOnsProps:
    """What `AddOns`, `AddOnResources` and `AddOnIdentities` take."""
    site, said, existing = platform.site, platform.addons, platform.network.existing
    return AddOnsProps(
        **{name: getattr(said, name) for name in type(said).model_fields if name != "cert_manager"},
        # Its certificates are for the operator of databases inside the cluster too.
        cert_manager=said.cert_manager or _own_databases(platform),
        # What an alert asks for is scraped; without Prometheus' own charts nobody would.
        service_monitors=platform.observability is not None,
        account=platform.account,
        argocd_cluster=argocd_cluster(platform),
        region=platform.region,
        private_zone=private_zone(site),
        kubernetes=platform.cluster.version,
        cluster_autoscaler=isinstance(platform.cluster.nodes, NodeGroups),
        cloudnative_pg=_own_databases(platform),
        karpenter=_karpenter(platform),
        target_groups=(target_group(site),),
        # It carries no tag of ours: nothing of it is changed.
        vpc_id=existing.id if existing else None,
        secret_namespaces=(namespace(site),),
        secret_names=service_secrets_read(platform),
        parameter_names=service_parameters_read(platform),
        secret_readers=secret_readers(platform),
    )


def _own_databases(platform: Platform) -> bool:
    """Whether a database runs inside the cluster."""
    return any(not database.in_aws for database in platform.used_databases.values())


def _karpenter(platform: Platform) -> Karpenter | None:
    if not isinstance(platform.cluster.nodes, KarpenterNodes):
        return None
    site = platform.site
    return Karpenter(
        queue=interruption_queue(site), node_role=karpenter_node_role(site), zonal_shift=platform.cluster.zonal_shift
    )


_WATCHING = ("grafana", "jaeger", "kube-prometheus-stack")
"""Charts that come with `observability` and name a bound; those of Kiali and node-exporter name none."""


def support_faults(platform: Platform) -> Iterator[PlacedFault]:
    """Each pinned component that upstream does not support on the cluster's Kubernetes."""
    version = platform.cluster.version
    # Validated here first: AddOnsProps would raise the same without a place in the customer's file.
    said, nodes = platform.addons, platform.cluster.nodes
    own = _own_databases(platform)
    asked = {"cert-manager": said.cert_manager or own, "external-dns": said.external_dns, "keda": said.keda}
    asked |= {"cloudnative-pg": own, "plugin-barman-cloud": own}
    asked |= {"cluster-autoscaler": isinstance(nodes, NodeGroups), "karpenter": isinstance(nodes, KarpenterNodes)}
    asked |= {"istio": bool(platform.istio_revision)}
    asked |= dict.fromkeys(_WATCHING, platform.observability is not None)
    asked |= {"sonarqube": bool(platform.toolchain and platform.toolchain.sonarqube)}
    always = ("argo-cd", "aws-load-balancer-controller", "eks", "external-secrets", "metrics-server", PROMETHEUS_CRDS)
    for wrong in unsupported(version, sorted((*always, *(name for name, wanted in asked.items() if wanted)))):
        yield ("cluster", "version"), wrong, version
