"""AWS::ElasticLoadBalancingV2::ListenerRule: what is refused of rules, and of target groups that they lead to."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.emulator.types.resource import Properties, RefusedError
from conformance.emulator.types.stack import alb
from conformance.emulator.types.wrapping import guarded, judged

__all__ = ["install"]


def _judge(known: str | None, properties: Properties) -> None:
    """A priority is given once for each listener, and a rule leads to target groups of the load balancer's VPC."""
    listener, priority = str(properties["ListenerArn"]), str(properties["Priority"])
    for arn, one in alb._rules.items():
        if arn != known and one["ListenerArn"] == listener and str(one["Priority"]) == priority:
            raise RefusedError(f"PriorityInUse: {priority} of {listener} is that of {arn}")
    if listener not in alb._listeners:
        raise RefusedError(f"ListenerNotFound: {listener}")
    vpc = alb._lbs[alb._listeners[listener]["LoadBalancerArn"]]["VpcId"]
    for arn in _targets(properties):
        if arn not in alb._tgs:
            raise RefusedError(f"TargetGroupNotFound: {arn}")
        if alb._tgs[arn]["VpcId"] != vpc:
            raise RefusedError(f"InvalidTargetGroup: {arn} is in {alb._tgs[arn]['VpcId']}, not {vpc}")


def _targets(properties: Properties) -> Iterator[str]:
    for action in properties.get("Actions", []):
        if "TargetGroupArn" in action:
            yield str(action["TargetGroupArn"])
        for one in action.get("ForwardConfig", {}).get("TargetGroups", []):
            yield str(one["TargetGroupArn"])


def _keep(arn: str) -> None:
    users = sorted(rule for rule, one in alb._rules.items() if arn in _targets(one))
    if users:
        raise RefusedError(f"ResourceInUse: {arn} is where {users} lead")


def install() -> None:
    """Rules are judged; a target group that one leads to is not deleted."""
    judged("AWS::ElasticLoadBalancingV2::ListenerRule", _judge)
    guarded("AWS::ElasticLoadBalancingV2::TargetGroup", _keep)
