"""A tool's PostgreSQL: RDS, for GitLab is incompatible with Aurora and Nexus is content with the same."""

from __future__ import annotations

from typing import Any

from aws_cdk import SecretValue
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_rds as rds
from constructs import Construct

from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.versions import HOST_POSTGRES
from x2bee_constructs.hosts import names
from x2bee_constructs.hosts.machine import KEEP, RETENTION, Place
from x2bee_constructs.hosts.names import DatabaseLog, HostTool
from x2bee_constructs.hosts.props import HostDatabase

__all__ = ["ToolDatabase"]

_PORT = names.DATABASE_PORT
_GROWS = 4
"""To how many times its first size the storage grows by itself. Our judgement: the alarm comes long before."""

_SLOW_MS = 5000
"""Statements that take longer are logged: five seconds, of which people at a page notice. Our judgement."""

_MEASURED_SECONDS = 60
"""How often the system below it is measured: the longest that RDS takes, and enough for whoever looks later."""

_BACKUPS, _MAINTENANCE = "16:00-16:30", "sun:19:00-sun:20:00"
"""UTC: in Korea the small hours; before the tool's own backup, and after it."""

_LOGS: tuple[DatabaseLog, ...] = ("postgresql", "upgrade")


_IMPORTED = "it is encrypted with the foundation's key; the rule does not follow an import from another stack"


class ToolDatabase(Construct):
    """One RDS instance with a standby, reached from its tool's machine alone. It outlives the stack.

    `instance` is it, `host` its address.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        site: Site,
        tool: HostTool,
        spec: HostDatabase,
        place: Place,
        *,
        name: str,
        machine_group_id: str,
        log_days: int,
    ) -> None:
        """Make it with a database called `name`, in the data subnets; its logs are kept for `log_days`."""
        super().__init__(scope, id)
        self.group = self._door(tool, place, machine_group_id)
        made_first = [self._log(site, tool, place, kind, log_days) for kind in _LOGS]
        self.instance = rds.CfnDBInstance(
            self,
            "Instance",
            **self._what(site, tool, spec),
            db_name=name,
            db_subnet_group_name=self._subnets(tool, place).ref,
            db_parameter_group_name=self._parameters(tool).ref,
            vpc_security_groups=[self.group.security_group_id],
            kms_key_id=place.key.key_arn,
            performance_insights_kms_key_id=place.key.key_arn,
            monitoring_role_arn=self._measures().attr_arn,
        )
        self.instance.apply_removal_policy(KEEP)
        for_people(self.instance, "the machine has its address; people find it by this name")
        self.host = self.instance.attr_endpoint_address
        self.instance.node.add_dependency(*made_first)
        self._meant()

    def _what(self, site: Site, tool: HostTool, spec: HostDatabase) -> dict[str, Any]:
        secret = names.secret(site, tool, "database")
        return {
            "db_instance_identifier": names.machine(site, tool),
            "engine": "postgres",
            "engine_version": HOST_POSTGRES.version,
            "db_instance_class": spec.instance,
            "allocated_storage": str(spec.storage_gib),
            "max_allocated_storage": spec.storage_gib * _GROWS,
            "storage_type": "gp3",
            "storage_encrypted": True,
            "master_username": tool,
            "master_user_password": SecretValue.secrets_manager(secret, json_field="password").unsafe_unwrap(),
            "port": str(_PORT),
            "multi_az": spec.standby,
            "publicly_accessible": False,
            "backup_retention_period": spec.backup_days,
            "preferred_backup_window": _BACKUPS,
            "preferred_maintenance_window": _MAINTENANCE,
            "auto_minor_version_upgrade": True,
            "copy_tags_to_snapshot": True,
            "deletion_protection": True,
            "enable_cloudwatch_logs_exports": list(_LOGS),
            "enable_performance_insights": True,
            "monitoring_interval": _MEASURED_SECONDS,
            "ca_certificate_identifier": "rds-ca-rsa2048-g1",
        }

    def _door(self, tool: HostTool, place: Place, machine_group_id: str) -> ec2.SecurityGroup:
        group = ec2.SecurityGroup(
            self,
            "Door",
            vpc=place.vpc,
            description=f"PostgreSQL of {tool}, from its machine alone",
            allow_all_outbound=False,
            disable_inline_rules=False,
        )
        group.apply_removal_policy(KEEP)
        # Beside the group, which stays: a rule in it would keep EC2 from deleting the machine's group with the stack.
        ec2.CfnSecurityGroupIngress(
            self,
            "In",
            group_id=group.security_group_id,
            source_security_group_id=machine_group_id,
            description=f"{tool} itself",
            ip_protocol="tcp",
            from_port=_PORT,
            to_port=_PORT,
        )
        ec2.CfnSecurityGroupEgress(
            self,
            "Out",
            group_id=machine_group_id,
            destination_security_group_id=group.security_group_id,
            description=f"{tool} to its PostgreSQL",
            ip_protocol="tcp",
            from_port=_PORT,
            to_port=_PORT,
        )
        return group

    def _subnets(self, tool: HostTool, place: Place) -> rds.CfnDBSubnetGroup:
        group = rds.CfnDBSubnetGroup(
            self,
            "Subnets",
            db_subnet_group_description=f"Data subnets of {tool}",
            subnet_ids=place.vpc.select_subnets(subnet_group_name="data").subnet_ids,
        )
        group.apply_removal_policy(KEEP)
        return group

    def _parameters(self, tool: HostTool) -> rds.CfnDBParameterGroup:
        group = rds.CfnDBParameterGroup(
            self,
            "Parameters",
            family=f"postgres{HOST_POSTGRES.version.partition('.')[0]}",
            description=f"PostgreSQL of {tool}",
            parameters={"log_min_duration_statement": str(_SLOW_MS), "rds.force_ssl": "1"},
        )
        group.apply_removal_policy(KEEP)
        return group

    def _log(self, site: Site, tool: HostTool, place: Place, kind: DatabaseLog, days: int) -> logs.LogGroup:
        """Made first, so that it is encrypted and not kept for ever."""
        group = logs.LogGroup(
            self,
            f"Log-{kind}",
            log_group_name=names.database_log(site, tool, kind),
            retention=RETENTION[days],
            encryption_key=place.key,
            removal_policy=KEEP,
        )
        for_people(group, "what the database logs, for people to search")
        acknowledge(group, _IMPORTED, "cdk-validator-cfnguard::cloudwatch_log_group_encrypted_check")
        return group

    def _measures(self) -> iam.CfnRole:
        policy = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
        trust = {
            "Effect": "Allow",
            "Principal": {"Service": "monitoring.rds.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
        role = iam.CfnRole(
            self,
            "Monitoring",
            description="Measures the instance",
            assume_role_policy_document={"Version": "2012-10-17", "Statement": [trust]},
            managed_policy_arns=[policy],
        )
        role.apply_removal_policy(KEEP)
        why = "AWS' own policy for this one service: it writes RDSOSMetrics and nothing else"
        acknowledge(role, why, f"AwsSolutions-IAM4[Policy::{policy}]")
        return role

    def _meant(self) -> None:
        password = "neither tool knows IAM's tokens: each has a name, and a password that no person needs"
        rule = "cdk-validator-cfnguard::rds_instance_iam_authentication_enabled_check"
        acknowledge(self.instance, password, "CKV_AWS_161", rule)
        acknowledge(self.instance, _IMPORTED, "cdk-validator-cfnguard::rds_storage_encrypted_kms_key_check")
