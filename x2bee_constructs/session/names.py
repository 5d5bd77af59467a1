"""What both sides call the session store, its users and its addresses."""

from __future__ import annotations

import hashlib
from typing import Literal

from x2bee_constructs.core.names import Site, bounded, dns_label

__all__ = ["LogKind", "credentials", "log_group", "member", "parameter", "secret", "store", "user_group", "user_id"]

LogKind = Literal["engine", "slow"]
"""A log of the store."""

_LONGEST_ID = 40
"""What ElastiCache allows the id of a replication group, and its console the id of a user."""


def store(site: Site) -> str:
    """The replication group; ElastiCache allows 40 characters. Fixed: CloudFormation then never replaces it unasked."""
    return bounded(f"{site.prefix}-session", _LONGEST_ID, "a replication group")


def member(site: Site, number: int) -> str:
    """A node of the replication group, from 1, as ElastiCache names it."""
    return f"{store(site)}-{number:03}"


def log_group(site: Site, kind: LogKind) -> str:
    """The log group of one of its logs; CloudWatch allows 512 characters.

    AWS delivers logs to groups so named without a line for each in a policy of the account that holds 5,120 characters,
    as we remember it (Enable logging from AWS services).
    """
    return bounded(f"/aws/vendedlogs/elasticache/{store(site)}/{kind}", 512, "a log group")


def user_group(site: Site) -> str:
    """The group of all users of the store."""
    return bounded(f"{site.prefix}-session", _LONGEST_ID, "a user group")


def user_id(site: Site, user: str) -> str:
    """The id of a user, unique in account and region; a long one is cut, with enough of a hash to keep two apart."""
    whole = f"{site.prefix}-{user}"
    if len(whole) <= _LONGEST_ID:
        return whole
    mark = hashlib.sha256(whole.encode()).hexdigest()[:8]
    return f"{whole[: _LONGEST_ID - 9].rstrip('-')}-{mark}"


def secret(site: Site, user: str) -> str:
    """The Secrets Manager secret with a user's name and password (`username`, `password`)."""
    return f"{site.path}/session/{user}"


def parameter(site: Site, what: Literal["primary", "reader", "port"]) -> str:
    """The SSM parameter with one of the store's addresses, or its port."""
    return f"/{site.path}/session/{what}"


def credentials(service: str) -> str:
    """The ExternalSecret of a service that keeps sessions, and the Secret that it fills."""
    return dns_label(f"{service}-session", what="a Secret")
