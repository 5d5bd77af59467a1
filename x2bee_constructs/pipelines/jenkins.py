"""A pipeline as Jenkins reads it, declarative: https://www.jenkins.io/doc/book/pipeline/syntax is the reference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from x2bee_constructs.pipelines.groovy import block, text
from x2bee_constructs.pipelines.images import build_image, release_image, scanner_image
from x2bee_constructs.pipelines.jenkins_pods import image_pod, plain_pod
from x2bee_constructs.pipelines.props import PipelineProps, Target
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
)

__all__ = ["jenkins_file"]

_WAIT_DAYS = 7
"""How long a person's word is waited for; then the build ends. Our judgement: a release is not older than a week."""


def jenkins_file(props: PipelineProps) -> str:
    """The text of `Jenkinsfile`, for a multibranch pipeline whose agents are pods (plugin `kubernetes`).

    Credentials by id: `sonar-token` (secret text) where there is a SonarQube; `x2bee-delivery` (user name and token),
    which may push to the repository with the customer's file; `x2bee-registry` (user name and password) for a registry
    that is not ECR.
    """
    options = ["buildDiscarder(logRotator(numToKeepStr: '50'))"]
    stages = [*_newest(props), *_built(props), *_published(props), *_promotions(props)]
    body = ["agent none", *block("options", options), *block("stages", stages)]
    head = "// Made by `x2bee pipelines`: change the customer's file and make it again."
    return "\n".join([head, *block("pipeline", body)]) + "\n"


def _newest(props: PipelineProps) -> list[str]:
    """Of another branch the newest commit alone is built; on ours a new one must not end a release that is under way.

    By milestones, for `disableConcurrentBuilds` cannot be said of some branches: passing the number of the build before
    ends that, if it has not come beyond its own.
    """
    script = [
        "def number = env.BUILD_NUMBER as int",
        *block("if (number > 1)", ["milestone(number - 1)"]),
        "milestone(number)",
    ]
    when = block("when", block("not", [f"branch '{props.spec.branch}'"]))
    return block("stage('newest')", [*when, *block("steps", block("script", script))])


def _built(props: PipelineProps) -> list[str]:
    """What any branch may run, in a pod that may do nothing; what it made is handed on where it goes further."""
    lines = build_lines(props)
    if not lines:
        pod = plain_pod(props, "look", props.builder, memory="2Gi")
        when = block("when", ["beforeAgent true", *block("not", [f"branch '{props.spec.branch}'"])])
        return _stage("look", _in("look", look_lines(props)), [*when, *pod, *_limit("build")])
    stages = [
        *_stage("build", _in("build", lines), after=_reports(props)),
        *_stage("hand on", [_stash(props)], _when(props)),
    ]
    pod = plain_pod(props, "build", build_image(props), memory="4Gi")
    return block("stage('make')", [*pod, *_limit("build"), *block("stages", stages)])


def _published(props: PipelineProps) -> Iterator[str]:
    """Each in a pod of its own: what judges code has no role, and the image is made where nothing else has run."""
    taken = ["unstash 'made'"] if build_lines(props) else []
    if taken and props.spec.sonarqube:
        token = "string(credentialsId: 'sonar-token', variable: 'SONAR_TOKEN')"
        scan = block(f"withCredentials([{token}])", _in("scanner", sonar_lines(props)))
        pod = plain_pod(props, "scanner", scanner_image(props), memory="2Gi")
        yield from _stage("quality gate", [*taken, *scan], [*_when(props), *pod, *_limit("quality-gate")])
    image = _with_registry(props.targets[:1], _in("builder", image_lines(props)))
    keep = "archiveArtifacts artifacts: 'sbom.cdx.json', allowEmptyArchive: true"
    head = [*_when(props), *image_pod(props), *_limit("publish")]
    yield from _stage("publish", [*taken, *image, keep], head)


def _promotions(props: PipelineProps) -> Iterator[str]:
    targets = zip((None, *props.targets), props.targets, strict=False)
    for number, (before, target) in enumerate(targets, 1):
        if not target.unattended:
            yield from _asked(props, target)
        yield from _promotion(props, number, before, target)


def _asked(props: PipelineProps, target: Target) -> list[str]:
    """Without a pod, and not for ever. Older builds that still wait end when a newer one goes on."""
    said = [f"message: 'Release {props.image} to {target.environment}?'", "ok: 'Release'"]
    if props.spec.approvers:
        said.append(f"submitter: '{','.join(props.spec.approvers)}'")
    wait = block(f"timeout(time: {_WAIT_DAYS}, unit: 'DAYS')", [f"input({', '.join(said)})"])
    return _stage(f"ask for {target.environment}", wait, _when(props))


def _promotion(props: PipelineProps, number: int, before: Target | None, target: Target) -> list[str]:
    """One build at a time, the newest first: by the milestone, those that come later with older commits end."""
    name = target.environment
    lock = f"lock(resource: '{props.customer}-{name}-{props.image}', inversePrecedence: true)"
    stages = _stage(f"turn of {name}", [f"milestone({number})"])
    if before:
        copy = _with_registry((before, target), _in("builder", copy_lines(props, before, target)))
        stages += _stage(f"copy to {name}", copy, [*image_pod(props), *_limit("copy")])
    login = "gitUsernamePassword(credentialsId: 'x2bee-delivery')"
    release = block(f"withCredentials([{login}])", _in("release", release_lines(props, target)))
    pod = plain_pod(props, "release", release_image(props), memory="1Gi")
    stages += _stage(f"release to {name}", release, [*pod, *_limit("release"), *block("environment", _author())])
    return block(f"stage('{name}')", [*_when(props), *block("options", [lock]), *block("stages", stages)])


def _author() -> list[str]:
    """Who commits: the build says which it was."""
    who = {"NAME": "'Jenkins'", "EMAIL": "'jenkins@x2bee.invalid'"}
    return [f"GIT_{role}_{key} = {value}" for role in ("AUTHOR", "COMMITTER") for key, value in who.items()]


def _reports(props: PipelineProps) -> list[str]:
    """Also of tests that failed: nothing after the step that failed would be reached."""
    files = test_reports(props)
    report = f"junit testResults: '{files}', allowEmptyResults: true"
    return block("post", block("always", [report])) if files else []


def _stash(props: PipelineProps) -> str:
    files = ",".join(f"{folder}**" for folder in made_paths(props))
    return f"stash name: 'made', includes: '{files}', allowEmpty: true"


def _with_registry(targets: Iterable[Target], steps: list[str]) -> list[str]:
    if all(one.ecr for one in targets):
        return steps
    login = (
        "usernamePassword(credentialsId: 'x2bee-registry', "
        "usernameVariable: 'REGISTRY_USER', passwordVariable: 'REGISTRY_PASSWORD')"
    )
    return block(f"withCredentials([{login}])", steps)


def _when(props: PipelineProps) -> list[str]:
    """On the one branch, and elsewhere no pod is started to find that out."""
    return block("when", ["beforeAgent true", "beforeOptions true", f"branch '{props.spec.branch}'"])


def _limit(step: str) -> list[str]:
    """From when its pod is asked for."""
    return block("options", [f"timeout(time: {MINUTES[step]}, unit: 'MINUTES')"])


def _stage(name: str, steps: Iterable[str], head: Iterable[str] = (), after: Iterable[str] = ()) -> list[str]:
    return block(f"stage('{name}')", [*head, *block("steps", steps), *after])


def _in(container: str, lines: list[str]) -> list[str]:
    script = "\n".join(['export COMMIT="$GIT_COMMIT"', *lines]) + "\n"
    return block(f"container('{container}')", text("sh ", script))
