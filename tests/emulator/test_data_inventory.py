"""What exists of databases and their backups, out of a table."""

from __future__ import annotations

from typing import Any

from conformance.emulator.data_inventory import DATA


class Canned:
    """AWS, out of a table."""

    def __init__(self, **answers: Any) -> None:
        self.answers = answers

    def call(self, service: str, operation: str, **_: Any) -> Any:
        return self.answers[operation]


def test_the_parameter_groups_that_every_account_has_are_not_ours() -> None:
    groups = [{"DBClusterParameterGroupName": name} for name in ("default.aurora-postgresql17", "ours")]
    aws = Canned(describe_db_cluster_parameter_groups={"DBClusterParameterGroups": groups})
    assert list(DATA["AWS::RDS::DBClusterParameterGroup"](aws)) == ["ours"]
    caches = [{"CacheParameterGroupName": name} for name in ("default.valkey8", "ours")]
    aws = Canned(describe_cache_parameter_groups={"CacheParameterGroups": caches})
    assert list(DATA["AWS::ElastiCache::ParameterGroup"](aws)) == ["ours"]


def test_selections_are_asked_for_plan_by_plan() -> None:
    aws = Canned(
        list_backup_plans={"BackupPlansList": [{"BackupPlanId": "a"}, {"BackupPlanId": "b"}]},
        list_backup_selections={"BackupSelectionsList": [{"SelectionId": "s"}]},
    )
    assert list(DATA["AWS::Backup::BackupPlan"](aws)) == ["a", "b"]
    assert list(DATA["AWS::Backup::BackupSelection"](aws)) == ["s", "s"]
