"""`istioctl analyze` over the API server, with a folder's objects in it and stand-ins for what charts would make."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from conformance import stand_ins
from conformance.apply import Applied
from conformance.cluster import Cluster, wait
from conformance.istio import REVISION, Settings, uses_mesh
from conformance.istioctl import Analysis, Istioctl
from conformance.manifests import Manifest
from conformance.objects import part
from conformance.report import Judge
from conformance.yamls import documents, parse

BROKEN = Path(__file__).parent / "canaries" / "mesh.yaml"
EXPECTED = "x2bee.io/expected-finding"
CANARIES = "conformance-mesh"

Judging = Callable[[str, str], AbstractContextManager[Judge]]  # dist, what is judged


def analyze(
    cluster: Cluster, istioctl: Istioctl, dist: str, applied: Sequence[Applied], judging: Judging, *, canaries: bool
) -> None:
    """The folder's objects have no finding; then, if asked, broken ones beside them are found."""
    with judging(
        dist, "analyze: every analyzer, over the API server, with Istio's own charts and injected pods"
    ) as judge:
        settings = Settings.read([one.manifest for one in applied])
        if settings is None:
            _without_mesh(applied, judge)
            return
        for revision in settings.unserved:
            judge.fail("revision", revision, "", f"no control plane serves it; the folder's is {settings.revision}")
        wait("namespaces that end are gone", lambda: not _ending(cluster), 90)
        with stand_ins.present(cluster.api, istioctl, settings, applied, judge) as mesh:
            kubeconfig = cluster.kubeconfig("admin")
            clean(istioctl.analyze(kubeconfig, mesh, settings.revision), files_of(applied), judge)
            if canaries:
                with judging("canaries", "analyze: broken mesh objects are found") as other:
                    _canaries(cluster, istioctl, settings, mesh, other)


def clean(analysis: Analysis, files: Mapping[str, str], judge: Judge) -> None:
    """Every analyzer ran, and none has anything to say."""
    judge.passed(len(analysis.ran))
    judge.expect(bool(analysis.ran), "analyzers", "", "", "no analyzer ran")
    for name in analysis.skipped:
        judge.fail("skipped-analyzer", name, "", "it was left out, so it can have found nothing")
    for said in analysis.found:
        judge.fail(said.code, said.label, files.get(said.label, ""), said.message)


def files_of(applied: Sequence[Applied]) -> dict[str, str]:
    """Where each object is written."""
    return {one.manifest.label: one.manifest.file for one in applied}


def broken() -> list[Manifest]:
    """The canaries, each with the code of what must be found on it."""
    texts = documents(BROKEN.read_text(encoding="utf-8"))
    return [stand_ins.manifest(parse(text, BROKEN.name)) for text in texts]


def expected(canary: Manifest) -> list[str]:
    """The codes that must be found on it; none on what is only there for the others."""
    return str(part(canary.metadata, "annotations").get(EXPECTED) or "").split()


def bites(canaries: Sequence[Manifest], analysis: Analysis, judge: Judge) -> None:
    """Each expected code was found on its object."""
    found = {(said.code, said.label) for said in analysis.found}
    for m in canaries:
        instead = sorted(code for code, label in found if label == m.label)
        for code in expected(m):
            told = f"not found; found on it were {instead}"
            judge.expect((code, m.label) in found, "canary", f"{code} {m.label}", "", told)


def _canaries(cluster: Cluster, istioctl: Istioctl, settings: Settings, mesh: str, judge: Judge) -> None:
    canaries = broken()
    made: list[str] = []
    try:
        for m in [stand_ins.namespace(CANARIES, **{REVISION: settings.revision}), *canaries]:
            path, why = stand_ins.make(cluster.api, m)
            if judge.expect(not why, "canary", m.label, "", f"the API server refused it: {why}"):
                made.append(path)
        analysis = istioctl.analyze(cluster.kubeconfig("admin"), mesh, settings.revision)
        bites(canaries, analysis, judge)
    finally:
        stand_ins.remove(cluster.api, made)


def _ending(cluster: Cluster) -> bool:
    """Whether a namespace of the harness or of the folder before is still there, about which nothing shall be said."""
    cluster.check()
    return any(n["metadata"].get("deletionTimestamp") for n in cluster.api.items("/api/v1/namespaces"))


def _without_mesh(applied: Sequence[Applied], judge: Judge) -> None:
    """No namespace asks for Istio: then no object of it may be there, for nobody would read it."""
    for m in (one.manifest for one in applied):
        judge.expect(not uses_mesh(m), "no-mesh", m.label, m.file, f"no namespace has the label {REVISION}")
