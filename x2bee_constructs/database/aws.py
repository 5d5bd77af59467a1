"""Aurora PostgreSQL: a cluster of one writer and its readers, with all that it needs to be kept."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import SecretValue
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_rds as rds
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sns as sns
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from x2bee_constructs.core import durations
from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.names import Site
from x2bee_constructs.database import names
from x2bee_constructs.database.alarms import DatabaseWatch
from x2bee_constructs.database.aurora import (
    KEEP,
    log_group,
    monitoring_role,
    parameter_group,
    postgres_engine,
    security_group,
    subnet_group,
)
from x2bee_constructs.database.aurora_members import members, settle_members
from x2bee_constructs.database.credentials_aws import admin_login
from x2bee_constructs.database.fields import ADMIN
from x2bee_constructs.database.ports import port_of
from x2bee_constructs.database.props import PostgresClusterProps

__all__ = ["PostgresCluster"]


class PostgresCluster(Construct):
    """An Aurora PostgreSQL cluster that only the app subnets reach, encrypted, logged, backed up and watched.

    Kubernetes finds it by the names of three SSM parameters (writer, reader, port) and of the secret of its
    administrator. `props` are its own, `cluster` is the CDK's, `admin` that secret. The cluster outlives its stack.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        site: Site,
        props: PostgresClusterProps,
        *,
        vpc: ec2.IVpc,
        subnets: Sequence[ec2.ISubnet],
        key: kms.IKey,
        topic: sns.ITopic,
    ) -> None:
        """Make the cluster of one site in the data subnets of `vpc`; `key` encrypts it, `topic` hears its alarms."""
        super().__init__(scope, id)
        self.props = props
        self.admin = admin_login(self, site, props.name, key)
        self.cluster = self._cluster(site, props, vpc, subnets, key)
        self._publish(site, props)
        DatabaseWatch(self, "Watch", site, props, self.cluster.cluster_identifier, topic=topic)

    def _cluster(
        self, site: Site, props: PostgresClusterProps, vpc: ec2.IVpc, subnets: Sequence[ec2.ISubnet], key: kms.IKey
    ) -> rds.DatabaseCluster:
        database = props.database
        engine = postgres_engine(database.version)
        writer, readers = members(database, subnets)
        cluster = rds.DatabaseCluster(
            self,
            "Cluster",
            engine=engine,
            cluster_identifier=names.cluster(site, props.name),
            writer=writer,
            readers=readers,
            serverless_v2_min_capacity=database.serverless.min if database.serverless else None,
            serverless_v2_max_capacity=database.serverless.max if database.serverless else None,
            vpc=vpc,
            subnet_group=subnet_group(self, props, vpc, subnets),
            security_groups=[security_group(self, props, vpc)],
            port=port_of(props.name, database),
            credentials=_credentials(self.admin),
            iam_authentication=True,
            storage_encrypted=True,
            storage_encryption_key=key,
            parameter_group=parameter_group(self, props, engine),
            backup=rds.BackupProps(retention=durations.days(database.backup_days), preferred_window=database.backed_up),
            copy_tags_to_snapshot=True,
            delete_automated_backups=False,
            preferred_maintenance_window=database.maintained,
            cloudwatch_logs_exports=["postgresql"],
            monitoring_interval=durations.seconds(60),
            # jsii's protocols name a parameter differently from its classes.
            monitoring_role=monitoring_role(self),  # pyright: ignore[reportArgumentType]
            database_insights_mode=rds.DatabaseInsightsMode.STANDARD,
            performance_insight_retention=rds.PerformanceInsightRetention.DEFAULT,
            performance_insight_encryption_key=key,
            # Past its time a version costs more and works on; else AWS would move it to the next major one unasked.
            engine_lifecycle_support=rds.EngineLifecycleSupport.OPEN_SOURCE_RDS_EXTENDED_SUPPORT,
            deletion_protection=True,
            removal_policy=KEEP,
        )
        cluster.node.add_dependency(log_group(self, site, props, key))
        for_people(cluster, "its identifier; programs find it by its parameters")
        settle_members(cluster)
        _meant(cluster)
        return cluster

    def _publish(self, site: Site, props: PostgresClusterProps) -> None:
        """Where it is. Hosts and port by name: no address of AWS' stands in Git."""
        values = {
            "writer": self.cluster.cluster_endpoint.hostname,
            "reader": self.cluster.cluster_read_endpoint.hostname,
            "port": str(port_of(props.name, props.database)),
        }
        for what in ("writer", "reader", "port"):
            name = names.parameter(site, props.name, what)
            ssm.StringParameter(self, what.capitalize(), parameter_name=name, string_value=values[what])


def _credentials(admin: secretsmanager.CfnSecret) -> rds.Credentials:
    """By reference: CloudFormation reads the password when it makes the cluster, and no template has it."""
    password = SecretValue.secrets_manager(admin.ref, json_field="password")
    return rds.Credentials.from_password(ADMIN, password)


def _meant(cluster: rds.DatabaseCluster) -> None:
    plan = "DatabaseBackup has the cluster in its plan, by ARN"
    acknowledge(cluster, plan, "NIST.800.53.R5-RDSInBackupPlan")
