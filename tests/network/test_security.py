"""What cdk-nag says of the network: nothing that is not acknowledged beside the construct, in every variant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Environment, Stack, Validations
from aws_cdk import aws_ec2 as ec2
from cdk_nag import AwsSolutionsChecks, NIST80053R5Checks, PCIDSS321Checks

from tests.network.cases import EXISTING, LEAST, MOST
from x2bee_constructs import NetworkProps, Site
from x2bee_constructs.aws import Network, zone_context

HERE = Environment(account="111122223333", region="ap-northeast-2")
ANYWHERE = Environment()


def judged(folder: Path, environment: Environment) -> tuple[App, Stack]:
    """An App whose `synth` raises for findings, and a stack in it."""
    context = zone_context("111122223333", "ap-northeast-2", LEAST["zones"])
    app = App(outdir=str(folder), analytics_reporting=False, context=context)
    packs = (AwsSolutionsChecks(app), NIST80053R5Checks(app), PCIDSS321Checks(app))
    Validations.of(app).add_plugins(*packs)  # pyright: ignore[reportArgumentType]
    return app, Stack(app, "alone", env=environment)


@pytest.mark.parametrize(
    ("said", "environment"),
    [(LEAST, HERE), (MOST, HERE), (EXISTING, HERE), (LEAST, ANYWHERE)],
    ids=["least", "most", "existing", "anywhere"],
)
def test_no_finding_is_left(tmp_path: Path, said: dict[str, Any], environment: Environment) -> None:
    app, stack = judged(tmp_path, environment)
    Network(stack, "Network", Site("acme", "prd"), NetworkProps.model_validate(said))
    app.synth()


def test_the_checks_still_bite(tmp_path: Path) -> None:
    app, stack = judged(tmp_path, HERE)
    Network(stack, "Network", Site("acme", "prd"), NetworkProps.model_validate(EXISTING))
    ec2.CfnSecurityGroup(
        stack,
        "Open",
        group_description="open",
        security_group_ingress=[
            ec2.CfnSecurityGroup.IngressProperty(ip_protocol="tcp", from_port=22, to_port=22, cidr_ip="0.0.0.0/0")
        ],
    )
    with pytest.raises(RuntimeError, match="AwsSolutions-EC23"):
        app.synth()
