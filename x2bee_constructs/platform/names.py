"""Stacks, charts and their order: ids that are contract, because renaming one replaces what it holds."""

from __future__ import annotations

from typing import Literal

from x2bee_constructs.core.names import Site, bounded

__all__ = [
    "ADD_ONS_CHART",
    "APM_CHART",
    "CLUSTER_CHART",
    "DATA_CHART",
    "DELIVERY_CHART",
    "INGRESS_CHART",
    "ISTIO_CHART",
    "LOGGING_CHART",
    "MESH_CHART",
    "MONITORING_CHART",
    "NAMESPACE_CHART",
    "SYNCS_CHART",
    "SYSTEM_CHARTS",
    "TOOLCHAIN_CHART",
    "Lifecycle",
    "copies_stack",
    "images_stack",
    "stack",
]

Lifecycle = Literal[
    "foundation", "data", "observability", "edge", "toolchain", "delivery", "secrets", "cluster", "identity"
]
"""What is deployed, changed and removed together."""

DATA_CHART = "data"
"""The chart with the namespace of databases, the jobs that make their roles, and databases inside the cluster."""

DELIVERY_CHART = "delivery"
"""The chart with the Argo CD Applications of all others."""

SYNCS_CHART = "syncs"
"""The chart with the syncs of tables: their set-up needs the tables that services make when they start."""

TOOLCHAIN_CHART = "toolchain"
"""The chart with the tools that build and judge code."""

NAMESPACE_CHART = "namespace"
"""The chart with the customer's namespace; each service has a chart of its own, named as the service."""

ADD_ONS_CHART = "addons"
"""The chart with the Argo CD Applications of the cluster's add-ons."""

APM_CHART = "apm"
"""The chart with the operator or collector of the application performance monitoring."""

CLUSTER_CHART = "cluster"
"""The chart with what the cluster itself needs: storage, secret stores, and nodes where Kubernetes starts them."""

ISTIO_CHART = "istio"
"""The chart with the Argo CD Applications of Istio."""

LOGGING_CHART = "logging"
"""The chart with Fluentd on every node, and the job that prepares OpenSearch."""

MESH_CHART = "mesh"
"""The chart with what holds for every proxy of the mesh."""

MONITORING_CHART = "monitoring"
"""The chart with what watches the platform: Prometheus, Grafana, Kiali, Jaeger, rules and dashboards."""

INGRESS_CHART = "ingress"
"""The chart with the public hosts at the mesh's gateway."""

SYSTEM_CHARTS = (
    ADD_ONS_CHART,
    APM_CHART,
    CLUSTER_CHART,
    DATA_CHART,
    DELIVERY_CHART,
    INGRESS_CHART,
    ISTIO_CHART,
    LOGGING_CHART,
    MESH_CHART,
    MONITORING_CHART,
    NAMESPACE_CHART,
    SYNCS_CHART,
    TOOLCHAIN_CHART,
)
"""The charts that are no service's."""


def copies_stack(site: Site, region: str) -> str:
    """The id and name of the stack with copies of backups, in another region; CloudFormation allows 128 characters."""
    return bounded(f"{site.prefix}-copies-{region}", 128, "a stack name")


def images_stack(site: Site, number: int) -> str:
    """The id and name of a further stack of image repositories, beside that of `delivery`; `number` counts from 2."""
    return bounded(f"{site.prefix}-delivery-{number}", 128, "a stack name")


def stack(site: Site, lifecycle: Lifecycle) -> str:
    """The id and name of a stack; CloudFormation allows 128 characters."""
    return bounded(f"{site.prefix}-{lifecycle}", 128, "a stack name")
