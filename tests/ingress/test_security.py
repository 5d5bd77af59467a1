"""What cdk-nag says of the way in: nothing that is not acknowledged beside the construct, in every variant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Validations
from aws_cdk import aws_s3 as s3
from cdk_nag import AwsSolutionsChecks, NIST80053R5Checks, PCIDSS321Checks

from tests.ingress.cases import ALB, ALB_EXISTING, ALB_MOST
from tests.ingress.test_aws import ingress, stack


def judged(folder: Path) -> App:
    """An App whose `synth` raises for findings."""
    app = App(outdir=str(folder), analytics_reporting=False)
    packs = (AwsSolutionsChecks(app), NIST80053R5Checks(app), PCIDSS321Checks(app))
    Validations.of(app).add_plugins(*packs)  # pyright: ignore[reportArgumentType]
    return app


@pytest.mark.parametrize("said", [ALB, ALB_MOST, ALB_EXISTING], ids=["least", "most", "existing"])
def test_no_finding_is_left(tmp_path: Path, said: dict[str, Any]) -> None:
    app = judged(tmp_path)
    ingress(stack(app), said)
    app.synth()


def test_the_checks_still_bite(tmp_path: Path) -> None:
    app = judged(tmp_path)
    scope = stack(app)
    ingress(scope, ALB)
    s3.Bucket(scope, "Open")
    with pytest.raises(RuntimeError, match="AwsSolutions-S10"):
        app.synth()
