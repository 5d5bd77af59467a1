"""What there is to be drawn. Everything of AWS stands here by its physical name, as both sides call it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from x2bee_constructs.core.faults import PlacedFault, fault, raise_faults, show
from x2bee_constructs.core.names import AccountId, DomainName, Label, Region
from x2bee_constructs.core.props import Bool, Count, Distinct, Items, Props

__all__ = [
    "AuroraView",
    "DashboardsProps",
    "EdgeView",
    "InClusterView",
    "LogDomainView",
    "RuntimeName",
    "ServiceView",
    "StoreView",
    "SyncView",
]

RuntimeName = Literal["spring-boot", "spring-cloud-gateway", "spring-batch", "nextjs", "nodejs", "cronicle", "other"]
"""What a service is made with; `other` for a runtime of the customer's own."""

_Percent = Annotated[float, Field(gt=0, le=100)]


class ServiceView(Props):
    """One service."""

    name: Label
    """Its name: of Deployment, Service, container and the label `app`."""
    runtime: RuntimeName
    """What it is made with."""
    aliases: Distinct[Label] = ()
    """Other Services that lead to the same pods. None if not given."""
    metrics: Bool = False
    """Whether the program itself answers Prometheus; false if not given."""
    pools: Bool = False
    """Whether it opens connections to a database with HikariCP; false if not given."""

    @property
    def jvm(self) -> bool:
        """Whether it runs on a JVM, with Micrometer."""
        return self.metrics and self.runtime.startswith("spring-")

    @property
    def node(self) -> bool:
        """Whether it runs on Node.js."""
        return self.runtime in ("nextjs", "nodejs")


class AuroraView(Props):
    """A PostgreSQL in AWS."""

    name: Label
    """What the platform calls it."""
    cluster: str
    """The identifier of its cluster: CloudWatch's `DBClusterIdentifier`."""
    readers: Count
    """How many readers it has."""
    most_connections: Annotated[Count, Field(ge=1)]
    """What each instance takes (`max_connections`)."""
    planned_connections: Count
    """What all services open at the writer when each has its most pods."""
    memory_gib: Annotated[float, Field(gt=0)]
    """The memory of an instance, in GiB."""
    serverless: Bool = False
    """Whether its instances grow and shrink; false if not given."""
    logical: Bool = False
    """Whether others read its changes through a slot; false if not given."""


class InClusterView(Props):
    """A PostgreSQL inside the cluster (CloudNativePG)."""

    name: Label
    """Its cluster's name; its pods are this with a number."""
    namespace: Label
    """Where it runs."""
    most_connections: Annotated[Count, Field(ge=1)]
    """What each instance takes (`max_connections`)."""
    planned_connections: Count
    """What all services open at the writer when each has its most pods."""


class StoreView(Props):
    """The store of sessions."""

    group: str
    """The replication group in ElastiCache."""
    nodes: Annotated[Distinct[str], Field(min_length=1)]
    """Its nodes: CloudWatch's `CacheClusterId`."""


class LogDomainView(Props):
    """The OpenSearch domain with the logs."""

    domain: str
    """CloudWatch's `DomainName`."""
    account: AccountId
    """CloudWatch's `ClientId`."""
    nodes: Annotated[Count, Field(ge=1)]
    """How many nodes it has, masters included."""
    storage_gib: Annotated[Count, Field(ge=1)]
    """The volume of each data node, in GiB."""
    masters: Bool
    """Whether it has master nodes of their own."""


class EdgeView(Props):
    """The way in, before the mesh's gateway."""

    load_balancer: str | None
    """The load balancer's name; None for one that is somebody else's."""
    target_group: str | None
    """The name of its target group; None where the cluster's controller makes it."""
    web_acl: str | None
    """The name of the web ACL: CloudWatch's `WebACL`; None without one of ours."""
    error_percent: _Percent = 1.0
    """From what share of 5xx on the alarm tells; 1 if not given."""
    slow_seconds: Annotated[float, Field(gt=0)] = 3.0
    """From what p99 on the alarm tells; 3 seconds if not given."""
    blocked: Annotated[Count, Field(ge=1)] = 1000
    """From how many refused requests in five minutes on the alarm tells; 1000 if not given."""


class SyncView(Props):
    """Tables of one database that are kept the same in another."""

    name: Label
    """The label `sync` of its metrics."""
    lag_seconds: Annotated[Count, Field(ge=1)]
    """How far behind it may be."""


class DashboardsProps(Props):
    """What the dashboards of one environment show. What is not given is not drawn."""

    region: Region
    """The AWS region of all that CloudWatch is asked of."""
    namespace: Label
    """The services' namespace."""
    services: Annotated[Items[ServiceView], Field(min_length=1)]
    """The services, in the order in which they are listed."""
    mesh: Bool = True
    """Whether the services are in the mesh, so that Istio counts requests; true if not given."""
    promises: Bool = False
    """Whether Prometheus records what services promise and miss; false if not given. Only with the mesh, which
    measures."""
    gateway: Label | None = None
    """The mesh's ingress gateway in `istio-system`; no dashboard of the way in if not given."""
    edge: EdgeView | None = None
    """The load balancer before it; none of AWS if not given."""
    databases: Items[AuroraView] = ()
    """The databases in AWS. None if not given."""
    in_cluster: Items[InClusterView] = ()
    """Those inside the cluster. None if not given."""
    syncs: Items[SyncView] = ()
    """What keeps tables the same. None if not given."""
    sessions: StoreView | None = None
    """The store of sessions; none if not given."""
    logs: LogDomainView | None = None
    """The OpenSearch domain; none if not given. Fluentd's own dashboard comes with it."""
    logs_domain: DomainName | None = None
    """The public domain below which OpenSearch Dashboards answers; no links to logs if not given."""
    traces: Bool = True
    """Whether Grafana has Jaeger as a source, so that panels lead to traces; true if not given."""
    subnet_addresses: Annotated[Count, Field(ge=1)] | None = None
    """How many addresses pods can have in all app subnets; no line if not given."""
    nodes_most: Annotated[Count, Field(ge=1)] | None = None
    """How many nodes there may be; no line if not given."""
    folder: str = "X2BEE"
    """The folder in which people find them; X2BEE if not given."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        raise_faults("DashboardsProps", [*self._twice(), *self._without_mesh()])
        return self

    @property
    def aliases(self) -> dict[str, str]:
        """Whose pods each further Service leads to."""
        return {alias: one.name for one in self.services for alias in one.aliases}

    @property
    def batches(self) -> tuple[ServiceView, ...]:
        """The services that run jobs."""
        return tuple(one for one in self.services if one.runtime == "spring-batch")

    @property
    def schedulers(self) -> tuple[ServiceView, ...]:
        """Those that start them, and are watched."""
        return tuple(one for one in self.services if one.runtime == "cronicle" and one.metrics)

    def _twice(self) -> Iterator[PlacedFault]:
        """Two services of one name would be one line, and two databases of one name one row."""
        seen: set[str] = set()
        for index, one in enumerate(self.services):
            for name in (one.name, *one.aliases):
                if name in seen:
                    wrong = fault("X2B390", f"{show(name)} stands twice", fix="keep one of the two")
                    yield ("services", index), wrong, name
                seen.add(name)
        databases = [*(("databases", *pair) for pair in enumerate(self.databases))]
        databases += [*(("in_cluster", *pair) for pair in enumerate(self.in_cluster))]
        known: set[str] = set()
        for field, index, database in databases:
            if database.name in known:
                wrong = fault("X2B390", f"{show(database.name)} stands twice", fix="keep one of the two")
                yield (field, index, "name"), wrong, database.name
            known.add(database.name)

    def _without_mesh(self) -> Iterator[PlacedFault]:
        if self.gateway and not self.mesh:
            wrong = fault(
                "X2B391",
                "there is no gateway without the mesh",
                why="its requests are counted by Istio",
                fix="leave gateway out, or mesh: true",
                related="mesh",
            )
            yield ("gateway",), wrong, self.gateway
