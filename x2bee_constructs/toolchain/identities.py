"""Who the pods that make images are in AWS. Data for both sides."""

from __future__ import annotations

from collections.abc import Mapping

from x2bee_constructs.core.iam import PodIdentity, Statement, pod_role_name
from x2bee_constructs.core.names import Site
from x2bee_constructs.toolchain import names

__all__ = ["agents_identity", "agents_role", "publish_identity", "publish_role"]


def agents_role(site: Site) -> str:
    """The IAM role of Jenkins' pods that make images: what `pipelines.runners.role` says of them."""
    return pod_role_name(site, names.AGENTS)


def agents_identity(site: Site, builders: Mapping[str, str]) -> PodIdentity:
    """They take the builders' roles of environments, given as role and account, and may do nothing else.

    The pods that build and test are in another namespace, and have none.
    """
    return _identity(names.AGENTS, names.IMAGE_AGENTS, names.BUILDER, builders)


def publish_role(site: Site) -> str:
    """The IAM role of the pods of GitLab's runners that make images, of which `pipelines.runners.role` may say, too."""
    return pod_role_name(site, names.PUBLISH)


def publish_identity(builders: Mapping[str, str]) -> PodIdentity:
    """As those of Jenkins' agents. The pods of all other jobs have none."""
    return _identity(names.PUBLISH, names.PUBLISH, names.PUBLISHER, builders)


def _identity(name: str, home: str, account: str, builders: Mapping[str, str]) -> PodIdentity:
    """The tags that Pod Identity gives a session go with it into the next role."""
    roles = tuple(f"arn:aws:iam::{where}:role/{role}" for role, where in sorted(builders.items()))
    take = Statement("Builders", ("sts:AssumeRole", "sts:TagSession"), roles)
    return PodIdentity(name, home, account, (take,))
