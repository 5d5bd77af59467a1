"""What stands around the instances of a cluster: its network, its parameters, its log, and who measures it."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import RemovalPolicy
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_rds as rds
from constructs import Construct

from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.names import Site
from x2bee_constructs.database import names
from x2bee_constructs.database.parameters import cluster_parameters
from x2bee_constructs.database.ports import port_of
from x2bee_constructs.database.props import PostgresClusterProps

__all__ = [
    "KEEP",
    "log_group",
    "monitoring_role",
    "parameter_group",
    "postgres_engine",
    "security_group",
    "subnet_group",
]

KEEP = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE
"""A cluster outlives its stack, and with it what it cannot be without."""

_RETENTION = {
    90: logs.RetentionDays.THREE_MONTHS,
    365: logs.RetentionDays.ONE_YEAR,
    731: logs.RetentionDays.TWO_YEARS,
}


def postgres_engine(version: str) -> rds.IClusterEngine:
    """Aurora PostgreSQL of this version, also of one that is newer than the CDK."""
    major = version.split(".")[0]
    return rds.DatabaseClusterEngine.aurora_postgres(version=rds.AuroraPostgresEngineVersion.of(version, major))


def security_group(scope: Construct, props: PostgresClusterProps, vpc: ec2.IVpc) -> ec2.SecurityGroup:
    """Who reaches it: the app subnets, on its port. A database goes nowhere itself, but to one that it follows."""
    group = ec2.SecurityGroup(
        scope,
        "Group",
        vpc=vpc,
        description=f"PostgreSQL {props.name}",
        allow_all_outbound=False,
        disable_inline_rules=False,
    )
    port = port_of(props.name, props.database)
    for cidr in props.app_cidrs:
        group.add_ingress_rule(ec2.Peer.ipv4(cidr), ec2.Port.tcp(port), f"{props.name} from the app subnets")
    for cidr in props.follower_cidrs:
        group.add_ingress_rule(ec2.Peer.ipv4(cidr), ec2.Port.tcp(port), f"{props.name} from databases that follow it")
    for other, cidrs in sorted(props.follows.items()):
        for cidr in cidrs:
            group.add_egress_rule(ec2.Peer.ipv4(cidr), ec2.Port.tcp(other), f"{props.name} to a database it follows")
    group.apply_removal_policy(KEEP)
    return group


def subnet_group(
    scope: Construct, props: PostgresClusterProps, vpc: ec2.IVpc, subnets: Sequence[ec2.ISubnet]
) -> rds.SubnetGroup:
    """Where its instances stand."""
    return rds.SubnetGroup(
        scope,
        "Subnets",
        description=f"Data subnets of {props.name}",
        vpc=vpc,
        vpc_subnets=ec2.SubnetSelection(subnets=list(subnets)),
        removal_policy=KEEP,
    )


def parameter_group(scope: Construct, props: PostgresClusterProps, engine: rds.IClusterEngine) -> rds.ParameterGroup:
    """What it is told. Without a fixed name: another major version needs another group."""
    return rds.ParameterGroup(
        scope,
        "Parameters",
        engine=engine,
        description=f"PostgreSQL {props.name}",
        parameters=cluster_parameters(props),
        removal_policy=KEEP,
    )


def log_group(scope: Construct, site: Site, props: PostgresClusterProps, key: kms.IKey) -> logs.LogGroup:
    """Where RDS puts its log, under RDS' own name: made first, so that it is encrypted and not kept for ever."""
    group = logs.LogGroup(
        scope,
        "Log",
        log_group_name=f"/aws/rds/cluster/{names.cluster(site, props.name)}/postgresql",
        retention=_RETENTION[props.log_days],
        encryption_key=key,
        removal_policy=KEEP,
    )
    for_people(group, "what the database logs, for people to search")
    imported = "it is encrypted with the foundation's key; the rule does not follow an import from another stack"
    acknowledge(group, imported, "cdk-validator-cfnguard::cloudwatch_log_group_encrypted_check")
    return group


def monitoring_role(scope: Construct) -> iam.Role:
    """Who measures the operating system of each instance (enhanced monitoring)."""
    policy = "service-role/AmazonRDSEnhancedMonitoringRole"
    role = iam.Role(
        scope,
        "Monitoring",
        description="Measures the instances",
        # jsii's protocols name a parameter differently from its classes.
        assumed_by=iam.ServicePrincipal("monitoring.rds.amazonaws.com"),  # pyright: ignore[reportArgumentType]
        managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name(policy)],
    )
    role.apply_removal_policy(KEEP)
    why = "AWS' own policy for this one service: it writes RDSOSMetrics and nothing else"
    acknowledge(role, why, f"AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/{policy}]")
    return role
