"""Manifests as Helm charts; the real Helm judges them in `make helm`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from cdk8s import ApiObject, Chart, JsonPatch

from tests.conftest import run_x2bee
from x2bee_constructs.core.helm import HelmChart, chart_files, escaped
from x2bee_constructs.k8s import PlatformApp

CHART = HelmChart("shop", "1.2.3", "1.2.3", "A shop")
POD = """\
spec:
  containers:
    - name: shop
      image: registry.example.com:5000/team/shop:2.4.1
    - name: agent
      image: "agent:1.0"
  initContainers:
    - image: pinned@sha256:abc
      name: pinned
    - name: older
      image: agent:0.9
"""


def test_tags_are_values_and_other_images_stay() -> None:
    files = chart_files(CHART, {"Pod.yaml": POD})
    made = files["templates/Pod.yaml"]
    assert "image: registry.example.com:5000/team/shop:{{ .Values.images.shop }}\n" in made
    assert 'image: "agent:{{ .Values.images.agent }}"\n' in made
    assert "image: pinned@sha256:abc\n" in made
    assert "image: agent:0.9\n" in made, "one value cannot be two tags"
    assert files["values.yaml"] == '# The tag of each image.\nimages:\n  agent: "1.0"\n  shop: "2.4.1"\n'
    tag = {"type": "string", "pattern": "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$"}
    images = {"type": "object", "additionalProperties": False, "required": ["agent", "shop"]}
    assert json.loads(files["values.schema.json"]) == {
        "$schema": "https://json-schema.org/draft-07/schema#",
        "type": "object",
        "additionalProperties": False,
        "required": ["images"],
        "properties": {"images": {**images, "properties": {"agent": tag, "shop": tag}}, "global": {"type": "object"}},
    }
    assert yaml.safe_load(files["Chart.yaml"]) == {
        "apiVersion": "v2",
        "name": "shop",
        "description": "A shop",
        "type": "application",
        "version": "1.2.3",
        "appVersion": "1.2.3",
    }
    assert list(files) == ["Chart.yaml", "values.yaml", "values.schema.json", "templates/Pod.yaml"]


def test_the_label_that_names_the_version_follows_the_tag() -> None:
    labels = "metadata:\n  labels:\n    app: shop\n    version: {}\nspec:\n  version: 2.4.1\n    version: 2.4.1\n"
    files = chart_files(CHART, {"Pod.yaml": labels.format("2.4.1") + POD, "Other.yaml": labels.format("2.4.1")})
    value = '{{ .Values.images.shop | trunc 63 | trimAll "-_." | toYaml }}'
    made = files["templates/Pod.yaml"]
    assert f"    version: {value}\nspec:\n  version: 2.4.1\n    version: 2.4.1\n" in made
    assert files["templates/Other.yaml"] == labels.format("2.4.1"), "nothing there has that image"
    older = chart_files(CHART, {"Pod.yaml": labels.format("0.9") + POD})["templates/Pod.yaml"]
    assert "version: 0.9\n" in older, "the value is another tag"


def test_what_looks_like_a_template_stays_text() -> None:
    text = 'summary: "{{ $labels.name }} is gone"\n'
    assert escaped(text) == 'summary: "{{ "{{" }} $labels.name }} is gone"\n'
    assert chart_files(CHART, {"a.yaml": text})["templates/a.yaml"] == escaped(text)


@pytest.mark.parametrize("in_a_chart", [True, False])
def test_the_clis_helm_format_gets_templates_and_its_plain_one_text(tmp_path: Path, in_a_chart: bool) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    if in_a_chart:
        (tmp_path / "Chart.yaml").write_text("name: x\n")
    app = PlatformApp(outdir=str(folder))
    made = ApiObject(Chart(app, "c"), "x", api_version="v1", kind="ConfigMap")
    made.add_json_patch(JsonPatch.add("/data", {"a": "{{ .x }}"}))
    app.synth()
    (text,) = (path.read_text() for path in folder.rglob("*.yaml"))
    assert ('{{ "{{" }} .x }}' in text) is in_a_chart
    assert ("{{ .x }}" in text) is not in_a_chart


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    return run_x2bee(monkeypatch, "helm", *arguments)


def test_the_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, "--version", "1.0.0") == 2
    assert "no folders of manifests in 'dist'" in capsys.readouterr().err
    (tmp_path / "dist" / "shop").mkdir(parents=True)
    (tmp_path / "dist" / "shop" / "Pod.yaml").write_text(POD)
    assert run(monkeypatch, "--version", "v1") == 2
    assert "expected three numbers" in capsys.readouterr().err
    assert run(monkeypatch, "--version", "1.0.0") == 0
    assert run(monkeypatch, "--version", "1.0.1") == 0, "its own charts are written anew"
    assert '"1.0.1"' in (tmp_path / "charts" / "shop" / "Chart.yaml").read_text()
    (tmp_path / "charts" / "notes.txt").write_text("mine")
    assert run(monkeypatch, "--version", "1.0.2") == 2
    assert "'charts/notes.txt' is no chart" in capsys.readouterr().err
