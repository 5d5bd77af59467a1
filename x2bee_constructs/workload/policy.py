"""What a service may reach and who may reach it: its NetworkPolicy, from what it declares. The rest is denied."""

from __future__ import annotations

from collections.abc import Iterable

from x2bee_constructs.imports.k8s.meta_v1 import LabelSelector
from x2bee_constructs.imports.k8s.networking_v1 import (
    IPBlock,
    NetworkPolicy,
    NetworkPolicyEgressRule,
    NetworkPolicyIngressRule,
    NetworkPolicyPeer,
    NetworkPolicyPort,
    NetworkPolicySpec,
)
from x2bee_constructs.workload import names
from x2bee_constructs.workload.meta import Meta
from x2bee_constructs.workload.peers import addresses, pods, tcp, to_agent, to_anywhere, to_dns
from x2bee_constructs.workload.profile import Profile
from x2bee_constructs.workload.props import MsaDeploymentProps

__all__ = ["network_policy"]

_NOT_PUBLIC = ["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"]
"""RFC 1918, RFC 6598 and link-local: what "outside" does not mean. Instance metadata is link-local."""

_PROXY_METRICS = 15020
_PROXY_CONTROL = 15012
_OTLP = (4317, 4318)


def network_policy(meta: Meta, profile: Profile, props: MsaDeploymentProps) -> NetworkPolicy:
    """The policy of one service: default deny both ways, DNS, one rule per declared edge."""
    return NetworkPolicy(
        metadata=meta.object(meta.name),
        spec=NetworkPolicySpec(
            pod_selector=meta.pods(),
            policy_types=["Ingress", "Egress"],
            ingress=list(_ingress(profile, props)),
            egress=list(_egress(profile, props)),
        ),
    )


def _ingress(profile: Profile, props: MsaDeploymentProps) -> Iterable[NetworkPolicyIngressRule]:
    if not profile.port:
        return
    around = props.surroundings
    for caller in props.callers:
        yield NetworkPolicyIngressRule(from_=[_service(caller)], ports=tcp("http"))
    if props.exposed:
        gateway = pods(around.gateway_namespace, dict(around.gateway_labels))
        yield NetworkPolicyIngressRule(from_=[gateway], ports=tcp("http"))
    if props.monitor:
        ports = tcp(_PROXY_METRICS if props.mesh else "http")
        yield NetworkPolicyIngressRule(from_=[pods(around.monitoring_namespace)], ports=ports)


def _egress(profile: Profile, props: MsaDeploymentProps) -> Iterable[NetworkPolicyEgressRule]:
    around = props.surroundings
    yield to_dns()
    if props.mesh:
        yield NetworkPolicyEgressRule(to=[pods(around.mesh_namespace)], ports=tcp(_PROXY_CONTROL))
    if props.mesh or props.traces or "collector" in profile.ways_out:
        yield NetworkPolicyEgressRule(to=[pods(around.mesh_namespace)], ports=tcp(*_OTLP))
    for callee in props.calls:
        if "." not in callee:
            yield NetworkPolicyEgressRule(to=[_service(callee)], ports=tcp("http"))
    for reach in props.egress:
        yield NetworkPolicyEgressRule(to=addresses(reach.cidrs), ports=tcp(*reach.ports))
    for peer in props.peers:
        to = [pods(peer.namespace, dict(peer.pods))]
        udp = [NetworkPolicyPort(port=port, protocol="UDP") for port in peer.udp_ports]
        yield NetworkPolicyEgressRule(to=to, ports=[*tcp(*peer.ports), *udp])
    if props.aws:
        yield to_agent()
        # AWS answers on public addresses, or on the VPC's where it has interface endpoints.
        yield to_anywhere()
    elif any("." in callee for callee in props.calls):
        # A NetworkPolicy knows no host names; the mesh's ServiceEntries narrow this to the declared hosts.
        public = NetworkPolicyPeer(ip_block=IPBlock(cidr="0.0.0.0/0", except_=_NOT_PUBLIC))
        yield NetworkPolicyEgressRule(to=[public], ports=tcp(443))


def _service(name: str) -> NetworkPolicyPeer:
    return NetworkPolicyPeer(pod_selector=LabelSelector(match_labels=names.selector(name)))
