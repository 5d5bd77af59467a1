"""WhaTap's operator: chart, licence, and what it is told of our pods."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.apm.pods import objects, platform
from tests.chart_keys import unknown
from x2bee_constructs.apm.whatap import whatap_objects
from x2bee_constructs.apm.whatap_charts import whatap_components
from x2bee_constructs.platform.addons import add_ons_props
from x2bee_constructs.platform.apm import whatap_props
from x2bee_constructs.platform.secrets import service_secrets

KEYS = json.loads((Path(__file__).parent / "whatap_keys.json").read_text())


def made(apm: Any = "whatap") -> dict[str, Any]:
    of = platform(apm)
    props = whatap_props(of)
    assert props
    return {key: one.to_manifest() for key, one in whatap_objects(of.site, props).items()}


def test_every_value_is_one_of_the_chart_s() -> None:
    (component,) = whatap_components({"workload": "msa"})
    (release,) = component.releases
    assert release.pin.version == KEYS["version"]
    assert unknown(release.values.to_wire(), KEYS["keys"]) == []


def test_the_licence_comes_by_name_before_the_operator_asks_for_it() -> None:
    found = made()
    entries = found["credentials"]["spec"]["data"]
    assert {one["secretKey"]: one["remoteRef"]["property"] for one in entries} == {
        key: key for key in ("WHATAP_HOST", "WHATAP_LICENSE", "WHATAP_PORT")
    }
    (name,) = {one["remoteRef"]["key"] for one in entries}
    assert service_secrets(platform("whatap"))[name] == ("whatap-operator",), "for people to fill"
    (reader,) = [one for one in add_ons_props(platform("whatap")).secret_readers if one.name == "apm"]
    assert reader.namespaces == (found["credentials"]["metadata"]["namespace"],)
    assert [f"x2bee/acme/prd/{one}" for one in reader.secrets] == [name], "its store reads nothing else"
    assert found["credentials"]["spec"]["secretStoreRef"]["name"] == "aws-secrets-manager-apm"
    values = found["whatap-operator"]["spec"]["source"]["helm"]["valuesObject"]
    assert values["credentials"] == {"create": False}, "a licence in values would stand in git"


def test_each_target_finds_the_pods_of_its_language_and_no_others() -> None:
    said = {"vendor": "whatap", "nodejs": "1.0.1"}
    targets = made(said)["agent"]["spec"]["features"]["apm"]["instrumentation"]["targets"]
    assert [(one["language"], one["whatapApmVersions"]) for one in targets] == [
        ("java", {"java": "2.2.68"}), ("nodejs", {"nodejs": "1.0.1"}),
    ]  # fmt: skip
    for service, language in {"x2bee-api-order": "java", "x2bee-fo": "nodejs"}.items():
        template = objects(platform(said), service)["deployment"]["spec"]["template"]
        found = [
            one["language"]
            for one in targets
            if one["podSelector"]["matchLabels"].items() <= template["metadata"]["labels"].items()
        ]
        assert found == [language]
    assert all(one["namespaceSelector"]["matchNames"] == ["acme-app"] for one in targets)
    assert len(made()["agent"]["spec"]["features"]["apm"]["instrumentation"]["targets"]) == 1


def test_the_object_has_the_one_name_that_the_operator_knows_and_comes_after_it() -> None:
    found = made()
    waves = {key: int(found[key]["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"]) for key in found}
    assert found["agent"]["metadata"]["name"] == "whatap"
    assert waves["agent"] > waves["whatap-operator"] >= waves["credentials"] >= waves["namespace"]
