"""What docs/guides/new-room.md tells a newcomer to do, done to a copy of this repository."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conftest import ROOT, read_templates
from x2bee_constructs.handoff.check import check_handoff

GUIDE = (ROOT / "docs" / "guides" / "new-room.md").read_text()
FILE = re.compile(r"^\*\*`([^`\n]+)`\*\*\n\n(`{3,})\w+\n(.*?)^\2$", re.MULTILINE | re.DOTALL)
DIFF = re.compile(r"^```diff\n(.*?)^```$", re.MULTILINE | re.DOTALL)

BUCKET = "x2bee-demo-prd-images-012345678901"
LEFT_OUT = {".git", ".hypothesis", ".venv", "build", "cdk.out", "dist", "node_modules"}
PAGE = """
from tools.errors.__main__ import FOLDER, document, index
from x2bee_constructs.core.codes import registry
(FOLDER / "X2B580.md").write_text(document(registry()["X2B580"]))
(FOLDER / "README.md").write_text(index())
"""
"""`make errors` for one code: all their examples take long."""

pytestmark = pytest.mark.apps


def _left_out(folder: str, names: Sequence[str]) -> set[str]:
    top = Path(folder) == ROOT
    return {name for name in names if name == "__pycache__" or (top and (name in LEFT_OUT or name.endswith("_cache")))}


def run(folder: Path, *words: str, text: str | None = None, **environ: str) -> str:
    """Run a program in the copy, whose modules come first; what it said."""
    scripts = str(Path(sys.executable).parent)
    path = os.pathsep.join([scripts, os.environ["PATH"]])
    ours = {"PATH": path, "PYTHONPATH": str(folder), "GIT_CEILING_DIRECTORIES": str(folder.parent), **environ}
    done = subprocess.run(
        words, cwd=folder, input=text, env={**os.environ, **ours}, text=True, capture_output=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository with the room in it."""
    folder = tmp_path_factory.mktemp("newcomer") / "x2bee"
    shutil.copytree(ROOT, folder, symlinks=True, ignore=_left_out)
    for path, _, content in FILE.findall(GUIDE):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        assert not (folder / path).exists(), f"{path} is there already: the guide shows it as a diff"
        (folder / path).write_text(content)
    for change in DIFF.findall(GUIDE):
        run(folder, "git", "apply", "-", text=change)
    return folder


@pytest.fixture(scope="module")
def synthesized(grown: Path) -> Path:
    """The same, with both sides of the customer that the guide gives."""
    customer = {"X2BEE_CUSTOMER": "demo", "X2BEE_ENV": "prd", "CDK_VALIDATION": "true"}
    run(grown, sys.executable, "app.py", "k8s", CDK8S_OUTDIR="dist", **customer)
    run(grown, sys.executable, "app.py", "aws", CDK_OUTDIR="cdk.out", **customer)
    return grown


def test_the_words_of_the_guide_pass(grown: Path) -> None:
    run(grown, "ruff", "check", "--no-cache", ".")
    run(grown, "ruff", "format", "--no-cache", "--check", ".")
    run(grown, "lint-imports", "--no-cache", "--no-logo")
    run(grown, "basedpyright", "x2bee_constructs/images", "x2bee_constructs/platform")
    run(grown, sys.executable, "-c", PAGE)
    suites = {
        ("tests/images", "tests/errors/test_messages.py", "tests/test_surface.py"): "",
        ("tests/errors/test_registry.py",): "X2B580 or pages or every_code",
        ("tests/test_docs.py",): "images",
    }
    for files, chosen in suites.items():
        said = run(grown, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *files, "-k", chosen)
        assert " passed" in said


def test_the_bucket_is_made_and_its_roles_may_use_it(synthesized: Path) -> None:
    templates = read_templates(synthesized / "cdk.out")
    data = templates["x2bee-demo-prd-data"]["Resources"]
    (home,) = [name for name, one in data.items() if one.get("Properties", {}).get("BucketName") == BUCKET]
    assert data[home]["DeletionPolicy"].startswith("Retain")
    policies = [one["Properties"] for one in data.values() if one["Type"] == "AWS::S3::BucketPolicy"]
    (policy,) = [one["PolicyDocument"] for one in policies if one["Bucket"] == {"Ref": home}]
    refused = [one["Condition"] for one in policy["Statement"] if one["Effect"] == "Deny"]
    assert {"Bool": {"aws:SecureTransport": "false"}} in refused
    rights = {}
    for one in templates["x2bee-demo-prd-identity"]["Resources"].values():
        if one["Type"] == "AWS::IAM::Role" and BUCKET in json.dumps(one):
            found = re.findall(r"s3:\w+Object", json.dumps(one["Properties"]["Policies"]))
            rights[one["Properties"]["RoleName"].removeprefix("x2bee-demo-prd-")] = set(found)
    assert rights == {
        "x2bee-api-goods": {"s3:GetObject", "s3:PutObject", "s3:DeleteObject"},
        "x2bee-bo": {"s3:GetObject"},
        "x2bee-fo": {"s3:GetObject"},
    }


def test_the_services_know_the_bucket_and_the_handoff_is_closed(synthesized: Path) -> None:
    check = ("check", "stacks/customers/demo.yaml", "--environment", "prd")
    command = "from x2bee_constructs.cli import main; main()"
    said = run(synthesized, sys.executable, "-c", command, *check, X2BEE_LANG="en")
    assert "x2bee-demo-prd: the handoff is closed" in said
    assert "the policies are those that the file declares" in said
    charts = synthesized / "dist"
    assert "name: x2bee-fo-config" in (charts / "x2bee-fo" / "Deployment.x2bee-fo.k8s.yaml").read_text()
    config = charts / "x2bee-fo" / "ConfigMap.x2bee-fo-config.k8s.yaml"
    assert f"  X2BEE_IMAGES_BUCKET: {BUCKET}\n" in config.read_text()
    assert check_handoff(synthesized / "cdk.out", charts).gaps == ()
    config.write_text(config.read_text().replace(BUCKET, BUCKET.replace("images", "image")))
    assert len(check_handoff(synthesized / "cdk.out", charts).gaps) == 1, "one letter less, and nobody says so"
