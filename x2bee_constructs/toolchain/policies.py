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
from x2bee_constructs.workload.peers import (
    addresses,
    isolating_policy,
    pods,
    program,
    tcp,
    to_agent,
    to_anywhere,
    to_dns,
)

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
        yield names.AGENTS, _agents(props, names.AGENTS, [_to_sonarqube()] if props.sonarqube else [])
        yield names.IMAGE_AGENTS, _agents(props, names.IMAGE_AGENTS, [to_agent()])
    if props.runners:
        yield names.RUNNERS, _runners(props)
        yield names.JOBS, _jobs(props, names.JOBS, [_to_sonarqube()] if props.sonarqube else [])
        yield names.PUBLISH, _jobs(props, names.PUBLISH, [to_agent()])
    if props.database:
        yield names.SONARQUBE, _sonarqube(props, props.database)
        yield names.SETUP, _setup()
    if props.database and props.database.namespace:
        yield "database", _database(props.database, props.database.namespace)


def _jenkins(props: ToolchainProps) -> net.NetworkPolicy:
    """People by the gateway, agents by WebSocket; out to the API server, plugins, GitLab and the login."""
    askers = [*_gateway(props), pods(names.AGENTS), pods(names.IMAGE_AGENTS)]
    if props.sonarqube:
        askers.append(program(names.SONARQUBE, names.SONARQUBE))  # it tells of analyses that are done
    into = [_In(from_=[*askers, *_prometheus(props)], ports=tcp(names.JENKINS_PORT))]
    out = [to_dns(), to_anywhere()]
    if props.sonarqube:
        out.append(_to_sonarqube())
    return _policy(names.JENKINS, names.JENKINS, {_NAME: names.JENKINS}, into, out)


def _agents(props: ToolchainProps, home: str, more: Sequence[_Out]) -> net.NetworkPolicy:
    """Nobody comes in. Out to Jenkins, and wherever packages and images are; to a role in AWS those that publish alone.

    Not into the networks inside: what a build runs was written by whoever may push.
    """
    jenkins = _Out(to=[program(names.JENKINS, names.JENKINS)], ports=tcp(names.JENKINS_PORT))
    out = [to_dns(), *more, jenkins, to_anywhere(but=props.inside_cidrs)]
    return _policy(home, "agents" if home == names.AGENTS else home, {}, [], out)


def _runners(props: ToolchainProps) -> net.NetworkPolicy:
    """Nobody comes in but Prometheus: runners ask for jobs. Out to GitLab, and to the API server for their pods."""
    into = [_In(from_=seen, ports=tcp(names.RUNNER_METRICS))] if (seen := _prometheus(props)) else []
    return _policy(names.RUNNERS, names.RUNNERS, {}, into, [to_dns(), to_anywhere()])


def _jobs(props: ToolchainProps, home: str, more: Sequence[_Out]) -> net.NetworkPolicy:
    """As agents: nobody comes in, for runners speak to their pods by the API server and the node."""
    return _policy(home, home, {}, [], [to_dns(), *more, to_anywhere(but=props.inside_cidrs)])


def _sonarqube(props: ToolchainProps, database: SonarQubeDatabase) -> net.NetworkPolicy:
    """People by the gateway, builds, and the job that sets it up; out to its database, and to Jenkins when it is done.

    And to the outside: it asks what newer versions there are, and a licence is checked there.
    """
    askers = [*_gateway(props), *_prometheus(props), program(names.SONARQUBE, names.SETUP)]
    out = [to_dns(), _to_database(database), to_anywhere()]
    if props.runners:
        askers.append(pods(names.JOBS))
    if props.jenkins:
        askers += [pods(names.AGENTS), program(names.JENKINS, names.JENKINS)]
        out.append(_Out(to=[program(names.JENKINS, names.JENKINS)], ports=tcp(names.JENKINS_PORT)))
    into = [_In(from_=askers, ports=tcp(names.SONARQUBE_PORT))]
    return _policy(names.SONARQUBE, names.SONARQUBE, {_NAME: names.SONARQUBE}, into, out)


def _to_sonarqube() -> _Out:
    return _Out(to=[program(names.SONARQUBE, names.SONARQUBE)], ports=tcp(names.SONARQUBE_PORT))


def _to_database(database: SonarQubeDatabase) -> _Out:
    there = addresses(database.cidrs)
    if database.namespace:
        there = [pods(database.namespace, dict(database.pods))]
    return _Out(to=there, ports=tcp(database.port))


def _setup() -> net.NetworkPolicy:
    """The job: to SonarQube, and to the API server for the one Secret that it fills."""
    out = [
        to_dns(),
        _to_sonarqube(),
        to_anywhere(),
    ]
    return _policy(names.SONARQUBE, names.SETUP, {_NAME: names.SETUP}, [], out)


def _database(database: SonarQubeDatabase, namespace: str) -> net.NetworkPolicy:
    """At the other end, beside the database's own: a database inside the cluster lets SonarQube in."""
    into = [_In(from_=[program(names.SONARQUBE, names.SONARQUBE)], ports=tcp(database.port))]
    return net.NetworkPolicy(
        metadata=staged_meta(f"{names.SONARQUBE}-to-database", "toolchain", namespace),
        spec=net.NetworkPolicySpec(
            pod_selector=LabelSelector(match_labels=dict(database.pods)), policy_types=["Ingress"], ingress=into
        ),
    )


def _policy(
    namespace: str, name: str, selected: dict[str, str], into: Sequence[_In], out: Sequence[_Out]
) -> net.NetworkPolicy:
    return isolating_policy(staged_meta(name, "toolchain", namespace), selected, into, out)


def _gateway(props: ToolchainProps) -> list[_Peer]:
    around = props.surroundings
    return [pods(around.gateway_namespace, dict(around.gateway_labels))]


def _prometheus(props: ToolchainProps) -> list[_Peer]:
    return [program(props.surroundings.monitoring_namespace, "prometheus")] if props.monitored else []
