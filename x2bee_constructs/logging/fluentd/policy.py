"""Whom the pods of logging reach, and who reaches them."""

from __future__ import annotations

from x2bee_constructs.core.argo import staged_meta
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.k8s import networking_v1 as net
from x2bee_constructs.logging.fluentd.places import METRICS_PORT, WORKERS
from x2bee_constructs.logging.names import NAMESPACE
from x2bee_constructs.workload.peers import isolating_policy, pods, tcp, to_agent, to_anywhere, to_dns

__all__ = ["log_policies"]


def log_policies(monitoring_namespace: str) -> dict[str, KubeObject]:
    """Nothing, then what both the collectors and the Job need: names, credentials, and AWS by HTTPS."""
    scraped = [METRICS_PORT + number for number, _ in enumerate(WORKERS)]
    monitoring = pods(monitoring_namespace)
    into = [net.NetworkPolicyIngressRule(from_=[monitoring], ports=tcp(*scraped))]
    # The domain and S3's endpoint have addresses that nobody knows before.
    out = [to_dns(), to_agent(), to_anywhere()]
    return {
        "default-deny": isolating_policy(staged_meta("default-deny", "logging", NAMESPACE), {}),
        "network-policy": isolating_policy(staged_meta("logs", "logging", NAMESPACE), {}, into, out),
    }
