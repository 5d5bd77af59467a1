"""`x2bee release` as a person runs it, in a folder of a customer with a git repository."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ACME
from tests.conftest import run_x2bee as run
from x2bee_constructs.platform.load import load_platform
from x2bee_constructs.platform.promotion import CannotReleaseError, promotion

DIGEST = "sha256:" + "0123456789abcdef" * 4


@pytest.fixture
def customer(tmp_path: Path) -> Path:
    path = tmp_path / "acme.yaml"
    path.write_bytes(ACME.read_bytes())
    return path


def lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that went, and those that came."""
    old, new = before.splitlines(), after.splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


def test_one_value_is_set_for_one_environment(customer: Path) -> None:
    made = promotion(customer, "x2bee-fo", "2.5.0", "prd")
    assert (made.before, made.after) == ("x2bee-fo:2.4.1", "x2bee-fo:2.5.0")
    assert made.title == "x2bee-fo 2.5.0 in acme prd (was 2.4.1)"
    assert lines(customer.read_text(), made.text) == ([], ["    services: { x2bee-fo: { image: x2bee-fo:2.5.0 } }"])


def test_what_the_environment_says_already_stays(customer: Path) -> None:
    made = promotion(customer, "x2bee-api-order", DIGEST, "dev")
    gone, come = lines(customer.read_text(), made.text)
    assert gone == ["      x2bee-api-order: { replicas: { min: 1, max: 2 } }"]
    assert come == [f"      x2bee-api-order: {{ image: x2bee-api-order@{DIGEST}, replicas: {{ min: 1, max: 2 }} }}"]


def test_a_second_release_replaces_the_first(customer: Path) -> None:
    customer.write_text(promotion(customer, "x2bee-fo", f"2.5.0@{DIGEST}", "prd").text)
    made = promotion(customer, "x2bee-fo", "2.5.1", "prd")
    assert (made.before, made.after) == (f"x2bee-fo:2.5.0@{DIGEST}", "x2bee-fo:2.5.1")
    assert "2.5.0" not in made.text


@pytest.mark.parametrize(
    ("image", "key"),
    [("x2bee-scouter-agent", "agent_image"), ("x2bee-scouter-collector", "collector_image")],
)
def test_images_of_the_package_are_released_too(customer: Path, image: str, key: str) -> None:
    made = promotion(customer, "x2bee-fluentd", "0123456789ab", "dev")
    assert (made.before, made.after) == ("x2bee-fluentd:2.4.1", "x2bee-fluentd:0123456789ab")
    (come,) = lines(customer.read_text(), made.text)[1]
    assert "    logs: { image: x2bee-fluentd:0123456789ab, " in come
    with pytest.raises(CannotReleaseError, match="no enabled service"):
        promotion(customer, image, "0123456789ab", "dev")
    customer.write_text(made.text.replace("apm: { vendor: whatap }", "apm: { vendor: scouter }"))
    logs = load_platform(customer, "dev").logs
    assert logs
    assert logs.image == "x2bee-fluentd:0123456789ab"
    customer.write_text(promotion(customer, image, "0123456789ab", "dev").text)
    apm = {one: load_platform(customer, one).apm for one in ("dev", "prd")}
    assert getattr(apm["dev"], key) == f"{image}:0123456789ab"
    assert getattr(apm["prd"], key) is None


@pytest.mark.parametrize(
    ("service", "tag", "said"),
    [
        ("x2bee-of", "1.0.0", "did you mean 'x2bee-fo'"),
        ("x2bee-fo", "latest", "neither a tag nor a digest"),
        ("x2bee-fo", "sha256:short", "neither a tag nor a digest"),
        ("x2bee-fo", "2.4.1", "already"),
    ],
)
def test_what_cannot_be_released_is_said(customer: Path, service: str, tag: str, said: str) -> None:
    with pytest.raises(CannotReleaseError, match=said):
        promotion(customer, service, tag, "prd")


def test_file_manifests_commit_and_the_pull_requests_text(
    app: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (app / "elsewhere").write_text("somebody's work")
    assert run(monkeypatch, "release", "x2bee-fo", "2.5.0", "--environment", "prd", "--commit") == 0
    out, _ = capsys.readouterr()
    assert out.startswith("x2bee-fo 2.5.0 in acme prd (was 2.4.1)\n")
    assert "rolling restart: Deployment acme-app/x2bee-fo" in out
    made = (app / "deploy" / "acme" / "prd" / "x2bee-fo" / "Deployment.x2bee-fo.k8s.yaml").read_text()
    assert "x2bee-fo:2.5.0" in made
    golden = app / "tests" / "golden" / "test_platform"
    assert (golden / "test_it[x2bee-fo].yaml").read_text() == made, "what is released is meant"
    assert (golden / "test_it[other].yaml").read_text() == "kind: Other\n"
    shown = subprocess.run(["git", "show", "--stat", "--format=%s"], check=True, capture_output=True, text=True).stdout
    assert shown.startswith("x2bee-fo 2.5.0 in acme prd (was 2.4.1)\n")
    assert "elsewhere" not in shown, "what else lies there is nobody's business"
    assert subprocess.run(["git", "status", "--short"], check=True, capture_output=True, text=True).stdout == (
        "?? elsewhere\n"
    )


def test_what_was_not_delivered_before_is_named(
    app: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (made,) = (app / "deploy" / "acme" / "prd").rglob("*.yaml")
    made.write_text(made.read_text().replace("name: x,", "name: former,"))
    assert run(monkeypatch, "release", "x2bee-fo", "2.5.0", "--environment", "prd") == 0
    out = capsys.readouterr().out
    assert "`deploy/acme/prd` did not have all that the file said before: 1 of these changes." in out
    assert "{'name': 'former', 'image': 'x2bee-fo:2.4.1'}" in out


def test_manifests_that_are_elsewhere_are_not_passed_over_in_silence(
    app: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(app / "deploy")
    assert run(monkeypatch, "release", "x2bee-fo", "2.5.0", "--environment", "prd", "--commit") == 0
    out = capsys.readouterr().out
    assert "No manifests were written here: `x2bee deliver` brings them to where Argo CD reads." in out
    assert "rolling restart: Deployment acme-app/x2bee-fo" in out
    assert not (app / "deploy").exists()


def test_what_is_there_already_is_no_fault_and_changes_nothing(
    app: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("release", "x2bee-fo", "2.4.1", "--environment", "prd", "--commit")
    assert run(monkeypatch, *words) == 0
    assert capsys.readouterr().out == "x2bee-fo is 2.4.1 in prd already; nothing was changed\n"
    assert run(monkeypatch, *words, "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)["changed"] is False
    assert (app / "stacks" / "customers" / "acme.yaml").read_bytes() == ACME.read_bytes()


def test_programs_get_the_release_as_json(
    app: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "release", "x2bee-fo", "2.5.0", "--environment", "prd", "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["changed"], found["before"], found["after"]) == (True, "x2bee-fo:2.4.1", "x2bee-fo:2.5.0")
    assert [one["effect"] for one in found["difference"]["changes"]] == ["restart"]


def test_without_git_it_is_said_what_is_changed_and_what_is_not(
    app: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(app))
    assert run(monkeypatch, "release", "x2bee-fo", "2.5.0", "--environment", "prd", "--commit") == 2
    assert "there is no git on the PATH" in capsys.readouterr().err


def test_what_fails_leaves_everything_as_it_was(
    app: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "release", "x2bee-fo", "6.6.6", "--environment", "prd", "--commit") == 2
    assert "not this one" in capsys.readouterr().err
    (app / "deploy" / "acme" / "prd" / "notes.txt").write_text("mine")
    assert run(monkeypatch, "release", "x2bee-fo", "2.5.0", "--environment", "prd") == 2
    assert "notes.txt is no manifest of ours" in capsys.readouterr().err
    assert (app / "stacks" / "customers" / "acme.yaml").read_bytes() == ACME.read_bytes()
    assert (app / "deploy" / "acme" / "prd" / "notes.txt").read_text() == "mine"
    assert run(monkeypatch, "release", "x2bee-fo", "2.5.0", "--environment", "prd", "--customer", "beta") == 2
    assert "customers are acme" in capsys.readouterr().err
