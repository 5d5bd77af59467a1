"""Who reaches the tools and the pods that build, and whom they reach; nobody else, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from x2bee_constructs.core.argo import staged_meta
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.k8s import networking_v1 as net
from x2bee_constructs.imports.k8s.meta_v1 import LabelSelector
from x2bee_constructs.toolchain import names
from x2bee_constructs.toolchain.props import ToolchainProps
from x2bee_constructs.toolchain.sonarqube_props import SonarQubeDatabase
from x2bee_constructs.workload.policy import POD_IDENTITY

__all__ = ["policies"]

_In = net.NetworkPolicyIngressRule
_Out = net.NetworkPolicyEgressRule
_Peer = net.NetworkPolicyPeer

_NAME = "app.kubernetes.io/name"


def policies(props: ToolchainProps) -> dict[str, KubeObject]:
    """All policies, by the id that each has in the construct tree; each namespace is closed beside them."""
    return {f"policy-{name}": policy for name, policy in _policies(props)}


def _policies(props: ToolchainProps) -> Iterator[tuple[str, net.NetworkPolicy]]:
    if props.jenkins:
        yield names.JENKINS, _jenkins(props)
        yield names.AGENTS, _agents(props)
    if props.database:
        yield names.SONARQUBE, _sonarqube(props, props.database)
        yield names.SETUP, _setup()
    if props.database and props.database.namespace:
        yield "database", _database(props.database, props.database.namespace)


def _jenkins(props: ToolchainProps) -> net.NetworkPolicy:
    """People by the gateway, agents by WebSocket; out to the API server, plugins, GitLab and the login."""
    askers = [*_gateway(props), _namespace(names.AGENTS)]
    if props.sonarqube:
        askers.append(_pods(names.SONARQUBE, names.SONARQUBE))  # it tells of analyses that are done
    into = [_In(from_=[*askers, *_prometheus(props)], ports=_ports(names.JENKINS_PORT))]
    out = [_dns(), _anywhere()]
    if props.sonarqube:
        out.append(_Out(to=[_pods(names.SONARQUBE, names.SONARQUBE)], ports=_ports(names.SONARQUBE_PORT)))
    return _policy(names.JENKINS, names.JENKINS, {_NAME: names.JENKINS}, into, out)


def _agents(props: ToolchainProps) -> net.NetworkPolicy:
    """Nobody comes in. Out to Jenkins and SonarQube, to AWS by their role, and wherever packages and images are.

    Not into the cluster: what a build runs was written by whoever may push.
    """
    out = [
        _dns(),
        _Out(to=[_Peer(ip_block=net.IPBlock(cidr=POD_IDENTITY))], ports=_ports(80)),
        _Out(to=[_pods(names.JENKINS, names.JENKINS)], ports=_ports(names.JENKINS_PORT)),
        _anywhere(),
    ]
    if props.sonarqube:
        out.append(_Out(to=[_pods(names.SONARQUBE, names.SONARQUBE)], ports=_ports(names.SONARQUBE_PORT)))
    return _policy(names.AGENTS, "agents", {}, [], out)


def _sonarqube(props: ToolchainProps, database: SonarQubeDatabase) -> net.NetworkPolicy:
    """People by the gateway, builds, and the job that sets it up; out to its database, and to Jenkins when it is done.

    And to the outside: it asks what newer versions there are, and a licence is checked there.
    """
    askers = [*_gateway(props), *_prometheus(props), _pods(names.SONARQUBE, names.SETUP)]
    out = [_dns(), _to_database(database), _anywhere()]
    if props.jenkins:
        askers += [_namespace(names.AGENTS), _pods(names.JENKINS, names.JENKINS)]
        out.append(_Out(to=[_pods(names.JENKINS, names.JENKINS)], ports=_ports(names.JENKINS_PORT)))
    into = [_In(from_=askers, ports=_ports(names.SONARQUBE_PORT))]
    return _policy(names.SONARQUBE, names.SONARQUBE, {_NAME: names.SONARQUBE}, into, out)


def _to_database(database: SonarQubeDatabase) -> _Out:
    there = [_Peer(ip_block=net.IPBlock(cidr=cidr)) for cidr in database.cidrs]
    if database.namespace:
        there = [_labelled(database.namespace, dict(database.pods))]
    return _Out(to=there, ports=_ports(database.port))


def _setup() -> net.NetworkPolicy:
    """The job: to SonarQube, and to the API server for the one Secret that it fills."""
    out = [_dns(), _Out(to=[_pods(names.SONARQUBE, names.SONARQUBE)], ports=_ports(names.SONARQUBE_PORT)), _anywhere()]
    return _policy(names.SONARQUBE, names.SETUP, {_NAME: names.SETUP}, [], out)


def _database(database: SonarQubeDatabase, namespace: str) -> net.NetworkPolicy:
    """At the other end, beside the database's own: a database inside the cluster lets SonarQube in."""
    into = [_In(from_=[_pods(names.SONARQUBE, names.SONARQUBE)], ports=_ports(database.port))]
    return net.NetworkPolicy(
        metadata=staged_meta(f"{names.SONARQUBE}-to-database", "toolchain", namespace),
        spec=net.NetworkPolicySpec(
            pod_selector=LabelSelector(match_labels=dict(database.pods)), policy_types=["Ingress"], ingress=into
        ),
    )


def _policy(
    namespace: str, name: str, selected: dict[str, str], into: Sequence[_In], out: Sequence[_Out]
) -> net.NetworkPolicy:
    return net.NetworkPolicy(
        metadata=staged_meta(name, "toolchain", namespace),
        spec=net.NetworkPolicySpec(
            pod_selector=LabelSelector(match_labels=selected or None),
            policy_types=["Ingress", "Egress"],
            ingress=list(into) or None,
            egress=list(out) or None,
        ),
    )


def _pods(namespace: str, name: str) -> _Peer:
    return _labelled(namespace, {_NAME: name})


def _labelled(namespace: str, labels: dict[str, str]) -> _Peer:
    return _Peer(namespace_selector=_home(namespace), pod_selector=LabelSelector(match_labels=labels))


def _namespace(name: str) -> _Peer:
    return _Peer(namespace_selector=_home(name))


def _home(namespace: str) -> LabelSelector:
    return LabelSelector(match_labels={"kubernetes.io/metadata.name": namespace})


def _gateway(props: ToolchainProps) -> list[_Peer]:
    around = props.surroundings
    return [_labelled(around.gateway_namespace, dict(around.gateway_labels))]


def _prometheus(props: ToolchainProps) -> list[_Peer]:
    return [_pods(props.surroundings.monitoring_namespace, "prometheus")] if props.monitored else []


def _dns() -> _Out:
    ports = [net.NetworkPolicyPort(port=53, protocol="UDP"), net.NetworkPolicyPort(port=53, protocol="TCP")]
    return _Out(to=[_labelled("kube-system", {"k8s-app": "kube-dns"})], ports=ports)


def _anywhere() -> _Out:
    """The API server, AWS, and whoever is outside, all behind TLS: none has an address that is known before."""
    block = net.IPBlock(cidr="0.0.0.0/0", except_=["169.254.0.0/16"])
    return _Out(to=[_Peer(ip_block=block)], ports=_ports(443))


def _ports(*ports: int) -> list[net.NetworkPolicyPort]:
    return [net.NetworkPolicyPort(port=port, protocol="TCP") for port in ports]
