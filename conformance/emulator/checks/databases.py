"""Aurora clusters: what they are, who reaches them, what they are told, and who logs in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from conformance.emulator.checks import Sight
from conformance.emulator.checks.data import admitted, own_key, parameter_value, ways_out
from conformance.emulator.report import Expect
from x2bee_constructs.database import names
from x2bee_constructs.database.fields import ADMIN
from x2bee_constructs.database.parameters import cluster_parameters
from x2bee_constructs.database.ports import port_of
from x2bee_constructs.database.props import PostgresClusterProps
from x2bee_constructs.platform.databases import aurora_props, in_cluster_props, logins
from x2bee_constructs.platform.network import network_props

__all__ = ["databases", "instances", "logged_in"]

ENGINE = "aurora-postgresql"

_Cluster = Mapping[str, Any]


def _cluster(sight: Sight, name: str) -> _Cluster:
    identifier: Any = {"DBClusterIdentifier": names.cluster(sight.platform.site, name)}
    return sight.aws.call("rds", "describe_db_clusters", **identifier)["DBClusters"][0]


def databases(sight: Sight, expect: Expect) -> None:
    """Each database is the cluster that the platform says: kept, encrypted, logged, closed, and found by its names."""
    wanted = aurora_props(sight.platform)
    found = sight.aws.call("rds", "describe_db_clusters")["DBClusters"]
    own = sorted(names.cluster(sight.platform.site, name) for name in wanted)
    expect.same("clusters", own, sorted(one["DBClusterIdentifier"] for one in found))
    for name, props in wanted.items():
        cluster = _cluster(sight, name)
        _said(name, props, cluster, expect)
        _kept(sight, name, cluster, expect)
        _told(sight, name, props, cluster, expect)
        _closed(sight, name, props, cluster, expect)
        _named(sight, name, props, cluster, expect)


def _said(name: str, props: PostgresClusterProps, cluster: _Cluster, expect: Expect) -> None:
    database = props.database
    wanted: dict[str, object] = {
        "Engine": ENGINE,
        "EngineVersion": database.version,
        "Port": port_of(name, database),
        "BackupRetentionPeriod": database.backup_days,
        "PreferredBackupWindow": database.backed_up,
        "PreferredMaintenanceWindow": database.maintained,
        "MasterUsername": ADMIN,
    }
    for key, value in wanted.items():
        expect.same(f"{name}: {key}", value, cluster.get(key))
    capacity = cluster.get("ServerlessV2ScalingConfiguration", {})
    said = database.serverless
    grows = {"MinCapacity": said.min, "MaxCapacity": said.max} if said else {}
    expect.same(f"{name}: capacity", grows, {key: capacity[key] for key in grows if key in capacity})


def _kept(sight: Sight, name: str, cluster: _Cluster, expect: Expect) -> None:
    for key in ("StorageEncrypted", "DeletionProtection", "IAMDatabaseAuthenticationEnabled", "CopyTagsToSnapshot"):
        expect.same(f"{name}: {key}", True, cluster[key])
    expect.that(own_key(sight, cluster.get("KmsKeyId")), f"{name} is encrypted with {cluster.get('KmsKeyId')}")
    insights = cluster.get("PerformanceInsightsKMSKeyId")
    expect.same(f"{name}: insights", True, cluster.get("PerformanceInsightsEnabled"))
    expect.that(own_key(sight, insights), f"the insights of {name} are encrypted with {insights}")
    expect.same(f"{name}: logs", ["postgresql"], cluster.get("EnabledCloudwatchLogsExports", []))
    group = f"/aws/rds/cluster/{names.cluster(sight.platform.site, name)}/postgresql"
    there = {one.physical_id for one in sight.deployed.of("AWS::Logs::LogGroup")}
    expect.that(group in there, f"{name} writes to {group}, which RDS would make unencrypted and for ever")


def _told(sight: Sight, name: str, props: PostgresClusterProps, cluster: _Cluster, expect: Expect) -> None:
    group: Any = {"DBClusterParameterGroupName": cluster["DBClusterParameterGroup"]}
    (found,) = sight.aws.call("rds", "describe_db_cluster_parameter_groups", **group)["DBClusterParameterGroups"]
    family = f"{ENGINE}{props.database.version.split('.')[0]}"
    expect.same(f"{name}: family of its parameters", family, found["DBParameterGroupFamily"])
    said = sight.aws.call("rds", "describe_db_cluster_parameters", **group, Source="user")["Parameters"]
    values = {one["ParameterName"]: one.get("ParameterValue") for one in said}
    expect.same(f"{name}: parameters", cluster_parameters(props), values)


def _closed(sight: Sight, name: str, props: PostgresClusterProps, cluster: _Cluster, expect: Expect) -> None:
    """Only the app subnets and its followers reach it, on its port, and it reaches only what it follows."""
    groups = [one["VpcSecurityGroupId"] for one in cluster["VpcSecurityGroups"]]
    port = port_of(name, props.database)
    wanted = {(cidr, port) for cidr in (*props.app_cidrs, *props.follower_cidrs)}
    expect.same(f"who reaches {name}", wanted, admitted(sight, groups))
    followed = {(cidr, other) for other, cidrs in props.follows.items() for cidr in cidrs}
    expect.same(f"whom {name} reaches", followed, ways_out(sight, groups))
    subnets: Any = {"DBSubnetGroupName": cluster["DBSubnetGroup"]}
    (group,) = sight.aws.call("rds", "describe_db_subnet_groups", **subnets)["DBSubnetGroups"]
    (vpc,) = sight.deployed.of("AWS::EC2::VPC")
    expect.same(f"the VPC of {name}", vpc.physical_id, group["VpcId"])
    where = sorted(one["SubnetAvailabilityZone"]["Name"] for one in group["Subnets"])
    expect.same(f"zones of {name}", sorted(network_props(sight.platform).zones), where)


def _named(sight: Sight, name: str, props: PostgresClusterProps, cluster: _Cluster, expect: Expect) -> None:
    """Kubernetes finds it by three parameters."""
    port = str(port_of(name, props.database))
    wanted = {"writer": cluster["Endpoint"], "reader": cluster["ReaderEndpoint"], "port": port}
    for what in ("writer", "reader", "port"):
        path = names.parameter(sight.platform.site, name, what)
        expect.same(path, wanted[what], parameter_value(sight, path))


def instances(sight: Sight, expect: Expect) -> None:
    """Each cluster has its writer and its readers, of the class that was said, each in the next zone."""
    zones = network_props(sight.platform).zones
    for name, props in aurora_props(sight.platform).items():
        members = _cluster(sight, name)["DBClusterMembers"]
        expect.same(f"{name}: instances", 1 + props.database.readers, len(members))
        expect.same(f"{name}: writers", 1, sum(one["IsClusterWriter"] for one in members))
        found = [_instance(sight, one["DBInstanceIdentifier"]) for one in members]
        spread = [zones[index % len(zones)] for index in range(len(found))]
        expect.same(f"{name}: zones", sorted(spread), sorted(one["AvailabilityZone"] for one in found))
        for one in found:
            _machine(sight, props, one, expect)


def _instance(sight: Sight, identifier: str) -> Mapping[str, Any]:
    return sight.aws.call("rds", "describe_db_instances", DBInstanceIdentifier=identifier)["DBInstances"][0]


def _machine(sight: Sight, props: PostgresClusterProps, found: Mapping[str, Any], expect: Expect) -> None:
    name = found["DBInstanceIdentifier"]
    wanted = {
        "DBInstanceClass": props.database.instance or "db.serverless",
        "EngineVersion": props.database.version,
        "PubliclyAccessible": False,
        "AutoMinorVersionUpgrade": False,
        "MonitoringInterval": 60,
    }
    for key, value in wanted.items():
        expect.same(f"{name}: {key}", value, found[key])
    role = found["MonitoringRoleArn"].rsplit("/", 1)[-1]
    roles = {one.physical_id for one in sight.deployed.of("AWS::IAM::Role")}
    expect.that(role in roles, f"{name} is measured by {role or 'nobody'}")


def logged_in(sight: Sight, expect: Expect) -> None:
    """Each service with a database has a login, each database an administrator, and none of them the same password."""
    site = sight.platform.site
    wanted = {names.secret(site, service): names.login(service) for service in logins(sight.platform)}
    there = (*aurora_props(sight.platform), *in_cluster_props(sight.platform))
    wanted |= {names.admin_secret(site, name): ADMIN for name in there}
    found = {one["Name"] for one in sight.aws.call("secretsmanager", "list_secrets")["SecretList"]}
    own = {name for name in found if name.startswith((names.secret(site, ""), names.admin_secret(site, "")))}
    expect.same("logins", sorted(wanted), sorted(own))
    passwords: set[str] = set()
    for name in sorted(wanted.keys() & own):
        value = sight.aws.call("secretsmanager", "get_secret_value", SecretId=name)["SecretString"]
        said: Mapping[str, str] = json.loads(value)
        expect.same(f"{name}: its user", wanted[name], said.get("username"))
        password = said.get("password", "")
        good = password.isascii() and password.isalnum() and len(password) >= 32
        expect.that(good, f"{name}: its password has {len(password)} characters, or some that need escaping")
        passwords.add(password)
    expect.same("different passwords", len(wanted), len(passwords))
