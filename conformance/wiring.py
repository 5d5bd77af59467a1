"""Once the workloads run: Services have endpoints, budgets allow a drain, autoscalers reach their targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.apply import Applied
from conformance.client import Client
from conformance.cluster import Cluster, Timeout, wait
from conformance.report import Judge
from conformance.workloads import condition, of_kind

SECONDS = 45


def _settle(cluster: Cluster, ones: Sequence[Applied], bad: Any) -> dict[str, str]:
    """Wait until `bad(object)` says nothing of any of them; what it still says at the end, by label."""
    said: dict[str, str] = {}

    def done() -> bool:
        cluster.check()
        said.clear()
        said.update({o.manifest.label: told for o in ones if (told := bad(cluster.api, o))})
        return not said

    try:
        wait("settled", done, SECONDS, pause=1)
    except Timeout:
        pass
    return said


def wired(cluster: Cluster, applied: Sequence[Applied], judge: Judge) -> None:
    """Each check by kind; what a controller says is the proof."""
    checks = (
        ("service-endpoints", "Service", no_endpoints),
        ("budget-allows-drain", "PodDisruptionBudget", blocks_drain),
        ("autoscaler-target", "HorizontalPodAutoscaler", cannot_scale),
    )
    for check, kind, bad in checks:
        ones = of_kind(applied, kind)
        said = _settle(cluster, ones, bad)
        for one in ones:
            label = one.manifest.label
            judge.expect(label not in said, check, label, one.manifest.file, said.get(label, ""))


def no_endpoints(api: Client, one: Applied) -> str:
    """A Service with a selector must reach a ready pod on each of its ports."""
    m = one.manifest
    spec: Mapping[str, Any] = m.body.get("spec") or {}
    if not spec.get("selector"):
        return ""
    path = f"/apis/discovery.k8s.io/v1/namespaces/{m.namespace}/endpointslices"
    slices = api.items(path, labelSelector=f"kubernetes.io/service-name={m.name}")
    ready = [s for s in slices if any((e.get("conditions") or {}).get("ready") for e in s.get("endpoints") or [])]
    if not ready:
        return f"no ready pod matches its selector {dict(spec['selector'])}"
    served = {p.get("name") or "" for s in ready for p in s.get("ports") or []}
    lost = sorted({p.get("name") or "" for p in spec.get("ports") or []} - served)
    return f"no pod has the target of its ports {lost}" if lost else ""


def blocks_drain(api: Client, one: Applied) -> str:
    """A budget must select pods and let at least one of them go."""
    status = api.get(one.path).body.get("status") or {}
    if not status.get("expectedPods"):
        return "selects no pods"
    if not status.get("disruptionsAllowed"):
        return f"allows no disruption with all {status['expectedPods']} pods healthy: a node drain would hang"
    return ""


def cannot_scale(api: Client, one: Applied) -> str:
    """An autoscaler must find its target."""
    able = condition(api.get(one.path).body, "AbleToScale")
    return "" if able.get("status") == "True" else able.get("message", "its target was not looked at")
