"""What both sides call the image repositories."""

from __future__ import annotations

from x2bee_constructs.core.names import Site, bounded

__all__ = ["key_alias", "registry", "repository"]


def repository(site: Site, service: str) -> str:
    """The ECR repository of a service's image; ECR allows 256 characters."""
    return bounded(f"{site.path}/{service}", 256, "an ECR repository name")


def registry(account: str, region: str) -> str:
    """The host of an account's ECR registry."""
    return f"{account}.dkr.ecr.{region}.amazonaws.com"


def key_alias(site: Site) -> str:
    """The alias of the KMS key that encrypts the images."""
    return f"alias/{site.prefix}-images"
