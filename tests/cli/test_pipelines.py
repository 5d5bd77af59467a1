"""`x2bee pipelines` as a person runs it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.conftest import ACME, ROOT, run_x2bee

SAID = """
pipelines:
  repository: https://gitlab.acme-shop.co.kr/platform/x2bee.git
  runners: { kind: pods, account: "111122223331", role: x2bee-acme-ci }
"""


SILENT = re.sub(r"\npipelines:.*?\n(?=\n)", "", ACME.read_text(), flags=re.DOTALL)
"""acme's file without what it says of pipelines."""


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    return run_x2bee(monkeypatch, "pipelines", *arguments)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "acme.yaml"
    path.write_text(SILENT.replace("\nenvironments:", f"{SAID}\nenvironments:"))
    return path


def test_a_folder_for_each_image(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, str(file), "--output", str(tmp_path / "out")) == 0
    assert capsys.readouterr().out == f"16 pipelines in {tmp_path / 'out'}\n"
    made = sorted(str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert sum(Path(one).name in (".gitlab-ci.yml", "Jenkinsfile") for one in made) == 32
    assert made[:2] == ["x2bee-api-bo/.gitlab-ci.yml", "x2bee-api-bo/Jenkinsfile"]
    assert run(monkeypatch, str(file), "--output", str(tmp_path / "out"), "--format", "json") == 0
    listed = json.loads(capsys.readouterr().out)["files"]
    assert sorted(listed) == [str(tmp_path / "out" / one) for one in made]


def test_one_image_through_the_environments_that_are_named(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    assert run(monkeypatch, str(file), "--output", str(out), "--image", "x2bee-fo", "--environments", "dev, prd") == 0
    assert [path.name for path in out.iterdir()] == ["x2bee-fo"]
    text = (out / "x2bee-fo" / ".gitlab-ci.yml").read_text()
    assert "copy-prd:" in text
    assert "copy-stg:" not in text


def test_an_image_of_the_package_comes_with_what_it_is_made_of(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    assert run(monkeypatch, str(file), "--output", str(out), "--image", "x2bee-fluentd") == 0
    there = {str(path.relative_to(out / "x2bee-fluentd")): path for path in out.rglob("*") if path.is_file()}
    source = ROOT / "images" / "fluentd"
    assert {*there} == {".gitlab-ci.yml", "Jenkinsfile"} | {
        str(path.relative_to(source)) for path in source.rglob("*") if path.is_file()
    }
    for name in ("Dockerfile", "Gemfile", "plugins/x2bee/disk.rb"):
        assert there[name].read_bytes() == (source / name).read_bytes()
    assert run(monkeypatch, str(file), "--output", str(out), "--image", "x2bee-batch-scheduler-mbod") == 0
    made = (out / "x2bee-batch-scheduler-mbod" / "Dockerfile").read_bytes()
    assert made == (ROOT / "images" / "cronicle" / "Dockerfile").read_bytes()


def test_what_only_the_customer_knows_is_asked_for_in_korean_too(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(file.read_text().replace("apm: { vendor: whatap }", "apm: { vendor: scouter }"))
    assert run(monkeypatch, str(file), "--output", str(tmp_path / "out")) == 2
    said = capsys.readouterr().err
    assert "need build arguments that only you know (x2bee-scouter-agent: SCOUTER, " in said
    assert "x2bee-scouter-collector: SCOUTER_SHA256); say each in pipelines.builds.<image>.args" in said
    assert not (tmp_path / "out").exists()
    monkeypatch.setenv("X2BEE_LANG", "ko")
    assert run(monkeypatch, str(file), "--output", str(tmp_path / "out")) == 2
    assert "고객만 아는 빌드 인수가 필요합니다" in capsys.readouterr().err


def test_an_argument_that_no_dockerfile_of_the_package_has(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    strange = "builds: { x2bee-fluentd: { args: { GEM_SOURCES: x } } }"
    file.write_text(file.read_text().replace("  runners: {", f"  {strange}\n  runners: {{"))
    assert run(monkeypatch, str(file), "--output", str(tmp_path / "out")) == 2
    said = capsys.readouterr().err
    assert "do not know (x2bee-fluentd: GEM_SOURCES); they are " in said
    assert "x2bee-fluentd: RUBY GEM_SOURCE" in said


def test_tokens_of_gitlab_make_no_jenkinsfile(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = '{ kind: gitlab-tokens, gitlab: "https://gitlab.com", projects: ["acme/*"] }'
    file.write_text(file.read_text().replace('{ kind: pods, account: "111122223331", role: x2bee-acme-ci }', tokens))
    assert run(monkeypatch, str(file), "--output", str(tmp_path / "out")) == 0
    assert not list((tmp_path / "out").rglob("Jenkinsfile"))


def test_a_near_name_is_asked_for_in_korean_too(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("X2BEE_LANG", "ko")
    assert run(monkeypatch, str(file), "--output", str(tmp_path / "out"), "--image", "x2bee-foo") == 2
    said = capsys.readouterr().err
    assert "이미지를 빌드하지 않습니다" in said
    assert "혹시 'x2bee-fo'입니까" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--image", "x2bee-foo"), "error: no image 'x2bee-foo' is built; there are x2bee-api-bo, "),
        (("--environments", "dev,prod"), "X2B206"),
    ],
)
def test_bad_input(
    file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    said: str,
) -> None:
    assert run(monkeypatch, str(file), "--output", str(tmp_path / "out"), *arguments) == 2
    assert said in capsys.readouterr().err


def test_a_file_that_says_nothing_of_pipelines(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    silent = tmp_path / "acme.yaml"
    silent.write_text(SILENT)
    assert run(monkeypatch, str(silent), "--output", str(tmp_path / "out")) == 2
    assert "has no pipelines; say pipelines: in the customer's file" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").write_text("a file")
    assert run(monkeypatch, str(file), "--output", str(tmp_path / "out")) == 2
    assert "error: cannot write" in capsys.readouterr().err


def test_who_pushes_manifests_that_builds_cannot(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = file.read_text()
    file.write_text(text.replace("https://gitlab.acme-shop.co.kr/platform/deploy.git", "https://github.com/acme/d.git"))
    assert run(monkeypatch, str(file), "--output", str(tmp_path / "out"), "--image", "x2bee-fo") == 0
    assert "`x2bee deliver --push` is somebody else's, in dev, prd, stg" in capsys.readouterr().out
    assert "x2bee deliver" not in (tmp_path / "out" / "x2bee-fo" / "Jenkinsfile").read_text()
