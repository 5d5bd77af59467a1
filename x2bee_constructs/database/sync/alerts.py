"""When somebody is called because two databases no longer agree."""

from __future__ import annotations

from collections.abc import Sequence

from x2bee_constructs.core.alerts import Alert, Runbook, Severity
from x2bee_constructs.database.sync.names import workload
from x2bee_constructs.database.sync.props import Sync

__all__ = ["sync_alerts"]

_MIB = 1024 * 1024

_NOT_LOOKED_AT_SECONDS = 600
"""At the least; a sync that may be later than that is asked later, too. Our judgement."""

_LOG = "`kubectl -n <namespace> logs -l x2bee.io/sync=<sync> --tail=100 --prefix`: what its last job said"
_STATE = (
    "`kubectl -n <namespace> get pods,jobs,cronjobs -l x2bee.io/sync=<sync>`: what runs; the namespace is "
    "`<customer>-data`"
)
_STALE = "Readers of the target see old rows: prices, grades or stock from before. Nothing is lost at the source."
_RESYNC = (
    "`kubectl -n <namespace> create job --from=cronjob/sync-<sync>-resync resync-by-hand` copies everything anew; say "
    "so to the team that reads the target, whose tables are empty meanwhile"
)
_README = "The page of the room, x2bee_constructs/database/sync/README.md, has every state and what ends it"


def sync_alerts(name: str, sync: Sync) -> tuple[Alert, ...]:
    """Those of one sync."""
    made = _Sync(name, sync)
    always = (made.stopped(), made.not_looked_at(), made.lags(), made.unknown())
    logical = (made.disabled(), made.slot_idle(), made.backlog(), made.copies()) if sync.mode == "logical" else ()
    return (*always, *logical)


class _Sync:
    def __init__(self, name: str, sync: Sync) -> None:
        self.name, self.sync = name, sync
        self.here = f'{{sync="{name}"}}'
        self.late = sync.lag_minutes * 60

    def stopped(self) -> Alert:
        return self._alert(
            "Stopped",
            "critical",
            f"x2bee_sync_ok{self.here} == 0",
            "5m",
            "the guard has stopped it: columns, keys or the slot do not fit; the log of its last job says which",
            means="The look before each run found something that would make the copy wrong, and it was not made.",
            causes=(
                "A migration renamed, dropped or retyped a column on one side",
                "A key is missing, or the slot was lost",
            ),
            act=(
                (
                    "Read which column or key; apply the missing migration on the other side, or change `tables` in "
                    "the customer's file"
                ),
                "After a lost slot: " + _RESYNC,
            ),
        )

    def not_looked_at(self) -> Alert:
        return self._alert(
            "NotLookedAt",
            "critical",
            f"x2bee_sync_check_age_seconds{self.here} > {max(self.late, _NOT_LOOKED_AT_SECONDS)}",
            "1m",
            "its job does not run, or does not reach one of the databases",
            means="No job has left word in the target for longer than the sync may be late.",
            causes=("A database is away or in failover", "The job hangs or cannot start", "A password was changed"),
            act=(
                "`kubectl -n <namespace> describe job <job> | tail -20`: no pod, no node, or a Secret that is missing",
                "A job that hangs: `kubectl -n <namespace> delete job <job>`; the next one goes on where it stopped",
            ),
        )

    def lags(self) -> Alert:
        return self._alert(
            "Lags",
            "warning",
            f"x2bee_sync_lag_seconds{self.here} > {self.late}",
            "5m",
            "table {{ $labels.table }} is {{ $value | humanizeDuration }} behind",
            means="The target's rows are older than `lag_minutes` of the sync allows.",
            causes=(
                "A mass change at the source (a price run, an import)",
                "The target is busy: locks, CPU, a long transaction",
            ),
            act=(
                "A mass change ends by itself: watch `x2bee_sync_lag_seconds` fall",
                (
                    "Else end what holds the target: `select pid, age(now(), xact_start), query from pg_stat_activity "
                    "order by xact_start` and `select pg_terminate_backend(<pid>)`"
                ),
            ),
        )

    def unknown(self) -> Alert:
        return self._alert(
            "Unknown",
            "critical",
            f"absent(x2bee_sync_ok{self.here})",
            "10m",
            "nobody knows how it is: its exporter does not run, or does not reach the target",
            means="Prometheus has no metric of the sync, so none of its other alerts can fire.",
            causes=("The exporter does not run", "It does not reach the target", "Prometheus does not reach it"),
            act=(
                (
                    f"`kubectl -n <namespace> logs deploy/{workload('<sync>', 'exporter')} --tail=50`: a login or a "
                    "network error"
                ),
                '`up{pod=~"sync-.*-exporter-.*"}`: 0 is not reached, nothing is not found',
            ),
        )

    def disabled(self) -> Alert:
        return self._alert(
            "Disabled",
            "critical",
            f"x2bee_sync_enabled{self.here} == 0",
            "1m",
            "the subscription has stopped at an error, which the target's log tells; setup starts it again",
            means="PostgreSQL disabled the subscription: a row could not be applied.",
            causes=("A row is already in the target: somebody wrote there", "A constraint of the target alone"),
            act=(
                "The target's log names table and key: remove or mend that row in the target",
                "Sync the Application `syncs`: its setup job enables the subscription again",
            ),
        )

    def slot_idle(self) -> Alert:
        return self._alert(
            "SlotIdle",
            "critical",
            f"x2bee_sync_slot_active{self.here} == 0",
            "5m",
            "nobody reads from its slot, and the source keeps write-ahead log for it",
            means="The replication slot has no reader: the source's disk fills until the slot is given up.",
            causes=(
                "The target is away",
                "The subscription is disabled (see X2beeSyncDisabled)",
                "A security group changed",
            ),
            act=(
                "Bring the target back; the rest follows by itself",
                (
                    "A target that will not come back: `kubectl -n <namespace> create job "
                    "--from=cronjob/sync-<sync>-drop drop-by-hand` frees the source"
                ),
            ),
        )

    def backlog(self) -> Alert:
        return self._alert(
            "Backlog",
            "critical",
            f"x2bee_sync_lag_bytes{self.here} > {(self.sync.lag_mib or 1024) * _MIB}",
            "5m",
            "the source keeps {{ $value | humanize1024 }}B of write-ahead log for it, and will throw it away",
            means="The reader of changes is so far behind that the source is about to give its slot up.",
            causes=("A mass change", "A target that applies slowly: no primary key, locks", "As X2beeSyncSlotIdle"),
            act=(
                "End what holds the target, as for X2beeSyncLags",
                "If the slot is lost all the same: " + _RESYNC,
            ),
        )

    def copies(self) -> Alert:
        return self._alert(
            "Copies",
            "warning",
            f"x2bee_sync_tables_copying{self.here} > 0",
            "1h",
            "the first copy of {{ $value }} tables has not ended",
            means="A table's first copy is still running, or begins again and again.",
            causes=("The table is large", "The copy fails at a row and starts anew", "No free worker"),
            act=(
                "`select * from pg_stat_subscription` on the target: a pid that stays is a copy that runs; wait",
                "A pid that changes each minute fails: its error is in the target's log",
            ),
        )

    def _alert(
        self,
        what: str,
        severity: Severity,
        expr: str,
        lasts: str,
        told: str,
        *,
        means: str,
        causes: Sequence[str],
        act: Sequence[str],
    ) -> Alert:
        way = f"{self.sync.source.database} to {self.sync.target.database}"
        return Alert(
            name=f"X2beeSync{what}",
            area="table syncs",
            severity=severity,
            expr=expr,
            lasts=lasts,
            summary=f"Sync {self.name} ({way}): {told}.",
            labels={"sync": self.name},
            runbook=Runbook(means=means, impact=_STALE, causes=causes, look=(_STATE, _LOG), act=(*act, _README)),
        )
