"""A customer's repository whose app is small: what `x2bee release` and `x2bee deliver` work in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ACME

APP = """\
import os, pathlib, re
text = pathlib.Path("stacks/customers/acme.yaml").read_text()
image = (re.findall(r"image: (x2bee-fo:[0-9.]+)", text) or ["x2bee-fo:2.4.1"])[-1]
if image.endswith("6.6.6"):
    raise SystemExit("error: [x2bee-fo] not this one")
out = pathlib.Path(os.environ["CDK8S_OUTDIR"], "x2bee-fo")
out.mkdir(parents=True)
pod = f"{{spec: {{containers: [{{name: x, image: '{image}'}}]}}}}"
meta = "{name: x2bee-fo, namespace: acme-app}"
(out / "Deployment.x2bee-fo.k8s.yaml").write_text(
    f"apiVersion: apps/v1\\nkind: Deployment\\nmetadata: {meta}\\nspec: {{template: {pod}}}\\n")
"""
"""Stands in for an app: a Deployment with the image of the file."""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "stacks" / "customers").mkdir(parents=True)
    (tmp_path / "stacks" / "customers" / "acme.yaml").write_bytes(ACME.read_bytes())
    where = {**os.environ, "CDK8S_OUTDIR": str(tmp_path / "deploy" / "acme" / "prd")}
    subprocess.run([sys.executable, "app.py"], check=True, env=where)
    golden = tmp_path / "tests" / "golden" / "test_platform"
    golden.mkdir(parents=True)
    made = tmp_path / "deploy" / "acme" / "prd" / "x2bee-fo" / "Deployment.x2bee-fo.k8s.yaml"
    (golden / "test_it[x2bee-fo].yaml").write_bytes(made.read_bytes())
    (golden / "test_it[other].yaml").write_text("kind: Other\n")
    monkeypatch.delenv("X2BEE_CUSTOMER", raising=False)
    who = ["-c", "user.name=test", "-c", "user.email=test@example.com"]
    for arguments in (["init", "--quiet"], ["add", "--all"], [*who, "commit", "--quiet", "--message=before"]):
        subprocess.run(["git", *arguments], check=True)
    for name, value in {"NAME": "test", "EMAIL": "test@example.com"}.items():
        monkeypatch.setenv(f"GIT_AUTHOR_{name}", value)
        monkeypatch.setenv(f"GIT_COMMITTER_{name}", value)
    return tmp_path
