"""From the platform to its dashboards: what there is, by the names that both sides give it."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network

from x2bee_constructs.cluster.nodes import NodeGroups
from x2bee_constructs.core.once import once
from x2bee_constructs.database import names as databases
from x2bee_constructs.database.budget import max_connections
from x2bee_constructs.database.instances import ACU_GIB, instance_class
from x2bee_constructs.database.props import Database
from x2bee_constructs.ingress import names as ingress
from x2bee_constructs.logging import names as logging
from x2bee_constructs.mesh.names import GATEWAY
from x2bee_constructs.network.addresses import app_cidrs
from x2bee_constructs.observability.dashboards.props import (
    AuroraView,
    DashboardsProps,
    EdgeView,
    InClusterView,
    LogDomainView,
    RuntimeName,
    ServiceView,
    StoreView,
    SyncView,
)
from x2bee_constructs.platform.alerts import promises
from x2bee_constructs.platform.databases import aurora_props, connections_at_writer
from x2bee_constructs.platform.derive import deployment_props
from x2bee_constructs.platform.ingress import ingress_props
from x2bee_constructs.platform.network import network_props
from x2bee_constructs.platform.nodes import cluster_props
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.sessions import session_store_props
from x2bee_constructs.session import names as session
from x2bee_constructs.workload.jvm import SpringBatch, SpringBoot, SpringCloudGateway
from x2bee_constructs.workload.names import namespace
from x2bee_constructs.workload.node import Cronicle, NextJs, NodeJs
from x2bee_constructs.workload.profile import Runtime
from x2bee_constructs.workload.props import MsaDeploymentProps

__all__ = ["dashboards_props"]

_RESERVED = 5
"""Addresses of each subnet that AWS keeps."""


@once
def dashboards_props(platform: Platform) -> DashboardsProps | None:
    """What the dashboards show; None for a platform without services."""
    services = tuple(_services(platform))
    if not services:
        return None
    return DashboardsProps(
        region=platform.region,
        namespace=namespace(platform.site),
        services=services,
        mesh=platform.istio_revision is not None,
        promises=bool(promises(platform)),
        gateway=GATEWAY if ingress_props(platform) else None,
        edge=_edge(platform),
        databases=tuple(_aurora(platform)),
        in_cluster=tuple(_in_cluster(platform)),
        syncs=tuple(_syncs(platform)),
        sessions=_sessions(platform),
        logs=_logs(platform),
        logs_domain=platform.domain if platform.logs else None,
        traces=platform.observability is not None,
        subnet_addresses=_addresses(platform),
        nodes_most=_nodes(platform),
    )


def _services(platform: Platform) -> Iterator[ServiceView]:
    for name in platform.enabled_services:
        props = deployment_props(platform, name)
        yield ServiceView(
            name=name,
            runtime=_kind(props.runtime),
            aliases=props.service_aliases,
            metrics=_metrics(props),
            pools=isinstance(props.runtime, SpringBoot | SpringBatch) and bool(props.runtime.clusters),
        )


def _metrics(props: MsaDeploymentProps) -> bool:
    """Of a scheduler the exporter beside it answers, which is there whenever it is watched."""
    if isinstance(props.runtime, Cronicle):
        return props.monitor
    return props.runtime.profile().metrics_path is not None


def _kind(runtime: Runtime) -> RuntimeName:
    known = isinstance(runtime, SpringBoot | SpringBatch | SpringCloudGateway | NextJs | NodeJs | Cronicle)
    return runtime.kind if known else "other"


def _aurora(platform: Platform) -> Iterator[AuroraView]:
    for name, props in aurora_props(platform).items():
        yield AuroraView(
            name=name,
            cluster=databases.cluster(platform.site, name),
            readers=props.database.readers,
            most_connections=max_connections(props.database),
            planned_connections=connections_at_writer(platform, name),
            memory_gib=_memory(props.database),
            serverless=props.database.serverless is not None,
            logical=props.logical_replication,
        )


def _memory(database: Database) -> float:
    """Of an instance; a serverless one counts what it may still grow by as its own."""
    if database.serverless:
        return database.serverless.max * ACU_GIB
    found = instance_class(database.instance or "")
    if found is None:  # the database's props refuse it
        raise ValueError(f"unknown instance class '{database.instance}'")
    return found.memory_gib


def _in_cluster(platform: Platform) -> Iterator[InClusterView]:
    for name, database in platform.used_databases.items():
        if not database.in_aws:
            yield InClusterView(
                name=databases.in_cluster(name),
                namespace=databases.data_namespace(platform.site),
                most_connections=max_connections(database),
                planned_connections=connections_at_writer(platform, name),
            )


def _syncs(platform: Platform) -> Iterator[SyncView]:
    for name, sync in sorted(platform.syncs.items()):
        yield SyncView(name=name, lag_seconds=60 * sync.lag_minutes)


def _sessions(platform: Platform) -> StoreView | None:
    store = session_store_props(platform)
    if store is None:
        return None
    nodes = tuple(session.member(platform.site, number) for number in range(1, store.replicas + 2))
    return StoreView(group=session.store(platform.site), nodes=nodes)


def _logs(platform: Platform) -> LogDomainView | None:
    if platform.logs is None:
        return None
    said = platform.logs.opensearch
    return LogDomainView(
        domain=logging.domain_name(platform.site),
        account=platform.account,
        nodes=said.nodes + (_MASTERS if said.masters else 0),
        storage_gib=said.storage_gib,
        masters=said.masters is not None,
    )


_MASTERS = 3


def _edge(platform: Platform) -> EdgeView | None:
    """A load balancer that was there already is its owner's to watch, and has no web ACL of ours."""
    spec = platform.ingress
    if spec is None or spec.existing or platform.istio_revision is None:
        return None
    ours = spec.made_by == "cdk"
    return EdgeView(
        load_balancer=ingress.load_balancer(platform.site),
        target_group=ingress.target_group(platform.site) if ours else None,
        web_acl=ingress.web_acl(platform.site),
        error_percent=spec.alarms.error_percent,
        slow_seconds=spec.alarms.slow_seconds,
        blocked=spec.alarms.blocked,
    )


def _addresses(platform: Platform) -> int:
    networks = (IPv4Network(cidr) for cidr in app_cidrs(network_props(platform)))
    return sum(network.num_addresses - _RESERVED for network in networks)


def _nodes(platform: Platform) -> int | None:
    """Where nodes come in groups there is a number; elsewhere the bound is CPU."""
    nodes = cluster_props(platform).nodes
    return nodes.max if isinstance(nodes, NodeGroups) else None
