"""What Argo CD's objects and secrets of one site are called."""

from __future__ import annotations

from x2bee_constructs.core.names import Site, bounded

__all__ = [
    "NAMESPACE",
    "NOTIFICATIONS",
    "REPOSITORY",
    "SETTINGS",
    "application",
    "project",
    "receiver_secret",
    "repository_secret",
]

NAMESPACE = "argocd"
"""Where Argo CD looks for Applications, and where it runs if the cluster runs it."""

SETTINGS = "argocd-cm"
"""The ConfigMap that Argo CD reads its settings from; its own name for it."""

NOTIFICATIONS = "argocd-notifications"
"""What the names of the notifications' ConfigMap (`-cm`) and Secret (`-secret`) begin with; Argo CD's own."""

REPOSITORY = "x2bee-repository"
"""The Secret with which Argo CD logs in to the repository of manifests."""


def project(site: Site) -> str:
    """The AppProject of a site's charts, and its root Application: `x2bee-acme-prd`."""
    return site.prefix


def application(site: Site, chart: str) -> str:
    """The Application of one chart: `acme-prd-x2bee-api-order`; Argo CD keeps it in a label of 63 characters."""
    return bounded(f"{site.customer}-{site.environment}-{chart}", 63, "an Application's name")


def repository_secret(site: Site) -> str:
    """The secret with the login to the repository, in Secrets Manager."""
    return f"{site.path}/argocd/repository"


def receiver_secret(site: Site, receiver: str) -> str:
    """The secret of one receiver of notifications, in Secrets Manager."""
    return bounded(f"{site.path}/argocd/notifications/{receiver}", 512, "a secret's name")
