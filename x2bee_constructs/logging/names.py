"""What both sides call the logs: where they are sent, kept and looked at, and by whom."""

from __future__ import annotations

from typing import Literal, get_args

from x2bee_constructs.core.names import Site, bounded

__all__ = [
    "CLASSES",
    "FLUENTD",
    "INDEX_JOB",
    "MASTER",
    "NAMESPACE",
    "LogClass",
    "LogStream",
    "archive_bucket",
    "archive_prefix",
    "archive_records_bucket",
    "data_stream",
    "domain_name",
    "host",
    "log_group",
    "master_secret",
]

NAMESPACE = "logging"
"""Where Fluentd and the index Job run."""

FLUENTD = "fluentd"
"""The DaemonSet that sends logs, and its ServiceAccount."""

INDEX_JOB = "log-index"
"""The Job that prepares indices, roles and Dashboards, and its ServiceAccount."""

MASTER = "master"
"""The first user of OpenSearch where people have a name and a password in it."""

LogClass = Literal["application", "access", "audit", "commerce"]
"""Logs that are kept alike: what programs say; who was answered what; who saw or changed personal data and rights;
records of contracts, payments and supplies."""

CLASSES: tuple[LogClass, ...] = get_args(LogClass)
"""All of them, in the order in which they are told."""

LogStream = Literal["application", "search-slow", "index-slow", "audit"]
"""What the domain writes about itself."""


def domain_name(site: Site) -> str:
    """The OpenSearch domain; AWS allows 28 characters. Fixed: CloudFormation can then never replace it unasked."""
    return bounded(f"{site.prefix}-logs", 28, "an OpenSearch domain")


_LONGEST = 63 - 13
"""What AWS allows a bucket's name, less 12 digits of the account, which a stack may not know yet, and a dash."""


def archive_bucket(site: Site, account: str, kind: LogClass) -> str:
    """The bucket with every log of a class: a bucket locks all that is in it for as long (ADR 0014).

    All accounts of the world share one space of names.
    """
    return f"{bounded(f'{site.prefix}-log-archive-{kind}', _LONGEST, 'a bucket without its account')}-{account}"


def archive_records_bucket(site: Site, account: str) -> str:
    """The bucket that records who read or wrote the archive."""
    return f"{bounded(f'{site.prefix}-log-archive-reads', _LONGEST, 'a bucket without its account')}-{account}"


def archive_prefix(kind: LogClass) -> str:
    """Where logs of a class begin in its bucket; `service=<service>/dt=YYYY-MM-DD/hour=HH/…` follows."""
    return f"{kind}/"


def host(domain: str) -> str:
    """The domain's own name, for Fluentd and for people: `https://logs.<domain>`."""
    return bounded(f"logs.{domain}", 253, "a host")


def data_stream(site: Site, kind: LogClass) -> str:
    """The data stream of a class. Each environment has a domain of its own, so the site does not show."""
    return bounded(f"x2bee-{kind}", 255, f"the data stream of {site.prefix}")


def log_group(site: Site, stream: LogStream) -> str:
    """The log group of what the domain writes about itself."""
    return bounded(f"/{site.path}/log-store/{stream}", 512, "a log group")


def master_secret(site: Site) -> str:
    """The Secrets Manager secret with the master's name and password (`username`, `password`), if there is one."""
    return f"{site.path}/logs/master"
