"""The collectors: what is kept, in how many tiers, and who may send."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from tests.observability.cases import made


def config(name: str, **said: Any) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(made(**said)[f"{name}-config"]["data"]["config.yaml"])
    return found


def test_one_collector_judges_itself() -> None:
    objects = made(collectors=1)
    assert not any(key.startswith("istio-tracing-sampler") for key in objects)
    assert "tail_sampling" in config("istio-tracing", collectors=1)["processors"]


def test_several_send_all_spans_of_a_trace_to_one_pod_behind_them() -> None:
    first = config("istio-tracing", collectors=3)
    assert first["exporters"]["load_balancing"]["routing_key"] == "traceID"
    resolver = first["exporters"]["load_balancing"]["resolver"]["dns"]
    assert resolver["hostname"] == "istio-tracing-sampler.istio-system.svc.cluster.local"
    assert made(collectors=3)["istio-tracing-sampler-service"]["spec"]["clusterIP"] == "None"
    assert "tail_sampling" not in first["processors"]


def test_errors_and_slow_ones_are_kept_and_a_share_of_the_rest() -> None:
    spec = {"tracing": {"slow_ms": 700, "keep_percent": 5}}
    policies = {
        one["name"]: one for one in config("istio-tracing", spec=spec)["processors"]["tail_sampling"]["policies"]
    }
    assert policies["errors"]["status_code"] == {"status_codes": ["ERROR"]}
    assert policies["slow"]["latency"] == {"threshold_ms": 700}
    assert policies["rest"]["probabilistic"] == {"sampling_percentage": 5}
    none = config("istio-tracing", spec={"tracing": {"keep_percent": 0}})
    assert "rest" not in {one["name"] for one in none["processors"]["tail_sampling"]["policies"]}


def test_every_component_of_a_pipeline_is_there_and_memory_is_watched_first() -> None:
    for collectors, names in ((1, ["istio-tracing"]), (3, ["istio-tracing", "istio-tracing-sampler"])):
        for name in names:
            found = config(name, collectors=collectors)
            pipeline = found["service"]["pipelines"]["traces"]
            assert pipeline["processors"][0] == "memory_limiter"
            assert set(pipeline["processors"]) == found["processors"].keys()
            assert set(pipeline["receivers"]) == found["receivers"].keys()
            assert set(pipeline["exporters"]) == found["exporters"].keys()
            assert set(found["service"]["extensions"]) == found["extensions"].keys()


def test_what_stands_behind_a_question_mark_is_never_kept() -> None:
    said = config("istio-tracing")["processors"]["transform"]["trace_statements"]
    assert {
        'replace_pattern(span.attributes["http.url"], "\\\\?.*$", "")',
        'delete_key(span.attributes, "url.query")',
    } <= set(said)


def test_the_table_of_the_owner() -> None:
    deployment = made()["istio-tracing-deployment"]
    assert (deployment["metadata"]["name"], deployment["metadata"]["namespace"]) == ("istio-tracing", "istio-system")
    assert deployment["spec"]["template"]["spec"]["nodeSelector"] == {"workload": "msa"}
    ports = {one["name"]: one["port"] for one in made()["istio-tracing-service"]["spec"]["ports"]}
    assert ports == {"grpc-otlp": 4317, "http-otlp": 4318}


def test_spans_come_from_everywhere_and_go_one_way() -> None:
    objects = made(collectors=3)
    spec = objects["policy-collector"]["spec"]
    assert spec["ingress"][0]["from"] == [{"namespaceSelector": {}}]
    out = [
        peer["podSelector"]["matchLabels"]["app.kubernetes.io/name"]
        for rule in spec["egress"]
        for peer in rule["to"]
        if "app.kubernetes.io/name" in peer["podSelector"]["matchLabels"]
    ]
    assert out == ["istio-tracing-sampler"]
    assert "policy-sampler" not in made(collectors=1)
    assert objects["policy-default-deny"]["spec"]["podSelector"] == {}


@pytest.mark.parametrize("collectors", [1, 3])
def test_the_text_does_not_depend_on_what_writes_yaml(collectors: int) -> None:
    objects = made(collectors=collectors)
    texts = [one["data"]["config.yaml"] for key, one in objects.items() if key.endswith("-config") and "tracing" in key]
    assert texts
    for text in texts:
        assert text == yaml.dump(yaml.safe_load(text), Dumper=yaml.SafeDumper, sort_keys=False, width=120)
