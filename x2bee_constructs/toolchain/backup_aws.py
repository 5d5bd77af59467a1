"""Backups of Jenkins' volume: what is not in Git is there, the records of builds and what people made by hand."""

from __future__ import annotations

from aws_cdk import aws_backup as backup
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from constructs import Construct

from x2bee_constructs.core import durations
from x2bee_constructs.core.alarms import Alarms
from x2bee_constructs.core.alerts import RUNBOOKS
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.backups_aws import LOCKED_DAYS, backup_role, failed_jobs, locked_vault
from x2bee_constructs.core.names import Site
from x2bee_constructs.toolchain import names
from x2bee_constructs.toolchain.runbooks import BACKUPS

__all__ = ["JenkinsBackup"]


class JenkinsBackup(Construct):
    """A locked vault with a daily snapshot of Jenkins' volume, which is found by its tags: Kubernetes makes it.

    The EBS CSI driver writes the claim's namespace on it, the StorageClass the site. `vault` outlives the stack.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        site: Site,
        *,
        days: int,
        key: kms.IKey,
        topic: sns.ITopic,
        runbooks: str = RUNBOOKS,
    ) -> None:
        """Keep each backup for so many days, at least 7; `key` encrypts, `topic` hears of backups that failed."""
        super().__init__(scope, id)
        self.vault = locked_vault(self, names.vault(site), key)
        plan = self._plan(site, max(LOCKED_DAYS, days))
        self._select(site, plan, backup_role(self, "Takes backups of Jenkins' volume"))
        Alarms(self, site, topic, runbooks).add(
            "Backups", BACKUPS, failed_jobs(self.vault), 0, periods=1, says="A backup failed: see the jobs of the vault"
        )

    def _plan(self, site: Site, days: int) -> backup.BackupPlan:
        rule = backup.BackupPlanRule(
            rule_name="every-day",
            schedule_expression=events.Schedule.cron(minute="0", hour="18"),  # at night in Seoul
            start_window=durations.hours(1),
            completion_window=durations.hours(6),
            delete_after=durations.days(days),
        )
        plan = backup.BackupPlan(
            self,
            "Plan",
            backup_plan_name=names.vault(site),
            backup_vault=self.vault,  # pyright: ignore[reportArgumentType]
            backup_plan_rules=[rule],
        )
        for_people(plan, "which backups there are, for people")
        return plan

    def _select(self, site: Site, plan: backup.BackupPlan, role: iam.Role) -> None:
        """All of the tags, not one of them: another cluster may have a Jenkins too."""
        wanted = {"kubernetes.io/created-for/pvc/namespace": names.JENKINS, **site.tags}
        tests = [{"ConditionKey": f"aws:ResourceTag/{key}", "ConditionValue": value} for key, value in wanted.items()]
        backup.CfnBackupSelection(
            self,
            "Selection",
            backup_plan_id=plan.backup_plan_id,
            backup_selection=backup.CfnBackupSelection.BackupSelectionResourceTypeProperty(
                selection_name=names.vault(site),
                iam_role_arn=role.role_arn,
                resources=["arn:aws:ec2:*:*:volume/*"],
                conditions={"StringEquals": tests},
            ),
        )
