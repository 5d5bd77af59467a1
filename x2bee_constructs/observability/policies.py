"""Who reaches the parts of observability, and whom they reach; nobody else, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from x2bee_constructs.core.argo import staged_meta
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.k8s import networking_v1 as net
from x2bee_constructs.imports.k8s.meta_v1 import LabelSelector
from x2bee_constructs.observability import names
from x2bee_constructs.observability.props import ObservabilityStackProps
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
_OTLP = (4317, 4318)


def policies(props: ObservabilityStackProps) -> dict[str, KubeObject]:
    """All policies, by the id that each has in the construct tree."""
    made = {
        **_prometheus(props),
        **_alertmanager(props),
        **_grafana(props),
        **(_kiali(props) if props.mesh else {}),
        **_jaeger(props),
        **_collectors(props),
    }
    return {f"policy-{key}": policy for key, policy in made.items()}


def _prometheus(props: ObservabilityStackProps) -> dict[str, net.NetworkPolicy]:
    """Prometheus asks every pod and every node; its operator and kube-state-metrics ask the API server alone."""
    home = names.NAMESPACE
    askers = [
        program(home, names.GRAFANA),
        program(home, names.PROMETHEUS),
        program(names.MESH, names.KIALI),
        pods("keda"),
    ]
    asked = [*askers, *(_gateway(props) if "prometheus" in props.spec.open_tools else [])]
    nodes = addresses(props.app_cidrs)
    prometheus = [
        to_dns(),
        _Out(to=[_Peer(namespace_selector=LabelSelector())]),
        _Out(to=nodes, ports=tcp(443, 9100, 10250)),
        to_anywhere(),
    ]
    if props.spec.metrics.remote_write and props.spec.metrics.remote_write.login == "sigv4":
        prometheus.append(to_agent())
    api = [to_dns(), to_anywhere()]
    scraped = _In(from_=[program(home, names.PROMETHEUS)], ports=tcp(8080))
    return {
        "default-deny": _policy(home, "default-deny", {}, [], []),
        "prometheus": _policy(
            home, names.PROMETHEUS, _named(names.PROMETHEUS), [_In(from_=asked, ports=tcp(9090, 8080))], prometheus
        ),
        "operator": _policy(home, names.OPERATOR, {"app": "kube-prometheus-stack-operator"}, [scraped], api),
        "kube-state-metrics": _policy(home, names.KUBE_STATE_METRICS, _named(names.KUBE_STATE_METRICS), [scraped], api),
    }


def _alertmanager(props: ObservabilityStackProps) -> dict[str, net.NetworkPolicy]:
    """It tells its other pods what was sent (9094, by both protocols), and receivers outside."""
    home, selected = names.NAMESPACE, _named(names.ALERTMANAGER)
    others = [program(home, names.ALERTMANAGER)]
    gossip = [net.NetworkPolicyPort(port=9094, protocol=protocol) for protocol in ("TCP", "UDP")]
    askers = [program(home, names.PROMETHEUS), program(home, names.GRAFANA)]
    asked = [*askers, *(_gateway(props) if "alertmanager" in props.spec.open_tools else [])]
    receivers = props.spec.alerts.receivers.values()
    mail = sorted({one.port for one in receivers if one.kind == "email"})
    out = [to_dns(), _Out(to=others, ports=gossip), to_anywhere(443, *(port for port in mail if port != 443))]
    into = [_In(from_=asked, ports=tcp(9093, 8080)), _In(from_=others, ports=gossip)]
    return {"alertmanager": _policy(home, names.ALERTMANAGER, selected, into, out)}


def _grafana(props: ObservabilityStackProps) -> dict[str, net.NetworkPolicy]:
    """The gateway, Kiali and Prometheus come in; out to its data sources, to AWS and to the login."""
    home = names.NAMESPACE
    askers = [*_gateway(props), program(names.MESH, names.KIALI), program(home, names.PROMETHEUS)]
    out = [
        to_dns(),
        to_agent(),
        _Out(to=[program(home, names.PROMETHEUS)], ports=tcp(9090)),
        _Out(to=[program(home, names.ALERTMANAGER)], ports=tcp(9093)),
        _Out(to=[program(names.MESH, names.JAEGER)], ports=tcp(16686)),
        to_anywhere(),
    ]
    into = [_In(from_=askers, ports=tcp(3000))]
    return {"grafana": _policy(home, names.GRAFANA, _named(names.GRAFANA), into, out)}


def _kiali(props: ObservabilityStackProps) -> dict[str, net.NetworkPolicy]:
    """The gateway comes in; out to what it shows, to the control plane and the API server."""
    mesh, home = names.MESH, names.NAMESPACE
    out = [
        to_dns(),
        _Out(to=[program(home, names.PROMETHEUS)], ports=tcp(9090)),
        _Out(to=[program(home, names.GRAFANA)], ports=tcp(3000)),
        _Out(to=[program(mesh, names.JAEGER)], ports=tcp(16685, 16686)),
        _Out(to=[pods(props.surroundings.mesh_namespace, {"app": "istiod"})], ports=tcp(8080, 15014)),
        to_anywhere(),
    ]
    into = [
        _In(from_=_gateway(props), ports=tcp(20001)),
        _In(from_=[program(home, names.PROMETHEUS)], ports=tcp(9090)),
    ]
    return {"kiali": _policy(mesh, names.KIALI, _named(names.KIALI), into, out)}


def _jaeger(props: ObservabilityStackProps) -> dict[str, net.NetworkPolicy]:
    """Spans from the collectors that judge alone; people by the gateway, Grafana and Kiali; out to the store."""
    mesh, home = names.MESH, names.NAMESPACE
    into = [
        _In(from_=[program(mesh, names.SAMPLER if props.collectors > 1 else names.COLLECTOR)], ports=tcp(4317)),
        _In(
            from_=[*_gateway(props), program(home, names.GRAFANA), program(mesh, names.KIALI)], ports=tcp(16685, 16686)
        ),
        _In(from_=[program(home, names.PROMETHEUS)], ports=tcp(8888)),
    ]
    out = [to_dns(), *([to_agent(), to_anywhere()] if props.span_store else [])]
    return {"jaeger": _policy(mesh, names.JAEGER, _named(names.JAEGER), into, out)}


def _collectors(props: ObservabilityStackProps) -> dict[str, net.NetworkPolicy]:
    """Every proxy of every namespace sends spans, and programs do."""
    mesh = names.MESH
    scraped = _In(from_=[program(names.NAMESPACE, names.PROMETHEUS)], ports=tcp(8888))
    taken = _In(from_=[_Peer(namespace_selector=LabelSelector())], ports=tcp(*_OTLP))
    keeps = _Out(to=[program(mesh, names.JAEGER)], ports=tcp(4317))
    first = _named(names.COLLECTOR)
    if props.collectors == 1:
        return {"collector": _policy(mesh, names.COLLECTOR, first, [taken, scraped], [to_dns(), keeps])}
    passed = _In(from_=[program(mesh, names.COLLECTOR)], ports=tcp(4317))
    passes = _Out(to=[program(mesh, names.SAMPLER)], ports=tcp(4317))
    return {
        "collector": _policy(mesh, names.COLLECTOR, first, [taken, scraped], [to_dns(), passes]),
        "sampler": _policy(mesh, names.SAMPLER, _named(names.SAMPLER), [passed, scraped], [to_dns(), keeps]),
    }


def _policy(
    namespace: str, name: str, selected: dict[str, str], into: Sequence[_In], out: Sequence[_Out]
) -> net.NetworkPolicy:
    return isolating_policy(staged_meta(name, "monitoring", namespace), selected, into, out)


def _named(name: str) -> dict[str, str]:
    return {_NAME: name}


def _gateway(props: ObservabilityStackProps) -> list[_Peer]:
    around = props.surroundings
    return [pods(around.gateway_namespace, dict(around.gateway_labels))]
