"""What rules of NetworkPolicies are made of, in every room: peers by namespace, label or address, and ways out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from x2bee_constructs.imports.k8s.meta_v1 import LabelSelector, ObjectMeta
from x2bee_constructs.imports.k8s.networking_v1 import (
    IPBlock,
    NetworkPolicy,
    NetworkPolicyEgressRule,
    NetworkPolicyIngressRule,
    NetworkPolicyPeer,
    NetworkPolicyPort,
    NetworkPolicySpec,
)

__all__ = [
    "POD_IDENTITY",
    "addresses",
    "isolating_policy",
    "pods",
    "program",
    "tcp",
    "to_agent",
    "to_anywhere",
    "to_dns",
]

POD_IDENTITY = "169.254.170.23/32"
"""The EKS Pod Identity agent on each node; it answers at port 80."""


def pods(namespace: str, labels: Mapping[str, str] | None = None) -> NetworkPolicyPeer:
    """Pods of a namespace: those with the labels, or all if none are given."""
    home = LabelSelector(match_labels={"kubernetes.io/metadata.name": namespace})
    found = LabelSelector(match_labels=dict(labels)) if labels else None
    return NetworkPolicyPeer(namespace_selector=home, pod_selector=found)


def program(namespace: str, name: str) -> NetworkPolicyPeer:
    """A program's pods, as charts label them."""
    return pods(namespace, {"app.kubernetes.io/name": name})


def addresses(cidrs: Iterable[str]) -> list[NetworkPolicyPeer]:
    """A peer for each block of addresses."""
    return [NetworkPolicyPeer(ip_block=IPBlock(cidr=cidr)) for cidr in cidrs]


def tcp(*ports: int | str) -> list[NetworkPolicyPort]:
    """Ports by number or name."""
    return [NetworkPolicyPort(port=port, protocol="TCP") for port in ports]


def to_dns() -> NetworkPolicyEgressRule:
    """CoreDNS as EKS labels it; TCP for answers that do not fit a packet."""
    udp = NetworkPolicyPort(port=53, protocol="UDP")
    return NetworkPolicyEgressRule(to=[pods("kube-system", {"k8s-app": "kube-dns"})], ports=[udp, *tcp(53)])


def to_agent() -> NetworkPolicyEgressRule:
    """The agent that hands out credentials, for who needs a role in AWS."""
    return NetworkPolicyEgressRule(to=addresses([POD_IDENTITY]), ports=tcp(80))


def to_anywhere(*ports: int, but: Iterable[str] = ()) -> NetworkPolicyEgressRule:
    """The API server, AWS, whoever is outside: none has an address that is known before. 443 if no port is given.

    Not link-local addresses: instance metadata has one. Nor those of `but`, where another rule does not name somebody
    by labels: the VPC CNI holds an address of its own for each pod and Service that a selector finds, which goes before
    the network around it.
    """
    block = IPBlock(cidr="0.0.0.0/0", except_=["169.254.0.0/16", *but])
    return NetworkPolicyEgressRule(to=[NetworkPolicyPeer(ip_block=block)], ports=tcp(*(ports or (443,))))


def isolating_policy(
    meta: ObjectMeta,
    selected: Mapping[str, str],
    into: Sequence[NetworkPolicyIngressRule] = (),
    out: Sequence[NetworkPolicyEgressRule] = (),
) -> NetworkPolicy:
    """Isolate the pods with these labels, or all if none are given, both ways: only what the rules name passes."""
    return NetworkPolicy(
        metadata=meta,
        spec=NetworkPolicySpec(
            pod_selector=LabelSelector(match_labels=dict(selected) or None),
            policy_types=["Ingress", "Egress"],
            ingress=list(into) or None,
            egress=list(out) or None,
        ),
    )
