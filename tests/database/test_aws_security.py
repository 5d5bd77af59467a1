"""What cdk-nag says of databases: nothing that is not acknowledged beside the construct, in every variant."""

from __future__ import annotations

from pathlib import Path

import pytest
from aws_cdk import App, Validations
from aws_cdk import aws_rds as rds
from cdk_nag import AwsSolutionsChecks, NIST80053R5Checks, PCIDSS321Checks

from tests.database.test_aws import ACME, CASES, cluster, key, stack, topic
from x2bee_constructs.database.backup import DatabaseBackup, DatabaseCopyVault
from x2bee_constructs.database.credentials_aws import DatabaseLogins


def judged(folder: Path) -> App:
    """An App whose `synth` raises for findings."""
    app = App(outdir=str(folder), analytics_reporting=False)
    packs = (AwsSolutionsChecks(app), NIST80053R5Checks(app), PCIDSS321Checks(app))
    Validations.of(app).add_plugins(*packs)  # pyright: ignore[reportArgumentType]
    return app


@pytest.mark.parametrize("case", CASES)
def test_no_finding_is_left(tmp_path: Path, case: str) -> None:
    app = judged(tmp_path)
    made = cluster(stack(app), CASES[case])
    vault, logins = stack(app, "vault"), stack(app, "logins")
    DatabaseBackup(vault, "Backup", ACME, {CASES[case]["name"]: made}, key=key(vault), topic=topic(vault))
    DatabaseLogins(logins, "Logins", ACME, ["x2bee-api-order"], key=key(logins))
    DatabaseCopyVault(stack(app, "copies", "ap-northeast-1"), "Copies", ACME)
    app.synth()


def test_the_checks_still_bite(tmp_path: Path) -> None:
    app = judged(tmp_path)
    scope = stack(app)
    cluster(scope, CASES["least"])
    rds.CfnDBCluster(scope, "Open", engine="aurora-postgresql", storage_encrypted=False)
    with pytest.raises(RuntimeError, match="AwsSolutions-RDS2"):
        app.synth()
