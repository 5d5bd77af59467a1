"""Canaries: manifests that must be refused. One that is not means that a judge has lost its teeth."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from conformance.apply import MANAGER
from conformance.client import MERGE, Client
from conformance.report import Judge, Judgement, Report

NAMESPACE = "conformance-canary"
GOOD_POD: dict[str, Any] = {
    "securityContext": {"runAsNonRoot": True, "runAsUser": 10001, "seccompProfile": {"type": "RuntimeDefault"}},
    "automountServiceAccountToken": False,
    "containers": [{
        "name": "app", "image": "example.invalid/app:1.0.0",
        "resources": {"requests": {"cpu": "10m", "memory": "16Mi"}, "limits": {"memory": "16Mi"}},
        "securityContext": {
            "allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}, "readOnlyRootFilesystem": True,
        },
    }],
}  # fmt: skip


def pod(**container: Any) -> dict[str, Any]:
    """A pod that Pod Security `restricted` admits, its container changed."""
    spec = copy.deepcopy(GOOD_POD)
    spec["containers"][0].update(container)
    meta = {"name": "canary", "namespace": NAMESPACE}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": meta, "spec": spec}


def deployment(**spec: Any) -> dict[str, Any]:
    """A Deployment of that pod, its spec changed."""
    labels = {"app": "canary"}
    template = {"metadata": {"labels": labels}, "spec": copy.deepcopy(GOOD_POD)}
    meta = {"name": "canary", "namespace": NAMESPACE}
    body = {"selector": {"matchLabels": labels}, "template": template, **spec}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": meta, "spec": body}


_ROUTE = {"route": [{"destination": {"host": "canary"}}]}


def virtual_service(**spec: Any) -> dict[str, Any]:
    """A VirtualService, its spec changed."""
    meta = {"name": "canary", "namespace": NAMESPACE}
    body = {"hosts": ["canary"], "http": [_ROUTE], **spec}
    return {"apiVersion": "networking.istio.io/v1", "kind": "VirtualService", "metadata": meta, "spec": body}


def api_server(api: Client, judge: Judge) -> None:
    """Strict fields, Pod Security, quota, unknown kinds, CEL rules, and the resourceVersion comparison itself."""
    labels = {"pod-security.kubernetes.io/enforce": "restricted"}
    space = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE, "labels": labels}}
    root = f"/api/v1/namespaces/{NAMESPACE}"
    made = api.apply(root, json.dumps(space), MANAGER)
    meta = {"name": "default", "namespace": NAMESPACE}
    account = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": meta}
    api.apply(f"{root}/serviceaccounts/default", json.dumps(account), MANAGER)
    judge.expect(made.ok, "canary", "namespace", "", made.message)

    def try_pod(body: Mapping[str, Any]) -> tuple[bool, str]:
        said = api.request("POST", f"{root}/pods", body, dryRun="All", fieldValidation="Strict")
        return said.ok, said.message

    def try_deployment(body: Mapping[str, Any]) -> tuple[bool, str]:
        path = f"/apis/apps/v1/namespaces/{NAMESPACE}/deployments/canary"
        said = api.apply(path, json.dumps(body), MANAGER, dry_run=True)
        return said.ok, said.message

    accepted = try_pod(pod())[0] and try_deployment(deployment())[0]
    judge.expect(accepted, "canary", "good-pod", "", f"the harmless pod is refused: {try_pod(pod())[1]}")
    _refused(judge, "misspelt-field", try_deployment(deployment(replicsa=2)), "replicsa")
    _refused(judge, "wrong-type", try_deployment(deployment(replicas="two")), "replicas")
    _refused(judge, "privileged-pod", try_pod(pod(securityContext={"privileged": True})), "restricted")
    unknown = api.apply(f"/apis/example.invalid/v1/namespaces/{NAMESPACE}/gadgets/canary", "{}", MANAGER)
    _refused(judge, "unknown-kind", (unknown.ok, unknown.message), "404")
    if api.resource("gateway.networking.k8s.io/v1", "HTTPRoute"):
        _refused(judge, "cel-rule", _cel(api), "Invalid")
    _refused(judge, "quota-overflow", _quota(api, root, try_pod), "exceeded quota")
    before = api.get(root).body["metadata"]["resourceVersion"]
    space["metadata"] = {"name": NAMESPACE, "labels": {**labels, "changed": "yes"}}
    moved = api.apply(root, json.dumps(space), MANAGER).body["metadata"]["resourceVersion"] != before
    judge.expect(moved, "canary", "second-apply", "", "a changed object kept its resourceVersion")
    api.request("DELETE", f"{root}/resourcequotas/canary")
    api.request("DELETE", root)


def _cel(api: Client) -> tuple[bool, str]:
    redirect = {"path": {"type": "ReplacePrefixMatch", "replaceFullPath": "/"}}  # the two contradict each other
    filters = [{"type": "RequestRedirect", "requestRedirect": redirect}]
    meta = {"name": "canary", "namespace": NAMESPACE}
    route = {
        "apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute", "metadata": meta,
        "spec": {"rules": [{"filters": filters}]},
    }  # fmt: skip
    path = f"/apis/gateway.networking.k8s.io/v1/namespaces/{NAMESPACE}/httproutes/canary"
    said = api.apply(path, json.dumps(route), MANAGER, dry_run=True)
    return said.ok, said.message


def _quota(api: Client, root: str, try_pod: Callable[[Mapping[str, Any]], tuple[bool, str]]) -> tuple[bool, str]:
    """A quota of no pods; its status is written here, since not every version runs with the controllers."""
    hard = {"pods": "0"}
    meta = {"name": "canary", "namespace": NAMESPACE}
    quota = {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": meta, "spec": {"hard": hard}}
    api.apply(f"{root}/resourcequotas/canary", json.dumps(quota), MANAGER)
    status = {"status": {"hard": hard, "used": {"pods": "0"}}}
    api.request("PATCH", f"{root}/resourcequotas/canary/status", status, MERGE)
    until = time.monotonic() + 10
    while (answer := try_pod(pod()))[0] and time.monotonic() < until:  # admission learns of the quota by a watch
        time.sleep(0.2)
    return answer


def _refused(judge: Judge, name: str, answer: tuple[bool, str], reason: str) -> None:
    accepted, said = answer
    told = "it was accepted" if accepted else f"it was refused for another reason: {said}"
    judge.expect(not accepted and reason in said, "canary", name, "", told)


def files(judgement_of: Callable[[Path, Judge], None], program: str, folder: Path, judge: Judge) -> None:
    """A reading judge must object to a misspelt field, an unknown kind, or a privileged `latest` pod without limits.

    And istioctl also to a rule that no request reaches, which is a warning.
    """
    broken = {
        "kubeconform": [deployment(replicsa=2), {**deployment(), "kind": "Deploymnet"}],
        "istioctl": [virtual_service(htttp=[]), virtual_service(http=[_ROUTE, _ROUTE])],
        "kube-score": [pod(securityContext={"privileged": True}, image="example.invalid/app:latest", resources={})],
    }
    for number, body in enumerate(broken[program]):
        place = folder / f"canary-{program}-{number}"
        place.mkdir(parents=True)
        (place / "canary.yaml").write_text(json.dumps(body))
        probe = Judgement(program, "", "", "canaries", "")
        judgement_of(place, Judge(probe, Report().exceptions))
        judge.expect(bool(probe.failed), "canary", f"{program}-{number}", "", "nothing was objected to")
