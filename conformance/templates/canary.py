"""An insecure template that every checker must refuse, and acknowledgements that must be heard or be reported stale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from aws_cdk import App, Environment, Stack
from aws_cdk.cloudformation_include import CfnInclude

from conformance.templates.assembly import Assembly
from conformance.templates.data_canary import DATA, DATA_RULES
from conformance.templates.findings import Verdict, stale
from x2bee_constructs.core.acknowledge import acknowledge

__all__ = ["EXPECTED", "MEANT", "STALE", "build", "complaints"]

TEMPLATE = Path(__file__).parent.parent / "canaries" / "insecure-aws.yaml"
REGION = "ap-northeast-2"

_NAG = (
    "CloudWatchLogGroupEncrypted",
    "CloudWatchLogGroupRetentionPeriod",
    "EC2RestrictedSSH",
    "IAMNoInlinePolicy",
    "KMSBackingKeyRotationEnabled",
    "S3BucketLevelPublicAccessProhibited",
    "S3BucketSSLRequestsOnly",
    "S3DefaultEncryptionKMS",
    "SNSEncryptedKMS",
    "SecretsManagerUsingKMSKey",
    "VPCDefaultSecurityGroupClosed",
    "VPCFlowLogsEnabled",
    "VPCSubnetAutoAssignPublicIpDisabled",
)
_CHECKOV = (7, 21, 24, 26, 33, 51, 53, 54, 55, 56, 58, 63, 66, 79, 100, 107, 136, 149, 158, 163)

_RULES: Mapping[str, frozenset[str]] = {
    "AwsSolutions": frozenset(
        {
            "AwsSolutions-EC23",
            "AwsSolutions-IAM5[Resource::*]",
            "AwsSolutions-KMS5",
            "AwsSolutions-S1",
            "AwsSolutions-S10",
            "AwsSolutions-S2",
            "AwsSolutions-SMG4",
            "AwsSolutions-SNS3",
            "AwsSolutions-VPC7",
        }
    ),
    "NIST.800.53.R5": frozenset(f"NIST.800.53.R5-{rule}" for rule in _NAG),
    "PCI.DSS.321": frozenset(f"PCI.DSS.321-{rule}" for rule in _NAG),
    "CloudFormation Validate": frozenset({"W2508"}),
    "cdk-validator-cfnguard": frozenset(
        {
            "cloudwatch_log_group_encrypted_check",
            "ec2_launch_template_encrypted_volumes_check",
            "ec2_launch_template_imdsv2_check",
            "ec2_launch_template_token_hop_limit_check",
            "ecr_private_image_scanning_enabled_check",
            "ecr_private_tag_immutability_enabled_check",
            "eks_endpoint_no_public_access_check",
            "eks_secrets_encrypted_check",
            "iam_inline_policy_no_statements_with_admin_access_check",
            "kms_create_grant_aws_service_check",
            "kms_key_rotation_enabled_check",
            "s3_bucket_default_encryption_kms_check",
            "s3_bucket_level_public_access_prohibited_check",
            "subnet_auto_assign_public_ip_disabled_check",
            "vpc_sg_restricted_common_ports_check",
        }
    ),
    "cfn-lint": frozenset({"E3030"}),
    "checkov": frozenset(f"CKV_AWS_{number}" for number in _CHECKOV),
}

EXPECTED: Mapping[str, frozenset[str]] = {checker: rules | DATA_RULES[checker] for checker, rules in _RULES.items()}
"""Rules that each checker must object by."""

MEANT: Mapping[str, tuple[str, str]] = {
    "AwsSolutions": ("AwsSolutions-IAM5[Action::*]", "Role"),
    "NIST.800.53.R5": ("NIST.800.53.R5-S3BucketReplicationEnabled", "Bucket"),
    "PCI.DSS.321": ("PCI.DSS.321-S3BucketReplicationEnabled", "Bucket"),
    "CloudFormation Validate": ("CloudFormation-Validate::W3010", "Subnet"),
    "cdk-validator-cfnguard": ("cdk-validator-cfnguard::s3_event_notifications_enabled_check", "Bucket"),
    "cfn-lint": ("W3010", "Subnet"),
    "checkov": ("CKV_AWS_18", "Bucket"),
}
"""Checker → an id that is acknowledged on the resource which has that finding."""

STALE: Mapping[str, tuple[str, str]] = {
    "AwsSolutions": ("AwsSolutions-KMS5", "Vpc"),
    "NIST.800.53.R5": ("NIST.800.53.R5-KMSBackingKeyRotationEnabled", "Vpc"),
    "PCI.DSS.321": ("PCI.DSS.321-KMSBackingKeyRotationEnabled", "Vpc"),
    "CloudFormation Validate": ("CloudFormation-Validate::W2508", "Vpc"),
    "cdk-validator-cfnguard": ("cdk-validator-cfnguard::kms_key_rotation_enabled_check", "Vpc"),
    "cfn-lint": ("E3030", "Vpc"),
    "checkov": ("CKV_AWS_7", "Vpc"),
}
"""Checker → an id that is acknowledged on a resource which has no such finding."""

_REASON = "said by the canary, to see that it is heard"


def build(folder: Path) -> tuple[App, Assembly]:
    """The App, ready to be judged into the folder."""
    app = App(analytics_reporting=False, outdir=str(folder))
    stack = Stack(app, "canary-aws", env=Environment(account="111122223333", region=REGION))
    template = CfnInclude(stack, "Template", template_file=str(TEMPLATE))
    CfnInclude(stack, "Data", template_file=str(DATA))
    for rule, resource in (*MEANT.values(), *STALE.values()):
        acknowledge(template.get_resource(resource), _REASON, rule)
    return app, Assembly("canary", "canary", REGION, folder)


def complaints(verdicts: Sequence[Verdict], own: set[str]) -> list[str]:
    """Where a checker does not do what it must; `own` are the names of our own Guard rules."""
    forgotten = {(checker, one.rule) for checker, one in stale(verdicts)}
    return [
        complaint
        for verdict in verdicts
        for complaint in _complaints(verdict, own if verdict.checker == "CloudFormation Validate" else set(), forgotten)
    ]


def _complaints(verdict: Verdict, own: set[str], forgotten: set[tuple[str, str]]) -> Iterator[str]:
    name = verdict.checker
    rules = {found.rule for found in verdict.open}
    if missing := (EXPECTED[name] | own) - rules:
        yield f"{name} no longer bites: {', '.join(sorted(missing))} not found in the canary"
    if "harness" in rules:
        yield f"{name}: {'; '.join(found.message for found in verdict.open if found.rule == 'harness')}"
    meant, stale_ = _rule(MEANT[name][0]), _rule(STALE[name][0])
    if meant not in {found.rule for found in verdict.meant}:
        yield f"{name} does not hear that {meant} is acknowledged"
    if (name, stale_) not in forgotten:
        yield f"{name}: that {stale_} is acknowledged without a finding goes unnoticed"


def _rule(said: str) -> str:
    """The rule as findings have it: without the name of the plugin."""
    return said.rpartition("::")[2] if "::" in said and "[" not in said else said
