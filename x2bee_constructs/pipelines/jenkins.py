"""A pipeline as Jenkins reads it, declarative: https://www.jenkins.io/doc/book/pipeline/syntax is the reference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from x2bee_constructs.core.yaml_text import yaml_text
from x2bee_constructs.pipelines.images import SCANNER, build_image, release_image
from x2bee_constructs.pipelines.names import WORKER
from x2bee_constructs.pipelines.props import PipelineProps, Target
from x2bee_constructs.pipelines.steps import build_lines, copy_lines, image_lines, release_lines, sonar_lines

__all__ = ["jenkins_file"]

_USER = 1000
"""Who the agent of Jenkins and BuildKit's rootless image are: files of the workspace are then everybody's."""

_BARE = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}


def jenkins_file(props: PipelineProps) -> str:
    """The text of `Jenkinsfile`, for a multibranch pipeline whose agents are pods (plugin `kubernetes`).

    Credentials by id: `sonar-token` (secret text) where there is a SonarQube; `x2bee-delivery` (user name and token),
    which may push to the repository with the customer's file; `x2bee-registry` (user name and password) for a registry
    that is not ECR.
    """
    stages = [*_first(props), *_promotions(props)]
    options = ["disableConcurrentBuilds(abortPrevious: true)", "buildDiscarder(logRotator(numToKeepStr: '50'))"]
    body = ["agent none", *_block("options", options), *_block("stages", stages)]
    head = "// Made by `x2bee pipelines`: change the customer's file and make it again."
    return "\n".join([head, *_block("pipeline", body)]) + "\n"


def _first(props: PipelineProps) -> Iterator[str]:
    """One pod builds, tests, analyses and makes the image: what one step leaves, the next one finds."""
    stages: list[str] = []
    built = build_lines(props)
    if built:
        stages += _stage("build", [*_in("build", built), *_reports(props)])
        if props.spec.sonarqube:
            token = "string(credentialsId: 'sonar-token', variable: 'SONAR_TOKEN')"
            scan = _block(f"withCredentials([{token}])", _in("scanner", sonar_lines(props)))
            stages += _stage("quality gate", scan, when=_on_branch(props))
    image = _with_registry(props, props.targets[:1], _in("builder", image_lines(props)))
    keep = ["archiveArtifacts artifacts: 'sbom.cdx.json', allowEmptyArchive: true"]
    stages += _stage("publish", [*image, *keep], when=_on_branch(props))
    limit = _block("options", ["timeout(time: 60, unit: 'MINUTES')"])
    body = [*_pod(_first_pod(props, built=bool(built))), *limit, *_block("stages", stages)]
    return iter(_block("stage('make')", body))


def _promotions(props: PipelineProps) -> Iterator[str]:
    for before, target in zip((None, *props.targets), props.targets, strict=False):
        yield from _promotion(props, before, target)


def _promotion(props: PipelineProps, before: Target | None, target: Target) -> Iterator[str]:
    """A person is asked before a pod is started: none waits for days."""
    name = target.environment
    steps: list[str] = []
    if before:
        steps += _with_registry(props, (before, target), _in("builder", copy_lines(props, before, target)))
    login = "gitUsernamePassword(credentialsId: 'x2bee-delivery')"
    steps += _block(f"withCredentials([{login}])", _in("release", release_lines(props, target)))
    asked = (
        [] if target.unattended else _block("input", [f"message 'Release {props.image} to {name}?'", "ok 'Release'"])
    )
    containers = [*([_builder(props)] if before else []), _container("release", release_image(), memory="1Gi")]
    # A time-out among the stage's options would also count while a person is waited for.
    limited = _block("timeout(time: 30, unit: 'MINUTES')", steps)
    body = [*_on_branch(props, early=True), *asked, *_pod(_agent(props, containers))]
    yield from _block(f"stage('{name}')", [*body, *_block("environment", _author()), *_block("steps", limited)])


def _author() -> list[str]:
    """Who commits: the build says which it was."""
    who = {"NAME": "'Jenkins'", "EMAIL": "'jenkins@x2bee.invalid'"}
    return [f"GIT_{role}_{key} = {value}" for role in ("AUTHOR", "COMMITTER") for key, value in who.items()]


def _reports(props: PipelineProps) -> list[str]:
    if props.platform != "jvm":
        return []
    folder = "target/surefire-reports" if props.build.tool == "maven" else "build/test-results/test"
    return [f"junit testResults: '{folder}/TEST-*.xml', allowEmptyResults: true"]


def _with_registry(props: PipelineProps, targets: Iterable[Target], steps: list[str]) -> list[str]:
    if all(one.ecr for one in targets):
        return steps
    login = (
        "usernamePassword(credentialsId: 'x2bee-registry', "
        "usernameVariable: 'REGISTRY_USER', passwordVariable: 'REGISTRY_PASSWORD')"
    )
    return _block(f"withCredentials([{login}])", steps)


def _first_pod(props: PipelineProps, *, built: bool) -> dict[str, Any]:
    containers: list[dict[str, Any]] = []
    if built:
        containers.append(_container("build", build_image(props), memory="4Gi"))
        if props.spec.sonarqube:
            containers.append(_container("scanner", SCANNER.image, memory="2Gi"))
    return _agent(props, [*containers, _builder(props)])


def _agent(props: PipelineProps, containers: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "spec": {
            "serviceAccountName": WORKER,
            "automountServiceAccountToken": False,
            "nodeSelector": {"kubernetes.io/arch": props.processor},
            "securityContext": {
                "runAsNonRoot": True,
                "runAsUser": _USER,
                "runAsGroup": _USER,
                "fsGroup": _USER,
                "seccompProfile": {"type": "RuntimeDefault"},
            },
            "containers": [_inbound(), *containers],
            "volumes": [{"name": "buildkit", "emptyDir": {"sizeLimit": "20Gi"}}],
        },
    }


def _inbound() -> dict[str, Any]:
    """The agent itself, whose image the plugin says."""
    return {
        "name": "jnlp",
        "resources": {"requests": {"cpu": "100m", "memory": "256Mi"}, "limits": {"memory": "512Mi"}},
        "securityContext": _BARE,
    }


def _container(name: str, image: str, *, memory: str) -> dict[str, Any]:
    """It waits for steps; `cat` with a terminal never ends by itself."""
    return {
        "name": name,
        "image": image,
        "command": ["cat"],
        "tty": True,
        "env": [{"name": "HOME", "value": "/tmp"}],
        "resources": {"requests": {"cpu": "500m", "memory": memory}, "limits": {"memory": memory}},
        "securityContext": _BARE,
    }


def _builder(props: PipelineProps) -> dict[str, Any]:
    """The one container that goes without the default profiles of seccomp and AppArmor.

    BuildKit without root makes user namespaces and mounts in them, which those forbid (its docs/rootless.md).
    """
    return {
        "name": "builder",
        "image": props.builder,
        "command": ["cat"],
        "tty": True,
        "env": [{"name": "BUILDKITD_FLAGS", "value": "--oci-worker-no-process-sandbox"}],
        "resources": {"requests": {"cpu": "1", "memory": "2Gi"}, "limits": {"memory": "4Gi"}},
        "securityContext": {
            "seccompProfile": {"type": "Unconfined"},
            "appArmorProfile": {"type": "Unconfined"},
        },
        "volumeMounts": [{"name": "buildkit", "mountPath": "/home/user/.local/share/buildkit"}],
    }


def _pod(pod: dict[str, Any]) -> list[str]:
    return _block("agent", _block("kubernetes", _text("yaml ", yaml_text(pod))))


def _on_branch(props: PipelineProps, *, early: bool = False) -> list[str]:
    """`early`: before somebody is asked, and before a pod is started."""
    first = ["beforeAgent true", "beforeInput true"] if early else []
    return _block("when", [*first, f"branch '{props.spec.branch}'"])


def _stage(name: str, steps: list[str], *, when: list[str] | None = None) -> list[str]:
    return _block(f"stage('{name}')", [*(when or []), *_block("steps", steps)])


def _in(container: str, lines: list[str]) -> list[str]:
    script = "\n".join(['export COMMIT="$GIT_COMMIT"', *lines]) + "\n"
    return _block(f"container('{container}')", _text("sh ", script))


def _text(head: str, text: str) -> list[str]:
    """A text of several lines as Groovy writes one in which nothing is replaced."""
    said = text.replace("\\", "\\\\").replace("'", "\\'")
    return [f"{head}'''{said}'''"]


def _block(head: str, body: Iterable[str]) -> list[str]:
    return [f"{head} {{", *(f"  {line}" if line else "" for line in body), "}"]
