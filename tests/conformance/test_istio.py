"""What Istio's own program is told and how its words are read: what needs no Go."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conformance import builds, mesh, stand_ins
from conformance.apply import Applied
from conformance.istio import GATEWAY, Settings, uses_mesh
from conformance.istioctl import Analysis, Istioctl, Said
from conformance.manifests import Manifest
from conformance.objects import listed, part
from conformance.report import Judge, Judgement, Report
from conformance.validation import validate
from x2bee_constructs.core import versions
from x2bee_constructs.core.argo import Project, release_objects
from x2bee_constructs.mesh.charts import mesh_components
from x2bee_constructs.mesh.props import ServiceMeshProps

CHARTS = "https://istio-release.storage.googleapis.com/charts"


def manifest(kind: str, name: str, api: str = "v1", namespace: str = "", **body: Any) -> Manifest:
    meta = {"name": name, "namespace": namespace, "labels": body.pop("labels", {})}
    whole = {"apiVersion": api, "kind": kind, "metadata": {k: v for k, v in meta.items() if v}, **body}
    return Manifest(f"{name}.yaml", "", json.dumps(whole), whole)


def application(chart: str, values: dict[str, Any], repository: str = CHARTS) -> Manifest:
    source = {"chart": chart, "repoURL": repository, "helm": {"valuesObject": values}}
    spec = {"source": source, "destination": {"namespace": "istio-system"}}
    return manifest("Application", chart, "argoproj.io/v1alpha1", "argocd", spec=spec)


def asking(revision: str, name: str = "acme-app") -> Manifest:
    return manifest("Namespace", name, labels={"istio.io/rev": revision})


def judge() -> tuple[Judge, Judgement]:
    judgement = Judgement("istioctl", "", "", "", "")
    return Judge(judgement, Report().exceptions), judgement


def settings(*manifests: Manifest) -> Settings:
    found = Settings.read(manifests)
    assert found
    return found


def test_without_istio_there_is_nothing_to_set_up() -> None:
    assert Settings.read([manifest("Namespace", "acme-app"), manifest("ConfigMap", "x")]) is None


def test_the_namespaces_say_the_revision_where_no_application_does() -> None:
    found = settings(asking("1-30-3"))
    spec = found.operator["spec"]
    assert (spec["revision"], found.unserved) == ("1-30-3", [])
    assert [g["name"] for g in spec["components"]["ingressGateways"]] == [GATEWAY]
    assert spec["components"]["cni"] == {"enabled": True}


def test_the_charts_of_our_own_mesh_are_understood() -> None:
    props = ServiceMeshProps(revision="1-30-3", tags=["stable"], gateway_labels={"istio": "edge"})
    objects = release_objects(Project("x", "of a test", "argocd"), mesh_components(props)).values()
    ours = [Manifest("", "", "", one.to_wire()) for one in objects]
    spec = settings(*ours, asking("stable")).operator["spec"]
    (gateway,) = spec["components"]["ingressGateways"]
    assert spec["revision"] == "1-30-3"
    assert spec["values"] == {"revisionTags": ["stable"]}
    assert spec["meshConfig"]["outboundTrafficPolicy"] == {"mode": "REGISTRY_ONLY"}
    assert (gateway["name"], gateway["label"]) == (GATEWAY, {"istio": "edge"})
    assert [port["targetPort"] for port in gateway["k8s"]["service"]["ports"]] == [15021, 8080]


def test_a_revision_that_nobody_serves_is_told() -> None:
    found = settings(application("istiod", {"revision": "1-30-3"}), asking("1-29-0"), asking("1-30-3", "b"))
    assert found.unserved == ["1-29-0"]
    assert settings(asking("b"), asking("a", "other")).unserved == ["b"]


def test_charts_of_others_are_not_istios() -> None:
    other = application("gateway", {"name": "other"}, "https://charts.example.com")
    assert settings(other, asking("x")).gateways == []


def test_mesh_objects_are_known_by_their_group() -> None:
    assert uses_mesh(manifest("Sidecar", "x", "networking.istio.io/v1"))
    assert not uses_mesh(manifest("Gateway", "x", "gateway.networking.k8s.io/v1"))


def test_a_webhook_keeps_its_selectors_and_is_asked_nothing() -> None:
    hook = {"name": "a.istio.io", "namespaceSelector": {"matchLabels": {"a": "b"}}, "rules": [{"operations": ["*"]}]}
    rendered = [
        manifest("MutatingWebhookConfiguration", "w", "admissionregistration.k8s.io/v1", webhooks=[hook]),
        manifest("ClusterRole", "r", "rbac.authorization.k8s.io/v1"),
    ]
    (made,) = stand_ins.of_charts(rendered)
    assert listed(made.body, "webhooks") == [{**hook, "rules": []}]
    assert json.loads(made.text) == made.body


def test_a_pod_is_as_its_workload_would_make_it() -> None:
    template = {"metadata": {"labels": {"app": "x"}, "annotations": {"a": "b"}}, "spec": {"containers": []}}
    pod = stand_ins.pod_of(manifest("Deployment", "x" * 50, "apps/v1", "acme-app", spec={"template": template}))
    assert (pod.kind, pod.namespace, len(pod.name) <= 63) == ("Pod", "acme-app", True)
    assert part(pod.metadata, "labels") == {"app": "x"}
    assert part(pod.metadata, "annotations") == {"a": "b"}
    assert part(pod.body, "spec") == {"containers": []}


def test_a_deployment_of_a_chart_becomes_its_pod() -> None:
    container = {"name": "istio-proxy", "image": "auto", "securityContext": {"privileged": True}}
    template = {"metadata": {"labels": {"istio": "edge"}}, "spec": {"containers": [container], "hostNetwork": True}}
    deployment = manifest("Deployment", "edge", "apps/v1", "istio-system", spec={"template": template})
    (pod,) = stand_ins.of_charts([deployment])
    assert (pod.label, part(pod.metadata, "labels")) == ("istio-system/Pod/edge-deployment-stand-in", {"istio": "edge"})
    (made,) = listed(pod.body, "spec", "containers")
    assert (made["name"], made["image"], "privileged" in made["securityContext"]) == ("istio-proxy", "auto", False)
    assert "hostNetwork" not in part(pod.body, "spec")


def test_a_missing_configmap_of_the_charts_is_told() -> None:
    with pytest.raises(RuntimeError, match="no ConfigMap istio-x"):
        stand_ins.data_of([manifest("ConfigMap", "istio-y")], "istio-x")


def test_findings_and_analyzers_left_out_are_objections() -> None:
    one, judgement = judge()
    found = [Said("IST0101", "n/Gateway/x", "Error: no pods")]
    mesh.clean(Analysis(found, ["a", "b"], ["c"]), {"n/Gateway/x": "x.yaml"}, one)
    assert [(f.check, f.object, f.file) for f in judgement.failed] == [
        ("skipped-analyzer", "c", ""),
        ("IST0101", "n/Gateway/x", "x.yaml"),
    ]


def test_an_analysis_without_analyzers_is_no_analysis() -> None:
    one, judgement = judge()
    mesh.clean(Analysis([], [], []), {}, one)
    assert [f.check for f in judgement.failed] == ["analyzers"]


def test_each_canary_must_be_found_on_itself() -> None:
    canaries = mesh.broken()
    expected = [(code, m.label) for m in canaries for code in mesh.expected(m)]
    one, judgement = judge()
    mesh.bites(canaries, Analysis([Said(code, label, "") for code, label in expected[1:]], ["a"], []), one)
    assert [f.object for f in judgement.failed] == [" ".join(expected[0])]
    assert judgement.passed == len(expected) - 1


def test_the_canaries_cover_what_breaks_a_mesh() -> None:
    canaries = mesh.broken()
    kinds = {m.kind for m in canaries if mesh.expected(m)}
    codes = {code for m in canaries for code in mesh.expected(m)}
    assert kinds > {"VirtualService", "DestinationRule", "Gateway", "Sidecar", "AuthorizationPolicy", "ServiceEntry"}
    assert codes > {"IST0002", "IST0101", "IST0109", "IST0110", "IST0127", "IST0132", "IST0173", "IST0174"}
    assert {m.namespace for m in canaries} == {mesh.CANARIES}
    assert len({m.label for m in canaries}) == len(canaries)


def test_files_are_found_by_what_the_program_calls_their_objects() -> None:
    assert mesh.files_of([Applied(manifest("Sidecar", "x", namespace="n"), "/path")]) == {"n/Sidecar/x": "x.yaml"}


def program(folder: Path, lines: str) -> Path:
    """A program that says this, whatever it is asked."""
    path = folder / "program"
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(0o755)
    return path


def dist(folder: Path, *names: str) -> Path:
    (folder / "dist").mkdir()
    for name in names:
        (folder / "dist" / name).write_text("kind: x\n")
    return folder / "dist"


def test_valid_files_pass(tmp_path: Path) -> None:
    binary = program(tmp_path, 'shift; for f in "$@"; do echo "\\"${f#--filename=}\\" is valid"; done')
    one, judgement = judge()
    validate(binary, dist(tmp_path, "a.yaml", "b.yaml"), one)
    assert (judgement.passed, judgement.failed) == (2, [])


def test_errors_and_warnings_name_the_object_and_the_file(tmp_path: Path) -> None:
    error = 'Error: 1 error occurred:\\n\\t* VirtualService/n/v: unknown field \\"htttp\\"\\n'
    warning = '\\"b.yaml\\" has warnings: \\n\\t* VirtualService/n/w: rule #1 not used\\n'
    script = f'case "$*" in *a.yaml*) printf "{error}" >&2; exit 1;; *) printf "{warning}";; esac'
    one, judgement = judge()
    validate(program(tmp_path, script), dist(tmp_path, "a.yaml", "b.yaml"), one)
    assert [(f.check, f.object, f.file, f.message) for f in judgement.failed] == [
        ("invalid", "n/VirtualService/v", "a.yaml", 'unknown field "htttp"'),
        ("warning", "n/VirtualService/w", "b.yaml", "rule #1 not used"),
    ]
    assert judgement.passed == 0


def test_a_file_that_is_not_understood_is_told_too(tmp_path: Path) -> None:
    script = 'printf "Error: 1 error occurred:\\n\\t* failed to decode file c.yaml: line 1\\n" >&2; exit 1'
    one, judgement = judge()
    validate(program(tmp_path, script), dist(tmp_path, "c.yaml"), one)
    assert [(f.check, f.object, f.message) for f in judgement.failed] == [
        ("invalid", "c.yaml", "failed to decode file c.yaml: line 1")
    ]


def test_a_program_that_breaks_is_not_taken_for_a_clean_verdict(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="ended with 3: out of luck"):
        validate(program(tmp_path, "echo out of luck >&2; exit 3"), dist(tmp_path, "a.yaml"), judge()[0])
    istioctl = Istioctl(program(tmp_path, "echo no cluster >&2; exit 1"), "v1", tmp_path)
    with pytest.raises(RuntimeError, match="no cluster"):
        istioctl.analyze("kubeconfig", "", "1-30-3")


def test_the_analysis_is_read(tmp_path: Path) -> None:
    found = [
        {"code": "IST0102", "level": "Info", "message": "not enabled", "origin": "Namespace default"},
        {"code": "IST0101", "level": "Error", "message": "no pods", "origin": "Gateway n/x", "reference": ""},
    ]
    said = "Analyzed resources in all namespaces\nSkipped analyzers:\n\t c.C\nExecuted analyzers:\n\t a.A\n\t b.B\n\n"
    (tmp_path / "found").write_text(json.dumps(found))
    (tmp_path / "said").write_text(said)
    analysis = Istioctl(program(tmp_path, "cat found; cat said >&2"), "v1", tmp_path).analyze("k", "mesh: {}", "1-30-3")
    assert analysis.found == [
        Said("IST0101", "n/Gateway/x", "Error: no pods"),
        Said("IST0102", "Namespace/default", "Info: not enabled"),
    ]
    assert (analysis.ran, analysis.skipped) == (["a.A", "b.B"], ["c.C"])
    assert (tmp_path / "mesh.yaml").read_text() == "mesh: {}"


def test_the_revision_and_the_settings_reach_the_program(tmp_path: Path) -> None:
    istioctl = Istioctl(program(tmp_path, 'echo "$@" >> asked; echo "kind: Deployment"'), "v1", tmp_path)
    assert [m.kind for m in istioctl.charts({"kind": "IstioOperator"})] == ["Deployment"]
    assert json.loads((tmp_path / "operator.yaml").read_text()) == {"kind": "IstioOperator"}
    workloads = [manifest("Deployment", "x"), manifest("Deployment", "y")]
    istioctl.inject(workloads, {"config": "template", "values": "{}"}, "mesh", "1-30-3")
    assert len((tmp_path / "workloads.yaml").read_text().split("---\n")) == 2
    assert (tmp_path / "injector.yaml").read_text() == "template"
    assert "kube-inject --revision=1-30-3" in (tmp_path / "asked").read_text()


def test_the_version_is_shown_with_what_to_know_of_it() -> None:
    tool = builds.tools()["istioctl"]
    assert tool.shown == f"{tool.version} (newer than Istio {versions.ISTIO.version})"
    assert f"version.buildVersion={tool.version.removeprefix('v')}" in tool.ldflags
