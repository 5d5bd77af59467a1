"""`x2bee check` as a person runs it: what it prints where, and its exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ACME, ROOT
from tests.conftest import run_x2bee as run
from tests.handoff.sides import Sides, config, resource


@pytest.fixture
def sides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sides:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    made = Sides(tmp_path)
    made.stack({})
    return made


def test_what_fits(sides: Sides, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "check") == 0
    out, err = capsys.readouterr()
    assert out == "x2bee-acme-prd: the handoff is closed (0 names read, 0 provided, 0 for people)\n"
    assert err == ""


def test_what_does_not(sides: Sides, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    sides.file("them.yaml", config(a="/x2bee/acme/prd/" + "long/" * 20 + "name"))
    assert run(monkeypatch, "check") == 1
    out, _ = capsys.readouterr()
    assert "  --> dist/them.yaml:7:6  (ConfigMap acme-app/x: data.a)\n" in out
    assert "long/" * 20 in out, "no line is broken, however narrow the terminal"


def test_other_folders_and_data(
    sides: Sides, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sides.stack({"It": resource("SecretsManager::Secret", Name="x2bee/acme/prd/key")})
    sides.templates.rename("templates")
    sides.manifests.rename("yaml")
    assert run(monkeypatch, "check", "--templates", "templates", "--manifests", "yaml", "--format", "json") == 1
    out, _ = capsys.readouterr()
    (found,) = json.loads(out)["findings"]
    assert (found["code"], found["aws"]["file"]) == ("X2B402", "templates/x2bee-acme-prd-test.template.json")


def test_the_customers_file_says_whose_output_it_is(
    sides: Sides, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "check", str(ACME), "--environment", "prd") == 0
    assert run(monkeypatch, "check", str(ACME), "--environment", "dev") == 2
    assert "has no stack of x2bee-acme-dev" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--templates", "nowhere"], "error[X2B400]: there is no folder 'nowhere'"),
        (["--manifests", "nowhere"], "error[X2B400]: there is no folder 'nowhere'"),
        (["--templates", "dist"], "error[X2B400]: 'dist' is not a cloud assembly"),
        (["--environment", "prd"], "FILE and --environment go together"),
        ([str(ACME), "--environment", "prod"], "did you mean 'prd'?"),
        (["nowhere.yaml", "--environment", "prd"], "cannot read the file"),
    ],
)
def test_bad_input(
    arguments: list[str], said: str, sides: Sides, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "check", *arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count(said) == 1
    assert "Traceback" not in err


def test_broken_yaml_is_shown_at_its_place(
    sides: Sides, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (sides.manifests / "a.yaml").write_text("a: 1\nb: [1\nc: 2\n")
    assert run(monkeypatch, "check") == 2
    _, err = capsys.readouterr()
    assert "error[X2B400]: not YAML" in err
    assert "--> dist/a.yaml:3:" in err


@pytest.mark.parametrize("arguments", [(), ("chek",), ("check", "--format", "xml")])
def test_usage(arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, *arguments) == 2


def test_the_command_loads_neither_side() -> None:
    probe = "import sys, x2bee_constructs.cli; print(*{'aws_cdk', 'cdk8s', 'constructs', 'jsii'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_the_stack_policy(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "stack-policy") == 0
    allowed, denied = json.loads(capsys.readouterr().out)["Statement"]
    assert (allowed["Effect"], denied["Effect"], denied["Action"]) == ("Allow", "Deny", "Update:Replace")
    assert "AWS::EKS::Cluster" in denied["Condition"]["StringEquals"]["ResourceType"]
