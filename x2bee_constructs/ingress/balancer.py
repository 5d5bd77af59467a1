"""The load balancer: its group, its attributes, its listeners; or one that is there already."""

from __future__ import annotations

from typing import NamedTuple

from aws_cdk import ArnFormat, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_elasticloadbalancingv2 as elbv2
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_route53_targets as targets
from constructs import Construct

from x2bee_constructs.core.acknowledge import acknowledge
from x2bee_constructs.core.aws import for_people
from x2bee_constructs.core.names import Site
from x2bee_constructs.ingress import names
from x2bee_constructs.ingress.attributes import balancer_attributes
from x2bee_constructs.ingress.edge import AlbIngressProps, ExistingBalancer
from x2bee_constructs.ingress.guard import EdgeGuard

__all__ = ["Front", "existing_front", "own_front"]


class Front(NamedTuple):
    """A load balancer, as far as the rest of the way in needs it."""

    listener: elbv2.IApplicationListener
    """Where HTTPS comes in."""
    alias: route53.IAliasRecordTarget
    """What the hosts' records point to."""
    security_group_id: str
    """From where pods get requests."""
    full_name: str
    """How CloudWatch calls it."""
    first_priority: int
    """Of the listener's rules that are ours."""
    ours: bool
    """Whether it is made here."""


def own_front(scope: Construct, site: Site, vpc: ec2.IVpc, props: AlbIngressProps, guard: EdgeGuard) -> Front:
    """A load balancer of our own, with both listeners."""
    group = _group(scope, vpc, props)
    balancer = _balancer(scope, site, vpc, group, guard)
    return Front(
        listener=_https_listener(balancer, guard),
        # jsii's protocols name a parameter differently from its classes.
        alias=targets.LoadBalancerTarget(balancer),  # pyright: ignore[reportArgumentType]
        security_group_id=group.security_group_id,
        full_name=balancer.load_balancer_full_name,
        first_priority=1,
        ours=True,
    )


def existing_front(scope: Construct, existing: ExistingBalancer) -> Front:
    """The load balancer that is there already, by what is said of it."""
    balancer = elbv2.ApplicationLoadBalancer.from_application_load_balancer_attributes(
        scope,
        "Balancer",
        load_balancer_arn=_arn(scope, f"loadbalancer/{existing.load_balancer}"),
        load_balancer_dns_name=existing.dns_name,
        load_balancer_canonical_hosted_zone_id=existing.zone_id,
        security_group_id=existing.security_group,
    )
    group = ec2.SecurityGroup.from_security_group_id(scope, "Group", existing.security_group, mutable=False)
    listener = elbv2.ApplicationListener.from_application_listener_attributes(
        scope,
        "Https",
        listener_arn=_arn(scope, f"listener/{existing.load_balancer}/{existing.listener}"),
        security_group=group,
        default_port=443,
    )
    return Front(
        listener=listener,
        alias=targets.LoadBalancerTarget(balancer),  # pyright: ignore[reportArgumentType]
        security_group_id=existing.security_group,
        full_name=existing.load_balancer,
        first_priority=existing.priority,
        ours=False,
    )


def _group(scope: Construct, vpc: ec2.IVpc, props: AlbIngressProps) -> ec2.SecurityGroup:
    """From outside to the listeners, and on to the gateway's two ports in the app subnets; nothing else."""
    group = ec2.SecurityGroup(
        scope,
        "Group",
        vpc=vpc,
        description="The public load balancer",
        allow_all_outbound=False,
        disable_inline_rules=False,
    )
    for cidr in props.sources:
        for port, what in ((80, "HTTP, only to be sent on to HTTPS"), (443, "HTTPS")):
            group.add_ingress_rule(ec2.Peer.ipv4(cidr), ec2.Port.tcp(port), what)
    for cidr in props.app_cidrs:
        for port, what in ((names.GATEWAY_PORT, "requests"), (names.STATUS_PORT, "health checks")):
            # Literal networks: of a reference, checkers cannot tell how wide it is.
            group.add_egress_rule(ec2.Peer.ipv4(cidr), ec2.Port.tcp(port), what)
        for machine in props.machines:
            group.add_egress_rule(ec2.Peer.ipv4(cidr), ec2.Port.tcp(machine.port), f"requests for {machine.host}")
    if "0.0.0.0/0" in props.sources:
        why = "the shop is for everybody: the web ACL and the load balancer stand between it and the cluster"
        acknowledge(group, why, "AwsSolutions-EC23", "CKV_AWS_260")
    return group


def _balancer(
    scope: Construct, site: Site, vpc: ec2.IVpc, group: ec2.SecurityGroup, guard: EdgeGuard
) -> elbv2.ApplicationLoadBalancer:
    """In the public subnets, behind the web ACL, with records of all it does."""
    balancer = elbv2.ApplicationLoadBalancer(
        scope,
        "Balancer",
        load_balancer_name=names.load_balancer(site),
        vpc=vpc,
        vpc_subnets=ec2.SubnetSelection(subnet_group_name="public"),
        internet_facing=True,
        ip_address_type=elbv2.IpAddressType.IPV4,
        # jsii's protocols name a parameter differently from its classes.
        security_group=group,  # pyright: ignore[reportArgumentType]
    )
    for key, value in balancer_attributes(guard.logs.bucket.bucket_name).items():
        balancer.set_attribute(key, value)
    # AWS tries to write when the attribute is set: the bucket's policy has to be there.
    balancer.node.add_dependency(guard.logs.policy)
    guard.web_acl.protect(scope, balancer.load_balancer_arn)
    for_people(balancer, "people find it by this name; the cluster knows the target group alone")
    return balancer


def _https_listener(balancer: elbv2.ApplicationLoadBalancer, guard: EdgeGuard) -> elbv2.ApplicationListener:
    """HTTPS, which knows no host by itself, and HTTP that sends every browser to it."""
    http = balancer.add_listener(
        "Http",
        port=80,
        protocol=elbv2.ApplicationProtocol.HTTP,
        open=False,
        default_action=elbv2.ListenerAction.redirect(protocol="HTTPS", port="443", permanent=True),
    )
    why = "it only sends browsers on to HTTPS, so there is nothing to prove"
    acknowledge(http, why, *(f"{pack}-ELBv2ACMCertificateRequired" for pack in ("NIST.800.53.R5", "PCI.DSS.321")))
    listener = balancer.add_listener(
        "Https",
        port=443,
        protocol=elbv2.ApplicationProtocol.HTTPS,
        open=False,
        ssl_policy=elbv2.SslPolicy.TLS13_12_RES_PQ,
        certificates=[elbv2.ListenerCertificate.from_certificate_manager(guard.certificate.certificate)],
        default_action=elbv2.ListenerAction.fixed_response(404, content_type="text/plain", message_body="unknown host"),
    )
    listener.set_attribute("routing.http.response.server.enabled", "false")
    return listener


def _arn(scope: Construct, resource: str) -> str:
    return Stack.of(scope).format_arn(
        service="elasticloadbalancing", resource=resource, arn_format=ArnFormat.NO_RESOURCE_NAME
    )
