"""Backups of Jenkins' volume: what is not in Git is there, the records of builds and what people made by hand."""

from __future__ import annotations

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_backup as backup
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from constructs import Construct

from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.alarms import Alarms
from x2bee_constructs.core.alerts import RUNBOOKS
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.names import Site
from x2bee_constructs.toolchain import names
from x2bee_constructs.toolchain.runbooks import BACKUPS

__all__ = ["JenkinsBackup"]

_LOCKED_DAYS = 7
"""A backup is there at least this long; without special rights nobody can delete it before. Our judgement."""

_FAILED = ("NumberOfBackupJobsFailed", "NumberOfBackupJobsExpired", "NumberOfBackupJobsAborted")


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
        self.vault = backup.BackupVault(
            self,
            "Vault",
            backup_vault_name=names.vault(site),
            encryption_key=key,
            lock_configuration=backup.LockConfiguration(min_retention=Duration.days(_LOCKED_DAYS)),
            removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        )
        for_people(self.vault, "from where people restore")
        self._select(site, self._plan(site, max(_LOCKED_DAYS, days)), self._role())
        Alarms(self, site, topic, runbooks).add(
            "Backups", BACKUPS, self._failed(), 0, periods=1, says="A backup failed: see the jobs of the vault"
        )

    def _plan(self, site: Site, days: int) -> backup.BackupPlan:
        rule = backup.BackupPlanRule(
            rule_name="every-day",
            schedule_expression=events.Schedule.cron(minute="0", hour="18"),  # at night in Seoul
            start_window=Duration.hours(1),
            completion_window=Duration.hours(6),
            delete_after=Duration.days(days),
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

    def _role(self) -> iam.Role:
        policy = "service-role/AWSBackupServiceRolePolicyForBackup"
        role = iam.Role(
            self,
            "Role",
            description="Takes backups of Jenkins' volume",
            # jsii's protocols name a parameter differently from its classes.
            assumed_by=iam.ServicePrincipal("backup.amazonaws.com"),  # pyright: ignore[reportArgumentType]
            managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name(policy)],
        )
        why = "AWS' own policy for this one service, which grows with what snapshots need"
        acknowledge(role, why, f"AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/{policy}]")
        return role

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

    def _failed(self) -> cloudwatch.MathExpression:
        using = {
            f"m{index}": cloudwatch.Metric(
                namespace="AWS/Backup",
                metric_name=metric,
                dimensions_map={"BackupVaultName": self.vault.backup_vault_name},
                statistic="Sum",
                period=Duration.hours(1),
            )
            for index, metric in enumerate(_FAILED)
        }
        return cloudwatch.MathExpression(
            expression=" + ".join(f"FILL({name}, 0)" for name in using),
            label="Jobs",
            period=Duration.hours(1),
            using_metrics=using,  # pyright: ignore[reportArgumentType]
        )
