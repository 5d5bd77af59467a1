"""Backups of volumes and databases that outlive whoever deletes those: AWS Backup, in a locked vault."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import Duration
from aws_cdk import aws_backup as backup
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from constructs import Construct

from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.alarms import Alarms
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.names import Site
from x2bee_constructs.hosts import names
from x2bee_constructs.hosts.machine import KEEP
from x2bee_constructs.hosts.names import HostTool
from x2bee_constructs.hosts.runbooks import ALARMS

__all__ = ["HostBackup"]

_LOCKED_DAYS = 7
"""A backup is there at least this long; without special rights nobody can delete it before. Our judgement."""

_HOUR = "18"
"""UTC: after the database's own snapshot (16:00) and GitLab's archive (17:00)."""

_JOBS = ("NumberOfBackupJobsFailed", "NumberOfBackupJobsExpired", "NumberOfBackupJobsAborted")


class HostBackup(Construct):
    """A locked vault, and a plan for each host that is added. `vault` is there for others."""

    def __init__(
        self, scope: Construct, id: str, site: Site, *, key: kms.IKey, topic: sns.ITopic, runbooks: str
    ) -> None:
        """Make the vault of one site under `key`; `topic` hears of backups that failed."""
        super().__init__(scope, id)
        self._site = site
        self.vault = backup.BackupVault(
            self,
            "Vault",
            backup_vault_name=names.vault(site),
            encryption_key=key,  # pyright: ignore[reportArgumentType]
            # Governance mode: who may change the lock may still delete, which a mistake cannot.
            lock_configuration=backup.LockConfiguration(min_retention=Duration.days(_LOCKED_DAYS)),
            removal_policy=KEEP,
        )
        for_people(self.vault, "from where people restore")
        self._role = self._make_role()
        says = "A backup of a tool's volume or database failed: see the jobs of the vault, and start one by hand"
        alarms = Alarms(self, site, topic, runbooks)
        alarms.add("Failed", ALARMS["HostBackups"], self._failed(), 0, periods=1, says=says)

    def add(self, tool: HostTool, arns: Sequence[str], kept_days: int) -> None:
        """Back up what these ARNs name every night, together."""
        rule = backup.BackupPlanRule(
            rule_name="every-night",
            schedule_expression=events.Schedule.cron(minute="0", hour=_HOUR),
            start_window=Duration.hours(1),
            completion_window=Duration.hours(6),
            enable_continuous_backup=False,
            delete_after=Duration.days(max(_LOCKED_DAYS, kept_days)),
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

    def _make_role(self) -> iam.Role:
        policy = "service-role/AWSBackupServiceRolePolicyForBackup"
        role = iam.Role(
            self,
            "Role",
            description="Takes backups of the tools' volumes and databases",
            # jsii's protocols name a parameter differently from its classes.
            assumed_by=iam.ServicePrincipal("backup.amazonaws.com"),  # pyright: ignore[reportArgumentType]
            managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name(policy)],
        )
        why = "AWS' own policy for this one service, which grows with what snapshots and their copies need"
        acknowledge(role, why, f"AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/{policy}]")
        return role

    def _failed(self) -> cloudwatch.MathExpression:
        using = {
            f"m{index}": cloudwatch.Metric(
                namespace="AWS/Backup",
                metric_name=metric,
                dimensions_map={"BackupVaultName": self.vault.backup_vault_name},
                statistic="Sum",
                period=Duration.hours(1),
            )
            for index, metric in enumerate(_JOBS)
        }
        return cloudwatch.MathExpression(
            expression=" + ".join(f"FILL({name}, 0)" for name in using),
            label="Jobs",
            period=Duration.hours(1),
            using_metrics=using,  # pyright: ignore[reportArgumentType]
        )
