"""Wrong manifests cannot be made; the error names the path, the value got, and what is allowed or was meant."""

from __future__ import annotations

from collections import Counter
from typing import Any, Self

import pytest
import yaml
from pydantic import BaseModel, ValidationError, model_validator

from tests.imports.manifests import GONE, HERE, NAMES, changed, made, right
from x2bee_constructs.core.faults import show
from x2bee_constructs.core.objects import ObjectError
from x2bee_constructs.imports.k8s.apps_v1 import Deployment
from x2bee_constructs.imports.k8s.core_v1 import Container, ContainerPort, EnvVar, ResourceRequirements

WRONG = [
    pytest.param(name, row, id=f"{name}-{row['at']}-{str(row.get('is', 'gone'))[:12]}")
    for name, rows in yaml.safe_load((HERE / "wrong.yaml").read_text(encoding="utf-8")).items()
    for row in rows
]


@pytest.mark.parametrize(("name", "row"), WRONG)
def test_wrong_manifest(name: str, row: dict[str, Any]) -> None:
    value = row.get("is", GONE)
    with pytest.raises(ObjectError) as caught:
        made(name, changed(name, row["at"], value))
    fault = caught.value.faults[0]
    assert fault.path == f"{right(name)['kind']}.{_path(row)}"
    assert row["says"] in fault.says
    if "path" not in row:
        got = "nothing" if value in (GONE, {}) and "no such field" not in fault.says else show(value)
        assert f"got {got}" in fault.says or "(…)" in fault.says


def _path(row: dict[str, Any]) -> str:
    """`spec.ports.0.port` → `spec.ports[0].port`, unless the fault is told elsewhere."""
    steps = row["at"].split(".")
    return row.get("path") or "".join(f"[{s}]" if s.isdigit() else f".{s}" for s in steps).removeprefix(".")


def test_there_are_some_of_nearly_every_kind() -> None:
    counts = Counter(param.values[0] for param in WRONG)
    assert counts.total() >= 250
    assert set(NAMES) - set(counts) == {"Probe"}


def test_all_faults_are_told_at_once() -> None:
    manifest = right("Deployment")
    manifest["spec"]["replicas"] = "2"
    manifest["spec"]["template"]["spec"]["containers"][0] |= {"imagePullPolicy": "x", "ports": [{"containerPort": 0}]}
    with pytest.raises(ObjectError) as caught:
        made("Deployment", manifest)
    assert [fault.path.rpartition(".")[2] for fault in caught.value.faults] == [
        "replicas",
        "imagePullPolicy",
        "containerPort",
    ]
    assert str(caught.value).count("(in Deployment 'a')") == 3


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"image_pull_policy": "Allways"},
            ("Container.imagePullPolicy", "'Allways'", "did you mean 'Always'?", "(in Container 'app')"),
        ),
        (
            {"redines_probe": None},
            ("Container.redines_probe", "did you mean 'readiness_probe'?", "allowed: name, args"),
        ),
        ({"comand": ["x"]}, ("Container.comand", "did you mean 'command'?")),
        ({"zzz": 1}, ("Container.zzz", "got 1", "allowed: name, args, command")),
        ({"ports": [ContainerPort(container_port=1), 5]}, ("Container.ports[1]", "got 5", "ContainerPort(…)")),
        ({"ports": ContainerPort(container_port=1)}, ("Container.ports", "got ContainerPort(…)", "a list")),
        ({"env": [{"name": "A"}, {"name": "A"}]}, ("Container.env[1]", "got 'A'", "entries that differ in name")),
    ],
)
def test_by_the_constructor(fields: dict[str, Any], words: tuple[str, ...]) -> None:
    with pytest.raises(ObjectError) as caught:
        Container(name="app", **fields)
    for word in words:
        assert word in str(caught.value)


def test_rules_speak_of_fields_as_their_author_does() -> None:
    with pytest.raises(ObjectError, match=r"got \['value', 'value_from'\], allowed: at most one of value, value_from"):
        EnvVar(name="A", value="x", value_from={"fieldRef": {"fieldPath": "metadata.name"}})  # pyright: ignore
    with pytest.raises(ObjectError, match=r"got \['value', 'valueFrom'\], allowed: at most one of value, valueFrom"):
        EnvVar.model_validate({"name": "A", "value": "x", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}})


@pytest.mark.parametrize(
    ("request_", "limit"), [("1025Mi", "1Gi"), ("1.5", "1499999u"), (2, "1999m"), ("1e3", "0.9k"), ("1E", "999P")]
)
def test_quantities_are_compared_by_what_they_come_to(request_: Any, limit: Any) -> None:
    with pytest.raises(ObjectError, match=r"ResourceRequirements\.requests\.memory"):
        ResourceRequirements(requests={"memory": request_}, limits={"memory": limit})
    assert ResourceRequirements(requests={"memory": limit}, limits={"memory": request_})


def test_it_is_a_value_error_and_composes() -> None:
    class Props(BaseModel):
        port: int

        @model_validator(mode="after")
        def _port(self) -> Self:
            ContainerPort(container_port=self.port)
            return self

    with pytest.raises(ValidationError, match=r"ContainerPort\.containerPort: got 0, allowed: a port from 1 to 65535"):
        Props(port=0)


def test_a_fault_three_structs_deep_keeps_its_place() -> None:
    manifest = {
        "metadata": {"name": "a"},
        "spec": {
            "selector": {"matchLabels": {"a": "b"}},
            "template": {
                "metadata": {"labels": {"a": "b"}},
                "spec": {"containers": [{"name": "a", "image": "a:1", "ports": [{"containerPort": 70000}]}]},
            },
        },
    }
    with pytest.raises(ObjectError) as caught:
        Deployment.model_validate(manifest)
    assert [one.path for one in caught.value.faults] == [
        "Deployment.spec.template.spec.containers[0].ports[0].containerPort"
    ]


def test_what_contains_itself_is_no_object() -> None:
    spec: dict[str, Any] = {"selector": {}}
    spec["template"] = {"spec": spec}
    with pytest.raises(ObjectError):
        Deployment.model_validate({"metadata": {"name": "a"}, "spec": spec})


def test_a_struct_has_a_json_schema_in_which_others_are_maps() -> None:
    schema = Deployment.model_json_schema()
    assert schema["properties"]["spec"]["type"] == "object"
