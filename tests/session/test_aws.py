"""The store in anyone's stack, and what each prop changes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Environment, Stack, Validations
from aws_cdk import aws_ec2 as ec2
from aws_cdk.assertions import Match, Template
from cdk_nag import AwsSolutionsChecks, NIST80053R5Checks, PCIDSS321Checks

from tests.session.cases import LEAST, MOST, ZONES
from x2bee_constructs import NetworkProps, Site
from x2bee_constructs.aws import Network, zone_context
from x2bee_constructs.session.access import access_string
from x2bee_constructs.session.aws import SessionStore
from x2bee_constructs.session.props import SessionStoreProps

HERE = Environment(account="111122223333", region="ap-northeast-2")
SITE = Site("acme", "prd")
KEPT = {"DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain"}


def made(said: dict[str, Any], folder: Path | None = None) -> tuple[App, Stack]:
    """An App with the network and, in a stack of its own, the store."""
    context = zone_context("111122223333", "ap-northeast-2", ZONES)
    app = App(outdir=str(folder) if folder else None, analytics_reporting=False, context=context)
    network: Any = Network(Stack(app, "foundation", env=HERE), "Network", SITE, NetworkProps(zones=ZONES))
    stack = Stack(app, "data", env=HERE)
    props = SessionStoreProps.model_validate(said)
    SessionStore(stack, "Sessions", SITE, props, vpc=network.vpc, key=network.key, topic=network.topic)
    return app, stack


@pytest.fixture(scope="module")
def least() -> Template:
    return Template.from_stack(made(LEAST)[1])


@pytest.fixture(scope="module")
def most() -> Template:
    return Template.from_stack(made(MOST)[1])


def only(template: Template, kind: str) -> dict[str, Any]:
    (found,) = template.find_resources(kind).values()
    return found


def test_nothing_set_is_a_kept_encrypted_store_over_the_zones(least: Template) -> None:
    group = only(least, "AWS::ElastiCache::ReplicationGroup")
    assert group.items() >= KEPT.items()
    expected = {
        "ReplicationGroupId": "x2bee-acme-prd-session",
        "Engine": "valkey",
        "EngineVersion": "9.1",
        "CacheNodeType": "cache.r7g.large",
        "NumCacheClusters": 3,
        "ClusterMode": "disabled",
        "AutomaticFailoverEnabled": True,
        "MultiAZEnabled": True,
        "AtRestEncryptionEnabled": True,
        "TransitEncryptionEnabled": True,
        "TransitEncryptionMode": "required",
        "Port": 16379,
        "SnapshotRetentionLimit": 15,
        "KmsKeyId": {"Fn::ImportValue": Match.string_like_regexp("Key.*Arn")},
    }
    least.has_resource_properties("AWS::ElastiCache::ReplicationGroup", expected)
    assert "AuthToken" not in group["Properties"]


def test_everything_set_reaches_the_template(most: Template) -> None:
    most.has_resource_properties(
        "AWS::ElastiCache::ReplicationGroup",
        {
            "Engine": "redis",
            "EngineVersion": "7.1",
            "CacheNodeType": "cache.m7g.xlarge",
            "NumCacheClusters": 6,
            "Port": 26379,
            "SnapshotRetentionLimit": 35,
        },
    )
    most.all_resources_properties("AWS::ElastiCache::User", {"Engine": "redis"})
    most.all_resources_properties("AWS::Logs::LogGroup", {"RetentionInDays": 731})
    most.resource_count_is("AWS::ElastiCache::User", 4)
    assert only(most, "AWS::ElastiCache::UserGroup")["Properties"]["Engine"] == "redis"
    assert only(most, "AWS::ElastiCache::ParameterGroup")["Properties"]["CacheParameterGroupFamily"] == "redis7"


def test_a_user_has_the_rules_of_its_client_and_a_password_by_reference(most: Template) -> None:
    users = {
        user["Properties"]["UserName"]: user["Properties"]
        for user in most.find_resources("AWS::ElastiCache::User").values()
    }
    assert users["x2bee-bo"]["AccessString"] == access_string("spring", "x2bee:session", "redis")
    assert users["x2bee-fo"]["AccessString"] == access_string("node", "fo:session", "redis")
    assert users["default"]["AccessString"] == "off -@all"
    for name, properties in users.items():
        path = f"x2bee/acme/prd/session/{name}"
        assert properties["Passwords"] == [f"{{{{resolve:secretsmanager:{path}:SecretString:password::}}}}"]


def test_every_user_waits_for_its_secret(most: Template) -> None:
    secrets = {
        logical: found["Properties"]["Name"].rpartition("/")[2]
        for logical, found in most.find_resources("AWS::SecretsManager::Secret").items()
    }
    for user in most.find_resources("AWS::ElastiCache::User").values():
        assert user["Properties"]["UserName"] in {secrets.get(logical) for logical in user["DependsOn"]}


def test_a_secret_is_generated_in_the_shape_that_is_read(least: Template) -> None:
    for secret in least.find_resources("AWS::SecretsManager::Secret").values():
        assert secret.items() >= KEPT.items()
        asked = secret["Properties"]["GenerateSecretString"]
        name = secret["Properties"]["Name"].rpartition("/")[2]
        assert json.loads(asked["SecretStringTemplate"]) == {"username": name}
        assert asked["GenerateStringKey"] == "password"
        # What ElastiCache takes: 16 to 128 characters.
        assert 16 <= asked["PasswordLength"] <= 128
        assert asked["ExcludePunctuation"] is True


def test_the_group_holds_every_user(most: Template) -> None:
    held = [found["Ref"] for found in only(most, "AWS::ElastiCache::UserGroup")["Properties"]["UserIds"]]
    assert sorted(held) == sorted(most.find_resources("AWS::ElastiCache::User"))
    (group,) = most.find_resources("AWS::ElastiCache::UserGroup")
    assert only(most, "AWS::ElastiCache::ReplicationGroup")["Properties"]["UserGroupIds"] == [{"Ref": group}]


def test_a_user_goes_with_its_service_but_not_the_default_one(most: Template) -> None:
    kept = {
        user["Properties"]["UserName"]
        for user in most.find_resources("AWS::ElastiCache::User").values()
        if "DeletionPolicy" in user
    }
    assert kept == {"default"}


def test_ended_sessions_are_told_and_full_memory_ends_the_oldest(least: Template) -> None:
    assert only(least, "AWS::ElastiCache::ParameterGroup")["Properties"]["Properties"] == {
        "maxmemory-policy": "volatile-ttl",
        "notify-keyspace-events": "Egx",
    }


def test_the_door_is_open_to_the_named_networks_on_one_port(most: Template) -> None:
    properties = only(most, "AWS::EC2::SecurityGroup")["Properties"]
    doors = [(rule["CidrIp"], rule["FromPort"], rule["ToPort"]) for rule in properties["SecurityGroupIngress"]]
    assert doors == [(cidr, 26379, 26379) for cidr in MOST["client_cidrs"]]
    assert [rule["CidrIp"] for rule in properties["SecurityGroupEgress"]] == ["255.255.255.255/32"]


def test_addresses_cross_by_name(least: Template) -> None:
    parameters = {
        found["Properties"]["Name"]: found["Properties"]["Value"]
        for found in least.find_resources("AWS::SSM::Parameter").values()
    }
    (group,) = least.find_resources("AWS::ElastiCache::ReplicationGroup")
    assert parameters == {
        "/x2bee/acme/prd/session/primary": {"Fn::GetAtt": [group, "PrimaryEndPoint.Address"]},
        "/x2bee/acme/prd/session/reader": {"Fn::GetAtt": [group, "ReaderEndPoint.Address"]},
        "/x2bee/acme/prd/session/port": "16379",
    }


def test_both_logs_go_to_encrypted_groups_of_our_own(least: Template) -> None:
    groups = least.find_resources("AWS::Logs::LogGroup")
    assert all(group.items() >= KEPT.items() and group["Properties"]["KmsKeyId"] for group in groups.values())
    deliveries = only(least, "AWS::ElastiCache::ReplicationGroup")["Properties"]["LogDeliveryConfigurations"]
    to = {one["LogType"]: one["DestinationDetails"]["CloudWatchLogsDetails"]["LogGroup"]["Ref"] for one in deliveries}
    assert sorted(to) == ["engine-log", "slow-log"]
    assert sorted(to.values()) == sorted(groups)


def test_every_node_is_watched_and_someone_is_told(most: Template) -> None:
    alarms = most.find_resources("AWS::CloudWatch::Alarm")
    watched: dict[str, set[str]] = {}
    for alarm in alarms.values():
        properties = alarm["Properties"]
        assert properties["AlarmActions"] == properties["OKActions"]
        for text in re.findall(r"x2bee-acme-prd-session-\d{3}", json.dumps(properties)):
            watched.setdefault(text, set()).add(re.sub(r"\d.*", "", properties["AlarmDescription"]))
    assert sorted(watched) == [f"x2bee-acme-prd-session-00{number}" for number in range(1, 7)]
    assert len(alarms) == 6 * 8


def test_a_failover_is_a_change_of_role_within_the_period(least: Template) -> None:
    least.has_resource_properties(
        "AWS::CloudWatch::Alarm",
        {
            "Metrics": Match.array_with(
                [
                    Match.object_like({"Expression": "most - least"}),
                    Match.object_like({"MetricStat": Match.object_like({"Stat": "Maximum"})}),
                ]
            ),
            "Threshold": 0,
            "ComparisonOperator": "GreaterThanThreshold",
        },
    )


@pytest.mark.parametrize("said", [LEAST, MOST], ids=["least", "most"])
def test_no_finding_is_left(tmp_path: Path, said: dict[str, Any]) -> None:
    app, _ = made(said, tmp_path)
    packs = (AwsSolutionsChecks(app), NIST80053R5Checks(app), PCIDSS321Checks(app))
    Validations.of(app).add_plugins(*packs)  # pyright: ignore[reportArgumentType]
    app.synth()


def test_the_checks_still_bite(tmp_path: Path) -> None:
    app, stack = made(LEAST, tmp_path)
    Validations.of(app).add_plugins(AwsSolutionsChecks(app))  # pyright: ignore[reportArgumentType]
    open_to_all = ec2.CfnSecurityGroup.IngressProperty(ip_protocol="tcp", from_port=22, to_port=22, cidr_ip="0.0.0.0/0")
    ec2.CfnSecurityGroup(stack, "Open", group_description="open", security_group_ingress=[open_to_all])
    with pytest.raises(RuntimeError, match="AwsSolutions-EC23"):
        app.synth()


def test_nothing_runs_that_we_would_have_to_keep(least: Template) -> None:
    kinds = {found["Type"] for found in least.to_json()["Resources"].values()}
    assert not [kind for kind in kinds if kind.startswith(("Custom::", "AWS::Lambda::"))]


def test_what_the_store_leans_on_is_kept_with_it(least: Template) -> None:
    for kind in ("AWS::EC2::SecurityGroup", "AWS::ElastiCache::ParameterGroup", "AWS::ElastiCache::SubnetGroup"):
        assert only(least, kind).items() >= KEPT.items()
