"""The stacks of a platform with one thing changed: `python variants.py …`, run by the CDK CLI."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from aws_cdk import App, CfnResource, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_rds as rds

from stacks.aws import build
from stacks.customer import selected_platform
from x2bee_constructs import Platform
from x2bee_constructs.platform.names import stack


def broken(app: App, platform: Platform) -> None:
    """A parameter, and after it a NAT gateway with an address that does not exist."""
    foundation = _found(app, stack(platform.site, "foundation"))
    said = {"Name": f"/{platform.site.path}/made-first", "Type": "String", "Value": "gone when the rest fails"}
    first = CfnResource(foundation, "MadeFirst", type="AWS::SSM::Parameter", properties=said)
    subnet = next(one for one in foundation.node.find_all() if isinstance(one, ec2.CfnSubnet))
    gateway = {"SubnetId": subnet.ref, "AllocationId": "eipalloc-00000000000000000"}
    second = CfnResource(foundation, "Broken", type="AWS::EC2::NatGateway", properties=gateway)
    second.add_dependency(first)


def cluster(app: App, _: Platform) -> None:
    """Another range of Service addresses, which a cluster is given once and for all."""
    found = _first(app, "AWS::EKS::Cluster")
    found.add_property_override("KubernetesNetworkConfig.ServiceIpv4Cidr", "10.111.0.0/16")


def database(app: App, _: Platform) -> None:
    """A name for the first database inside the cluster, which is given once and for all."""
    _first(app, "AWS::RDS::DBCluster").add_property_override("DatabaseName", "elsewhere")


def inside(app: App, _: Platform) -> None:
    """A name for the database inside a tool's instance, which is given once and for all."""
    _single(app).add_property_override("DBName", "elsewhere")


def instance(app: App, _: Platform) -> None:
    """Another identifier of a tool's database: that would be another, empty one."""
    _single(app).add_property_override("DBInstanceIdentifier", "x2bee-renamed")


def zone(app: App, _: Platform) -> None:
    """A tool's volume in another zone, where its machine is not."""
    _first(app, "AWS::EC2::Volume").add_property_override("AvailabilityZone", "ap-northeast-2c")


def moved(app: App, _: Platform) -> None:
    """Another port of the session store, which is given once and for all."""
    _first(app, "AWS::ElastiCache::ReplicationGroup").add_property_override("Port", 26379)


def renamed(app: App, _: Platform) -> None:
    """Another identifier of a database's cluster: that would be another, empty one."""
    found = _first(app, "AWS::RDS::DBCluster")
    found.add_property_override("DBClusterIdentifier", "x2bee-renamed")


def unlucky(app: App, _: Platform) -> None:
    """In every stack, when all the rest of it is made, a NAT gateway in a subnet that does not exist."""
    for found in (one for one in app.node.find_all() if isinstance(one, Stack)):
        made = [one for one in found.node.find_all() if isinstance(one, CfnResource)]
        gateway = {"SubnetId": "subnet-00000000000000000", "ConnectivityType": "private"}
        last = CfnResource(found, "Unlucky", type="AWS::EC2::NatGateway", properties=gateway)
        for one in made:
            last.add_dependency(one)


def _single(app: App) -> CfnResource:
    """The first database that is an instance of no cluster."""
    every = (one for one in app.node.find_all() if isinstance(one, rds.CfnDBInstance))
    return next(one for one in every if one.db_cluster_identifier is None)


def _first(app: App, type: str) -> CfnResource:
    every = (one for one in app.node.find_all() if isinstance(one, CfnResource))
    return next(one for one in every if one.cfn_resource_type == type)


def _found(app: App, name: str) -> Stack:
    found = app.node.find_child(name)
    assert isinstance(found, Stack)
    return found


VARIANTS: Mapping[str, Callable[[App, Platform], None]] = {
    "broken": broken,
    "cluster": cluster,
    "database": database,
    "inside": inside,
    "instance": instance,
    "moved": moved,
    "renamed": renamed,
    "unlucky": unlucky,
    "zone": zone,
}


def main(variant: str) -> None:
    """Synthesize the platform so changed."""
    platform = selected_platform()
    app = build(platform)
    VARIANTS[variant](app, platform)
    app.synth()


if __name__ == "__main__":
    main(sys.argv[1])
