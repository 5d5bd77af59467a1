"""`x2bee deliver` as a person and as a pipeline run it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import run_x2bee as run

MADE = Path("deploy", "acme", "prd", "x2bee-fo", "Deployment.x2bee-fo.k8s.yaml")


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True, text=True).stdout


@pytest.fixture
def remote(app: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of its own for manifests, under the address that the file says."""
    bare = tmp_path_factory.mktemp("remote") / "deploy.git"
    git(app, "init", "--quiet", "--bare", str(bare))
    address = "https://gitlab.acme-shop.co.kr/platform/deploy.git"
    for name, value in {"COUNT": "1", "KEY_0": f"url.{bare}.insteadOf", "VALUE_0": address}.items():
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
    return bare


def branches(app: Path) -> None:
    """The file says a branch for each environment."""
    file = app / "stacks" / "customers" / "acme.yaml"
    text = file.read_text()
    file.write_text(text.replace("\ndelivery:", "\ndelivery:\n  environments: { kind: branches, prefix: env/ }", 1))


def test_the_folder_has_what_is_made_and_nothing_else(
    app: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = app / "deploy" / "acme" / "prd" / "x2bee-old" / "Deployment.x2bee-old.k8s.yaml"
    gone.parent.mkdir()
    gone.write_text("apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: x2bee-old, namespace: acme-app }\n")
    assert run(monkeypatch, "deliver", "--environment", "prd", "--check") == 1
    assert "removed: Deployment acme-app/x2bee-old" in capsys.readouterr().out
    assert gone.exists(), "a check writes nothing"
    assert run(monkeypatch, "deliver", "--environment", "prd", "--commit", "--format", "json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["folder"], told["changed"]) == ("deploy/acme/prd", True)
    assert not gone.parent.exists()
    assert (app / MADE).exists()
    assert run(monkeypatch, "deliver", "--environment", "prd", "--check") == 0
    assert "no difference" in capsys.readouterr().out


def test_the_first_time_there_is_nothing(app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(app, "rm", "-r", "--quiet", "deploy")
    git(app, "commit", "--quiet", "--message=none")
    assert run(monkeypatch, "deliver", "--environment", "prd", "--commit") == 0
    assert git(app, "show", "--name-status", "--format=").splitlines() == [f"A\t{MADE}"]
    assert run(monkeypatch, "deliver", "--environment", "prd", "--commit") == 0, "nothing to commit is no fault"


def test_another_repository_gets_a_commit(
    app: Path, remote: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "deliver", "--environment", "prd", "--push") == 0
    made_of = git(app, "rev-parse", "--short", "HEAD").strip()
    assert git(remote, "log", "--format=%s", "main") == f"acme prd as of {made_of}\n"
    assert git(remote, "ls-tree", "-r", "--name-only", "main").splitlines() == [str(MADE)]
    assert capsys.readouterr().out.startswith(f"acme prd as of {made_of}\n")
    assert run(monkeypatch, "deliver", "--environment", "prd", "--push") == 0
    assert git(remote, "rev-list", "--count", "main") == "1\n", "the same twice is one commit"


def test_an_older_state_takes_nothing_back(
    app: Path, remote: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    git(app, "commit", "--quiet", "--allow-empty", "--message=newer")
    newer = git(app, "rev-parse", "HEAD").strip()
    assert run(monkeypatch, "deliver", "--environment", "prd", "--push") == 0
    git(app, "reset", "--quiet", "--hard", "HEAD~")
    (app / "app.py").write_text((app / "app.py").read_text().replace("name: x,", "name: former,"))
    capsys.readouterr()
    assert run(monkeypatch, "deliver", "--environment", "prd", "--push") == 2
    assert f"was made of {newer[:12]}, which is not in the history of this checkout" in capsys.readouterr().err
    assert git(remote, "log", "--format=%(trailers:key=X2bee-Source,valueonly)", "main").strip() == newer


def test_an_environment_may_be_a_branch(
    app: Path, remote: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    branches(app)
    assert run(monkeypatch, "deliver", "--environment", "prd") == 2
    assert "each environment is a branch" in capsys.readouterr().err
    assert run(monkeypatch, "deliver", "--environment", "prd", "--push", "--check") == 1
    assert git(remote, "branch", "--list") == ""
    assert run(monkeypatch, "deliver", "--environment", "prd", "--push") == 0
    assert git(remote, "ls-tree", "-r", "--name-only", "env/prd").startswith("deploy/acme/x2bee-fo/")


def test_who_was_faster_is_let_go_first(app: Path, remote: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, "deliver", "--environment", "prd", "--push") == 0
    monkeypatch.setattr("x2bee_constructs.cli.deliver.time.sleep", lambda _: None)
    refused = remote / "refused"
    hook = remote / "hooks" / "pre-receive"
    hook.write_text(
        f"#!/bin/sh\ntest -e '{refused}' && exit 0\ntouch '{refused}'\necho 'somebody was faster' >&2\nexit 1\n"
    )
    hook.chmod(0o755)
    branches(app)
    assert run(monkeypatch, "deliver", "--environment", "prd", "--push") == 0
    assert refused.exists()
    assert git(remote, "rev-list", "--count", "env/prd") == "1\n"


def test_what_cannot_be_delivered_is_said(
    app: Path, remote: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(remote)
    assert run(monkeypatch, "deliver", "--environment", "prd", "--push") == 2
    assert "error: git cannot read https://gitlab.acme-shop.co.kr/platform/deploy.git" in capsys.readouterr().err
    file = app / "stacks" / "customers" / "acme.yaml"
    (file.parent / "beta.yaml").write_text("customer: beta\n")
    assert run(monkeypatch, "deliver", "--environment", "prd") == 2
    assert "--customer is one of acme, beta" in capsys.readouterr().err
    text = file.read_text()
    start = text.index("\ndelivery:")
    file.write_text(text[:start] + text[text.index("\n\n", start) :])
    assert run(monkeypatch, "deliver", "--environment", "prd", "--customer", "acme") == 2
    assert "acme says no `delivery`: nobody knows where Argo CD reads prd" in capsys.readouterr().err
