"""`x2bee graph` as a person runs it: what it writes where, and its exit codes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ACME, ROOT, run_x2bee

PICTURE = ROOT / "docs" / "graph-acme-prd.svg"


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    return run_x2bee(monkeypatch, "graph", *arguments)


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("X2BEE_CUSTOMER", raising=False)
    monkeypatch.delenv("X2BEE_ENV", raising=False)


def test_mermaid_is_printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, str(ACME), "--environment", "dev") == 0
    out, err = capsys.readouterr()
    assert out.startswith("---\ntitle: acme dev\n---\nflowchart LR\n")
    assert "service_x2bee_fo --> service_x2bee_gw\n" in out
    assert err == ""


def test_svg_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "graph.svg"
    assert run(monkeypatch, str(ACME), "--environment", "prd", "--format", "svg", "--output", str(target)) == 0
    assert target.read_bytes() == PICTURE.read_bytes()
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("seed", ["0", "1"])
def test_two_machines_draw_the_same_picture(seed: str) -> None:
    program = (
        "import sys; from x2bee_constructs.cli import main; sys.argv = ['x2bee', 'graph', '--format', 'svg']; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        check=True,
    )
    assert done.stdout == PICTURE.read_bytes()


def test_what_is_not_said_is_as_for_make(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    customers = tmp_path / "stacks" / "customers"
    customers.mkdir(parents=True)
    (customers / "beta.yaml").write_text(ACME.read_text().replace("customer: acme", "customer: beta"))
    monkeypatch.setenv("X2BEE_CUSTOMER", "beta")
    monkeypatch.setenv("X2BEE_ENV", "stg")
    assert run(monkeypatch) == 0
    assert "title: beta stg" in capsys.readouterr().out
    monkeypatch.delenv("X2BEE_CUSTOMER")
    assert run(monkeypatch) == 0, "there is only one"
    assert "title: beta stg" in capsys.readouterr().out
    (customers / "gamma.yaml").write_text("")
    assert run(monkeypatch) == 2
    assert str(Path("stacks", "customers", "acme.yaml")) in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([str(ACME), "--environment", "prod"], "did you mean 'prd'?"),
        (["nowhere.yaml"], "cannot read the file"),
        (
            [str(ACME), "--output", "nowhere/graph.mmd"],
            "error: cannot write nowhere/graph.mmd: No such file or directory",
        ),
        ([str(ACME), "--format", "png"], "png"),
    ],
)
def test_bad_input(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, *arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert "Traceback" not in err
