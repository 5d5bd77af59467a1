"""The log store in anyone's stack, and what each prop changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template

from tests.logging.store_cases import SAID
from x2bee_constructs import Site
from x2bee_constructs.core.aws import PlatformStack
from x2bee_constructs.logging.aws import LogStore
from x2bee_constructs.logging.props import LogStoreProps

ACME = Site("acme", "prd")
ACCOUNT, REGION = "111122223333", "ap-northeast-2"
ZONES = tuple(f"{REGION}{letter}" for letter in "abc")
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/01234567-89ab-cdef-0123-456789abcdef"


def stack(app: App | None = None, id: str = "alone") -> PlatformStack:
    return PlatformStack(app or App(), id, site=ACME, account=ACCOUNT, region=REGION, zones=ZONES)


def store(scope: Stack, said: dict[str, Any], key: kms.IKey | None = None) -> LogStore:
    vpc = ec2.Vpc.from_vpc_attributes(
        scope,
        "Vpc",
        vpc_id="vpc-0123456789abcdef0",
        availability_zones=list(ZONES),
        isolated_subnet_names=["data"],
        isolated_subnet_ids=[f"subnet-0123456789abcdef{index}" for index in range(3)],
    )
    key = key or kms.Key.from_key_arn(scope, "Key", KEY)
    topic = sns.Topic.from_topic_arn(scope, "Topic", f"arn:aws:sns:{REGION}:{ACCOUNT}:alarms")
    return LogStore(scope, "Logs", ACME, LogStoreProps.model_validate(said), vpc=vpc, key=key, topic=topic)


def template(name: str = "least", **more: Any) -> Template:
    scope = stack()
    store(scope, {**SAID[name], **more})
    return Template.from_stack(scope)


def only(found: Template, kind: str) -> Mapping[str, Any]:
    (resource,) = found.find_resources(kind).values()
    return resource


def domain(name: str = "least", **more: Any) -> dict[str, Any]:
    return only(template(name, **more), "AWS::OpenSearchService::Domain")["Properties"]


def statements(name: str) -> dict[str, dict[str, Any]]:
    return {one["Sid"]: one for one in domain(name)["AccessPolicies"]["Statement"]}


def test_nothing_set_is_three_zones_with_masters_encrypted_and_closed() -> None:
    made = domain()
    assert made["DomainName"] == "x2bee-acme-prd-logs"
    assert made["ClusterConfig"] == {
        "DedicatedMasterCount": 3,
        "DedicatedMasterEnabled": True,
        "DedicatedMasterType": "m6g.large.search",
        "InstanceCount": 3,
        "InstanceType": "r6g.large.search",
        "MultiAZWithStandbyEnabled": True,
        "WarmEnabled": False,
        "ZoneAwarenessConfig": {"AvailabilityZoneCount": 3},
        "ZoneAwarenessEnabled": True,
    }
    assert made["EncryptionAtRestOptions"] == {"Enabled": True, "KmsKeyId": KEY}
    assert made["NodeToNodeEncryptionOptions"] == {"Enabled": True}
    assert made["DomainEndpointOptions"]["EnforceHTTPS"]
    assert made["DomainEndpointOptions"]["TLSSecurityPolicy"] == "Policy-Min-TLS-1-2-PFS-2023-10"
    assert len(made["VPCOptions"]["SubnetIds"]) == 3


def test_the_domain_outlives_the_stack_and_a_new_version_is_no_new_domain() -> None:
    made = only(template(), "AWS::OpenSearchService::Domain")
    assert (made["DeletionPolicy"], made["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")
    assert made["UpdatePolicy"] == {"EnableVersionUpgrade": True}


def test_nothing_is_a_lambda_a_custom_resource_or_an_asset() -> None:
    for name in SAID:
        kinds = {made["Type"] for made in template(name).to_json()["Resources"].values()}
        assert not {kind for kind in kinds if kind.startswith(("Custom::", "AWS::Lambda", "AWS::CloudFormation"))}


def test_one_node_is_in_one_zone_and_two_are_in_two() -> None:
    one, two = domain("small"), domain("iam")
    assert "ZoneAwarenessConfig" not in one["ClusterConfig"]
    assert not one["ClusterConfig"]["DedicatedMasterEnabled"]
    assert len(one["VPCOptions"]["SubnetIds"]) == 1
    assert two["ClusterConfig"]["ZoneAwarenessConfig"] == {"AvailabilityZoneCount": 2}
    assert len(two["VPCOptions"]["SubnetIds"]) == 2


def test_the_host_has_a_certificate_and_a_record_in_the_zone() -> None:
    found = template()
    certificate = only(found, "AWS::CertificateManager::Certificate")["Properties"]
    assert certificate["DomainName"] == "logs.acme-shop.co.kr"
    assert certificate["ValidationMethod"] == "DNS"
    record = only(found, "AWS::Route53::RecordSet")["Properties"]
    assert (record["Name"], record["Type"]) == ("logs.acme-shop.co.kr.", "CNAME")
    (logical,) = found.find_resources("AWS::OpenSearchService::Domain")
    assert record["ResourceRecords"] == [{"Fn::GetAtt": [logical, "DomainEndpoint"]}]
    (made,) = found.find_resources("AWS::CertificateManager::Certificate")
    assert domain()["DomainEndpointOptions"]["CustomEndpointCertificateArn"] == {"Ref": made}


def test_a_certificate_that_is_there_is_taken_and_no_record_made_without_a_zone() -> None:
    found = template("most")
    found.resource_count_is("AWS::CertificateManager::Certificate", 0)
    found.resource_count_is("AWS::Route53::RecordSet", 0)
    arn = domain("most")["DomainEndpointOptions"]["CustomEndpointCertificateArn"]
    assert arn == f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/01234567-89ab-cdef-0123-456789abcdef"


def test_only_pods_and_said_networks_come_through_the_door() -> None:
    def doors(name: str) -> list[tuple[str, int]]:
        rules = only(template(name), "AWS::EC2::SecurityGroup")["Properties"]["SecurityGroupIngress"]
        return [(rule["CidrIp"], rule["ToPort"]) for rule in rules]

    pods = [("10.20.0.0/19", 443), ("10.20.32.0/19", 443), ("10.20.64.0/19", 443)]
    assert doors("least") == pods
    assert doors("most") == [*pods, ("192.168.10.0/24", 443)]


def test_without_browsers_only_named_roles_may_ask() -> None:
    said = statements("least")
    assert set(said) == {"Signed"}
    assert said["Signed"]["Principal"] == {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    roles = said["Signed"]["Condition"]["ArnEquals"]["aws:PrincipalArn"]
    assert roles == [f"arn:aws:iam::{ACCOUNT}:role/x2bee-acme-prd-{pod}" for pod in ("fluentd", "log-index")]


def test_with_iam_the_groups_roles_may_ask_too() -> None:
    roles = statements("iam")["Signed"]["Condition"]["ArnEquals"]["aws:PrincipalArn"]
    assert roles[2:] == [f"arn:aws:iam::{ACCOUNT}:role/{role}" for role in ("acme-developers", "acme-sre")]


def test_saml_opens_dashboards_alone_and_a_password_everything() -> None:
    arn = f"arn:aws:es:{REGION}:{ACCOUNT}:domain/x2bee-acme-prd-logs"
    assert statements("most")["Browsers"]["Resource"] == [f"{arn}/_dashboards", f"{arn}/_dashboards/*"]
    assert statements("small")["Browsers"]["Resource"] == [f"{arn}/*"]


def test_the_master_is_the_index_jobs_role() -> None:
    security = domain()["AdvancedSecurityOptions"]
    assert security["Enabled"]
    assert not security["InternalUserDatabaseEnabled"]
    assert security["MasterUserOptions"] == {"MasterUserARN": f"arn:aws:iam::{ACCOUNT}:role/x2bee-acme-prd-log-index"}


def test_saml_is_the_identity_providers_with_the_administrators_as_master() -> None:
    saml = domain("most")["AdvancedSecurityOptions"]["SAMLOptions"]
    assert saml["MasterBackendRole"] == "sre"
    assert (saml["RolesKey"], saml["SubjectKey"], saml["SessionTimeoutMinutes"]) == ("groups", "mail", 480)
    assert saml["Idp"]["EntityId"] in saml["Idp"]["MetadataContent"]


def test_internal_users_begin_with_a_master_whose_password_stands_nowhere() -> None:
    found = template("small")
    secret = only(found, "AWS::SecretsManager::Secret")
    assert secret["Properties"]["Name"] == "x2bee/acme/prd/logs/master"
    assert secret["Properties"]["KmsKeyId"] == KEY
    security = domain("small")["AdvancedSecurityOptions"]
    assert security["InternalUserDatabaseEnabled"]
    master = security["MasterUserOptions"]
    assert master["MasterUserName"] == "master"
    assert ":SecretString:password::}}" in json.dumps(master["MasterUserPassword"])
    template("least").resource_count_is("AWS::SecretsManager::Secret", 0)


def test_all_four_logs_go_to_groups_of_their_own_which_only_this_domain_may_write() -> None:
    found = template()
    groups = {made["Properties"]["LogGroupName"] for made in found.find_resources("AWS::Logs::LogGroup").values()}
    published = domain()["LogPublishingOptions"]
    assert set(published) == {"ES_APPLICATION_LOGS", "SEARCH_SLOW_LOGS", "INDEX_SLOW_LOGS", "AUDIT_LOGS"}
    written = {one["CloudWatchLogsLogGroupArn"].rpartition("log-group:")[2] for one in published.values()}
    assert written == groups
    found.all_resources_properties("AWS::Logs::LogGroup", {"KmsKeyId": KEY, "RetentionInDays": 731})
    policy = only(found, "AWS::Logs::ResourcePolicy")
    (said,) = json.loads(policy["Properties"]["PolicyDocument"])["Statement"]
    assert {arn.rpartition("log-group:")[2] for arn in said["Resource"]} == {f"{name}:*" for name in groups}
    assert said["Condition"]["ArnLike"]["aws:SourceArn"].endswith(":domain/x2bee-acme-prd-logs")
    (leave,) = found.find_resources("AWS::Logs::ResourcePolicy")
    assert leave in only(found, "AWS::OpenSearchService::Domain")["DependsOn"]


def test_few_data_subjects_need_their_records_for_one_year() -> None:
    template("most").all_resources_properties("AWS::Logs::LogGroup", {"RetentionInDays": 365})


def test_nothing_open_but_what_is_acknowledged(tmp_path: Path) -> None:
    from aws_cdk import Validations
    from cdk_nag import AwsSolutionsChecks, NIST80053R5Checks, PCIDSS321Checks

    for name, said in SAID.items():
        app = App(outdir=str(tmp_path / name))
        store(stack(app), said)
        Validations.of(app).add_plugins(AwsSolutionsChecks(), NIST80053R5Checks(), PCIDSS321Checks())
        app.synth()  # it raises if something is open
        reports = json.loads((tmp_path / name / "validation-report.json").read_text())["pluginReports"]
        assert [found for report in reports for found in report["violations"]] == []


@pytest.mark.parametrize("flag", [True, False])
def test_no_flag_of_the_app_changes_the_template(flag: bool) -> None:
    flags = {
        "@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy": flag,
        "@aws-cdk/aws-s3:createDefaultLoggingPolicy": flag,
    }
    made = stack(App(context=flags))
    store(made, SAID["most"])
    assert Template.from_stack(made).to_json() == template("most").to_json()
