"""cdk-nag finds nothing in any variant that is not acknowledged beside its construct, and still bites."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Stack, Validations
from aws_cdk import aws_iam as iam
from cdk_nag import AwsSolutionsChecks, NIST80053R5Checks, PCIDSS321Checks

from tests.cluster.made import cluster, platform_stack
from tests.cluster.test_aws import VARIANTS

PACKS = (AwsSolutionsChecks, NIST80053R5Checks, PCIDSS321Checks)


def findings(app: App, stack: Stack, folder: Path) -> list[str]:
    """What is found and not acknowledged: rule and construct."""
    Validations.of(app).add_plugins(*(pack(stack) for pack in PACKS))
    with suppress(RuntimeError):  # how a finding ends a synth; the report is written before
        app.synth()
    report = json.loads((folder / "validation-report.json").read_text())
    said = [
        (v, place)
        for plugin in report["pluginReports"]
        for v in plugin["violations"]
        for place in v["violatingConstructs"]
    ]
    return [f"{v['ruleName']} {place['constructPath']}" for v, place in said]


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_finding_is_fixed_or_acknowledged(variant: str, tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path))
    stack = platform_stack(app)
    said: dict[str, Any] = VARIANTS[variant]
    cluster(stack, **said)
    assert findings(app, stack, tmp_path) == []


def test_the_checkers_still_bite(tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path))
    stack = platform_stack(app)
    cluster(stack).node_role.add_to_policy(iam.PolicyStatement(actions=["s3:*"], resources=["*"]))
    found = findings(app, stack, tmp_path)
    assert any(line.startswith("AwsSolutions-IAM5[Resource::*] cluster/Cluster/NodeRole") for line in found), found
