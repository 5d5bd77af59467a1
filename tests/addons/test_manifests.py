"""The Applications, their project, and the stores."""

from __future__ import annotations

from typing import Any

import pytest

from tests.addons.test_props import ACME, EVERYTHING, PLACE
from x2bee_constructs.addons.manifests import add_on_objects, store_objects
from x2bee_constructs.addons.props import AddOnsProps
from x2bee_constructs.addons.selection import add_ons
from x2bee_constructs.core.leaks import find_leak
from x2bee_constructs.core.releases import WAVES
from x2bee_constructs.core.versions import KEDA
from x2bee_constructs.workload.props import MsaDeploymentProps

OWN = ("cert-manager", "external-dns", "external-secrets", "keda")
DATABASES = ("cloudnative-pg", "plugin-barman-cloud")
CHARTS = sorted(
    (
        "aws-load-balancer-controller",
        "cluster-autoscaler",
        "karpenter",
        "karpenter-crd",
        "metrics-server",
        "prometheus-operator-crds",
        *DATABASES,
        *OWN,
    ),
)


def made(said: dict[str, Any]) -> dict[str, dict[str, Any]]:
    objects = add_on_objects(ACME, AddOnsProps.model_validate(said))
    return {name: dict(found.to_manifest()) for name, found in objects.items()}


def wave(found: dict[str, Any]) -> int:
    return int(found["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"])


def options(found: dict[str, Any]) -> list[str]:
    return found["spec"]["syncPolicy"].get("syncOptions", [])


def test_nothing_set() -> None:
    found = made(PLACE)
    names = ("aws-load-balancer-controller", "external-dns", "external-secrets", "keda", "metrics-server")
    assert set(found) == {"project", "prometheus-operator-crds", *names}
    assert found["keda"]["spec"]["source"]["repoURL"] == "https://kedacore.github.io/charts"
    assert found["keda"]["spec"]["source"]["targetRevision"] == KEDA.version
    assert found["keda"]["spec"]["destination"] == {"namespace": "keda", "server": "https://kubernetes.default.svc"}
    assert {each["metadata"]["namespace"] for each in found.values()} == {"argocd"}


def test_everything_set() -> None:
    found = made(EVERYTHING)
    assert set(found) == {"project", *CHARTS}
    assert {each["metadata"]["namespace"] for each in found.values()} == {"delivery"}


@pytest.mark.parametrize("name", CHARTS)
def test_an_application_keeps_itself_and_leaves_its_objects_when_it_goes(name: str) -> None:
    found = made(EVERYTHING)[name]
    policy = found["spec"]["syncPolicy"]
    assert policy["automated"] == {"prune": True, "selfHeal": True}
    assert policy["retry"]["limit"] == 5
    assert found["spec"]["project"] == "x2bee-addons"
    assert found["spec"]["source"]["helm"]["releaseName"] == found["spec"]["source"]["chart"] == name
    assert "finalizers" not in found["metadata"], "its CRDs would go too, with every secret and target"
    assert not find_leak(str(found))


def test_the_first_installation_is_in_order() -> None:
    found = made(EVERYTHING)
    order = [
        "project", "karpenter-crd", "karpenter", "cert-manager", "aws-load-balancer-controller", "external-dns",
    ]  # fmt: skip
    waves = [wave(found[name]) for name in order]
    assert waves == sorted(set(waves))
    store = next(iter(store_objects(ACME, AddOnsProps.model_validate(PLACE)).values()))
    assert max(wave(each) for each in found.values()) < wave(dict(store.to_manifest())) < 0
    assert wave(found["keda"]) == wave(found["external-secrets"]) == WAVES["webhooks"]
    assert wave(found["cluster-autoscaler"]) == wave(found["karpenter"]), "what follows may need room"


@pytest.mark.parametrize("name", CHARTS)
def test_a_namespace_of_its_own_is_restricted_and_kube_system_is_left_alone(name: str) -> None:
    found = made(EVERYTHING)[name]
    if name in (*OWN, *DATABASES):
        labels = found["spec"]["syncPolicy"]["managedNamespaceMetadata"]["labels"]
        modes = ("audit", "enforce", "warn")
        assert [labels[f"pod-security.kubernetes.io/{mode}"] for mode in modes] == ["restricted"] * 3
        assert "CreateNamespace=true" in options(found)
        assert found["spec"]["destination"]["namespace"] == (name if name in OWN else "cnpg-system")
    else:
        assert "managedNamespaceMetadata" not in found["spec"]["syncPolicy"]
        assert found["spec"]["destination"]["namespace"] == "kube-system"
        assert "CreateNamespace=true" not in options(found)


def test_crds_too_large_for_an_annotation_are_applied_by_the_server() -> None:
    """Those of three are over the 256 KiB that an annotation holds; the others' at most 150."""
    found = made(EVERYTHING)
    large = {"cloudnative-pg", "external-secrets", "keda", "prometheus-operator-crds"}
    assert {name for name in CHARTS if "ServerSideApply=true" in options(found[name])} == large


def test_karpenter_has_its_crds_from_one_chart() -> None:
    found = made(EVERYTHING)
    assert found["karpenter"]["spec"]["source"]["helm"]["skipCrds"] is True
    assert found["karpenter"]["spec"]["source"]["repoURL"] == "public.ecr.aws/karpenter", "Argo CD wants no oci://"
    assert [name for name in CHARTS if "skipCrds" in found[name]["spec"]["source"]["helm"]] == ["karpenter"]


def test_differences_are_ignored_only_where_chance_decides() -> None:
    without, with_it = made(PLACE), made(EVERYTHING)
    ignoring = {name for name, each in without.items() if "ignoreDifferences" in each["spec"]}
    assert ignoring == {"aws-load-balancer-controller"}
    assert "RespectIgnoreDifferences=true" in options(without["aws-load-balancer-controller"])
    assert not any("ignoreDifferences" in each["spec"] for each in with_it.values())


@pytest.mark.parametrize("said", [PLACE, EVERYTHING, {**EVERYTHING, "load_balancer_controller": {"ingress": True}}])
def test_the_project_allows_what_they_need_and_no_more(said: dict[str, Any]) -> None:
    found = made(said)
    spec = found.pop("project")["spec"]
    assert set(spec["sourceRepos"]) == {each["spec"]["source"]["repoURL"] for each in found.values()}
    where = said.get("argocd_cluster", "https://kubernetes.default.svc")
    assert {each.get("name") or each["server"] for each in spec["destinations"]} == {where}
    homes = {each["spec"]["destination"]["namespace"] for each in found.values()}
    assert {each["namespace"] for each in spec["destinations"]} == homes | {"kube-system"}
    allowed = {(each["group"], each["kind"]) for each in spec["clusterResourceWhitelist"]}
    assert not any("*" in kind for pair in allowed for kind in pair)
    wanted = {kind for add_on in add_ons(ACME, AddOnsProps.model_validate(said)) for kind in add_on.cluster_kinds}
    assert allowed == wanted | {("", "Namespace")}
    spaces = {each["name"] for each in spec["clusterResourceWhitelist"] if each["kind"] == "Namespace"}
    assert spaces == homes - {"kube-system"}


def test_the_stores_are_those_that_services_name() -> None:
    stores = store_objects(ACME, AddOnsProps.model_validate(PLACE))
    assert MsaDeploymentProps.model_fields["secret_store"].default in stores
    assert [each.to_manifest()["spec"] for each in stores.values()] == [
        {"provider": {"aws": {"region": "ap-northeast-2", "service": service, "sessionTagsPolicy": "None"}}}
        for service in ("SecretsManager", "ParameterStore")
    ]
    for name, each in stores.items():
        manifest: dict[str, Any] = dict(each.to_manifest())
        assert manifest["metadata"]["name"] == name
        assert "namespace" not in manifest["metadata"]
        annotations = manifest["metadata"]["annotations"]
        assert annotations["argocd.argoproj.io/sync-options"] == "SkipDryRunOnMissingResource=true"


def test_the_stores_can_be_kept_to_some_namespaces() -> None:
    stores = store_objects(ACME, AddOnsProps.model_validate(EVERYTHING))
    for name in ("aws-secrets-manager", "aws-parameter-store"):
        manifest: dict[str, Any] = dict(stores[name].to_manifest())
        assert manifest["spec"]["conditions"] == [{"namespaces": ["acme-app", "monitoring"]}]
