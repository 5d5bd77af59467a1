"""The way in on the AWS side: load balancer, certificate, web ACL, records, and the target group that pods join."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_elasticloadbalancingv2 as elbv2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_sns as sns
from constructs import Construct

from x2bee_constructs.core import durations
from x2bee_constructs.core.names import Site
from x2bee_constructs.ingress import names
from x2bee_constructs.ingress.alarms import EdgeWatch
from x2bee_constructs.ingress.attributes import HEALTH_CHECK, target_attributes
from x2bee_constructs.ingress.balancer import Front, existing_front, own_front
from x2bee_constructs.ingress.certificate import public_zone
from x2bee_constructs.ingress.edge import AlbIngressProps
from x2bee_constructs.ingress.guard import EdgeGuard

__all__ = ["AlbIngress", "let_balancer_in"]

_HOSTS_PER_RULE = 5
"""A rule of a listener compares at most five values."""


class AlbIngress(Construct):
    """A public Application Load Balancer for the hosts, and the target group that Kubernetes finds by its name.

    No pod is known here: a TargetGroupBinding (`IstioIngress`) registers the gateway's. Hosts of machines have a name,
    a certificate and a way in here, and their own rule on the listener elsewhere: `listener_arn`, `balancer_name`,
    `target_group` and `security_group_id` are there for others; `guard` has certificate, web ACL and log bucket, and is
    None for a load balancer that is there already.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        site: Site,
        props: AlbIngressProps,
        *,
        vpc: ec2.IVpc,
        key: kms.IKey,
        topic: sns.ITopic,
        egress: Sequence[str] = (),
    ) -> None:
        """Make the way in of one site, in the public subnets of `vpc`; `key` encrypts logs, `topic` hears alarms.

        `egress` are the public networks behind which the VPC is seen, from which hosts of machines answer.
        """
        super().__init__(scope, id)
        self.guard = None if props.existing else EdgeGuard(self, "Guard", site, props, key=key, egress=egress)
        front = self._front(site, props, vpc)
        self.listener_arn, self.balancer_name = front.listener.listener_arn, front.full_name
        self.security_group_id = front.security_group_id
        self.target_group = self._target_group(site, vpc)
        self._lead_to_pods(props, front)
        self._records(props, front)
        EdgeWatch(
            self,
            "Watch",
            site,
            props.alarms,
            topic=topic,
            runbooks=props.runbooks,
            target_group=self.target_group,
            front=front,
        )

    def _front(self, site: Site, props: AlbIngressProps, vpc: ec2.IVpc) -> Front:
        if props.existing:
            return existing_front(self, props.existing)
        assert self.guard
        return own_front(self, site, vpc, props, self.guard)

    def _target_group(self, site: Site, vpc: ec2.IVpc) -> elbv2.ApplicationTargetGroup:
        """Pods by their addresses, asked on another port than the one that serves.

        HTTP/1.1: between the load balancer and a target HTTP/2 knows no WebSocket.
        """
        group = elbv2.ApplicationTargetGroup(
            self,
            "Targets",
            target_group_name=names.target_group(site),
            vpc=vpc,
            target_type=elbv2.TargetType.IP,
            ip_address_type=elbv2.TargetGroupIpAddressType.IPV4,
            port=names.GATEWAY_PORT,
            protocol=elbv2.ApplicationProtocol.HTTP,
            protocol_version=elbv2.ApplicationProtocolVersion.HTTP1,
            health_check=_health_check(),
        )
        for key, value in target_attributes().items():
            group.set_attribute(key, value)
        return group

    def _lead_to_pods(self, props: AlbIngressProps, front: Front) -> None:
        """The hosts, and no others, to the pods: a request for any other ends here."""
        hosts = sorted(props.hosts)
        chunks = [hosts[start : start + _HOSTS_PER_RULE] for start in range(0, len(hosts), _HOSTS_PER_RULE)]
        for index, chunk in enumerate(chunks):
            elbv2.ApplicationListenerRule(
                self,
                f"Hosts{index + 1}",
                listener=front.listener,
                priority=front.first_priority + index,
                conditions=[elbv2.ListenerCondition.host_headers(chunk)],
                action=elbv2.ListenerAction.forward([self.target_group]),  # pyright: ignore[reportArgumentType]
            )

    def _records(self, props: AlbIngressProps, front: Front) -> None:
        """A record per host; IPv4 alone, as the VPC is."""
        if not props.zone:
            return
        zone = public_zone(self, props.zone)
        for host in props.names:
            target = route53.RecordTarget.from_alias(front.alias)
            route53.ARecord(self, host, zone=zone, record_name=f"{host}.", target=target)


def _health_check() -> elbv2.HealthCheck:
    return elbv2.HealthCheck(
        enabled=True,
        port=str(names.STATUS_PORT),
        path=names.HEALTH_PATH,
        protocol=elbv2.Protocol.HTTP,
        interval=durations.seconds(HEALTH_CHECK.interval_seconds),
        timeout=durations.seconds(HEALTH_CHECK.timeout_seconds),
        healthy_threshold_count=HEALTH_CHECK.healthy_count,
        unhealthy_threshold_count=HEALTH_CHECK.unhealthy_count,
        healthy_http_codes=HEALTH_CHECK.codes,
    )


def let_balancer_in(scope: Construct, pods_group_id: str, balancer_group_id: str) -> None:
    """Let the load balancer reach the gateway's two ports in the security group of the pods: the cluster's own.

    It stands with the cluster, which is made after the load balancer. Nothing else of the load balancer's needs it.
    """
    for what, port in (("Requests", names.GATEWAY_PORT), ("HealthChecks", names.STATUS_PORT)):
        ec2.CfnSecurityGroupIngress(
            scope,
            f"Balancer{what}",
            group_id=pods_group_id,
            source_security_group_id=balancer_group_id,
            description=f"{what} of the public load balancer",
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
        )
