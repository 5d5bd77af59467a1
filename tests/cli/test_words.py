"""`x2bee schema`, `x2bee versions` and what `x2bee explain` says of a field, as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer

from tests.conftest import run_x2bee as run
from x2bee_constructs.cli.fields import explain_field
from x2bee_constructs.cli.output import OutputFormat
from x2bee_constructs.platform.schema import file_schema


def test_the_schema_is_printed_or_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "schema") == 0
    printed = capsys.readouterr().out
    assert json.loads(printed) == file_schema()
    assert run(monkeypatch, "schema", "--output", str(tmp_path / "s.json")) == 0
    assert (tmp_path / "s.json").read_text() == printed
    assert run(monkeypatch, "schema", "--output", str(tmp_path / "no" / "s.json")) == 2
    assert "error: cannot write" in capsys.readouterr().err


def test_versions(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "versions") == 0
    out = capsys.readouterr().out
    assert "kubernetes  " in out
    assert "newest that all pinned components support" in out
    assert run(monkeypatch, "versions", "--format", "json") == 0
    rows = json.loads(capsys.readouterr().out)["pins"]
    assert {"name", "kind", "version", "program", "looked_up", "source", "newer"} == set(rows[0])


def test_what_is_newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    newer = tmp_path / "newer.yaml"
    newer.write_text("keda: 99.0.0\nkiali-server: v1.0.0\n")
    assert run(monkeypatch, "versions", "--newer", str(newer), "--format", "json") == 1
    rows = json.loads(capsys.readouterr().out)["pins"]
    assert {row["name"]: row["newer"] for row in rows if row["newer"]} == {"keda": "99.0.0"}
    newer.write_text("keda: 0.0.1\n")
    assert run(monkeypatch, "versions", "--newer", str(newer)) == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("keta: 2.0.0\n", "nothing is pinned under the name 'keta'; did you mean 'keda'?"),
        ("keda: 2.20\n", "the version of 'keda' is 2.2; write it in quotes"),
        ("- keda\n", "is no mapping of names to versions"),
        ("keda: [\n", "error[X2B100]"),
        (None, "error[X2B100]"),
    ],
)
def test_a_list_that_cannot_be_read(
    text: str | None,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    newer = tmp_path / "newer.yaml"
    if text is not None:
        newer.write_text(text)
    assert run(monkeypatch, "versions", "--newer", str(newer)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert "Traceback" not in err


def test_a_field_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    explain_field("size")
    out = capsys.readouterr().out
    assert "How much of everything" in out
    assert "one of small, medium, large" in out
    assert "      size: medium\n" in out
    explain_field("services.*.replicas.max", OutputFormat.json)
    assert json.loads(capsys.readouterr().out)["limits"] == ["at least 1", "at most 1000"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("services.a.replica", "no field 'replica'; did you mean 'replicas'?"),
        ("ssize", "did you mean 'size'?"),
        ("max_cpu", "did you mean cluster.nodes.max_cpu?"),
        ("services.a.replicas.max.b", "no field 'b'"),
    ],
)
def test_no_field(name: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as ended:
        explain_field(name)
    assert ended.value.exit_code == 2
    assert said in capsys.readouterr().err


def test_korean(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("X2BEE_LANG", "ko")
    explain_field("size")
    assert "기본값:" in capsys.readouterr().out
    assert run(monkeypatch, "versions") == 0
    assert "확인일" in capsys.readouterr().out


def test_explain_takes_codes_and_fields(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "explain", "services.x2bee-api-order.replicas.max") == 0
    assert "Never more" in capsys.readouterr().out
    assert run(monkeypatch, "explain", "x2b202") == 0
    assert "X2B202" in capsys.readouterr().out
    assert run(monkeypatch, "explain", "X2B2022") == 2
    assert run(monkeypatch, "explain", "x2bee-api-order") == 2
    assert "no field 'x2bee-api-order'" in capsys.readouterr().err
