"""What a sync's pods learn of both databases: logins and addresses, by their names in AWS."""

from __future__ import annotations

from x2bee_constructs.core.external_secrets import external_secret, remote
from x2bee_constructs.core.names import Site
from x2bee_constructs.database import names
from x2bee_constructs.database.sync.names import role, service
from x2bee_constructs.database.sync.props import TableSyncProps
from x2bee_constructs.imports.external_secrets import v1 as es
from x2bee_constructs.imports.k8s.meta_v1 import ObjectMeta

__all__ = ["CA_FOLDER", "admin_secret", "environment", "exporter_environment", "exporter_secret", "secret"]

CA_FOLDER = "/ca"
"""Where the certificates are mounted."""

_IN_CLUSTER_PORT = "5432"


def environment(name: str, props: TableSyncProps) -> dict[str, str]:
    """What the scripts read and need not hide."""
    site = Site(props.customer, props.environment)
    made = {"SYNC": name, "SYNC_SCHEMA": role(name), "SYNC_TLS": "require", **_tls(props)}
    for word, side, place in props.sides:
        made[f"{word}_DATABASE"] = side.database
        if place.in_cluster:
            made[f"{word}_HOST"] = _host(site, side.database)
            made[f"{word}_PORT"] = _IN_CLUSTER_PORT
    return dict(sorted(made.items()))


def secret(name: str, props: TableSyncProps, meta: ObjectMeta) -> es.ExternalSecret:
    """The sync's own login, and the addresses of what is in AWS."""
    site = Site(props.customer, props.environment)
    own, store = names.secret(site, service(name)), props.parameter_store
    data = [remote("SYNC_PASSWORD", own, "password"), remote("SYNC_USER", own, "username")]
    for word, side, place in props.sides:
        if not place.in_cluster:
            data += [
                remote(f"{word}_HOST", names.parameter(site, side.database, "writer"), store=store),
                remote(f"{word}_PORT", names.parameter(site, side.database, "port"), store=store),
            ]
    return external_secret(meta, props.secret_store, sorted(data, key=lambda item: item.secret_key))


def admin_secret(name: str, props: TableSyncProps, meta: ObjectMeta) -> es.ExternalSecret:
    """The users that the databases were made with; only the jobs that publish and subscribe have them."""
    site = Site(props.customer, props.environment)
    data: list[es.ExternalSecretData] = []
    for word, side, _ in props.sides:
        boss = names.admin_secret(site, side.database)
        data += [remote(f"{word}_ADMIN_PASSWORD", boss, "password"), remote(f"{word}_ADMIN_USER", boss, "username")]
    return external_secret(meta, props.secret_store, data)


def exporter_secret(name: str, props: TableSyncProps, meta: ObjectMeta) -> es.ExternalSecret:
    """The login at the target, and where that is, in the variables that the exporter's driver reads."""
    site, database = Site(props.customer, props.environment), props.sync.target.database
    own, store = names.secret(site, service(name)), props.parameter_store
    data = [remote("PGPASSWORD", own, "password"), remote("PGUSER", own, "username")]
    if not props.target.in_cluster:
        host, port = (names.parameter(site, database, what) for what in ("writer", "port"))
        data[:0] = [remote("PGHOST", host, store=store), remote("PGPORT", port, store=store)]
    return external_secret(meta, props.secret_store, data)


def exporter_environment(name: str, props: TableSyncProps) -> dict[str, str]:
    """What the exporter's driver reads and need not hide."""
    made = {"PGAPPNAME": f"x2bee-sync-{name}-exporter", "PGCONNECT_TIMEOUT": "10", **_tls(props)}
    made["PGDATABASE"] = props.sync.target.database
    if props.target.in_cluster:
        site = Site(props.customer, props.environment)
        made |= {"PGHOST": _host(site, props.sync.target.database), "PGPORT": _IN_CLUSTER_PORT}
    return dict(sorted(made.items()))


def _tls(props: TableSyncProps) -> dict[str, str]:
    if not props.ca:
        return {"PGSSLMODE": "require"}
    return {"PGSSLMODE": "verify-full", "PGSSLROOTCERT": f"{CA_FOLDER}/{props.ca.key}"}


def _host(site: Site, database: str) -> str:
    return f"{names.in_cluster(database)}-rw.{names.data_namespace(site)}.svc.cluster.local"
