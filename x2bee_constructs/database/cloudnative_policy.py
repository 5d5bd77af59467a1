"""Who reaches the instances of a database inside the cluster, and what they reach; the rest is denied."""

from __future__ import annotations

from collections.abc import Mapping

from x2bee_constructs.core.argo import staged_meta
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.database import names
from x2bee_constructs.database.cloudnative import InClusterPostgresProps
from x2bee_constructs.database.credentials import pooler
from x2bee_constructs.imports.k8s import networking_v1 as net
from x2bee_constructs.imports.k8s.meta_v1 import LabelSelector, LabelSelectorRequirement
from x2bee_constructs.workload import names as workload
from x2bee_constructs.workload.peers import pods, tcp, to_agent, to_anywhere, to_dns

__all__ = ["instance_labels", "network_policies", "pooler_labels"]

_POSTGRES = 5432
_STATUS = 8000
"""Where the operator asks an instance how it is (CloudNativePG, docs/src/security.md, exposed ports)."""
_METRICS = 9187
_POOLER_METRICS = 9127
"""Both named `metrics` (CloudNativePG, docs/src/monitoring.md and connection_pooling.md)."""

_OPERATOR = {"app.kubernetes.io/name": "cloudnative-pg"}
"""The operator's pods, as its chart labels them."""


def network_policies(site: Site, props: InClusterPostgresProps) -> dict[str, KubeObject]:
    """The policies of the instances, `network-policy`, and of the operator's jobs, and that of a pooler."""
    instances = LabelSelector(match_labels=instance_labels(props.name))
    own_jobs = _own_jobs(props.name)
    poolers = LabelSelector(match_labels=pooler_labels(props.name))
    clients = _clients(site, props)
    behind = [_here(pooler_labels(props.name))] if props.pooler else []
    followers = [_here(instance_labels(name)) for name in sorted(props.followers)]
    followed = [_here(instance_labels(name)) for name in sorted(props.follows)]
    jobs = [_here({"app.kubernetes.io/name": name}) for name in sorted(props.jobs)]
    itself = _here(instance_labels(props.name))
    operator = pods(props.operator_namespace, _OPERATOR)
    prometheus = [pods(props.monitoring_namespace)] if props.monitor else []
    made: dict[str, KubeObject] = {
        "network-policy": _policy(
            site,
            names.in_cluster(props.name),
            instances,
            [
                _from([*clients, *behind, *jobs, *followers, net.NetworkPolicyPeer(pod_selector=own_jobs)], _POSTGRES),
                _from([itself, operator], _POSTGRES, _STATUS),
                _from(prometheus, _METRICS),
            ],
            [
                to_dns(),
                _to([itself], _POSTGRES, _STATUS),
                *([_to(followed, _POSTGRES)] if followed else []),
                *_outside(backup=bool(props.backup_bucket)),
            ],
        )
    }
    made["jobs-network-policy"] = _policy(
        site,
        f"{names.in_cluster(props.name)}-jobs",
        own_jobs,
        [],
        [to_dns(), _to([itself], _POSTGRES), *_outside(backup=bool(props.backup_bucket))],
    )
    if props.pooler:
        incoming = [_from(clients, _POSTGRES), _from(prometheus, _POOLER_METRICS)]
        outgoing = [to_dns(), _to([itself], _POSTGRES), *_outside(backup=False)]
        made["pooler-network-policy"] = _policy(site, pooler(props.name), poolers, incoming, outgoing)
    return made


def instance_labels(database: str) -> dict[str, str]:
    """What the operator labels instances with, and poolers not."""
    return {"cnpg.io/cluster": names.in_cluster(database), "cnpg.io/podRole": "instance"}


def _own_jobs(database: str) -> LabelSelector:
    """The operator's jobs that make an instance's files, first or from another: they have no role of an instance."""
    asked = LabelSelectorRequirement(key="cnpg.io/jobRole", operator="Exists")
    return LabelSelector(match_labels={"cnpg.io/cluster": names.in_cluster(database)}, match_expressions=[asked])


def pooler_labels(database: str) -> dict[str, str]:
    """What the operator labels the pooler's pods with."""
    return {"cnpg.io/poolerName": pooler(database)}


def _policy(
    site: Site,
    name: str,
    selector: LabelSelector,
    incoming: list[net.NetworkPolicyIngressRule],
    outgoing: list[net.NetworkPolicyEgressRule],
) -> net.NetworkPolicy:
    return net.NetworkPolicy(
        metadata=staged_meta(name, "databases", names.data_namespace(site)),
        spec=net.NetworkPolicySpec(
            pod_selector=selector,
            policy_types=["Ingress", "Egress"],
            # A rule that names nobody would let everybody in; an empty list is left out, as the API server does.
            ingress=[rule for rule in incoming if rule.from_] or None,
            egress=outgoing,
        ),
    )


def _clients(site: Site, props: InClusterPostgresProps) -> list[net.NetworkPolicyPeer]:
    return [pods(workload.namespace(site), workload.selector(name)) for name in sorted(props.services)]


def _outside(*, backup: bool) -> list[net.NetworkPolicyEgressRule]:
    """HTTPS: the instance manager watches the API server, which has no labels; and S3, which has no fixed address."""
    return [to_anywhere(), *([to_agent()] if backup else [])]


def _from(peers: list[net.NetworkPolicyPeer], *ports: int) -> net.NetworkPolicyIngressRule:
    return net.NetworkPolicyIngressRule(from_=peers, ports=tcp(*ports))


def _to(peers: list[net.NetworkPolicyPeer], *ports: int) -> net.NetworkPolicyEgressRule:
    return net.NetworkPolicyEgressRule(to=peers, ports=tcp(*ports))


def _here(labels: Mapping[str, str]) -> net.NetworkPolicyPeer:
    return net.NetworkPolicyPeer(pod_selector=LabelSelector(match_labels=dict(labels)))
