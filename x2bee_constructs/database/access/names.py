"""What the bootstrap job and its objects are called, and the roles that it makes."""

from __future__ import annotations

from x2bee_constructs.core.names import dns_label
from x2bee_constructs.database import names
from x2bee_constructs.database.fields import ADMIN

__all__ = ["EXTENSIONS", "RESERVED", "admin", "job", "logins", "owner", "reader", "variable", "writer"]

EXTENSIONS = "extensions"
"""The schema that extensions are made in."""

RESERVED = frozenset(
    {ADMIN, EXTENSIONS, "information_schema", "none", "postgres", "public", "rdsadmin", "rdsrepladmin"}
)
"""Names that PostgreSQL, RDS or this job give to something else; what begins with `pg_` or `rds_` is theirs too."""


def job(database: str) -> str:
    """The Job of a database, its ServiceAccount, ConfigMap and NetworkPolicy."""
    return dns_label(f"{database}-access", what="a Job")


def admin(database: str) -> str:
    """The Secret with the admin's login, and where he logs in."""
    return dns_label(f"{database}-access-admin", what="a Secret")


def logins(database: str) -> str:
    """The Secret with the passwords of the services."""
    return dns_label(f"{database}-access-logins", what="a Secret")


def owner(service: str) -> str:
    """The group that owns a service's schema and all in it."""
    return f"{names.schema(service)}_owner"


def writer(service: str) -> str:
    """The group that changes rows of a service's tables."""
    return f"{names.schema(service)}_writer"


def reader(service: str) -> str:
    """The group that reads a service's tables."""
    return f"{names.schema(service)}_reader"


def variable(service: str) -> str:
    """The environment variable in which the job finds a login's password."""
    return f"PASSWORD_{names.login(service)}"
