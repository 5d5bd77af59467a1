"""Which services have an identity in AWS."""

from __future__ import annotations

from x2bee_constructs.platform.props import Platform
from x2bee_constructs.workload.access import Access

__all__ = ["identities"]


def identities(platform: Platform) -> dict[str, Access]:
    """What each enabled service needs of AWS, by name, in the order of names; those that need nothing are left out."""
    return {name: service.access for name, service in platform.enabled_services.items() if service.access.declared}
