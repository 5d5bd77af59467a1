"""Which Kubernetes is refused, with what words, and that nothing is made up."""

from __future__ import annotations

import pytest
import yaml

from x2bee_constructs.addons.compatibility import COMPATIBILITY, unsupported
from x2bee_constructs.core.versions import CLUSTER_AUTOSCALER_RELEASES, KEDA, KUBERNETES


def refused(kubernetes: str) -> set[str]:
    return {fault.message().split(" ")[0] for fault in unsupported(kubernetes, COMPATIBILITY)}


@pytest.mark.parametrize(
    ("kubernetes", "names"),
    [
        ("1.31", {"argo-cd", "cert-manager", "cloudnative-pg", "cluster-autoscaler", "istio", "keda", "sonarqube"}),
        ("1.32", {"cert-manager", "cloudnative-pg", "keda"}),
        ("1.33", {"cloudnative-pg"}),
        ("1.34", set[str]()),
        ("1.35", set[str]()),
        ("1.36", {"argo-cd", "keda", "sonarqube"}),
        (
            "1.37",
            {
                "argo-cd",
                "cert-manager",
                "cloudnative-pg",
                "cluster-autoscaler",
                "eks",
                "karpenter",
                "keda",
                "sonarqube",
            },
        ),
    ],
)
def test_what_upstream_does_not_support_is_refused(kubernetes: str, names: set[str]) -> None:
    assert refused(kubernetes) == names


def test_the_pinned_version_is_the_newest_that_all_support() -> None:
    major, _, minor = KUBERNETES.version.partition(".")
    assert refused(KUBERNETES.version) == set()
    assert refused(f"{major}.{int(minor) + 1}")


def test_the_fault_names_component_version_range_and_source() -> None:
    keda = COMPATIBILITY["keda"]
    assert keda.newest
    newer = f"1.{keda.newest + 1}"
    (found,) = unsupported(newer, ["keda"])
    title = f"keda {KEDA.app_version} is not supported on Kubernetes {newer}"
    assert found.type == "X2B301"
    assert found.context == {
        "text": f"{title}; expected {keda.range}, got {newer}",
        "title": title,
        "expected": keda.range,
        "got": newer,
        "why": f"{keda.source}, read {keda.looked_up}",
        "fix": f"take a Kubernetes that it is supported on (1.{keda.newest}), or do without keda",
    }


def test_only_what_is_asked_for_is_judged() -> None:
    assert list(unsupported("1.36", ["karpenter", "cert-manager"])) == []
    assert list(unsupported("1.36", [])) == []


@pytest.mark.parametrize("name", COMPATIBILITY)
def test_a_bound_that_upstream_does_not_say_is_said_to_be_unknown(name: str) -> None:
    found = COMPATIBILITY[name]
    assert found.oldest or found.newest
    assert bool(found.unknown) == (found.oldest is None or found.newest is None)
    assert found.version


def test_the_cluster_autoscaler_is_supported_where_it_has_a_release_of_the_same_minor() -> None:
    found = COMPATIBILITY["cluster-autoscaler"]
    minors = [int(minor.removeprefix("1.")) for minor in CLUSTER_AUTOSCALER_RELEASES]
    assert [minor for minor in range(20, 60) if found.covers(minor)] == minors
    assert all(release.startswith(f"{minor}.") for minor, release in CLUSTER_AUTOSCALER_RELEASES.items())
    assert found.version == CLUSTER_AUTOSCALER_RELEASES[f"1.{minors[-1]}"]


def test_names_are_in_order() -> None:
    assert list(COMPATIBILITY) == sorted(COMPATIBILITY)


@pytest.mark.parametrize(
    ("oldest", "newest", "words"), [("istio", None, "1.32 and newer"), (None, "eks", "at most 1.36")]
)
def test_ranges_with_one_bound(oldest: str | None, newest: str | None, words: str) -> None:
    assert COMPATIBILITY[oldest or newest or ""].range == words


def test_an_unknown_component_and_no_version_are_errors() -> None:
    with pytest.raises(ValueError, match="no component 'kedda'; did you mean 'keda'"):
        list(unsupported("1.35", ["kedda"]))
    for text in ("v1.35", "1", "2.35", "1.x"):
        with pytest.raises(ValueError, match=r"expected a minor version such as 1\.35"):
            list(unsupported(text, ["keda"]))


NO_BOUND = {"kiali-server", "prometheus-node-exporter", "whatap-operator"}
"""Their charts have no kubeVersion, and no page of theirs names a Kubernetes (looked up 2026-11-30)."""


def test_every_chart_that_acme_installs_has_a_row(k8s_files: dict[str, str]) -> None:
    """Istio's four are one row, Karpenter's two another; Argo CD's own is that of `argo-cd`."""
    said = {"base": "istio", "cni": "istio", "gateway": "istio", "istiod": "istio"}
    charts = {
        chart
        for path, text in k8s_files.items()
        if "/Application." in path and (chart := yaml.safe_load(text)["spec"]["source"].get("chart"))
    }
    assert len(charts) > 12
    assert {said.get(chart, chart) for chart in charts} - COMPATIBILITY.keys() == NO_BOUND
