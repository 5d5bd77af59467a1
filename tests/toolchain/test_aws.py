"""The AWS side of the tools: secrets that AWS makes up, who agents are, and backups of what is not in Git."""

from __future__ import annotations

import json
from typing import Any

from aws_cdk import App, Stack
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sns as sns
from aws_cdk.assertions import Template

from tests.toolchain.cases import EVERYTHING, SITE, props
from x2bee_constructs.toolchain.aws import AgentsIdentity, ToolchainSecrets
from x2bee_constructs.toolchain.backup_aws import JenkinsBackup
from x2bee_constructs.toolchain.identities import agents_identity, agents_role
from x2bee_constructs.toolchain.secrets import sources


def resources(template: Template, kind: str) -> list[dict[str, Any]]:
    return [one["Properties"] for one in template.find_resources(kind).values()]


def test_each_secret_is_made_once_and_the_administrators_password_suits_sonarqube() -> None:
    stack = Stack(App(), "secrets")
    ToolchainSecrets(stack, "Tools", SITE, sources(SITE, props(**EVERYTHING)))
    made = {one["Name"]: one for one in resources(Template.from_stack(stack), "AWS::SecretsManager::Secret")}
    assert sorted(name.removeprefix("x2bee/tools/prd/") for name in made) == [
        "gitlab-runners/jobs",
        "gitlab-runners/publish",
        "jenkins/admin",
        "jenkins/credentials/npm-token",
        "jenkins/credentials/x2bee-delivery",
        "jenkins/credentials/x2bee-registry",
        "jenkins/gitlab",
        "jenkins/oidc",
        "sonarqube/admin",
        "sonarqube/passcode",
        "sonarqube/saml",
        "sonarqube/webhook",
    ]
    rule = made["x2bee/tools/prd/sonarqube/admin"]["GenerateSecretString"]
    assert rule["RequireEachIncludedType"] is True, "with a special character, which SonarQube demands"
    assert not {"-", ".", "_"} & set(rule["ExcludeCharacters"])
    assert "GenerateSecretString" not in made["x2bee/tools/prd/jenkins/gitlab"], "people fill it"


def test_agents_take_the_builders_roles_and_nothing_else() -> None:
    stack = Stack(App(), "identity")
    identity = agents_identity(SITE, {"x2bee-acme-prd-builder": "111122223333"})
    AgentsIdentity(stack, "Agents", SITE, identity)
    template = Template.from_stack(stack)
    (role,) = resources(template, "AWS::IAM::Role")
    assert role["RoleName"] == agents_role(SITE) == "x2bee-tools-prd-jenkins-agents"
    (statement,) = role["Policies"][0]["PolicyDocument"]["Statement"]
    assert statement["Action"] == ["sts:AssumeRole", "sts:TagSession"]
    assert statement["Resource"] == "arn:aws:iam::111122223333:role/x2bee-acme-prd-builder"
    (tied,) = resources(template, "AWS::EKS::PodIdentityAssociation")
    assert (tied["Namespace"], tied["ServiceAccount"]) == ("jenkins-publish", "x2bee-builder")


def test_the_volume_is_found_by_all_of_its_tags() -> None:
    stack = Stack(App(), "data")
    key: Any = kms.Key(stack, "Key")
    topic: Any = sns.Topic(stack, "Topic")
    JenkinsBackup(stack, "Jenkins", SITE, days=30, key=key, topic=topic)
    template = Template.from_stack(stack)
    (selected,) = resources(template, "AWS::Backup::BackupSelection")
    asked = selected["BackupSelection"]["Conditions"]["StringEquals"]
    assert {one["ConditionKey"]: one["ConditionValue"] for one in asked} == {
        "aws:ResourceTag/kubernetes.io/created-for/pvc/namespace": "jenkins",
        "aws:ResourceTag/x2bee:customer": "tools",
        "aws:ResourceTag/x2bee:environment": "prd",
    }
    (vault,) = resources(template, "AWS::Backup::BackupVault")
    assert vault["LockConfiguration"] == {"MinRetentionDays": 7}
    assert '"DeleteAfterDays": 30' in json.dumps(resources(template, "AWS::Backup::BackupPlan"))
    (alarm,) = resources(template, "AWS::CloudWatch::Alarm")
    assert alarm["AlarmName"] == "x2bee-tools-prd-ToolBackups"
