"""Checks of what the toolchain keeps against canned answers: yes to what is right, and no to what is not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from conformance.emulator.checks import Check, Sight, backups, host_data
from conformance.emulator.deployed import Deployed, Held
from conformance.emulator.report import Expect, Step
from tests.emulator.host_cloud import HostCloud, tools_platform
from x2bee_constructs import Platform
from x2bee_constructs.core.versions import HOST_POSTGRES
from x2bee_constructs.database import names as databases
from x2bee_constructs.hosts import names
from x2bee_constructs.hosts.names import HostTool
from x2bee_constructs.platform.machines import host_specs
from x2bee_constructs.platform.network import network_props
from x2bee_constructs.toolchain import names as tools

KEY, ROLE = "arn:aws:kms:r:a:key/k-1", "arn:aws:iam::a:role/Saves"
OTHER_KEY = "arn:aws:kms:r:a:key/aws"


class Cloud(HostCloud):
    """AWS with what the hosts of a platform keep."""

    def tool(self, name: str) -> HostTool:
        return next(tool for tool in self.tools if name.startswith(names.machine(self.platform.site, tool)))

    def describe_auto_scaling_groups(self, said: dict[str, Any]) -> Any:
        tool = self.tool(said["AutoScalingGroupNames"][0])
        return {"AutoScalingGroups": [{"LaunchTemplate": {"LaunchTemplateId": tool, "Version": "1"}}]}

    def describe_launch_template_versions(self, said: dict[str, Any]) -> Any:
        data = {"NetworkInterfaces": [{"Groups": [f"sg-{said['LaunchTemplateId']}"]}]}
        return {"LaunchTemplateVersions": [{"LaunchTemplateData": data}]}

    def describe_db_instances(self, said: dict[str, Any]) -> Any:
        name = said["DBInstanceIdentifier"]
        tool = self.tool(name)
        spec = self.tools[tool].database
        subnets = [{"SubnetIdentifier": zone} for zone in network_props(self.platform).zones]
        return {"DBInstances": [self.changed("database", tool, {
            "DBInstanceIdentifier": name, "DBInstanceArn": f"arn:{tool}", "Engine": "postgres",
            "EngineVersion": HOST_POSTGRES.version, "DBInstanceClass": spec.instance, "MasterUsername": tool,
            "AllocatedStorage": spec.storage_gib, "MaxAllocatedStorage": 4 * spec.storage_gib, "StorageType": "gp3",
            "MultiAZ": True, "SecondaryAvailabilityZone": "b", "BackupRetentionPeriod": spec.backup_days,
            "MonitoringInterval": 60, "AutoMinorVersionUpgrade": True, "CACertificateIdentifier": "rds-ca-rsa2048-g1",
            "Endpoint": {"Port": names.DATABASE_PORT}, "StorageEncrypted": True, "DeletionProtection": True,
            "CopyTagsToSnapshot": True, "PerformanceInsightsEnabled": True, "KmsKeyId": KEY,
            "PerformanceInsightsKMSKeyId": KEY, "EnabledCloudwatchLogsExports": ["postgresql", "upgrade"],
            "PubliclyAccessible": False, "DBParameterGroups": [{"DBParameterGroupName": tool}],
            "VpcSecurityGroups": [{"VpcSecurityGroupId": f"sg-{tool}-db"}], "DBSubnetGroup": {"Subnets": subnets},
        })]}  # fmt: skip

    def describe_db_parameters(self, said: dict[str, Any]) -> Any:
        assert said["Source"] == "user"
        right = {"log_min_duration_statement": "5000", "rds.force_ssl": "1"}
        values = self.changed("parameters", said["DBParameterGroupName"], right)
        return {"Parameters": [{"ParameterName": key, "ParameterValue": value} for key, value in values.items()]}

    def describe_security_groups(self, said: dict[str, Any]) -> Any:
        tool = said["GroupIds"][0].removeprefix("sg-").removesuffix("-db")
        port = names.DATABASE_PORT
        opened = {
            "IpProtocol": "tcp",
            "FromPort": port,
            "ToPort": port,
            "UserIdGroupPairs": [{"GroupId": f"sg-{tool}"}],
        }
        right = {"IpPermissions": [opened], "IpPermissionsEgress": []}
        return {"SecurityGroups": [self.changed("door", tool, right)]}

    def describe_subnets(self, said: dict[str, Any]) -> Any:
        tag = {"Key": "aws-cdk:subnet-name", "Value": self.wrong.get("tier", "data")}
        return {"Subnets": [{"AvailabilityZone": zone, "Tags": [tag]} for zone in said["SubnetIds"]]}

    def list_buckets(self, _: dict[str, Any]) -> Any:
        site, account = self.platform.site, self.platform.account
        kinds: dict[HostTool, tuple[Any, ...]] = {
            "gitlab": ("artifacts", "backups", "lfs", "packages", "uploads"),
            "nexus": ("blobs",),
        }
        made = [names.bucket(site, account, tool, what) for tool, every in kinds.items() for what in every]
        every = [*made, names.records_bucket(site, account), *self.wrong.get("more buckets", [])]
        return {"Buckets": [{"Name": name} for name in every if name not in self.wrong.get("gone", [])]}

    def get_bucket_encryption(self, said: dict[str, Any]) -> Any:
        right = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEY}
        used = self.changed("encryption", self.tool(said["Bucket"]), right)
        return {"ServerSideEncryptionConfiguration": {"Rules": [{"ApplyServerSideEncryptionByDefault": used}]}}

    def get_bucket_lifecycle_configuration(self, said: dict[str, Any]) -> Any:
        expires = {"Expiration": {"Days": 35}} if "-backups-" in said["Bucket"] else {}
        right = {**expires, "NoncurrentVersionExpiration": {"NoncurrentDays": 35}}
        return {"Rules": [self.changed("days", self.tool(said["Bucket"]), right)]}

    def get_bucket_logging(self, said: dict[str, Any]) -> Any:
        right = {"TargetBucket": names.records_bucket(self.platform.site, self.platform.account)}
        return {"LoggingEnabled": self.changed("records", self.tool(said["Bucket"]), right)}

    def _secrets(self) -> dict[str, str | None]:
        made = {
            "gitlab": {"root": "root", "database": "gitlab", "keys": None, "oidc": None},
            "nexus": {"admin": "admin", "builder": "builder", "database": "nexus", "key": "key"},
        }
        path = self.platform.site.path
        found = {f"{path}/{tool}/{what}": user for tool, every in made.items() for what, user in every.items()}
        return {**found, **self.wrong.get("secrets", {})}

    def list_secrets(self, _: dict[str, Any]) -> Any:
        return {"SecretList": [{"Name": name} for name in self._secrets()]}

    def describe_secret(self, said: dict[str, Any]) -> Any:
        filled = self._secrets()[said["SecretId"]] is not None
        return {"VersionIdsToStages": {"1": ["AWSCURRENT"]}} if filled else {}

    def get_secret_value(self, said: dict[str, Any]) -> Any:
        name = said["SecretId"]
        password = self.wrong.get("password") or (name.replace("/", "") + 40 * "x")[:40]
        return {"SecretString": json.dumps({"username": self._secrets()[name], "password": password})}

    def describe_volumes(self, said: dict[str, Any]) -> Any:
        return {"Volumes": [{"VolumeId": f"vol-{self.tool(said['Filters'][0]['Values'][0])}"}]}

    def describe_backup_vault(self, said: dict[str, Any]) -> Any:
        right = {"EncryptionKeyArn": KEY, "Locked": True, "MinRetentionDays": 7}
        site = self.platform.site
        assert said["BackupVaultName"] in {databases.vault(site), names.vault(site), tools.vault(site)}
        return {**right, **self.wrong.get("vault", {})}

    def list_backup_plans(self, _: dict[str, Any]) -> Any:
        site = self.platform.site
        every = [*(names.machine(site, tool) for tool in self.tools), tools.vault(site)]
        return {"BackupPlansList": [{"BackupPlanName": name, "BackupPlanId": name} for name in every]}

    def get_backup_plan(self, said: dict[str, Any]) -> Any:
        site = self.platform.site
        vault = tools.vault(site) if said["BackupPlanId"] == tools.vault(site) else names.vault(site)
        right = {
            "TargetBackupVaultName": vault, "Lifecycle": {"DeleteAfterDays": 35},
            "ScheduleExpression": "cron(0 18 * * ? *)",
        }  # fmt: skip
        return {"BackupPlan": {"Rules": [{**right, **self.wrong.get("rule", {})}]}}

    def list_backup_selections(self, said: dict[str, Any]) -> Any:
        return {"BackupSelectionsList": [{"SelectionId": said["BackupPlanId"]}]}

    def get_backup_selection(self, said: dict[str, Any]) -> Any:
        if said["SelectionId"] == tools.vault(self.platform.site):
            return {"BackupSelection": self._tagged()}
        tool = self.tool(said["SelectionId"])
        volume = f"arn:aws:ec2:{self.platform.region}:{self.platform.account}:volume/vol-{tool}"
        arns = self.changed("saved", tool, [volume, f"arn:{tool}"])
        return {"BackupSelection": {"Resources": arns, "IamRoleArn": ROLE}}

    def _tagged(self) -> dict[str, Any]:
        wanted = {"kubernetes.io/created-for/pvc/namespace": "jenkins", **self.platform.site.tags}
        tags = {**wanted, **self.wrong.get("tags", {})}
        tests = [{"ConditionKey": f"aws:ResourceTag/{key}", "ConditionValue": value} for key, value in tags.items()]
        resources = ["arn:aws:ec2:*:*:volume/*"]
        return {"Resources": resources, "IamRoleArn": ROLE, "Conditions": {"StringEquals": tests}}

    def get_role(self, said: dict[str, Any]) -> Any:
        service = self.wrong.get("role", "backup.amazonaws.com")
        return {"Role": {"AssumeRolePolicyDocument": {"Statement": [{"Principal": {"Service": service}}]}}}


@pytest.fixture(scope="module")
def platform() -> Platform:
    return tools_platform()


def complaints(check: Check, platform: Platform, **wrong: Any) -> list[str]:
    kinds: tuple[Any, ...] = () if wrong.get("unlogged") else ("postgresql", "upgrade")
    logs = [names.database_log(platform.site, tool, kind) for tool in host_specs(platform) for kind in kinds]
    own = (
        Held("s", "k", "AWS::KMS::Key", "k-1", {}),
        *(Held("s", name, "AWS::Logs::LogGroup", name, {}) for name in logs),
    )
    expect = Expect(Step("", ""))
    check(Sight(platform, Cloud(platform, wrong), Deployed(own, {})), expect)
    assert expect.step.checked
    return expect.step.failed


CHECKS = (
    host_data.databases, host_data.buckets, host_data.secrets, host_data.backed_up, host_data.jenkins_backups,
)  # fmt: skip


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_what_the_platform_says_passes(platform: Platform, check: Check) -> None:
    assert complaints(check, platform) == []


PUBLIC = {"IpProtocol": "tcp", "FromPort": 15432, "ToPort": 15432, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}


@pytest.mark.parametrize(
    ("check", "wrong", "word"),
    [
        (host_data.databases, {"database": {"EngineVersion": "16.9"}}, "EngineVersion"),
        (host_data.databases, {"database": {"MultiAZ": False}}, "MultiAZ"),
        (host_data.databases, {"database": {"SecondaryAvailabilityZone": None}}, "a standby elsewhere"),
        (host_data.databases, {"database": {"DeletionProtection": False}}, "DeletionProtection"),
        (host_data.databases, {"database": {"StorageEncrypted": False}}, "StorageEncrypted"),
        (host_data.databases, {"database": {"KmsKeyId": OTHER_KEY}}, "KmsKeyId"),
        (host_data.databases, {"database": {"PubliclyAccessible": True}}, "public"),
        (host_data.databases, {"database": {"Endpoint": {"Port": 5432}}}, "its port"),
        (host_data.databases, {"database": {"EnabledCloudwatchLogsExports": []}}, "logs"),
        (host_data.databases, {"unlogged": True}, "unencrypted and for ever"),
        (host_data.databases, {"parameters": {"rds.force_ssl": "0"}}, "parameters"),
        (host_data.databases, {"door": {"IpPermissions": [PUBLIC]}}, "who reaches the database"),
        (host_data.databases, {"door": {"IpPermissionsEgress": [PUBLIC]}}, "whom the database"),
        (host_data.databases, {"tier": "public"}, "its subnets"),
        (host_data.buckets, {"more buckets": ["x2bee-tools-prd-gitlab-strange-1"]}, "buckets of gitlab"),
        (host_data.buckets, {"gone": ["x2bee-tools-prd-tool-records-111122223339"]}, "who read"),
        (host_data.buckets, {"encryption": {"KMSMasterKeyID": OTHER_KEY}}, "is encrypted with"),
        (host_data.buckets, {"encryption": {"SSEAlgorithm": "AES256"}}, "is encrypted with"),
        (host_data.buckets, {"days": {"NoncurrentVersionExpiration": {"NoncurrentDays": 1}}}, "what was deleted"),
        (host_data.buckets, {"records": {"TargetBucket": "elsewhere"}}, "where its readers are recorded"),
        (host_data.secrets, {"secrets": {"x2bee/tools/prd/gitlab/more": "x"}}, "secrets of gitlab"),
        (host_data.secrets, {"secrets": {"x2bee/tools/prd/gitlab/root": "admin"}}, "its user"),
        (host_data.secrets, {"secrets": {"x2bee/tools/prd/gitlab/oidc": "x"}}, "nobody has filled"),
        (host_data.secrets, {"password": "short"}, "5 characters"),
        (host_data.secrets, {"password": 40 * "x"}, "different passwords"),
        (host_data.backed_up, {"vault": {"Locked": False}}, "is locked"),
        (host_data.backed_up, {"rule": {"Lifecycle": {"DeleteAfterDays": 7}}}, "days"),
        (host_data.backed_up, {"rule": {"TargetBackupVaultName": "Default"}}, "vault"),
        (host_data.backed_up, {"rule": {"ScheduleExpression": "cron(0 18 ? * SUN *)"}}, "when"),
        (host_data.backed_up, {"saved": ["arn:gitlab"]}, "what is saved"),
        (host_data.backed_up, {"role": "ec2.amazonaws.com"}, "who takes"),
        (host_data.jenkins_backups, {"tags": {"x2bee:customer": "another"}}, "tags of Jenkins' volume"),
        (host_data.jenkins_backups, {"rule": {"Lifecycle": {"DeleteAfterDays": 8}}}, "days"),
    ],
)  # fmt: skip
def test_what_is_kept_otherwise_is_noticed(platform: Platform, check: Check, wrong: dict[str, Any], word: str) -> None:
    assert any(word in one for one in complaints(check, platform, **wrong))


def test_plans_of_the_toolchain_are_no_strangers_to_those_of_databases(platform: Platform) -> None:
    (wrong,) = [one for one in complaints(backups.backups, platform) if one.startswith("plans")]
    expected, _, found = wrong.partition(", found ")
    for plan in ("gitlab", "nexus", "tools"):
        assert f"x2bee-tools-prd-{plan}" in expected
        assert f"x2bee-tools-prd-{plan}" in found
    assert "sonarqube" not in found, "the one that is missing here"
