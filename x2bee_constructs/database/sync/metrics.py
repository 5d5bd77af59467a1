"""What Prometheus learns of a sync."""

from __future__ import annotations

import json

from x2bee_constructs.database.sync.names import role
from x2bee_constructs.database.sync.props import Sync

__all__ = ["exporter_config"]

_HERE = "(select oid from pg_database where datname = current_database())"


def exporter_config(name: str, sync: Sync) -> str:
    """The configuration of sql_exporter (JSON is YAML). It asks the target alone, where the job leaves what it saw.

    With `target.name` the exporter answers also when the database does not (its documentation, sql_exporter.yml).
    """
    metrics = [
        _metric(name, "x2bee_sync_ok", "Whether the last look found nothing wrong.", _OK),
        _metric(name, "x2bee_sync_check_age_seconds", "Since when nobody has looked.", _AGE),
        *(_logical(name) if sync.mode == "logical" else [_lag(name, _BATCH_LAG)]),
    ]
    schema = role(name)
    for metric in metrics:
        metric["query"] = str(metric["query"]).replace("{schema}", f'"{schema}"').replace("{name}", f"'{schema}'")
    config = {
        "global": {
            "scrape_timeout": "10s",
            "scrape_timeout_offset": "500ms",
            "min_interval": "0s",
            "max_connections": 1,
            "max_idle_connections": 1,
        },
        # Address, login and TLS come in libpq's variables, which this driver reads, too: a password in a URL would not
        # survive a space or a backslash.
        "target": {"name": name, "data_source_name": "postgres://", "collectors": ["sync"]},
        "collectors": [{"collector_name": "sync", "metrics": metrics}],
    }
    return json.dumps(config, indent=2) + "\n"


_OK = "select coalesce(ok, false)::int as value from {schema}.status"
_AGE = "select extract(epoch from clock_timestamp() - coalesce(checked, since))::float8 as value from {schema}.status"
_BATCH_LAG = (
    'select name as "table", extract(epoch from clock_timestamp() - coalesce(until, since))::float8 as value '
    "from {schema}.synced"
)
_LOGICAL_LAG = (
    """select 'all' as "table", extract(epoch from clock_timestamp() - coalesce("""
    "(select at from {schema}.heartbeat), since))::float8 as value from {schema}.status"
)
_ENABLED = (
    f"select count(*)::int as value from pg_subscription where subname = {{name}} and subenabled and subdbid = {_HERE}"
)
_COPYING = (
    "select count(*)::int as value from pg_subscription_rel r join pg_subscription s on s.oid = r.srsubid "
    f"where s.subname = {{name}} and s.subdbid = {_HERE} and r.srsubstate <> 'r'"
)


def _logical(name: str) -> list[dict[str, object]]:
    return [
        _lag(name, _LOGICAL_LAG),
        _metric(
            name,
            "x2bee_sync_lag_bytes",
            "Write-ahead log that the source keeps for it.",
            "select lag_bytes::float8 as value from {schema}.slot",
        ),
        _metric(
            name,
            "x2bee_sync_slot_active",
            "Whether anybody reads from the slot.",
            "select active::int as value from {schema}.slot",
        ),
        _metric(name, "x2bee_sync_enabled", "Whether the subscription is there and has not stopped.", _ENABLED),
        _metric(name, "x2bee_sync_tables_copying", "Tables whose first copy has not ended.", _COPYING),
    ]


def _metric(name: str, metric: str, told: str, query: str) -> dict[str, object]:
    return {
        "metric_name": metric,
        "type": "gauge",
        "help": told,
        "static_labels": {"sync": name},
        "values": ["value"],
        "query": query,
    }


def _lag(name: str, query: str) -> dict[str, object]:
    made = _metric(name, "x2bee_sync_lag_seconds", "How old the target's rows are at most.", query)
    return {**made, "key_labels": ["table"]}
