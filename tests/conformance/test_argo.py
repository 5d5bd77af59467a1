"""What `make argo` stands on, without its programs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from conformance.argo.cli import markdown
from conformance.argo.repository import Repository
from conformance.argo.server import complaints
from conformance.argo.state import changed
from conformance.manifests import load
from conformance.report import Judgement

GIT = "https://git.example.com/platform/deploy.git"


def application(name: str, project: str, source: dict[str, Any]) -> dict[str, Any]:
    meta = {"name": name, "namespace": "argocd"}
    spec = {"project": project, "source": {"repoURL": GIT, **source}}
    return {"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "metadata": meta, "spec": spec}


def test_sources_alone_are_changed(tmp_path: Path) -> None:
    dist = tmp_path / "dist"
    files = {
        "delivery/root.yaml": application("x2bee-acme-prd", "x2bee-acme-prd", {"path": "deploy/acme/prd/delivery"}),
        "addons/keda.yaml": application("keda", "x2bee-addons", {"chart": "keda", "targetRevision": "1"}),
        "shop/pod.yaml": {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "x"}},
    }
    for name, body in files.items():
        (dist / name).parent.mkdir(parents=True, exist_ok=True)
        (dist / name).write_text(json.dumps(body))
    made = Repository(tmp_path / "git", dist, load(dist))
    home = tmp_path / "git" / "deploy" / "acme" / "prd"
    assert (made.project, made.stood_in, str(made.home)) == ("x2bee-acme-prd", ["keda"], "deploy/acme/prd")
    assert (home / "shop" / "pod.yaml").read_bytes() == (dist / "shop" / "pod.yaml").read_bytes()
    keda = json.loads((home / "addons" / "keda.yaml").read_text())
    assert keda["spec"]["source"] == {"repoURL": made.url, "targetRevision": "main", "path": "stand-ins/keda"}
    assert keda["spec"]["project"] == "x2bee-addons"
    assert (tmp_path / "git" / "stand-ins" / "keda" / "ConfigMap.json").is_file()


def test_who_is_not_synced_healthy_and_at_rest_is_told() -> None:
    def seen(sync: str, health: str, **more: Any) -> dict[str, Any]:
        return {"metadata": {}, "status": {"sync": {"status": sync}, "health": {"status": health}}, **more}

    found: dict[str, dict[str, Any]] = {
        "good": seen("Synced", "Healthy"),
        "differs": seen("OutOfSync", "Healthy"),
        "ill": seen("Synced", "Degraded"),
        "asked": seen("Synced", "Healthy", operation={"sync": {}}),
        "new": {"metadata": {}},
    }
    assert sorted(complaints(found)) == ["asked", "differs", "ill", "new"]


def test_what_came_went_or_is_asked_for_differently() -> None:
    before = {"same": {"a": 1}, "moved": {"a": 1}, "gone": {"a": 1}, "never": None}
    after = {"same": {"a": 1}, "moved": {"a": 2}, "gone": None, "never": None, "new": {"a": 1}}
    assert changed(before, after) == {"moved", "gone", "new"}


def test_the_table_says_what_was_not_proven() -> None:
    text = markdown([Judgement("argocd", "v3.6.1", "1.35", "acme-prd", "it syncs", passed=7)], ["keda"])
    assert "| it syncs | 7 | 0 |" in text
    assert "Upstream's charts are not asked for" in text
    assert "keda" in text
