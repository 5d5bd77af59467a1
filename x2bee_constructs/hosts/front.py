"""How requests get from the platform's load balancer to a machine."""

from __future__ import annotations

from typing import NamedTuple

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_elasticloadbalancingv2 as elbv2
from constructs import Construct

from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.names import Site
from x2bee_constructs.hosts import names
from x2bee_constructs.hosts.machine import Place
from x2bee_constructs.hosts.names import HostTool
from x2bee_constructs.hosts.props import HostProps

__all__ = ["Asked", "HostFront"]

_INTERVAL, _TIMEOUT, _WELL, _ILL = 15, 10, 2, 4
"""Asked every 15 seconds, with 10 to answer; well after two good answers, out after a minute without one. Our
judgement: there is one machine, and one that is slow is better than none."""

# A minute for what still runs when the machine goes; nobody's session is kept there.
_ATTRIBUTES = {"deregistration_delay.timeout_seconds": "60", "stickiness.enabled": "false"}


class Asked(NamedTuple):
    """Where a tool answers, and where it says whether it is well."""

    port: int
    health_path: str


class HostFront(Construct):
    """A target group, the rule on the load balancer's listener that leads to it, and the machine's security group.

    The certificate, the record and who may ask at all are the load balancer's. `target_group` and `security_group` are
    there for others.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        site: Site,
        tool: HostTool,
        props: HostProps,
        place: Place,
        asked: Asked,
    ) -> None:
        """Make them in the load balancer's VPC."""
        super().__init__(scope, id)
        self.security_group = self._door(tool, place, asked.port)
        self.target_group = self._targets(site, tool, place, asked)
        forward = elbv2.CfnListenerRule.ActionProperty(type="forward", target_group_arn=self.target_group.ref)
        elbv2.CfnListenerRule(
            self,
            "Rule",
            listener_arn=place.listener_arn,
            priority=props.priority,
            conditions=[
                elbv2.CfnListenerRule.RuleConditionProperty(
                    field="host-header",
                    host_header_config=elbv2.CfnListenerRule.HostHeaderConfigProperty(values=[props.host]),
                )
            ],
            actions=[forward],
        )

    def let_out(self, port: int, what: str) -> None:
        """Let the machine reach this port anywhere: who answers there is known by name alone."""
        self.security_group.add_egress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(port), what)

    def _door(self, tool: HostTool, place: Place, port: int) -> ec2.SecurityGroup:
        group = ec2.SecurityGroup(
            self,
            "Door",
            vpc=place.vpc,
            description=f"The machine of {tool}",
            allow_all_outbound=False,
            disable_inline_rules=False,
        )
        balancer = ec2.Peer.security_group_id(place.balancer_group_id)
        group.add_ingress_rule(balancer, ec2.Port.tcp(port), "Requests of the load balancer")
        group.add_egress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(443), "AWS, packages, images, repositories of others")
        return group

    def _targets(self, site: Site, tool: HostTool, place: Place, asked: Asked) -> elbv2.CfnTargetGroup:
        group = elbv2.CfnTargetGroup(
            self,
            "Targets",
            name=names.machine(site, tool),
            vpc_id=place.vpc.vpc_id,
            target_type="instance",
            port=asked.port,
            protocol="HTTP",
            protocol_version="HTTP1",
            health_check_enabled=True,
            health_check_path=asked.health_path,
            health_check_port="traffic-port",
            health_check_protocol="HTTP",
            health_check_interval_seconds=_INTERVAL,
            health_check_timeout_seconds=_TIMEOUT,
            healthy_threshold_count=_WELL,
            unhealthy_threshold_count=_ILL,
            matcher=elbv2.CfnTargetGroup.MatcherProperty(http_code="200"),
            target_group_attributes=[
                elbv2.CfnTargetGroup.TargetGroupAttributeProperty(key=key, value=value)
                for key, value in sorted(_ATTRIBUTES.items())
            ],
        )
        for_people(group, "the listener's rule leads to it; nothing in the cluster does")
        return group
