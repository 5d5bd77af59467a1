"""Charts in the order in which Argo CD brings them."""

from __future__ import annotations

from typing import Any

import yaml

from x2bee_constructs.platform.delivery import WAVES_OF_CHARTS


def objects(k8s_files: dict[str, str]) -> list[tuple[str, dict[str, Any]]]:
    """Every object, with the chart that has it."""
    return [(name.split("/")[0], one) for name, text in k8s_files.items() for one in yaml.safe_load_all(text) if one]


def test_a_namespace_is_there_before_what_is_in_it(k8s_files: dict[str, str]) -> None:
    found = objects(k8s_files)
    made = {one["metadata"]["name"]: chart for chart, one in found if one["kind"] == "Namespace"}
    assert "acme-app" in made
    for chart, one in found:
        home = made.get(one["metadata"].get("namespace", ""), chart)
        if home != chart:
            due = WAVES_OF_CHARTS.get(home, 0)
            assert due < WAVES_OF_CHARTS.get(chart, 0), f"{chart} has {one['kind']} in the namespace that {home} makes"


def test_every_wave_is_of_a_chart_that_is_there_or_may_be(k8s_files: dict[str, str]) -> None:
    charts = {chart for chart, _ in objects(k8s_files)}
    assert set(WAVES_OF_CHARTS) <= charts
