"""The charts of CloudNativePG and of its plugin for backups: each key exists in the chart, and what they say.

`chart_keys.json` has the names of the keys in each chart's own values, at the pinned version; `.*` marks
what is a free map or a list.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.addons.test_props import ACME, EVERYTHING, PLACE
from tests.chart_keys import unknown
from x2bee_constructs.addons.barman_cloud import barman_cloud
from x2bee_constructs.addons.cloudnative_pg import cloudnative_pg
from x2bee_constructs.addons.props import AddOnsProps
from x2bee_constructs.core.argo import Project, release_objects
from x2bee_constructs.core.names import Site
from x2bee_constructs.core.releases import WAVES, Component
from x2bee_constructs.core.versions import CLOUDNATIVE_PG, CLOUDNATIVE_PG_CHART
from x2bee_constructs.database.cloudnative import InClusterPostgresProps

KEYS = json.loads((Path(__file__).parent / "chart_keys.json").read_text())
BOTH = [cloudnative_pg, barman_cloud]
Make = Callable[[Site, AddOnsProps], Component]


def values(make: Make, said: dict[str, Any]) -> dict[str, Any]:
    (release,) = make(ACME, AddOnsProps.model_validate(said)).releases
    return release.values.to_wire()


@pytest.mark.parametrize("make", BOTH)
@pytest.mark.parametrize("said", [PLACE, EVERYTHING])
def test_every_key_is_one_of_the_charts(make: Make, said: dict[str, Any]) -> None:
    (release,) = make(ACME, AddOnsProps.model_validate(said)).releases
    found = KEYS[release.name]
    assert found["version"] == release.pin.version
    assert unknown(release.values.to_wire(), found["keys"]) == []
    assert unknown({"replicaCounts": 1}, found["keys"]) == ["replicaCounts"], "the check bites"


@pytest.mark.parametrize("make", BOTH)
def test_they_are_as_important_as_other_add_ons_and_run_where_they_are_told_to(make: Make) -> None:
    found = values(make, EVERYTHING)
    assert found["priorityClassName"] == "system-cluster-critical"
    assert found["nodeSelector"] == {"workload": "system"}
    assert found["resources"]["requests"]["memory"] == found["resources"]["limits"]["memory"]
    assert "cpu" not in found["resources"]["limits"]


def test_the_plugin_lives_with_the_operator_and_comes_after_it_and_the_certificates() -> None:
    operator, plugin = (make(ACME, AddOnsProps.model_validate(EVERYTHING)) for make in BOTH)
    assert operator.namespace == plugin.namespace == "cnpg-system"
    waves = [WAVES[component.releases[0].stage] for component in (operator, plugin)]
    assert WAVES["certificates"] < waves[0] < waves[1] < WAVES["databases"]


def test_databases_let_the_operator_in_where_it_is() -> None:
    operator = cloudnative_pg(ACME, AddOnsProps.model_validate(PLACE))
    assert InClusterPostgresProps.model_fields["operator_namespace"].default == operator.namespace


def test_argo_cd_takes_them_as_they_are() -> None:
    components = [make(ACME, AddOnsProps.model_validate(PLACE)) for make in BOTH]
    found = {
        name: dict(one.to_manifest()) for name, one in release_objects(Project("p", "databases"), components).items()
    }
    operator, plugin = found["cloudnative-pg"]["spec"], found["plugin-barman-cloud"]["spec"]
    assert operator["source"]["targetRevision"] == CLOUDNATIVE_PG_CHART.version
    assert "ServerSideApply=true" in operator["syncPolicy"]["syncOptions"], "the CRD of clusters is over 256 KiB"
    assert "ServerSideApply=true" not in plugin["syncPolicy"]["syncOptions"]
    for spec in (operator, plugin):
        labels = spec["syncPolicy"]["managedNamespaceMetadata"]["labels"]
        assert labels["pod-security.kubernetes.io/enforce"] == "restricted"


def test_the_chart_brings_the_operator_whose_support_was_looked_up() -> None:
    assert CLOUDNATIVE_PG_CHART.app_version.startswith(f"{CLOUDNATIVE_PG.version}.")


def test_the_operators_pods_are_spread_and_watched_when_asked() -> None:
    assert values(cloudnative_pg, EVERYTHING)["monitoring"] == {"podMonitorEnabled": True}
    assert values(cloudnative_pg, PLACE)["monitoring"] == {"podMonitorEnabled": False}
    found = values(cloudnative_pg, EVERYTHING)
    assert found["replicaCount"] == 3
    labels = [one["labelSelector"]["matchLabels"] for one in found["topologySpreadConstraints"]]
    assert labels == [{"app.kubernetes.io/name": "cloudnative-pg"}] * 2


def test_the_plugin_has_one_pod_and_writes_no_debug_log() -> None:
    found = values(barman_cloud, EVERYTHING)
    assert found["replicaCount"] == 1
    assert found["additionalArgs"][-1] == "--log-level=info"
