"""AWS's own IAM policies on our roles, each with the reason why it is good enough."""

from __future__ import annotations

from aws_cdk import Token
from aws_cdk import aws_iam as iam

from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.iam import Statement
from x2bee_constructs.core.place import place_of

__all__ = ["attach", "explain", "write"]

_WHY = "AWS keeps it in step with what EKS calls; a copy of ours would break the cluster when EKS learns something new"


def attach(role: iam.Role, *policies: str) -> None:
    """Give the role policies that AWS keeps."""
    for policy in policies:
        # jsii's protocols name a parameter differently from its classes.
        role.add_managed_policy(iam.ManagedPolicy.from_aws_managed_policy_name(policy))
    explain(role, *policies)


def explain(role: iam.Role, *policies: str) -> None:
    """Acknowledge the policies that AWS keeps, where the role has them already."""
    for policy in policies:
        acknowledge(role, _WHY, f"AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/{policy}]")


def write(role: iam.Role, name: str, *statements: Statement) -> None:
    """Write what the role may do into the role itself, as it stands: not minimized, under any feature flags."""
    said = [iam.PolicyStatement.from_json(found.as_json()) for found in statements]
    resource = role.node.default_child
    assert isinstance(resource, iam.CfnRole)
    document = iam.PolicyDocument(statements=said, minimize=False)
    resource.policies = [iam.CfnRole.PolicyProperty(policy_name=name, policy_document=document)]
    inline = "what a role may do is written in the role: the policy serves it alone and ends with it"
    acknowledge(role, inline, "NIST.800.53.R5-IAMNoInlinePolicy", "PCI.DSS.321-IAMNoInlinePolicy")
    for wild in sorted({name for found in statements for name in found.resources if name.endswith("*")}):
        keys = {key for found in statements if wild in found.resources for key in _keys(found)}
        why = f"nobody knows these ids beforehand; conditions say which are meant: {', '.join(sorted(keys))}"
        acknowledge(role, why, f"AwsSolutions-IAM5[Resource::{_plain(role, wild)}]")


def _keys(statement: Statement) -> set[str]:
    return {key for test in statement.conditions.values() for key in test}


def _plain(role: iam.Role, resource: str) -> str:
    """As cdk-nag's ids have it: references in angle brackets."""
    place = place_of(role)
    for token, name in ((place.region, "<AWS::Region>"), (place.account, "<AWS::AccountId>")):
        if Token.is_unresolved(token):
            resource = resource.replace(token, name)
    return resource
