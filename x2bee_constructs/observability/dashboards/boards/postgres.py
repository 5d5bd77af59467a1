"""PostgreSQL: Aurora as CloudWatch tells it, CloudNativePG by its own metrics, and what keeps tables the same."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.observability.dashboards.boards.parts import board_link
from x2bee_constructs.observability.dashboards.model import Board, Cloud, Line, Panel, Prom, Row
from x2bee_constructs.observability.dashboards.names import uid
from x2bee_constructs.observability.dashboards.props import AuroraView, DashboardsProps, InClusterView
from x2bee_constructs.observability.dashboards.queries import rate

__all__ = ["postgres"]

_GIB = 2**30
_BUSY = 80
_LAG_MS = 1000
_OLD = 1_000_000_000
"""From these on the alarms of a cluster tell."""


def postgres(props: DashboardsProps) -> Board | None:
    """The board; None without databases."""
    rows = [
        Row(f"{one.name}: {one.cluster}", tuple(_aurora(one)), folded=i > 0) for i, one in enumerate(props.databases)
    ]
    rows += [Row(f"{one.name}: in the cluster", tuple(_in_cluster(one))) for one in props.in_cluster]
    if not rows:
        return None
    if props.syncs:
        rows.append(Row("Tables kept the same", tuple(_syncs(props))))
    if props.databases:
        rows.insert(0, Row("All", tuple(_all(props))))
    return Board(
        uid("postgres"),
        "PostgreSQL",
        "Every database: how busy, how many connections of how many, memory, lag of readers, locks and age.",
        tuple(rows),
        links=(board_link("JVM (pools)", "jvm"),),
    )


def _metric(one: AuroraView, metric: str, statistic: str, legend: str, role: str = "") -> Cloud:
    dimensions = {"DBClusterIdentifier": one.cluster, **({"Role": role} if role else {})}
    return Cloud("AWS/RDS", metric, dimensions, statistic, legend)


def _both(one: AuroraView, metric: str, statistic: str) -> tuple[Cloud, ...]:
    """For the writer, and for the worst of the readers."""
    writer = _metric(one, metric, statistic, "writer", "WRITER")
    return (writer, _metric(one, metric, statistic, "readers", "READER")) if one.readers else (writer,)


def _all(props: DashboardsProps) -> Iterator[Panel]:
    says = "The busiest instance of each database."
    cpu = tuple(_metric(one, "CPUUtilization", "Maximum", one.name) for one in props.databases)
    yield Panel("CPU", says, cpu, "percent", width=12, most=100, lines=(Line(_BUSY, "the alarm tells after 15 min"),))
    says = "Connections of the fullest instance of each database; its own row has the limit."
    found = tuple(_metric(one, "DatabaseConnections", "Maximum", one.name) for one in props.databases)
    yield Panel("Connections", says, found, width=12)


def _connection_lines(planned: int, most: int) -> tuple[Line, ...]:
    """What services open at most by plan, what the alarm tells of, and where PostgreSQL refuses."""
    lines = [
        Line(most * _BUSY // 100, f"{_BUSY} % of what an instance takes", "orange"),
        Line(most, "an instance takes no more"),
    ]
    if 0 < planned < most:
        lines.append(Line(planned, "what services open when each has its most pods", "yellow"))
    return tuple(sorted(lines, key=lambda line: line.at))


def _aurora(one: AuroraView) -> Iterator[Panel]:
    lines = _connection_lines(one.planned_connections, one.most_connections)
    says = f"Connections of writer and readers; an instance takes {one.most_connections}."
    yield Panel("Connections", says, _both(one, "DatabaseConnections", "Maximum"), lines=lines)
    says = "CPU of the writer, and of the busiest reader."
    yield Panel(
        "CPU", says, _both(one, "CPUUtilization", "Maximum"), "percent", most=100, lines=(Line(_BUSY, "alarm"),)
    )
    free = one.memory_gib * _GIB / 10
    says = f"Memory that is free, of {one.memory_gib:g} GiB; below a tenth the alarm tells."
    memory = _both(one, "FreeableMemory", "Minimum")
    yield Panel("Free memory", says, memory, "bytes", lines=(Line(free, "a tenth of it"),), falling=True)
    if one.readers:
        says = "How far the readers are behind the writer."
        lag = (_metric(one, "AuroraReplicaLagMaximum", "Maximum", "readers"),)
        yield Panel("Lag of readers", says, lag, "ms", lines=(Line(_LAG_MS, "alarm"),))
    says = "How long statements wait for storage and for their commit."
    waits = tuple(
        _metric(one, metric, "Average", legend, "WRITER")
        for metric, legend in (("CommitLatency", "commit"), ("ReadLatency", "read"), ("WriteLatency", "write"))
    )
    # Commit in milliseconds, the other two in seconds: so in two panels.
    yield Panel("Commit", "How long a commit takes.", waits[:1], "ms")
    yield Panel("Storage", says, waits[1:], "s")
    says = "Transactions that PostgreSQL ended because they locked each other out."
    dead = (_metric(one, "Deadlocks", "Average", "each second"),)
    yield Panel("Deadlocks", says, dead, "cps", lines=(Line(0.02, "six in five minutes"),))
    says = "Age of the oldest transaction number: at two thousand million the cluster takes no more writes."
    age = (_metric(one, "MaximumUsedTransactionIDs", "Maximum", "age"),)
    yield Panel("Transaction numbers", says, age, lines=(Line(_OLD, "vacuum is far behind"),))
    says = "Share of reads that memory answered."
    hits = _both(one, "BufferCacheHitRatio", "Average")
    yield Panel("Cache", says, hits, "percent", lines=(Line(90, "much is read from storage"),), falling=True, most=100)
    if one.serverless:
        says = "How near the instances are to the most that they may grow to."
        yield Panel("Capacity", says, _both(one, "ACUUtilization", "Maximum"), "percent", lines=(Line(_BUSY, "alarm"),))
    else:
        says = "Room for temporary files: large sorts fill it."
        yield Panel("Local storage", says, _both(one, "FreeLocalStorage", "Minimum"), "bytes", falling=True)
    if one.logical:
        says = "Write-ahead log that slots keep back for those who read the changes."
        kept = (_metric(one, "TransactionLogsDiskUsage", "Maximum", "kept"),)
        yield Panel("Kept for followers", says, kept, "bytes")


def _in_cluster(one: InClusterView) -> Iterator[Panel]:
    its = f'namespace="{one.namespace}",pod=~"{one.name}-[0-9]+"'
    lines = _connection_lines(one.planned_connections, one.most_connections)
    yield Panel(
        "Connections",
        f"Connections of each instance, which takes {one.most_connections}.",
        (Prom(f"sum by (pod) (cnpg_backends_total{{{its}}})", "{{pod}}"),),
        lines=lines,
    )
    says = "What connections do: `idle in transaction` holds locks and does nothing."
    states = f"sum by (state) (cnpg_backends_total{{{its}}})"
    yield Panel("What connections do", says, (Prom(states, "{{state}}"),), stack=True)
    up = f"sum by (pod) (cnpg_collector_up{{{its}}})"
    says = "Whether each instance answers."
    yield Panel("Instances", says, (Prom(up, "{{pod}}"),), falling=True, most=1, lines=(Line(1, "answers"),))
    says = "How far a replica is behind."
    lag = f"max by (pod) (cnpg_pg_replication_lag{{{its}}})"
    yield Panel("Lag of replicas", says, (Prom(lag, "{{pod}}"),), "s", lines=(Line(1, "one second"),))
    says = "Transactions each second: committed, and taken back."
    done, back = (
        f"sum by (pod) ({rate(f'cnpg_pg_stat_database_xact_{what}', its)})" for what in ("commit", "rollback")
    )
    yield Panel("Transactions", says, (Prom(done, "{{pod}}"), Prom(back, "{{pod}} taken back")), "ops")
    waiting = f"max by (pod) (cnpg_backends_waiting_total{{{its}}})"
    yield Panel("Waiting for locks", "Statements that wait for others.", (Prom(waiting, "{{pod}}"),))
    longest = f"max by (pod) (cnpg_backends_max_tx_duration_seconds{{{its}}})"
    says = "The transaction that is open for longest: it keeps the vacuum from its work."
    yield Panel("Longest transaction", says, (Prom(longest, "{{pod}}"),), "s")
    failed = f"sum by (pod) (increase(cnpg_pg_stat_archiver_failed_count{{{its}}}[$__rate_interval]))"
    says = "Pieces of the write-ahead log that could not be kept: without them there is no going back in time."
    yield Panel("Failed to archive", says, (Prom(failed, "{{pod}}"),), lines=(Line(1, "one"),))
    claim = f'namespace="{one.namespace}",persistentvolumeclaim=~"{one.name}-[0-9]+"'
    used = f"kubelet_volume_stats_used_bytes{{{claim}}} / kubelet_volume_stats_capacity_bytes{{{claim}}}"
    says = "How full each volume is."
    yield Panel(
        "Volumes", says, (Prom(used, "{{persistentvolumeclaim}}"),), "percentunit", lines=(Line(0.8, "fill"),), most=1
    )


def _syncs(props: DashboardsProps) -> Iterator[Panel]:
    most = min(one.lag_seconds for one in props.syncs)
    names = ", ".join(f"{one.name} {one.lag_seconds} s" for one in props.syncs)
    says = f"How old the rows of the target are. Allowed: {names}."
    lag = Prom("max by (sync, table) (x2bee_sync_lag_seconds)", "{{sync}} {{table}}")
    yield Panel("Behind", says, (lag,), "s", lines=(Line(most, "the strictest of them"),))
    says = "1 while the last look found nothing wrong."
    yield Panel("Well", says, (Prom("min by (sync) (x2bee_sync_ok)", "{{sync}}"),), falling=True, most=1)
    says = "Since when nobody has looked."
    age = Prom("max by (sync) (x2bee_sync_check_age_seconds)", "{{sync}}")
    yield Panel("Since the last look", says, (age,), "s", lines=(Line(600, "its job does not run"),))
