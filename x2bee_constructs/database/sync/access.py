"""What syncs need of a database, in the words of the job that makes the roles."""

from __future__ import annotations

from collections.abc import Mapping

from x2bee_constructs.database.access.props import Login
from x2bee_constructs.database.sync.names import service
from x2bee_constructs.database.sync.props import Sync

__all__ = ["copies", "sync_logins"]

_CONNECTIONS = 10
"""Sessions of one sync at one end: its job and its exporter have two each at most; of a logical sync the source has one
that sends, and one for each of two tables that are copied at once (PostgreSQL's max_sync_workers_per_subscription)."""


def sync_logins(syncs: Mapping[str, Sync], database: str) -> list[Login]:
    """The logins of all syncs that read or write in a database.

    Each has a schema of its own, for what it must remember, and no more of others' than it needs: it reads at the
    source and writes at the target. A logical sync only reads at both: its rows are written by PostgreSQL, as the
    tables' owner, and it replicates at the source.
    """
    return [_login(name, sync, database) for name, sync in sorted(syncs.items()) if database in _databases(sync)]


def copies(syncs: Mapping[str, Sync], database: str) -> dict[str, list[str]]:
    """By service of a database: whose tables logical syncs bring it, for the `copies` of its login."""
    made: dict[str, set[str]] = {}
    for sync in syncs.values():
        if sync.mode == "logical" and sync.target.database == database:
            made.setdefault(sync.target.service, set()).add(sync.source.service)
    return {owner: sorted(made[owner]) for owner in sorted(made)}


def _databases(sync: Sync) -> tuple[str, str]:
    return sync.source.database, sync.target.database


def _login(name: str, sync: Sync, database: str) -> Login:
    at_source, logical = database == sync.source.database, sync.mode == "logical"
    return Login(
        service=service(name),
        owns=True,
        reads=[sync.source.service] if at_source or logical else [],
        writes=[] if at_source or logical else [sync.target.service],
        replicates=at_source and logical,
        connections=_CONNECTIONS,
        # The first copy of a large table is one statement, and a run ends by the deadline of its job.
        statement_seconds=0,
    )
