"""`x2bee check` with customers' files: all faults of all files, for people, programs, code scanning and GitHub."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import run_x2bee as run
from x2bee_constructs import load_platform
from x2bee_constructs.platform.objects import platform_files
from x2bee_constructs.platform.policies import check_policies

HEAD = """\
customer: {0}
domain: {0}-shop.co.kr
region: ap-northeast-2
account: "111122223333"
environments: {{ prd: {{}} }}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "stacks" / "customers"
    home.mkdir(parents=True)
    return home


def test_files_of_the_folder_and_what_was_not_synthesized(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "beta.yaml").write_text(HEAD.format("beta"))
    assert run(monkeypatch, "check") == 0
    assert capsys.readouterr().out.splitlines() == [
        "stacks/customers/beta.yaml: prd fit",
        "names and policies were not checked: cdk.out and dist have nothing made from these files",
    ]


@pytest.fixture
def faulty(folder: Path) -> Path:
    (folder / "beta.yaml").write_text(HEAD.format("beta") + "size: huge, 100%\n")
    (folder / "gamma.yaml").write_text(HEAD.format("beta"))
    return folder


EXPECTED = [("X2B104", "beta", 6, 7), ("X2B208", "gamma", 1, 11), ("X2B210", "gamma", 1, 11)]


def test_all_faults_of_all_files_in_one_run(
    faulty: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "check", "--format", "json") == 2
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [(f["code"], Path(f["file"]).stem, f["line"], f["column"]) for f in found] == EXPECTED
    assert found[2]["related"]["file"] == "stacks/customers/beta.yaml"


def test_text_is_korean_if_asked_for(
    faulty: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("X2BEE_LANG", "ko")
    assert run(monkeypatch, "check") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "오류[X2B104]: " in err
    assert err.rstrip().endswith("오류 3건. 아무것도 생성하지 않았습니다.")


def test_sarif(faulty: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "check", "--format", "sarif") == 2
    log: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    (one,) = log["runs"]
    rules = one["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["X2B104", "X2B208", "X2B210"]
    assert one["columnKind"] == "unicodeCodePoints"
    for result, (code, file, line, column) in zip(one["results"], EXPECTED, strict=True):
        assert (result["ruleId"], rules[result["ruleIndex"]]["id"], result["level"]) == (code, code, "error")
        assert result["message"]["text"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == f"stacks/customers/{file}.yaml"
        assert (place["region"]["startLine"], place["region"]["startColumn"]) == (line, column)
        assert place["region"]["endColumn"] > column


def test_github(faulty: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "check", "--format", "github") == 2
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(EXPECTED)
    assert lines[0].startswith(
        "::error file=stacks/customers/beta.yaml,line=6,endLine=6,col=7,endColumn=17,title=X2B104::"
    )
    assert "'huge, 100%25'" in lines[0]
    assert "%0A" in lines[0]


def test_one_domain_for_two(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "beta.yaml").write_text(HEAD.format("beta"))
    (folder / "gamma.yaml").write_text(HEAD.format("gamma").replace("gamma-shop", "beta-shop"))
    assert run(monkeypatch, "check", "--format", "json") == 2
    (found,) = json.loads(capsys.readouterr().out)["findings"]
    assert (found["code"], found["line"], found["column"]) == ("X2B211", 2, 9)


def test_policies_that_were_changed_left_out_and_added(folder: Path) -> None:
    (folder / "beta.yaml").write_text(HEAD.format("beta"))
    platform = load_platform(folder / "beta.yaml", "prd")
    files = {path: text for path, text in platform_files(platform).items() if path.startswith("x2bee-cc/")}
    for path, text in files.items():
        Path("dist", path).parent.mkdir(parents=True, exist_ok=True)
        Path("dist", path).write_text(text)
    right = check_policies(platform, "dist")
    assert right.findings == ()
    assert right.compared > 2
    changed = Path("dist/x2bee-cc/NetworkPolicy.x2bee-cc.k8s.yaml")
    changed.write_text(changed.read_text().replace("port: 53", "port: 54", 1))
    Path("dist/x2bee-cc/AuthorizationPolicy.x2bee-cc.k8s.yaml").unlink()
    Path("dist/x2bee-cc/hole.yaml").write_text(
        changed.read_text().replace("\n  name: x2bee-cc\n", "\n  name: hole\n", 1)
    )
    found = check_policies(platform, "dist").findings
    assert [one.code for one in found].count("X2B411") == 1
    assert [one.code for one in found].count("X2B410") == 2


def test_explain(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "explain", "x2b202") == 0
    assert capsys.readouterr().out.startswith("# X2B202: a database that is not there\n")
    monkeypatch.setenv("X2BEE_LANG", "ko_KR.UTF-8")
    assert run(monkeypatch, "explain", "X2B202") == 0
    assert capsys.readouterr().out.startswith("# X2B202: 없는 데이터베이스를 사용합니다\n")
    assert run(monkeypatch, "explain", "X2B999") == 2
    assert "Traceback" not in capsys.readouterr().err
