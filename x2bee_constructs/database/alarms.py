"""Who is told when a cluster is short of something, before it is too late."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sns as sns
from constructs import Construct

from x2bee_constructs.core import durations
from x2bee_constructs.core.alarms import Alarms
from x2bee_constructs.core.names import Site
from x2bee_constructs.database.budget import max_connections
from x2bee_constructs.database.instances import ACU_GIB, instance_class
from x2bee_constructs.database.parameters import SLOT_WAL_MIB
from x2bee_constructs.database.props import Database, PostgresClusterProps
from x2bee_constructs.database.runbooks import ALARMS

__all__ = ["DatabaseWatch"]

_GIB = 2**30

_BUSY_PERCENT = 80
"""Of CPU, connections and capacity. What is left is for the moment that another instance is lost. Our judgement."""

_FREE_PERCENT = 10
"""Of memory and local storage. Our judgement."""

_LAG_MS = 1000
"""A reader is usually less than 100 ms behind (Replication with Amazon Aurora). Ten times that is no blip: our
judgement."""

_DEADLOCKS_PER_SECOND = 0.02
"""Six in five minutes: two programs that lock in a different order, and not a coincidence. Our judgement."""

_OLD_TRANSACTIONS = 1_000_000_000
"""AWS: a table of this age is to be acted on (Autovacuum on Aurora PostgreSQL). At twice as many the cluster stops."""

_KEPT_PERCENT = 50
"""Of what a replication slot may keep back before it is given up. Our judgement."""


class _Asked(NamedTuple):
    """What is measured over one minute or five, and when that is too much, or too little."""

    id: str
    says: str
    metric: str
    statistic: str
    threshold: float
    minutes: int
    """For how many minutes in a row."""
    below: bool = False


class DatabaseWatch(Construct):
    """The alarms of a cluster.

    Each asks the whole cluster for its worst instance, minute by minute: so it also sees instances that come later, and
    a writer that was a reader.
    """

    def __init__(
        self, scope: Construct, id: str, site: Site, props: PostgresClusterProps, cluster: str, *, topic: sns.ITopic
    ) -> None:
        """Make those of the cluster with this identifier; all go to `topic`, and again when all is well."""
        super().__init__(scope, id)
        alarms = Alarms(self, site, topic, props.runbooks)
        for asked in _asked(props):
            alarms.add(
                asked.id,
                ALARMS[f"Database{asked.id}"],
                _metric(cluster, asked),
                asked.threshold,
                periods=asked.minutes,
                says=asked.says,
                of=props.name,
                compared="below" if asked.below else "above",
            )


def _metric(cluster: str, asked: _Asked) -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace="AWS/RDS",
        metric_name=asked.metric,
        dimensions_map={"DBClusterIdentifier": cluster},
        statistic=asked.statistic,
        period=durations.minutes(1),
    )


def _asked(props: PostgresClusterProps) -> Iterator[_Asked]:
    name, database = props.name, props.database
    yield from _load(name, database)
    yield from _memory(name, database)
    locks = f"{name}: programs lock each other out, and PostgreSQL ends some of their transactions"
    yield _Asked("Deadlocks", locks, "Deadlocks", "Average", _DEADLOCKS_PER_SECOND, 5)
    age = f"{name}: the vacuum is far behind; at 2 billion transactions the cluster takes no more writes"
    yield _Asked("OldTransactions", age, "MaximumUsedTransactionIDs", "Maximum", _OLD_TRANSACTIONS, 5)
    if database.readers:
        lag = f"{name}: a reader is more than {_LAG_MS} ms behind the writer"
        yield _Asked("ReplicaLag", lag, "AuroraReplicaLagMaximum", "Maximum", _LAG_MS, 5)
    if props.logical_replication:
        kept = SLOT_WAL_MIB * 2**20 * _KEPT_PERCENT // 100
        slots = f"{name}: whoever reads its changes is behind; at {SLOT_WAL_MIB} MiB its slot is given up"
        yield _Asked("ReplicationSlots", slots, "TransactionLogsDiskUsage", "Maximum", kept, 15)


def _load(name: str, database: Database) -> Iterator[_Asked]:
    busy = f"{name}: an instance has used more than {_BUSY_PERCENT} % of its CPU for a quarter of an hour"
    yield _Asked("Cpu", busy, "CPUUtilization", "Maximum", _BUSY_PERCENT, 15)
    most = max_connections(database)
    open_ = f"{name}: an instance has more than {_BUSY_PERCENT} % of its {most} connections in use"
    yield _Asked("Connections", open_, "DatabaseConnections", "Maximum", most * _BUSY_PERCENT // 100, 5)
    if database.serverless:
        grown = f"{name}: an instance is near the most that it may grow to, {database.serverless.max:g} ACU"
        yield _Asked("Capacity", grown, "ACUUtilization", "Maximum", _BUSY_PERCENT, 15)


def _memory(name: str, database: Database) -> Iterator[_Asked]:
    """A serverless instance counts what it could still grow by as free, and says nothing of local storage."""
    found = instance_class(database.instance or "")
    gib = found.memory_gib if found else (database.serverless.max if database.serverless else 0) * ACU_GIB
    short = f"{name}: an instance has less than {_FREE_PERCENT} % of its {gib:g} GiB memory left"
    free = gib * _GIB * _FREE_PERCENT // 100
    yield _Asked("Memory", short, "FreeableMemory", "Minimum", free, 15, below=True)
    if found:
        full = f"{name}: temporary files leave less than {_FREE_PERCENT} % of an instance's local storage"
        left = found.local_storage_gib * _GIB * _FREE_PERCENT // 100
        yield _Asked("LocalStorage", full, "FreeLocalStorage", "Minimum", left, 5, below=True)
