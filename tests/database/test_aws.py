"""A PostgreSQL cluster on the AWS side: what every variant has, and what each prop changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Match, Template

from x2bee_constructs import Site
from x2bee_constructs.core.aws import PlatformStack
from x2bee_constructs.database.aws import PostgresCluster
from x2bee_constructs.database.budget import max_connections
from x2bee_constructs.database.credentials_aws import DatabaseLogins
from x2bee_constructs.database.props import PostgresClusterProps

ACME = Site("acme", "prd")
ACCOUNT, REGION = "111122223333", "ap-northeast-2"
ZONES = ("ap-northeast-2a", "ap-northeast-2b", "ap-northeast-2c")
APP = ["10.20.0.0/19", "10.20.32.0/19", "10.20.64.0/19"]

LEAST: dict[str, Any] = {"name": "mbod", "database": {"instance": "db.r7g.large"}, "app_cidrs": APP}

MOST: dict[str, Any] = {
    "name": "own-goods",
    "database": {
        "version": "16.8",
        "instance": "db.r8g.2xlarge",
        "readers": 4,
        "listens": 15999,
        "recovery": {"rto_minutes": 240, "rpo_minutes": 1440, "survives": "region"},
        "backup_days": 1,
        "copy_region": "ap-northeast-1",
        "copy_hours": 12,
        "log_slow_ms": 250,
        "audit": ["write", "ddl"],
        "maintenance_window": "sun:23:30-mon:00:30",
        "backup_window": "21:00-22:30",
    },
    "app_cidrs": APP[:1],
    "log_days": 731,
    "logical_replication": True,
}

SERVERLESS: dict[str, Any] = {
    "name": "event",
    "database": {"serverless": {"min": 0.5, "max": 4}, "readers": 2, "audit": []},
    "app_cidrs": APP,
    "log_days": 90,
}

CASES = {"least": LEAST, "most": MOST, "serverless": SERVERLESS}


def stack(app: App | None = None, id: str = "alone", region: str = REGION) -> PlatformStack:
    return PlatformStack(app or App(), id, site=ACME, account=ACCOUNT, region=region, zones=ZONES)


def key(scope: Stack) -> kms.IKey:
    return kms.Key.from_key_arn(scope, "Key", f"arn:aws:kms:{REGION}:{ACCOUNT}:key/01234567")


def topic(scope: Stack) -> sns.ITopic:
    return sns.Topic.from_topic_arn(scope, "Topic", f"arn:aws:sns:{REGION}:{ACCOUNT}:alarms")


def cluster(scope: Stack, said: dict[str, Any]) -> PostgresCluster:
    vpc = ec2.Vpc.from_vpc_attributes(
        scope,
        "Vpc",
        vpc_id="vpc-0123456789abcdef0",
        availability_zones=list(ZONES),
        isolated_subnet_names=["data"],
        isolated_subnet_ids=[f"subnet-0123456789abcdef{index}" for index in range(3)],
    )
    props = PostgresClusterProps.model_validate(said)
    data = vpc.select_subnets(subnet_group_name="data").subnets
    return PostgresCluster(scope, "Db", ACME, props, vpc=vpc, subnets=data, key=key(scope), topic=topic(scope))


def template(said: dict[str, Any]) -> Template:
    scope = stack()
    cluster(scope, said)
    return Template.from_stack(scope)


def all_of(found: Template, kind: str) -> list[dict[str, Any]]:
    return list(found.find_resources(kind).values())


def one(found: Template, kind: str) -> dict[str, Any]:
    (resource,) = all_of(found, kind)
    return resource


def parameters(said: dict[str, Any]) -> dict[str, str]:
    return one(template(said), "AWS::RDS::DBClusterParameterGroup")["Properties"]["Parameters"]


def test_nothing_set_is_encrypted_protected_and_restorable_for_35_days() -> None:
    made = one(template(LEAST), "AWS::RDS::DBCluster")["Properties"]
    expected = {
        "DBClusterIdentifier": "x2bee-acme-prd-mbod",
        "Engine": "aurora-postgresql",
        "EngineVersion": "17.7",
        "Port": 15432,
        "StorageEncrypted": True,
        "DeletionProtection": True,
        "EnableIAMDatabaseAuthentication": True,
        "BackupRetentionPeriod": 35,
        "DeleteAutomatedBackups": False,
        "CopyTagsToSnapshot": True,
        "EnableCloudwatchLogsExports": ["postgresql"],
        "PreferredBackupWindow": "17:00-18:00",
        "PreferredMaintenanceWindow": "mon:18:30-mon:19:30",
        "PerformanceInsightsEnabled": True,
        "PerformanceInsightsRetentionPeriod": 7,
        "DatabaseInsightsMode": "standard",
        "EngineLifecycleSupport": "open-source-rds-extended-support",
    }
    assert {name: made.get(name) for name in expected} == expected
    assert made["KmsKeyId"] == made["PerformanceInsightsKmsKeyId"] == f"arn:aws:kms:{REGION}:{ACCOUNT}:key/01234567"


def test_what_is_said_reaches_the_cluster() -> None:
    made = one(template(MOST), "AWS::RDS::DBCluster")["Properties"]
    expected = {
        "DBClusterIdentifier": "x2bee-acme-prd-own-goods",
        "EngineVersion": "16.8",
        "Port": 15999,
        "BackupRetentionPeriod": 1,
        "PreferredBackupWindow": "21:00-22:30",
        "PreferredMaintenanceWindow": "sun:23:30-mon:00:30",
    }
    assert {name: made[name] for name in expected} == expected
    assert one(template(MOST), "AWS::RDS::DBClusterParameterGroup")["Properties"]["Family"] == "aurora-postgresql16"


@pytest.mark.parametrize("version", ["15.12", "18.6", "17.42"])
def test_another_version_also_one_that_the_cdk_does_not_know(version: str) -> None:
    found = template({**LEAST, "database": {"instance": "db.r7g.large", "version": version}})
    assert one(found, "AWS::RDS::DBCluster")["Properties"]["EngineVersion"] == version
    family = one(found, "AWS::RDS::DBClusterParameterGroup")["Properties"]["Family"]
    assert family == f"aurora-postgresql{version.split('.')[0]}"


def test_the_writer_and_its_readers_stand_in_different_zones() -> None:
    made = [found["Properties"] for found in all_of(template(MOST), "AWS::RDS::DBInstance")]
    assert [(each["AvailabilityZone"][-1], each["PromotionTier"]) for each in made] == [
        ("a", 0),
        ("b", 1),
        ("c", 2),
        ("a", 3),
        ("b", 4),
    ]
    for each in made:
        assert each["DBInstanceClass"] == "db.r8g.2xlarge"
        assert each["PubliclyAccessible"] is each["AutoMinorVersionUpgrade"] is False
        assert each["MonitoringInterval"] == 60
        assert each["CACertificateIdentifier"] == "rds-ca-rsa2048-g1"


def test_a_cluster_without_readers_has_its_writer_alone() -> None:
    found = template({**LEAST, "database": {"instance": "db.t4g.medium", "readers": 0}})
    found.resource_count_is("AWS::RDS::DBInstance", 1)


def test_serverless_instances_grow_and_the_one_that_takes_over_grows_with_the_writer() -> None:
    found = template(SERVERLESS)
    made = one(found, "AWS::RDS::DBCluster")["Properties"]
    assert made["ServerlessV2ScalingConfiguration"] == {"MinCapacity": 0.5, "MaxCapacity": 4}
    instances = [each["Properties"] for each in all_of(found, "AWS::RDS::DBInstance")]
    assert {each["DBInstanceClass"] for each in instances} == {"db.serverless"}
    # AWS: readers of tier 0 and 1 scale with the writer, those after them on their own.
    assert [each["PromotionTier"] for each in instances] == [0, 1, 2]


def test_only_the_app_subnets_reach_its_port_and_it_reaches_nothing() -> None:
    group = one(template(LEAST), "AWS::EC2::SecurityGroup")["Properties"]
    reached = {(each["CidrIp"], each["FromPort"], each["ToPort"]) for each in group["SecurityGroupIngress"]}
    assert reached == {(cidr, 15432, 15432) for cidr in APP}
    assert [each["CidrIp"] for each in group["SecurityGroupEgress"]] == ["255.255.255.255/32"]
    subnets = one(template(LEAST), "AWS::RDS::DBSubnetGroup")["Properties"]["SubnetIds"]
    assert subnets == [f"subnet-0123456789abcdef{index}" for index in range(3)]


@pytest.mark.parametrize("case", CASES)
def test_the_parameters_are_safe_and_say_the_connections_that_the_budget_counts(case: str) -> None:
    made = parameters(CASES[case])
    database = PostgresClusterProps.model_validate(CASES[case]).database
    assert made["max_connections"] == str(max_connections(database))
    assert made["rds.force_ssl"] == "1"
    assert made["password_encryption"] == "scram-sha-256"
    assert made["shared_preload_libraries"] == "pg_stat_statements,pgaudit"
    assert all(isinstance(value, str) for value in made.values())


def test_slow_statements_and_audited_classes_are_as_said() -> None:
    assert (parameters(LEAST)["log_min_duration_statement"], parameters(LEAST)["pgaudit.log"]) == ("1000", "ddl,role")
    assert (parameters(MOST)["log_min_duration_statement"], parameters(MOST)["pgaudit.log"]) == ("250", "ddl,write")
    assert parameters(SERVERLESS)["pgaudit.log"] == "none"


def test_changes_are_decoded_only_where_something_reads_them() -> None:
    made = parameters(MOST)
    names = ("rds.logical_replication", "max_replication_slots", "max_wal_senders", "max_slot_wal_keep_size")
    assert [made[name] for name in names] == ["1", "20", "20", "51200"]
    assert not set(names) & parameters(LEAST).keys()


def test_the_password_stands_in_no_template() -> None:
    found = template(LEAST)
    secrets = found.find_resources("AWS::SecretsManager::Secret")
    ((logical, secret),) = secrets.items()
    made = secret["Properties"]
    assert made["Name"] == "x2bee/acme/prd/db-admin/mbod"
    assert json.loads(made["GenerateSecretString"]["SecretStringTemplate"]) == {"username": "x2bee_admin"}
    assert made["KmsKeyId"].endswith(":key/01234567")
    user = one(found, "AWS::RDS::DBCluster")["Properties"]
    assert user["MasterUsername"] == "x2bee_admin"
    parts = user["MasterUserPassword"]["Fn::Join"][1]
    assert parts == ["{{resolve:secretsmanager:", {"Ref": logical}, ":SecretString:password::}}"]


def test_kubernetes_finds_it_by_three_parameters() -> None:
    found = template(MOST)
    made = {each["Properties"]["Name"]: each["Properties"]["Value"] for each in all_of(found, "AWS::SSM::Parameter")}
    (logical,) = found.find_resources("AWS::RDS::DBCluster")
    assert made == {
        "/x2bee/acme/prd/db/own-goods/writer": {"Fn::GetAtt": [logical, "Endpoint.Address"]},
        "/x2bee/acme/prd/db/own-goods/reader": {"Fn::GetAtt": [logical, "ReadEndpoint.Address"]},
        "/x2bee/acme/prd/db/own-goods/port": "15999",
    }


@pytest.mark.parametrize(("case", "days"), [("least", 365), ("most", 731), ("serverless", 90)])
def test_its_log_is_kept_as_long_as_said_and_is_there_before_it(case: str, days: int) -> None:
    found = template(CASES[case])
    ((logical, log),) = found.find_resources("AWS::Logs::LogGroup").items()
    identifier = f"x2bee-acme-prd-{CASES[case]['name']}"
    assert log["Properties"]["LogGroupName"] == f"/aws/rds/cluster/{identifier}/postgresql"
    assert log["Properties"]["RetentionInDays"] == days
    assert log["Properties"]["KmsKeyId"].endswith(":key/01234567")
    assert logical in one(found, "AWS::RDS::DBCluster")["DependsOn"]


@pytest.mark.parametrize("case", CASES)
def test_the_cluster_and_what_it_cannot_be_without_outlive_the_stack(case: str) -> None:
    kept = {
        "AWS::EC2::SecurityGroup",
        "AWS::IAM::Role",
        "AWS::Logs::LogGroup",
        "AWS::RDS::DBCluster",
        "AWS::RDS::DBClusterParameterGroup",
        "AWS::RDS::DBSubnetGroup",
        "AWS::SecretsManager::Secret",
    }
    found = template(CASES[case]).to_json()["Resources"]
    policies = {(each["Type"], each.get("DeletionPolicy"), each.get("UpdateReplacePolicy")) for each in found.values()}
    for kind in kept:
        assert {policy for policy in policies if policy[0] == kind} == {(kind, "RetainExceptOnCreate", "Retain")}
    instances = [each.get("DeletionPolicy") for each in found.values() if each["Type"] == "AWS::RDS::DBInstance"]
    assert instances == ["RetainExceptOnCreate"] + ["Delete"] * (len(instances) - 1)  # the writer; readers may go


def test_every_service_has_one_login_by_a_name_that_is_known_beforehand() -> None:
    scope = stack()
    logins = DatabaseLogins(scope, "Logins", ACME, ["x2bee-api-order", "x2bee-api-member"], key=key(scope))
    made = {
        each["Properties"]["Name"]: each for each in all_of(Template.from_stack(scope), "AWS::SecretsManager::Secret")
    }
    assert set(made) == {"x2bee/acme/prd/db/x2bee-api-member", "x2bee/acme/prd/db/x2bee-api-order"}
    order = made["x2bee/acme/prd/db/x2bee-api-order"]
    generated = order["Properties"]["GenerateSecretString"]
    assert json.loads(generated["SecretStringTemplate"]) == {"username": "x2bee_api_order"}
    assert (generated["GenerateStringKey"], generated["ExcludePunctuation"]) == ("password", True)
    assert generated["PasswordLength"] >= 32
    assert order["DeletionPolicy"] == "RetainExceptOnCreate"
    assert list(logins.secrets) == ["x2bee-api-member", "x2bee-api-order"]


@pytest.mark.parametrize("case", CASES)
def test_feature_flags_change_nothing(case: str) -> None:
    flags = json.loads((Path(__file__).parent.parent / "data" / "feature-flags.json").read_text())
    scope = stack(App(context=flags))
    cluster(scope, CASES[case])
    assert Template.from_stack(scope).to_json()["Resources"] == template(CASES[case]).to_json()["Resources"]


@pytest.mark.parametrize("case", CASES)
def test_no_lambda_custom_resource_or_asset(case: str) -> None:
    text = json.dumps(template(CASES[case]).to_json())
    for word in ("Custom::", "AWS::Lambda", "CloudFormation::CustomResource", "-assets-"):
        assert word not in text


def test_what_an_instance_needs_to_be_measured() -> None:
    found = template(LEAST)
    found.has_resource_properties(
        "AWS::IAM::Role",
        {"AssumeRolePolicyDocument": Match.object_like({"Statement": [Match.object_like({"Effect": "Allow"})]})},
    )
    role = one(found, "AWS::IAM::Role")["Properties"]
    statement = role["AssumeRolePolicyDocument"]["Statement"][0]
    assert statement["Principal"] == {"Service": "monitoring.rds.amazonaws.com"}
    assert len(role["ManagedPolicyArns"]) == 1
