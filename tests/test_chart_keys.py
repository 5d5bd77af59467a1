"""The generator of `chart_keys.json`: which keys of a chart it takes, and which file it writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.chart_keys import unknown
from tools.chart_keys import keys_of, main

VALUES = """
image: { repository: ghcr.io/x/y, pullPolicy: Always, keda: { tag: null } }
resources: { limits: { memory: 1Gi }, requests: { memory: 1Gi } }
podLabels: { a: b }
parts:
  operator: { replicas: 2, args: [], extra: {}, name: "" }
  webhook: { replicas: 2 }
enabled: true
"""


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    folder = tmp_path / "some"
    (folder / "templates").mkdir(parents=True)
    (folder / "Chart.yaml").write_text("name: some\nversion: 1.2.0\n")
    (folder / "values.yaml").write_text(VALUES)
    (folder / "templates" / "pods.yaml").write_text("{{ .Values.parts.operator.hidden }}")
    return folder


def test_keys_are_those_around_what_is_set(chart: Path) -> None:
    assert keys_of(chart, ["image.pullPolicy", "parts.operator.replicas"]) == [
        "enabled", "image.pullPolicy", "image.repository", "parts.operator.args.*", "parts.operator.extra.*",
        "parts.operator.name", "parts.operator.replicas", "podLabels.*", "resources.*",
    ]  # fmt: skip


def test_a_section_that_is_not_there_is_not_known_until_it_is_asked_for(chart: Path) -> None:
    values = {"parts": {"webhook": {"replicas": 1}}}
    assert unknown(values, keys_of(chart, ["parts.operator.replicas"])) == ["parts.webhook.replicas"]
    assert unknown(values, keys_of(chart, ["parts.operator.replicas", "parts.webhook"])) == []


def test_a_key_stays_if_a_template_alone_names_it_and_goes_if_nothing_does(chart: Path) -> None:
    found = keys_of(chart, ["parts.operator.hidden", "parts.operator.gone", "resources.limits.memory"])
    assert "parts.operator.hidden" in found
    assert not {"parts.operator.gone", "resources.limits.memory"} & set(found)


def test_every_entry_of_the_chart_is_written_and_others_stay(chart: Path, tmp_path: Path) -> None:
    file = tmp_path / "chart_keys.json"
    other = {"version": "1", "keys": ["a"]}
    twice = {"chart": "some", "version": "1.1.0", "keys": ["image.pullPolicy"]}
    file.write_text(json.dumps({"other": other, "one": twice, "two": twice}))
    assert main([str(chart), "--to", str(file)]) == 0
    made = json.loads(file.read_text())
    assert made["other"] == other
    assert made["one"] == made["two"]
    assert (made["one"]["chart"], made["one"]["version"]) == ("some", "1.2.0")
    assert "image.repository" in made["one"]["keys"]


def test_a_chart_that_no_file_has_is_said(chart: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(chart)]) == 2
    assert "no file has some" in capsys.readouterr().err
    assert main([str(tmp_path)]) == 2
    new = tmp_path / "new.json"
    assert main([str(chart), "--to", str(new), "parts"]) == 0
    assert json.loads(new.read_text())["some"]["version"] == "1.2.0"
