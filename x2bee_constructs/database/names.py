"""What both sides call a database, its secrets, its addresses and the roles in it."""

from __future__ import annotations

from typing import Literal

from x2bee_constructs.core.names import Site, bounded

__all__ = [
    "admin_secret",
    "cluster",
    "copy_vault",
    "credentials",
    "data_namespace",
    "in_cluster",
    "login",
    "parameter",
    "schema",
    "secret",
    "vault",
]


def cluster(site: Site, database: str) -> str:
    """The identifier of a database's cluster; RDS allows 63 characters."""
    return bounded(f"{site.prefix}-{database}", 63, "a database cluster's identifier")


def secret(site: Site, service: str) -> str:
    """The Secrets Manager secret with a service's login: one name and password for all databases it uses."""
    return f"{site.path}/db/{service}"


def admin_secret(site: Site, database: str) -> str:
    """The secret of the user that the cluster is made with; only the job that makes the roles reads it."""
    return f"{site.path}/db-admin/{database}"


def parameter(site: Site, database: str, what: Literal["writer", "reader", "port"]) -> str:
    """The SSM parameter with a database's address or port."""
    return f"/{site.path}/db/{database}/{what}"


def credentials(service: str, database: str) -> str:
    """The Kubernetes Secret with what a service needs to reach a database, as its program's settings."""
    return f"{service}-db-{database}"


def login(service: str) -> str:
    """The PostgreSQL role that a service logs in as; PostgreSQL allows 63 characters."""
    return bounded(service.replace("-", "_"), 63, "a PostgreSQL role's name")


def schema(service: str) -> str:
    """The schema of a service in its database, and what the names of its groups begin with."""
    return login(service)


def data_namespace(site: Site) -> str:
    """The namespace of databases that run in the cluster."""
    return f"{site.customer}-data"


def in_cluster(database: str) -> str:
    """The CloudNativePG cluster of a database; its Services are this with `-rw` and `-ro`."""
    return database


def vault(site: Site) -> str:
    """The vault with the backups of all databases of a site."""
    return f"{site.prefix}-databases"


def copy_vault(site: Site) -> str:
    """The vault in another region, by whose name alone the plan knows it."""
    return f"{site.prefix}-database-copies"
