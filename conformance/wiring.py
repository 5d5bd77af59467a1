"""Once the workloads run: Services have endpoints, budgets allow a drain, autoscalers reach their targets."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from conformance.apply import Applied
from conformance.client import Client
from conformance.cluster import Cluster, settle
from conformance.objects import condition, listed, part
from conformance.report import Judge
from conformance.workloads import of_kind

Bad = Callable[[Client, Applied], str]


def wired(cluster: Cluster, applied: Sequence[Applied], judge: Judge) -> None:
    """Each check by kind; what a controller says is the proof."""
    checks: dict[str, tuple[str, Bad]] = {
        "Service": ("service-endpoints", no_endpoints),
        "PodDisruptionBudget": ("budget-allows-drain", blocks_drain),
        "HorizontalPodAutoscaler": ("autoscaler-target", cannot_scale),
    }
    ones = of_kind(applied, *checks)

    def look() -> dict[str, str]:
        cluster.check()
        return {o.manifest.label: told for o in ones if (told := checks[o.manifest.kind][1](cluster.api, o))}

    said = settle(look, 90, stall=20)
    for one in ones:
        m = one.manifest
        judge.expect(m.label not in said, checks[m.kind][0], m.label, m.file, said.get(m.label, ""))


def no_endpoints(api: Client, one: Applied) -> str:
    """A Service with a selector must reach a ready pod on each of its ports."""
    m = one.manifest
    spec = part(m.body, "spec")
    if not spec.get("selector"):
        return ""
    path = f"/apis/discovery.k8s.io/v1/namespaces/{m.namespace}/endpointslices"
    slices = api.items(path, labelSelector=f"kubernetes.io/service-name={m.name}")
    ready = [s for s in slices if any(part(e, "conditions").get("ready") for e in listed(s, "endpoints"))]
    if not ready:
        return f"no ready pod matches its selector {dict(spec['selector'])}"
    served = {p.get("name") or "" for s in ready for p in listed(s, "ports")}
    lost = sorted({p.get("name") or "" for p in listed(spec, "ports")} - served)
    return f"no pod has the target of its ports {lost}" if lost else ""


def blocks_drain(api: Client, one: Applied) -> str:
    """A budget must select pods and let at least one of them go."""
    status = part(api.get(one.path).body, "status")
    if not status.get("expectedPods"):
        return "selects no pods"
    if not status.get("disruptionsAllowed"):
        return f"allows no disruption with all {status['expectedPods']} pods healthy: a node drain would hang"
    return ""


def cannot_scale(api: Client, one: Applied) -> str:
    """An autoscaler must find its target."""
    able = condition(api.get(one.path).body, "AbleToScale")
    return "" if able.get("status") == "True" else able.get("message", "its target was not looked at")
