"""What both sides call the way in."""

from __future__ import annotations

from typing import NamedTuple

from x2bee_constructs.core.names import Site, bounded

__all__ = ["Hosts", "hosts", "target_group"]


class Hosts(NamedTuple):
    """The public host names of one environment."""

    shop: str
    gateway: str
    back_office: str
    customer_centre: str
    logs: str


def hosts(domain: str) -> Hosts:
    """The hosts below a domain; an environment other than production has a domain of its own."""
    return Hosts(*(bounded(f"{name}.{domain}", 253, "a host") for name in ("www", "api", "bo", "cc", "logs")))


def target_group(site: Site) -> str:
    """The load balancer's target group, which Kubernetes finds by this name; AWS allows 32 characters."""
    return bounded(f"{site.prefix}-ingress", 32, "a target group")
