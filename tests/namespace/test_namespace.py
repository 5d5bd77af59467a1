"""The namespace and its Pod Security labels."""

from __future__ import annotations

from cdk8s import Chart
from cdk8s import Testing as InMemory

from x2bee_constructs import AppNamespaceProps
from x2bee_constructs.k8s import AppNamespace


def test_nothing_set() -> None:
    chart = Chart(InMemory.app(), "chart")
    AppNamespace(chart, "acme-app")
    (made,) = InMemory.synth(chart)
    assert made["metadata"]["name"] == "acme-app"
    assert {key.rpartition("/")[2]: value for key, value in made["metadata"]["labels"].items()} == {
        "part-of": "x2bee",
        "audit": "restricted",
        "enforce": "restricted",
        "warn": "restricted",
    }


def test_everything_set() -> None:
    chart = Chart(InMemory.app(), "chart")
    AppNamespace(chart, "tools", AppNamespaceProps(pod_security="baseline", labels={"team": "gift"}))
    labels = InMemory.synth(chart)[0]["metadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "baseline"
    assert labels["team"] == "gift"
