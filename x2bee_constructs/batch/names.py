"""What both sides call a scheduler: its storage, its secrets, its keys."""

from __future__ import annotations

from typing import Literal, get_args

from x2bee_constructs.core.names import Site, bounded, dns_label

__all__ = [
    "ADMIN",
    "API_KEY",
    "BACKUPS",
    "DATA",
    "GROUP",
    "SECRETS",
    "SecretKind",
    "backup",
    "bucket",
    "events",
    "files",
    "metrics",
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

DATA = "data/"
"""Where Cronicle's records begin in its bucket."""

BACKUPS = "backup/"
"""Where its exports begin."""

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


def bucket(site: Site, scheduler: str, account: str) -> str:
    """The bucket with a scheduler's state, job logs and backups: one each, so that none reads another's.

    All accounts of the world share one space of names.
    """
    name = f"{site.prefix}-{scheduler.removeprefix('x2bee-')}"
    return f"{bounded(name, _LONGEST, 'a bucket without its account')}-{account}"


def records_bucket(site: Site, account: str) -> str:
    """The bucket that records who reads and writes those of the schedulers."""
    return f"{bounded(f'{site.prefix}-batch-reads', _LONGEST, 'a bucket without its account')}-{account}"


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


def metrics(scheduler: str) -> str:
    """The NetworkPolicy that lets Prometheus reach a scheduler's exporter, outside the mesh."""
    return dns_label(f"{scheduler}-metrics", what="a NetworkPolicy")
