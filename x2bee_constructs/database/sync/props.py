"""What you may say about one sync of tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from x2bee_constructs.core.alerts import RUNBOOKS, RunbookBase
from x2bee_constructs.core.faults import PlacedFault, fault, matching, raise_faults
from x2bee_constructs.core.names import Customer, EnvironmentName, Label, LabelKey, LabelValue
from x2bee_constructs.core.props import Count, Distinct, Items, Port, Props
from x2bee_constructs.database import names
from x2bee_constructs.database.access.props import CaBundle
from x2bee_constructs.workload.fields import Image, Ipv4Cidr

__all__ = ["Cron", "Deletes", "Identifier", "Mode", "Place", "Side", "Sync", "SyncTable", "TableSyncProps"]

Mode = Literal["logical", "batch"]
"""How rows travel: by PostgreSQL's logical replication, or by a job that reads what changed."""

Deletes = Literal["none", "tombstone", "compare"]
"""How a batch learns of deleted rows."""

Identifier = Annotated[
    str,
    matching(r"[a-z_][a-z0-9_]{0,62}", "a name in PostgreSQL: lower-case letters, digits and _, at most 63"),
]
"""A table or column."""

_FIELD = r"(\*|[0-9]+(-[0-9]+)?)(/[1-9][0-9]*)?(,(\*|[0-9]+(-[0-9]+)?)(/[1-9][0-9]*)?)*"
Cron = Annotated[
    str, matching(rf"{_FIELD}( {_FIELD}){{4}}", "five fields of numbers, such as '*/5 * * * *' or '30 18 * * *'")
]
"""When a job runs, as cron writes it."""


class Side(Props):
    """One end of a sync."""

    database: Label
    """The database: `mbod`."""
    service: Label
    """The service that owns the tables there; its name is the schema's, with `_` for `-`."""


class SyncTable(Props):
    """One table."""

    name: Identifier
    """The table, the same on both sides."""
    columns: Distinct[Identifier] = ()
    """Only these columns; all that the source has if not given. Those of `key` are among them."""
    key: Distinct[Identifier] = ()
    """Batch: the columns that tell rows apart; unique and never empty on both sides."""
    watermark: Identifier | None = None
    """Batch: the column of the source that grows with every change of a row: a timestamp or a whole number, never
    empty. An index should begin with it."""
    deletes: Deletes = "none"
    """Batch: how deleted rows are found: not at all, by a column that marks them (`tombstone`), or by asking the source
    for every key that the target has (`compare`). `none` if not given."""
    tombstone: Identifier | None = None
    """The source's column that marks deleted rows: by true, `Y`, a time, any value but false, `N`, 0 and nothing."""
    compare_minutes: Annotated[Count, Field(ge=1, le=10_080)] | None = None
    """How long from one comparison of all keys to the next, in minutes; 60 if not given, our judgement."""
    overlap: Annotated[Count, Field(le=86_400)] | None = None
    """How much of the watermark is read again each time: in seconds, or in numbers of one that counts. It covers clocks
    that differ, and values that were taken before their transaction first wrote; rows of transactions that are still
    open are waited for anyway. 300 if not given, our judgement."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        raise_faults("SyncTable", list(self._contradictions()))
        return self

    def _contradictions(self) -> Iterator[PlacedFault]:
        missing = [column for column in self.key if self.columns and column not in self.columns]
        if missing:
            title = f"columns leave out {', '.join(missing)} of the key"
            fix = f"columns: [{', '.join((*missing, *self.columns))}]"
            yield ("columns",), fault("X2B349", title, fix=fix, related="key"), self.columns
        if (self.deletes == "tombstone") != (self.tombstone is not None):
            title = "deletes: tombstone and the column 'tombstone' go together"
            wrong = fault("X2B349", title, fix="say both or neither", related="deletes")
            yield ("tombstone",), wrong, self.tombstone
        if self.compare_minutes is not None and self.deletes != "compare":
            wrong = fault("X2B349", "nothing is compared", fix="deletes: compare", related="deletes")
            yield ("compare_minutes",), wrong, self.compare_minutes


class Sync(Props):
    """Tables of one database, kept the same in another."""

    source: Side
    """Where the rows are made."""
    target: Side
    """Where they are wanted. With `logical` the tables stand there in a schema of the source's name (PostgreSQL keeps
    the names of what it replicates), which this service owns; with `batch` in this service's own schema."""
    tables: Annotated[Items[SyncTable], Field(min_length=1)]
    """Which tables."""
    mode: Mode
    """`logical`: seconds behind, deletes included. `batch`: minutes behind, and nothing is held back at the source."""
    every: Cron | Annotated[Count, Field(ge=1, le=59)] | None = None
    """When a batch runs: every so many minutes, or as cron writes it, in the time zone of `zone`; every 5 minutes if
    not given."""
    zone: Annotated[str, matching(r"[A-Z][A-Za-z_]+(/[A-Z][A-Za-z_]+)?", "a time zone such as Asia/Seoul")] = (
        "Asia/Seoul"
    )
    """The time zone of `every`; Asia/Seoul if not given."""
    chunk: Annotated[Count, Field(ge=1, le=100_000)] | None = None
    """Batch: how many rows one transaction brings; 10000 if not given, our judgement."""
    lag_minutes: Annotated[Count, Field(ge=1, le=10_080)] = 15
    """From how far behind on it alarms, in minutes; 15 if not given. A batch must run more often than that."""
    lag_mib: Annotated[Count, Field(ge=1)] | None = None
    """Logical: from how much unread write-ahead log at the source on it alarms, in MiB; 1024 if not given, our
    judgement: well below `max_slot_wal_keep_size`, from which on the source throws it away."""

    @property
    def source_schema(self) -> str:
        """The schema of the tables at the source."""
        return names.schema(self.source.service)

    @property
    def target_schema(self) -> str:
        """The schema of the tables at the target; logical replication keeps the source's."""
        return names.schema(self.source.service if self.mode == "logical" else self.target.service)

    @property
    def schedule(self) -> str:
        """When the job runs: a batch as declared, the look at a logical sync each minute."""
        if self.mode == "logical":
            return "* * * * *"
        return self.every if isinstance(self.every, str) else f"*/{self.every or 5} * * * *"

    @model_validator(mode="after")
    def _whole(self) -> Self:
        raise_faults("Sync", [*self._ends(), *self._twice(), *self._of_one_mode(), *self._of_tables(), *self._behind()])
        return self

    def _ends(self) -> Iterator[PlacedFault]:
        if self.source.database == self.target.database:
            wrong = fault(
                "X2B348",
                f"source and target are one database, '{self.source.database}'",
                expected="two databases",
                why="what is in one database needs no copy: its services may read each other's schemas",
                fix=f"give {self.target.service} reads: [{self.source.database}]",
                related="source.database",
            )
            yield ("target", "database"), wrong, self.target.database

    def _twice(self) -> Iterator[PlacedFault]:
        seen: set[str] = set()
        for index, table in enumerate(self.tables):
            if table.name in seen:
                wrong = fault("X2B349", f"'{table.name}' stands twice among the tables", fix="keep one of the two")
                yield ("tables", index, "name"), wrong, table.name
            seen.add(table.name)

    def _of_one_mode(self) -> Iterator[PlacedFault]:
        fields = ("lag_mib",) if self.mode == "batch" else ("every", "chunk")
        for field in fields:
            if (got := getattr(self, field)) is not None:
                wrong = fault(
                    "X2B349", f"'{field}' says nothing with mode: {self.mode}", fix="take it out", related="mode"
                )
                yield (field,), wrong, got

    def _of_tables(self) -> Iterator[PlacedFault]:
        for index, table in enumerate(self.tables):
            if self.mode == "batch":
                for field in ("key", "watermark"):
                    if not getattr(table, field):
                        why = "a batch tells rows apart by their key, and reads those whose watermark has grown"
                        wrong = fault("X2B349", f"'{table.name}' has no {field}", why=why, fix=_EXAMPLES[field])
                        yield ("tables", index, field), wrong, None
            else:
                for field in ("key", "watermark", "tombstone", "overlap", "compare_minutes"):
                    if got := getattr(table, field):
                        title = f"'{field}' says nothing with mode: logical"
                        wrong = fault("X2B349", title, fix="take it out, or say mode: batch", related="mode")
                        yield ("tables", index, field), wrong, got

    def _behind(self) -> Iterator[PlacedFault]:
        if self.mode == "batch" and isinstance(self.every, int) and self.every >= self.lag_minutes:
            wrong = fault(
                "X2B349",
                f"it runs every {self.every} minutes and alarms from {self.lag_minutes} on",
                why="it would alarm between any two runs",
                fix=f"lag_minutes: {self.every * 3}",
                related="every",
            )
            yield ("lag_minutes",), wrong, self.lag_minutes


_EXAMPLES = {"key": "key: [id]", "watermark": "watermark: updated_at"}


class Place(Props):
    """Where a database is, for who connects to it."""

    in_cluster: Annotated[bool, Field(strict=True)] = False
    """Whether it runs in the cluster (`cloudnative-pg`); if not given it does not, and its address is read from SSM."""
    port: Port
    """Its port."""
    cidrs: Distinct[Ipv4Cidr] = ()
    """The data subnets; none for a database in the cluster."""

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if self.in_cluster == bool(self.cidrs):
            title = "a database has subnets, or runs in the cluster"
            wrong = fault("X2B349", title, fix="say cidrs, or in_cluster: true", related="in_cluster")
            raise_faults("Place", [(("cidrs",), wrong, self.cidrs)])
        return self


class TableSyncProps(Props):
    """One sync, and what the platform knows of where it runs."""

    customer: Customer
    """The customer's abbreviation: names of secrets and parameters begin with it."""
    environment: EnvironmentName
    """The environment."""
    sync: Sync
    """What is synced."""
    source: Place
    """Where the source is."""
    target: Place
    """Where the target is."""
    image: Image
    """An image with a shell and psql 15 or newer; the same as that of the job that makes the roles."""
    exporter_image: Image = "docker.io/burningalchemist/sql_exporter:0.24.6"
    """sql_exporter, which answers Prometheus; 0.24.6 if not given (burningalchemist/sql_exporter, 2026-11-25)."""
    ca: CaBundle | None = None
    """What job and exporter check the servers' certificates by. If not given their connections are encrypted, whoever
    answers; the one between the servers always is so, for they have no file of ours."""
    secret_store: Label = "aws-secrets-manager"
    """The ClusterSecretStore that reads Secrets Manager; the add-ons' if not given."""
    parameter_store: Label = "aws-parameter-store"
    """The ClusterSecretStore that reads SSM parameters; the add-ons' if not given."""
    node_selector: Mapping[LabelKey, LabelValue] = {"workload": "msa"}
    """Labels of the nodes that run it; the platform's `workload=msa` if not given."""
    priority_class: Label = "x2bee-batch"
    """The PriorityClass of its pods; `x2bee-batch` if not given."""
    monitoring_namespace: Label = "monitoring"
    """Where Prometheus runs; `monitoring` if not given."""
    runbooks: RunbookBase = RUNBOOKS
    """Where the files of `docs/runbooks` are read by whoever is called; the repository's path if not given."""

    @property
    def sides(self) -> Sequence[tuple[str, Side, Place]]:
        """Both ends, by the word that their settings begin with."""
        return (("SOURCE", self.sync.source, self.source), ("TARGET", self.sync.target, self.target))
