"""From the platform to its syncs of tables."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.core.faults import PlacedFault, fault
from x2bee_constructs.database.access.props import CLIENT_IMAGE
from x2bee_constructs.database.ports import port_of
from x2bee_constructs.database.sync.faults import sync_faults
from x2bee_constructs.database.sync.props import Place, TableSyncProps
from x2bee_constructs.network.addresses import data_cidrs
from x2bee_constructs.platform.network import network_props
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.stores import DATA, stores_of

__all__ = ["followed", "followers", "placed_faults", "sync_props"]


def sync_props(platform: Platform) -> dict[str, TableSyncProps]:
    """What `TableSync` takes for each sync, by its name."""
    return {
        name: TableSyncProps(
            customer=platform.customer,
            environment=platform.environment,
            sync=sync,
            source=_place(platform, sync.source.database),
            target=_place(platform, sync.target.database),
            image=CLIENT_IMAGE,
            node_selector=platform.node_selector,
            runbooks=platform.runbooks,
            **stores_of(DATA),
        )
        for name, sync in sorted(platform.syncs.items())
    }


def _place(platform: Platform, name: str) -> Place:
    database = platform.databases[name]
    cidrs = data_cidrs(network_props(platform)) if database.in_aws else ()
    return Place(in_cluster=not database.in_aws, port=port_of(name, database), cidrs=cidrs)


def followers(platform: Platform, database: str) -> tuple[str, ...]:
    """The databases that follow one by logical replication, in their order."""
    ends = {s.target.database for s in platform.syncs.values() if s.mode == "logical" and s.source.database == database}
    return tuple(sorted(ends))


def followed(platform: Platform, database: str) -> tuple[str, ...]:
    """The databases that one follows by logical replication, in their order."""
    ends = {s.source.database for s in platform.syncs.values() if s.mode == "logical" and s.target.database == database}
    return tuple(sorted(ends))


def placed_faults(platform: Platform) -> Iterator[PlacedFault]:
    """What syncs, databases and services do not agree on."""
    services = {name: service.database for name, service in platform.enabled_services.items()}
    found = list(sync_faults(platform.syncs, platform.used_databases, services))
    yield from found
    for name, sync in platform.syncs.items() if not found else ():
        ends = [platform.databases[side.database].in_aws for side in (sync.source, sync.target)]
        if sync.mode == "logical" and len(set(ends)) > 1:
            title = f"'{name}' goes between AWS and the cluster"
            why = "a subscription connects from server to server, and the two have no way to each other"
            fix = "mode: batch, or give both databases one engine"
            yield ("syncs", name, "mode"), fault("X2B332", title, why=why, fix=fix), sync.mode
