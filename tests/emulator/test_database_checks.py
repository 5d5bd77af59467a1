"""Checks of databases and their backups against canned answers: yes to what is right, and no to what is not."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from conformance.emulator.checks import Check, Sight, backups, databases, watched
from conformance.emulator.deployed import Deployed, Held
from conformance.emulator.report import Expect, Step
from x2bee_constructs import Platform
from x2bee_constructs.database import names
from x2bee_constructs.database.parameters import cluster_parameters
from x2bee_constructs.database.ports import port_of
from x2bee_constructs.platform.databases import aurora_props, logins
from x2bee_constructs.platform.network import network_props

KEY, ROLE = "arn:aws:kms:r:a:key/k-1", "arn:aws:iam::a:role/Measures"
FIRST = "event"
"""The database of which something is wrong."""


def held(kind: str, physical_id: str) -> Held:
    return Held("stack", physical_id, kind, physical_id, {"Type": kind})


def opened(port: int, *cidrs: str) -> dict[str, Any]:
    ranges = [{"CidrIp": cidr} for cidr in cidrs]
    return {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": ranges}


class Cloud:
    """AWS with the databases of a platform; `wrong` changes one answer."""

    def __init__(self, platform: Platform, wrong: Mapping[str, Any]) -> None:
        self.platform, self.wrong, self.props = platform, wrong, aurora_props(platform)

    def call(self, service: str, operation: str, **said: Any) -> Any:
        answer = getattr(self, operation)
        return answer(*said.values()) if said else answer()

    def changed(self, what: str, name: str, right: Any) -> Any:
        wrong: Any = self.wrong.get(what)
        if wrong is None or name != FIRST:
            return right
        return right | wrong if isinstance(right, dict) else wrong  # pyright: ignore[reportUnknownVariableType]

    def cluster(self, name: str) -> dict[str, Any]:
        props, identifier = self.props[name], names.cluster(self.platform.site, name)
        database = props.database
        return self.changed("cluster", name, {
            "DBClusterIdentifier": identifier, "DBClusterArn": f"arn:{identifier}",
            "Engine": "aurora-postgresql", "EngineVersion": database.version, "Port": port_of(name, database),
            "BackupRetentionPeriod": 35, "PreferredBackupWindow": database.backed_up,
            "PreferredMaintenanceWindow": database.maintained, "MasterUsername": "x2bee_admin",
            "StorageEncrypted": True, "DeletionProtection": True, "IAMDatabaseAuthenticationEnabled": True,
            "CopyTagsToSnapshot": True, "KmsKeyId": KEY, "PerformanceInsightsEnabled": True,
            "PerformanceInsightsKMSKeyId": KEY, "EnabledCloudwatchLogsExports": ["postgresql"],
            "DBClusterParameterGroup": name, "DBSubnetGroup": name,
            "Endpoint": f"w.{name}", "ReaderEndpoint": f"r.{name}",
            "VpcSecurityGroups": [{"VpcSecurityGroupId": name}],
            "DBClusterMembers": [
                {"DBInstanceIdentifier": f"{name}-{index}", "IsClusterWriter": not index}
                for index in range(1 + database.readers)
            ],
        })  # fmt: skip

    def describe_db_clusters(self, identifier: str = "") -> Any:
        clusters = [self.cluster(name) for name in self.props]
        return {"DBClusters": [one for one in clusters if identifier in {"", one["DBClusterIdentifier"]}]}

    def describe_db_instances(self, identifier: str) -> Any:
        name, _, index = identifier.rpartition("-")
        zones = network_props(self.platform).zones
        database = self.props[name].database
        right = {
            "DBInstanceIdentifier": identifier, "DBInstanceClass": database.instance, "EngineVersion": database.version,
            "PubliclyAccessible": False, "AutoMinorVersionUpgrade": False, "MonitoringInterval": 60,
            "MonitoringRoleArn": ROLE, "AvailabilityZone": zones[int(index) % 3],
        }  # fmt: skip
        return {"DBInstances": [self.changed("instance", name, right)]}

    def describe_db_cluster_parameter_groups(self, name: str) -> Any:
        family = self.changed("family", name, "aurora-postgresql17")
        return {"DBClusterParameterGroups": [{"DBParameterGroupFamily": family}]}

    def describe_db_cluster_parameters(self, name: str, source: str) -> Any:
        assert source == "user"
        values = self.changed("parameters", name, cluster_parameters(self.props[name]))
        return {"Parameters": [{"ParameterName": key, "ParameterValue": value} for key, value in values.items()]}

    def describe_db_subnet_groups(self, name: str) -> Any:
        zones = network_props(self.platform).zones
        subnets = [{"SubnetAvailabilityZone": {"Name": zone}} for zone in zones]
        return {"DBSubnetGroups": [self.changed("subnets", name, {"VpcId": "vpc-1", "Subnets": subnets})]}

    def describe_security_groups(self, groups: list[str]) -> Any:
        (name,) = groups
        props = self.props[name]
        port = port_of(name, props.database)
        rule = opened(port, *props.app_cidrs, *props.follower_cidrs)
        out = [opened(other, *cidrs) for other, cidrs in props.follows.items()]
        nobody = {"IpProtocol": "icmp", "IpRanges": [{"CidrIp": "255.255.255.255/32"}]}
        right = {"IpPermissions": [rule], "IpPermissionsEgress": out or [nobody]}
        return {"SecurityGroups": [self.changed("door", name, right)]}

    def get_parameter(self, path: str) -> Any:
        name, what = path.split("/")[-2:]
        port = str(port_of(name, self.props[name].database))
        right = {"writer": f"w.{name}", "reader": f"r.{name}", "port": port}[what]
        return {"Parameter": {"Value": self.changed(what, name, right)}}

    def logins(self) -> dict[str, str]:
        site = self.platform.site
        services = {names.secret(site, one): names.login(one) for one in logins(self.platform)}
        admins = {names.admin_secret(site, one): "x2bee_admin" for one in self.props}
        return {**services, **admins, **self.wrong.get("logins", {})}

    def list_secrets(self) -> Any:
        return {"SecretList": [{"Name": name} for name in (*self.logins(), "x2bee/acme/prd/session/default")]}

    def get_secret_value(self, name: str) -> Any:
        password = self.wrong.get("password") or name.replace("/", "").replace("-", "") + 40 * "x"
        return {"SecretString": json.dumps({"username": self.logins()[name], "password": password})}

    def describe_backup_vault(self, name: str) -> Any:
        right = {"EncryptionKeyArn": KEY, "Locked": True, "MinRetentionDays": 7}
        assert name == names.vault(self.platform.site)
        return {**right, **self.wrong.get("vault", {})}

    def list_backup_plans(self) -> Any:
        prefix = self.platform.site.prefix
        plans = [{"BackupPlanName": f"{prefix}-{name}", "BackupPlanId": name} for name in self.props]
        return {"BackupPlansList": plans[self.wrong.get("fewer plans", 0) :]}

    def get_backup_plan(self, name: str) -> Any:
        rule = {
            "TargetBackupVaultName": names.vault(self.platform.site), "Lifecycle": {"DeleteAfterDays": 35},
            "ScheduleExpression": "cron(0 20 * * ? *)", "EnableContinuousBackup": False,
        }  # fmt: skip
        return {"BackupPlan": {"Rules": [self.changed("rule", name, rule)]}}

    def list_backup_selections(self, name: str) -> Any:
        return {"BackupSelectionsList": [{"SelectionId": name}]}

    def get_backup_selection(self, plan: str, name: str) -> Any:
        arns = self.changed("selected", name, [f"arn:{names.cluster(self.platform.site, name)}"])
        return {"BackupSelection": {"Resources": arns, "IamRoleArn": ROLE}}

    def get_role(self, name: str) -> Any:
        service = self.wrong.get("role", "backup.amazonaws.com")
        return {"Role": {"AssumeRolePolicyDocument": {"Statement": [{"Principal": {"Service": service}}]}}}

    def describe_alarms(self) -> Any:
        clusters = [names.cluster(self.platform.site, name) for name in self.props]
        found = self.wrong.get("watched", clusters)
        dimensions = [[{"Name": "DBClusterIdentifier", "Value": one}] for one in found]
        return {"MetricAlarms": [{"AlarmName": "a", "Dimensions": one} for one in dimensions]}

    def describe_cache_clusters(self) -> Any:
        return {"CacheClusters": []}


def complaints(check: Check, platform: Platform, **wrong: Any) -> list[str]:
    groups = [
        held("AWS::Logs::LogGroup", f"/aws/rds/cluster/{names.cluster(platform.site, name)}/postgresql")
        for name in aurora_props(platform)
        if not wrong.get("unlogged")
    ]
    own = (held("AWS::EC2::VPC", "vpc-1"), held("AWS::KMS::Key", "k-1"), held("AWS::IAM::Role", "Measures"))
    expect = Expect(Step("", ""))
    check(Sight(platform, Cloud(platform, wrong), Deployed((*own, *groups), {})), expect)
    assert expect.step.checked
    return expect.step.failed


@pytest.fixture
def platform(acme: Callable[[str], Platform]) -> Platform:
    return acme("prd")


@pytest.mark.parametrize(
    "check",
    [databases.databases, databases.instances, databases.logged_in, backups.backups, watched.watched],
    ids=lambda check: check.__name__,
)
def test_what_the_platform_says_passes(platform: Platform, check: Check) -> None:
    assert complaints(check, platform) == []


COPY = {"DestinationBackupVaultArn": "arn:elsewhere", "Lifecycle": {"DeleteAfterDays": 1}}
OPEN = {"IpProtocol": "tcp", "FromPort": 0, "ToPort": 65535, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"cluster": {"DBClusterIdentifier": "x2bee-acme-prd-event", "EngineVersion": "16.9"}}, "EngineVersion"),
        ({"cluster": {"Port": 5432}}, "Port"),
        ({"cluster": {"BackupRetentionPeriod": 1}}, "BackupRetentionPeriod"),
        ({"cluster": {"DeletionProtection": False}}, "DeletionProtection"),
        ({"cluster": {"StorageEncrypted": False}}, "StorageEncrypted"),
        ({"cluster": {"KmsKeyId": "arn:aws:kms:r:a:key/aws"}}, "is encrypted with"),
        ({"cluster": {"EnabledCloudwatchLogsExports": []}}, "logs"),
        ({"cluster": {"IAMDatabaseAuthenticationEnabled": False}}, "IAMDatabaseAuthenticationEnabled"),
        ({"family": "aurora-postgresql16"}, "family"),
        ({"parameters": {"rds.force_ssl": "0"}}, "parameters"),
        ({"subnets": {"VpcId": "vpc-2"}}, "the VPC of"),
        ({"door": {"IpPermissions": [OPEN]}}, "who reaches"),
        ({"door": {"IpPermissionsEgress": [opened(443, "0.0.0.0/0")]}}, "whom event reaches"),
        ({"writer": "r.event"}, "/db/event/writer"),
        ({"port": "5432"}, "/db/event/port"),
        ({"unlogged": True}, "unencrypted and for ever"),
    ],
)
def test_a_wrong_database_is_noticed(platform: Platform, wrong: dict[str, Any], word: str) -> None:
    assert any(word in one for one in complaints(databases.databases, platform, **wrong))


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"instance": {"DBInstanceClass": "db.t4g.medium"}}, "DBInstanceClass"),
        ({"instance": {"PubliclyAccessible": True}}, "PubliclyAccessible"),
        ({"instance": {"AvailabilityZone": "ap-northeast-2a"}}, "zones"),
        ({"instance": {"MonitoringRoleArn": ""}}, "nobody"),
        ({"cluster": {"DBClusterMembers": []}}, "writers"),
    ],
)
def test_wrong_instances_are_noticed(platform: Platform, wrong: dict[str, Any], word: str) -> None:
    assert any(word in one for one in complaints(databases.instances, platform, **wrong))


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"logins": {"x2bee/acme/prd/db/stranger": "stranger"}}, "logins"),
        ({"password": 40 * "x"}, "different passwords"),
        ({"password": "short"}, "5 characters"),
        ({"password": f"{40 * 'x'}%"}, "need escaping"),
    ],
)
def test_wrong_logins_are_noticed(platform: Platform, wrong: dict[str, Any], word: str) -> None:
    assert any(word in one for one in complaints(databases.logged_in, platform, **wrong))


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"vault": {"Locked": False}}, "is locked"),
        ({"vault": {"MinRetentionDays": 0}}, "after 0 days"),
        ({"vault": {"EncryptionKeyArn": "arn:aws:kms:r:a:key/aws"}}, "is encrypted with"),
        ({"fewer plans": 1}, "plans"),
        ({"rule": {"Lifecycle": {"DeleteAfterDays": 1}}}, "days"),
        ({"rule": {"TargetBackupVaultName": "Default"}}, "vault"),
        ({"rule": {"EnableContinuousBackup": True}}, "continuous"),
        ({"rule": {"ScheduleExpression": "cron(0 2,14 * * ? *)"}}, "a day"),
        ({"rule": {"CopyActions": [COPY]}}, "copies"),
        ({"selected": ["*"]}, "what is backed up"),
        ({"role": "ec2.amazonaws.com"}, "is not for"),
    ],
)
def test_wrong_backups_are_noticed(platform: Platform, wrong: dict[str, Any], word: str) -> None:
    assert any(word in one for one in complaints(backups.backups, platform, **wrong))


@pytest.mark.parametrize(("found", "word"), [([], "nobody watches"), (["x2bee-acme-prd-gone"], "which is not there")])
def test_alarms_on_nothing_and_databases_without_alarms_are_noticed(
    platform: Platform, found: list[str], word: str
) -> None:
    assert any(word in one for one in complaints(watched.watched, platform, watched=found))
