"""The values of every chart: each key exists in the chart.

`chart_keys.json` has the names of the keys in each chart's own values, at the pinned version, around those that we set,
and those that its templates alone name; `.*` marks what is a free map, a list, or a type of Kubernetes' own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.toolchain.cases import EVERYTHING, props, values
from x2bee_constructs.toolchain.charts import components

KEYS = json.loads((Path(__file__).parent / "chart_keys.json").read_text())


def paths(found: dict[str, Any], before: str = "") -> Iterator[str]:
    for key, value in found.items():
        if isinstance(value, dict) and value:
            yield from paths(value, f"{before}{key}.")
        else:
            yield before + key


def known(path: str, keys: set[str]) -> bool:
    parts = path.split(".")
    return path in keys or any(f"{'.'.join(parts[: end + 1])}.*" in keys for end in range(len(parts)))


@pytest.mark.parametrize("name", sorted(KEYS))
def test_every_key_is_one_of_the_charts(name: str) -> None:
    keys = set(KEYS[name]["keys"])
    assert [path for path in paths(values(name, **EVERYTHING)) if not known(path, keys)] == []
    assert not known("controller.numberOfExecutors", keys), "the check bites"
    assert not known("jdbcOverwrites.enabled", keys), "the check bites"


def test_the_keys_are_those_of_the_pinned_versions() -> None:
    releases = [release for one in components(props(**EVERYTHING)) for release in one.releases]
    assert {one.name: (one.pin.chart, one.pin.version) for one in releases} == {
        name: (said["chart"], said["version"]) for name, said in KEYS.items()
    }
