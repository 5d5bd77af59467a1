"""`python app.py aws|k8s` as the CLIs run it: customers, environments, and what bad input leaves behind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what a person edits, beside the library."""
    shutil.copy(ROOT / "app.py", tmp_path)
    shutil.copytree(ROOT / "stacks", tmp_path / "stacks", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def run(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("X2BEE_", "AWS_", "CDK", "CDK8S"))}
    where = {"PYTHONPATH": str(ROOT), "CDK_VALIDATION": "false", **environment}
    return subprocess.run(
        [sys.executable, "app.py", *arguments],
        cwd=project,
        env=clean | where,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_sixteenth_service_is_one_entry(project: Path) -> None:
    acme = project / "stacks" / "customers" / "acme.yaml"
    text = acme.read_text()
    entry = "services:\n  x2bee-api-gift: { runtime: spring-boot, image: x2bee-api-gift:0.3.0, team: gift }\n"
    acme.write_text(text.replace("services:\n", entry, 1))
    assert run(project, "k8s").returncode == 0
    assert (project / "dist" / "x2bee-api-gift" / "Deployment.x2bee-api-gift.k8s.yaml").exists()
    assert run(project, "aws").returncode == 0
    assert (
        "x2bee/acme/prd/x2bee-api-gift" in (project / "cdk.out" / "x2bee-acme-prd-delivery.template.json").read_text()
    )


def test_a_second_customer_is_one_file(project: Path) -> None:
    (project / "stacks" / "customers" / "beta.yaml").write_text(
        'customer: beta\ndomain: beta.co.kr\nregion: ap-northeast-1\naccount: "000000000001"\n'
        "registry: nexus.beta.co.kr\nenvironments: {qa: {size: small}}\n"
    )
    assert run(project, "k8s", X2BEE_CUSTOMER="beta", X2BEE_ENV="qa").returncode == 0
    deployment = (project / "dist" / "x2bee-gw" / "Deployment.x2bee-gw.k8s.yaml").read_text()
    assert "namespace: beta-app" in deployment
    assert "image: nexus.beta.co.kr/x2bee-gw:1.0.0" in deployment
    assert run(project, "aws", X2BEE_CUSTOMER="beta", X2BEE_ENV="qa").returncode == 0
    stacks = sorted(p.name.removesuffix(".template.json") for p in (project / "cdk.out").glob("*.template.json"))
    assert stacks == [f"x2bee-beta-qa-{what}" for what in ("cluster", "data", "foundation", "identity")]


@pytest.mark.parametrize("side", ["aws", "k8s"])
def test_bad_input_writes_nothing(project: Path, side: str) -> None:
    acme = project / "stacks" / "customers" / "acme.yaml"
    acme.write_text(acme.read_text().replace("release:", "relese:"))
    done = run(project, side)
    assert (done.returncode, done.stdout) == (2, "")
    assert "stacks/customers/acme.yaml:7:1" in done.stderr
    assert "did you mean 'release'?" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (project / "dist").exists()
    assert not (project / "cdk.out").exists()


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"X2BEE_CUSTOMER": "acne"}, "no customer 'acne'; did you mean 'acme'?"),
        ({"X2BEE_CUSTOMER": "../acme"}, "no customer '../acme'"),
        ({"X2BEE_ENV": "prod"}, "no environment 'prod'; did you mean 'prd'?"),
    ],
)
def test_an_unknown_customer_or_environment(project: Path, environment: dict[str, str], said: str) -> None:
    done = run(project, "k8s", **environment)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_file_named_as_another_customer_is_refused(project: Path) -> None:
    folder = project / "stacks" / "customers"
    shutil.copy(folder / "acme.yaml", folder / "beta.yaml")
    done = run(project, "k8s", X2BEE_CUSTOMER="beta")
    assert done.returncode == 2
    assert "stacks/customers/beta.yaml describes customer 'acme'" in done.stderr


@pytest.mark.parametrize("arguments", [(), ("both",), ("aws", "k8s")])
def test_usage(project: Path, arguments: tuple[str, ...]) -> None:
    done = run(project, *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith("usage: python app.py aws|k8s")
