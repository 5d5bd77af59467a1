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
from x2bee_constructs.workload.profile import Profile
from x2bee_constructs.workload.props import MsaDeploymentProps

__all__ = ["POD_IDENTITY", "network_policy"]

_NOT_PUBLIC = ["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"]
"""RFC 1918, RFC 6598 and link-local: what "outside" does not mean. Instance metadata is link-local."""

POD_IDENTITY = "169.254.170.23/32"
"""The EKS Pod Identity agent on each node."""

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
        yield NetworkPolicyIngressRule(from_=[_service(caller)], ports=[_port("http")])
    if props.exposed:
        gateway = _system(around.gateway_namespace, dict(around.gateway_labels))
        yield NetworkPolicyIngressRule(from_=[gateway], ports=[_port("http")])
    if props.monitor:
        ports = [_port(_PROXY_METRICS)] if props.mesh else [_port("http")]
        yield NetworkPolicyIngressRule(from_=[_system(around.monitoring_namespace)], ports=ports)


def _egress(profile: Profile, props: MsaDeploymentProps) -> Iterable[NetworkPolicyEgressRule]:
    around = props.surroundings
    dns = _system("kube-system", {"k8s-app": "kube-dns"})
    yield NetworkPolicyEgressRule(to=[dns], ports=[_port(53, "UDP"), _port(53)])
    if props.mesh:
        yield NetworkPolicyEgressRule(to=[_system(around.mesh_namespace)], ports=[_port(_PROXY_CONTROL)])
    if props.mesh or props.traces or "collector" in profile.ways_out:
        yield NetworkPolicyEgressRule(to=[_system(around.mesh_namespace)], ports=[_port(p) for p in _OTLP])
    for callee in props.calls:
        if "." not in callee:
            yield NetworkPolicyEgressRule(to=[_service(callee)], ports=[_port("http")])
    for reach in props.egress:
        to = [NetworkPolicyPeer(ip_block=IPBlock(cidr=cidr)) for cidr in reach.cidrs]
        yield NetworkPolicyEgressRule(to=to, ports=[_port(port) for port in reach.ports])
    for peer in props.peers:
        to = [_system(peer.namespace, dict(peer.pods))]
        udp = [_port(port, "UDP") for port in peer.udp_ports]
        yield NetworkPolicyEgressRule(to=to, ports=[*(_port(port) for port in peer.ports), *udp])
    if props.aws:
        yield NetworkPolicyEgressRule(to=[NetworkPolicyPeer(ip_block=IPBlock(cidr=POD_IDENTITY))], ports=[_port(80)])
        # AWS answers on public addresses, or on the VPC's where it has interface endpoints.
        anywhere = NetworkPolicyPeer(ip_block=IPBlock(cidr="0.0.0.0/0", except_=["169.254.0.0/16"]))
        yield NetworkPolicyEgressRule(to=[anywhere], ports=[_port(443)])
    elif any("." in callee for callee in props.calls):
        # A NetworkPolicy knows no host names; the mesh's ServiceEntries narrow this to the declared hosts.
        public = NetworkPolicyPeer(ip_block=IPBlock(cidr="0.0.0.0/0", except_=_NOT_PUBLIC))
        yield NetworkPolicyEgressRule(to=[public], ports=[_port(443)])


def _port(port: int | str, protocol: str = "TCP") -> NetworkPolicyPort:
    return NetworkPolicyPort(port=port, protocol="UDP" if protocol == "UDP" else "TCP")


def _service(name: str) -> NetworkPolicyPeer:
    return NetworkPolicyPeer(pod_selector=LabelSelector(match_labels=names.selector(name)))


def _system(namespace: str, pods: dict[str, str] | None = None) -> NetworkPolicyPeer:
    home = LabelSelector(match_labels={"kubernetes.io/metadata.name": namespace})
    return NetworkPolicyPeer(namespace_selector=home, pod_selector=LabelSelector(match_labels=pods) if pods else None)
