"""Who reaches the parts of observability, and whom they reach; nobody else, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from x2bee_constructs.core.argo import staged_meta
from x2bee_constructs.core.objects import KubeObject
from x2bee_constructs.imports.k8s import networking_v1 as net
from x2bee_constructs.imports.k8s.meta_v1 import LabelSelector
from x2bee_constructs.observability import names
from x2bee_constructs.observability.props import ObservabilityStackProps
from x2bee_constructs.workload.policy import POD_IDENTITY

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
        _pods(home, names.GRAFANA),
        _pods(home, names.PROMETHEUS),
        _pods(names.MESH, names.KIALI),
        _namespace("keda"),
    ]
    asked = [*askers, *(_gateway(props) if "prometheus" in props.spec.open_tools else [])]
    nodes = [_Peer(ip_block=net.IPBlock(cidr=cidr)) for cidr in props.app_cidrs]
    prometheus = [
        _dns(),
        _Out(to=[_Peer(namespace_selector=LabelSelector())]),
        _Out(to=nodes, ports=_ports(443, 9100, 10250)),
        _anywhere(),
    ]
    if props.spec.metrics.remote_write and props.spec.metrics.remote_write.login == "sigv4":
        prometheus.append(_agent())
    api = [_dns(), _anywhere()]
    scraped = _In(from_=[_pods(home, names.PROMETHEUS)], ports=_ports(8080))
    return {
        "default-deny": _policy(home, "default-deny", {}, [], []),
        "prometheus": _policy(
            home, names.PROMETHEUS, _named(names.PROMETHEUS), [_In(from_=asked, ports=_ports(9090, 8080))], prometheus
        ),
        "operator": _policy(home, names.OPERATOR, {"app": "kube-prometheus-stack-operator"}, [scraped], api),
        "kube-state-metrics": _policy(home, names.KUBE_STATE_METRICS, _named(names.KUBE_STATE_METRICS), [scraped], api),
    }


def _alertmanager(props: ObservabilityStackProps) -> dict[str, net.NetworkPolicy]:
    """It tells its other pods what was sent (9094, by both protocols), and receivers outside."""
    home, selected = names.NAMESPACE, _named(names.ALERTMANAGER)
    others = [_pods(home, names.ALERTMANAGER)]
    gossip = [net.NetworkPolicyPort(port=9094, protocol=protocol) for protocol in ("TCP", "UDP")]
    askers = [_pods(home, names.PROMETHEUS), _pods(home, names.GRAFANA)]
    asked = [*askers, *(_gateway(props) if "alertmanager" in props.spec.open_tools else [])]
    receivers = props.spec.alerts.receivers.values()
    mail = sorted({one.port for one in receivers if one.kind == "email"})
    out = [_dns(), _Out(to=others, ports=gossip), _anywhere(443, *(port for port in mail if port != 443))]
    into = [_In(from_=asked, ports=_ports(9093, 8080)), _In(from_=others, ports=gossip)]
    return {"alertmanager": _policy(home, names.ALERTMANAGER, selected, into, out)}


def _grafana(props: ObservabilityStackProps) -> dict[str, net.NetworkPolicy]:
    """The gateway, Kiali and Prometheus come in; out to its data sources, to AWS and to the login."""
    home = names.NAMESPACE
    askers = [*_gateway(props), _pods(names.MESH, names.KIALI), _pods(home, names.PROMETHEUS)]
    out = [
        _dns(),
        _agent(),
        _Out(to=[_pods(home, names.PROMETHEUS)], ports=_ports(9090)),
        _Out(to=[_pods(home, names.ALERTMANAGER)], ports=_ports(9093)),
        _Out(to=[_pods(names.MESH, names.JAEGER)], ports=_ports(16686)),
        _anywhere(),
    ]
    into = [_In(from_=askers, ports=_ports(3000))]
    return {"grafana": _policy(home, names.GRAFANA, _named(names.GRAFANA), into, out)}


def _kiali(props: ObservabilityStackProps) -> dict[str, net.NetworkPolicy]:
    """The gateway comes in; out to what it shows, to the control plane and the API server."""
    mesh, home = names.MESH, names.NAMESPACE
    out = [
        _dns(),
        _Out(to=[_pods(home, names.PROMETHEUS)], ports=_ports(9090)),
        _Out(to=[_pods(home, names.GRAFANA)], ports=_ports(3000)),
        _Out(to=[_pods(mesh, names.JAEGER)], ports=_ports(16685, 16686)),
        _Out(to=[_labelled(props.surroundings.mesh_namespace, {"app": "istiod"})], ports=_ports(8080, 15014)),
        _anywhere(),
    ]
    into = [
        _In(from_=_gateway(props), ports=_ports(20001)),
        _In(from_=[_pods(home, names.PROMETHEUS)], ports=_ports(9090)),
    ]
    return {"kiali": _policy(mesh, names.KIALI, _named(names.KIALI), into, out)}


def _jaeger(props: ObservabilityStackProps) -> dict[str, net.NetworkPolicy]:
    """Spans from the collectors that judge alone; people by the gateway, Grafana and Kiali; out to the store."""
    mesh, home = names.MESH, names.NAMESPACE
    into = [
        _In(from_=[_pods(mesh, names.SAMPLER if props.collectors > 1 else names.COLLECTOR)], ports=_ports(4317)),
        _In(from_=[*_gateway(props), _pods(home, names.GRAFANA), _pods(mesh, names.KIALI)], ports=_ports(16685, 16686)),
        _In(from_=[_pods(home, names.PROMETHEUS)], ports=_ports(8888)),
    ]
    out = [_dns(), *([_agent(), _anywhere()] if props.span_store else [])]
    return {"jaeger": _policy(mesh, names.JAEGER, _named(names.JAEGER), into, out)}


def _collectors(props: ObservabilityStackProps) -> dict[str, net.NetworkPolicy]:
    """Every proxy of every namespace sends spans, and programs do."""
    mesh = names.MESH
    scraped = _In(from_=[_pods(names.NAMESPACE, names.PROMETHEUS)], ports=_ports(8888))
    taken = _In(from_=[_Peer(namespace_selector=LabelSelector())], ports=_ports(*_OTLP))
    keeps = _Out(to=[_pods(mesh, names.JAEGER)], ports=_ports(4317))
    first = _named(names.COLLECTOR)
    if props.collectors == 1:
        return {"collector": _policy(mesh, names.COLLECTOR, first, [taken, scraped], [_dns(), keeps])}
    passed = _In(from_=[_pods(mesh, names.COLLECTOR)], ports=_ports(4317))
    passes = _Out(to=[_pods(mesh, names.SAMPLER)], ports=_ports(4317))
    return {
        "collector": _policy(mesh, names.COLLECTOR, first, [taken, scraped], [_dns(), passes]),
        "sampler": _policy(mesh, names.SAMPLER, _named(names.SAMPLER), [passed, scraped], [_dns(), keeps]),
    }


def _policy(
    namespace: str, name: str, selected: dict[str, str], into: Sequence[_In], out: Sequence[_Out]
) -> net.NetworkPolicy:
    return net.NetworkPolicy(
        metadata=staged_meta(name, "monitoring", namespace),
        spec=net.NetworkPolicySpec(
            pod_selector=LabelSelector(match_labels=selected or None),
            policy_types=["Ingress", "Egress"],
            ingress=list(into) or None,
            egress=list(out) or None,
        ),
    )


def _named(name: str) -> dict[str, str]:
    return {_NAME: name}


def _pods(namespace: str, name: str) -> _Peer:
    return _labelled(namespace, _named(name))


def _labelled(namespace: str, labels: dict[str, str]) -> _Peer:
    return _Peer(namespace_selector=_home(namespace), pod_selector=LabelSelector(match_labels=labels))


def _namespace(name: str) -> _Peer:
    return _Peer(namespace_selector=_home(name))


def _home(namespace: str) -> LabelSelector:
    return LabelSelector(match_labels={"kubernetes.io/metadata.name": namespace})


def _gateway(props: ObservabilityStackProps) -> list[_Peer]:
    around = props.surroundings
    return [_labelled(around.gateway_namespace, dict(around.gateway_labels))]


def _dns() -> _Out:
    ports = [net.NetworkPolicyPort(port=53, protocol="UDP"), net.NetworkPolicyPort(port=53, protocol="TCP")]
    return _Out(to=[_labelled("kube-system", {"k8s-app": "kube-dns"})], ports=ports)


def _agent() -> _Out:
    """Who needs a role in AWS."""
    return _Out(to=[_Peer(ip_block=net.IPBlock(cidr=POD_IDENTITY))], ports=_ports(80))


def _anywhere(*ports: int) -> _Out:
    """The API server, AWS, and whoever is outside: none has an address that is known before."""
    block = net.IPBlock(cidr="0.0.0.0/0", except_=["169.254.0.0/16"])
    return _Out(to=[_Peer(ip_block=block)], ports=_ports(*(ports or (443,))))


def _ports(*ports: int) -> list[net.NetworkPolicyPort]:
    return [net.NetworkPolicyPort(port=port, protocol="TCP") for port in ports]
