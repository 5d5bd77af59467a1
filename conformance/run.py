"""One run: which program judges what, in which order."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from conformance import apply, builds, canaries, crds, removal, schemas, static, wiring, workloads
from conformance.builds import CannotBuild, Tool
from conformance.cluster import Cluster
from conformance.manifests import Manifest, load
from conformance.processes import Processes
from conformance.report import Report

DEFAULT, OLDEST, NEWEST = "1.35", "1.32", "1.36"  # minor versions; the patch is the pin in tools/
CONTROLLERS = ("kube-controller-manager", "kube-scheduler", "kwok")


@dataclass(frozen=True, slots=True)
class Plan:
    """What to judge with what."""

    dists: Mapping[str, Path]
    schemas: Path | None
    versions: Sequence[str] = (DEFAULT, OLDEST, NEWEST)
    selector: tuple[str, str] = ("workload", "msa")
    restricted: str = r"-app$"
    logs: Path | None = None


class Run:
    """Carries the report, and each program once it is built."""

    def __init__(self, plan: Plan, report: Report) -> None:
        self.plan, self.report = plan, report
        self.tools = builds.tools()
        self.dists: dict[str, list[Manifest]] = {name: load(path) for name, path in plan.dists.items()}
        self._crds = crds.read(plan.schemas) if plan.schemas else []

    def binaries(self, name: str) -> dict[str, Path] | None:
        """The programs of one tool, or None after saying why not."""
        try:
            found, facts = builds.build(self.tools[name])
        except CannotBuild as why:
            self.report.skip(name, str(why))
            return None
        self.report.builds[name] = facts
        return found

    def everything(self) -> None:
        """Readers first (they are quick), then a control plane per Kubernetes version."""
        self.readers()
        shared = (self.binaries("etcd") or {}) | (self.binaries("kwok") or {})
        for version in self.plan.versions:
            own = self.binaries(f"kubernetes-{version}")
            if own is None or "server" not in shared:
                continue
            programs = {**shared, **own, "etcd": shared["server"]}
            self.control_plane(self.tools[f"kubernetes-{version}"].version, programs)

    def readers(self) -> None:
        """kubeconform and kube-score."""
        kubernetes = self.tools[f"kubernetes-{DEFAULT}"].version
        if self.plan.schemas and (found := schemas.definitions_file(self.plan.schemas)):
            places = schemas.prepare(self.plan.schemas, builds.cache_folder())
            self._reader("kubeconform", found[0], "strict schema validation, custom resources included",
                         lambda b, f, j: static.kubeconform(b, f, places, found[0], j))  # fmt: skip
        else:
            self.report.skip("kubeconform", "put the pinned schemas beside the repository (--schemas)")
        self._reader("kube-score", kubernetes, "reliability and security practice",
                     lambda b, f, j: static.kube_score(b, f, kubernetes, j))  # fmt: skip

    def _reader(self, name: str, kubernetes: str, judged: str, judgement_of: static.Reader) -> None:
        binaries, version = self.binaries(name), self.tools[name].version
        if binaries is None:
            return
        for dist, folder in self.plan.dists.items():
            with self.report.judging(name, version, kubernetes, dist, judged) as judge:
                judgement_of(binaries[name], folder, judge)
        with self.report.judging(name, version, kubernetes, "canaries", "broken manifests are refused") as judge:
            with tempfile.TemporaryDirectory(prefix="x2bee-conformance-") as folder:
                canaries.files(lambda f, j: judgement_of(binaries[name], f, j), name, Path(folder), judge)

    def control_plane(self, version: str, programs: Mapping[str, Path]) -> None:
        """Start it, judge every folder with it, end it."""
        with tempfile.TemporaryDirectory(prefix="x2bee-conformance-") as temporary:
            try:
                with Processes(Path(temporary)) as processes:
                    self._judge(version, processes, programs)
            finally:
                if self.plan.logs:
                    (self.plan.logs / version).mkdir(parents=True, exist_ok=True)
                    for log in Path(temporary).glob("*.log"):
                        shutil.copy2(log, self.plan.logs / version)

    def _judge(self, version: str, processes: Processes, programs: Mapping[str, Path]) -> None:
        with self.report.judging("kube-apiserver", version, version, "canaries", "starts; broken manifests are refused") as judge:
            cluster = Cluster(processes, programs)
            crds.install(cluster.api, self._crds)
            judge.note(f"{len(self._crds)} CustomResourceDefinitions installed")
            canaries.api_server(cluster.api, judge)
        if judge.broken:
            return
        full = all(name in programs for name in CONTROLLERS)
        nodes = cluster.nodes() if full else []
        for dist, manifests in self.dists.items():
            _Folder(self, cluster, version, dist, manifests).judge(nodes)


@dataclass(frozen=True, slots=True)
class _Folder:
    """One rendered folder before one control plane."""

    run: Run
    cluster: Cluster
    version: str
    dist: str
    manifests: Sequence[Manifest]

    def _judging(self, program: str, judged: str):  # noqa: ANN202 (a context manager of Report)
        return self.run.report.judging(program, self.version, self.version, self.dist, judged)

    def judge(self, nodes: list[str]) -> None:
        api, before = self.cluster.api, removal.snapshot(self.cluster.api)
        with self._judging("kube-apiserver", "strict server-side apply of every object, in sync order") as judge:
            applied = apply.apply_all(api, self.manifests, judge, have_crds=bool(self.run._crds))
        with self._judging("kube-apiserver", "a second apply changes nothing") as judge:
            apply.apply_again(api, applied, judge)
        if not nodes:
            with self._judging("kube-apiserver", "admission of every pod template (Pod Security restricted)") as judge:
                workloads.restricted(applied, judge, self.run.plan.restricted)
                workloads.dry_run_pods(api, applied, judge)
            return
        self._with_controllers(applied, before, nodes)

    def _with_controllers(self, applied: list[apply.Applied], before: removal.Left, nodes: list[str]) -> None:
        cluster, plan = self.cluster, self.run.plan
        key, value = plan.selector
        cluster.label_nodes(nodes, {key: None})
        cluster.controllers()
        with self._judging("kube-scheduler", f"pods are made, and wait while no node is {key}={value}") as judge:
            workloads.pending(cluster, applied, judge, plan.selector)
        cluster.label_nodes(nodes, {key: value})
        with self._judging("kube-controller-manager", "every workload becomes available, at its autoscaler's minimum") as judge:
            workloads.available(cluster, applied, judge)
        with self._judging("kube-controller-manager", "Services reach pods, budgets allow a drain, autoscalers act") as judge:
            wiring.wired(cluster, applied, judge)
        with self._judging("kube-apiserver", "admission of every pod template (Pod Security restricted)") as judge:
            workloads.restricted(applied, judge, plan.restricted)
            workloads.dry_run_pods(cluster.api, applied, judge)
        with self._judging("kube-apiserver", "a third apply beside the controllers: no conflict, no change") as judge:
            apply.apply_settled(cluster.api, applied, judge)
        with self._judging("kube-controller-manager", "deleting everything leaves nothing") as judge:
            removal.delete_all(cluster.api, applied, judge)
            removal.nothing_left(cluster, before, judge)
        cluster.stop_controllers()


def kubernetes_versions(tools: Mapping[str, Tool], chosen: str) -> list[str]:
    """`default`, `all`, or minor versions separated by commas."""
    if chosen == "default":
        return [DEFAULT]
    wanted = [DEFAULT, OLDEST, NEWEST] if chosen == "all" else chosen.split(",")
    unknown = [v for v in wanted if f"kubernetes-{v}" not in tools]
    if unknown:
        pinned = sorted(n.removeprefix("kubernetes-") for n in tools if n.startswith("kubernetes-"))
        raise ValueError(f"no such Kubernetes version {unknown}; pinned are {pinned}")
    return wanted
