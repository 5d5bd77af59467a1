"""Whom the pods of logging reach, and who reaches them."""

from __future__ import annotations

from x2bee_constructs.core.argo import staged_meta
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.k8s import networking_v1 as net
from x2bee_constructs.imports.k8s.meta_v1 import LabelSelector
from x2bee_constructs.logging.fluentd.places import METRICS_PORT, WORKERS
from x2bee_constructs.logging.names import NAMESPACE

__all__ = ["log_policies"]

_AGENT = "169.254.170.23/32"
"""EKS Pod Identity agent, port 80 (docs.aws.amazon.com, EKS User Guide, EKS Pod Identity considerations)."""


def log_policies(monitoring_namespace: str) -> dict[str, KubeObject]:
    """Nothing, then what both the collectors and the Job need: names, credentials, and AWS by HTTPS."""
    scraped = [_port(METRICS_PORT + number) for number, _ in enumerate(WORKERS)]
    prometheus = net.NetworkPolicyPeer(namespace_selector=_named(monitoring_namespace))
    dns = net.NetworkPolicyPeer(
        namespace_selector=_named("kube-system"), pod_selector=LabelSelector(match_labels={"k8s-app": "kube-dns"})
    )
    agent = net.NetworkPolicyPeer(ip_block=net.IPBlock(cidr=_AGENT))
    # The domain and S3's endpoint have addresses that nobody knows before.
    anywhere = net.NetworkPolicyPeer(ip_block=net.IPBlock(cidr="0.0.0.0/0", except_=["169.254.0.0/16"]))
    return {
        "default-deny": net.NetworkPolicy(
            metadata=staged_meta("default-deny", "logging", NAMESPACE),
            spec=net.NetworkPolicySpec(pod_selector=LabelSelector(), policy_types=["Ingress", "Egress"]),
        ),
        "network-policy": net.NetworkPolicy(
            metadata=staged_meta("logs", "logging", NAMESPACE),
            spec=net.NetworkPolicySpec(
                pod_selector=LabelSelector(),
                policy_types=["Ingress", "Egress"],
                ingress=[net.NetworkPolicyIngressRule(from_=[prometheus], ports=scraped)],
                egress=[
                    net.NetworkPolicyEgressRule(to=[dns], ports=[_port(53, "UDP"), _port(53)]),
                    net.NetworkPolicyEgressRule(to=[agent], ports=[_port(80)]),
                    net.NetworkPolicyEgressRule(to=[anywhere], ports=[_port(443)]),
                ],
            ),
        ),
    }


def _named(namespace: str) -> LabelSelector:
    return LabelSelector(match_labels={"kubernetes.io/metadata.name": namespace})


def _port(port: int, protocol: str = "TCP") -> net.NetworkPolicyPort:
    return net.NetworkPolicyPort(port=port, protocol="UDP" if protocol == "UDP" else "TCP")
