"""What is looked at in what a chart makes: names, nodes, Pod Security, memory, what may be made, and who is scraped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from conformance.charts.releases import Release, Wire
from x2bee_constructs.delivery.argo.defaults import excluded

NAMES: Mapping[str, frozenset[tuple[str, str]]] = {
    "grafana": frozenset({("Deployment", "grafana"), ("Service", "grafana"), ("ServiceAccount", "grafana")}),
    "jaeger": frozenset({("Deployment", "jaeger"), ("Service", "jaeger"), ("ServiceAccount", "jaeger")}),
    "kiali-server": frozenset({("Deployment", "kiali"), ("Service", "kiali"), ("ServiceAccount", "kiali")}),
    "kube-prometheus-stack": frozenset(
        {
            ("Prometheus", "prometheus"),
            ("Alertmanager", "prometheus"),
            ("Secret", "alertmanager-prometheus"),  # the operator reads Alertmanager's configuration from that name
            ("Service", "prometheus-alertmanager"),
            ("Deployment", "prometheus-operator"),
            ("Deployment", "kube-state-metrics"),
        }
    ),
    "prometheus-node-exporter": frozenset({("DaemonSet", "node-exporter"), ("Service", "node-exporter")}),
}
"""What our own objects, policies and data sources call them (`observability/names.py`)."""

_CLUSTER_SCOPED = {
    *("APIService", "ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition", "IngressClass"),
    *("MutatingWebhookConfiguration", "Namespace", "PriorityClass", "StorageClass"),
    "ValidatingWebhookConfiguration",
}
_ON_MSA = set(NAMES) - {"prometheus-node-exporter"}
_PODS = {"Deployment", "StatefulSet", "DaemonSet", "Job"}


def objections(one: Release, made: Sequence[Wire]) -> Iterator[str]:
    """All of them; none for a good chart."""
    there = {(wire["kind"], wire["metadata"]["name"]) for wire in made}
    yield from (f"no {kind} {name}" for kind, name in sorted(NAMES.get(one.chart, frozenset()) - there))
    for wire in made:
        yield from _allowed(one, wire)
        for template in _templates(wire):
            yield from (f"{_called(wire)}: {wrong}" for wrong in _pod(one, template))
    yield from _scraped(one, made)
    yield from _discovered(made)


def _allowed(one: Release, wire: Wire) -> Iterator[str]:
    group = wire["apiVersion"].rpartition("/")[0]
    if excluded(group, wire["kind"]):
        yield f"{_called(wire)}: Argo CD is told to leave {group}/{wire['kind']} alone"
    if wire["kind"] in _CLUSTER_SCOPED:
        if (group, wire["kind"]) not in one.cluster_kinds:
            yield f"{_called(wire)}: its project does not allow {group}/{wire['kind']}"
    elif (place := wire["metadata"].get("namespace", one.namespace)) not in one.places:
        yield f"{_called(wire)}: its project does not reach the namespace {place}"


def _templates(wire: Wire) -> Iterator[Wire]:
    """Pods, and what Prometheus' operator makes pods of."""
    if wire["kind"] in _PODS:
        yield wire["spec"]["template"]["spec"]
    elif wire["kind"] in ("Prometheus", "Alertmanager"):  # the operator hardens the containers itself
        spec = wire["spec"]
        yield {**spec, "containers": [{"name": "main", "resources": spec["resources"], "securityContext": _HARDENED}]}


_HARDENED = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}


def _pod(one: Release, pod: Wire) -> Iterator[str]:
    if one.chart in _ON_MSA and pod.get("nodeSelector", {}).get("workload") != "msa":
        yield "it may run on any node"
    containers = [*pod["containers"], *pod.get("initContainers", ())]
    for each in containers:
        if not each.get("resources", {}).get("limits", {}).get("memory"):
            yield f"{each['name']} has no limit of memory"
    if one.standard == "restricted":
        for each in containers:
            yield from (f"{each['name']} {wrong}" for wrong in _unrestricted(_part(pod, "securityContext"), each))
        if any(pod.get(key) for key in ("hostNetwork", "hostPID", "hostIPC")):
            yield "it shares what is the node's"
        if any("hostPath" in volume for volume in pod.get("volumes") or ()):
            yield "it sees the node's files"


def _unrestricted(pod: Mapping[str, Any], container: Wire) -> Iterator[str]:
    """What the Pod Security Standard `restricted` would refuse."""
    own = _part(container, "securityContext")
    both = {**pod, **own}
    if both.get("runAsNonRoot") is not True:
        yield "may run as root"
    if _part(both, "seccompProfile").get("type") not in ("RuntimeDefault", "Localhost"):
        yield "has no seccomp profile"
    if own.get("allowPrivilegeEscalation") is not False:
        yield "may gain privileges"
    if "ALL" not in _part(own, "capabilities").get("drop", ()):
        yield "keeps capabilities"


def _scraped(one: Release, made: Sequence[Wire]) -> Iterator[str]:
    """A ServiceMonitor finds a Service of the chart with its port; those of Kubernetes are not its own."""
    for wire in made:
        if wire["kind"] != "ServiceMonitor":
            continue
        spec, home = wire["spec"], wire["metadata"].get("namespace", one.namespace)
        places = spec.get("namespaceSelector", {}).get("matchNames") or [home]
        wanted = spec["selector"].get("matchLabels", {})
        found = [each for each in made if each["kind"] == "Service" and _matches(each, wanted, places, one.namespace)]
        ports = {port.get("name") for each in found for port in each["spec"]["ports"]}
        missing = {end["port"] for end in spec["endpoints"] if "port" in end} - ports
        if not found:
            missing.add("its labels")
        if missing and wanted.get("component") != "apiserver" and wanted.get("k8s-app") != "kubelet":
            yield f"{_called(wire)}: no Service has {', '.join(sorted(missing))}"


def _matches(service: Wire, wanted: Mapping[str, str], places: Sequence[str], home: str) -> bool:
    meta = service["metadata"]
    return wanted.items() <= _part(meta, "labels").items() and meta.get("namespace", home) in places


def _discovered(made: Sequence[Wire]) -> Iterator[str]:
    """Prometheus looks for kubelets where its operator writes them."""
    arguments = {
        argument
        for wire in made
        if wire["kind"] == "Deployment"
        for container in wire["spec"]["template"]["spec"]["containers"]
        for argument in container.get("args", ())
    }
    for wire in made:
        if wire["kind"] == "Prometheus":
            role = wire["spec"].get("serviceDiscoveryRole", "Endpoints")
            switch = {"Endpoints": "--kubelet-endpoints", "EndpointSlice": "--kubelet-endpointslice"}[role]
            if f"{switch}=true" not in arguments:
                yield f"{_called(wire)}: it looks for {role} of kubelets, which the operator does not write"


def _part(of: Mapping[str, Any], key: str) -> Wire:
    """A mapping that may be missing, or empty as YAML writes it."""
    return of.get(key) or {}


def _called(wire: Wire) -> str:
    return f"{wire['kind']} {wire['metadata']['name']}"
