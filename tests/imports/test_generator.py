"""The generator on CRDs that it has not seen, run as a customer runs it."""

from __future__ import annotations

import importlib
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from x2bee_constructs.bindings.__main__ import main
from x2bee_constructs.bindings.cel import checks, limits, of_elements
from x2bee_constructs.bindings.clean import clean
from x2bee_constructs.bindings.names import class_name, field_name, singular
from x2bee_constructs.core.objects import KubeObject, ObjectError, wire_name

pytest.importorskip("datamodel_code_generator", reason="install x2bee-constructs[bindings]")

NASTY = Path(__file__).parent / "nasty.yaml"
_CRD = (
    "kind: CustomResourceDefinition\n"
    "spec: {{group: a.b, names: {{kind: K}}, versions: [{{name: v1, schema: {{openAPIV3Schema: {}}}}}]}}"
)
"""A small CRD that lacks its schema."""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The package made of the nasty CRDs, importable as `nasty_bindings`."""
    top = tmp_path_factory.mktemp("customer")
    assert main(["--crd", str(NASTY), "--out", str(top / "nasty_bindings")]) == 0
    sys.path.insert(0, str(top))
    yield top / "nasty_bindings"
    sys.path.remove(str(top))


@pytest.fixture(scope="module")
def shop(package: Path) -> ModuleType:
    """Its module of shop.example.com/v1."""
    return importlib.import_module(f"{package.name}.shop_example_com_v1")


@pytest.fixture
def widget() -> dict[str, Any]:
    """A right manifest with every odd field in it."""
    spec = {
        "$ref": "r",
        "123go": 3,
        "None": "n",
        "a-b-c": "1",
        "a.b.c": "2",
        "a_b_c": "3",
        "bools": True,
        "checks": "c",
        "class": "x",
        "dict": {"a": [1]},
        "from": "y",
        "list": ["a"],
        "mixedCASEUrl": "1",
        "mixedCaseURL": "2",
        "nullableThing": None,
        "open": {"known": 1, "extra": {"a": None}},
        "percent": "5%",
        "posix": "abc",
        "quoted": "a.b",
        "ratio": 1,
        "raw": {"a": None},
        "rows": [{"deep": [[{"y": 1}]], "id": "a"}],
        "secret": "YQ==",
        "self": "s",
        "size": "1Gi",
        "unicode": "값",
        "x-odd.name/here": "x",
        "값": "v",
    }
    return {"apiVersion": "shop.example.com/v1", "kind": "Widget", "metadata": {"name": "a"}, "spec": spec}


def test_one_module_per_served_version(package: Path) -> None:
    names = sorted(path.name for path in package.iterdir() if path.suffix == ".py")
    assert names == ["__init__.py", "shop_example_com_v1.py", "shop_example_com_v1beta1.py"]


def test_every_kind_is_there(shop: ModuleType) -> None:
    assert shop.__all__ == sorted(shop.__all__)
    assert {"Exception", "ListKind", "Probe", "Widget"} <= set(shop.__all__)
    assert shop.ListKind.model_fields["kind"].default == "List"


def test_round_trip(shop: ModuleType, widget: dict[str, Any]) -> None:
    assert shop.Widget.model_validate(widget).to_manifest() == widget


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"a": "1", "b": "2"}, "at most one of a, b"),
        ({"affinity": {"nodeAfinity": {}}}, "did you mean 'nodeAffinity'?"),
        ({"bools": False}, "True"),
        ({"class": 1}, "text"),
        ({"clas": "x"}, "did you mean 'class'?"),
        ({"dict": {"a": [0]}}, "at least 1"),
        ({"levels": 4}, "1, 2 or 3"),
        ({"limited": 10}, "got 10, allowed: at most 9, or text"),
        ({"limited": "1"}, "a whole number, or at least 2 characters"),
        ({"modes": [{"speed": 2**31}]}, "at most 2147483647"),
        (
            {"modes": [{}]},
            "Widget.spec.modes[0].speed: got nothing, allowed: a value, because mode is 'fast' by default",
        ),
        ({"list": ["a", 1]}, "Widget.spec.list[1]"),
        ({"open": {"known": "x"}}, "Widget.spec.open.known"),
        ({"percent": "5"}, "a whole number, or text that matches"),
        ({"posix": "a1"}, "[[:alpha:]]"),
        ({"quoted": "aXb"}, r"a\.b"),
        ({"ratio": 0}, "more than 0"),
        ({"rows": [{"id": "a"}, {"id": "a"}]}, "entries that differ in id"),
        ({"rows": [{"id": "abcd"}]}, "at most 3 characters"),
        ({"secret": "*"}, "base64"),
        ({"size": "1GB"}, "a quantity"),
        ({"tags": ["a", "a"]}, "entries that differ"),
        ({"terms": [{}]}, "Widget.spec.terms[0]: got nothing, allowed: at least one of id, tags"),
        ({"typed": {"a": {}}}, "Widget.spec.typed.a.to: is required"),
        ({"type": "off"}, "'on'"),
    ],
)
def test_wrong_values_are_refused(shop: ModuleType, widget: dict[str, Any], change: dict[str, Any], word: str) -> None:
    widget["spec"] |= change
    with pytest.raises(ObjectError) as caught:
        shop.Widget.model_validate(widget)
    assert word in str(caught.value)


def test_a_field_that_may_be_null_must_still_be_given(shop: ModuleType, widget: dict[str, Any]) -> None:
    del widget["spec"]["nullableThing"]
    with pytest.raises(ObjectError, match=r"nullableThing: is required"):
        shop.Widget.model_validate(widget)


def test_a_kind_without_a_schema_takes_everything(package: Path) -> None:
    beta = importlib.import_module(f"{package.name}.shop_example_com_v1beta1")
    assert issubclass(beta.Widget, KubeObject)
    manifest = {"apiVersion": "shop.example.com/v1beta1", "kind": "Widget", "metadata": {"name": "a"}, "any": [None]}
    assert beta.Widget.model_validate(manifest).to_manifest() == manifest


def test_names_and_types_only(package: Path) -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in package.glob("*.py"))
    assert "DO NOT COPY" not in text
    assert "status" not in text


def test_a_second_run_makes_the_same(package: Path, tmp_path: Path) -> None:
    assert main(["--crd", str(NASTY), "--out", str(tmp_path / package.name)]) == 0
    for path in package.glob("*.py"):
        assert (tmp_path / package.name / path.name).read_bytes() == path.read_bytes()


def test_patterns_that_cannot_be_kept_are_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    crd = tmp_path / "crd.yaml"
    crd.write_text(NASTY.read_text(encoding="utf-8").replace("(?!bad)", "(?!ugly)"), encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        assert main(["--crd", str(crd), "--out", str(tmp_path / "out")]) == 0
    assert "left to the API server" in caplog.text
    assert "(?!ugly)" in caplog.text


def test_a_file_without_crds_is_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "other.yaml").write_text("kind: ConfigMap\n", encoding="utf-8")
    assert main(["--crd", str(tmp_path / "other.yaml"), "--out", str(tmp_path / "out")]) == 1
    assert main(["--crd", str(tmp_path / "none.yaml"), "--out", str(tmp_path / "out")]) == 1
    first, second = capsys.readouterr().err.splitlines()
    assert "no CustomResourceDefinition" in first
    assert "none.yaml" in second


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: [b", "is not YAML"),
        ("kind: CustomResourceDefinition\nspec: 3", "without spec.group, spec.names.kind or spec.versions"),
        ("kind: CustomResourceDefinition\nspec: {group: a.b}", "without spec.group, spec.names.kind or spec.versions"),
        (_CRD.format("&s {properties: {child: *s}}"), "a schema holds itself"),
        (_CRD.format("{properties: {spec: {$ref: '#/definitions/N'}}}"), "#/definitions/N"),
        (f"{_CRD.format('{}')}\n---\n{_CRD.format('{}')}", "K and K would be one class"),
    ],
)
def test_what_no_api_server_takes_is_told_in_one_line(
    text: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "crd.yaml").write_text(text, encoding="utf-8")
    assert main(["--crd", str(tmp_path / "crd.yaml"), "--out", str(tmp_path / "out")]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert says in line
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("wire", "field"),
    [
        ("imagePullPolicy", "image_pull_policy"),
        ("clusterIP", "cluster_ip"),
        ("podIPs", "pod_ips"),
        ("externalIPs", "external_ips"),
        ("hostIPC", "host_ipc"),
        ("setHostnameAsFQDN", "set_hostname_as_fqdn"),
        ("httpProtocolIPv6", "http_protocol_ipv6"),
        ("consecutive5xxErrors", "consecutive5xx_errors"),
        ("ttlSecondsAfterFinished", "ttl_seconds_after_finished"),
        ("from", "from_"),
        ("match", "match"),
        ("json", "json_"),
        ("$ref", "ref"),
        ("x-kubernetes-thing", "x_kubernetes_thing"),
    ],
)
def test_field_names(wire: str, field: str) -> None:
    assert field_name(wire) == field
    assert wire_name(field) == wire or wire_name(field) != wire_name(wire)


def test_class_names() -> None:
    assert class_name("VirtualService", "match-labels") == "VirtualServiceMatchLabels"
    assert class_name("Field") == "FieldKind"
    assert [singular(word) for word in ("policies", "rules", "tls", "status", "addresses")] == [
        "policy",
        "rule",
        "tls",
        "status",
        "address",
    ]


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("(has(self.aA) ? 1 : 0) + (has(self.b) ? 1 : 0) <= 1", ["at_most_one('a_a', 'b')"]),
        ("!(has(self.aA) && has(self.b))", ["at_most_one('a_a', 'b')"]),
        ("[has(self.aA),has(self.b)].filter(x,x==true).size() == 1", ["exactly_one('a_a', 'b')"]),
        ("(has(self.aA) && !has(self.b)) || (!has(self.aA) && has(self.b))", ["exactly_one('a_a', 'b')"]),
        ("has(self.aA) || has(self.b)", ["at_least_one('a_a', 'b')"]),
        ("!(has(self.aA) && self.b != 'X')", ["only_with('a_a', 'b', 'X')"]),
        ("!has(self.aA) || self.b == 'X'", ["only_with('a_a', 'b', 'X')"]),
        ("self.b == 'X' ? has(self.aA) : true", ["needs('a_a', 'b', 'X')"]),
        ("self.b == 'X' ? self.aA.size() != 0 : true", ["needs('a_a', 'b', 'X')"]),
        ("self.tag == 'D' ? has(self.aA) : true", ["needs('a_a', 'tag', 'D', '')"]),
        ("!(has(self.aA) && self.tag != 'D')", ["only_with('a_a', 'tag', 'D', '')"]),
        ("!has(self.aA) || has(self.b)", ["requires('a_a', 'b')"]),
        ("has(self.aA) == has(self.b)", ["requires('a_a', 'b')", "requires('b', 'a_a')"]),
        ("self.aA < self.b", []),
        ("has(self.cut) || has(self.b)", ["at_least_one('b')"]),
        ("!(has(self.cut) && has(self.b))", []),
        ("has(self.tag) || has(self.b)", []),
    ],
)
def test_rules_of_crds(rule: str, found: list[str]) -> None:
    properties = {"aA": {}, "b": {}, "tag": {"default": "D"}}
    assert checks({"properties": properties, "x-kubernetes-validations": [{"rule": rule}]}) == found


def test_rules_name_fields_as_the_class_does() -> None:
    properties = {"aB": {}, "a_b": {}, "c": {}}
    rules = [{"rule": "!(has(self.aB) && has(self.a_b))"}, {"rule": "!(has(self.a_b) && has(self.c))"}]
    found = checks({"properties": properties, "x-kubernetes-validations": rules})
    assert found == ["at_most_one('a_b_2', 'a_b')", "at_most_one('a_b', 'c')"]


def test_alternatives_of_crds() -> None:
    both = [{"required": ["a"]}, {"required": ["b"]}]
    properties = {"a": {}, "b": {}}
    assert checks({"properties": properties, "oneOf": both}) == ["exactly_one('a', 'b')"]
    assert checks({"properties": properties, "oneOf": [{"not": {"anyOf": both}}, *both]}) == ["at_most_one('a', 'b')"]
    assert checks({"properties": properties, "allOf": [{"anyOf": both}]}) == ["at_least_one('a', 'b')"]
    assert checks({"properties": {"a": {"default": 1}, "b": {}}, "anyOf": both}) == []
    more = [{"required": ["a"], "properties": {"a": {"enum": [1]}}}, {"required": ["a"]}]
    assert checks({"properties": properties, "oneOf": more}) == []
    assert checks({"properties": properties, "minProperties": 1, "maxProperties": 1}) == ["exactly_one('a', 'b')"]
    assert checks({"properties": properties, "minProperties": 1}) == ["at_least_one('a', 'b')"]


def test_rules_of_lists() -> None:
    rule = "self.all(a, self.exists_one(b, a.portNumber == b.portNumber))"
    rows = {"type": "array", "items": {}, "x-kubernetes-validations": [{"rule": rule}]}
    assert checks({"properties": {"theRows": rows}}) == ["unique('the_rows', 'port_number')"]
    rules = [{"rule": "self.all(x, has(x.id) || has(x.name))"}, {"rule": "self.all(x, has(x.id) == has(self.y))"}]
    assert of_elements({"x-kubernetes-validations": rules}) == [{"rule": "has(self.id) || has(self.name)"}]


def test_what_an_int32_takes() -> None:
    assert clean({"type": "integer", "format": "int32", "minimum": 0})["maximum"] == 2147483647
    assert clean({"type": "integer", "format": "int32", "maximum": 9})["maximum"] == 9
    assert "maximum" not in clean({"type": "integer", "format": "int64"})


@pytest.mark.parametrize(
    ("node", "limit"),
    [
        ({"type": "integer", "rule": "self > 0"}, {"minimum": 1}),
        ({"type": "string", "rule": "self != ''"}, {"minLength": 1}),
        ({"type": "array", "rule": "self.size() != 0"}, {"minItems": 1}),
        ({"type": "string", "rule": "self.matches('^a+$')"}, {"pattern": "^a+$"}),
        ({"type": "string", "rule": "self == oldSelf"}, {}),
    ],
)
def test_limits_of_crds(node: dict[str, str], limit: dict[str, Any]) -> None:
    assert limits({"type": node["type"], "x-kubernetes-validations": [{"rule": node["rule"]}]}) == limit
