"""What the steps do when they are run: stand-ins for the programs that need a registry, AWS or SonarQube; real git."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.pipelines.made import COMMIT, LOGS, TAG, made
from tests.pipelines.stand_ins import git, log
from x2bee_constructs.pipelines.steps import build_lines, copy_lines, image_lines, release_lines, sonar_lines

SIGNED = "alias/x2bee-acme-{}-signing"


def run(bench: Path, lines: list[str], **more: str) -> subprocess.CompletedProcess[str]:
    env = {
        "PATH": f"{bench / 'bin'}:{os.environ['PATH']}",
        "HOME": str(bench),
        "REGISTRY": str(bench / "registry"),
        "LOG": str(bench / "log"),
        "COMMIT": COMMIT,
        **more,
    }
    return subprocess.run(
        ["sh", "-c", "\n".join(lines)], cwd=bench / "checkout", env=env, capture_output=True, text=True, check=False
    )


def test_an_image_is_built_looked_at_pushed_and_signed_in_this_order(bench: Path) -> None:
    props = made()
    done = run(bench, image_lines(props))
    assert done.returncode == 0, done.stderr
    assert [line.split()[0] for line in log(bench)] == ["build", "trivy", "trivy", "push", "sign"]
    image = f"{props.targets[0].image}:{TAG}"
    assert f"push dev {image}" in log(bench)
    assert (bench / "registry" / image).read_text() == "sha256:built\n"
    assert "platform=linux/arm64" in log(bench)[0]


def test_a_dockerfile_is_told_its_arguments(bench: Path) -> None:
    said = {"x2bee-fluentd": {"args": {"GEM_SOURCE": "https://nexus.acme-shop.co.kr/repository/gems/?a=1&b=(2)"}}}
    props = made("x2bee-fluentd", platform=LOGS, builds=said)
    done = run(bench, image_lines(props))
    assert done.returncode == 0, done.stderr
    assert "--opt build-arg:GEM_SOURCE=https://nexus.acme-shop.co.kr/repository/gems/?a=1&b=(2) " in log(bench)[0]
    assert re.search(r"--opt build-arg:RUBY=\S+/ruby:3\.3-slim-bookworm ", log(bench)[0])
    (bench / "log").unlink()
    assert run(bench, image_lines(made("x2bee-batch-scheduler-mbod"))).returncode == 0
    assert re.search(r"--opt build-arg:CRONICLE=\S+/Cronicle\.git#v0\.9\.129 ", log(bench)[0])


def test_a_second_run_for_the_same_commit_does_nothing(bench: Path) -> None:
    run(bench, image_lines(made()))
    (bench / "log").unlink()
    assert run(bench, image_lines(made())).returncode == 0
    assert log(bench) == []


def test_a_run_that_was_stopped_before_it_signed_signs_when_it_runs_again(bench: Path) -> None:
    run(bench, image_lines(made()))
    (bench / "registry" / "signatures").write_text("")
    (bench / "log").unlink()
    assert run(bench, image_lines(made())).returncode == 0
    assert log(bench) == [f"sign {SIGNED.format('dev')}"]


def test_what_is_vulnerable_is_neither_pushed_nor_signed(bench: Path) -> None:
    done = run(bench, image_lines(made()), VULNERABLE="1")
    assert done.returncode == 1
    assert [line.split()[0] for line in log(bench)] == ["build", "trivy", "trivy"]


def test_severities_and_what_nobody_mended(bench: Path) -> None:
    run(bench, image_lines(made(severities=["CRITICAL"], unfixed=True)))
    (scan,) = [line for line in log(bench) if "exit-code" in line]
    assert "--severity CRITICAL --exit-code 1" in scan


def test_a_copy_keeps_the_digest_and_is_signed_by_the_next_environments_key(bench: Path) -> None:
    props = made()
    dev, stg, _ = props.targets
    run(bench, image_lines(props))
    done = run(bench, copy_lines(props, dev, stg))
    assert done.returncode == 0, done.stderr
    assert (bench / "registry" / f"{stg.image}:{TAG}").read_text() == "sha256:built\n"
    assert log(bench)[-2:] == [f"push stg {stg.image}:{TAG}", f"sign {SIGNED.format('stg')}"]
    again = len(log(bench))
    assert run(bench, copy_lines(props, dev, stg)).returncode == 0
    assert len(log(bench)) == again


def test_what_nobody_signed_goes_no_further(bench: Path) -> None:
    props = made()
    run(bench, image_lines(props))
    (bench / "registry" / "signatures").write_text("")
    (bench / "log").unlink()
    assert run(bench, copy_lines(props, *props.targets[:2])).returncode == 1
    assert log(bench) == []


def test_another_image_under_the_same_tag_stops_a_copy(bench: Path) -> None:
    props = made()
    run(bench, image_lines(props))
    other = bench / "registry" / f"{props.targets[1].image}:{TAG}"
    other.parent.mkdir(parents=True, exist_ok=True)
    other.write_text("sha256:other\n")
    assert run(bench, copy_lines(props, *props.targets[:2])).returncode == 1
    assert f"sign {SIGNED.format('stg')}" not in log(bench)


def test_one_registry_for_all_needs_no_copy_only_a_signature(bench: Path) -> None:
    props = made(registry="nexus.acme-shop.co.kr")
    login = {"REGISTRY_USER": "ci", "REGISTRY_PASSWORD": "s3cret"}
    assert run(bench, image_lines(props), **login).returncode == 0
    assert log(bench)[0] == "login nexus.acme-shop.co.kr s3cret"
    (bench / "log").unlink()
    assert run(bench, copy_lines(props, *props.targets[:2]), **login).returncode == 0
    assert log(bench) == ["login nexus.acme-shop.co.kr s3cret", f"sign {SIGNED.format('stg')}"]


@pytest.mark.parametrize("runners", ["pods", "tokens"])
def test_who_a_build_is_in_each_account(bench: Path, runners: str) -> None:
    props = made(runners=runners)
    show = 'cat "$AWS_CONFIG_FILE" "$WORK/config.json"; test ! -f "$WORK/token" || cat "$WORK/token"'
    done = run(bench, [*image_lines(props), show], AWS_ID_TOKEN="ey.token")
    assert "[profile dev]\nrole_arn = arn:aws:iam::111122223331:role/x2bee-acme-dev-builder\n" in done.stdout
    assert '{"111122223331.dkr.ecr.ap-northeast-2.amazonaws.com": "ecr-login"}' in done.stdout
    source = "credential_source = EcsContainer" if runners == "pods" else "web_identity_token_file = /"
    assert source in done.stdout
    assert done.stdout.endswith("ey.token") == (runners == "tokens")


def release(bench: Path, origin: Path, environment: int = 0, commit: str = COMMIT, **said: Any) -> int:
    props = made(**said)
    lines = [
        line.replace(props.spec.repository, str(origin)).replace("sleep", "true")
        for line in release_lines(props, props.targets[environment])
    ]
    who = {f"GIT_{role}_{key}": "t@e" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")}
    return run(bench, lines, **who, COMMIT=commit).returncode


def test_a_release_is_a_commit_and_a_second_one_is_none(bench: Path, origin: Path) -> None:
    assert release(bench, origin) == 0
    assert git(origin, "log", "-1", "--format=%s", "main").strip() == f"Release x2bee-api-order {TAG} to dev"
    assert git(origin, "show", "main:released") == f"x2bee-api-order {TAG} dev\n"
    head = git(origin, "rev-parse", "main")
    assert release(bench, origin) == 0
    assert git(origin, "rev-parse", "main") == head
    assert release(bench, origin, environment=1) == 0
    assert git(origin, "show", "main:released").splitlines()[-1] == f"x2bee-api-order {TAG} stg"


@pytest.mark.parametrize(
    ("delivery", "way"),
    [
        (None, "commit"),
        ({"repository": {"url": "https://gitlab.acme-shop.co.kr/platform/x2bee"}}, "commit"),
        ({"repository": {"url": "git@gitlab.acme-shop.co.kr:platform/x2bee.git", "login": "ssh-key"}}, "commit"),
        ({"repository": {"url": "https://gitlab.acme-shop.co.kr/platform/deploy.git"}}, "push"),
        (
            {
                "repository": {"url": "https://gitlab.acme-shop.co.kr/platform/x2bee.git"},
                "environments": {"kind": "branches"},
            },
            "push",
        ),
        ({"repository": {"url": "https://github.com/acme/deploy.git"}}, "elsewhere"),
        ({"repository": {"url": "git@gitlab.acme-shop.co.kr:platform/deploy.git", "login": "ssh-key"}}, "elsewhere"),
    ],
)
def test_manifests_come_to_where_argo_cd_reads(delivery: dict[str, Any] | None, way: str) -> None:
    props = made(platform={"delivery": delivery} if delivery else {})
    assert {target.manifests for target in props.targets} == {way}
    lines = "\n".join(release_lines(props, props.targets[1]))
    assert ("x2bee deliver --environment stg --customer acme --push)" in lines) == (way == "push")


def test_manifests_follow_the_commit_that_is_pushed(bench: Path, origin: Path) -> None:
    elsewhere = {"repository": {"url": "https://gitlab.acme-shop.co.kr/platform/deploy.git"}}
    assert release(bench, origin, platform={"delivery": elsewhere}) == 0
    assert (origin / "delivered").read_text() == f"dev {git(origin, 'rev-parse', 'main')}"


def tries(origin: Path, name: str, fails: int) -> Path:
    """A program before the real one that counts how often it clones or makes ready, and at first fails at it."""
    program, counted = origin.parent / "bin" / name, origin.parent / f"{name}.tries"
    program.write_text(
        f'#!/bin/sh\ncase "$1" in clone|.venv/.ready) echo x >> "{counted}"\n'
        f'test "$(wc -l < "{counted}")" -gt {fails} || exit 2 ;; esac\nexec {shutil.which(name)} "$@"\n'
    )
    program.chmod(0o755)
    return counted


def test_what_x2bee_release_refuses_is_not_tried_again(bench: Path, origin: Path) -> None:
    ready = tries(origin, "make", 0)
    assert release(bench, origin, commit="0" * 40) == 1
    assert git(origin, "log", "--format=%s", "main") == "first\n"
    assert ready.read_text().count("x") == 1


@pytest.mark.parametrize("program", ["git", "make"])
def test_a_clone_or_packages_that_fail_are_tried_again(bench: Path, origin: Path, program: str) -> None:
    tried = tries(origin, program, 2)
    assert release(bench, origin) == 0
    assert tried.read_text().count("x") == 3
    assert git(origin, "show", "main:released") == f"x2bee-api-order {TAG} dev\n"


def test_five_tries_are_enough(bench: Path, origin: Path) -> None:
    tried = tries(origin, "git", 9)
    assert release(bench, origin) == 1
    assert tried.read_text().count("x") == 5


def test_who_comes_second_releases_after_the_first(bench: Path, origin: Path) -> None:
    # The first try is refused, as when another pipeline was faster; the second clones what is there then.
    hook = origin / "hooks" / "pre-receive"
    hook.write_text('#!/bin/sh\ntest -f "$PWD/once" || { touch "$PWD/once"; exit 1; }\n')
    hook.chmod(0o755)
    cloned = tries(origin, "git", 0)
    assert release(bench, origin) == 0
    assert git(origin, "show", "main:released") == f"x2bee-api-order {TAG} dev\n"
    assert cloned.read_text().count("x") == 1, "its environment is not made again"


def test_every_runtime_builds_by_its_own_tool() -> None:
    assert "./gradlew --no-daemon build" in build_lines(made("x2bee-api-member"))
    assert build_lines(made("x2bee-api-order", builds={"x2bee-api-order": {"tool": "maven"}}))[-1].endswith("verify")
    assert "npm ci" in build_lines(made("x2bee-fo"))
    assert build_lines(made("x2bee-batch-scheduler-mbod")) == []


def test_the_gate_is_waited_for_with_what_was_built() -> None:
    gradle, node = "\n".join(sonar_lines(made())), "\n".join(sonar_lines(made("x2bee-fo")))
    for text in (gradle, node):
        assert "-Dsonar.qualitygate.wait=true" in text
        assert "-Dsonar.host.url=https://sonarqube.acme-shop.co.kr" in text
    assert "-Dsonar.java.binaries=build/classes" in gradle
    assert "-Dsonar.javascript.lcov.reportPaths=coverage/lcov.info" in node
