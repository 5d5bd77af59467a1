"""A pipeline as GitLab reads it: https://docs.gitlab.com/ci/yaml is the reference of the keywords."""

from __future__ import annotations

from typing import Any

from x2bee_constructs.core.yaml_text import yaml_text
from x2bee_constructs.pipelines.images import SCANNER, build_image, release_image
from x2bee_constructs.pipelines.props import GitlabTokens, PipelineProps, Target
from x2bee_constructs.pipelines.steps import build_lines, copy_lines, image_lines, release_lines, sonar_lines

__all__ = ["gitlab_file"]

_HEAD = """\
# Made by `x2bee pipelines`: change the customer's file and make it again.
"""


def gitlab_file(props: PipelineProps) -> str:
    """The text of `.gitlab-ci.yml`.

    Project variables, protected and masked: `SONAR_TOKEN` where there is a SonarQube; `DELIVERY_TOKEN`, which may push
    to the repository with the customer's file; `REGISTRY_USER` and `REGISTRY_PASSWORD` for a registry that is not ECR.
    """
    jobs = _jobs(props)
    document = {
        "stages": list(dict.fromkeys(job["stage"] for job in jobs.values())),
        "workflow": {
            "rules": [
                {"if": '$CI_PIPELINE_SOURCE == "merge_request_event"'},
                {"if": f'$CI_COMMIT_BRANCH == "{props.spec.branch}"'},
            ]
        },
        "variables": {"COMMIT": "$CI_COMMIT_SHA"},
        **jobs,
    }
    return _HEAD + yaml_text(document)


def _jobs(props: PipelineProps) -> dict[str, dict[str, Any]]:
    jobs: dict[str, dict[str, Any]] = {}
    if build_lines(props):
        jobs["build"] = _build(props)
        if props.spec.sonarqube:
            jobs["quality-gate"] = _sonar(props)
    jobs["publish"] = _publish(props, list(jobs))
    for before, target in zip((None, *props.targets), props.targets, strict=False):
        jobs |= _promotion(props, before, target)
    return jobs


def _build(props: PipelineProps) -> dict[str, Any]:
    job: dict[str, Any] = {
        "stage": "build",
        "image": build_image(props),
        "interruptible": True,
        "cache": {"key": f"$CI_PROJECT_PATH_SLUG-{props.platform}", "paths": _cached(props)},
        "script": _script(build_lines(props)),
        "artifacts": {"paths": _made(props), "expire_in": "1 day"},
    }
    if props.platform == "jvm":
        reports = "target/surefire-reports" if props.build.tool == "maven" else "build/test-results/test"
        job["artifacts"] |= {"when": "always", "reports": {"junit": f"{reports}/TEST-*.xml"}}
    return job


def _cached(props: PipelineProps) -> list[str]:
    if props.platform == "node":
        return [".npm/"]
    return [".m2/repository/"] if props.build.tool == "maven" else [".gradle-home/caches/", ".gradle-home/wrapper/"]


def _made(props: PipelineProps) -> list[str]:
    """What the Dockerfile and the scanner take."""
    if props.platform == "node":
        return [".next/standalone/", ".next/static/", "dist/", "coverage/"]
    return ["target/"] if props.build.tool == "maven" else ["build/"]


def _sonar(props: PipelineProps) -> dict[str, Any]:
    """On the one branch that is released: SonarQube's Community Build knows no others."""
    return {
        "stage": "quality-gate",
        "image": {"name": SCANNER.image, "entrypoint": [""]},
        "needs": ["build"],
        "rules": _on_branch(props),
        "variables": {"GIT_DEPTH": "0"},
        "script": _script(sonar_lines(props)),
    }


def _publish(props: PipelineProps, needs: list[str]) -> dict[str, Any]:
    return {
        "stage": "publish",
        "image": {"name": props.builder, "entrypoint": [""]},
        **_tagged(props),
        "needs": needs,
        "rules": _on_branch(props),
        "variables": {"BUILDKITD_FLAGS": "--oci-worker-no-process-sandbox"},
        **_identity(props),
        "script": _script(image_lines(props)),
        "artifacts": {"paths": ["sbom.cdx.json"], "expire_in": "1 year"},
    }


def _promotion(props: PipelineProps, before: Target | None, target: Target) -> dict[str, dict[str, Any]]:
    """The image into the environment's registry, then its tag into the customer's file."""
    name, jobs = target.environment, dict[str, dict[str, Any]]()
    waits = _on_branch(props) if target.unattended else [{**rule, "when": "manual"} for rule in _on_branch(props)]
    if before:
        jobs[f"copy-{name}"] = {
            "stage": name,
            "image": {"name": props.builder, "entrypoint": [""]},
            **_tagged(props),
            "needs": [f"release-{before.environment}"],
            "rules": waits,
            "resource_group": f"copy-{name}",
            **_identity(props),
            "script": _script(copy_lines(props, before, target)),
        }
    jobs[f"release-{name}"] = {
        "stage": name,
        "image": release_image(),
        "needs": [f"copy-{name}" if before else "publish"],
        "rules": _on_branch(props) if before else waits,
        "resource_group": f"release-{name}",
        "environment": {"name": name},
        "variables": _author(),
        "script": [_login(props), *_script(release_lines(props, target))],
    }
    return jobs


def _login(props: PipelineProps) -> str:
    """The token is in no address that git prints or keeps, and is given to the repository's host alone."""
    host = "/".join(props.spec.repository.split("/")[:3])
    helper = """'!f() { echo username=x2bee; echo "password=$DELIVERY_TOKEN"; }; f'"""
    return f"git config --global credential.{host}.helper {helper}"


def _author() -> dict[str, str]:
    who = {"NAME": "$GITLAB_USER_NAME", "EMAIL": "$GITLAB_USER_EMAIL"}
    return {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()}


def _tagged(props: PipelineProps) -> dict[str, Any]:
    """Jobs that take a role in AWS ask for the runners that have one, and that let BuildKit do what it must."""
    return {"tags": [props.spec.tag]} if props.spec.tag else {}


def _identity(props: PipelineProps) -> dict[str, Any]:
    runners = props.spec.runners
    if not isinstance(runners, GitlabTokens):
        return {}
    return {"id_tokens": {"AWS_ID_TOKEN": {"aud": runners.gitlab}}}


def _on_branch(props: PipelineProps) -> list[dict[str, Any]]:
    return [{"if": f'$CI_COMMIT_BRANCH == "{props.spec.branch}"'}]


def _script(lines: list[str]) -> list[str]:
    return ["\n".join(lines) + "\n"]
