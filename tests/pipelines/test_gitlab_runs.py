"""A generated `.gitlab-ci.yml`, read and run by a program that does so as GitLab and its runners do (gitlab-ci-local).

Rules, order, variables, artifacts and what waits for a person are GitLab's business; the programs of the steps are
stand-ins, git is real. `make pipelines` fetches the program and runs these.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.pipelines.made import made
from tests.pipelines.stand_ins import git, log
from x2bee_constructs.pipelines.files import pipeline_files
from x2bee_constructs.pipelines.names import GITLAB_FILE

pytestmark = [pytest.mark.pipelines]

PROGRAM = Path(__file__).parents[2] / "build" / "pipelines" / "node" / "node_modules" / ".bin" / "gitlab-ci-local"

# What the build makes lies in folders that Git ignores: the next jobs have it from GitLab, or not at all.
MVNW = """#!/bin/sh
mkdir -p target/classes target/site/jacoco target/surefire-reports
touch target/app.jar target/classes/Order.class target/site/jacoco/jacoco.xml
echo '<testsuite name="order" tests="1"/>' > target/surefire-reports/TEST-order.xml
echo "build" >> "$LOG"
"""
SCANNER = """#!/bin/sh
test -f target/classes/Order.class && test -f target/site/jacoco/jacoco.xml && test "$SONAR_TOKEN" = hush || exit 9
echo "gate" >> "$LOG"
exit "${GATE:-0}"
"""


@pytest.fixture
def project(bench: Path, origin: Path) -> Path:
    """The repository of a service, as its people have it."""
    if not PROGRAM.exists():
        missing = "no gitlab-ci-local: make pipelines fetches it"
        pytest.fail(missing) if os.environ.get("X2BEE_NEEDS_GITLAB_CI_LOCAL") == "1" else pytest.skip(missing)
    props = made(builds={"x2bee-api-order": {"tool": "maven"}})
    here = bench / "checkout"
    files = pipeline_files(props) | {"mvnw": MVNW, "Dockerfile": "FROM scratch\n", ".gitignore": "target/\n"}
    for name, text in files.items():
        (here / name).write_text(text)
    (here / "mvnw").chmod(0o755)
    (bench / "bin" / "sonar-scanner").write_text(SCANNER)
    (bench / "bin" / "sonar-scanner").chmod(0o755)
    build = bench / "bin" / "buildctl-daemonless.sh"
    build.write_text(build.read_text().replace("\n", "\ntest -f target/app.jar || exit 9\n", 1))
    trivy = bench / "bin" / "trivy"
    trivy.write_text(f'{trivy.read_text()}\ncase "$*" in *cyclonedx*) echo "{{}}" > sbom.cdx.json ;; esac\n')
    (bench / ".gitconfig").write_text(f'[url "{origin}"]\n\tinsteadOf = {props.spec.repository}\n')
    git(here, "init", "--quiet", "--initial-branch=main")
    git(here, "remote", "add", "origin", "https://gitlab.acme-shop.co.kr/shop/x2bee-api-order.git")
    git(here, "update-ref", "refs/remotes/origin/main", commit(here))
    git(here, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    return here


def commit(project: Path) -> str:
    git(project, "add", "--all")
    git(project, "commit", "--quiet", "--message", "more")
    return git(project, "rev-parse", "HEAD").strip()


def gitlab(project: Path, *words: str, **said: str) -> subprocess.CompletedProcess[str]:
    """The pipeline of what is checked out, each job in a folder of its own."""
    bench = project.parent
    environment = {
        "PATH": f"{bench / 'bin'}:{os.environ['PATH']}",
        "HOME": str(bench),
        "REGISTRY": str(bench / "registry"),
        "LOG": str(bench / "log"),
        **said,
    }
    variables = [word for one in ("SONAR_TOKEN=hush", "DELIVERY_TOKEN=hush") for word in ("--variable", one)]
    flags = ["--force-shell-executor", "--shell-isolation", "--no-color", *variables]
    return subprocess.run(
        [str(PROGRAM), *flags, *words], cwd=project, env=environment, capture_output=True, text=True, timeout=300
    )


HEAD = "name;stage;when;allowFailure;environment;needs"


def kinds(project: Path) -> list[str]:
    """What the programs did, without their arguments; of registry and key also where."""
    return [" ".join(line.split()[: 2 if line.startswith(("push", "sign")) else 1]) for line in log(project.parent)]


def released(origin: Path) -> list[str]:
    """The environments that have an image of the service."""
    said = subprocess.run(["git", "show", "main:released"], cwd=origin, capture_output=True, text=True).stdout
    return [line.split()[2] for line in said.splitlines()]


IMAGE = ["build", "trivy", "trivy", "push dev", "sign alias/x2bee-acme-dev-signing"]


def test_a_commit_on_main_comes_into_the_first_environment_by_itself(project: Path, origin: Path) -> None:
    done = gitlab(project, "release-dev", "--needs")
    assert done.returncode == 0, done.stdout + done.stderr
    assert kinds(project) == ["build", "gate", *IMAGE]
    assert released(origin) == ["dev"]
    kept = project / ".gitlab-ci-local" / "artifacts"
    assert (kept / "build" / "target" / "app.jar").exists()
    assert (kept / "publish" / "sbom.cdx.json").exists()


def test_into_the_next_one_a_person_lets_it(project: Path, origin: Path) -> None:
    assert gitlab(project, "release-dev", "--needs").returncode == 0
    refused = gitlab(project, "release-stg", "--needs")
    assert "copy-stg is when:manual" in refused.stderr
    (project.parent / "log").unlink()
    done = gitlab(project, "release-stg", "--needs", "--manual", "copy-stg")
    assert done.returncode == 0, done.stdout + done.stderr
    acme = "111122223332.dkr.ecr.ap-northeast-2.amazonaws.com/x2bee/acme/stg/x2bee-api-order"
    assert kinds(project)[2:] == ["push stg", "sign alias/x2bee-acme-stg-signing"], "what is there is not built again"
    assert any(line.startswith(f"push stg {acme}:") for line in log(project.parent))
    assert released(origin) == ["dev", "stg"]


def test_what_the_gate_refuses_goes_nowhere(project: Path, origin: Path) -> None:
    done = gitlab(project, "release-dev", "--needs", GATE="1")
    assert done.returncode == 1
    assert kinds(project) == ["build", "gate"]
    assert released(origin) == []


def test_a_branch_is_built_and_nothing_else(project: Path, origin: Path) -> None:
    git(project, "checkout", "--quiet", "-b", "feature")
    done = gitlab(project)
    assert done.returncode == 0, done.stdout + done.stderr
    assert kinds(project) == ["build"]
    assert released(origin) == []


def test_a_dockerfile_alone_is_tried_before_it_is_merged(project: Path, origin: Path) -> None:
    (project / GITLAB_FILE).write_text(pipeline_files(made("x2bee-batch-scheduler-mbod"))[GITLAB_FILE])
    build = project.parent / "bin" / "buildctl-daemonless.sh"
    build.write_text(build.read_text().replace("test -f target/app.jar || exit 9\n", ""))
    git(project, "checkout", "--quiet", "-b", "feature")
    done = gitlab(project)
    assert done.returncode == 0, done.stdout + done.stderr
    assert kinds(project) == ["build", "trivy"]
    assert gitlab(project, VULNERABLE="1").returncode == 1
    assert released(origin) == []


@pytest.mark.parametrize("image", ["x2bee-api-order", "x2bee-fo", "x2bee-batch-scheduler-mbod"])
def test_jobs_of_a_commit_on_main(project: Path, image: str) -> None:
    (project / GITLAB_FILE).write_text(pipeline_files(made(image))[GITLAB_FILE])
    rows = gitlab(project, "--list-csv").stdout.splitlines()
    jobs = {name: when for name, _, when, *_ in (row.split(";") for row in rows[rows.index(HEAD) + 1 :])}
    first = [] if image.startswith("x2bee-batch") else ["build", "quality-gate"]
    after = [f"{what}-{where}" for where in ("stg", "prd") for what in ("copy", "release")]
    assert list(jobs) == [*first, "publish", "release-dev", *after]
    assert [name for name, when in jobs.items() if when == "manual"] == ["copy-stg", "copy-prd"]
