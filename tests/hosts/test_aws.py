"""The templates: what holds data stays, what is a machine goes, and nobody else gets in."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aws_cdk.assertions import Template

from tests.hosts.made import GITLAB, made

KEPT = {"DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain"}
OIDC = {"issuer": "https://login.acme-shop.co.kr/realms/acme", "client_id": "gitlab"}


@pytest.fixture(scope="module")
def gitlab() -> Template:
    return Template.from_stack(made(gitlab={})[1])


@pytest.fixture(scope="module")
def both() -> Template:
    spec = {"machine": "m7i.2xlarge", "volume_gib": 500, "sso": OIDC, "kept_days": 60}
    database = {"instance": "db.r7g.xlarge", "storage_gib": 100, "standby": False, "backup_days": 30}
    directory = {"host": "ldap.acme-shop.co.kr", "base_dn": "dc=acme,dc=example", "bind_dn": "cn=nexus,dc=acme"}
    nexus = {"spec": {"eula": "accepted", "sso": directory}}
    return Template.from_stack(made(gitlab={"spec": {**spec, "database": database}, "log_days": 731}, nexus=nexus)[1])


def only(template: Template, kind: str) -> dict[str, Any]:
    (found,) = template.find_resources(kind).values()
    return found


def test_what_holds_data_outlives_the_stack(both: Template) -> None:
    for kind in (
        "AWS::Backup::BackupVault",
        "AWS::EC2::Volume",
        "AWS::Logs::LogGroup",
        "AWS::RDS::DBInstance",
        "AWS::S3::Bucket",
        "AWS::SecretsManager::Secret",
    ):
        found = both.find_resources(kind)
        assert found, kind
        assert all(one.items() >= KEPT.items() for one in found.values()), kind


def test_the_machine_is_one_without_a_public_address_and_goes_before_its_successor_comes(gitlab: Template) -> None:
    group = only(gitlab, "AWS::AutoScaling::AutoScalingGroup")
    properties = group["Properties"]
    assert [properties[name] for name in ("MinSize", "MaxSize", "DesiredCapacity")] == ["1", "1", "1"]
    assert len(properties["VPCZoneIdentifier"]) == 1
    assert group["UpdatePolicy"]["AutoScalingRollingUpdate"] == {"MaxBatchSize": 1, "MinInstancesInService": 0}
    data = only(gitlab, "AWS::EC2::LaunchTemplate")["Properties"]["LaunchTemplateData"]
    assert data["MetadataOptions"]["HttpTokens"] == "required"
    assert data["MetadataOptions"]["HttpPutResponseHopLimit"] == 1
    assert data["InstanceType"] == "c7g.2xlarge"
    assert data["ImageId"].endswith("-arm64")
    assert "KeyName" not in data
    (interface,) = data["NetworkInterfaces"]
    assert interface["AssociatePublicIpAddress"] is False
    assert data["BlockDeviceMappings"][0]["Ebs"]["Encrypted"] is True


def test_the_image_is_for_the_machines_processor(both: Template) -> None:
    images = {
        found["Properties"]["LaunchTemplateData"]["InstanceType"]: found["Properties"]["LaunchTemplateData"]["ImageId"]
        for found in both.find_resources("AWS::EC2::LaunchTemplate").values()
    }
    assert images["m7i.2xlarge"].endswith("-x86_64")
    assert images["m7g.xlarge"].endswith("-arm64")


def test_the_volume_is_encrypted_tagged_and_in_the_machines_zone(gitlab: Template) -> None:
    volume = only(gitlab, "AWS::EC2::Volume")["Properties"]
    assert volume["Encrypted"] is True
    assert "KmsKeyId" in volume
    assert volume["AvailabilityZone"] == "ap-northeast-2a"
    assert {"Key": "x2bee:host", "Value": "x2bee-acme-prd-gitlab"} in volume["Tags"]
    group = only(gitlab, "AWS::AutoScaling::AutoScalingGroup")["Properties"]
    assert {"Key": "x2bee:host", "PropagateAtLaunch": True, "Value": "x2bee-acme-prd-gitlab"} in group["Tags"]


def test_only_the_load_balancer_reaches_the_machine_and_only_the_machine_its_database(gitlab: Template) -> None:
    groups = {
        found["Properties"]["GroupDescription"]: (logical, found["Properties"].get("SecurityGroupIngress", []))
        for logical, found in gitlab.find_resources("AWS::EC2::SecurityGroup").items()
    }
    machine, (into_machine,) = groups["The machine of gitlab"]
    database, inline = groups["PostgreSQL of gitlab, from its machine alone"]
    into_database = only(gitlab, "AWS::EC2::SecurityGroupIngress")["Properties"]
    assert into_machine["SourceSecurityGroupId"] == "sg-0123456789abcdef0"
    assert (into_machine["FromPort"], into_machine["ToPort"]) == (80, 80)
    assert into_database["SourceSecurityGroupId"] == {"Fn::GetAtt": [machine, "GroupId"]}
    assert into_database["GroupId"] == {"Fn::GetAtt": [database, "GroupId"]}
    assert (into_database["FromPort"], into_database["ToPort"]) == (15432, 15432)
    assert not inline


def test_what_stays_names_nothing_that_goes(gitlab: Template) -> None:
    """EC2 deletes no group that a rule of another one names: the stack could not be removed."""
    groups = gitlab.find_resources("AWS::EC2::SecurityGroup")
    gone = {logical for logical, found in groups.items() if "DeletionPolicy" not in found}
    assert gone
    for found in (one for one in groups.values() if "DeletionPolicy" in one):
        assert not any(f'"{logical}"' in json.dumps(found) for logical in gone), found


def test_the_database_is_as_gitlab_can_use_it(gitlab: Template) -> None:
    database = only(gitlab, "AWS::RDS::DBInstance")["Properties"]
    expected = {
        "DBInstanceIdentifier": "x2bee-acme-prd-gitlab",
        "DBName": "gitlabhq_production",
        "Engine": "postgres",
        "EngineVersion": "17.7",
        "Port": "15432",
        "MultiAZ": True,
        "PubliclyAccessible": False,
        "StorageEncrypted": True,
        "DeletionProtection": True,
        "BackupRetentionPeriod": 14,
        "MaxAllocatedStorage": 200,
    }
    assert database.items() >= expected.items()
    password = "{{resolve:secretsmanager:x2bee/acme/prd/gitlab/database:SecretString:password::}}"
    assert database["MasterUserPassword"] == password
    assert only(gitlab, "AWS::RDS::DBParameterGroup")["Properties"]["Parameters"]["rds.force_ssl"] == "1"


def test_the_database_waits_for_its_secret_and_its_log(gitlab: Template) -> None:
    waits = set(only(gitlab, "AWS::RDS::DBInstance")["DependsOn"])
    wanted = {"x2bee/acme/prd/gitlab/database", "/aws/rds/instance/x2bee-acme-prd-gitlab/postgresql"}
    found = {
        said["Properties"].get("Name", said["Properties"].get("LogGroupName")): logical
        for kind in ("AWS::SecretsManager::Secret", "AWS::Logs::LogGroup")
        for logical, said in gitlab.find_resources(kind).items()
    }
    assert {found[name] for name in wanted} <= waits


def test_what_is_said_reaches_the_template(both: Template) -> None:
    volumes = {found["Properties"]["Size"] for found in both.find_resources("AWS::EC2::Volume").values()}
    assert volumes == {500, 100}
    databases = {
        found["Properties"]["DBInstanceIdentifier"]: found["Properties"]
        for found in both.find_resources("AWS::RDS::DBInstance").values()
    }
    ours = databases["x2bee-acme-prd-gitlab"]
    assert (ours["DBInstanceClass"], ours["AllocatedStorage"], ours["MultiAZ"]) == ("db.r7g.xlarge", "100", False)
    assert ours["BackupRetentionPeriod"] == 30
    days = [
        found["Properties"]["BackupPlan"]["BackupPlanRule"][0]["Lifecycle"]["DeleteAfterDays"]
        for found in both.find_resources("AWS::Backup::BackupPlan").values()
    ]
    assert sorted(days) == [35, 60]
    groups = {
        found["Properties"]["LogGroupName"]: found["Properties"]["RetentionInDays"]
        for found in both.find_resources("AWS::Logs::LogGroup").values()
    }
    assert groups["/x2bee/acme/prd/hosts/gitlab"] == 731
    assert groups["/x2bee/acme/prd/hosts/nexus"] == 365


def test_secrets_are_named_and_only_those_that_people_fill_are_empty(both: Template) -> None:
    found = {
        said["Properties"]["Name"].removeprefix("x2bee/acme/prd/"): "GenerateSecretString" in said["Properties"]
        for said in both.find_resources("AWS::SecretsManager::Secret").values()
    }
    assert found == {
        "gitlab/database": True,
        "gitlab/root": True,
        "gitlab/keys": False,
        "gitlab/oidc": False,
        "nexus/admin": True,
        "nexus/builder": True,
        "nexus/database": True,
        "nexus/key": True,
        "nexus/ldap": False,
    }


def _statements(template: Template, role: str) -> dict[str, dict[str, Any]]:
    (found,) = (
        said["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
        for said in template.find_resources("AWS::IAM::Role").values()
        if said["Properties"].get("RoleName") == role
    )
    return {one["Sid"]: one for one in found}


def test_the_role_reaches_its_own_things_and_no_other_tools(both: Template) -> None:
    for tool, other in (("gitlab", "nexus"), ("nexus", "gitlab")):
        said = _statements(both, f"x2bee-acme-prd-{tool}-host")
        assert other not in json.dumps(said)
        wide = {sid for sid, one in said.items() if one["Resource"] == ["*"]}
        assert wide == {"Look", "Metrics"}
        assert said["Metrics"]["Condition"] == {"StringEquals": {"cloudwatch:namespace": ["x2bee/hosts"]}}
        assert said["Itself"]["Condition"] == {
            "StringEquals": {"aws:ResourceTag/x2bee:host": [f"x2bee-acme-prd-{tool}"]}
        }
    gitlab, nexus = (_statements(both, f"x2bee-acme-prd-{tool}-host") for tool in ("gitlab", "nexus"))
    prefix = "arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:x2bee/acme/prd/gitlab"
    assert gitlab["KeptSecrets"]["Resource"] == [f"{prefix}/keys-??????"]
    assert "KeptSecrets" not in nexus
    assert "s3:PutLifecycleConfiguration" in nexus["BlobStore"]["Action"]


def test_the_machine_fills_the_secrets_of_runners_that_are_there_and_no_other() -> None:
    runner = {"secret": "x2bee/acme/prd/gitlab-runners/jobs", "description": "jobs", "group": "acme"}
    _, stack = made(gitlab={**GITLAB, "runners": [runner]})
    template = Template.from_stack(stack)
    prefix = "arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:x2bee/acme/prd"
    said = _statements(template, "x2bee-acme-prd-gitlab-host")
    assert said["KeptSecrets"] == {
        "Sid": "KeptSecrets",
        "Effect": "Allow",
        "Action": ["secretsmanager:PutSecretValue"],
        "Resource": [f"{prefix}/gitlab-runners/jobs-??????", f"{prefix}/gitlab/keys-??????"],
    }
    assert f"{prefix}/gitlab-runners/jobs-??????" in said["Secrets"]["Resource"]
    names = [one["Properties"]["Name"] for one in template.find_resources("AWS::SecretsManager::Secret").values()]
    assert not [name for name in names if "runners" in name], "whoever runs them makes it"


def test_the_directory_is_the_only_further_way_out(both: Template) -> None:
    ways = {
        found["Properties"]["GroupDescription"]: sorted(
            rule["FromPort"] for rule in found["Properties"]["SecurityGroupEgress"] if "CidrIp" in rule
        )
        for found in both.find_resources("AWS::EC2::SecurityGroup").values()
        if found["Properties"]["GroupDescription"].startswith("The machine")
    }
    assert ways == {"The machine of gitlab": [443], "The machine of nexus": [443, 636]}


def test_the_rule_leads_one_host_to_the_target_group(gitlab: Template) -> None:
    rule = only(gitlab, "AWS::ElasticLoadBalancingV2::ListenerRule")["Properties"]
    assert rule["Priority"] == 40_000
    assert rule["Conditions"] == [{"Field": "host-header", "HostHeaderConfig": {"Values": ["gitlab.acme-shop.co.kr"]}}]
    group = only(gitlab, "AWS::ElasticLoadBalancingV2::TargetGroup")["Properties"]
    assert (group["Port"], group["HealthCheckPath"], group["TargetType"]) == (80, "/-/readiness", "instance")


def test_every_bucket_tells_who_reads_it_but_the_one_with_the_records(both: Template) -> None:
    buckets = {
        found["Properties"]["BucketName"]: found["Properties"]
        for found in both.find_resources("AWS::S3::Bucket").values()
    }
    assert len(buckets) == 7
    for name, said in buckets.items():
        assert ("LoggingConfiguration" in said) == ("tool-records" not in name), name
        assert said["VersioningConfiguration"] == {"Status": "Enabled"}
        assert all(said["PublicAccessBlockConfiguration"].values())
    rules = buckets["x2bee-acme-prd-gitlab-backups-111122223333"]["LifecycleConfiguration"]["Rules"]
    assert rules[0]["ExpirationInDays"] == 60
    assert (
        "ExpirationInDays"
        not in buckets["x2bee-acme-prd-gitlab-lfs-111122223333"]["LifecycleConfiguration"]["Rules"][0]
    )


def test_the_vault_is_locked_and_every_host_is_in_it(both: Template) -> None:
    vault = only(both, "AWS::Backup::BackupVault")["Properties"]
    assert vault["LockConfiguration"] == {"MinRetentionDays": 7}
    for found in both.find_resources("AWS::Backup::BackupSelection").values():
        said = json.dumps(found["Properties"]["BackupSelection"]["Resources"])
        assert ":volume/" in said
        assert "DBInstanceArn" in said


def test_alarms_say_whose_they_are_and_silence_is_not_well(both: Template) -> None:
    alarms = {
        found["Properties"]["AlarmName"]: found["Properties"]
        for found in both.find_resources("AWS::CloudWatch::Alarm").values()
    }
    for tool in ("gitlab", "nexus"):
        down = alarms[f"x2bee-acme-prd-HostDown-{tool}"]
        assert any(one.get("Expression") == "FILL(well, 0)" for one in down["Metrics"])
        assert down["ComparisonOperator"] == "LessThanThreshold"
        assert {f"x2bee-acme-prd-HostDisk-{tool}-{what}" for what in ("system", "data")} <= alarms.keys()
    assert "x2bee-acme-prd-HostArchive-nexus" not in alarms
    for name, metric in (
        ("HostSettings-gitlab", "SettingsFailed"),
        ("HostSettings-nexus", "SettingsFailed"),
        ("HostArchive-gitlab", "BackupFailed"),
    ):
        daily = alarms[f"x2bee-acme-prd-{name}"]
        filled, measured = daily["Metrics"]
        assert filled["Expression"] == "FILL(failed, 1)"
        assert measured["MetricStat"]["Metric"]["MetricName"] == metric
        assert (measured["MetricStat"]["Stat"], measured["MetricStat"]["Period"]) == ("Minimum", 3600)
        # More than the day between two runs; CloudWatch allows seven days.
        assert daily["EvaluationPeriods"] == daily["DatapointsToAlarm"] == 26
        assert (daily["ComparisonOperator"], daily["Threshold"]) == ("GreaterThanOrEqualToThreshold", 1)
    assert all(found["AlarmActions"] and found["OKActions"] for found in alarms.values())
