"""With controllers, a scheduler and fake nodes: pods are admitted, wait for labelled nodes, run on them, and go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from conformance.apply import Applied
from conformance.client import Client
from conformance.cluster import Cluster, settle
from conformance.objects import Object, condition, number, part
from conformance.report import Judge

ENFORCE = "pod-security.kubernetes.io/enforce"


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
    for m, template in ((a.manifest, t) for a in applied if (t := a.manifest.pod_template)):
        pod = {
            "apiVersion": "v1", "kind": "Pod", "spec": template.get("spec"),
            "metadata": {**part(template, "metadata"), "name": "conformance-" + m.name[:40].rstrip("-.")},
        }  # fmt: skip
        path = f"/api/v1/namespaces/{m.namespace}/pods"
        said = api.request("POST", path, pod, dryRun="All", fieldValidation="Strict")
        quota = said.status == 403 and "exceeded quota" in said.message  # judged by the pods that really run
        judge.expect(said.ok or quota, "pod-admission", m.label, m.file, said.message)


def restricted(applied: Sequence[Applied], judge: Judge, pattern: str) -> None:
    """The app namespaces enforce Pod Security `restricted`."""
    for one in (a for a in of_kind(applied, "Namespace") if re.search(pattern, a.manifest.name)):
        m, level = one.manifest, part(one.manifest.metadata, "labels").get(ENFORCE)
        judge.expect(level == "restricted", "restricted", m.label, m.file, f"{ENFORCE} is {level!r}")


def pending(cluster: Cluster, applied: Sequence[Applied], judge: Judge, selector: tuple[str, str]) -> None:
    """Every wanted pod is made, and none is scheduled while no node carries the workload label."""
    api, autoscalers = cluster.api, of_kind(applied, "HorizontalPodAutoscaler")
    workloads = of_kind(applied, "Deployment", "StatefulSet")
    namespaces = {w.manifest.namespace for w in workloads}

    def look() -> dict[str, str]:
        cluster.check()
        return {one.manifest.label: told for one in workloads if (told := _undecided(api, one, autoscalers))}

    settle(look, 90)
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

    def look() -> dict[str, str]:
        cluster.check()
        return {
            one.manifest.label: told
            for one in workloads
            if (told := _unavailable(api.get(one.path).body, minimum(api, one, autoscalers)))
        }

    missing = settle(look, 180)
    for one in workloads:
        m = one.manifest
        why = ""
        if m.label in missing:
            why = _unschedulable(pods_of(api, m.namespace, m.body["spec"]["selector"]))
        judge.expect(m.label not in missing, "available", m.label, m.file, f"{missing.get(m.label)}; {why}")


def _unavailable(body: Object, need: int) -> str:
    if body["kind"] == "DaemonSet":
        ready, need = number(body, "status", "numberReady"), number(body, "status", "desiredNumberScheduled")
        return "" if need and ready == need else f"{ready} of {need} pods ready"
    need = max(need, number(body, "spec", "replicas"))
    ready = number(body, "status", "availableReplicas")
    current = number(body, "status", "observedGeneration") >= number(body, "metadata", "generation")
    return "" if current and ready >= need else f"{ready} of {need} replicas available"


def _unschedulable(pods: Sequence[Object]) -> str:
    said = sorted({condition(p, "PodScheduled").get("message", "") for p in pods} - {""})
    return said[0] if said else "its pods are scheduled but not ready" if pods else "it has no pods"


def _undecided(api: Client, one: Applied, autoscalers: Sequence[Applied]) -> str:
    """A pod too few, or one that the scheduler has not looked at."""
    m = one.manifest
    need = minimum(api, one, autoscalers) if m.kind == "Deployment" else 1
    pods = pods_of(api, m.namespace, m.body["spec"]["selector"])
    waiting = [p for p in pods if not p["spec"].get("nodeName") and not condition(p, "PodScheduled")]
    return f"{len(pods)} of {need}, {len(waiting)} not looked at" if len(pods) < need or waiting else ""


def pods_of(api: Client, namespace: str, selector: Object) -> list[dict[str, Any]]:
    """The pods that a workload's selector names."""
    labels = ",".join(f"{k}={v}" for k, v in part(selector, "matchLabels").items())
    return api.items(f"/api/v1/namespaces/{namespace}/pods", labelSelector=labels)
