"""When somebody is called because of PostgreSQL inside the cluster, in what CloudNativePG's exporter says.

Names of metrics: its samples/monitoring/prometheusrule.yaml and default-monitoring (looked up 2026-11-30). Numbers are
our judgement.
"""

from __future__ import annotations

from x2bee_constructs.core.alerts import Alert, Runbook, Severity

__all__ = ["in_cluster_alerts"]

_AREA = "postgresql"

_STATUS = (
    "`kubectl -n <namespace> get cluster <database> -o wide` and `kubectl cnpg status <database> "
    "-n <namespace>`: which instance is the primary, who is behind"
)
_LOG = "`kubectl -n <namespace> logs <pod> -c postgres --since=30m | grep -E 'ERROR|FATAL|PANIC' | tail -50`"
_ACTIVITY = (
    '`kubectl cnpg psql <database> -n <namespace> -- -c "select pid, usename, state, age(now(), xact_start), '
    'left(query, 80) from pg_stat_activity order by xact_start limit 20"`'
)
_END = "End it: `select pg_terminate_backend(<pid>)`, after a word with its owner"


def in_cluster_alerts(database: str, cluster: str, namespace: str, *, archived: bool) -> tuple[Alert, ...]:
    """Those of one cluster of CloudNativePG; of its archive only where it has one."""
    made = _Postgres(database, cluster, namespace)
    archive = (made.archive(),) if archived else ()
    return (made.down(), made.silent(), made.cut_off(), made.behind(), made.old(), made.transactions(), *archive)


class _Postgres:
    def __init__(self, database: str, cluster: str, namespace: str) -> None:
        self.database = database
        self.of = f'namespace="{namespace}",pod=~"{cluster}-[0-9]+"'

    def down(self) -> Alert:
        return self._alert(
            "PostgresDown",
            "critical",
            f"cnpg_collector_up{{{self.of}}} == 0",
            "2m",
            "{{ $labels.pod }} does not answer its exporter",
            Runbook(
                means="An instance runs, and PostgreSQL in it does not answer.",
                impact="The primary: nothing is written until another instance takes over, usually within a minute. A "
                "reader: the others read.",
                causes=("It starts again after an end of memory", "Its volume is full", "All connections are in use"),
                look=(_STATUS, _LOG),
                act=(
                    "A full volume: VolumeFull",
                    "No failover within two minutes: `kubectl cnpg promote <database> <pod> -n <namespace>`",
                ),
            ),
        )

    def silent(self) -> Alert:
        return self._alert(
            "PostgresSilent",
            "critical",
            f"absent(cnpg_collector_up{{{self.of}}})",
            "5m",
            "no instance is seen",
            Runbook(
                means="Prometheus sees no instance of the cluster: none runs, or it does not reach them.",
                impact="Perhaps none, perhaps no service of this database works.",
                causes=("No pod runs: no node, no volume", "A NetworkPolicy does not let Prometheus in"),
                look=(_STATUS, "`kubectl -n <namespace> get pods,pvc -l cnpg.io/cluster=<database>`"),
                act=("Pods wait: `kubectl -n <namespace> describe pod <pod>`; often the volume is in another zone",),
            ),
        )

    def cut_off(self) -> Alert:
        return self._alert(
            "PostgresReplicaCutOff",
            "warning",
            f"cnpg_pg_replication_in_recovery{{{self.of}}} > cnpg_pg_replication_is_wal_receiver_up{{{self.of}}}",
            "5m",
            "{{ $labels.pod }} receives nothing from the primary",
            Runbook(
                means="A reader has no connection to the primary and falls behind.",
                impact="It answers with old rows; at a failover it cannot take over.",
                causes=("The primary was just changed", "It missed more than the primary kept", "The network"),
                look=(_STATUS, _LOG),
                act=(("It missed too much: `kubectl cnpg destroy <database> <number> -n <namespace>` makes it new"),),
            ),
        )

    def behind(self) -> Alert:
        return self._alert(
            "PostgresReplicaBehind",
            "warning",
            f"cnpg_pg_replication_lag{{{self.of}}} > 60",
            "5m",
            "{{ $labels.pod }} is {{ $value | humanizeDuration }} behind",
            Runbook(
                means="A reader replays changes more slowly than they are made.",
                impact="Services that read there see old rows.",
                causes=("A mass change", "A long query on the reader holds replay up", "A slow volume"),
                look=(_STATUS, _ACTIVITY),
                act=("A mass change ends by itself", _END),
            ),
        )

    def old(self) -> Alert:
        return self._alert(
            "PostgresOldTransactions",
            "critical",
            f"max(cnpg_pg_database_xid_age{{{self.of}}}) > 1e9",
            "15m",
            "the oldest row is {{ $value | humanize }} transactions old",
            Runbook(
                means="The vacuum is far behind. At two thousand million the database takes no more writes.",
                impact="None yet; there are days, rarely weeks.",
                causes=("A transaction or slot that nobody ended", "Autovacuum is blocked on a large table"),
                look=(_ACTIVITY, "`select * from pg_replication_slots` and `select * from pg_prepared_xacts`"),
                act=(_END, "`vacuum (freeze, verbose) <table>` for the oldest of `select relname, age(relfrozenxid)`"),
            ),
        )

    def transactions(self) -> Alert:
        return self._alert(
            "PostgresLongTransaction",
            "warning",
            f"max by (pod, datname, usename) (cnpg_backends_max_tx_duration_seconds{{{self.of}}}) > 3600",
            "5m",
            "{{ $labels.usename }} has had a transaction open for {{ $value | humanizeDuration }}",
            Runbook(
                means="A transaction has been open for over an hour.",
                impact="Rows cannot be cleaned up, locks are held: others wait.",
                causes=("A program that forgot to commit", "Somebody's psql", "A batch in one transaction"),
                look=(_ACTIVITY,),
                act=(_END,),
            ),
        )

    def archive(self) -> Alert:
        return self._alert(
            "PostgresArchiveFails",
            "critical",
            f"cnpg_pg_stat_archiver_last_failed_time{{{self.of}}} - "
            f"cnpg_pg_stat_archiver_last_archived_time{{{self.of}}} > 0",
            "15m",
            "write-ahead log is not archived",
            Runbook(
                means="The last try to archive write-ahead log failed, and none has worked since.",
                impact="A restore ends at the last one that worked; log piles up on the volume.",
                causes=("The bucket or its key refuses the role", "The plugin is away", "The network to S3"),
                look=(_LOG, "`kubectl -n cnpg-system get pods`, and the log of the plugin there"),
                act=("Mend role or bucket; it goes on by itself", "Look whether the volume has room: VolumeFilling"),
            ),
        )

    def _alert(self, name: str, severity: Severity, expr: str, lasts: str, told: str, book: Runbook) -> Alert:
        return Alert(
            name=name,
            area=_AREA,
            severity=severity,
            expr=expr,
            lasts=lasts,
            summary=f"PostgreSQL {self.database}: {told}",
            labels={"database": self.database},
            runbook=book,
        )
