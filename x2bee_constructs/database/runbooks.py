"""What whoever is called because of Aurora reads."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from x2bee_constructs.core.alerts import Notice, Runbook, Severity

__all__ = ["ALARMS"]

_CLUSTER = (
    "`aws rds describe-db-clusters --db-cluster-identifier <prefix>-<database> --query "
    "'DBClusters[0].[Status,DBClusterMembers]'`: which instance is the writer"
)
_INSIGHTS = "Performance Insights of the instance: which statement waits, and for what"
_EVENTS = "`aws rds describe-events --source-type db-cluster --duration 180`"
_ACTIVITY = (
    "`select pid, usename, state, wait_event, age(now(), xact_start), left(query, 80) from pg_stat_activity order by "
    "xact_start limit 20`, as the administrator"
)
_END = "End it: `select pg_terminate_backend(<pid>)`, after a word with its owner"
_LARGER = (
    "A larger `instance` of the database in the customer's file; the deployment changes readers first, then the writer "
    "with a failover of some seconds"
)
_VAULT = (
    "`aws backup list-backup-jobs --by-backup-vault-name <vault> --by-state FAILED` (also EXPIRED and ABORTED): why"
)


def _notice(
    name: str,
    severity: Severity,
    summary: str,
    means: str,
    impact: str,
    causes: tuple[str, ...],
    act: tuple[str, ...],
    look: tuple[str, ...] = (_CLUSTER, _INSIGHTS, _ACTIVITY),
    area: str = "postgresql",
) -> Notice:
    book = Runbook(means=means, impact=impact, causes=causes, look=look, act=act)
    return Notice(name=name, area=area, severity=severity, summary=summary, runbook=book)


_NOTICES = (
    _notice(
        "DatabaseCpu",
        "warning",
        "An instance of a database is busy",
        "An instance has used over 80 % of its CPU for a quarter of an hour.",
        "Slow answers of its services soon; another instance's load would not fit.",
        ("A statement without an index", "More customers than planned", "A batch at a bad hour"),
        ("The statement: an index, or end the batch", _LARGER),
    ),
    _notice(
        "DatabaseConnections",
        "critical",
        "An instance of a database has nearly no connections left",
        "Four fifths of the connections that an instance takes are in use.",
        "At the end new pods do not become ready, and services answer with errors.",
        (
            "Far more pods than planned",
            "Connections that are idle in a transaction",
            "A second release beside the first",
        ),
        (
            "`select usename, state, count(*) from pg_stat_activity group by 1, 2 order by 3 desc`: whose",
            (
                "Idle in a transaction: `select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle in "
                "transaction' and xact_start < now() - interval '10 minutes'`"
            ),
            "Too many pods: a smaller maximum for now; `x2bee check` shows the sum",
        ),
    ),
    _notice(
        "DatabaseCapacity",
        "warning",
        "A serverless instance is near the most that it may grow to",
        "An instance uses over 80 % of the capacity that it may grow to.",
        "Slow answers when it cannot grow further.",
        ("More load than planned", "A statement without an index"),
        ("`serverless.max` of the database in the customer's file: takes effect without a restart",),
    ),
    _notice(
        "DatabaseMemory",
        "warning",
        "An instance of a database is short of memory",
        "Less than a tenth of its memory is free.",
        "It reads more from storage; at worst it restarts.",
        ("Many connections", "Large sorts and hashes (`work_mem`)", "Too small an instance"),
        ("Fewer connections: DatabaseConnections", _LARGER),
    ),
    _notice(
        "DatabaseLocalStorage",
        "critical",
        "Temporary files fill an instance's own storage",
        "Less than a tenth of the instance's local storage is free.",
        "Statements that need it fail, then the instance.",
        ("A sort or an index over a large table", "A batch that reads everything"),
        (
            "`select pid, usename, left(query, 80) from pg_stat_activity where state = 'active'`: the long one",
            _END,
            _LARGER,
        ),
    ),
    _notice(
        "DatabaseDeadlocks",
        "warning",
        "Programs lock each other out",
        "PostgreSQL ends transactions again and again, since two wait for each other.",
        "Those requests fail, or are tried again.",
        ("A release that locks in another order", "A batch beside the shop"),
        ("The log names both statements: tell their owners; lock in the same order", "A batch: another hour"),
        look=("CloudWatch Logs of the cluster: `filter @message like /deadlock detected/`", _ACTIVITY),
    ),
    _notice(
        "DatabaseOldTransactions",
        "critical",
        "The vacuum is far behind",
        "A row is a thousand million transactions old; at two the cluster takes no more writes.",
        "None yet; there are days, rarely weeks.",
        ("A transaction, slot or prepared transaction that nobody ended", "Autovacuum is blocked"),
        (
            _END,
            (
                "`vacuum (freeze, verbose) <table>` for the oldest: `select oid::regclass, age(relfrozenxid) from "
                "pg_class where relkind = 'r' order by 2 desc limit 10`"
            ),
        ),
        look=(_ACTIVITY, "`select * from pg_replication_slots`, `select * from pg_prepared_xacts`"),
    ),
    _notice(
        "DatabaseReplicaLag",
        "warning",
        "A reader is behind the writer",
        "A reader is over a second behind; usually it is less than a tenth.",
        "Services that read there see old rows.",
        ("Very many writes", "A long query on the reader", "The reader is smaller than the writer"),
        ("A long query: end it on the reader", "The same instance class for all"),
    ),
    _notice(
        "DatabaseReplicationSlots",
        "critical",
        "Whoever reads a database's changes is behind",
        "The write-ahead log that is kept for a slot is half of what may be kept; then the slot is given up.",
        "The sync of tables ends and must copy everything anew.",
        ("The target is away", "A mass change", "A subscription that stopped"),
        (
            "The sync's own alerts: X2beeSyncSlotIdle, X2beeSyncBacklog, X2beeSyncDisabled",
            ("Nobody uses the slot any more: `select pg_drop_replication_slot('<slot>')`"),
        ),
        look=(
            (
                "`select slot_name, active, pg_size_pretty(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)) from "
                "pg_replication_slots`"
            ),
        ),
    ),
    _notice(
        "DatabaseBackups",
        "critical",
        "A backup of a database failed",
        "AWS Backup could not make a snapshot, did not begin one, or was stopped.",
        "None, until one is needed: the cluster itself can still be set back by its own days.",
        ("The key or role was changed", "The cluster was being changed at that hour"),
        ("`aws backup start-backup-job --backup-vault-name <vault> --resource-arn <cluster> --iam-role-arn <role>`",),
        look=(_VAULT, _EVENTS),
        area="backups",
    ),
    _notice(
        "DatabaseCopies",
        "critical",
        "A backup was not copied to the other region",
        "The copy of a snapshot failed.",
        "None, until the whole region is lost.",
        ("The vault or key there is missing", "A quota of copies"),
        ("`aws backup start-copy-job` with the newest recovery point of the vault",),
        look=("`aws backup list-copy-jobs --by-state FAILED`: why", _VAULT),
        area="backups",
    ),
)

ALARMS: Mapping[str, Notice] = MappingProxyType({notice.name: notice for notice in _NOTICES})
"""By name: the alarms of CloudWatch."""
