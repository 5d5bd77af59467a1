"""Backups for the day on which a cluster is gone: when, where, for how long, and who hears if there are none."""

from __future__ import annotations

from typing import Any

import pytest
from aws_cdk import App
from aws_cdk.assertions import Template

from tests.database.test_aws import ACCOUNT, ACME, CASES, LEAST, MOST, all_of, cluster, key, one, stack, topic
from x2bee_constructs.database.backup import DatabaseBackup, DatabaseCopyVault
from x2bee_constructs.database.names import copy_vault


def backups(*cases: dict[str, Any]) -> Template:
    app = App()
    scope = stack(app, "vault")
    made = {said["name"]: cluster(stack(app, said["name"]), said) for said in cases}
    DatabaseBackup(scope, "Backup", ACME, made, key=key(scope), topic=topic(scope))
    return Template.from_stack(scope)


def rule(said: dict[str, Any]) -> dict[str, Any]:
    (found,) = one(backups(said), "AWS::Backup::BackupPlan")["Properties"]["BackupPlan"]["BackupPlanRule"]
    return found


def test_the_vault_is_locked_encrypted_and_kept() -> None:
    vault = one(backups(LEAST), "AWS::Backup::BackupVault")
    assert vault["Properties"]["BackupVaultName"] == "x2bee-acme-prd-databases"
    assert vault["Properties"]["LockConfiguration"] == {"MinRetentionDays": 7}, "governance: no date makes it final"
    assert vault["Properties"]["EncryptionKeyArn"].endswith(":key/01234567")
    assert (vault["DeletionPolicy"], vault["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")


def test_each_cluster_is_selected_by_its_arn_and_nothing_else() -> None:
    found = backups(*CASES.values())
    selections = [each["Properties"]["BackupSelection"] for each in all_of(found, "AWS::Backup::BackupSelection")]
    assert [len(each["Resources"]) for each in selections] == [1, 1, 1]
    for each in selections:
        assert each["Resources"][0]["Fn::Join"][1][0].endswith(f":{ACCOUNT}:cluster:")
        assert "ListOfTags" not in each
    assert len(all_of(found, "AWS::IAM::Role")) == 1


@pytest.mark.parametrize(
    ("changes", "cron"),
    [
        ({}, "cron(0 20 * * ? *)"),  # two hours after 18:00
        ({"copy_hours": 12}, "cron(0 8,20 * * ? *)"),
        ({"copy_hours": 6}, "cron(0 2,8,14,20 * * ? *)"),
        ({"backup_window": "22:30-23:30"}, "cron(0 1 * * ? *)"),
    ],
)
def test_backups_are_taken_as_often_as_said_and_after_the_clusters_own(changes: dict[str, Any], cron: str) -> None:
    assert rule({**LEAST, "database": {**LEAST["database"], **changes}})["ScheduleExpression"] == cron


def test_every_hour_is_every_hour() -> None:
    hours = rule({**LEAST, "database": {**LEAST["database"], "copy_hours": 1}})["ScheduleExpression"]
    assert hours == f"cron(0 {','.join(map(str, range(24)))} * * ? *)"


@pytest.mark.parametrize(("days", "kept"), [(35, 35), (8, 8), (1, 7)])
def test_backups_are_kept_as_long_as_the_cluster_can_go_back_and_as_the_lock_wants(days: int, kept: int) -> None:
    found = rule({**LEAST, "database": {**LEAST["database"], "backup_days": days}})
    assert found["Lifecycle"] == {"DeleteAfterDays": kept}
    assert found["EnableContinuousBackup"] is False, "the cluster keeps its own days"


def test_copies_go_to_the_vault_of_the_other_region_by_its_name() -> None:
    (copy,) = rule(MOST)["CopyActions"]
    name = copy_vault(ACME)
    assert copy["DestinationBackupVaultArn"] == f"arn:aws:backup:ap-northeast-1:{ACCOUNT}:backup-vault:{name}"
    assert copy["Lifecycle"] == {"DeleteAfterDays": 7}
    assert "CopyActions" not in rule(LEAST)


def test_the_other_regions_vault_has_that_name_a_key_of_its_own_and_a_lock() -> None:
    scope = stack(id="copies", region="ap-northeast-1")
    DatabaseCopyVault(scope, "Copies", ACME)
    found = Template.from_stack(scope)
    vault = one(found, "AWS::Backup::BackupVault")["Properties"]
    ((logical, made),) = found.find_resources("AWS::KMS::Key").items()
    assert vault["BackupVaultName"] == copy_vault(ACME)
    assert vault["EncryptionKeyArn"] == {"Fn::GetAtt": [logical, "Arn"]}
    assert vault["LockConfiguration"] == {"MinRetentionDays": 7}
    assert made["Properties"]["EnableKeyRotation"] is True
    assert made["DeletionPolicy"] == "RetainExceptOnCreate"


def test_a_backup_that_failed_is_told_and_a_copy_where_there_are_copies() -> None:
    for said, expected in ((LEAST, {"Backups"}), (MOST, {"Backups", "Copies"})):
        alarms = [each["Properties"] for each in all_of(backups(said), "AWS::CloudWatch::Alarm")]
        assert {each["AlarmDescription"].split()[0] for each in alarms} == expected
        for each in alarms:
            assert (each["Threshold"], each["ComparisonOperator"]) == (0, "GreaterThanThreshold")
            asked = [part["MetricStat"]["Metric"] for part in each["Metrics"] if "MetricStat" in part]
            assert {part["Dimensions"][0]["Name"] for part in asked} == {"BackupVaultName"}
