"""All traffic of the VPC, recorded."""

from __future__ import annotations

from aws_cdk import RemovalPolicy
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from constructs import Construct

from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.iam import Statement
from x2bee_constructs.core.place import place_of

__all__ = ["keep_flow_logs"]

_RETENTION = {365: logs.RetentionDays.ONE_YEAR, 731: logs.RetentionDays.TWO_YEARS}

_WRITE = ("logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents")


def keep_flow_logs(scope: Construct, vpc: ec2.IVpc, key: kms.IKey, days: int) -> ec2.CfnFlowLog:
    """Record all traffic of the VPC, accepted and rejected, in a log group under the key, and keep it for some days."""
    group = logs.LogGroup(
        scope,
        "FlowLogs",
        retention=_RETENTION[days],
        encryption_key=key,
        removal_policy=RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    )
    return ec2.CfnFlowLog(
        scope,
        "FlowLog",
        resource_id=vpc.vpc_id,
        resource_type="VPC",
        traffic_type="ALL",
        log_destination_type="cloud-watch-logs",
        log_group_name=group.log_group_name,
        deliver_logs_permission_arn=_writer(scope, group).role_arn,
    )


def _writer(scope: Construct, group: logs.LogGroup) -> iam.Role:
    """Who writes them. The CDK's own role would be taken for a flow log of any account, and may pass itself on."""
    place = place_of(scope)
    conditions = {
        "StringEquals": {"aws:SourceAccount": place.account},
        "ArnLike": {"aws:SourceArn": f"arn:aws:ec2:{place.region}:{place.account}:vpc-flow-log/*"},
    }
    write = iam.PolicyStatement.from_json(Statement("Write", _WRITE, (group.log_group_arn,)).as_json())
    role = iam.Role(
        scope,
        "FlowLogRole",
        description="Writes the VPC's flow logs",
        # jsii's protocols name a parameter differently from its classes.
        assumed_by=iam.ServicePrincipal("vpc-flow-logs.amazonaws.com", conditions=conditions),  # pyright: ignore[reportArgumentType]
        inline_policies={"write": iam.PolicyDocument(statements=[write], minimize=False)},
    )
    inline = "what a role may do is written in the role: the policy serves it alone and ends with it"
    acknowledge(role, inline, "NIST.800.53.R5-IAMNoInlinePolicy", "PCI.DSS.321-IAMNoInlinePolicy")
    return role
