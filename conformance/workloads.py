"""With controllers, a scheduler and fake nodes: pods are admitted, wait for labelled nodes, run on them, and go."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from conformance.apply import Applied
from conformance.client import Client
from conformance.cluster import Cluster, Timeout, wait
from conformance.report import Judge

Object = Mapping[str, Any]
ENFORCE = "pod-security.kubernetes.io/enforce"


def condition(body: Object, kind: str) -> Mapping[str, str]:
    """A condition of the status, or an empty one."""
    found = (c for c in (body.get("status") or {}).get("conditions") or [] if c["type"] == kind)
    return next(found, {})


def of_kind(applied: Sequence[Applied], *kinds: str) -> list[Applied]:
    """The applied objects of these kinds."""
    return [one for one in applied if one.manifest.kind in kinds]


def refusals(api: Client, namespaces: set[str]) -> dict[str, str]:
    """What the API server said to controllers whose pods it refused, by `namespace/Kind/name` of the owner."""
    said: dict[str, str] = {}
    for namespace in namespaces:
        for event in api.items(f"/api/v1/namespaces/{namespace}/events", fieldSelector="reason=FailedCreate"):
            about = event["involvedObject"]
            said[f"{namespace}/{about['kind']}/{about['name']}"] = event["message"]
    return said


def minimum(api: Client, one: Applied, autoscalers: Sequence[Applied]) -> int:
    """How many pods the workload must have: the autoscaler's minimum, or its own replicas."""
    m = one.manifest
    for hpa in (h.manifest for h in autoscalers):
        target = hpa.body["spec"]["scaleTargetRef"]
        if (hpa.namespace, target["kind"], target["name"]) == (m.namespace, m.kind, m.name):
            return int(hpa.body["spec"].get("minReplicas", 1))
    return int(m.body["spec"].get("replicas", 1))


def dry_run_pods(api: Client, applied: Sequence[Applied], judge: Judge) -> None:
    """Every pod template, as a pod, past the admission of its namespace (Pod Security, limits, service account)."""
    for one in (a for a in applied if a.manifest.pod_template):
        m, template = one.manifest, one.manifest.pod_template or {}
        pod = {
            "apiVersion": "v1", "kind": "Pod", "spec": template.get("spec"),
            "metadata": {**(template.get("metadata") or {}), "name": "conformance-" + m.name[:40].rstrip("-.")},
        }  # fmt: skip
        path = f"/api/v1/namespaces/{m.namespace}/pods"
        said = api.request("POST", path, pod, dryRun="All", fieldValidation="Strict")
        quota = said.status == 403 and "exceeded quota" in said.message  # judged by the pods that really run
        judge.expect(said.ok or quota, "pod-admission", m.label, m.file, said.message)


def restricted(applied: Sequence[Applied], judge: Judge, pattern: str) -> None:
    """The app namespaces enforce Pod Security `restricted`."""
    for one in (a for a in of_kind(applied, "Namespace") if re.search(pattern, a.manifest.name)):
        level = (one.manifest.metadata.get("labels") or {}).get(ENFORCE)
        judge.expect(level == "restricted", "restricted", one.manifest.label, one.manifest.file, f"{ENFORCE} is {level!r}")


def pending(cluster: Cluster, applied: Sequence[Applied], judge: Judge, selector: tuple[str, str]) -> None:
    """Every wanted pod is made, and none is scheduled while no node carries the workload label."""
    api, autoscalers = cluster.api, of_kind(applied, "HorizontalPodAutoscaler")
    workloads = of_kind(applied, "Deployment", "StatefulSet")
    namespaces = {w.manifest.namespace for w in workloads}
    wanted = sum(minimum(api, w, autoscalers) if w.manifest.kind == "Deployment" else 1 for w in workloads)

    def settled() -> bool:
        cluster.check()
        pods = [p for n in namespaces for p in api.items(f"/api/v1/namespaces/{n}/pods") if not _daemon(p)]
        decided = [p for p in pods if p["spec"].get("nodeName") or condition(p, "PodScheduled").get("status") == "False"]
        return len(decided) >= wanted

    try:
        wait(f"{wanted} pods are made and looked at by the scheduler", settled, 60, pause=0.5)
    except Timeout as late:
        judge.note(str(late))
    said = refusals(api, namespaces)
    for one in workloads:
        m = one.manifest
        need = minimum(api, one, autoscalers) if m.kind == "Deployment" else 1
        pods = pods_of(api, m.namespace, m.body["spec"]["selector"])
        refused = next((text for owner, text in said.items() if f"/{m.name}" in owner), "no event says why")
        judge.expect(len(pods) >= need, "pods-made", m.label, m.file, f"{len(pods)} of {need} pods made: {refused}")
        ran = sorted({p["spec"]["nodeName"] for p in pods if p["spec"].get("nodeName")})
        told = f"runs on nodes without {selector[0]}={selector[1]}: {', '.join(ran)}"
        judge.expect(not ran, "waits-for-label", m.label, m.file, told)


def available(cluster: Cluster, applied: Sequence[Applied], judge: Judge) -> None:
    """With labelled nodes every workload is Available with its minimum of pods, spread as asked."""
    api, autoscalers = cluster.api, of_kind(applied, "HorizontalPodAutoscaler")
    workloads = of_kind(applied, "Deployment", "StatefulSet", "DaemonSet")
    missing: dict[str, str] = {}

    def done() -> bool:
        cluster.check()
        missing.clear()
        for one in workloads:
            told = _unavailable(api.get(one.path).body, minimum(api, one, autoscalers))
            if told:
                missing[one.manifest.label] = told
        return not missing

    try:
        wait("every workload is available", done, 150, pause=1)
    except Timeout:
        pass
    for one in workloads:
        m = one.manifest
        why = ""
        if m.label in missing:
            why = _unschedulable(pods_of(api, m.namespace, m.body["spec"]["selector"]))
        judge.expect(m.label not in missing, "available", m.label, m.file, f"{missing.get(m.label)}; {why}")


def _unavailable(body: Object, need: int) -> str:
    status, spec = body.get("status") or {}, body["spec"]
    if body["kind"] == "DaemonSet":
        ready, need = status.get("numberReady", 0), status.get("desiredNumberScheduled", 0)
        return "" if need and ready == need else f"{ready} of {need} pods ready"
    need = max(need, spec.get("replicas", 1))
    ready = status.get("availableReplicas", 0)
    current = status.get("observedGeneration", 0) >= body["metadata"]["generation"]
    return "" if current and ready >= need else f"{ready} of {need} replicas available"


def _unschedulable(pods: Sequence[Object]) -> str:
    said = sorted({condition(p, "PodScheduled").get("message", "") for p in pods} - {""})
    return said[0] if said else "its pods are scheduled but not ready" if pods else "it has no pods"


def _daemon(pod: Object) -> bool:
    return any(o["kind"] == "DaemonSet" for o in pod["metadata"].get("ownerReferences") or [])


def pods_of(api: Client, namespace: str, selector: Object) -> list[dict[str, Any]]:
    """The pods that a workload's selector names."""
    labels = ",".join(f"{k}={v}" for k, v in (selector.get("matchLabels") or {}).items())
    return api.items(f"/api/v1/namespaces/{namespace}/pods", labelSelector=labels)
