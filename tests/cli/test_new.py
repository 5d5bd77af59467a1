"""`x2bee new`: what it writes, and that it writes all or nothing. `make apps` runs what it wrote."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT, run_x2bee
from tools.lock import pins
from x2bee_constructs import load_platform
from x2bee_constructs.cli.repository import Customer, Library, repository

ALWAYS = {
    ".gitignore",
    "Makefile",
    "README.md",
    "app.py",
    "cdk.json",
    "cdk8s.yaml",
    "constraints.txt",
    "package-lock.json",
    "package.json",
    "pyproject.toml",
    "requirements.txt",
    "stacks/customers/beta.yaml",
    "tests/test_platform.py",
}


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    return run_x2bee(monkeypatch, "new", *arguments)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_repository_of_ones_own(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, "beta", "--domain", "beta.co.kr", "--account", "012345678901") == 0
    assert files(here) == {f"beta/{file}" for file in {*ALWAYS, ".gitlab-ci.yml"}}
    platform = load_platform(here / "beta" / "stacks" / "customers" / "beta.yaml", "prd")
    assert (platform.customer, platform.domain, platform.account) == ("beta", "beta.co.kr", "012345678901")
    assert "$" not in (here / "beta" / "app.py").read_text()
    assert "x2bee-constructs[aws,k8s,test]==0.1.0" in (here / "beta" / "requirements.txt").read_text().splitlines()


def test_programs_are_told_what_was_written(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "beta", "--format", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["folder"] == "beta"
    assert {f"beta/{file}" for file in found["files"]} == files(here)


@pytest.mark.parametrize("customer", ["null", "true", "no", "on", "yes"])
def test_names_that_yaml_takes_for_something_else(customer: str, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, customer) == 0
    assert load_platform(here / customer / "stacks" / "customers" / f"{customer}.yaml", "dev").customer == customer


def test_pipelines(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, "beta", "--ci", "github") == 0
    found = yaml.safe_load((here / "beta" / ".github" / "workflows" / "platform.yml").read_text())
    assert [step["run"].split(" #")[0] for step in found["jobs"]["test"]["steps"][2:]] == [
        "test -d tests/golden",
        "make test",
        "make synth",
    ]
    assert run(monkeypatch, "beta", "--ci", "none", "--directory", "bare") == 0
    assert files(here / "bare") == ALWAYS


def test_the_library_is_a_wheel_a_version_or_an_address(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = here / "x2bee_constructs-9.0.0-py3-none-any.whl"
    wheel.write_bytes(b"wheel")
    said = {
        str(wheel): "./wheels/x2bee_constructs-9.0.0-py3-none-any.whl[aws,k8s,test]",
        "v1.2.0": "x2bee-constructs[aws,k8s,test]==1.2.0",
        "https://nexus.example.com/x.whl": "x2bee-constructs[aws,k8s,test] @ https://nexus.example.com/x.whl",
    }
    for number, (given, line) in enumerate(said.items()):
        assert run(monkeypatch, "beta", "--library", given, "--directory", str(number)) == 0
        assert (here / str(number) / "requirements.txt").read_text().splitlines()[0] == line
    assert (here / "0" / "wheels" / wheel.name).read_bytes() == b"wheel"


def test_pins_are_those_of_the_library() -> None:
    made = repository(Customer("beta", "beta.co.kr", "012345678901", "ap-northeast-2"), Library("==1"), "none")
    assert made["constraints.txt"].decode().splitlines() == pins((ROOT / "requirements.txt").read_text())
    pinned = json.loads((ROOT / "package.json").read_text())["dependencies"]
    assert json.loads(made["package.json"])["dependencies"] == pinned
    assert json.loads(made["package-lock.json"])["packages"][""]["dependencies"] == pinned
    named = {line for line in made["requirements.txt"].decode().splitlines()[1:] if line}
    assert named <= {line.split("==")[0] for line in made["constraints.txt"].decode().splitlines()}


def test_a_cloned_repository_that_is_empty(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "beta" / ".git").mkdir(parents=True)
    assert run(monkeypatch, "beta") == 0
    assert (here / "beta" / ".git").is_dir()
    assert (here / "beta" / "app.py").is_file()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Beta"], "error: CUSTOMER: 'Beta' is not allowed here"),
        (["b"], "error: CUSTOMER:"),
        (["../beta"], "error: CUSTOMER:"),
        (["beta", "--domain", "beta"], "error: --domain: 'beta' is not allowed here"),
        (["beta", "--account", "12"], "error: --account: '12' is not allowed here"),
        (["beta", "--region", "seoul"], "error: --region:"),
        (
            ["beta", "--library", "newest"],
            "error: --library: 'newest' is no library\n   = expected a version (0.1.0), a wheel",
        ),
        (["beta", "--library", "nowhere.whl"], "is no wheel of x2bee-constructs"),
        (["beta", "--directory", "full"], "error: the folder 'full' is not empty: thing is there"),
        (["beta", "--directory", "full/thing"], "is not empty"),
        (["beta", "--directory", "full/thing/below"], "error: cannot write"),
        (["beta", "--ci", "jenkins"], "jenkins"),
    ],
)
def test_bad_input_writes_nothing(
    arguments: list[str], said: str, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "full").mkdir()
    (here / "full" / "thing").write_text("kept")
    assert run(monkeypatch, *arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert "Traceback" not in err
    assert files(here) == {"full/thing"}
    assert [path.name for path in here.iterdir()] == ["full"]


def test_a_disk_that_fails_in_the_middle(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rename = Path.rename

    def fails(self: Path, target: Path) -> Path:
        if self.name == "stacks":
            raise OSError(28, "No space left on device")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails)
    assert run(monkeypatch, "beta", "--directory", "a/b") == 2
    assert "No space left on device" in capsys.readouterr().err
    assert list(here.iterdir()) == []


@pytest.mark.apps
def test_it_tests_green_and_synthesizes_at_once(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With this environment's packages: `make` only adds their installation, which needs a network."""
    assert run(monkeypatch, "beta") == 0
    home = here / "beta"

    def does(*command: str) -> None:
        done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    # The plugin by its name: an editable installation that is older than it has no entry point.
    pytest_there = (sys.executable, "-m", "pytest", "--quiet", "-p", "no:cacheprovider", "-p", "x2bee_pytest")
    does(*pytest_there, "--snapshot-update")
    does(*pytest_there)
    does("cdk", "synth", "--quiet")
    does("cdk8s", "synth")
    does("x2bee", "check")
    does("ruff", "check", "--select", "E,F,I,UP,B", "--line-length", "120", ".")
    customer = home / "stacks" / "customers" / "beta.yaml"
    customer.write_text(customer.read_text().replace("size: medium", "size: large"))
    changed = subprocess.run(pytest_there, cwd=home, capture_output=True, text=True, check=False)
    assert changed.returncode == 1, "golden files hold what was synthesized"


@pytest.mark.apps
def test_a_release_leaves_its_tests_green(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, "beta") == 0
    home = here / "beta"
    monkeypatch.delenv("X2BEE_CUSTOMER", raising=False)

    def does(*command: str) -> str:
        done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    pytest_there = (sys.executable, "-m", "pytest", "--quiet", "-p", "no:cacheprovider", "-p", "x2bee_pytest")
    file = home / "stacks" / "customers" / "beta.yaml"
    file.write_text(re.sub(r"(?m)^# (delivery:|  repository: \{ url)", r"\1", file.read_text()))
    does(*pytest_there, "--snapshot-update")
    does("x2bee", "deliver", "--environment", "prd")
    assert '"kind": "Application"' in does("x2bee", "bootstrap", "deploy/beta/prd")
    said = does("x2bee", "release", "x2bee-fo", "9.9.9", "--environment", "prd")
    assert "rolling restart: Deployment beta-app/x2bee-fo" in said
    assert "did not have all" not in said
    assert "x2bee-fo:9.9.9" in (home / "deploy/beta/prd/x2bee-fo/Deployment.x2bee-fo.k8s.yaml").read_text()
    does(*pytest_there)
    assert "no difference" in does("x2bee", "deliver", "--environment", "prd", "--check")
