"""The stack with the tools that have hosts of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs import Construct

from x2bee_constructs.hosts.aws import GitlabHost, HostBackup, NexusHost, Place, ToolRecords
from x2bee_constructs.platform.hosts import gitlab_props, nexus_props
from x2bee_constructs.platform.machines import host_specs
from x2bee_constructs.platform.network import log_days
from x2bee_constructs.platform.props import Platform
from x2bee_constructs.platform.stack import LifecycleStack

if TYPE_CHECKING:
    from x2bee_constructs.platform.aws import EdgeStack, FoundationStack

__all__ = ["ToolchainStack", "has_hosts"]


def has_hosts(platform: Platform) -> bool:
    """Whether a tool of the platform has a host of its own."""
    return bool(host_specs(platform))


class ToolchainStack(LifecycleStack):
    """GitLab and Nexus Repository, behind the edge's load balancer. `gitlab` and `nexus` are None where not said."""

    def __init__(
        self, scope: Construct, platform: Platform, foundation: FoundationStack, edge: EdgeStack | None
    ) -> None:
        """Make the stack of one platform, in the foundation's network and under its key.

        Raises `ValueError` without a load balancer of the platform's own, which `load_platform` refuses before.
        """
        super().__init__(scope, platform, "toolchain")
        if edge is None or edge.ingress is None:
            raise ValueError("hosts of the toolchain stand behind the platform's own load balancer, and there is none")
        site, network, front = platform.site, foundation.network, edge.ingress
        # jsii's protocols name a parameter differently from its classes.
        key: Any = network.key
        topic: Any = network.topic
        place = Place(
            vpc=network.vpc,
            key=key,
            topic=topic,
            listener_arn=front.listener_arn,
            balancer_name=front.balancer_name,
            balancer_group_id=front.security_group_id,
        )
        self.records = ToolRecords(self, "Records", site, log_days(platform))
        self.backup = HostBackup(self, "Backup", site, key=key, topic=topic, runbooks=platform.runbooks)
        shared: Any = {"records": self.records, "backup": self.backup}
        gitlab, nexus = gitlab_props(platform), nexus_props(platform)
        self.gitlab = GitlabHost(self, "Gitlab", site, gitlab, place, **shared) if gitlab else None
        self.nexus = NexusHost(self, "Nexus", site, nexus, place, **shared) if nexus else None
