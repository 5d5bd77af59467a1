"""Backups of volumes and databases that outlive whoever deletes those: AWS Backup, in a locked vault."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import aws_backup as backup
from aws_cdk import aws_events as events
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from constructs import Construct

from x2bee_constructs.core import durations
from x2bee_constructs.core.alarms import Alarms
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.backups_aws import LOCKED_DAYS, backup_role, failed_jobs, locked_vault
from x2bee_constructs.core.names import Site
from x2bee_constructs.hosts import names
from x2bee_constructs.hosts.names import HostTool
from x2bee_constructs.hosts.runbooks import ALARMS

__all__ = ["HostBackup"]

_HOUR = "18"
"""UTC: after the database's own snapshot (16:00) and GitLab's archive (17:00)."""


class HostBackup(Construct):
    """A locked vault, and a plan for each host that is added. `vault` is there for others."""

    def __init__(
        self, scope: Construct, id: str, site: Site, *, key: kms.IKey, topic: sns.ITopic, runbooks: str
    ) -> None:
        """Make the vault of one site under `key`; `topic` hears of backups that failed."""
        super().__init__(scope, id)
        self._site = site
        self.vault = locked_vault(self, names.vault(site), key)
        self._role = backup_role(self, "Takes backups of the tools' volumes and databases")
        says = "A backup of a tool's volume or database failed: see the jobs of the vault, and start one by hand"
        alarms = Alarms(self, site, topic, runbooks)
        alarms.add("Failed", ALARMS["HostBackups"], failed_jobs(self.vault), 0, periods=1, says=says)

    def add(self, tool: HostTool, arns: Sequence[str], kept_days: int) -> None:
        """Back up what these ARNs name every night, together."""
        rule = backup.BackupPlanRule(
            rule_name="every-night",
            schedule_expression=events.Schedule.cron(minute="0", hour=_HOUR),
            start_window=durations.hours(1),
            completion_window=durations.hours(6),
            enable_continuous_backup=False,
            delete_after=durations.days(max(LOCKED_DAYS, kept_days)),
        )
        plan = backup.BackupPlan(
            self,
            tool,
            backup_plan_name=names.machine(self._site, tool),
            backup_vault=self.vault,  # pyright: ignore[reportArgumentType]
            backup_plan_rules=[rule],
        )
        for_people(plan, "which backups there are, for people")
        backup.BackupSelection(
            self,
            f"{tool}-selection",
            backup_plan=plan,
            resources=[backup.BackupResource.from_arn(arn) for arn in arns],
            role=self._role,  # pyright: ignore[reportArgumentType]
            disable_default_backup_policy=True,
        )
