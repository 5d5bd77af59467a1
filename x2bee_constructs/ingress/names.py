"""What both sides call the way in."""

from __future__ import annotations

from typing import Literal, NamedTuple

from x2bee_constructs.core.names import Site, bounded

__all__ = [
    "GATEWAY_PORT",
    "HEALTH_PATH",
    "OFFICE_GROUPS",
    "STATUS_PORT",
    "HostGroup",
    "Hosts",
    "access_log_bucket",
    "gateway",
    "hosts",
    "load_balancer",
    "machine_addresses",
    "office_addresses",
    "rate_limits",
    "target_group",
    "web_acl",
    "web_acl_logs",
]

GATEWAY_PORT = 8080
"""Where a gateway pod takes requests: what port 80 of its Service leads to."""

STATUS_PORT = 15021
"""Where it says whether it is well."""

HEALTH_PATH = "/healthz/ready"
"""What it is asked there (Istio's own readiness)."""

HostGroup = Literal["shop", "back-office", "customer-centre", "tools"]
"""Hosts that are treated alike; each group is a server of its own at the gateway."""

OFFICE_GROUPS: tuple[HostGroup, ...] = ("back-office", "customer-centre", "tools")
"""Groups for those who work here: closed to the world at the load balancer and again at the gateway."""


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


def load_balancer(site: Site) -> str:
    """The load balancer; AWS allows 32 characters. Fixed: CloudFormation can then never replace it unasked."""
    return bounded(site.prefix, 32, "a load balancer")


def target_group(site: Site) -> str:
    """The load balancer's target group, which Kubernetes finds by this name; AWS allows 32 characters."""
    return bounded(f"{site.prefix}-ingress", 32, "a target group")


def access_log_bucket(site: Site, account: str) -> str:
    """The bucket with the load balancer's logs; all accounts of the world share one space of names."""
    return f"{site.prefix}-edge-logs-{account}"


def web_acl(site: Site) -> str:
    """The web ACL, which an Ingress finds by this name; AWS allows 128 characters."""
    return bounded(f"{site.prefix}-edge", 128, "a web ACL")


def web_acl_logs(site: Site) -> str:
    """The log group of what the web ACL did; WAF takes only names that begin so."""
    return bounded(f"aws-waf-logs-{site.prefix}", 512, "a log group")


def office_addresses(site: Site) -> str:
    """The web ACL's set of the offices' addresses; AWS allows 128 characters."""
    return bounded(f"{site.prefix}-office", 128, "an IP set")


def machine_addresses(site: Site, host: str) -> str:
    """The web ACL's set of the addresses from which a machine's host answers; AWS allows 128 characters."""
    return bounded(f"{site.prefix}-{host.partition('.')[0]}", 128, "an IP set")


def gateway(group: HostGroup) -> str:
    """The Gateway of a host group."""
    return f"x2bee-{group}"


def rate_limits(group: HostGroup) -> str:
    """The EnvoyFilter with a host group's rate limit."""
    return f"x2bee-rate-limit-{group}"
