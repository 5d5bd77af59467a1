"""How the load balancer reaches the gateway's pods, and that nobody else does."""

from __future__ import annotations

from collections.abc import Iterator

from x2bee_constructs.imports.aws_lbc import elbv2_v1beta1 as lbc
from x2bee_constructs.imports.k8s.networking_v1 import (
    NetworkPolicy,
    NetworkPolicyEgressRule,
    NetworkPolicyIngressRule,
)
from x2bee_constructs.ingress import names
from x2bee_constructs.ingress.objects import Place
from x2bee_constructs.ingress.props import IstioIngressProps
from x2bee_constructs.ingress.servers import SERVICE_PORT
from x2bee_constructs.workload.names import selector
from x2bee_constructs.workload.peers import addresses, isolating_policy, pods, tcp, to_dns

__all__ = ["network_policy", "target_group_binding"]

_METRICS = 15020
_ISTIOD = 15012
_OTLP = 4317


def target_group_binding(place: Place, props: IstioIngressProps) -> lbc.TargetGroupBinding:
    """The gateway's pods as targets of the AWS side's target group, by its name.

    Without `networking`: the AWS side opens the pods' security group for its load balancer, and the controller needs no
    right to change one. Target type, address type and protocol are said, or a webhook of the controller asks AWS.
    """
    return lbc.TargetGroupBinding(
        # A pod gets the readiness gate only if binding and Service are there when it is made; without it a rollout goes
        # on while the load balancer knows none of the new pods. The Service comes with the pods, just before them:
        # until then the controller finds no target, and waits.
        metadata=place.early_meta(props.gateway_service),
        spec=lbc.TargetGroupBindingSpec(
            target_group_name=names.target_group(place.site),
            target_type="ip",
            ip_address_type="ipv4",
            target_group_protocol="HTTP",
            service_ref=lbc.TargetGroupBindingServiceRef(name=props.gateway_service, port=SERVICE_PORT),
        ),
    )


def network_policy(place: Place, props: IstioIngressProps) -> NetworkPolicy:
    """The gateway's pods: requests and health checks from the public subnets, Prometheus, and out to the services."""
    meta, gateway = place.early_meta(props.gateway_service), dict(props.surroundings.gateway_labels)
    return isolating_policy(meta, gateway, list(_ingress(props)), list(_egress(place, props)))


def _ingress(props: IstioIngressProps) -> Iterator[NetworkPolicyIngressRule]:
    balancer = addresses(props.balancer_cidrs)
    yield NetworkPolicyIngressRule(from_=balancer, ports=tcp(names.GATEWAY_PORT, names.STATUS_PORT))
    yield NetworkPolicyIngressRule(from_=[pods(props.surroundings.monitoring_namespace)], ports=tcp(_METRICS))


def _egress(place: Place, props: IstioIngressProps) -> Iterator[NetworkPolicyEgressRule]:
    mesh = props.surroundings.mesh_namespace
    yield to_dns()
    yield NetworkPolicyEgressRule(to=[pods(mesh, {"app": "istiod"})], ports=tcp(_ISTIOD))
    yield NetworkPolicyEgressRule(to=[pods(mesh)], ports=tcp(_OTLP))
    for service in sorted({service for host in props.hosts for service in host.services}):
        yield NetworkPolicyEgressRule(to=[pods(place.services, selector(service))], ports=tcp("http"))
    for tool in props.tools:
        yield NetworkPolicyEgressRule(to=[pods(tool.namespace, dict(tool.pods))], ports=tcp(tool.pod_port))
