"""The VPC's default security group, closed and kept closed without a Lambda (ADR 0009)."""

from __future__ import annotations

from collections.abc import Mapping

from aws_cdk import Token
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_events as events
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.iam import Statement
from x2bee_constructs.core.place import Place, place_of

__all__ = ["DefaultGroup"]

_RUNBOOK = "AWSConfigRemediation-RemoveVPCDefaultSecurityGroupRules"
"""AWS keeps it: it makes sure that the group is called `default` and takes every rule out of it."""


class DefaultGroup(Construct):
    """Takes every rule out of the VPC's default security group when it is made, and daily from then on.

    A run that does not succeed fails no deployment: the alarm topic hears of it.
    """

    def __init__(self, scope: Construct, id: str, vpc: ec2.Vpc, topic: sns.ITopic) -> None:
        """Close the default group of the VPC, and tell the topic when that fails."""
        super().__init__(scope, id)
        group = vpc.vpc_default_security_group
        self.role = self._role()
        policy = self._allow(group)
        self.association = self._association(group)
        self.association.node.add_dependency(policy)
        self._watch(topic)

    def _role(self) -> iam.Role:
        place = place_of(self)
        conditions = {
            "StringEquals": {"aws:SourceAccount": place.account},
            "ArnLike": {"aws:SourceArn": f"arn:aws:ssm:{place.region}:{place.account}:automation-execution/*"},
        }
        automation = iam.ServicePrincipal("ssm.amazonaws.com", conditions=conditions)
        description = "Takes the rules out of the VPC's default security group"
        # jsii's protocols name a parameter differently from its classes.
        return iam.Role(self, "Role", assumed_by=automation, description=description)  # pyright: ignore[reportArgumentType]

    def _allow(self, group: str) -> iam.ManagedPolicy:
        """What the runbook's documentation asks for, narrowed to the runbook, the group and the role."""
        policy = iam.ManagedPolicy(
            self,
            "Policy",
            description="Takes the rules out of one default security group, by one runbook of AWS",
            roles=[self.role],  # pyright: ignore[reportArgumentType]
            document=iam.PolicyDocument(
                statements=[iam.PolicyStatement.from_json(found.as_json()) for found in self._statements(group)],
                minimize=False,
            ),
        )
        acknowledge(policy, "EC2 has no narrower form of DescribeSecurityGroups", "AwsSolutions-IAM5[Resource::*]")
        why = "AWS keeps the runbook, under no account or its own; an execution has its id only when it runs"
        acknowledge(policy, why, *(f"AwsSolutions-IAM5[Resource::{arn}]" for arn in _as_nag_prints(place_of(self))))
        return policy

    def _statements(self, group: str) -> list[Statement]:
        place = place_of(self)
        *runbook, executions = _open_arns(place.region, place.account)
        rules = ("ec2:RevokeSecurityGroupEgress", "ec2:RevokeSecurityGroupIngress")
        closed = f"arn:aws:ec2:{place.region}:{place.account}:security-group/{group}"
        passed = {"StringEquals": {"iam:PassedToService": ("ssm.amazonaws.com",)}}
        return [
            Statement("Start", ("ssm:StartAutomationExecution",), (*runbook, executions)),
            Statement("Follow", ("ssm:GetAutomationExecution",), (executions,)),
            Statement("See", ("ec2:DescribeSecurityGroups",), ("*",)),
            Statement("Close", rules, (closed,)),
            # An execution with targets starts one for each of them, under the same role.
            Statement("Pass", ("iam:PassRole",), (self.role.role_arn,), passed),
        ]

    def _association(self, group: str) -> ssm.CfnAssociation:
        return ssm.CfnAssociation(
            self,
            "Association",
            name=_RUNBOOK,
            automation_target_parameter_name="GroupId",
            targets=[ssm.CfnAssociation.TargetProperty(key="ParameterValues", values=[group])],
            parameters={"AutomationAssumeRole": [self.role.role_arn]},
            schedule_expression="rate(1 day)",
            max_concurrency="1",
            max_errors="1",
            compliance_severity="HIGH",
        )

    def _watch(self, topic: sns.ITopic) -> None:
        """Two rules, because it is written nowhere which of the two events comes whenever an Automation fails."""
        # Of any VPC of the account: an execution does not say of which.
        ended = {"Definition": [_RUNBOOK], "Status": ["Cancelled", "Failed", "TimedOut"]}
        before = self._tell("Unfinished", topic, "EC2 Automation Execution Status-change Notification", ended)
        # So that the first run, which the association starts, is heard.
        self.association.node.add_dependency(before)
        own = {"association-id": [self.association.attr_association_id], "status": ["Failed"]}
        self._tell("Unapplied", topic, "EC2 State Manager Association State Change", own)

    def _tell(self, id: str, topic: sns.ITopic, kind: str, detail: Mapping[str, object]) -> events.CfnRule:
        return events.CfnRule(
            self,
            id,
            description=f"{kind}: the VPC's default security group may have rules",
            event_pattern={"source": ["aws.ssm"], "detail-type": [kind], "detail": detail},
            state="ENABLED",
            targets=[events.CfnRule.TargetProperty(arn=topic.topic_arn, id="alarms")],
        )


def _open_arns(region: str, account: str) -> tuple[str, str, str]:
    """The runbook, in both forms that IAM knows it by, and its executions."""
    # AWS' own documents have no account in their ARN, or another one.
    theirs = f"arn:aws:ssm:{region}:*"
    return (
        f"{theirs}:automation-definition/{_RUNBOOK}:*",
        f"{theirs}:document/{_RUNBOOK}",
        f"arn:aws:ssm:{region}:{account}:automation-execution/*",
    )


def _as_nag_prints(place: Place) -> tuple[str, str, str]:
    """The same as cdk-nag writes them, which has words of its own for what is not known before it is deployed."""
    region = "<AWS::Region>" if Token.is_unresolved(place.region) else place.region
    account = "<AWS::AccountId>" if Token.is_unresolved(place.account) else place.account
    return _open_arns(region, account)
