"""One run: which program judges what, in which order."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from conformance import builds, canaries, crds, schemas, static
from conformance.builds import CannotBuildError, Tool
from conformance.cluster import Cluster
from conformance.folder import Folder, Plan
from conformance.istioctl import Istioctl
from conformance.manifests import Manifest, load
from conformance.processes import Processes
from conformance.report import Report
from conformance.validation import validate

DEFAULT, OLDEST, NEWEST = "1.35", "1.32", "1.36"  # minor versions; the patch is the pin in tools/
NO_SCHEMAS = "put the files that imports/sources.toml pins into ../shared/crds, or name their folder with --schemas"
NO_ETCD = "it keeps its objects in etcd, which could not be had"
CONTROLLERS = ("kube-controller-manager", "kube-scheduler", "kwok")


class Run:
    """Carries the report, and each program once it is built."""

    def __init__(self, plan: Plan, report: Report) -> None:
        self.plan, self.report = plan, report
        self.tools = builds.tools()
        self.dists: dict[str, list[Manifest]] = {name: load(path) for name, path in plan.dists.items()}
        self.crds = crds.read(plan.schemas) if plan.schemas else []
        self._built: dict[str, dict[str, Path] | None] = {}

    def binaries(self, name: str) -> dict[str, Path] | None:
        """The programs of one tool, or None after saying (once) why not."""
        if name not in self._built:
            self._built[name] = self._build(name)
        return self._built[name]

    def _build(self, name: str) -> dict[str, Path] | None:
        try:
            found, facts = builds.build(self.tools[name])
        except CannotBuildError as why:
            self.report.skip(name, str(why))
            return None
        self.report.builds[name] = facts
        return found

    def everything(self) -> None:
        """Readers first (they are quick), then a control plane per Kubernetes version."""
        if not self.crds:
            self.report.skip("custom resources", NO_SCHEMAS)
        self.readers()
        shared = (self.binaries("etcd") or {}) | (self.binaries("kwok") or {}) | (self.binaries("istioctl") or {})
        for version in self.plan.versions:
            tool = self.tools[f"kubernetes-{version}"]
            if "server" not in shared:
                self.report.skip(tool.name, NO_ETCD)
            elif self.plan.cached_only and version != DEFAULT and not builds.is_built(tool):
                self.report.skip(tool.name, f"not built yet: python -m conformance --build {tool.name}")
            elif own := self.binaries(tool.name):
                self.control_plane(tool.version, {**shared, **own, "etcd": shared["server"]})

    def readers(self) -> None:
        """Kubeconform, kube-score and `istioctl validate`."""
        kubernetes = self.tools[f"kubernetes-{DEFAULT}"].version
        if self.plan.schemas and (found := schemas.definitions_file(self.plan.schemas)):
            places = schemas.prepare(self.plan.schemas, builds.cache_folder())
            self._reader("kubeconform", found[0], "strict schema validation, custom resources included",
                         lambda b, f, j: static.kubeconform(b, f, places, found[0], j))  # fmt: skip
        else:
            self.report.skip("kubeconform", NO_SCHEMAS)
        self._reader("kube-score", kubernetes, "reliability and security practice",
                     lambda b, f, j: static.kube_score(b, f, kubernetes, j))  # fmt: skip
        self._reader("istioctl", "", "validate: mesh objects as Istio's admission takes them", validate)

    def _reader(self, name: str, kubernetes: str, judged: str, judgement_of: static.Reader) -> None:
        binaries, version = self.binaries(name), self.tools[name].shown
        if binaries is None:
            return
        for dist, folder in self.plan.dists.items():
            with self.report.judging(name, version, kubernetes, dist, judged) as judge:
                judgement_of(binaries[name], folder, judge)
        with (
            self.report.judging(name, version, kubernetes, "canaries", "broken manifests are refused") as judge,
            tempfile.TemporaryDirectory(prefix="x2bee-conformance-") as folder,
        ):
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
        with self.report.judging(
            "kube-apiserver", version, version, "canaries", "starts; broken manifests are refused"
        ) as judge:
            cluster = Cluster(processes, programs)
            crds.install(cluster.api, self.crds)
            judge.note(f"{len(self.crds)} CustomResourceDefinitions installed")
            canaries.api_server(cluster.api, judge)
        if judge.broken:
            return
        full = all(name in programs for name in CONTROLLERS)
        nodes = cluster.nodes() if full else []
        istioctl = self._istioctl(processes.folder, programs)
        for number, (dist, manifests) in enumerate(self.dists.items()):
            custom = crds.kinds(self.crds)
            folder = Folder(self.report, cluster, version, dist, manifests, custom, istioctl, first=number == 0)
            folder.judge(nodes, self.plan)

    def _istioctl(self, folder: Path, programs: Mapping[str, Path]) -> Istioctl | None:
        """To analyze with, where Istio's objects can be stored at all."""
        if "istioctl" not in programs or not any(
            group.startswith("networking.istio.io/") for group, _ in crds.kinds(self.crds)
        ):
            return None
        (folder / "istioctl").mkdir()
        return Istioctl(programs["istioctl"], self.tools["istioctl"].shown, folder / "istioctl")


def kubernetes_versions(tools: Mapping[str, Tool], chosen: str) -> list[str]:
    """`default`, `all`, `cached` (all of which the ones not built are skipped), or minors separated by commas."""
    if chosen == "default":
        return [DEFAULT]
    wanted = [DEFAULT, OLDEST, NEWEST] if chosen in {"all", "cached"} else chosen.split(",")
    unknown = [v for v in wanted if f"kubernetes-{v}" not in tools]
    if unknown:
        pinned = sorted(n.removeprefix("kubernetes-") for n in tools if n.startswith("kubernetes-"))
        raise ValueError(f"no such Kubernetes version {unknown}; pinned are {pinned}")
    return wanted
