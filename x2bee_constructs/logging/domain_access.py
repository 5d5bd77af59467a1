"""Who may send a request to the domain at all. What it may then do, OpenSearch decides by the role it maps to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from x2bee_constructs.core.iam import pod_role_name
from x2bee_constructs.core.names import Site
from x2bee_constructs.logging.domain_login import DashboardsSpec, Iam, InternalUsers
from x2bee_constructs.logging.guests import LogGuest
from x2bee_constructs.logging.identities import HTTP, domain_arn, index_role_arn, role_arn, writer_role_arn

__all__ = ["access_policy", "unsigned"]


def access_policy(
    site: Site, account: str, region: str, dashboards: DashboardsSpec, guests: Sequence[LogGuest] = ()
) -> dict[str, Any]:
    """The domain's access policy.

    Roles are named in a condition, not as principals: AWS refuses a principal that does not exist yet, and pod roles
    are made after the domain.
    """
    domain = domain_arn(site, account, region)
    signed = _allow("Signed", f"arn:aws:iam::{account}:root", [f"{domain}/*"])
    signed["Condition"] = {"ArnEquals": {"aws:PrincipalArn": _roles(site, account, dashboards, guests)}}
    return {"Version": "2012-10-17", "Statement": [signed, *_browsers(domain, dashboards)]}


def unsigned(dashboards: DashboardsSpec) -> bool:
    """Whether requests without a signature come as far as OpenSearch's own login."""
    return not isinstance(dashboards.login, Iam)


def _roles(site: Site, account: str, dashboards: DashboardsSpec, guests: Sequence[LogGuest]) -> list[str]:
    people = dashboards.groups if isinstance(dashboards.login, Iam) else ()
    return [
        writer_role_arn(site, account),
        index_role_arn(site, account),
        *(role_arn(account, pod_role_name(site, guest.name)) for guest in guests),
        *(role_arn(account, group) for group in sorted(people)),
    ]


def _browsers(domain: str, dashboards: DashboardsSpec) -> list[dict[str, Any]]:
    """A browser signs nothing. With SAML it needs Dashboards alone; with a password people also use the API."""
    if not unsigned(dashboards):
        return []
    everything = isinstance(dashboards.login, InternalUsers)
    paths = [f"{domain}/*"] if everything else [f"{domain}/_dashboards", f"{domain}/_dashboards/*"]
    return [_allow("Browsers", "*", paths)]


def _allow(sid: str, whom: str, resources: list[str]) -> dict[str, Any]:
    return {"Sid": sid, "Effect": "Allow", "Principal": {"AWS": whom}, "Action": list(HTTP), "Resource": resources}
