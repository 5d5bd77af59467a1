"""What you may say about a PostgreSQL cluster inside the Kubernetes cluster."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from x2bee_constructs.core.faults import PlacedFault, fault, matching, raise_faults
from x2bee_constructs.core.iam import PodIdentity, Statement
from x2bee_constructs.core.names import Label, LabelKey, LabelValue, Region, Site
from x2bee_constructs.core.props import Bool, Count, Distinct, Props
from x2bee_constructs.database import names
from x2bee_constructs.database.props import Database
from x2bee_constructs.workload.fields import Bytes, Cpu, Image

__all__ = ["InClusterPostgresProps", "PoolMode", "admin_credentials", "backup_bucket", "backup_identity"]

PoolMode = Literal["session", "transaction"]
"""For how long PgBouncer gives a client a connection of its own."""

_BucketName = Annotated[
    str, matching(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]", "a bucket's name, 3 to 63 lower-case letters, digits and '-'")
]


class InClusterPostgresProps(Props):
    """One PostgreSQL cluster of CloudNativePG: what was said of the database, and what the platform knows."""

    name: Label
    """What the database is called: `mbod`."""
    database: Database
    """What a customer's file says of it: the version, how many readers (standbys), its volumes, for how many days back
    it can be restored."""
    services: Distinct[Label] = ()
    """Who may connect: services of the namespace of services, by name. Nobody if not given."""
    follows: Distinct[Label] = ()
    """Databases inside the cluster from which tables are copied here by logical replication. None if not given."""
    followers: Distinct[Label] = ()
    """Databases inside the cluster to which tables of this one are copied so. None if not given."""
    jobs: Distinct[Label] = ()
    """Who may connect from the namespace of data, by the label `app.kubernetes.io/name`: the jobs that make roles and
    synchronise tables, past the pooler. Nobody if not given."""
    cpu: Cpu = "500m"
    """CPU requested by each instance; 500m if not given."""
    memory: Bytes = "1Gi"
    """Memory requested and limited; PostgreSQL takes a quarter for itself (`shared_buffers`). 1Gi if not given."""
    max_connections: Annotated[Count, Field(ge=20, le=1000)] = 200
    """How many connections it takes; 200 if not given: services with a pool of 10 on 20 pods."""
    pooler: PoolMode | None = None
    """A PgBouncer in front of the primary: `transaction` lets many clients share few connections, `session` only makes
    them wait. None if not given: services have pools of their own."""
    image: Image | None = None
    """The image, with the version of PostgreSQL at the begin of its tag; CloudNativePG's `standard` image of the
    database's version if not given. It must have pgAudit."""
    backup_bucket: _BucketName | None = None
    """The bucket for backups and write-ahead logs, `backup_bucket` of the site; no backups if not given."""
    region: Region | None = None
    """The bucket's region; needed with `backup_bucket`."""
    node_selector: Mapping[LabelKey, LabelValue] = {"workload": "msa"}
    """Labels of the nodes that may run it; the platform's `workload=msa` if not given."""
    monitor: Bool = True
    """Whether to make a PodMonitor; Prometheus' operator must be there. True if not given."""
    monitoring_namespace: Label = "monitoring"
    """Where Prometheus is; `monitoring` if not given."""
    operator_namespace: Label = "cnpg-system"
    """Where CloudNativePG's operator is; `cnpg-system` if not given."""
    secret_store: Label = "aws-secrets-manager"
    """The ClusterSecretStore that reads Secrets Manager; `aws-secrets-manager` if not given."""

    @property
    def instances(self) -> int:
        """The primary and its standbys."""
        return 1 + self.database.readers

    @model_validator(mode="after")
    def _fits(self) -> Self:
        raise_faults("InClusterPostgresProps", [*self._elsewhere(), *self._nowhere()])
        return self

    def _elsewhere(self) -> Iterator[PlacedFault]:
        got = self.database.engine
        if got != "cloudnative-pg":
            wrong = fault(
                "X2B343",
                f"'{self.name}' is no database of the cluster",
                expected="engine: cloudnative-pg",
                got=got,
                why="Aurora is made by the templates of the AWS side",
            )
            yield ("database", "engine"), wrong, got

    def _nowhere(self) -> Iterator[PlacedFault]:
        if (self.backup_bucket is None) != (self.region is None):
            title = "'backup_bucket' and 'region' belong together"
            wrong = fault("X2B344", title, why="backups go to a bucket of one region", fix="say both, or neither")
            yield ("region",), wrong, self.region


def admin_credentials(database: str) -> str:
    """The Secret with the user that the cluster is made with; only the operator reads it."""
    return f"{names.in_cluster(database)}-admin"


def backup_bucket(site: Site, account: str) -> str:
    """The bucket with the backups of databases in the cluster; all accounts of the world share one space of names."""
    return f"{site.prefix}-db-backup-{account}"


def backup_identity(site: Site, database: str, account: str, region: str) -> PodIdentity:
    """Who the instances of a database are in AWS: they write and delete below their own prefix of the bucket.

    The names of all objects can be listed: Barman first asks whether the bucket is there, and that has no prefix.
    """
    bucket = f"arn:aws:s3:::{backup_bucket(site, account)}"
    own = {"StringEquals": {"aws:ResourceAccount": (account,)}}
    through = {
        "StringEquals": {"kms:ViaService": (f"s3.{region}.amazonaws.com",)},
        "ForAnyValue:StringEquals": {"kms:ResourceAliases": (site.key_alias,)},
    }
    objects = ("s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject")
    cluster = names.in_cluster(database)
    return PodIdentity(
        name=f"db-{database}",
        namespace=names.data_namespace(site),
        service_account=cluster,
        statements=(
            Statement("Objects", objects, (f"{bucket}/{cluster}/*",), own),
            Statement("List", ("s3:ListBucket",), (bucket,), own),
            Statement(
                "Key", ("kms:Decrypt", "kms:GenerateDataKey"), (f"arn:aws:kms:{region}:{account}:key/*",), through
            ),
        ),
    )
