"""Right objects are made, and go to plain dicts and back without a change."""

from __future__ import annotations

import json

import pytest
import yaml

from tests.imports.manifests import HERE, MODULES, NAMES, changed, home, made, right
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

ODD = [
    (name, row["at"], row["is"])
    for name, rows in yaml.safe_load((HERE / "odd.yaml").read_text(encoding="utf-8")).items()
    for row in rows
]


@pytest.mark.parametrize("name", NAMES)
def test_round_trip(name: str) -> None:
    manifest = right(name)
    made_once = made(name, manifest)
    assert made_once.to_manifest() == manifest
    assert type(made_once).model_validate(made_once.to_manifest()) == made_once


@pytest.mark.parametrize(("name", "place", "value"), ODD)
def test_what_is_odd_but_right(name: str, place: str, value: object) -> None:
    manifest = changed(name, place, value)
    assert made(name, manifest).to_manifest() == manifest


def test_every_kind_has_a_right_manifest() -> None:
    assert {(home(name), right(name)["kind"]) for name in NAMES} == {
        (module, kind) for (_, _, kind), module in MODULES.items()
    }


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
    application = changed("Application", "spec.source.helm", {"valuesObject": {"a": None}})
    assert made("Application", application).to_manifest()["spec"]["source"]["helm"] == {"valuesObject": {"a": None}}  # type: ignore[index]


def test_numbers_stay_whole() -> None:
    fault = {"abort": {"httpStatus": 503, "percentage": {"value": 1}}}
    assert '"value": 1}' in json.dumps(
        made("VirtualService", changed("VirtualService", "spec.http.0.fault", fault)).to_manifest()
    )


def test_the_manifest_is_the_callers_own() -> None:
    labels = {"app": "a"}
    template = PodTemplateSpec(
        spec=PodSpec(containers=[Container(name="a", image="a:1")]), metadata=ObjectMeta(labels=labels)
    )
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
    kinds: list[KubeObject] = [made(name, right(name)) for name in NAMES]
    assert [kind.kind for kind in kinds] == [right(name)["kind"] for name in NAMES]
    assert all(kind.metadata.name for kind in kinds)
