"""Releases as Argo CD objects, for any room: one chart several times, privileged pods, several namespaces."""

from __future__ import annotations

from typing import Any

import pytest

from x2bee_constructs.core.argo import Project, release_objects, staged_meta
from x2bee_constructs.core.objects import ApiStruct
from x2bee_constructs.core.releases import CRD, MUTATING, RBAC, VALIDATING, WAVES, Component, Ignored, Release
from x2bee_constructs.core.versions import ChartPin

ISTIOD = ChartPin("https://istio-release.storage.googleapis.com/charts", "istiod", "1.30.3", "1.30.3", "", "")
CNI = ISTIOD._replace(chart="cni")
COLLECTOR = ChartPin("oci://public.ecr.aws/some/where", "collector", "1.0.0", "1.0.0", "", "")
MESH = Project("x2bee-mesh", "The mesh")


class Values(ApiStruct):
    """Values of some chart."""

    revision: str = "default"


BLUE = Release(ISTIOD, Values(revision="1-30-3"), "mesh-control", own_name="istiod-1-30-3")
GREEN = Release(ISTIOD, Values(revision="1-30-4"), "mesh-control", own_name="istiod-1-30-4")
ISTIO = Component("istio", "istio-system", (BLUE, GREEN), (*RBAC, MUTATING, VALIDATING), reaches=("kube-system",))
NODES = Component("istio-cni", "istio-cni", (Release(CNI, Values(), "mesh-control"),), RBAC, pod_security="privileged")


def made(*components: Component, project: Project = MESH) -> dict[str, dict[str, Any]]:
    return {name: dict(found.to_manifest()) for name, found in release_objects(project, components).items()}


def test_nothing_set() -> None:
    found = made(Component("cni", "kube-system", (Release(CNI, Values(), "mesh-control"),), (), pod_security=None))
    assert list(found) == ["project", "cni"]
    assert found["cni"] == {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": {
            "name": "cni",
            "namespace": "argocd",
            "labels": {"app.kubernetes.io/part-of": "x2bee"},
            "annotations": {"argocd.argoproj.io/sync-wave": str(WAVES["mesh-control"])},
        },
        "spec": {
            "project": "x2bee-mesh",
            "source": {
                "repoURL": "https://istio-release.storage.googleapis.com/charts",
                "chart": "cni",
                "targetRevision": "1.30.3",
                "helm": {"releaseName": "cni", "valuesObject": {"revision": "default"}},
            },
            "destination": {"server": "https://kubernetes.default.svc", "namespace": "kube-system"},
            "syncPolicy": {
                "automated": {"prune": True, "selfHeal": True},
                "retry": {"limit": 5, "backoff": {"duration": "10s", "factor": 2, "maxDuration": "3m"}},
            },
            "revisionHistoryLimit": 3,
        },
    }


def test_everything_set() -> None:
    ignored = Ignored("apps", "Deployment", (".spec.replicas",), "an autoscaler decides", "collector")
    release = Release(
        COLLECTOR, Values(), "monitoring", "traces", server_side_apply=True, skip_crds=True, ignored=(ignored,)
    )
    component = Component(
        "traces", "telemetry", (release,), (CRD,), pod_security="baseline", namespace_labels={"team": "platform"}
    )
    found = made(component, project=Project("x2bee-telemetry", "Traces", "delivery"))
    spec = found["traces"]["spec"]
    assert {each["metadata"]["namespace"] for each in found.values()} == {"delivery"}
    assert spec["source"]["repoURL"] == "public.ecr.aws/some/where", "Argo CD wants no oci://"
    assert spec["source"]["helm"]["releaseName"] == "traces"
    assert spec["source"]["helm"]["skipCrds"] is True
    assert spec["syncPolicy"]["syncOptions"] == [
        "CreateNamespace=true", "RespectIgnoreDifferences=true", "ServerSideApply=true",
    ]  # fmt: skip
    assert spec["ignoreDifferences"] == [
        {"group": "apps", "kind": "Deployment", "name": "collector", "jqPathExpressions": [".spec.replicas"]}
    ]
    labels = spec["syncPolicy"]["managedNamespaceMetadata"]["labels"]
    assert labels["team"] == "platform"
    assert labels["pod-security.kubernetes.io/enforce"] == "baseline"


def test_one_chart_can_be_installed_several_times() -> None:
    found = made(ISTIO)
    assert list(found) == ["project", "istiod-1-30-3", "istiod-1-30-4"]
    for name in ("istiod-1-30-3", "istiod-1-30-4"):
        source = found[name]["spec"]["source"]
        assert (source["chart"], source["helm"]["releaseName"]) == ("istiod", name)
        assert source["helm"]["valuesObject"] == {"revision": name.removeprefix("istiod-")}


@pytest.mark.parametrize("name", ["istiod-1-30-3", "project"])
def test_two_of_one_name_are_refused(name: str) -> None:
    twin = Component("twin", "twin", (Release(ISTIOD, Values(), "mesh-control", own_name=name),), RBAC)
    with pytest.raises(ValueError, match=f"another release or the project has the id '{name}' already; say own_name"):
        release_objects(MESH, (ISTIO, twin))


def test_pods_that_write_on_their_node_have_a_namespace_that_lets_them() -> None:
    found = made(ISTIO, NODES)
    labels = {
        name: found[name]["spec"]["syncPolicy"]["managedNamespaceMetadata"]["labels"]
        for name in ("cni", "istiod-1-30-3")
    }
    modes = ("audit", "enforce", "warn")
    assert {labels["cni"][f"pod-security.kubernetes.io/{mode}"] for mode in modes} == {"privileged"}
    assert {labels["istiod-1-30-3"][f"pod-security.kubernetes.io/{mode}"] for mode in modes} == {"restricted"}


@pytest.mark.parametrize("said", [{"pod_security": "privileged"}, {"namespace_labels": {"team": "mesh"}}])
def test_applications_do_not_undo_each_others_labels(said: dict[str, Any]) -> None:
    other = Component("cni", "istio-system", (Release(CNI, Values(), "mesh-control"),), RBAC, **said)
    with pytest.raises(ValueError, match="'istio' and 'cni' want different labels for their namespace 'istio-system'"):
        release_objects(MESH, (ISTIO, other))


def test_a_namespace_can_be_shared_with_a_component_that_does_not_label_it() -> None:
    guest = Component("cni", "istio-system", (Release(CNI, Values(), "mesh-control"),), RBAC, pod_security=None)
    assert "managedNamespaceMetadata" not in made(ISTIO, guest)["cni"]["spec"]["syncPolicy"]


def test_the_project_allows_what_they_need_and_no_more() -> None:
    found = made(ISTIO, NODES)["project"]
    assert found["metadata"]["name"] == "x2bee-mesh"
    assert "Delete=false" in found["metadata"]["annotations"]["argocd.argoproj.io/sync-options"]
    spec = found["spec"]
    assert spec["description"] == "The mesh"
    assert spec["sourceRepos"] == [ISTIOD.repository]
    assert [each["namespace"] for each in spec["destinations"]] == ["istio-cni", "istio-system", "kube-system"]
    allowed = [(each["group"], each["kind"], each.get("name")) for each in spec["clusterResourceWhitelist"]]
    kinds = sorted((group, kind, None) for group, kind in {*RBAC, MUTATING, VALIDATING})
    assert allowed == [*kinds, ("", "Namespace", "istio-cni"), ("", "Namespace", "istio-system")]


def test_an_object_of_our_own_says_its_stage_too() -> None:
    assert staged_meta("default", "mesh-policies", "istio-system").to_wire() == {
        "name": "default",
        "namespace": "istio-system",
        "labels": {"app.kubernetes.io/part-of": "x2bee"},
        "annotations": {"argocd.argoproj.io/sync-wave": str(WAVES["mesh-policies"])},
    }
    annotations = staged_meta("default", "stores", sync_options="Prune=false").to_wire()["annotations"]
    assert annotations["argocd.argoproj.io/sync-options"] == "Prune=false"
