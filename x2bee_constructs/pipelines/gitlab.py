"""A pipeline as GitLab reads it: https://docs.gitlab.com/ci/yaml is the reference of the keywords."""

from __future__ import annotations

from typing import Any

from x2bee_constructs.core.yaml_text import yaml_text
from x2bee_constructs.pipelines.images import build_image, release_image, scanner_image
from x2bee_constructs.pipelines.props import GitlabTokens, PipelineProps, Target
from x2bee_constructs.pipelines.steps import (
    MINUTES,
    build_lines,
    copy_lines,
    image_lines,
    look_lines,
    made_paths,
    release_lines,
    sonar_lines,
    test_reports,
    try_lines,
)

__all__ = ["gitlab_file"]

_NOT_OURS = ("api_failure", "runner_system_failure", "scheduler_failure", "stuck_or_timeout_failure")
"""After what GitLab starts a job again: what its script did not do. Each step may run twice."""

_BUILDKIT = {"BUILDKITD_FLAGS": "--oci-worker-no-process-sandbox"}

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
                *_on_branch(props),
                # A branch with a merge request has that one's pipeline, and no second.
                {"if": "$CI_COMMIT_BRANCH && $CI_OPEN_MERGE_REQUESTS", "when": "never"},
                {"if": "$CI_COMMIT_BRANCH"},
            ]
        },
        "default": {"retry": {"max": 2, "when": list(_NOT_OURS)}},
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
    if not build_lines(props):
        jobs = {"build": _tried(props), **jobs}
    for before, target in zip((None, *props.targets), props.targets, strict=False):
        jobs |= _promotion(props, before, target)
    return jobs


def _build(props: PipelineProps) -> dict[str, Any]:
    job: dict[str, Any] = {
        "stage": "build",
        "image": build_image(props),
        "timeout": _minutes("build"),
        "interruptible": True,
        "cache": {"key": f"$CI_PROJECT_PATH_SLUG-{props.platform}", "paths": _cached(props)},
        "script": _script(build_lines(props)),
        "artifacts": {"paths": made_paths(props), "expire_in": "1 day"},
    }
    if reports := test_reports(props):
        job["artifacts"] |= {"when": "always", "reports": {"junit": reports}}
    return job


def _tried(props: PipelineProps) -> dict[str, Any]:
    """An image that only its Dockerfile makes, before it is merged: on the branch itself `publish` makes it.

    Runners that have a tag of their own for images take no job of a branch that is not protected, and the others cannot
    run BuildKit: there the Dockerfile is looked at.
    """
    return {
        "stage": "build",
        "image": {"name": props.builder, "entrypoint": [""]},
        "timeout": _minutes("build"),
        "interruptible": True,
        "rules": [{"if": f'$CI_COMMIT_BRANCH != "{props.spec.branch}"'}],
        **({} if props.spec.tag else {"variables": _BUILDKIT}),
        "script": _script(look_lines(props) if props.spec.tag else try_lines(props)),
    }


def _cached(props: PipelineProps) -> list[str]:
    if props.platform == "node":
        return [".npm/"]
    return [".m2/repository/"] if props.build.tool == "maven" else [".gradle-home/caches/", ".gradle-home/wrapper/"]


def _sonar(props: PipelineProps) -> dict[str, Any]:
    """On the one branch that is released: SonarQube's Community Build knows no others."""
    return {
        "stage": "quality-gate",
        "image": {"name": scanner_image(props), "entrypoint": [""]},
        "timeout": _minutes("quality-gate"),
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
        "timeout": _minutes("publish"),
        "variables": _BUILDKIT,
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
            "timeout": _minutes("copy"),
            "resource_group": f"copy-{name}",
            # Not a deployment itself, and guarded as one: who may not deploy there does not get the role either.
            "environment": {"name": name, "action": "prepare"},
            **_identity(props),
            "script": _script(copy_lines(props, before, target)),
        }
    jobs[f"release-{name}"] = {
        "stage": name,
        "image": release_image(props),
        "timeout": _minutes("release"),
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


def _minutes(step: str) -> str:
    return f"{MINUTES[step]} minutes"


def _script(lines: list[str]) -> list[str]:
    return ["\n".join(lines) + "\n"]
