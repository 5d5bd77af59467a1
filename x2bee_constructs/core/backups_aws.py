"""AWS Backup as every room with data uses it: a locked vault, the role that fills it, and the jobs that failed."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import RemovalPolicy
from aws_cdk import aws_backup as backup
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from constructs import Construct

from x2bee_constructs.core import durations
from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.aws import for_people

__all__ = ["BACKUPS_FAILED", "LOCKED_DAYS", "backup_role", "failed_jobs", "locked_vault"]

LOCKED_DAYS = 7
"""A backup is there at least this long; without special rights nobody can delete it before. Our judgement."""

BACKUPS_FAILED = ("NumberOfBackupJobsFailed", "NumberOfBackupJobsExpired", "NumberOfBackupJobsAborted")
"""The metrics of backups that failed, never began or were stopped."""

_POLICY = "service-role/AWSBackupServiceRolePolicyForBackup"


def locked_vault(scope: Construct, name: str, key: kms.IKey) -> backup.BackupVault:
    """The scope's `Vault`, under the key; it outlives the stack.

    Locked in governance mode: who may change the lock may still delete, which a mistake cannot.
    """
    vault = backup.BackupVault(
        scope,
        "Vault",
        backup_vault_name=name,
        encryption_key=key,  # pyright: ignore[reportArgumentType]
        lock_configuration=backup.LockConfiguration(min_retention=durations.days(LOCKED_DAYS)),
        removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    )
    for_people(vault, "from where people restore")
    return vault


def backup_role(scope: Construct, description: str) -> iam.Role:
    """The scope's `Role`, with which AWS Backup takes and copies backups."""
    role = iam.Role(
        scope,
        "Role",
        description=description,
        # jsii's protocols name a parameter differently from its classes.
        assumed_by=iam.ServicePrincipal("backup.amazonaws.com"),  # pyright: ignore[reportArgumentType]
        managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name(_POLICY)],
    )
    why = "AWS' own policy for this one service, which grows with what snapshots and their copies need"
    acknowledge(role, why, f"AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/{_POLICY}]")
    return role


def failed_jobs(vault: backup.BackupVault, metrics: Sequence[str] = BACKUPS_FAILED) -> cloudwatch.MathExpression:
    """How many jobs of a vault failed in an hour: backups, or what these metrics count."""
    using = {
        f"m{index}": cloudwatch.Metric(
            namespace="AWS/Backup",
            metric_name=metric,
            dimensions_map={"BackupVaultName": vault.backup_vault_name},
            statistic="Sum",
            period=durations.hours(1),
        )
        for index, metric in enumerate(metrics)
    }
    return cloudwatch.MathExpression(
        expression=" + ".join(f"FILL({name}, 0)" for name in using),
        label="Jobs",
        period=durations.hours(1),
        using_metrics=using,  # pyright: ignore[reportArgumentType]
    )
