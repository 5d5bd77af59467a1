"""Pins, cache keys, schemas and the signing key: what needs no Go."""

from __future__ import annotations

import base64
import json
import signal
from pathlib import Path

import pytest

from conformance import builds, schemas
from conformance.cli import main
from conformance.cluster import signing_key
from conformance.run import DEFAULT, NEWEST, NO_ETCD, NO_SCHEMAS, OLDEST, kubernetes_versions


def test_every_tool_is_pinned_and_says_what_it_builds() -> None:
    tools = builds.tools()
    assert {"etcd", "istioctl", "kwok", "kubeconform", "kube-score", f"kubernetes-{DEFAULT}"} <= set(tools)
    for tool in tools.values():
        assert tool.version.startswith("v")
        assert len(tool.binaries) == len(tool.packages) >= 1
        assert (tool.folder / "go.sum").read_text()


@pytest.mark.parametrize("minor", [DEFAULT, OLDEST, NEWEST])
def test_kubernetes_programs_know_their_version(minor: str) -> None:
    tool = builds.tools()[f"kubernetes-{minor}"]
    assert tool.version.startswith(f"v{minor}.")
    assert f"component-base/version.gitVersion={tool.version}" in tool.ldflags
    staging = f"v0.{tool.version.split('.', 1)[1]}"
    replaced = [line for line in (tool.folder / "go.mod").read_text().splitlines() if " => k8s.io/" in line]
    assert replaced
    assert all(line.endswith(staging) for line in replaced)


def test_only_the_default_version_runs_controllers() -> None:
    tools = builds.tools()
    assert set(tools[f"kubernetes-{DEFAULT}"].binaries) > {"kube-controller-manager", "kube-scheduler"}
    assert tools[f"kubernetes-{OLDEST}"].binaries == tools[f"kubernetes-{NEWEST}"].binaries == ("kube-apiserver",)


def test_a_major_version_is_no_name(tmp_path: Path) -> None:
    (tmp_path / "go.mod").write_text(
        "module m\n\ntool a.io/b/server/v3\n\nrequire a.io/b/server/v3 v3.6.1 // indirect\n"
    )
    tool = builds.Tool.read(tmp_path)
    assert (tool.binaries, tool.version) == (("server",), "v3.6.1")


def test_the_cache_key_changes_with_pins_and_go_only(tmp_path: Path) -> None:
    (tmp_path / "go.mod").write_text("module m\n\ntool a.io/b\n\nrequire a.io/b v1.0.0\n")
    (tmp_path / "go.sum").write_text("one")
    tool = builds.Tool.read(tmp_path)
    first = tool.key("go1.26")
    assert first == builds.Tool.read(tmp_path).key("go1.26")
    assert first != tool.key("go1.27")
    (tmp_path / "go.sum").write_text("two")
    assert first != tool.key("go1.26")


def test_the_cache_is_where_the_variable_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("X2BEE_CONFORMANCE_CACHE", str(tmp_path))
    assert builds.cache_folder() == tmp_path.resolve()


def test_without_go_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(builds.CannotBuildError, match="install Go"):
        builds.go_version()


def test_without_manifests_it_says_how_to_make_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "report.json"
    assert main(["--report", str(report)]) == 0
    assert main(["--report", str(report), "--require"]) == 1
    assert "python app.py k8s" in capsys.readouterr().out
    assert main([str(tmp_path / "nowhere")]) == 2


def test_without_go_and_schemas_it_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "a.yaml").write_text("kind: ConfigMap\nmetadata: {name: a}\n")
    flags = ["--schemas", str(tmp_path / "none"), "--report", str(tmp_path / "report.json"), str(tmp_path / "dist")]
    assert main(flags) == 0
    assert main([*flags, "--require"]) == 1
    said = [line for line in capsys.readouterr().out.splitlines() if line.startswith("skipped: ")]
    assert said[:3] == [
        f"skipped: custom resources, kubeconform: {NO_SCHEMAS}",
        f"skipped: kube-score, istioctl, etcd, kwok: {builds.INSTALL_GO}",
        f"skipped: {', '.join(f'kubernetes-{minor}' for minor in (DEFAULT, OLDEST, NEWEST))}: {NO_ETCD}",
    ]
    assert main(["--build"]) == 2


@pytest.mark.parametrize(
    ("text", "flags", "said"),
    [
        ("a: [b", [], "not YAML"),
        ("- a\n", [], "not a manifest but list"),
        ("a: b\n", ["--timeout", "0"], "seconds from 1"),
        ("a: b\n", ["--selector", "workload"], "a label such as workload=msa"),
        ("a: b\n", ["--versions", "1.2"], "pinned are"),
        ("a: b\n", ["--exceptions", "nowhere.toml"], "nowhere.toml"),
    ],
)
def test_wrong_use_is_told_in_one_line(
    text: str, flags: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.yaml").write_text(text)
    before = signal.getsignal(signal.SIGTERM)
    assert main([*flags, "--report", str(tmp_path / "report.json"), str(tmp_path)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line
    assert signal.getsignal(signal.SIGTERM) == before


def test_versions() -> None:
    tools = builds.tools()
    assert kubernetes_versions(tools, "default") == [DEFAULT]
    assert kubernetes_versions(tools, "all") == [DEFAULT, OLDEST, NEWEST]
    with pytest.raises(ValueError, match="pinned are"):
        kubernetes_versions(tools, "1.2")


def test_schemas_are_closed_but_for_what_is_meant_to_be_open(tmp_path: Path) -> None:
    spec = {
        "type": "object",
        "properties": {
            "port": {"x-kubernetes-int-or-string": True},
            "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": True, "properties": {"a": {}}},
            "map": {"type": "object", "additionalProperties": {"type": "object", "properties": {"b": {}}}},
            "description": {"type": "string", "nullable": True, "description": "dropped"},
        },
        "oneOf": [{"required": ["port"]}],
    }
    crd = {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "gifts.example.com"},
        "spec": {
            "group": "example.com",
            "names": {"kind": "Gift"},
            "versions": [
                {"name": "v1", "schema": {"openAPIV3Schema": {"type": "object", "properties": {"spec": spec}}}}
            ],
        },
    }
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "crd.yaml").write_text("kind: CustomResourceDefinition\n" + _yaml(crd))
    place = schemas.prepare(tmp_path / "in", tmp_path)
    made = json.loads((place / "example.com" / "gift_v1.json").read_text())["properties"]["spec"]
    assert made["additionalProperties"] is False
    assert made["properties"]["port"] == {"type": ["integer", "string"]}
    assert "additionalProperties" not in made["properties"]["free"]
    assert made["properties"]["map"]["additionalProperties"]["additionalProperties"] is False
    assert made["properties"]["description"] == {"type": ["string", "null"], "nullable": True}
    assert schemas.prepare(tmp_path / "in", tmp_path) == place


def _yaml(crd: dict[str, object]) -> str:
    rest = {key: value for key, value in crd.items() if key != "kind"}
    return "\n".join(f"{key}: {json.dumps(value)}" for key, value in rest.items()) + "\n"


def test_the_signing_key_is_a_private_key_of_p256() -> None:
    lines = signing_key().splitlines()
    der = base64.b64decode("".join(lines[1:-1]))
    assert (lines[0], len(der), der[1]) == ("-----BEGIN EC PRIVATE KEY-----", 51, 49)
    assert der.endswith(bytes.fromhex("06082a8648ce3d030107"))
