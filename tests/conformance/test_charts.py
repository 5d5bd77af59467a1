"""What is looked at in rendered charts: each fault is found, and a good chart has none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from conformance.charts.__main__ import main
from conformance.charts.argo_cd import other_defaults
from conformance.charts.checks import objections
from conformance.charts.releases import Release, releases
from conformance.charts.rendered import chart_of
from x2bee_constructs.delivery.argo.defaults import default_settings

Wire = dict[str, Any]


def release(**said: Any) -> Release:
    usual: dict[str, Any] = {
        "dist": "acme-prd",
        "name": "jaeger",
        "chart": "jaeger",
        "version": "4.11.1",
        "namespace": "istio-system",
        "values": {},
        "skip_crds": False,
        "standard": "restricted",
        "cluster_kinds": frozenset(),
        "places": frozenset({"istio-system"}),
    }
    return Release(**{**usual, **said})


def good() -> list[Wire]:
    hardened = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}
    container = {"name": "jaeger", "resources": {"limits": {"memory": "1Gi"}}, "securityContext": hardened}
    pod = {
        "nodeSelector": {"workload": "msa"},
        "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
        "containers": [container],
    }
    labels = {"app": "jaeger"}
    named = {"name": "jaeger", "labels": labels}
    end = {"port": "metrics"}
    return [
        {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": named},
        {"apiVersion": "v1", "kind": "Service", "metadata": named, "spec": {"ports": [{"name": "metrics"}]}},
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": named, "spec": {"template": {"spec": pod}}},
        {
            "apiVersion": "monitoring.coreos.com/v1",
            "kind": "ServiceMonitor",
            "metadata": named,
            "spec": {"selector": {"matchLabels": labels}, "endpoints": [end]},
        },
    ]


def pod(made: list[Wire]) -> Wire:
    return made[2]["spec"]["template"]["spec"]


def test_a_good_chart_has_no_objections() -> None:
    assert list(objections(release(), good())) == []


BROKEN: list[tuple[str, Callable[[list[Wire]], Any]]] = [
    ("no ServiceAccount jaeger", lambda made: made.pop(0)),
    ("it may run on any node", lambda made: pod(made).pop("nodeSelector")),
    ("jaeger has no limit of memory", lambda made: pod(made)["containers"][0].pop("resources")),
    ("jaeger may run as root", lambda made: pod(made)["securityContext"].pop("runAsNonRoot")),
    ("jaeger has no seccomp profile", lambda made: pod(made)["securityContext"].pop("seccompProfile")),
    ("jaeger keeps capabilities", lambda made: pod(made)["containers"][0]["securityContext"].pop("capabilities")),
    ("jaeger may gain privileges", lambda made: pod(made)["containers"][0]["securityContext"].clear()),
    ("it shares what is the node's", lambda made: pod(made).update(hostNetwork=True)),
    ("it sees the node's files", lambda made: pod(made).update(volumes=[{"hostPath": {"path": "/"}}])),
    ("no Service has metrics", lambda made: made[1]["spec"].update(ports=[{"name": "http"}])),
    ("does not reach the namespace kube-system", lambda made: made[1]["metadata"].update(namespace="kube-system")),
    ("does not allow rbac.authorization.k8s.io/ClusterRole", lambda made: made.append(_cluster_role())),
    ("is told to leave coordination.k8s.io/Lease alone", lambda made: made.append(_lease())),
    ("looks for Endpoints of kubelets", lambda made: made.append(_prometheus("Endpoints"))),
]


def _cluster_role() -> Wire:
    return {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "all"}}


def _lease() -> Wire:
    return {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": "one"}}


def _prometheus(role: str) -> Wire:
    spec = {"resources": {"limits": {"memory": "1Gi"}}, **pod(good()), "serviceDiscoveryRole": role}
    return {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "Prometheus",
        "metadata": {"name": "prometheus"},
        "spec": spec,
    }


@pytest.mark.parametrize(("said", "broken"), BROKEN)
def test_each_fault_is_found(said: str, broken: Callable[[list[Wire]], Any]) -> None:
    made = good()
    broken(made)
    assert any(said in wrong for wrong in objections(release(), made))


def test_kubelets_are_looked_for_where_they_are_written() -> None:
    made = good()
    pod(made)["containers"][0]["args"] = ["--kubelet-endpoints=false", "--kubelet-endpointslice=true"]
    assert list(objections(release(), [*made, _prometheus("EndpointSlice")])) == []
    assert list(objections(release(), [*made, _prometheus("Endpoints")]))


def test_a_privileged_namespace_takes_what_sees_the_node() -> None:
    made = good()
    pod(made).update(hostNetwork=True)
    assert list(objections(release(standard="privileged"), made)) == []


def test_releases_are_those_of_the_emitted_applications(k8s_files: dict[str, str], tmp_path: Path) -> None:
    for name, text in k8s_files.items():
        path = tmp_path / "acme-prd" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    found = {one.name: one for one in releases(tmp_path / "acme-prd")}
    assert {"prometheus", "grafana", "kiali", "jaeger", "node-exporter", "keda", "istio-base"} <= set(found)
    assert (found["prometheus"].chart, found["prometheus"].standard) == ("kube-prometheus-stack", "restricted")
    assert found["node-exporter"].standard == "privileged"
    assert found["grafana"].values["fullnameOverride"] == "grafana"


def test_only_the_pinned_version_is_rendered(tmp_path: Path) -> None:
    assert chart_of(tmp_path, release()) is None
    described = tmp_path / "jaeger" / "Chart.yaml"
    described.parent.mkdir()
    described.write_text(yaml.safe_dump({"version": "4.11.0"}))
    assert chart_of(tmp_path, release()) is None
    described.write_text(yaml.safe_dump({"version": "4.11.1"}))
    assert chart_of(tmp_path, release()) == tmp_path / "jaeger"


def test_without_charts_it_says_that_it_skips(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build"]) == 0
    assert capsys.readouterr().out.startswith("skipped: no folder of charts")


def test_other_defaults_than_the_charts_are_found(tmp_path: Path) -> None:
    config = {**default_settings(()), "exec.enabled": False}
    values = tmp_path / "values.yaml"
    values.write_text(yaml.safe_dump({"configs": {"cm": config}}))
    assert list(other_defaults(tmp_path)) == []
    values.write_text(yaml.safe_dump({"configs": {"cm": {**config, "resource.exclusions": "[]"}}}))
    (found,) = other_defaults(tmp_path)
    assert found.startswith("argocd-cm, resource.exclusions: the chart has []")
