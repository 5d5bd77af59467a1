"""The values of every chart: each key exists in the chart.

`chart_keys.json` has the names of the keys in each chart's own values, at the pinned version, around those that we set,
and those that its templates alone name; `.*` marks what is a free map, a list, or a type of Kubernetes' own.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.chart_keys import unknown
from tests.toolchain.cases import EVERYTHING, props, values
from x2bee_constructs.toolchain.charts import components

KEYS = json.loads((Path(__file__).parent / "chart_keys.json").read_text())


@pytest.mark.parametrize("name", sorted(KEYS))
def test_every_key_is_one_of_the_charts(name: str) -> None:
    keys = set(KEYS[name]["keys"])
    assert unknown(values(name, **EVERYTHING), keys) == []
    assert unknown({"controller.numberOfExecutors": 1}, keys) == ["controller.numberOfExecutors"], "the check bites"
    assert unknown({"jdbcOverwrites.enabled": 1}, keys) == ["jdbcOverwrites.enabled"], "the check bites"


def test_the_keys_are_those_of_the_pinned_versions() -> None:
    releases = [release for one in components(props(**EVERYTHING)) for release in one.releases]
    assert {one.name: (one.pin.chart, one.pin.version) for one in releases} == {
        name: (said["chart"], said["version"]) for name, said in KEYS.items()
    }
