"""`x2bee diff` as a person runs it: folders, revisions, a wheel, a fleet."""

from __future__ import annotations

import json
import subprocess
import zipfile
from pathlib import Path

import pytest

from x2bee_constructs.cli import states
from x2bee_constructs.handoff.model import UnreadableError

APP = """\
import json, os, pathlib, sys
import x2bee_constructs.marker as library

side, out = sys.argv[1], {"aws": "CDK_OUTDIR", "k8s": "CDK8S_OUTDIR"}
folder = pathlib.Path(os.environ[out[side]])
folder.mkdir(parents=True)
name = f"{os.environ['X2BEE_CUSTOMER']}-{os.environ['X2BEE_ENV']}"
if side == "aws":
    flag = json.loads(os.environ.get("CDK_CONTEXT_JSON", "{}")).get("flag", "")
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": library.BUCKET + flag + name}}
    (folder / "s.template.json").write_text(json.dumps({"Resources": {"Bucket": bucket}}))
    stack = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "s.template.json"}}
    (folder / "manifest.json").write_text(json.dumps({"artifacts": {"s": stack}}))
else:
    (folder / "a.k8s.yaml").write_text(f"apiVersion: v1\\nkind: ConfigMap\\nmetadata: {{name: {name}}}\\n")
"""
"""An app that does what an app is run for, and nothing else."""


def x2bee(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["x2bee", "diff", *arguments], cwd=folder, capture_output=True, text=True, check=False)


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def library(folder: Path, bucket: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "__init__.py").write_text("")
    (folder / "marker.py").write_text(f"BUCKET = {bucket!r}\n")


@pytest.fixture
def app(tmp_path: Path) -> Path:
    home = tmp_path / "app"
    (home / "stacks" / "customers").mkdir(parents=True)
    (home / "app.py").write_text(APP)
    library(home / "x2bee_constructs", "old-")
    for customer in ("acme", "beta"):
        (home / "stacks" / "customers" / f"{customer}.yaml").write_text("environments: { dev: {}, prd: {} }\n")
    git(home, "init", "--quiet", "--initial-branch=main")
    git(home, "add", ".")
    git(home, "commit", "--quiet", "--message=first")
    return home


def test_a_fleet_between_a_revision_and_now(app: Path) -> None:
    same = x2bee(app, "main")
    assert same.returncode == 0, same.stderr
    assert same.stdout.endswith("\nno difference: acme/dev, acme/prd, beta/dev, beta/prd\n")
    assert same.stdout.count("no difference") == 1
    library(app / "x2bee_constructs", "new-")
    done = x2bee(app, "main", ".", "--format", "json")
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert list(found) == ["acme/dev", "acme/prd", "beta/dev", "beta/prd"]
    assert all(platform["counts"]["loss"] == 1 for platform in found.values())
    table = x2bee(app, "main").stdout
    assert "replacement with data loss" in table
    assert "BucketName is create-only" in table


def test_one_platform_and_an_acknowledged_loss(app: Path) -> None:
    library(app / "x2bee_constructs", "new-")
    one = ("--customer", "acme", "--environment", "prd")
    done = x2bee(app, "HEAD", ".", *one)
    assert done.returncode == 1
    assert "beta" not in done.stdout
    assert x2bee(app, "HEAD", ".", *one, "--acknowledge", "s/Bucket").returncode == 0
    assert x2bee(app, "HEAD", ".", *one, "--acknowledge", "acme/prd:s/Bucket").returncode == 0
    assert x2bee(app, "HEAD", ".", *one, "--acknowledge", "acme/dev:s/Bucket").returncode == 1


def test_another_version_of_the_library(app: Path, tmp_path: Path) -> None:
    library(tmp_path / "other" / "x2bee_constructs", "next-")
    wheel = tmp_path / "x2bee_constructs-9.0.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for file in (tmp_path / "other" / "x2bee_constructs").iterdir():
            archive.write(file, f"x2bee_constructs/{file.name}")
    done = x2bee(app, ".", str(wheel), "--customer", "beta")
    assert done.returncode == 1
    assert "old-beta-dev → next-beta-dev" in done.stdout


def test_the_context_of_cdk_json_counts_as_when_the_cdk_runs_the_app(app: Path) -> None:
    (app / "cdk.json").write_text('{"app": "python app.py aws", "context": {"flag": "on-"}}')
    done = x2bee(app, "main", ".", "--customer", "acme", "--environment", "prd")
    assert done.returncode == 1
    assert "old-acme-prd → old-on-acme-prd" in done.stdout
    for text in ("{", "[]"):
        (app / "cdk.json").write_text(text)
        broken = x2bee(app, "main", ".", "--customer", "acme", "--environment", "prd")
        assert broken.returncode == 2
        assert "cdk.json is no JSON: " in broken.stderr


def test_a_git_that_lacks_the_tree_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a clone that fetched only a part."""

    def answered(*arguments: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
        failed = arguments[0] == "archive"
        return subprocess.CompletedProcess(arguments, 128 if failed else 0, b"abc", b"fatal: not a tree object\n")

    monkeypatch.setattr(states, "git", answered)
    with (
        pytest.raises(UnreadableError, match=r"git cannot give 'main': fatal: not a tree object$"),
        states.revision("main"),
    ):
        pass


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("no-such-thing",), "is no state to compare"),
        (("main", "--customer", "gamma"), "no such customer or environment"),
        (("empty",), "has neither an assembly nor YAML"),
        (("broken",), "not YAML"),
    ],
)
def test_what_cannot_be_read(app: Path, arguments: tuple[str, ...], says: str) -> None:
    (app / "empty").mkdir()
    (app / "broken").mkdir()
    (app / "broken" / "a.yaml").write_text("a: [")
    done = x2bee(app, *arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_an_app_that_fails_is_told_with_its_last_words(app: Path) -> None:
    (app / "app.py").write_text("raise SystemExit('no luck')\n")
    done = x2bee(app, "main", ".", "--customer", "acme", "--environment", "dev")
    assert done.returncode == 2
    assert "acme/dev cannot be synthesized: no luck" in done.stderr
