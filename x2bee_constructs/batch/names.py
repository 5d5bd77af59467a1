"""What both sides call a scheduler: its storage, its secrets, its keys."""

from __future__ import annotations

from typing import Literal, get_args

from x2bee_constructs.core.names import Site, bounded, dns_label

__all__ = [
    "ADMIN",
    "API_KEY",
    "GROUP",
    "SECRETS",
    "SecretKind",
    "backup",
    "backup_prefix",
    "bucket",
    "data_prefix",
    "events",
    "files",
    "records_bucket",
    "secret_name",
    "volume",
]

ADMIN = "admin"
"""The first user of a scheduler: who makes all others."""

GROUP = "x2bee"
"""The id of Cronicle's server group that events run on: the scheduler's own host, which may be primary."""

API_KEY = "X2BEE_API_KEY"
"""The key, in the Secret `<scheduler>-secrets`, with which the reconciler asks Cronicle."""

SecretKind = Literal["admin", "api-key", "reader-key", "secret-key"]
"""The first user's password; the reconciler's key; the metrics' key, which may change nothing; what Cronicle signs
with."""

SECRETS: tuple[SecretKind, ...] = get_args(SecretKind)
"""All of them."""

_LONGEST = 63 - 13
"""What AWS allows a bucket's name, less 12 digits of the account, which a stack may not know yet, and a dash."""


def secret_name(site: Site, scheduler: str, kind: SecretKind) -> str:
    """The Secrets Manager secret with one of a scheduler's values, under `value`."""
    return bounded(f"{site.path}/batch/{scheduler}/{kind}", 512, "a secret")


def bucket(site: Site, account: str) -> str:
    """The bucket with the state, the job logs and the backups of all schedulers of a platform."""
    return f"{bounded(f'{site.prefix}-batch', _LONGEST, 'a bucket without its account')}-{account}"


def records_bucket(site: Site, account: str) -> str:
    """The bucket that records who reads and writes `bucket`."""
    return f"{bounded(f'{site.prefix}-batch-reads', _LONGEST, 'a bucket without its account')}-{account}"


def data_prefix(scheduler: str) -> str:
    """Where Cronicle's records begin in the bucket."""
    return f"data/{scheduler}/"


def backup_prefix(scheduler: str) -> str:
    """Where a scheduler's exports begin in the bucket."""
    return f"backup/{scheduler}/"


def files(scheduler: str) -> str:
    """The ConfigMap with Cronicle's configuration, its first records and our scripts."""
    return dns_label(f"{scheduler}-cronicle", what="a ConfigMap")


def volume(scheduler: str) -> str:
    """The PersistentVolumeClaim of a scheduler that keeps its state on a volume."""
    return dns_label(f"{scheduler}-state", what="a PersistentVolumeClaim")


def backup(scheduler: str) -> str:
    """The CronJob that exports a scheduler's state, its ServiceAccount, and the label `app` of its pods."""
    return dns_label(f"{scheduler}-backup", what="a CronJob")


def events(scheduler: str) -> str:
    """The Job that makes a scheduler's events what the schedules say, its ServiceAccount, and the label `app`."""
    return dns_label(f"{scheduler}-events", what="a Job")
