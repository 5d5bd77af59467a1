"""One run: the control plane, Argo CD on it, and the checks in their order."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from conformance import builds, crds
from conformance.argo import checks
from conformance.argo.checks import Trial
from conformance.argo.operators import Operators
from conformance.argo.repository import Repository
from conformance.argo.server import NAMESPACE, ArgoCd
from conformance.cluster import Cluster, wait
from conformance.manifests import Manifest, load
from conformance.processes import Processes
from conformance.report import Judge, Report
from conformance.run import DEFAULT
from conformance.yamls import parse

TOOLS = ("etcd", f"kubernetes-{DEFAULT}", "kwok", "argocd")
MANAGER = "x2bee-bootstrap"
OF_ARGO_CD = {"app.kubernetes.io/part-of": "argocd"}


STEPS: Sequence[tuple[str, Callable[[Trial, Judge], None]]] = (
    ("the root alone is applied: all Applications come in waves, Synced and Healthy", checks.everything),
    ("a second sync of everything changes nothing", checks.again),
    ("a new image tag rolls one Deployment", partial(checks.a_new_tag, chart="x2bee-fo")),
    ("what somebody changes by hand is put back", partial(checks.by_hand, chart="x2bee-gw")),
    (
        "a manifest that is refused leaves what runs as it is, and is told as unknown",
        partial(checks.a_broken_manifest, chart="x2bee-bo"),
    ),
    (
        "a kind that the AppProject does not allow is refused, and told after five tries",
        partial(checks.a_stranger, chart="x2bee-bo"),
    ),
    ("a service out of Git takes its objects along, and no others", partial(checks.a_service_less, chart="x2bee-cc")),
)


class CannotRunError(RuntimeError):
    """Said in one line; nothing was judged."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is judged, with what."""

    dist: Path
    name: str
    schemas: Path
    logs: Path | None = None
    cached_only: bool = False


def run(plan: Plan, report: Report) -> Trial:
    """Everything; raises `CannotRunError` or `CannotBuildError` where something cannot be had."""
    redis = shutil.which("redis-server")
    if redis is None:
        raise CannotRunError("there is no redis-server; install Debian's redis-server")
    programs = _programs(plan, report)
    with tempfile.TemporaryDirectory(prefix="x2bee-argo-") as temporary:
        try:
            with Processes(Path(temporary)) as processes:
                return _judge(plan, report, processes, programs, redis)
        finally:
            if plan.logs:
                plan.logs.mkdir(parents=True, exist_ok=True)
                for log in Path(temporary).glob("*.log"):
                    shutil.copy2(log, plan.logs)


def _programs(plan: Plan, report: Report) -> dict[str, Path]:
    pinned, found = builds.tools(), dict[str, Path]()
    for name in TOOLS:
        if plan.cached_only and not builds.is_built(pinned[name]):
            raise CannotRunError(f"{name} is not built yet: python -m conformance --build {name}")
        made, report.builds[name] = builds.build(pinned[name])
        found |= made
    return {**found, "etcd": found["server"]}


def _judge(plan: Plan, report: Report, processes: Processes, programs: Mapping[str, Path], redis: str) -> Trial:
    manifests = load(plan.dist)
    cluster = Cluster(processes, programs)
    used = {(m.api_version, m.kind) for m in manifests}
    # Only what is used: Argo CD reads and watches every kind there is, and the API server describes them all to it.
    crds.install(cluster.api, [one for one in crds.read(plan.schemas) if crds.kinds([one]) & used])
    cluster.label_nodes(cluster.nodes(), {"workload": "msa"})
    # Its autoscaler would find no metrics, and say so for ever: Operators says what it would with them.
    cluster.controllers("--controllers=*,-horizontal-pod-autoscaler-controller")
    repository = Repository(processes.folder / "repository", plan.dist, manifests)
    argo = ArgoCd(processes, cluster, programs["cmd"], redis)
    trial = Trial(argo, cluster, Operators(cluster.client("admin")), repository, manifests)
    _bootstrap(cluster, repository, manifests)
    wait("the API server describes its kinds", lambda: cluster.api.get("/openapi/v2").ok, 300)
    argo.start()
    version = builds.tools()["argocd"].version
    for judged, step in STEPS:
        with report.judging("argocd", version, DEFAULT, plan.name, judged) as judge:
            step(trial, judge)
        if judge.broken:  # nothing after it would be judged on what it is about
            break
    return trial


def _bootstrap(cluster: Cluster, repository: Repository, manifests: Sequence[Manifest]) -> None:
    """What `x2bee bootstrap` applies: namespace, settings, AppProject, root; and what Argo CD's chart would make."""
    home = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}}
    secret = {
        "apiVersion": "v1", "kind": "Secret", "stringData": {"server.secretkey": "only-for-this-run"},
        "metadata": {"name": "argocd-secret", "namespace": NAMESPACE, "labels": OF_ARGO_CD},
    }  # fmt: skip
    rbac = {
        "apiVersion": "v1", "kind": "ConfigMap", "data": dict[str, str](),
        "metadata": {"name": "argocd-rbac-cm", "namespace": NAMESPACE, "labels": OF_ARGO_CD},
    }  # fmt: skip
    _apply(cluster, json.dumps(home))
    wait("Argo CD's namespace has its ServiceAccount", lambda: cluster.api.get(
        f"/api/v1/namespaces/{NAMESPACE}/serviceaccounts/default").ok, 60)  # fmt: skip
    for body in (secret, rbac):
        _apply(cluster, json.dumps(body))
    by = {(m.kind, m.name): m for m in manifests if m.chart == "delivery"}
    settings = [m for (kind, _), m in by.items() if kind == "ConfigMap"]
    for m in (*settings, by["AppProject", repository.project], by["Application", repository.project]):
        _apply(cluster, repository.read(m.file))


def _apply(cluster: Cluster, text: str) -> None:
    body = parse(text, "bootstrap")
    resource = cluster.api.resource(str(body["apiVersion"]), str(body["kind"]))
    if resource is None:
        raise CannotRunError(f"the API server serves no {body['kind']}; is the CustomResourceDefinition in --schemas?")
    meta = body["metadata"]
    said = cluster.api.apply(resource.path(str(meta.get("namespace", "")), str(meta["name"])), text, MANAGER)
    if not said.ok:
        raise CannotRunError(f"{body['kind']} {meta['name']}: {said.message}")
