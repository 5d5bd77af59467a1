"""What you may say about one PostgreSQL cluster of the platform."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from x2bee_constructs.core.alerts import RUNBOOKS, RunbookBase
from x2bee_constructs.core.faults import PlacedFault, fault, raise_faults, show
from x2bee_constructs.core.names import Label, Region
from x2bee_constructs.core.props import Bool, Count, Distinct, Port, Props
from x2bee_constructs.database.fields import (
    POSTGRES_VERSION,
    Acu,
    BackupWindow,
    InstanceName,
    MaintenanceWindow,
    PostgresVersion,
    StorageSize,
    windows_meet,
)
from x2bee_constructs.database.recovery import Loss, recovery_faults
from x2bee_constructs.workload.fields import Ipv4Cidr

__all__ = ["AuditClass", "Database", "Engine", "PostgresClusterProps", "Recovery", "Serverless", "laid_aside"]

Engine = Literal["aurora-postgresql", "cloudnative-pg"]
"""Aurora in AWS, or a PostgreSQL in the Kubernetes cluster, for development."""

AuditClass = Literal["ddl", "function", "misc", "misc_set", "read", "role", "write"]
"""A class of statements that pgAudit records, by its own name (`pgaudit.log`)."""


class Serverless(Props):
    """Aurora Serverless v2: instances that grow and shrink. How many connections one takes follows from `max`."""

    min: Acu
    """The least that an instance has, in Aurora capacity units of about 2 GiB memory."""
    max: Acu
    """The most that it grows to."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.max < self.min:
            title = "'max' is less than 'min'"
            wrong = fault("X2B327", title, expected=f"at least {self.min:g}", got=f"{self.max:g}", related="min")
            raise_faults("Serverless", [(("max",), wrong, self.max)])
        return self


class Recovery(Props):
    """What is promised to whoever pays for it; refused where the configuration cannot keep it (`recovery.py`)."""

    rto_minutes: Annotated[Count, Field(ge=1, le=10_080)]
    """Until services work again after a loss, in minutes."""
    rpo_minutes: Annotated[Count, Field(le=10_080)]
    """How many minutes of data may be lost."""
    survives: Loss = "zone"
    """The worst loss that this is promised for, and all before it: `instance`, `zone`, `data` (deleted by mistake) or
    `region`. `zone` if not given."""


class Database(Props):
    """A PostgreSQL cluster: one writer and its readers."""

    engine: Engine = "aurora-postgresql"
    """Aurora in AWS, or `cloudnative-pg`: in the Kubernetes cluster, for development. Aurora if not given."""
    version: PostgresVersion = POSTGRES_VERSION
    """The version of PostgreSQL, major and minor, in quotes; the newest with long-term support, 17.7, if not given."""
    instance: InstanceName | None = None
    """The instance class of writer and readers, `db.r7g.large`; either this or `serverless`."""
    serverless: Serverless | None = None
    """Instances that grow and shrink; either this or `instance`."""
    readers: Annotated[Count, Field(le=15)] = 1
    """How many readers; 1 if not given, at most 15 (Aurora)."""
    listens: Annotated[Port, Field(ge=1150)] | None = None
    """The port; if not given, one that follows from the name: mbod 15432, gddp 15433, event 15434, others 15440 to
    15939."""
    recovery: Recovery | None = None
    """How soon it is back after a loss, and how much is lost. Nothing is promised if not given."""
    backup_days: Annotated[Count, Field(ge=1, le=35)] = 35
    """How many days back it can be restored to any moment; 35, the most that there is, if not given."""
    copy_region: Region | None = None
    """Another region, to which backups are copied. No copies if not given."""
    copy_hours: Literal[1, 6, 12, 24] | None = None
    """How often backups are taken for the vault, and copied, in hours; every 24 if not given."""
    log_slow_ms: Annotated[Count, Field(ge=1, le=3_600_000)] = 1000
    """Statements that take longer are logged, in milliseconds; 1000 if not given."""
    audit: Distinct[AuditClass] | None = None
    """Which statements pgAudit records; `ddl` and `role` if not given, none for an empty list."""
    maintenance_window: MaintenanceWindow | None = None
    """When AWS may change things, in UTC, once a week; `mon:18:30-mon:19:30`, Tuesday 3:30 in Seoul, if not given."""
    backup_window: BackupWindow | None = None
    """When the daily snapshot is taken, in UTC; `17:00-18:00`, 2:00 in Seoul, if not given."""
    storage_gib: StorageSize | None = None
    """The size of each volume of `cloudnative-pg`, in GiB; 10 if not given. Aurora's storage grows by itself."""
    storage_class: Label | None = None
    """The StorageClass of those volumes; the cluster's default if not given."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        raise_faults("Database", [*self._meaningless(), *(self._aurora() if self.in_aws else ())])
        return self

    @property
    def in_aws(self) -> bool:
        """Whether it is Aurora; else it runs in the Kubernetes cluster."""
        return self.engine == "aurora-postgresql"

    @property
    def copies_every(self) -> int:
        """Hours from one backup of the vault to the next."""
        return self.copy_hours or 24

    @property
    def audited(self) -> tuple[AuditClass, ...]:
        """The classes of statements that pgAudit records."""
        return ("ddl", "role") if self.audit is None else tuple(self.audit)

    @property
    def maintained(self) -> str:
        """When AWS may change things."""
        return self.maintenance_window or "mon:18:30-mon:19:30"

    @property
    def backed_up(self) -> str:
        """When the daily snapshot is taken."""
        return self.backup_window or "17:00-18:00"

    @property
    def volume_gib(self) -> int:
        """The size of each volume in the cluster."""
        return self.storage_gib or 10

    def _meaningless(self) -> Iterator[PlacedFault]:
        for name in _OTHERS[self.engine]:
            got = getattr(self, name)
            if got is not None:
                title = f"'{name}' has no meaning for {self.engine}"
                wrong = fault("X2B322", title, why=_WHY[self.engine], fix=f"take {name} out", related="engine")
                yield (name,), wrong, got

    def _aurora(self) -> Iterator[PlacedFault]:
        yield from self._size()
        yield from self._windows()
        yield from recovery_faults(self)

    def _size(self) -> Iterator[PlacedFault]:
        if self.instance and self.serverless:
            title = "'serverless' contradicts 'instance'"
            why = "an instance has a class, or grows and shrinks"
            wrong = fault("X2B320", title, expected="one of the two", why=why, fix="take one out", related="instance")
            yield ("serverless",), wrong, self.serverless
        if not self.instance and not self.serverless:
            expected = "The instance class of writer and readers, or 'serverless'"
            wrong = fault("X2B105", "missing key 'instance'", expected=expected, fix="instance: db.r7g.large")
            yield ("instance",), wrong, None

    def _windows(self) -> Iterator[PlacedFault]:
        if windows_meet(self.maintained, self.backed_up):
            said = "backup_window" if self.backup_window else "maintenance_window"
            got = self.backed_up if self.backup_window else self.maintained
            title = f"{show(self.maintained)} and {show(self.backed_up)} overlap"
            why = "RDS takes no snapshot while it maintains"
            wrong = fault("X2B325", title, expected="two windows without a common minute", why=why)
            yield (said,), wrong, got


_OTHERS: Mapping[Engine, tuple[str, ...]] = {
    "aurora-postgresql": ("storage_gib", "storage_class"),
    "cloudnative-pg": (
        "instance",
        "serverless",
        "listens",
        "recovery",
        "copy_region",
        "copy_hours",
        "audit",
        "maintenance_window",
        "backup_window",
    ),
}
"""Fields that belong to the other engine. None of them has a value unless somebody said it."""

_WHY: Mapping[Engine, str] = {
    "aurora-postgresql": "Aurora's storage is one for all instances and grows by itself",
    "cloudnative-pg": "it says something of Aurora, and this database runs in the Kubernetes cluster",
}


def laid_aside(below: Mapping[str, Any], above: Mapping[str, Any]) -> frozenset[str]:
    """What a database as it was said (`below`) loses when `above` changes it.

    It is what belongs to the other engine, and the instance class where `above` says `serverless`, or the other way
    round. So an environment says `engine: cloudnative-pg`, and need not take the production's instance class back.
    """
    engine = above.get("engine") or below.get("engine") or "aurora-postgresql"
    gone = {name for name in _OTHERS.get(engine, ()) if above.get(name) is None}
    for mine, other in (("serverless", "instance"), ("instance", "serverless")):
        if above.get(mine) is not None and above.get(other) is None:
            gone.add(other)
    return frozenset(gone & below.keys())


class PostgresClusterProps(Props):
    """One Aurora PostgreSQL cluster: what was said of it, and what the platform knows."""

    name: Label
    """What the database is called: `mbod`."""
    database: Database
    """What a customer's file says of it."""
    app_cidrs: Annotated[Distinct[Ipv4Cidr], Field(min_length=1)]
    """The app subnets, from where services reach it: nobody else does."""
    log_days: Literal[90, 365, 731] = 365
    """How long its log is kept, in days; 365 if not given."""
    logical_replication: Bool = False
    """Whether tables are synchronised from it or to it by logical replication. False if not given."""
    follower_cidrs: Distinct[Ipv4Cidr] = ()
    """The networks of databases that follow it by logical replication: the data subnets. None if not given."""
    follows: Mapping[Port, Distinct[Ipv4Cidr]] = {}
    """The ports of databases that it follows so, and their networks. None if not given: it goes nowhere itself."""
    runbooks: RunbookBase = RUNBOOKS
    """Where the files of `docs/runbooks` are read by whoever is called; the repository's path if not given."""

    @model_validator(mode="after")
    def _in_aws(self) -> Self:
        if not self.database.in_aws:
            wrong = fault(
                "X2B322",
                f"'{self.name}' is no database of AWS",
                expected="engine: aurora-postgresql",
                got=self.database.engine,
                why="CloudNativePG runs in the Kubernetes cluster, and its manifests make it",
            )
            raise_faults("PostgresClusterProps", [(("database", "engine"), wrong, self.database.engine)])
        return self
