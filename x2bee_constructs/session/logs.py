"""What the store writes down: commands that took long, and what the engine did."""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import RemovalPolicy
from aws_cdk import aws_elasticache as elasticache
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from constructs import Construct

from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.names import Site
from x2bee_constructs.session import names

__all__ = ["LOG_TYPES", "SessionLogs"]

LOG_TYPES: Mapping[names.LogKind, str] = {"engine": "engine-log", "slow": "slow-log"}
"""What ElastiCache calls them."""

_RETENTION = {365: logs.RetentionDays.ONE_YEAR, 731: logs.RetentionDays.TWO_YEARS}


class SessionLogs(Construct):
    """A log group for each log, under the environment's key: a slow command stands there with what it was to write."""

    def __init__(self, scope: Construct, id: str, site: Site, *, days: int, key: kms.IKey) -> None:
        """Make both groups. `deliveries` is what a replication group takes."""
        super().__init__(scope, id)
        self.groups: dict[names.LogKind, logs.LogGroup] = {
            kind: self._group(kind, names.log_group(site, kind), days, key) for kind in LOG_TYPES
        }
        delivery = elasticache.CfnReplicationGroup.LogDeliveryConfigurationRequestProperty
        details = elasticache.CfnReplicationGroup.DestinationDetailsProperty
        to = elasticache.CfnReplicationGroup.CloudWatchLogsDestinationDetailsProperty
        self.deliveries = [
            delivery(
                destination_type="cloudwatch-logs",
                destination_details=details(cloud_watch_logs_details=to(log_group=group.log_group_name)),
                log_format="json",
                log_type=LOG_TYPES[kind],
            )
            for kind, group in self.groups.items()
        ]

    def _group(self, kind: names.LogKind, name: str, days: int, key: kms.IKey) -> logs.LogGroup:
        group = logs.LogGroup(
            self,
            kind,
            log_group_name=name,
            retention=_RETENTION[days],
            encryption_key=key,
            removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
        )
        for_people(group, "records that people search")
        imported = "it is encrypted with the foundation's key; the rule does not follow an import from another stack"
        acknowledge(group, imported, "cdk-validator-cfnguard::cloudwatch_log_group_encrypted_check")
        return group
