"""One rendered folder before one control plane: the steps, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from conformance import apply, mesh, removal, wiring, workloads
from conformance.apply import Applied
from conformance.cluster import Cluster
from conformance.istioctl import Istioctl
from conformance.manifests import Manifest
from conformance.report import Judge, Report


@dataclass(frozen=True, slots=True)
class Plan:
    """What to judge, with what."""

    dists: Mapping[str, Path]
    schemas: Path | None
    versions: Sequence[str]
    selector: tuple[str, str] = ("workload", "msa")
    restricted: str = r"-app$"
    logs: Path | None = None
    cached_only: bool = False


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder's objects, and where the verdicts go; `custom` are the kinds that CRDs brought.

    The first of a run also shows istioctl broken objects, beside its own.
    """

    report: Report
    cluster: Cluster
    version: str
    dist: str
    manifests: Sequence[Manifest]
    custom: set[tuple[str, str]]
    istioctl: Istioctl | None = None
    first: bool = False

    def judge(self, nodes: list[str], plan: Plan) -> None:
        """With nodes (and so controllers) everything; without, what an API server alone can say."""
        unused = self.custom - {(m.api_version, m.kind) for m in self.manifests}
        before: removal.Left = set()
        applied: list[Applied] = []
        with self._judging("kube-apiserver", "strict server-side apply of every object, in sync order") as judge:
            before = removal.snapshot(self.cluster.api, unused) if nodes else before
            applied = apply.apply_all(self.cluster.api, self.manifests, judge, have_crds=bool(self.custom))
        with self._judging("kube-apiserver", "a second apply changes nothing") as judge:
            apply.apply_again(self.cluster.api, applied, judge)
        if nodes:
            self._run(applied, nodes, plan)
        with self._judging("kube-apiserver", "admission of every pod template (Pod Security restricted)") as judge:
            workloads.restricted(applied, judge, plan.restricted)
            workloads.dry_run_pods(self.cluster.api, applied, judge)
        if nodes:
            self._settle_and_remove(applied, before, unused)
        else:  # without controllers a namespace cannot end; the next folder finds it as this one left it
            self._remove_all_but_namespaces(applied)

    def _judging(self, program: str, judged: str) -> AbstractContextManager[Judge]:
        return self.report.judging(program, self.version, self.version, self.dist, judged)

    def _analyzing(self, dist: str, judged: str) -> AbstractContextManager[Judge]:
        version = self.istioctl.version if self.istioctl else ""
        return self.report.judging("istioctl", version, self.version, dist, judged)

    def _run(self, applied: list[Applied], nodes: list[str], plan: Plan) -> None:
        cluster, (key, value) = self.cluster, plan.selector
        with self._judging("kube-scheduler", f"pods are made, and wait while no node is {key}={value}") as judge:
            cluster.label_nodes(nodes, {key: None})
            cluster.controllers()
            workloads.pending(cluster, applied, judge, plan.selector)
        with self._judging("kube-controller-manager", "every workload becomes available, at its HPA minimum") as judge:
            cluster.label_nodes(nodes, {key: value})
            workloads.available(cluster, applied, judge)
        with self._judging("kube-controller-manager", "Services reach pods, PDBs allow a drain, HPAs act") as judge:
            wiring.wired(cluster, applied, judge)
        if self.istioctl:
            mesh.analyze(cluster, self.istioctl, self.dist, applied, self._analyzing, canaries=self.first)

    def _settle_and_remove(self, applied: list[Applied], before: removal.Left, unused: set[tuple[str, str]]) -> None:
        with self._judging("kube-apiserver", "a third apply beside the controllers: no conflict, no change") as judge:
            apply.apply_settled(self.cluster.api, applied, judge)
        with self._judging("kube-controller-manager", "deleting everything leaves nothing") as judge:
            removal.delete_all(self.cluster.api, applied, judge)
            removal.nothing_left(self.cluster, before, unused, applied, judge)
        self.cluster.stop_controllers()

    def _remove_all_but_namespaces(self, applied: list[Applied]) -> None:
        with self._judging("kube-apiserver", "every object can be deleted") as judge:
            removal.delete_all(self.cluster.api, [a for a in applied if a.manifest.kind != "Namespace"], judge)
