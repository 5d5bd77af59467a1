"""Right objects are made, and go to plain dicts and back without a change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.imports.manifests import MODULES, made, right
from x2bee_constructs.core.objects import ApiStruct, KubeObject
from x2bee_constructs.imports.k8s.apps_v1 import Deployment, DeploymentSpec
from x2bee_constructs.imports.k8s.core_v1 import (
    ConfigMap,
    Container,
    ContainerPort,
    EmptyDirVolumeSource,
    PodSpec,
    PodTemplateSpec,
    Probe,
    Service,
    ServiceSpec,
    TCPSocketAction,
    Volume,
)
from x2bee_constructs.imports.k8s.meta_v1 import LabelSelector, ObjectMeta
from x2bee_constructs.imports.opentelemetry.v1beta1 import OpenTelemetryCollectorConfig


@pytest.mark.parametrize("module", MODULES)
def test_round_trip(module: str) -> None:
    manifest = right(module)
    made_once = made(module, manifest)
    assert made_once.to_manifest() == manifest
    assert type(made_once).model_validate(made_once.to_manifest()) == made_once


def test_every_group_has_a_right_manifest() -> None:
    folders = {path.parent.name for path in (Path(__file__).parents[2] / "imports").glob("*/*.py")}
    assert folders == {module.partition(".")[0] for module in MODULES}


def test_python_names_become_names_of_the_wire() -> None:
    service = Service(metadata=ObjectMeta(name="a"), spec=ServiceSpec(cluster_ip="None", external_ips=["192.0.2.1"]))
    assert service.to_manifest() == {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "a"},
        "spec": {"clusterIP": "None", "externalIPs": ["192.0.2.1"]},
    }


def test_keys_come_in_a_stable_order() -> None:
    container = Container(image="a:1", ports=[ContainerPort(container_port=1)], name="a", args=["x"])
    assert list(container.to_wire()) == ["name", "args", "image", "ports"]
    assert list(ConfigMap(data={"b": "1", "a": "2"}, metadata=ObjectMeta(name="a")).to_manifest()) == [
        "apiVersion",
        "kind",
        "metadata",
        "data",
    ]


def test_what_is_empty_stays_and_what_is_not_given_goes() -> None:
    volume = Volume(name="tmp", empty_dir=EmptyDirVolumeSource(), config_map=None)
    assert volume.to_wire() == {"name": "tmp", "emptyDir": {}}
    assert LabelSelector(match_labels={}).to_wire() == {"matchLabels": {}}


def test_null_in_open_data_stays() -> None:
    application = right("argo_cd.v1alpha1")
    assert made("argo_cd.v1alpha1", application).to_manifest()["spec"]["source"]["helm"]["valuesObject"]["a"] is None  # type: ignore[index]


def test_numbers_stay_whole() -> None:
    spec = right("istio.networking_v1")
    spec["spec"]["http"][0]["fault"] = {"abort": {"httpStatus": 503, "percentage": {"value": 1}}}
    assert '"value": 1}' in json.dumps(made("istio.networking_v1", spec).to_manifest())


def test_the_manifest_is_the_callers_own() -> None:
    labels = {"app": "a"}
    template = PodTemplateSpec(spec=PodSpec(containers=[Container(name="a")]))
    spec = DeploymentSpec(selector=LabelSelector(match_labels=labels), template=template)
    deployment = Deployment(metadata=ObjectMeta(name="a", labels=labels), spec=spec)
    deployment.to_manifest()["metadata"]["labels"]["app"] = "b"  # type: ignore[index]
    assert deployment.metadata.labels == {"app": "a"}


def test_a_copy_with_changes_is_checked() -> None:
    port = ContainerPort(container_port=80)
    assert port.model_copy(update={"container_port": 81}).container_port == 81
    with pytest.raises(ValueError, match="a port from 1 to 65535"):
        port.model_copy(update={"container_port": 0})


def test_nothing_changes_later() -> None:
    port = ContainerPort(container_port=80)
    with pytest.raises(ValueError, match="frozen"):
        port.container_port = 81  # type: ignore[misc]


def test_an_open_struct_takes_what_it_does_not_know() -> None:
    assert issubclass(OpenTelemetryCollectorConfig, ApiStruct)
    probe = Probe(tcp_socket=TCPSocketAction(port="http"))
    assert probe.to_wire() == {"tcpSocket": {"port": "http"}}


def test_kinds_are_told_apart_by_their_types() -> None:
    kinds: list[KubeObject] = [made(module, right(module)) for module in MODULES]
    assert [kind.kind for kind in kinds] == [right(module)["kind"] for module in MODULES]
    assert all(kind.metadata.name for kind in kinds)
