"""What a cluster's parameter group says, and why: it applies to all instances, the writer and the readers."""

from __future__ import annotations

from x2bee_constructs.database.budget import max_connections
from x2bee_constructs.database.props import PostgresClusterProps

__all__ = ["SLOT_WAL_MIB", "cluster_parameters"]

SLOT_WAL_MIB = 51_200
"""How much a replication slot may keep back, 50 GiB: beyond it the slot is given up, and the sync has to copy anew.
Without it one reader that is gone fills the volume of a whole shop. Our judgement."""

_IDLE_IN_TRANSACTION_MS = 300_000
"""Whoever forgets a transaction holds its locks and stops the vacuum: five minutes, where Aurora's own is a day. No
request lives for more than one, and a batch's step does not wait. Our judgement."""

_KEEPALIVES = {"tcp_keepalives_idle": "60", "tcp_keepalives_interval": "10", "tcp_keepalives_count": "6"}
"""A pod that vanished with its node gives its connections back within two minutes; Linux' own is two hours. Our
judgement."""

_SLOTS = 20
"""Aurora's own number of replication slots, and as many senders for them, of which its own is 10."""


def cluster_parameters(props: PostgresClusterProps) -> dict[str, str]:
    """The parameters by name; every name is one of the AWS reference of Aurora PostgreSQL's cluster parameters."""
    database = props.database
    said = {
        # The budget's number, whatever Aurora would derive.
        "max_connections": str(max_connections(database)),
        "rds.force_ssl": "1",
        "ssl_min_protocol_version": "TLSv1.2",
        "password_encryption": "scram-sha-256",
        "shared_preload_libraries": "pg_stat_statements,pgaudit",
        "pgaudit.log": ",".join(sorted(database.audited)) or "none",
        "log_min_duration_statement": str(database.log_slow_ms),
        "log_lock_waits": "1",
        "idle_in_transaction_session_timeout": str(_IDLE_IN_TRANSACTION_MS),
        **_KEEPALIVES,
        **(_replication() if props.logical_replication else {}),
    }
    return dict(sorted(said.items()))


def _replication() -> dict[str, str]:
    """Decoding costs every write a little, so it is on only where something reads it."""
    return {
        "rds.logical_replication": "1",
        "max_replication_slots": str(_SLOTS),
        "max_wal_senders": str(_SLOTS),
        "max_slot_wal_keep_size": str(SLOT_WAL_MIB),
    }
