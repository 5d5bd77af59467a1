"""Who may do what in one database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import Field, model_validator

from x2bee_constructs.core.faults import PlacedFault, fault, matching, meant, raise_faults, show
from x2bee_constructs.core.names import DOMAIN, Label, LabelKey, LabelValue
from x2bee_constructs.core.props import Bool, Count, Distinct, Items, Port, Props
from x2bee_constructs.database import names as database_names
from x2bee_constructs.database.access import names

__all__ = ["CLIENT_IMAGE", "CaBundle", "Login", "PostgresAccessProps", "schemas"]

CLIENT_IMAGE = "public.ecr.aws/docker/library/postgres:17.9-alpine3.23"
"""Docker's official image, as AWS mirrors it (docker-library/postgres at 6edb0a8, versions.json, 2026-02-26)."""

_Extension = Annotated[str, matching(r"[a-z][a-z0-9_-]{0,62}", "an extension's name, such as pg_trgm")]
_Cidr = Annotated[str, matching(r"(\d{1,3}\.){3}\d{1,3}/\d{1,2}", "an IPv4 network such as 10.20.128.0/24")]
_WHY = "PostgreSQL, RDS or the job itself use this name"


class CaBundle(Props):
    """Certificates in a ConfigMap, by which the server's is checked."""

    config_map: Annotated[str, matching(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?", "the name of a ConfigMap")]
    """The ConfigMap's name, in the job's namespace."""
    key: Annotated[str, matching(r"[-._a-zA-Z0-9]{1,253}", "a key of the ConfigMap")] = "ca.crt"
    """Its key with the certificates in PEM; `ca.crt` if not given."""


class Login(Props):
    """One service, as it logs in to this database."""

    service: Label
    """The service's name; its role is called the same, with `_` for `-`."""
    owns: Bool = False
    """Whether it has a schema of its own here, called as its role; false if not given."""
    migrates: Bool = True
    """Whether it may change its own schema's tables (Flyway at start); false leaves it their rows alone."""
    copies: Distinct[Label] = ()
    """Services of other databases whose tables it keeps copies of: a schema called as each, which it owns, too. None if
    not given."""
    writes: Distinct[Label] = ()
    """Services whose tables it also writes; each has a schema here. None if not given."""
    reads: Distinct[Label] = ()
    """Services whose tables it also reads; each has a schema here. None if not given."""
    reads_all: Bool = False
    """Whether it reads every schema of this database; false if not given."""
    replicates: Bool = False
    """Whether it may follow the server's changes, as a subscription of another database does; false if not given. Its
    sessions then work as itself, never as the owner of its schema: PostgreSQL asks who follows, at every step."""
    connections: Annotated[Count, Field(ge=1)] | None = None
    """How many sessions it may have at once: pods × pool, and what a rollout adds. No limit if not given."""
    statement_seconds: Count | None = None
    """How long its statements may take, in seconds; 0 is for ever. The database's `statement_seconds` if not given."""


class PostgresAccessProps(Props):
    """One database: who logs in, and how the job reaches it."""

    database: Label
    """The database's name, in the cluster of the same name."""
    logins: Items[Login]
    """Every service that uses it. Who was in this list and is no more is shut out; the data stay."""
    port: Port
    """The port that the cluster listens on; the job's network policy opens no other."""
    cidrs: Distinct[_Cidr] = ()
    """The networks of the database's subnets; given when it is outside the Kubernetes cluster."""
    host: Annotated[str, matching(rf"{DOMAIN}|[a-z]([a-z0-9-]*[a-z0-9])?", "a Service or host name")] | None = None
    """The Service of a database inside the Kubernetes cluster (`mbod-rw`), in the job's namespace. The address that the
    SSM parameter of the cluster's writer holds if not given."""
    extensions: Distinct[_Extension] = ()
    """Extensions that the services need; the job fails where one cannot be made. None if not given."""
    optional_extensions: Distinct[_Extension] = ("pg_stat_statements", "pgaudit")
    """Extensions made where the server has them and lets the admin; `pg_stat_statements` and `pgaudit` if not given."""
    statement_seconds: Count = 300
    """How long a statement may take, in seconds; 0 is for ever. 300 if not given: our judgement."""
    idle_transaction_seconds: Annotated[Count, Field(ge=1)] = 120
    """After how many seconds a session that idles inside a transaction is ended; 120 if not given: our judgement.
    It would keep locks, and dead rows from being cleared."""
    wait_seconds: Annotated[Count, Field(ge=2, le=600)] = 300
    """How long each try waits for the database to answer, in seconds; 300 if not given, at most 600."""
    image: Annotated[str, matching(r"[^\s]+(:[^\s:/]+|@sha256:[0-9a-f]{64})", "an image with a tag or a digest")] = (
        CLIENT_IMAGE
    )
    """An image with `sh`, `sleep` and `psql` of PostgreSQL 16 or newer; Docker's official image of 17 if not given."""
    ca: CaBundle | None = None
    """What the server's certificate is checked by. If not given the connection is encrypted, whoever answers."""
    secret_store: Label = "aws-secrets-manager"
    """The ClusterSecretStore that reads Secrets Manager; the add-ons' if not given."""
    parameter_store: Label = "aws-parameter-store"
    """The ClusterSecretStore that reads SSM parameters; the add-ons' if not given."""
    node_selector: dict[LabelKey, LabelValue] = Field(default_factory=dict)
    """Labels of the nodes that the job may run on; any if not given."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        raise_faults(type(self).__name__, [*_name_faults(self), *_schema_faults(self), *_sense_faults(self)])
        return self


def schemas(props: PostgresAccessProps) -> list[str]:
    """The services that have a schema in this database: their own, or as copies."""
    return sorted(service for login in props.logins for service in (*[login.service] * login.owns, *login.copies))


def _name_faults(props: PostgresAccessProps) -> Iterator[PlacedFault]:
    """Roles are one namespace: two services may not come to one name, nor one to another's group."""
    taken: dict[str, str] = {}
    for index, login in enumerate(props.logins):
        role, place = database_names.login(login.service), ("logins", index, "service")
        if _is_reserved(role):
            wrong = fault("X2B345", f"'{role}' cannot be a service's role", why=_WHY, fix="rename the service")
            yield place, wrong, login.service
        elif role in taken:
            fix = "keep one entry" if taken[role] == login.service else "rename one of them"
            wrong = fault("X2B345", f"'{taken[role]}' and '{login.service}' have one role, '{role}'", fix=fix)
            yield place, wrong, login.service
        taken.setdefault(role, login.service)
    groups = {
        group(service): service for service in schemas(props) for group in (names.owner, names.reader, names.writer)
    }
    for index, login in enumerate(props.logins):
        if (role := database_names.login(login.service)) in groups:
            what = f"'{role}' is the role of a service and a group of the schema of '{groups[role]}'"
            yield ("logins", index, "service"), fault("X2B345", what, fix="rename the service"), login.service
        for place, service in enumerate(login.copies):
            if _is_reserved(database_names.schema(service)):
                what = f"'{database_names.schema(service)}' cannot be a schema of ours"
                yield (
                    ("logins", index, "copies", place),
                    fault("X2B345", what, why=_WHY, fix="rename the service"),
                    service,
                )


def _is_reserved(name: str) -> bool:
    return name in names.RESERVED or name.startswith(("pg_", "rds_"))


def _schema_faults(props: PostgresAccessProps) -> Iterator[PlacedFault]:
    known = schemas(props)
    for index, login in enumerate(props.logins):
        for place, service in enumerate(login.copies):
            if known.count(service) > 1:
                wrong = fault("X2B346", f"the schema of '{service}' has two owners here", fix="keep one of them")
                yield ("logins", index, "copies", place), wrong, service
        for field in ("writes", "reads"):
            for place, service in enumerate(getattr(login, field)):
                if service == login.service and login.owns:
                    wrong = fault("X2B346", f"'{service}' names itself; its own tables are its own", fix="take it out")
                elif service not in known:
                    guess, fix = meant(service, known)
                    wrong = fault(
                        "X2B346",
                        f"'{service}' has no schema in '{props.database}'{guess}",
                        expected=f"one of {', '.join(known) or 'none'}",
                        fix=fix,
                    )
                else:
                    continue
                yield ("logins", index, field, place), wrong, service


def _sense_faults(props: PostgresAccessProps) -> Iterator[PlacedFault]:
    for index, login in enumerate(props.logins):
        said = (login.owns, login.copies, login.writes, login.reads, login.reads_all, login.replicates)
        if not any(said):
            what = f"'{login.service}' logs in and may do nothing"
            fix = "say owns, copies, writes, reads, reads_all or replicates, or take it out"
            yield ("logins", index), fault("X2B347", what, fix=fix), show(login.service)
        if not login.migrates and not login.owns:
            what = f"'{login.service}' cannot give up changing a schema that it does not have"
            yield (
                ("logins", index, "migrates"),
                fault("X2B347", what, fix="take migrates out, or say owns: true"),
                False,
            )
    if bool(props.host) == bool(props.cidrs):
        what = "a database is reached by the host of a Service or in the networks of its subnets"
        got = "both" if props.host else "neither"
        yield ("cidrs",), fault("X2B347", what, got=got, fix="say one of host and cidrs"), list(props.cidrs)
    for name in sorted({*props.extensions} & {*props.optional_extensions}):
        place = ("optional_extensions",)
        yield place, fault("X2B347", f"'{name}' is needed and optional at once", fix="keep it in one list"), name
