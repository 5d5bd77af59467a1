"""Backups that outlive a cluster and whoever deletes it: AWS Backup, in a locked vault, copied to another region.

A cluster restores itself to any moment of its last days (`backup_days`); the vault is for the day on which the cluster
is gone. AWS Backup takes snapshots only: continuous backup would take the cluster's own days over, and the template
would contradict it.
"""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import Duration
from aws_cdk import aws_backup as backup
from aws_cdk import aws_events as events
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from constructs import Construct

from x2bee_constructs.core import durations
from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.alarms import Alarms
from x2bee_constructs.core.alerts import RUNBOOKS
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.backups_aws import BACKUPS_FAILED, LOCKED_DAYS, backup_role, failed_jobs, locked_vault
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.place import place_of
from x2bee_constructs.database import names
from x2bee_constructs.database.aurora import KEEP
from x2bee_constructs.database.aws import PostgresCluster
from x2bee_constructs.database.props import Database
from x2bee_constructs.database.runbooks import ALARMS

__all__ = ["DatabaseBackup", "DatabaseCopyVault"]

_AFTER_SNAPSHOT = 2
"""Hours from the end of the cluster's own daily window. Our judgement: two snapshots at once wait for each other."""


class DatabaseBackup(Construct):
    """A locked vault with backups of every cluster, and a plan for each. `vault` is there for others."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        site: Site,
        clusters: Mapping[str, PostgresCluster],
        *,
        key: kms.IKey,
        topic: sns.ITopic,
        runbooks: str = RUNBOOKS,
    ) -> None:
        """Back up the clusters of a site, by database; `key` encrypts, `topic` hears of backups that failed.

        `runbooks` is where the files of `docs/runbooks` are read.
        """
        super().__init__(scope, id)
        self.vault = locked_vault(self, names.vault(site), key)
        role = backup_role(self, "Takes and copies backups of databases")
        for name, cluster in sorted(clusters.items()):
            plan = self._plan(site, name, cluster.props.database)
            backup.BackupSelection(
                self,
                f"{name}-selection",
                backup_plan=plan,
                resources=[backup.BackupResource.from_arn(cluster.cluster.cluster_arn)],
                role=role,  # pyright: ignore[reportArgumentType]
                disable_default_backup_policy=True,
            )
        alarms = Alarms(self, site, topic, runbooks)
        self._watch(alarms, copied=any(cluster.props.database.copy_region for cluster in clusters.values()))

    def _plan(self, site: Site, name: str, database: Database) -> backup.BackupPlan:
        days = durations.days(max(LOCKED_DAYS, database.backup_days))
        rule = backup.BackupPlanRule(
            rule_name=f"every-{database.copies_every}-hours",
            schedule_expression=events.Schedule.cron(minute="0", hour=_hours(database)),
            start_window=durations.hours(1),
            completion_window=durations.hours(6),
            enable_continuous_backup=False,
            delete_after=days,
            copy_actions=self._copies(site, name, database, days),
        )
        plan = backup.BackupPlan(
            self,
            name,
            backup_plan_name=f"{site.prefix}-{name}",
            backup_vault=self.vault,  # pyright: ignore[reportArgumentType]
            backup_plan_rules=[rule],
        )
        for_people(plan, "which backups there are, for people")
        return plan

    def _copies(
        self, site: Site, name: str, database: Database, days: Duration
    ) -> list[backup.BackupPlanCopyActionProps] | None:
        if not database.copy_region:
            return None
        place = place_of(self)
        arn = f"arn:aws:backup:{database.copy_region}:{place.account}:backup-vault:{names.copy_vault(site)}"
        vault = backup.BackupVault.from_backup_vault_arn(self, f"{name}-copies", arn)
        return [backup.BackupPlanCopyActionProps(destination_backup_vault=vault, delete_after=days)]

    def _watch(self, alarms: Alarms, *, copied: bool) -> None:
        """Jobs that failed, and those that never began or were stopped."""
        asked: dict[str, tuple[str, ...]] = {"Backups": BACKUPS_FAILED}
        if copied:
            asked["Copies"] = ("NumberOfCopyJobsFailed",)
        for what, metrics in asked.items():
            alarms.add(
                what,
                ALARMS[f"Database{what}"],
                failed_jobs(self.vault, metrics),
                0,
                periods=1,
                says=f"{what} of databases failed: see the jobs of the vault, and start one by hand",
            )


class DatabaseCopyVault(Construct):
    """The vault in another region to which backups are copied, under a key of its own: for a stack of that region.

    It is deployed before the backups are, which know it by its name. `vault` and `key` outlive the stack.
    """

    def __init__(self, scope: Construct, id: str, site: Site) -> None:
        """Make the vault of one site."""
        super().__init__(scope, id)
        self.key = kms.Key(
            self,
            "Key",
            alias=f"{site.key_alias}-database-copies",
            description=f"Copies of the databases of {site.prefix}",
            enable_key_rotation=True,
            removal_policy=KEEP,
        )
        for_people(self.key.node.find_child("Alias"), "the key's name in the console")
        why = "IAM decides who makes grants: AWS Backup and RDS make theirs when they copy and restore"
        acknowledge(self.key, why, "cdk-validator-cfnguard::kms_create_grant_aws_service_check")
        # jsii's protocols name a parameter differently from its classes.
        self.vault = locked_vault(self, names.copy_vault(site), self.key)  # pyright: ignore[reportArgumentType]


def _hours(database: Database) -> str:
    """When, as cron says it: after the cluster's own snapshot, and every so many hours."""
    ends = int(database.backed_up.split("-")[1].split(":")[0])
    first = (ends + _AFTER_SNAPSHOT) % 24
    every = database.copies_every
    return ",".join(str(hour) for hour in sorted((first + turn * every) % 24 for turn in range(24 // every)))
