"""From the platform to its databases: clusters, who logs in and how, and whether all connections fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from x2bee_constructs.core.faults import PlacedFault
from x2bee_constructs.core.once import once
from x2bee_constructs.database import names
from x2bee_constructs.database.access.names import job
from x2bee_constructs.database.access.props import Login, PostgresAccessProps
from x2bee_constructs.database.budget import Budget, Reserved, Use, connection_budget, max_connections
from x2bee_constructs.database.cloudnative import InClusterPostgresProps, backup_bucket
from x2bee_constructs.database.cloudnative_policy import instance_labels
from x2bee_constructs.database.credentials import DatabaseCredentialsProps, client_of
from x2bee_constructs.database.ports import port_faults, port_of
from x2bee_constructs.database.props import Database, PostgresClusterProps
from x2bee_constructs.database.recovery import copy_faults
from x2bee_constructs.database.sync.access import copies, sync_logins
from x2bee_constructs.database.sync.names import service as login_of
from x2bee_constructs.database.sync.names import workload
from x2bee_constructs.network.addresses import app_cidrs, data_cidrs
from x2bee_constructs.platform.network import log_days, network_props
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.sizes import replicas_of
from x2bee_constructs.platform.stores import DATA, stores_of
from x2bee_constructs.platform.syncs import followed, followers, placed_faults
from x2bee_constructs.toolchain.names import SONARQUBE
from x2bee_constructs.workload.jvm import SpringBatch, SpringBoot
from x2bee_constructs.workload.profile import Runtime
from x2bee_constructs.workload.props import Egress, Peer
from x2bee_constructs.workload.service import Service
from x2bee_constructs.workload.sizing import with_surge

__all__ = [
    "access_props",
    "aurora_props",
    "connections",
    "connections_at_writer",
    "copy_regions",
    "credentials_props",
    "data_faults",
    "database_egress",
    "database_peers",
    "databases_of",
    "in_cluster_props",
    "logins",
    "pool_size",
]

_POOL = 10
"""What a program opens whose pool nobody here sets: node-postgres' default, and HikariCP's."""


_SONARQUBE_POOL, _SONARQUBE_POOLS = 60, 2
"""What SonarQube opens at most, in each of the two programs that use its database (`sonar.jdbc.maxActive`)."""

_ANALYSIS_SECONDS = 3600
"""How long SonarQube may stop inside a transaction: it holds one while it works on an analysis. Our judgement."""


_IDLE_SECONDS: int = PostgresAccessProps.model_fields["idle_transaction_seconds"].default
"""How long others may."""


def databases_of(service: Service) -> tuple[str, ...]:
    """The databases that a service uses, the one that it writes to first."""
    return tuple(dict.fromkeys(name for name in (service.database, *service.reads) if name))


def aurora_props(platform: Platform) -> dict[str, PostgresClusterProps]:
    """What `PostgresCluster` takes for each used database in AWS, by its name."""
    return {name: _aurora(platform, name, found) for name, found in platform.used_databases.items() if found.in_aws}


def _aurora(platform: Platform, name: str, database: Database) -> PostgresClusterProps:
    network = network_props(platform)
    following, leading = followers(platform, name), followed(platform, name)
    return PostgresClusterProps(
        name=name,
        database=database,
        app_cidrs=app_cidrs(network),
        log_days=log_days(platform),
        logical_replication=bool(following or leading),
        follower_cidrs=data_cidrs(network) if following else (),
        follows={port_of(other, platform.databases[other]): data_cidrs(network) for other in leading},
        runbooks=platform.runbooks,
    )


def copy_regions(platform: Platform) -> tuple[str, ...]:
    """The regions to which backups of databases in AWS are copied, in their order."""
    return tuple(sorted({d.copy_region for d in platform.used_databases.values() if d.in_aws and d.copy_region}))


def in_cluster_props(platform: Platform) -> dict[str, InClusterPostgresProps]:
    """What `InClusterPostgres` takes for each used database inside the cluster, by its name."""
    return {
        name: InClusterPostgresProps(
            name=name,
            database=database,
            services=_users(platform, name),
            jobs=(job(name), *(workload(sync) for sync in _syncs(platform, name))),
            follows=followed(platform, name),
            followers=followers(platform, name),
            max_connections=max_connections(database),
            backup_bucket=backup_bucket(platform.site, platform.account),
            region=platform.region,
            secret_store=stores_of(DATA)["secret_store"],
            node_selector=platform.node_selector,
        )
        for name, database in platform.used_databases.items()
        if not database.in_aws
    }


def logins(platform: Platform) -> tuple[str, ...]:
    """Who has a login: services, SonarQube, and syncs under the names that they have there. In their order."""
    services = [name for name, service in platform.enabled_services.items() if databases_of(service)]
    tools = [SONARQUBE] if platform.toolchain and platform.toolchain.database else []
    return tuple(sorted((*services, *tools, *(login_of(sync) for sync in platform.syncs))))


def access_props(platform: Platform) -> dict[str, PostgresAccessProps]:
    """What `PostgresAccess` takes for each used database, by its name."""
    cidrs = data_cidrs(network_props(platform))
    return {
        name: PostgresAccessProps(
            database=name,
            logins=(*_logins(platform, name), *sync_logins(platform.syncs, name)),
            port=port_of(name, database),
            cidrs=cidrs if database.in_aws else (),
            host=None if database.in_aws else f"{names.in_cluster(name)}-rw",
            idle_transaction_seconds=_ANALYSIS_SECONDS if _of_tools(platform, name) else _IDLE_SECONDS,
            node_selector=dict(platform.node_selector),
            **stores_of(DATA),
        )
        for name, database in platform.used_databases.items()
    }


def _of_tools(platform: Platform, database: str) -> bool:
    return bool(platform.toolchain and platform.toolchain.database == database)


def _logins(platform: Platform, database: str) -> Iterator[Login]:
    sizes = connections(platform).sizes
    brought = copies(platform.syncs, database)
    opened = {(use.service, use.database): use.connections(sizes[_key(use)]) for use in _uses(platform)}
    if _of_tools(platform, database):
        # Its own statements may take as long as they take: a new version changes tables with all of their rows.
        most = 2 * opened[SONARQUBE, database]
        yield Login(service=SONARQUBE, owns=True, connections=most, statement_seconds=0)
    for name in _users(platform, database):
        service = platform.enabled_services[name]
        owns = service.database == database
        yield Login(
            service=name,
            owns=owns,
            migrates=service.migrates or not owns,
            copies=brought.get(name, ()),
            writes=service.writes if owns else (),
            reads_all=database in service.reads,
            # Twice: while a pool is replaced, its old connections are still counted.
            connections=2 * opened[name, database],
        )


def credentials_props(platform: Platform, name: str) -> DatabaseCredentialsProps | None:
    """What `DatabaseCredentials` takes for one enabled service; None for one without databases."""
    service = platform.enabled_services[name]
    used = databases_of(service)
    if not used:
        return None
    there = platform.used_databases
    return DatabaseCredentialsProps(
        service=name,
        client=(service.runtime and client_of(service.runtime)) or "jdbc",
        databases=(service.database,) if service.database else (),
        reads=service.reads,
        in_cluster={one: 1 + there[one].readers for one in used if not there[one].in_aws},
    )


def database_egress(platform: Platform, service: Service) -> Iterator[Egress]:
    """The way to each database in AWS: the data subnets, on a port that no other database has."""
    for name in databases_of(service):
        database = platform.used_databases[name]
        if database.in_aws:
            yield Egress(cidrs=data_cidrs(network_props(platform)), ports=(port_of(name, database),))


def database_peers(platform: Platform, service: Service) -> Iterator[Peer]:
    """The way to each database inside the cluster: its pods, by the names of its Services."""
    for name in databases_of(service):
        database = platform.used_databases[name]
        if not database.in_aws:
            cluster = names.in_cluster(name)
            yield Peer(
                namespace=names.data_namespace(platform.site),
                services=(f"{cluster}-rw", f"{cluster}-ro"),
                pods=instance_labels(name),
                ports=(port_of(name, database),),
            )


@once
def connections(platform: Platform) -> Budget:
    """How many connections each service opens, and what does not fit (law 8)."""
    return connection_budget(platform.used_databases, _uses(platform), _reserved(platform))


def connections_at_writer(platform: Platform, database: str) -> int:
    """How many connections all services open at a database's writer when each has its most pods.

    With fewer than two readers the writer must be able to take their share, too.
    """
    sizes = connections(platform).sizes
    alone = platform.used_databases[database].readers < 2
    uses = (use for use in _uses(platform) if use.database == database and (use.writes or alone))
    return sum(use.connections(sizes[_key(use)]) for use in uses)


@once
def pool_size(platform: Platform, name: str) -> int | None:
    """How large each pool of a service may be: the least that one of its databases has room for; None without any."""
    return min((size for (service, *_), size in connections(platform).sizes.items() if service == name), default=None)


def _uses(platform: Platform) -> Iterator[Use]:
    for name, service in platform.enabled_services.items():
        replicas = replicas_of(platform, service)
        pods = 1 if service.singleton else with_surge(replicas.max)
        for database in databases_of(service):
            writes = database == service.database
            yield Use(name, database, pods, writes=writes, size=_said(service.runtime))
    if platform.toolchain and (kept := platform.toolchain.database) in platform.databases:
        yield Use(SONARQUBE, str(kept), 1, pools=_SONARQUBE_POOLS, size=_SONARQUBE_POOL)


def _key(use: Use) -> tuple[str, str, bool]:
    return use.service, use.database, use.writes


def _said(runtime: Runtime | None) -> int | None:
    """The size of its pools, where the runtime says one or we cannot set it; None where we may choose."""
    return runtime.pool if isinstance(runtime, SpringBoot | SpringBatch) else _POOL


def _reserved(platform: Platform) -> Mapping[str, Reserved]:
    """What syncs open at each of their ends."""
    return {
        name: Reserved(sync=sum(found.connections or 0 for found in sync_logins(platform.syncs, name)))
        for name in platform.used_databases
    }


def _syncs(platform: Platform, database: str) -> list[str]:
    return sorted(n for n, s in platform.syncs.items() if database in (s.source.database, s.target.database))


def _users(platform: Platform, database: str) -> tuple[str, ...]:
    return tuple(name for name, service in platform.enabled_services.items() if database in databases_of(service))


def data_faults(platform: Platform) -> Iterator[PlacedFault]:
    """What the databases and those who use them do not agree on: ports, copies, connections."""
    used: Mapping[str, Database] = platform.used_databases
    yield from placed_faults(platform)
    yield from port_faults(used)
    yield from copy_faults(platform.region, used)
    yield from connections(platform).faults
