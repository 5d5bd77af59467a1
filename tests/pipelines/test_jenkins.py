"""Who may do what in a Jenkinsfile, and which build goes first."""

from __future__ import annotations

import re

import kubernetes_validate
import pytest

from tests.pipelines.made import ACCOUNTS, made
from tests.pipelines.read import pods, stages
from x2bee_constructs.pipelines.jenkins import jenkins_file
from x2bee_constructs.pipelines.names import IMAGE_AGENTS, WORKER

IMAGES = ["x2bee-fo", "x2bee-api-order", "x2bee-batch-scheduler-mbod"]


@pytest.mark.parametrize("image", IMAGES)
def test_pods_are_valid_and_only_the_builder_that_publishes_is_let_loose(image: str) -> None:
    for pod in pods(jenkins_file(made(image))):
        kubernetes_validate.validate({**pod, "metadata": {"name": "agent"}}, "1.34", strict=True)
        assert pod["spec"]["nodeSelector"] == {"kubernetes.io/arch": "arm64"}
        assert pod["spec"]["securityContext"]["runAsNonRoot"] is True
        assert pod["spec"]["automountServiceAccountToken"] is False
        for container in pod["spec"]["containers"]:
            loose = container["securityContext"].get("seccompProfile") == {"type": "Unconfined"}
            assert loose == (container["name"] == "builder")
            assert loose or container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
            assert container["securityContext"].get("privileged") is None


@pytest.mark.parametrize("image", IMAGES)
def test_only_what_makes_and_copies_images_has_a_role(image: str) -> None:
    found = stages(jenkins_file(made(image)))
    for name, said in found.items():
        for pod in pods(said):
            role = name.partition(" ")[0] in ("publish", "copy")
            assert pod["spec"]["serviceAccountName"] == (WORKER if role else "default"), name
            assert (f"namespace '{IMAGE_AGENTS}'" in said) == role
            assert len(pod["spec"]["containers"]) == 2, "nobody asks for a container that the stage does not use"
    assert [name for name, said in found.items() if f"serviceAccountName: {WORKER}" in said] == [
        "publish",
        "copy to stg",
        "copy to prd",
    ]


@pytest.mark.parametrize("image", IMAGES)
def test_on_other_branches_nothing_with_a_role_or_a_credential_runs(image: str) -> None:
    text = jenkins_file(made(image, branch="release"))
    assert "branch 'main'" not in text
    ours, outer = set[str](), ""
    for name, said in stages(text).items():
        head = said.partition("steps {")[0]
        outer = name if name in ACCOUNTS else outer
        within = outer in ours and name.endswith(f" {outer}")
        if re.search(r"when \{\s+beforeAgent true\s+beforeOptions true\s+branch 'release'", head) or within:
            ours.add(name)
    free = [name for name in stages(text) if name not in ours]
    assert free == (["newest", "look"] if "scheduler" in image else ["newest", "make", "build"])
    for name in free:
        assert "withCredentials" not in stages(text)[name]
        assert f"serviceAccountName: {WORKER}" not in stages(text)[name]


@pytest.mark.parametrize(("image", "folder"), [("x2bee-api-order", "build/**"), ("x2bee-fo", ".next/standalone/**")])
def test_what_was_built_is_handed_on_to_the_pods_that_need_it(image: str, folder: str) -> None:
    found = stages(jenkins_file(made(image)))
    assert f"stash name: 'made', includes: '{folder}" in found["hand on"]
    assert [name for name, said in found.items() if "unstash 'made'" in said] == ["quality gate", "publish"]
    assert "stash" not in jenkins_file(made("x2bee-batch-scheduler-mbod")), "its Dockerfile takes nothing"


def test_tests_that_fail_are_shown() -> None:
    text = stages(jenkins_file(made()))["build"]
    assert re.search(r"post \{\s+always \{\s+junit testResults: 'build/test-results/test/TEST-\*\.xml'", text)
    assert text.index("./gradlew") < text.index("post {")
    assert "post {" not in jenkins_file(made("x2bee-fo"))


def test_a_new_commit_ends_no_release_and_no_wait() -> None:
    text = jenkins_file(made())
    assert "disableConcurrentBuilds" not in text, "a build that waits for a person would hold up all others"
    found = stages(text)
    assert re.search(r"when \{\s+not \{\s+branch 'main'", found["newest"]), "elsewhere the newest commit is enough"
    assert re.findall(r"milestone\((\d)\)", text) == ["1", "2", "3"]
    for name in ACCOUNTS:
        assert f"lock(resource: 'acme-{name}-x2bee-api-order', inversePrecedence: true)" in found[name]
    for name in ("stg", "prd"):
        order = [one for one in found if one.endswith(f" {name}") or one == name]
        assert order == [f"ask for {name}", name, f"turn of {name}", f"copy to {name}", f"release to {name}"]
        assert "agent" not in found[f"ask for {name}"], "no pod waits for a person"
        assert re.search(r"timeout\(time: 7, unit: 'DAYS'\) \{\s+input\(", found[f"ask for {name}"])


def test_who_may_say_that_an_image_goes_on() -> None:
    assert "submitter" not in jenkins_file(made())
    text = jenkins_file(made(approvers=["x2bee-releases", "shop/leads"]))
    assert text.count("submitter: 'x2bee-releases,shop/leads')") == 2


def test_an_image_of_its_dockerfile_alone_is_looked_at_on_branches() -> None:
    look = stages(jenkins_file(made("x2bee-batch-scheduler-mbod")))["look"]
    assert re.search(r"when \{\s+beforeAgent true\s+not \{\s+branch 'main'", look)
    assert "trivy fs --scanners misconfig,secret --no-progress --severity HIGH,CRITICAL --exit-code 1" in look
