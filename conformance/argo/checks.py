"""What people expect of a delivery, tried one after another on the same cluster."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conformance.argo.operators import Operators
from conformance.argo.repository import Repository
from conformance.argo.server import ArgoCd, complaints, until, why
from conformance.argo.state import changed, state
from conformance.client import MERGE
from conformance.cluster import Cluster
from conformance.manifests import Manifest
from conformance.objects import listed, part
from conformance.report import Judge
from x2bee_constructs.delivery.argo.notifications import TRIES

PATIENCE, STALL = 900.0, 240.0

Told = Sequence[tuple[str, Callable[[], bool]]]
"""What must be seen of an Application for somebody to be told, in words and as a question."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What every check needs."""

    argo: ArgoCd
    cluster: Cluster
    operators: Operators
    repository: Repository
    manifests: Sequence[Manifest]

    @property
    def root(self) -> str:
        """The root Application."""
        return self.repository.project

    def application(self, chart: str) -> str:
        """The Application that brings a chart."""
        paths = {n: str(part(a, "spec", "source").get("path")) for n, a in self.argo.applications().items()}
        return next(name for name, path in paths.items() if path == f"{self.repository.home}/{chart}")

    def file(self, kind: str, chart: str) -> Manifest:
        """The one object of this kind in a chart."""
        return next(m for m in self.manifests if (m.kind, m.chart) == (kind, chart))

    def now(self) -> dict[str, Mapping[str, Any] | None]:
        """All objects, as they are asked for."""
        return state(self.argo.api, self.manifests)

    def tick(self) -> None:
        """Between two looks: operators do their work, and no program may have ended."""
        self.operators.tick()
        self.cluster.check()

    def settled(self, *but: str, seconds: float = PATIENCE) -> dict[str, str]:
        """Waits until all Applications but these are Synced and Healthy; who is not."""

        def look() -> dict[str, str]:
            found = self.argo.applications()
            return complaints({name: one for name, one in found.items() if name not in but})

        return until(look, self.tick, seconds, STALL)

    def happens(self, what: str, done: Any, seconds: float = 300) -> dict[str, str]:
        """Waits for something; a complaint if it does not happen."""
        return until(lambda: {} if done() else {what: "did not happen"}, self.tick, seconds, seconds)


def everything(trial: Trial, judge: Judge) -> None:
    """The root alone was applied: every Application comes, in waves, and is Synced and Healthy."""
    wanted = {m.name for m in trial.manifests if m.kind == "Application"}
    said = trial.happens("every Application is there", lambda: wanted <= set(trial.argo.applications()), PATIENCE)
    said = said or trial.settled()
    _report(judge, "synced", said, len(wanted))
    if said:
        missing = sorted(wanted - set(trial.argo.applications()))
        judge.note(f"not there: {', '.join(missing) or 'none'}")
    _in_waves(trial, judge)
    absent = [label for label, found in trial.now().items() if found is None]
    for label in absent:
        judge.fail("absent", label, "", "it is in Git and not in the cluster")
    judge.passed(len(trial.manifests) - len(absent))


def _in_waves(trial: Trial, judge: Judge) -> None:
    """No Application of the root was made before all of lower waves had been synced."""
    found = trial.argo.applications()
    own = {m.name: m.wave or 0 for m in trial.manifests if m.kind == "Application" and m.chart == "delivery"}
    for name, wave in own.items():
        made = str(part(found.get(name, {}), "metadata").get("creationTimestamp", ""))
        early = [o for o, lower in own.items() if o != trial.root and lower < wave and _synced(found.get(o, {})) > made]
        # The root is there from the start, and ends with the last.
        judge.expect(name == trial.root or not early, "waves", f"Application/{name}", "", f"came before {early}")


def _synced(one: Mapping[str, Any]) -> str:
    """When it was synced for the first time; later than anything if never."""
    history = listed(one, "status", "history")
    return str(history[0]["deployedAt"]) if history else "9999"


def again(trial: Trial, judge: Judge) -> None:
    """A person syncs everything once more: nothing changes, and nothing differs."""
    before = trial.now()
    for name in trial.argo.applications():
        trial.argo.sync(name)
    said = trial.settled()
    _report(judge, "second-sync", said, len(trial.argo.applications()))
    after = trial.now()
    for label in sorted(changed(before, after)):
        judge.fail("second-sync", label, "", "a second sync changed it")
    judge.passed(len(after))


def a_new_tag(trial: Trial, judge: Judge, chart: str) -> None:
    """Another image tag in Git: that Deployment rolls, and nothing else moves."""
    m = trial.file("Deployment", chart)
    before = trial.now()
    text = trial.repository.read(m.file)
    new = re.sub(r"(image: \S+:)(\S+)", r"\g<1>9.9.9", text, count=1)
    trial.repository.write(m.file, new)
    trial.repository.commit("a new tag")
    trial.argo.refresh(trial.application(chart))
    said = trial.happens("the Deployment has the new tag", lambda: ":9.9.9" in str(trial.now()[m.label]))
    said = said or trial.settled()
    _report(judge, "new-tag", said, 1)
    moved = changed(before, trial.now())
    judge.expect(moved == {m.label}, "new-tag", m.label, m.file, f"moved: {', '.join(sorted(moved))}")


def by_hand(trial: Trial, judge: Judge, chart: str) -> None:
    """Somebody changes an object by hand: it is put back as Git has it."""
    m = trial.file("Service", chart)
    resource = trial.argo.api.resource(m.api_version, m.kind)
    if resource is None:
        raise RuntimeError("no Services")
    before = trial.now()
    hand = {"spec": {"selector": {"app": "elsewhere"}}}
    trial.argo.api.request("PATCH", resource.path(m.namespace, m.name), hand, MERGE)
    said = trial.happens("the Service is as it was", lambda: trial.now()[m.label] == before[m.label])
    _report(judge, "by-hand", said, 1)


def a_service_less(trial: Trial, judge: Judge, chart: str) -> None:
    """A service is taken out of Git: its objects go, and no other does."""
    own = {m.label for m in trial.manifests if m.chart == chart}
    name = trial.application(chart)
    file = next(m.file for m in trial.manifests if m.kind == "Application" and m.name == name)
    before = trial.now()
    trial.repository.remove(chart)
    trial.repository.remove(file)
    trial.repository.commit("a service less")
    trial.argo.refresh(trial.root)
    said = trial.happens("its Application is gone", lambda: name not in trial.argo.applications())
    said = said or trial.settled()
    _report(judge, "a-service-less", said, 1)
    after = trial.now()
    left = sorted(label for label in own if after.get(label) is not None)
    judge.expect(not left, "left", chart, file, f"still there: {', '.join(left)}")
    others = changed(before, after) - own
    judge.expect(not others, "others", chart, file, f"moved too: {', '.join(sorted(others))}")


def a_broken_manifest(trial: Trial, judge: Judge, chart: str) -> None:
    """A manifest that the API server refuses: its Application says so, and all that runs goes on, its own too."""
    file = trial.file("Deployment", chart).file
    name = trial.application(chart)
    told: Told = [("it cannot be compared, which `unknown` tells", lambda: _unknown(trial.argo.applications()[name]))]
    _refused(trial, judge, "broken", chart, file, _with_a_wrong_type, told)


def a_stranger(trial: Trial, judge: Judge, chart: str) -> None:
    """A kind that the AppProject does not allow, in a service's folder: it is refused."""
    name = trial.application(chart)
    told: Told = [
        (
            "it is stored as one that was tried often, which `failed` tells",
            lambda: _often(trial.argo.applications()[name]),
        ),
        ("the root is Degraded", lambda: _degraded(trial.argo.applications()[trial.root])),
    ]
    _refused(trial, judge, "stranger", chart, f"{chart}/ClusterRoleBinding.stranger.k8s.yaml", _stranger, told)
    path = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/stranger"
    judge.expect(trial.argo.api.get(path).status == 404, "stranger", "ClusterRoleBinding/stranger", "", "it was made")


def _refused(trial: Trial, judge: Judge, check: str, chart: str, file: str, wrong: Any, told: Told) -> None:
    name, before = trial.application(chart), trial.now()
    path = trial.repository.folder / trial.repository.home / file
    text = path.read_text(encoding="utf-8") if path.exists() else None
    trial.repository.write(file, wrong(text or ""))
    trial.repository.commit(check)
    trial.argo.refresh(name)
    said = trial.happens("its Application says so", lambda: _failed(trial.argo.applications()[name]))
    _report(judge, check, said, 1)
    for what, happens in told:
        _report(judge, f"{check}-told", trial.happens(what, happens), 1)
    judge.note(f"{check}: {why(trial.argo.applications()[name])[:300]}")
    trial.argo.refresh()
    # The root is as well as the worst of the Applications in it: while one is tried again, both are on their way.
    _report(judge, check, trial.settled(name, trial.root), len(trial.argo.applications()) - 2)
    moved = changed(before, trial.now())
    judge.expect(not moved, check, chart, file, f"moved: {', '.join(sorted(moved))}")
    trial.repository.remove(file) if text is None else trial.repository.write(file, text)
    trial.repository.commit(f"{check}, mended")
    trial.argo.refresh(name)
    _report(judge, f"{check}-mended", trial.settled(), 1)


def _failed(one: Mapping[str, Any]) -> bool:
    operation = part(one, "status", "operationState")
    # With retries that never end it stays Running, and says when it tries again.
    tried = re.search(r"[Rr]etrying attempt|\(retried", str(operation.get("message") or "")) is not None
    return (
        tried
        or operation.get("phase") in {"Failed", "Error"}
        or any(str(c["type"]).endswith("Error") for c in listed(one, "status", "conditions"))
    )


def _often(one: Mapping[str, Any]) -> bool:
    operation = part(one, "status", "operationState")
    waits = operation.get("phase") == "Running" and "finishedAt" in operation
    named = bool(part(operation, "syncResult").get("revision")) and bool(operation.get("message"))
    return waits and named and int(operation.get("retryCount", 0)) >= TRIES


def _unknown(one: Mapping[str, Any]) -> bool:
    return part(one, "status", "sync").get("status") == "Unknown" and bool(listed(one, "status", "conditions"))


def _degraded(one: Mapping[str, Any]) -> bool:
    return part(one, "status", "health").get("status") == "Degraded"


def _with_a_wrong_type(text: str) -> str:
    return text.replace("spec:\n", "spec:\n  minReadySeconds: soon\n", 1)


def _stranger(_: str) -> str:
    role = "{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}"
    return (
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: stranger}\n"
        f"roleRef: {role}\nsubjects: [{{kind: ServiceAccount, name: default, namespace: default}}]\n"
    )


def _report(judge: Judge, check: str, said: Mapping[str, str], count: int) -> None:
    for name, text in sorted(said.items()):
        judge.fail(check, f"Application/{name}", "", text)
    judge.passed(max(0, count - len(said)))
