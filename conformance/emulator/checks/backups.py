"""Backups of databases: vaults that are locked, and a plan for each cluster, with nothing left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.emulator.checks import Sight
from conformance.emulator.checks.data import own_key
from conformance.emulator.report import Expect
from x2bee_constructs.database import names
from x2bee_constructs.database.props import Database
from x2bee_constructs.hosts import names as hosts
from x2bee_constructs.platform.databases import aurora_props
from x2bee_constructs.platform.machines import host_specs
from x2bee_constructs.toolchain import names as tools

__all__ = ["BACKUP", "backups", "selected", "vault"]

BACKUP = "backup.amazonaws.com"


def backups(sight: Sight, expect: Expect) -> None:
    """The vault is locked and ours, and each cluster has a plan that keeps its backups as long as it was said."""
    site = sight.platform.site
    least = vault(sight, names.vault(site), expect)
    listed = sight.aws.call("backup", "list_backup_plans")["BackupPlansList"]
    plans = {one["BackupPlanName"]: one["BackupPlanId"] for one in listed}
    wanted = aurora_props(sight.platform)
    named = [f"{site.prefix}-{name}" for name in wanted]
    expect.same("plans", sorted([*named, *_of_tools(sight)]), sorted(plans))
    for name, props in wanted.items():
        plan = plans.get(f"{site.prefix}-{name}")
        if plan:
            _plan(sight, name, props.database, plan, least, expect)
            _selection(sight, name, plan, expect)


def _of_tools(sight: Sight) -> list[str]:
    """The plans of the toolchain, which `host_data` looks at."""
    site, spec = sight.platform.site, sight.platform.toolchain
    jenkins = [tools.vault(site)] if spec and spec.jenkins else []
    return [*(hosts.machine(site, tool) for tool in host_specs(sight.platform)), *jenkins]


def vault(sight: Sight, name: str, expect: Expect) -> int:
    """For how many days nobody can delete from it."""
    found = sight.aws.call("backup", "describe_backup_vault", BackupVaultName=name)
    key = found["EncryptionKeyArn"]
    expect.that(own_key(sight, key), f"vault {name} is encrypted with {key}")
    expect.same(f"vault {name} is locked", True, found["Locked"])
    least = int(found.get("MinRetentionDays", 0))
    expect.that(least >= 1, f"vault {name} lets backups go after {least} days")
    return least


def _plan(sight: Sight, name: str, database: Database, plan: str, least: int, expect: Expect) -> None:
    found = sight.aws.call("backup", "get_backup_plan", BackupPlanId=plan)["BackupPlan"]
    (rule,) = found["Rules"]
    expect.same(f"{name}: vault", names.vault(sight.platform.site), rule["TargetBackupVaultName"])
    days = max(least, database.backup_days)
    expect.same(f"{name}: days", days, rule["Lifecycle"]["DeleteAfterDays"])
    times = rule["ScheduleExpression"].removeprefix("cron(").split()[1].split(",")
    expect.same(f"{name}: backups a day", 24 // database.copies_every, len(times))
    taken_over = rule.get("EnableContinuousBackup", False)
    expect.that(not taken_over, f"{name}: continuous backup takes the cluster's own days over")
    copied = rule.get("CopyActions", [])
    copies = {one["DestinationBackupVaultArn"]: one["Lifecycle"]["DeleteAfterDays"] for one in copied}
    expect.same(f"{name}: copies", _copies(sight, database, days), copies)


def _copies(sight: Sight, database: Database, days: int) -> Mapping[str, int]:
    if not database.copy_region:
        return {}
    platform = sight.platform
    vault = f"arn:aws:backup:{database.copy_region}:{platform.account}:backup-vault:{names.copy_vault(platform.site)}"
    return {vault: days}


def _selection(sight: Sight, name: str, plan: str, expect: Expect) -> None:
    """The plan is of this cluster, by a role that AWS Backup can take."""
    cluster: Any = {"DBClusterIdentifier": names.cluster(sight.platform.site, name)}
    (found,) = sight.aws.call("rds", "describe_db_clusters", **cluster)["DBClusters"]
    chosen = selected(sight, plan)
    resources = [arn for one in chosen for arn in one["Resources"]]
    expect.same(f"{name}: what is backed up", [found["DBClusterArn"]], resources)
    for one in chosen:
        role = one["IamRoleArn"].rsplit("/", 1)[-1]
        trusted = sight.aws.call("iam", "get_role", RoleName=role)["Role"]["AssumeRolePolicyDocument"]
        expect.that(BACKUP in str(trusted), f"{name}: {role} is not for {BACKUP}")


def selected(sight: Sight, plan: str) -> list[Mapping[str, Any]]:
    """The selections of a plan: what it saves, and by which role."""
    listed = sight.aws.call("backup", "list_backup_selections", BackupPlanId=plan)["BackupSelectionsList"]
    return [
        sight.aws.call("backup", "get_backup_selection", BackupPlanId=plan, SelectionId=one["SelectionId"])[
            "BackupSelection"
        ]
        for one in listed
    ]
