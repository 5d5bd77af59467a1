"""What the emulator lacks for our templates: resource types, and rules of CloudFormation itself.

Everything here runs inside the emulator's own process (`host.py`), in the environment `build/emulator`.
"""

from __future__ import annotations

from conformance.emulator.types import (
    access,
    addresses,
    alarms,
    attributes,
    backups,
    balancers,
    buckets,
    calls,
    cluster,
    databases,
    documents,
    engine,
    listener_rules,
    machines,
    occupied,
    operations,
    passwords,
    public_names,
    rules,
    runbooks,
    session_stores,
    single_databases,
    volumes,
    web_acl_logs,
    web_acls,
)
from conformance.emulator.types.resource import Resource, install

__all__ = ["OURS", "install_all"]

OURS: tuple[Resource, ...] = (
    *addresses.TYPES,
    *rules.TYPES,
    *access.TYPES,
    *backups.TYPES,
    *cluster.TYPES,
    *documents.TYPES,
    *operations.TYPES,
    *runbooks.TYPES,
    *volumes.TYPES,
    *web_acls.TYPES,
    *web_acl_logs.TYPES,
)
"""Every resource type that we add."""


def install_all() -> None:
    """Teach the emulator everything it lacks."""
    for resource in OURS:
        install(resource)
    alarms.install()
    attributes.install()
    backups.install()
    balancers.install()
    buckets.install()
    databases.install()
    listener_rules.install()
    machines.install()
    session_stores.install()
    single_databases.install()
    volumes.install()
    occupied.install()
    passwords.install()
    public_names.install()
    web_acls.install()
    web_acl_logs.serve()
    runbooks.serve()
    calls.serve()
    engine.install()
