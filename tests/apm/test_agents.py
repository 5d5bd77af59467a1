"""What each vendor's agent makes of a service's pod."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.apm.pods import direct, objects, platform, pod, settings
from x2bee_constructs import Otel, Scouter, Whatap
from x2bee_constructs.platform.capacity import most_loads
from x2bee_constructs.platform.derive import deployment_props
from x2bee_constructs.workload.sizing import bytes_of, pod_requests

VENDORS = ("none", "whatap", "scouter", "otel")
SAID: dict[str, Any] = {
    "services": {
        "x2bee-api-order": {"runtime": {"kind": "spring-boot", "jvm_options": "-Xss512k", "tracing": True}},
        "x2bee-fo": {"runtime": "nextjs", "env": {"NODE_OPTIONS": "--max-old-space-size=300"}},
    }
}
KEYS = json.loads((Path(__file__).parent / "scouter_keys.json").read_text())


def labels(made: dict[str, Any]) -> dict[str, str]:
    found = made["deployment"]["spec"]["template"]["metadata"]["labels"]
    return {key.removeprefix("x2bee.io/"): value for key, value in found.items() if key.startswith("x2bee.io/apm")}


def test_without_a_vendor_nothing_is_added() -> None:
    made = objects(platform("none", **SAID), "x2bee-api-order")
    assert direct(made) == {}
    assert "initContainers" not in pod(made)
    assert labels(made) == {}


def test_whatap_finds_the_options_where_it_looks_for_them() -> None:
    """Its operator sets the variable in the container, and that would hide what stands in a ConfigMap."""
    plain = settings(objects(platform("none", **SAID), "x2bee-api-order"))
    made = objects(platform("whatap", **SAID), "x2bee-api-order")
    assert direct(made) == {"JAVA_TOOL_OPTIONS": plain["JAVA_TOOL_OPTIONS"]}
    assert "JAVA_TOOL_OPTIONS" not in settings(made)
    assert {**settings(made), **direct(made)} == plain
    assert labels(made) == {"apm": "whatap", "apm-language": "java"}


def test_whatap_watches_node_where_a_version_is_said() -> None:
    assert labels(objects(platform("whatap", **SAID), "x2bee-fo")) == {}
    made = objects(platform({"vendor": "whatap", "nodejs": "1.0.1"}, **SAID), "x2bee-fo")
    assert labels(made) == {"apm": "whatap", "apm-language": "nodejs"}
    assert direct(made) == {"NODE_OPTIONS": "--max-old-space-size=300"}


def test_scouter_s_agent_comes_by_init_container() -> None:
    made = objects(platform("scouter", **SAID), "x2bee-api-order")
    (init,) = pod(made)["initContainers"]
    assert init["image"].endswith("/x2bee/acme/prd/x2bee-scouter-agent:1.0.0")
    assert init["command"] == ["cp", "/scouter/scouter.agent.jar", "/opt/x2bee/apm"]
    options = settings(made)["JAVA_TOOL_OPTIONS"].split()
    jar = options.index("-javaagent:/opt/x2bee/apm/scouter.agent.jar")
    assert options.index("-Xss512k") < jar
    assert "--add-opens=java.base/java.lang=ALL-UNNAMED" in options
    assert direct(made) == {"X2BEE_POD_NAME": {"fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.name"}}}
    (text,) = made["files"]["data"].values()
    said = dict(line.split("=", 1) for line in text.splitlines())
    assert said["net_collector_ip"] == "scouter-collector.scouter.svc.cluster.local"
    assert said["obj_name"] == "${X2BEE_POD_NAME}"
    assert said["obj_host_name"] == "x2bee-api-order"
    assert said["counter_object_registry_path"] == "/tmp/scouter"
    assert set(said) <= set(KEYS["agent"]), "keys of Scouter's agent at the pinned version"
    assert any(one["mountPath"] == "/etc/scouter/scouter.conf" for one in pod(made)["containers"][0]["volumeMounts"])
    assert labels(objects(platform("scouter"), "x2bee-fo")) == {}, "it has no agent for Node.js"


def test_opentelemetry_traces_instead_of_the_program() -> None:
    made = objects(platform({"vendor": "otel", "sampling_percent": 12.5}, **SAID), "x2bee-api-order")
    (init,) = pod(made)["initContainers"]
    assert init["image"].endswith("/autoinstrumentation-java:2.30.0")
    found = {**settings(made), **direct(made)}
    assert found["JAVA_TOOL_OPTIONS"].endswith("-Xss512k -javaagent:/opt/x2bee/apm/javaagent.jar")
    assert found["OTEL_EXPORTER_OTLP_ENDPOINT"] == "http://istio-tracing.istio-system:4318"
    assert (found["OTEL_TRACES_SAMPLER"], found["OTEL_TRACES_SAMPLER_ARG"]) == ("parentbased_traceidratio", "0.125")
    assert (found["OTEL_METRICS_EXPORTER"], found["OTEL_LOGS_EXPORTER"]) == ("none", "none")
    assert found["OTEL_SERVICE_NAME"] == "x2bee-api-order"
    attributes = dict(one.split("=") for one in found["OTEL_RESOURCE_ATTRIBUTES"].split(","))
    assert attributes == {
        "deployment.environment.name": "prd",
        "service.instance.id": "$(X2BEE_POD_NAME)",
        "service.namespace": "acme",
        "service.version": "1.0.0",
    }
    assert list(direct(made)) == ["X2BEE_POD_NAME", "OTEL_RESOURCE_ATTRIBUTES"], "who is named comes first"
    assert "MANAGEMENT_OTLP_TRACING_ENDPOINT" not in found, "one tracer in a program"
    assert found["MANAGEMENT_TRACING_ENABLED"] == "false"


def test_opentelemetry_s_node_keeps_what_the_service_says() -> None:
    made = objects(platform("otel", **SAID), "x2bee-fo")
    said = settings(made)["NODE_OPTIONS"]
    assert said == "--max-old-space-size=300 --require /opt/x2bee/apm/autoinstrumentation.js"
    assert "MANAGEMENT_TRACING_ENABLED" not in settings(made)
    off = objects(platform({"vendor": "otel", "nodejs": None}, **SAID), "x2bee-fo")
    assert labels(off) == {}
    assert settings(off)["NODE_OPTIONS"] == "--max-old-space-size=300"


@pytest.mark.parametrize("vendor", VENDORS[1:])
def test_an_agent_s_memory_comes_on_top_and_counts(vendor: str) -> None:
    bare, watched = platform("none", **SAID), platform(vendor, **SAID)
    name = "x2bee-api-order"
    before, after = (pod_requests(deployment_props(one, name)) for one in (bare, watched))
    assert isinstance(watched.apm, Whatap | Scouter | Otel)
    assert after.memory - before.memory == watched.apm.memory_mib * 1024**2
    assert after.disk > before.disk
    container = pod(objects(watched, name))["containers"][0]["resources"]
    assert bytes_of(container["limits"]["memory"]) == bytes_of(container["requests"]["memory"]) == after.memory
    beside = {load.name for load in most_loads(watched)} - {load.name for load in most_loads(bare)}
    assert beside == {"whatap": {"whatap-operator"}, "scouter": {"scouter-collector"}, "otel": set()}[vendor]


@pytest.mark.parametrize("vendor", ["scouter", "otel"])
def test_what_lays_an_agent_down_is_as_restricted_as_the_program(vendor: str) -> None:
    for service in ("x2bee-api-order", "x2bee-batch-mbod", "x2bee-gw"):
        (init,) = pod(objects(platform(vendor), service))["initContainers"]
        assert init["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "capabilities": {"drop": ["ALL"]},
            "readOnlyRootFilesystem": True,
            "runAsNonRoot": True,
        }
        assert init["resources"]["limits"]["memory"] == init["resources"]["requests"]["memory"]
