"""Reading rendered folders and putting them into sync order."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.manifests import Manifest, created_namespaces, load, ordered
from conformance.objects import differences
from conformance.yamls import documents, parse

WAVE = "argocd.argoproj.io/sync-wave"


def manifest(kind: str, name: str, chart: str = "c", *, wave: int | None = None, **body: object) -> Manifest:
    meta: dict[str, object] = {"name": name}
    if wave is not None:
        meta["annotations"] = {WAVE: str(wave)}
    api = "argoproj.io/v1alpha1" if kind == "Application" else "v1"
    return Manifest(
        f"{chart}/{kind}.{name}.yaml", chart, "", {"apiVersion": api, "kind": kind, "metadata": meta, **body}
    )


def names(manifests: list[Manifest]) -> list[str]:
    return [m.name for m in ordered(manifests)]


def test_without_waves_namespaces_come_first_then_charts_by_name_then_kinds() -> None:
    given = [manifest("Deployment", "d", "a"), manifest("Service", "s", "a"), manifest("ConfigMap", "late", "b"),
             manifest("Namespace", "ns", "z")]  # fmt: skip
    assert names(given) == ["ns", "s", "d", "late"]


def test_waves_on_objects_go_before_charts() -> None:
    given = [manifest("ConfigMap", "third", "a", wave=2), manifest("ConfigMap", "first", "b", wave=-1),
             manifest("ConfigMap", "second", "c"), manifest("Namespace", "ns", "z")]  # fmt: skip
    assert names(given) == ["ns", "first", "second", "third"]


def test_the_wave_of_a_chart_is_that_of_its_application() -> None:
    def app(name: str, path: str, wave: int) -> Manifest:
        return manifest("Application", name, "apps", wave=wave, spec={"source": {"path": path}})

    given = [manifest("ConfigMap", "shop", "a-shop"), manifest("ConfigMap", "mesh", "z-mesh"),
             app("shop", "dist/a-shop", 5), app("mesh", "dist/z-mesh/", 1)]  # fmt: skip
    assert [n for n in names(given) if n in {"shop", "mesh"}][-2:] == ["mesh", "shop"]
    given[3].body["spec"] = {"sources": [{"path": "dist/other"}, {"path": "dist/z-mesh"}]}  # type: ignore[index]
    assert [n for n in names(given) if n in {"shop", "mesh"}][-2:] == ["mesh", "shop"]


def test_order_does_not_depend_on_the_order_of_reading() -> None:
    given = [manifest("ConfigMap", f"n{i}", f"c{i % 3}", wave=i % 2) for i in range(12)]
    assert names(given) == names(list(reversed(given)))


def test_argo_creates_namespaces_with_their_labels() -> None:
    policy = {"syncOptions": ["CreateNamespace=true"], "managedNamespaceMetadata": {"labels": {"a": "b"}}}
    app = manifest("Application", "x", spec={"syncPolicy": policy, "destination": {"namespace": "shop"}})
    assert created_namespaces([app, manifest("Application", "y", spec={})]) == {"shop": {"a": "b"}}


def test_argos_own_namespace_is_there_before_what_stands_in_it() -> None:
    metadata = {"name": "x", "namespace": "argocd"}
    assert created_namespaces([manifest("Application", "x", metadata=metadata)]) == {"argocd": {}}
    assert created_namespaces([manifest("ConfigMap", "x", metadata=metadata)]) == {}


def test_load_keeps_the_text_and_knows_the_chart(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: n}\n"
    (tmp_path / "shop" / "two.yaml").write_text(f"---\n{text}---\n# nothing\n---\n{text.replace('name: a', 'name: b')}")
    found = load(tmp_path)
    assert [(m.chart, m.label, m.file) for m in found] == [
        ("shop", "n/ConfigMap/a", "shop/two.yaml"),
        ("shop", "n/ConfigMap/b", "shop/two.yaml"),
    ]
    assert found[0].text.strip() == text.strip()


@pytest.mark.parametrize(
    ("kind", "spec"),
    [("Deployment", {"template": {"spec": 1}}), ("CronJob", {"jobTemplate": {"spec": {"template": {"spec": 1}}}})],
)
def test_pod_templates(kind: str, spec: object) -> None:
    assert manifest(kind, "x", spec=spec).pod_template == {"spec": 1}


def test_a_config_map_makes_no_pod() -> None:
    assert manifest("ConfigMap", "x").pod_template is None


def test_yaml_reads_like_kubernetes() -> None:
    assert parse("a: =\nb: 2026-01-02\n") == {"a": "=", "b": "2026-01-02"}
    assert len(documents("a: 1\n--- # two\nb: 2\n---\n\n")) == 2


def test_differences_leave_bookkeeping_out() -> None:
    before = {"metadata": {"resourceVersion": "1", "labels": {"a": "1"}}, "spec": {"n": 1, "m": [1]}}
    after = {"metadata": {"resourceVersion": "2", "labels": {"a": "1"}}, "spec": {"n": 2, "m": [1, 2]}}
    assert list(differences(before, after)) == ["spec.m", "spec.n"]
