"""Hosts of the toolchain in anyone's stack, as the tests of this room share them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from aws_cdk import App, Environment, Stack

from x2bee_constructs import NetworkProps, Site
from x2bee_constructs.aws import GitlabHost, HostBackup, Network, NexusHost, Place, ToolRecords, zone_context
from x2bee_constructs.hosts.props import GitlabHostProps, NexusHostProps

__all__ = ["GITLAB", "HERE", "NEXUS", "SITE", "made"]

HERE = Environment(account="111122223333", region="ap-northeast-2")
SITE = Site("acme", "prd")
ZONES = ("ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c")

_SHARED: dict[str, Any] = {
    "account": "111122223333",
    "region": "ap-northeast-2",
}
GITLAB: dict[str, Any] = {
    **_SHARED,
    "host": "gitlab.acme-shop.co.kr",
    "balancer_cidrs": ["10.20.96.0/24", "10.20.97.0/24", "10.20.98.0/24"],
    "priority": 40_000,
    "projects": ["platform/deploy"],
    "built": ["acme/x2bee-fo"],
}
NEXUS: dict[str, Any] = {
    **_SHARED,
    "host": "nexus.acme-shop.co.kr",
    "priority": 40_001,
    "spec": {"eula": "accepted"},
}


def made(
    gitlab: dict[str, Any] | None = None, nexus: dict[str, Any] | None = None, folder: Path | None = None
) -> tuple[App, Stack]:
    """An App with the network and, in a stack of its own, the hosts."""
    context = zone_context("111122223333", "ap-northeast-2", ZONES)
    app = App(outdir=str(folder) if folder else None, analytics_reporting=False, context=context)
    network: Any = Network(Stack(app, "foundation", env=HERE), "Network", SITE, NetworkProps(zones=ZONES))
    stack = Stack(app, "toolchain", env=HERE)
    place = Place(
        vpc=network.vpc,
        key=network.key,
        topic=network.topic,
        listener_arn="arn:aws:elasticloadbalancing:ap-northeast-2:111122223333:listener/app/x/1/2",
        balancer_name="app/x2bee-acme-prd/0123456789abcdef",
        balancer_group_id="sg-0123456789abcdef0",
    )
    shared: Any = {
        "records": ToolRecords(stack, "Records", SITE, 731),
        "backup": HostBackup(stack, "Backup", SITE, key=network.key, topic=network.topic, runbooks="docs/runbooks"),
    }
    if gitlab is not None:
        GitlabHost(stack, "Gitlab", SITE, GitlabHostProps.model_validate({**GITLAB, **gitlab}), place, **shared)
    if nexus is not None:
        NexusHost(stack, "Nexus", SITE, NexusHostProps.model_validate({**NEXUS, **nexus}), place, **shared)
    return app, stack
