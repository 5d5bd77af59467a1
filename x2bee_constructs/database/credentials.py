"""How a service's program reaches its databases: what may be said, and the addresses that come of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from x2bee_constructs.core.faults import PlacedFault, fault, matching, meant, raise_faults
from x2bee_constructs.core.names import Label, Site
from x2bee_constructs.core.props import Count, Distinct, Props
from x2bee_constructs.database import names
from x2bee_constructs.workload.jvm import SpringBatch, SpringBoot
from x2bee_constructs.workload.node import NextJs, NodeJs
from x2bee_constructs.workload.profile import Runtime

__all__ = [
    "CA_FOLDER",
    "CertificateAuthority",
    "Client",
    "DatabaseCredentialsProps",
    "Endpoints",
    "client_of",
    "endpoints",
    "pooler",
]

Client = Literal["jdbc", "aws-jdbc-wrapper", "node"]
"""What reads the addresses: PostgreSQL's JDBC driver, the AWS wrapper around it, or node-postgres."""

CA_FOLDER = "/etc/x2bee/database-ca"
"""Where the certificate authority is mounted in the program's container."""

_IN_CLUSTER_PORT = "5432"
"""CloudNativePG's, which nothing can change (docs/src/postgresql_conf.md, fixed parameters)."""


class CertificateAuthority(Props):
    """The certificates that a database's own must be signed by: for Aurora the region's bundle, which AWS publishes."""

    config_map: Annotated[
        str, matching(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?", "a ConfigMap's name: a-z, 0-9 and '-'")
    ]
    """The ConfigMap, in the service's namespace."""
    key: Annotated[str, matching(r"(?!\.)[A-Za-z0-9._-]{1,253}", "a ConfigMap's key: letters, digits, '-_.'")]
    """Its key with the certificates, as PEM."""

    @property
    def path(self) -> str:
        """The file with the certificates, as the program sees it."""
        return f"{CA_FOLDER}/{self.key}"


class DatabaseCredentialsProps(Props):
    """What one service uses of the databases, and with which driver."""

    service: Label
    """The service. Its login is in Secrets Manager, one name and password for all of its databases."""
    client: Client
    """What reads the addresses; `client_of` knows it for the library's own runtimes."""
    databases: Distinct[Label] = ()
    """Databases that it also writes to, its own first: `SPRING_DATASOURCE_URL` leads to the first one's writer. None if
    not given."""
    reads: Distinct[Label] = ()
    """Databases that it only reads. If there are no others, `SPRING_DATASOURCE_URL` leads to the first one's readers.
    None if not given."""
    in_cluster: Mapping[Label, Annotated[Count, Field(ge=1)]] = {}
    """Which of them run in the cluster (CloudNativePG), and on how many instances; none if not given: the addresses of
    the others are in SSM Parameter Store."""
    pooled: Distinct[Label] = ()
    """Which of those in the cluster are written to through their pooler. None if not given."""
    statement_seconds: Annotated[Count, Field(le=86_400)] = 120
    """After how many seconds without an answer a connection is given up, where no wrapper watches the database: more
    than the longest statement takes, in migrations and jobs too. 0 waits for ever; 120 if not given, our judgement."""
    ca: CertificateAuthority | None = None
    """Whom to trust for databases outside the cluster: certificate and host name are then verified. If not given,
    connections are encrypted and nobody's identity is verified."""
    secret_store: Label = "aws-secrets-manager"
    """The ClusterSecretStore that reads Secrets Manager; `aws-secrets-manager` if not given."""
    parameter_store: Label = "aws-parameter-store"
    """The ClusterSecretStore that reads SSM Parameter Store; `aws-parameter-store` if not given."""

    @property
    def used(self) -> tuple[str, ...]:
        """All databases, those that it writes to first."""
        return (*self.databases, *self.reads)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        raise_faults("DatabaseCredentialsProps", [*self._none(), *self._twice(), *self._unknown()])
        return self

    def _none(self) -> Iterator[PlacedFault]:
        if not self.used:
            fix = "databases: [mbod], say, or leave its credentials out"
            yield ("databases",), fault("X2B340", f"'{self.service}' uses no database", fix=fix), None

    def _twice(self) -> Iterator[PlacedFault]:
        for name in self.reads:
            if name in self.databases:
                why = "who writes to a database also reads it"
                title = f"'{name}' stands in reads and in databases"
                wrong = fault("X2B341", title, why=why, fix="keep it in databases", related="databases")
                yield ("reads",), wrong, name

    def _unknown(self) -> Iterator[PlacedFault]:
        for field, given, known in (
            ("in_cluster", self.in_cluster, self.used),
            ("pooled", self.pooled, tuple(name for name in self.databases if name in self.in_cluster)),
        ):
            for name in given:
                if name not in known:
                    hint, fix = meant(name, known)
                    title = f"'{name}' of {field} is no database that this is about{hint}"
                    wrong = fault("X2B342", title, expected=", ".join(known) or "none", got=name, fix=fix)
                    yield (field,), wrong, name


@dataclass(frozen=True)
class Endpoints:
    """Where a database is: host names and a port, or Go templates of what External Secrets has read."""

    writer: str
    reader: str
    port: str
    parameters: Mapping[str, str]
    """The SSM parameters to read, by what is in them; none for a database in the cluster, whose names are known."""


def client_of(runtime: Runtime) -> Client | None:
    """What a runtime reads addresses with; None for one that uses no database or that the library does not know."""
    if isinstance(runtime, SpringBoot | SpringBatch):
        return "aws-jdbc-wrapper" if runtime.jdbc_wrapper else "jdbc"
    return "node" if isinstance(runtime, NextJs | NodeJs) else None


def pooler(database: str) -> str:
    """The pooler of a database in the cluster, and its Service: it leads to the primary."""
    return f"{names.in_cluster(database)}-pooler-rw"


def endpoints(site: Site, database: str, props: DatabaseCredentialsProps) -> Endpoints:
    """Where the service finds one of its databases."""
    if database not in props.in_cluster:
        parameters = {
            "writer": names.parameter(site, database, "writer"),
            "reader": names.parameter(site, database, "reader"),
            "port": names.parameter(site, database, "port"),
        }
        return Endpoints("{{ .writer }}", "{{ .reader }}", "{{ .port }}", parameters)
    home = f"{names.data_namespace(site)}.svc.cluster.local"
    cluster = names.in_cluster(database)
    writer = pooler(database) if database in props.pooled else f"{cluster}-rw"
    # With one instance there is no replica, and the Service of the replicas leads nowhere.
    reader = f"{cluster}-ro" if props.in_cluster[database] > 1 else f"{cluster}-rw"
    return Endpoints(f"{writer}.{home}", f"{reader}.{home}", _IN_CLUSTER_PORT, {})
