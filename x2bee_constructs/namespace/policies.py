"""The NetworkPolicies of every pod in a namespace: nothing, then what all of them need."""

from __future__ import annotations

from typing import Literal

from x2bee_constructs.imports.k8s import meta_v1
from x2bee_constructs.imports.k8s import networking_v1 as net
from x2bee_constructs.namespace import names
from x2bee_constructs.namespace.props import AppNamespaceProps
from x2bee_constructs.workload.peers import pods, tcp, to_dns

__all__ = ["network_policies"]

_ISTIOD_PORT = 15012
"""Where sidecars fetch certificates and configuration (istio.io, ports used by Istio)."""


def network_policies(namespace: str, labels: dict[str, str], props: AppNamespaceProps) -> dict[str, net.NetworkPolicy]:
    """None without `default_deny`: a policy that allows also denies everything else to the pods it selects."""
    if not props.default_deny:
        return {}

    def policy(name: str, *egress: net.NetworkPolicyEgressRule) -> net.NetworkPolicy:
        types: list[Literal["Ingress", "Egress"]] = ["Egress"] if egress else ["Ingress", "Egress"]
        return net.NetworkPolicy(
            metadata=meta_v1.ObjectMeta(name=name, namespace=namespace, labels=labels),
            spec=net.NetworkPolicySpec(
                pod_selector=meta_v1.LabelSelector(), policy_types=types, egress=list(egress) or None
            ),
        )

    made = {
        "default-deny": policy(names.DEFAULT_DENY),
        "allow-dns": policy(names.ALLOW_DNS, to_dns()),
    }
    if props.istio_revision:
        made["allow-mesh"] = policy(names.ALLOW_MESH, _istiod())
    return made


def _istiod() -> net.NetworkPolicyEgressRule:
    return net.NetworkPolicyEgressRule(to=[pods("istio-system", {"app": "istiod"})], ports=tcp(_ISTIOD_PORT))
