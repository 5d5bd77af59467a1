"""What cdk-nag says of the role with which instances write their backups: nothing that is not acknowledged."""

from __future__ import annotations

from pathlib import Path

import pytest
from aws_cdk import App, Environment, Stack, Validations
from cdk_nag import AwsSolutionsChecks, NIST80053R5Checks, PCIDSS321Checks

from tests.database.test_cloudnative import ACCOUNT, ACME, REGION
from x2bee_constructs.core.iam import PodIdentity, Statement
from x2bee_constructs.core.pod_identity import associate, pod_role
from x2bee_constructs.database.cloudnative import backup_identity


def judged(folder: Path, identity: PodIdentity) -> App:
    """An App with the identity's role, whose `synth` raises for findings."""
    app = App(outdir=str(folder), analytics_reporting=False)
    packs = (AwsSolutionsChecks(app), NIST80053R5Checks(app), PCIDSS321Checks(app))
    Validations.of(app).add_plugins(*packs)  # pyright: ignore[reportArgumentType]
    stack = Stack(app, "data", env=Environment(account=ACCOUNT, region=REGION))
    associate(stack, "Association", ACME, identity, pod_role(stack, "Role", ACME, identity))
    return app


def test_no_finding_is_left(tmp_path: Path) -> None:
    judged(tmp_path, backup_identity(ACME, "mbod", ACCOUNT, REGION)).synth()


def test_the_checks_still_bite(tmp_path: Path) -> None:
    open_wide = PodIdentity("db-mbod", "acme-data", "mbod", (Statement("All", ("s3:GetObject",), ("arn:aws:s3:::*",)),))
    with pytest.raises(RuntimeError, match="AwsSolutions-IAM5"):
        judged(tmp_path, open_wide).synth()
