"""What GitLab and Nexus keep: databases, buckets, secrets, and the backups of volumes and databases."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from conformance.emulator.checks import Sight
from conformance.emulator.checks.backups import BACKUP, selected, vault
from conformance.emulator.checks.data import admitted, document, own_key, ways_out
from conformance.emulator.checks.hosts import group_of, template, volume_of
from conformance.emulator.report import Expect
from x2bee_constructs.core.versions import HOST_POSTGRES
from x2bee_constructs.hosts import names
from x2bee_constructs.hosts.names import HostTool
from x2bee_constructs.hosts.props import GitlabSpec, NexusSpec
from x2bee_constructs.platform.machines import host_specs
from x2bee_constructs.platform.network import network_props
from x2bee_constructs.toolchain import names as tools

__all__ = ["backed_up", "buckets", "databases", "jenkins_backups", "secrets"]

_PARAMETERS = {"log_min_duration_statement": "5000", "rds.force_ssl": "1"}
"""What differs from PostgreSQL's own: connections without TLS are refused, statements of five seconds are logged."""

_BUCKETS: Mapping[HostTool, tuple[Any, ...]] = {
    "gitlab": ("artifacts", "backups", "lfs", "packages", "uploads"),
    "nexus": ("blobs",),
}


def database_of(sight: Sight, tool: HostTool) -> Mapping[str, Any]:
    """A tool's database, by its name."""
    said: Any = {"DBInstanceIdentifier": names.machine(sight.platform.site, tool)}
    return sight.aws.call("rds", "describe_db_instances", **said)["DBInstances"][0]


def databases(sight: Sight, expect: Expect) -> None:
    """A PostgreSQL for each tool: as it was said, kept, encrypted, over TLS alone, reached by its machine alone."""
    for tool, spec in host_specs(sight.platform).items():
        found = database_of(sight, tool)
        _said(tool, spec, found, expect)
        _kept(sight, tool, found, expect)
        (group,) = found["DBParameterGroups"]
        named: Any = {"DBParameterGroupName": group["DBParameterGroupName"], "Source": "user"}
        told = sight.aws.call("rds", "describe_db_parameters", **named)["Parameters"]
        values = {one["ParameterName"]: one["ParameterValue"] for one in told}
        expect.same(f"{tool}: parameters of its database", _PARAMETERS, values)
        _closed(sight, tool, found, expect)


def _said(tool: HostTool, spec: GitlabSpec | NexusSpec, found: Mapping[str, Any], expect: Expect) -> None:
    said = spec.database
    wanted: Mapping[str, object] = {
        "Engine": "postgres", "EngineVersion": HOST_POSTGRES.version, "DBInstanceClass": said.instance,
        "AllocatedStorage": said.storage_gib, "MaxAllocatedStorage": 4 * said.storage_gib, "StorageType": "gp3",
        "MultiAZ": said.standby, "BackupRetentionPeriod": said.backup_days, "MasterUsername": tool,
        "MonitoringInterval": 60, "AutoMinorVersionUpgrade": True, "CACertificateIdentifier": "rds-ca-rsa2048-g1",
    }  # fmt: skip
    for key, value in wanted.items():
        expect.same(f"the database of {tool}: {key}", value, found.get(key))
    expect.same(f"the database of {tool}: its port", names.DATABASE_PORT, found["Endpoint"]["Port"])
    expect.same(
        f"the database of {tool}: a standby elsewhere", said.standby, bool(found.get("SecondaryAvailabilityZone"))
    )


def _kept(sight: Sight, tool: HostTool, found: Mapping[str, Any], expect: Expect) -> None:
    for key in ("StorageEncrypted", "DeletionProtection", "CopyTagsToSnapshot", "PerformanceInsightsEnabled"):
        expect.same(f"the database of {tool}: {key}", True, found[key])
    for key in ("KmsKeyId", "PerformanceInsightsKMSKeyId"):
        expect.that(own_key(sight, found.get(key)), f"the database of {tool}: {key} is {found.get(key)}")
    logged = found.get("EnabledCloudwatchLogsExports", [])
    expect.same(f"the database of {tool}: logs", ["postgresql", "upgrade"], sorted(logged))
    there = {one.physical_id for one in sight.deployed.of("AWS::Logs::LogGroup")}
    for kind in ("postgresql", "upgrade"):
        group = names.database_log(sight.platform.site, tool, kind)
        expect.that(group in there, f"{tool} writes to {group}, which RDS would make unencrypted and for ever")


def _closed(sight: Sight, tool: HostTool, found: Mapping[str, Any], expect: Expect) -> None:
    expect.same(f"the database of {tool}: public", False, found["PubliclyAccessible"])
    (interface,) = template(sight, group_of(sight, tool))["NetworkInterfaces"]
    machine = {(group, names.DATABASE_PORT) for group in interface["Groups"]}
    groups = [one["VpcSecurityGroupId"] for one in found["VpcSecurityGroups"]]
    expect.same(f"who reaches the database of {tool}", machine, admitted(sight, groups))
    expect.same(f"whom the database of {tool} reaches", set[object](), ways_out(sight, groups))
    subnets = [one["SubnetIdentifier"] for one in found["DBSubnetGroup"]["Subnets"]]
    told = sight.aws.call("ec2", "describe_subnets", SubnetIds=subnets)["Subnets"]
    tiers = {tag["Value"] for one in told for tag in one["Tags"] if tag["Key"] == "aws-cdk:subnet-name"}
    expect.same(f"the database of {tool}: its subnets", {"data"}, tiers)
    zones = sorted(one["AvailabilityZone"] for one in told)
    expect.same(f"the database of {tool}: its zones", sorted(network_props(sight.platform).zones), zones)


def buckets(sight: Sight, expect: Expect) -> None:
    """Each tool's buckets are there, under our key, keep what was deleted, and say who read them; no other is there."""
    site, account = sight.platform.site, sight.platform.account
    there = {one["Name"] for one in sight.aws.call("s3", "list_buckets")["Buckets"]}
    records = names.records_bucket(site, account)
    expect.that(records in there, f"nobody keeps who read the tools' buckets: no {records}")
    for tool, spec in host_specs(sight.platform).items():
        wanted = {names.bucket(site, account, tool, what): what for what in _BUCKETS[tool]}
        own = {name for name in there if name.startswith(f"{names.machine(site, tool)}-")}
        expect.same(f"buckets of {tool}", sorted(wanted), sorted(own))
        for name in sorted(wanted.keys() & own):
            _bucket(sight, name, spec.kept_days if wanted[name] == "backups" else None, spec.kept_days, expect)
            told = sight.aws.call("s3", "get_bucket_logging", Bucket=name).get("LoggingEnabled", {})
            expect.same(f"{name}: where its readers are recorded", records, told.get("TargetBucket"))


def _bucket(sight: Sight, name: str, expires: int | None, kept: int, expect: Expect) -> None:
    said: Any = {"Bucket": name}
    (rule,) = sight.aws.call("s3", "get_bucket_encryption", **said)["ServerSideEncryptionConfiguration"]["Rules"]
    used = rule["ApplyServerSideEncryptionByDefault"]
    good = used["SSEAlgorithm"] == "aws:kms" and own_key(sight, used.get("KMSMasterKeyID"))
    expect.that(good, f"{name} is encrypted with {used}")
    (days,) = sight.aws.call("s3", "get_bucket_lifecycle_configuration", **said)["Rules"]
    found = (days.get("Expiration", {}).get("Days"), days.get("NoncurrentVersionExpiration", {}).get("NoncurrentDays"))
    expect.same(f"{name}: days until all goes, and what was deleted", (expires, kept), found)


def _logins(tool: HostTool, spec: GitlabSpec | NexusSpec) -> tuple[dict[str, str], set[str]]:
    """Whose each made login is, by its purpose; and what people or the machine fill."""
    if tool == "gitlab":
        return {"root": "root", "database": "gitlab"}, {"keys", *(["oidc"] if spec.sso else [])}
    users = {"admin": "admin", "builder": "builder", "database": "nexus", "key": "key"}
    return users, {*(["ldap"] if spec.sso else [])}


def secrets(sight: Sight, expect: Expect) -> None:
    """Each tool's secrets and no others: made ones with long passwords of their own, and empty ones."""
    listed = {one["Name"] for one in sight.aws.call("secretsmanager", "list_secrets")["SecretList"]}
    passwords: list[str] = []
    for tool, spec in host_specs(sight.platform).items():
        users, empty = _logins(tool, spec)
        start = f"{sight.platform.site.path}/{tool}/"
        own = sorted(name for name in listed if name.startswith(start))
        expect.same(f"secrets of {tool}", sorted(f"{start}{what}" for what in (*users, *empty)), own)
        for what, user in users.items():
            said = json.loads(_value(sight, f"{start}{what}") or "{}")
            expect.same(f"{start}{what}: its user", user, said.get("username"))
            password = said.get("password", "")
            expect.that(password.isalnum() and len(password) == 40, f"{start}{what}: {len(password)} characters")
            passwords.append(password)
        for what in empty:
            expect.same(f"{start}{what}, which nobody has filled", None, _value(sight, f"{start}{what}"))
    expect.same("different passwords", len(passwords), len(set(passwords)))


def _value(sight: Sight, name: str) -> str | None:
    """What a secret holds; None if nobody put anything in."""
    said: Any = {"SecretId": name}
    versions = sight.aws.call("secretsmanager", "describe_secret", **said).get("VersionIdsToStages")
    value = sight.aws.call("secretsmanager", "get_secret_value", **said).get("SecretString") if versions else None
    return value or None  # the emulator has a version, with nothing in it


def backed_up(sight: Sight, expect: Expect) -> None:
    """Volume and database of each tool are saved every night, together, into a locked vault of ours."""
    site, account = sight.platform.site, sight.platform.account
    least = vault(sight, names.vault(site), expect)
    for tool, spec in host_specs(sight.platform).items():
        volume = f"arn:aws:ec2:{sight.platform.region}:{account}:volume/{volume_of(sight, tool)['VolumeId']}"
        chosen = _planned(sight, names.machine(site, tool), names.vault(site), max(least, spec.kept_days), expect)
        saved = sorted([volume, database_of(sight, tool)["DBInstanceArn"]])
        found = sorted(arn for one in chosen for arn in one["Resources"])
        expect.same(f"{tool}: what is saved", saved, found)


def jenkins_backups(sight: Sight, expect: Expect) -> None:
    """The volume that Kubernetes makes for Jenkins is found by its tags: all of them, in whatever zone it is."""
    site, jenkins = sight.platform.site, sight.platform.toolchain and sight.platform.toolchain.jenkins
    assert jenkins, "the templates save a Jenkins, and the platform has none"
    least = vault(sight, tools.vault(site), expect)
    (chosen,) = _planned(sight, tools.vault(site), tools.vault(site), max(least, jenkins.backup_days), expect)
    expect.same("volumes of Jenkins", ["arn:aws:ec2:*:*:volume/*"], chosen["Resources"])
    tested = chosen.get("Conditions", {}).get("StringEquals", [])
    wanted = {"kubernetes.io/created-for/pvc/namespace": tools.JENKINS, **site.tags}
    found = {one["ConditionKey"].removeprefix("aws:ResourceTag/"): one["ConditionValue"] for one in tested}
    expect.same("tags of Jenkins' volume", wanted, found)


def _planned(sight: Sight, name: str, vault: str, days: int, expect: Expect) -> list[Mapping[str, Any]]:
    """What a plan saves, every day, into the vault, for so long."""
    listed = sight.aws.call("backup", "list_backup_plans")["BackupPlansList"]
    (plan,) = [one["BackupPlanId"] for one in listed if one["BackupPlanName"] == name]
    (rule,) = sight.aws.call("backup", "get_backup_plan", BackupPlanId=plan)["BackupPlan"]["Rules"]
    expect.same(f"plan {name}: vault", vault, rule["TargetBackupVaultName"])
    expect.same(f"plan {name}: days", days, rule["Lifecycle"]["DeleteAfterDays"])
    expect.same(f"plan {name}: when", "cron(0 18 * * ? *)", rule["ScheduleExpression"])
    chosen = selected(sight, plan)
    for one in chosen:
        role = one["IamRoleArn"].rsplit("/", 1)[-1]
        trust = document(sight.aws.call("iam", "get_role", RoleName=role)["Role"]["AssumeRolePolicyDocument"])
        taken = [said["Principal"] for said in trust["Statement"]]
        expect.same(f"plan {name}: who takes {role}", [{"Service": BACKUP}], taken)
    return chosen
