"""The values of every chart: each key exists in the chart, and what they say.

`chart_keys.json` has the names of the keys in each chart's own values, at the pinned version, around those that we set
(of Kiali's configuration in its operator's CRD); `.*` marks what is a free map, a list, or a type of Kubernetes' own.
None of these charts ships a schema of its values.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.chart_keys import unknown
from tests.observability.cases import EVERYTHING, PLACE, SITE, made, values
from x2bee_constructs.observability.charts import components
from x2bee_constructs.observability.props import ObservabilityStackProps

KEYS = json.loads((Path(__file__).parent / "chart_keys.json").read_text())
NAMES = sorted(KEYS)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("said", [{}, EVERYTHING], ids=["nothing", "everything"])
def test_every_key_is_one_of_the_charts(name: str, said: dict[str, Any]) -> None:
    keys = set(KEYS[name]["keys"])
    assert unknown(values(name, **said), keys) == []
    assert unknown({"replicaCounts": 1}, keys) == ["replicaCounts"], "the check bites"


def test_the_keys_are_those_of_the_pinned_versions() -> None:
    props = ObservabilityStackProps.model_validate({**PLACE, **EVERYTHING})
    releases = [release for one in components(SITE, props) for release in one.releases]
    assert {one.name: (one.pin.chart, one.pin.version) for one in releases} == {
        name: (KEYS[name]["chart"], KEYS[name]["version"]) for name in NAMES
    }


def parts(found: Any, key: str) -> Iterator[Any]:
    if isinstance(found, dict):
        for name, value in found.items():
            if name == key:
                yield value
            yield from parts(value, key)


@pytest.mark.parametrize("name", NAMES)
def test_memory_is_requested_and_limited_alike_and_cpu_never_limited(name: str) -> None:
    found = [one for one in parts(values(name, **EVERYTHING), "resources") if "limits" in one]
    assert found
    for one in found:
        assert one["requests"]["memory"] == one["limits"]["memory"]
        assert "cpu" in one["requests"]
        assert "cpu" not in one["limits"]


@pytest.mark.parametrize("name", [name for name in NAMES if name != "node-exporter"])
def test_they_run_on_the_nodes_of_services(name: str) -> None:
    chosen = [*parts(values(name), "nodeSelector"), *parts(values(name), "node_selector")]
    assert chosen
    assert all(one == {"workload": "msa"} for one in chosen)


def test_node_exporter_runs_everywhere_in_a_namespace_of_its_own() -> None:
    assert values("node-exporter")["tolerations"] == [{"operator": "Exists"}]
    application = made()["node-exporter"]["spec"]
    assert application["destination"]["namespace"] == "node-exporter"
    labels = application["syncPolicy"]["managedNamespaceMetadata"]["labels"]
    assert labels["pod-security.kubernetes.io/enforce"] == "privileged"
    assert made()["namespace"]["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"


def test_prometheus_finds_what_every_namespace_declares_and_brings_no_rules_of_others() -> None:
    found = values("prometheus")
    spec = found["prometheus"]["prometheusSpec"]
    for kind in ("rule", "serviceMonitor", "podMonitor", "probe", "scrapeConfig"):
        assert spec[f"{kind}SelectorNilUsesHelmValues"] is False
    assert found["defaultRules"] == {"create": False}
    assert found["crds"] == {"enabled": False}
    for part in ("kubeControllerManager", "kubeEtcd", "kubeScheduler", "kubeProxy", "grafana", "nodeExporter"):
        assert found[part] == {"enabled": False}, "EKS shows none of its own; the others have charts of their own"


def test_prometheus_is_called_as_the_owners_table_has_it() -> None:
    found = values("prometheus")
    assert (found["fullnameOverride"], found["cleanPrometheusOperatorObjectNames"]) == ("prometheus", True)
    service = made()["service-prometheus"]
    assert (service["metadata"]["name"], service["metadata"]["namespace"]) == ("prometheus", "monitoring")
    assert service["spec"]["ports"][0]["port"] == 9090


def test_the_oldest_block_goes_before_the_volume_is_full() -> None:
    spec = values("prometheus")["prometheus"]["prometheusSpec"]
    gib = int(spec["storageSpec"]["volumeClaimTemplate"]["spec"]["resources"]["requests"]["storage"][:-2])
    assert int(spec["retentionSize"].removesuffix("MB")) < gib * 1024 * 0.9


@pytest.mark.parametrize(
    ("replicas", "kept"), [(1, {"enabled": False}), (2, {"enabled": True}), (3, {"enabled": True})]
)
def test_all_but_one_stay_and_a_single_pod_never_keeps_a_node(replicas: int, kept: dict[str, bool]) -> None:
    budget = values("prometheus", replicas=replicas)["prometheus"]["podDisruptionBudget"]
    assert budget["enabled"] is kept["enabled"]
    assert budget["minAvailable"] == max(1, replicas - 1)


def test_kialis_sessions_survive_a_rendering() -> None:
    """Without a key of its own the chart makes one up each time, and Argo CD would never be done."""
    assert values("kiali")["login_token"] == {"signing_key": "secret:kiali-signing-key:key"}


def test_kiali_looks_for_grafana_where_it_is_and_changes_nothing() -> None:
    found = values("kiali")
    assert found["external_services"]["grafana"]["internal_url"] == "http://grafana.monitoring:80"
    assert found["external_services"]["prometheus"]["url"] == "http://prometheus.monitoring:9090"
    assert found["external_services"]["tracing"]["internal_url"] == "http://jaeger.istio-system:16685"
    assert found["deployment"]["view_only_mode"] is True


def test_grafanas_data_sources_have_the_uids_that_dashboards_name() -> None:
    sources = values("grafana")["datasources"]["datasources.yaml"]["datasources"]
    assert [one["uid"] for one in sources] == ["prometheus", "alertmanager", "jaeger", "cloudwatch"]
    assert not any(one["editable"] for one in sources)


def test_grafana_lets_nobody_in_without_a_name() -> None:
    ini = values("grafana")["grafana.ini"]
    assert ini["auth.anonymous"] == {"enabled": False}
    assert ini["users"]["allow_sign_up"] is False
    assert ini["auth"]["disable_login_form"] is False
    login = values("grafana", **EVERYTHING)["grafana.ini"]
    assert login["auth"]["disable_login_form"] is True
    assert login["auth.generic_oauth"]["role_attribute_strict"] is True
    assert login["auth.generic_oauth"]["role_attribute_path"] == (
        "contains(\"groups\"[*], 'ops') && 'Admin' || contains(\"groups\"[*], 'devs') && 'Viewer' || 'None'"
    )
    assert "client_secret" not in json.dumps(login)


def test_jaeger_keeps_spans_in_opensearch_or_says_that_it_does_not() -> None:
    stored = values("jaeger", **EVERYTHING)["userconfig"]["extensions"]
    backend = stored["jaeger_storage"]["backends"]["spans"]["opensearch"]
    assert backend["server_urls"] == ["https://logs.acme-shop.co.kr"]
    assert backend["auth"] == {"authenticator": "sigv4auth"}
    assert stored["sigv4auth"] == {"region": "ap-northeast-2", "service": "es"}
    assert list(values("jaeger")["userconfig"]["extensions"]["jaeger_storage"]["backends"]["spans"]) == ["memory"]


def test_another_configuration_starts_jaeger_anew() -> None:
    labels = [values("jaeger", **said)["jaeger"]["podLabels"]["x2bee.io/config"] for said in ({}, EVERYTHING)]
    assert labels[0] != labels[1]
