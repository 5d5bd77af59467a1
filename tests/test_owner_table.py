"""The owner's table of workloads (design §1): names, namespace, kind and node label, read from the YAML itself."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from x2bee_constructs.platform.names import NAMESPACE_CHART, SYSTEM_CHARTS

TABLE = [
    "x2bee-fo", "x2bee-gw", "x2bee-bo", "x2bee-cc",
    "x2bee-api-member", "x2bee-api-order", "x2bee-api-common", "x2bee-api-goods", "x2bee-api-display",
    "x2bee-api-event", "x2bee-api-bo",
    "x2bee-batch-mbod", "x2bee-batch-gddp", "x2bee-batch-scheduler-mbod", "x2bee-batch-scheduler-gddp",
]  # fmt: skip


@pytest.fixture
def objects(k8s_files: dict[str, str]) -> list[dict[str, Any]]:
    """What the customer's own charts hold; the cluster's and the add-ons' have places of their own."""
    shared = tuple(f"{chart}/" for chart in SYSTEM_CHARTS if chart != NAMESPACE_CHART)
    return [yaml.safe_load(text) for path, text in k8s_files.items() if not path.startswith(shared)]


def test_the_fifteen_deployments(objects: list[dict[str, Any]]) -> None:
    deployments = [found for found in objects if found["kind"] == "Deployment"]
    assert sorted(found["metadata"]["name"] for found in deployments) == sorted(TABLE)
    for found in deployments:
        assert found["metadata"]["namespace"] == "acme-app"
        assert found["spec"]["template"]["spec"]["nodeSelector"] == {"workload": "msa"}


def test_every_object_lives_in_the_customers_namespace(objects: list[dict[str, Any]]) -> None:
    cluster_scoped = {"Namespace", "PriorityClass"}
    assert {found["metadata"].get("namespace") for found in objects if found["kind"] not in cluster_scoped} == {
        "acme-app"
    }


@pytest.mark.parametrize("name", TABLE)
def test_selectors_agree(objects: list[dict[str, Any]], name: str) -> None:
    mine = {(found["kind"], found["metadata"]["name"]): found for found in objects}
    deployment = mine["Deployment", name]["spec"]
    labels = deployment["template"]["metadata"]["labels"]
    selectors = [
        deployment["selector"]["matchLabels"],
        mine["Service", name]["spec"]["selector"],
        mine["PodDisruptionBudget", name]["spec"]["selector"]["matchLabels"],
        *(
            s["labelSelector"]["matchLabels"]
            for s in deployment["template"]["spec"].get("topologySpreadConstraints", [])
        ),
    ]
    for selector in selectors:
        assert selector == {"app.kubernetes.io/name": name, "app.kubernetes.io/instance": name}
        assert selector.items() <= labels.items()
    assert {"app", "version"} <= labels.keys()


def test_the_storefront_finds_the_gateway_under_its_old_name(k8s_files: dict[str, str]) -> None:
    service = yaml.safe_load(k8s_files["x2bee-gw/Service.acme-x2bee-gw-svc.k8s.yaml"])
    gateway = yaml.safe_load(k8s_files["x2bee-gw/Service.x2bee-gw.k8s.yaml"])
    assert service["spec"]["ports"][0]["port"] == 80
    assert service["spec"] == gateway["spec"]


def test_schedulers_are_never_two_and_keep_their_host_name(k8s_files: dict[str, str]) -> None:
    name = "x2bee-batch-scheduler-mbod"
    spec = yaml.safe_load(k8s_files[f"{name}/Deployment.{name}.k8s.yaml"])["spec"]
    assert (spec["replicas"], spec["strategy"], spec["template"]["spec"]["hostname"]) == (1, {"type": "Recreate"}, name)
    assert f"{name}/HorizontalPodAutoscaler.{name}.k8s.yaml" not in k8s_files
