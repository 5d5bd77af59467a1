"""The JSON Schema refuses nothing that the loader takes, and sees what an editor can see."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.conftest import ACME, ROOT
from x2bee_constructs import Platform, load_platform
from x2bee_constructs.core.reading import read
from x2bee_constructs.platform.fields import UnknownFieldError, field, field_names
from x2bee_constructs.platform.schema import SCHEMA_DIALECT, file_schema

TOP = 'customer: beta\ndomain: beta.co.kr\nregion: ap-northeast-2\naccount: "012345678901"\n'


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = file_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def faults(validator: Draft202012Validator, text: str, tmp_path: Path) -> list[str]:
    file = tmp_path / "beta.yaml"
    file.write_text(text)
    return [error.json_path for error in validator.iter_errors(read(file).data)]


def test_the_customers_files_are_right(validator: Draft202012Validator) -> None:
    files = sorted((ROOT / "stacks" / "customers").glob("*.yaml"))
    assert ACME in files
    for file in files:
        assert [error.message for error in validator.iter_errors(read(file).data)] == []


RIGHT = {
    "nothing said": "",
    "everything required in every environment": None,
    "a word for a runtime": "services: { x2bee-fo: { runtime: nodejs } }\n",
    "a runtime changed without its name": "services: { x2bee-batch-mbod: { runtime: { jobs: { a: {} } } } }\n",
    "a standard service with nothing": "services: { x2bee-fo: }\ndatabases: { mbod: }\n",
    "a word for nodes": "cluster: { nodes: karpenter }\n",
    "a word for apm": "apm: otel\n",
    "an environment that completes": "ingress: { office_cidrs: [203.0.113.0/24] }\n"
    "environments: { prd: { ingress: { zone: { id: Z0123456789ABCDEFGHIJ, name: beta.co.kr } } } }\n",
    "an environment with nothing": "environments: { dev: , prd: { size: large, ingress: null } }\n",
    "one or more times": "services: { x2bee-batch-mbod: { runtime: { jobs: { a: {} } } } }\nschedules: { one: "
    '{ service: x2bee-batch-mbod, job: a, at: "02:00", weekdays: mon, timeout_minutes: 5 } }\n',
}


@pytest.mark.parametrize("text", RIGHT.values(), ids=RIGHT.keys())
def test_what_the_loader_takes(text: str | None, validator: Draft202012Validator, tmp_path: Path) -> None:
    ends = "" if text and "environments" in text else "environments: { prd: }\n"
    whole = TOP + text + ends if text is not None else f"environments: {{ prd: {{ {', '.join(TOP.splitlines())} }} }}\n"
    assert faults(validator, whole, tmp_path) == []
    assert load_platform(tmp_path / "beta.yaml", "prd").customer == "beta"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("sizes: small\n", "$"),
        ("size: huge\n", "$.size"),
        ("members: '12'\n", "$.members"),
        ("account: 12\n", "$.account"),
        ("environments: { dev: { sise: small } }\n", "$.environments.dev"),
        ("environments: [dev]\n", "$.environments"),
        ("environment: dev\n", "$"),
        ("services: { x2bee-fo: { replicas: { max: 0 } } }\n", "$.services['x2bee-fo']"),
        ("databases: { mbod: { readers: 16 } }\n", "$.databases.mbod"),
        ("syncs: { a: { tables: [{ columns: [a] }] } }\n", "$.syncs.a.tables[0]"),
    ],
)
def test_what_an_editor_marks(text: str, where: str, validator: Draft202012Validator, tmp_path: Path) -> None:
    whole = "\n".join(line for line in TOP.splitlines() if line.split(":")[0] != text.split(":")[0]) + "\n" + text
    whole += "" if text.startswith("environments:") else "environments: { prd: {} }\n"
    assert where in faults(validator, whole, tmp_path)


def test_what_is_said_nowhere_is_missed(validator: Draft202012Validator, tmp_path: Path) -> None:
    without = TOP.replace("domain: beta.co.kr\n", "")
    assert faults(validator, without + "environments: { prd: }\n", tmp_path) == ["$"]
    assert faults(validator, TOP, tmp_path) == ["$"], "a file has environments"
    in_one = without + "environments: { dev: { domain: dev.beta.co.kr }, prd: {} }\n"
    assert faults(validator, in_one, tmp_path) == ["$"]
    in_all = without + "environments: { dev: { domain: dev.beta.co.kr }, prd: { domain: beta.co.kr } }\n"
    assert faults(validator, in_all, tmp_path) == []


def test_the_schema_says_its_dialect_and_describes_every_field() -> None:
    schema = file_schema()
    assert schema["$schema"] == SCHEMA_DIALECT
    assert set(schema["properties"]) == set(Platform.model_fields) - {"environment"} | {"environments"}
    silent = [name for name, inner in _fields(schema) if "description" not in inner and "const" not in inner]
    assert silent == []


def _fields(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    holders = {"": schema, **schema["$defs"]}
    return [
        (f"{holder}.{name}", inner)
        for holder, data in holders.items()
        if holder != "Environment"
        for name, inner in data.get("properties", {}).items()
    ]


def test_every_field_can_be_explained() -> None:
    names = field_names()
    assert len(names) > 400
    silent = [name for name in names if not field(name).meaning]
    assert silent == []
    assert all(field(name).type for name in names)


def test_a_field_in_words() -> None:
    found = field("services.x2bee-api-order.replicas.max")
    assert found.name == "services.*.replicas.max"
    assert found.type == "whole number, or null"
    assert found.limits == ("at least 1", "at most 1000")
    assert field("environments.prd.size") == field("size")
    assert field("size").default == "medium"
    assert field("customer").required
    assert field("ingress.hosts.www.routes[0].path").name == "ingress.hosts.*.routes.*.path"
    assert {"kind", "instance_types", "max_cpu"} <= set(field("cluster.nodes").fields)


def test_what_is_no_field() -> None:
    with pytest.raises(UnknownFieldError) as told:
        field("services.x2bee-fo.replica.max")
    assert (told.value.part, told.value.above) == ("replica", "services.*")
    assert "replicas" in told.value.known
    with pytest.raises(UnknownFieldError):
        field("environment")
