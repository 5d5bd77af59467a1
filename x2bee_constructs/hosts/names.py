"""What the hosts of the toolchain are called, and everything that belongs to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from x2bee_constructs.core.names import Site, bounded

__all__ = [
    "DATABASE_PORT",
    "DOCKER",
    "GITLAB_PORT",
    "GROUPS",
    "HOSTED",
    "NEXUS_PORT",
    "PACKAGES",
    "PORTS",
    "RELEASES",
    "SNAPSHOTS",
    "TOOLS",
    "DatabaseLog",
    "GitlabBucket",
    "GitlabSecret",
    "HostTool",
    "NexusSecret",
    "bucket",
    "database_log",
    "host",
    "host_role",
    "log_group",
    "machine",
    "records_bucket",
    "secret",
    "settings_document",
    "vault",
]

HostTool = Literal["gitlab", "nexus"]
"""A tool with a host of its own."""

TOOLS: tuple[HostTool, ...] = get_args(HostTool)
"""All of them."""

GITLAB_PORT = 80
"""Where GitLab takes requests: its own NGINX, which the load balancer talks to."""

DATABASE_PORT = 15432
"""Where each tool's database answers; not PostgreSQL's own port, which whoever looks for one tries first."""

NEXUS_PORT = 8081
"""Where Nexus Repository takes requests, those of Docker's clients too."""

PORTS: Mapping[HostTool, int] = {"gitlab": GITLAB_PORT, "nexus": NEXUS_PORT}
"""Where each tool takes requests, by the tool."""

DOCKER = "images"
"""The repository of container images in Nexus, and the first part of their path: `nexus.<domain>/images/<image>`."""

PACKAGES, RELEASES, SNAPSHOTS = "npm-own", "maven-releases", "maven-snapshots"
"""The repositories of the customer's own packages in Nexus."""

HOSTED: Mapping[str, str] = {DOCKER: "docker", RELEASES: "maven2", SNAPSHOTS: "maven2", PACKAGES: "npm"}
"""What Nexus itself holds: repositories, and the format of each."""

GROUPS: Mapping[str, str] = {"maven": "maven2", "npm": "npm"}
"""Repositories over all others of a format: what is read from."""

DatabaseLog = Literal["postgresql", "upgrade"]
"""What RDS logs of a database: what it does, and how an upgrade went."""

GitlabBucket = Literal["artifacts", "backups", "lfs", "packages", "uploads"]
"""What GitLab keeps outside its host. Each kind of object wants a bucket of its own."""

GitlabSecret = Literal["database", "keys", "oidc", "root"]
"""What a secret of GitLab is for: `keys` is a copy of `gitlab-secrets.json`, without which no backup can be read."""

NexusSecret = Literal["admin", "builder", "database", "key", "ldap"]
"""What a secret of Nexus is for: `builder` is who pushes, `key` what its own database is encrypted with."""


def host(domain: str, tool: HostTool) -> str:
    """The public host: `gitlab.acme-shop.co.kr`."""
    return bounded(f"{tool}.{domain}", 253, "a host")


def machine(site: Site, tool: HostTool) -> str:
    """The Auto Scaling group, the target group (32 characters at most) and the database (63) of a tool."""
    return bounded(f"{site.prefix}-{tool}", 32, "a target group")


def host_role(site: Site, tool: HostTool) -> str:
    """The role of the machine; IAM allows 64 characters."""
    return bounded(f"{site.prefix}-{tool}-host", 64, "an IAM role name")


def bucket(site: Site, account: str, tool: HostTool, what: GitlabBucket | Literal["blobs"]) -> str:
    """A bucket of a tool; all accounts of the world share one space of names, of 63 characters each."""
    return bounded(f"{site.prefix}-{tool}-{what}-{account}", 63, "a bucket")


def records_bucket(site: Site, account: str) -> str:
    """The bucket with the records of who read or wrote the tools' buckets."""
    return bounded(f"{site.prefix}-tool-records-{account}", 63, "a bucket")


def secret(site: Site, tool: HostTool, what: GitlabSecret | NexusSecret) -> str:
    """The Secrets Manager secret for a purpose: `x2bee/acme/prd/gitlab/root`."""
    return f"{site.path}/{tool}/{what}"


def log_group(site: Site, tool: HostTool) -> str:
    """The log group of the machine and of the tool on it; CloudWatch allows 512 characters."""
    return bounded(f"/{site.path}/hosts/{tool}", 512, "a log group")


def database_log(site: Site, tool: HostTool, kind: DatabaseLog) -> str:
    """The log group of the tool's database, under the name that RDS gives it."""
    return f"/aws/rds/instance/{machine(site, tool)}/{kind}"


def settings_document(site: Site, tool: HostTool) -> str:
    """The document of Systems Manager that brings the tool into the state that is said."""
    return bounded(f"{machine(site, tool)}-settings", 128, "a document")


def vault(site: Site) -> str:
    """The vault with the backups of volumes and databases; AWS Backup allows 50 characters."""
    return bounded(f"{site.prefix}-hosts", 50, "a backup vault")
