"""What a sync is called: in both databases, in AWS and in the cluster."""

from __future__ import annotations

from x2bee_constructs.core.names import bounded
from x2bee_constructs.database import names

__all__ = ["role", "service", "workload"]


def service(sync: str) -> str:
    """What its login is called among those of services; its secret in AWS has this at its end."""
    return f"sync-{sync}"


def role(sync: str) -> str:
    """Its login, its schema on both sides, its publication, its slot and its subscription: all have this one name."""
    return names.login(service(sync))


def workload(sync: str, part: str = "") -> str:
    """The name of its objects in Kubernetes; a CronJob's may have 52 characters."""
    name = service(sync)
    return bounded(f"{name}-{part}" if part else name, 52, "the name of a sync's CronJob")
