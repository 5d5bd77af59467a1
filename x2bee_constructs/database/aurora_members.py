"""The instances of a cluster: a writer and its readers, spread over the zones."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import CfnDeletionPolicy
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_rds as rds

from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.database.props import Database

__all__ = ["members", "settle_members"]

_LAST_TIER = 15
"""The lowest priority to become the writer."""

_MINOR_UPGRADES = (
    "PCI.DSS.321-RDSAutomaticMinorVersionUpgradeEnabled",
    "cdk-validator-cfnguard::rds_instance_automatic_minor_version_upgrade_enabled_check",
)


def members(
    database: Database, subnets: Sequence[ec2.ISubnet]
) -> tuple[rds.IClusterInstance, list[rds.IClusterInstance]]:
    """The writer and the readers, each in the next zone. When the writer is lost, the first reader takes its place."""
    zones = [subnet.availability_zone for subnet in subnets]
    writer, *readers = (_member(database, index, zones[index % len(zones)]) for index in range(database.readers + 1))
    return writer, readers


def _member(database: Database, index: int, zone: str) -> rds.IClusterInstance:
    name = f"Reader{index}" if index else "Writer"
    if database.serverless:
        return rds.ClusterInstance.serverless_v2(
            name,
            availability_zone=zone,
            publicly_accessible=False,
            auto_minor_version_upgrade=False,
            ca_certificate=rds.CaCertificate.RDS_CA_RSA2048_G1,
            # The one that takes over is always as large as the writer.
            scale_with_writer=index == 1 if index else None,
        )
    return rds.ClusterInstance.provisioned(
        name,
        instance_type=ec2.InstanceType((database.instance or "").removeprefix("db.")),
        availability_zone=zone,
        publicly_accessible=False,
        auto_minor_version_upgrade=False,
        ca_certificate=rds.CaCertificate.RDS_CA_RSA2048_G1,
        promotion_tier=min(index, _LAST_TIER) if index else None,
    )


def settle_members(cluster: rds.DatabaseCluster) -> None:
    """Keep one instance where the cluster is kept: what outlives its stack then also works. Readers come and go."""
    instances = [found for found in cluster.node.find_all() if isinstance(found, rds.CfnDBInstance)]
    for instance in instances:
        zone = "its subnet's own zone: left to RDS, two instances could stand in one zone and be lost together"
        acknowledge(instance, zone, "W3010", "CloudFormation-Validate::W3010")
        release = "the version is one with long-term support, which AWS patches; another one is said in the file"
        acknowledge(instance, release, *_MINOR_UPGRADES)
    instances[0].cfn_options.deletion_policy = CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE
