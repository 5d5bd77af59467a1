"""The files as Jenkins and GitLab are given them. Their own judges read them in `make pipelines`."""

from __future__ import annotations

import re
import subprocess
from typing import Any

import kubernetes_validate
import pytest
import yaml

from tests.conftest import ROOT
from tests.pipelines.made import LOGS, made, platform
from x2bee_constructs.core.versions import BUILDKIT, COSIGN, CRANE, CRONICLE, SCOUTER, TRIVY
from x2bee_constructs.pipelines.files import source_files
from x2bee_constructs.pipelines.gitlab import gitlab_file
from x2bee_constructs.pipelines.images import CRONICLE_SOURCE, FLUENTD, SCOUTER_AGENT, SCOUTER_COLLECTOR, OwnSource
from x2bee_constructs.pipelines.jenkins import jenkins_file
from x2bee_constructs.pipelines.props import PipelineProps
from x2bee_constructs.platform.images import repositories
from x2bee_constructs.platform.pipelines import build_access_props, pipelines

SCOUTER_ARGS = {"args": {"SCOUTER": "scouter-min-2.21.2.tar.gz", "SCOUTER_SHA256": "0" * 64}}
OWN: dict[str, Any] = {
    "platform": {**LOGS, "apm": {"vendor": "scouter"}},
    "builds": {"x2bee-scouter-agent": SCOUTER_ARGS, "x2bee-scouter-collector": SCOUTER_ARGS},
}

# Words that GitLab keeps for the top of the file, and takes no job by (docs.gitlab.com/ci/yaml).
RESERVED = {"image", "services", "stages", "types", "before_script", "after_script", "variables", "cache", "include",
            "true", "false", "nil", "pages", "default", "workflow", "spec"}  # fmt: skip


def gitlab(props: PipelineProps) -> dict[str, Any]:
    return yaml.safe_load(gitlab_file(props))


def jobs(document: dict[str, Any]) -> dict[str, Any]:
    return {name: said for name, said in document.items() if name not in ("stages", "workflow", "variables")}


def pods(text: str) -> list[dict[str, Any]]:
    return [yaml.safe_load(found) for found in re.findall(r"yaml '''(.*?)'''", text, re.DOTALL)]


def shell(text: str) -> list[str]:
    """The texts of `sh`, as Groovy hands them on."""
    found = re.findall(r"sh '''(.*?)(?<!\\)'''", text, re.DOTALL)
    return [one.replace("\\'", "'").replace("\\\\", "\\") for one in found]


@pytest.mark.parametrize("image", ["x2bee-fo", "x2bee-gw", "x2bee-batch-mbod", "x2bee-batch-scheduler-gddp"])
@pytest.mark.parametrize("runners", ["pods", "tokens"])
def test_jobs_of_gitlab_hang_together(image: str, runners: str) -> None:
    document = gitlab(made(image, runners=runners))
    found = jobs(document)
    assert not RESERVED & set(found)
    order = {stage: number for number, stage in enumerate(document["stages"])}
    for name, job in found.items():
        assert job["script"], name
        for needed in job.get("needs", ()):
            assert order[found[needed]["stage"]] <= order[job["stage"]]
            assert list(found).index(needed) < list(found).index(name)
    tokens = [name for name, job in found.items() if "id_tokens" in job]
    assert tokens == (["publish", "copy-stg", "copy-prd"] if runners == "tokens" else [])


@pytest.mark.parametrize("runners", ["pods", "tokens"])
def test_jobs_that_make_and_sign_images_ask_for_a_runner_by_its_tag(runners: str) -> None:
    assert not [job for job in jobs(gitlab(made(runners=runners))).values() if "tags" in job]
    said = jobs(gitlab(made(runners=runners, tag="images")))
    tagged = {name: job["tags"] for name, job in said.items() if "tags" in job}
    assert tagged == {name: ["images"] for name in ("publish", "copy-stg", "copy-prd")}
    own = {"toolchain": {"runners": {"gitlab": "https://gitlab.acme.co.kr"}}}
    derived = jobs(gitlab(made(platform=own, runners="tokens")))
    assert {name for name, job in derived.items() if job.get("tags") == ["x2bee-builder"]} == tagged.keys()


def test_only_the_first_environment_is_released_without_a_persons_word() -> None:
    found = jobs(gitlab(made()))
    manual = [name for name, job in found.items() if any(rule.get("when") == "manual" for rule in job.get("rules", ()))]
    assert manual == ["copy-stg", "copy-prd"]
    said = jobs(gitlab(made(unattended=["stg"])))
    manual = [name for name, job in said.items() if any(rule.get("when") == "manual" for rule in job.get("rules", ()))]
    assert manual == ["release-dev", "copy-prd"]


def test_other_branches_are_built_and_nothing_more() -> None:
    found = jobs(gitlab(made(branch="release")))
    everywhere = [name for name, job in found.items() if "rules" not in job]
    assert everywhere == ["build"]
    assert all(
        rule["if"] == '$CI_COMMIT_BRANCH == "release"' for job in found.values() for rule in job.get("rules", ())
    )
    text = jenkins_file(made(branch="release"))
    assert text.count("branch 'release'") == 5
    assert "branch 'main'" not in text


def test_no_gate_without_a_sonarqube() -> None:
    props = made(sonarqube=None)
    assert "quality-gate" not in jobs(gitlab(props))
    assert "sonar" not in jenkins_file(props)


def test_a_schedulers_image_is_made_by_its_dockerfile_alone() -> None:
    assert next(iter(jobs(gitlab(made("x2bee-batch-scheduler-mbod"))))) == "publish"


@pytest.mark.parametrize("image", ["x2bee-fo", "x2bee-api-order", "x2bee-batch-scheduler-mbod"])
def test_pods_of_jenkins_are_valid_and_only_the_builder_is_let_loose(image: str) -> None:
    found = pods(jenkins_file(made(image)))
    assert len(found) == 4, "one makes, and each environment has one"
    for pod in found:
        kubernetes_validate.validate({**pod, "metadata": {"name": "agent"}}, "1.34", strict=True)
        assert pod["spec"]["nodeSelector"] == {"kubernetes.io/arch": "arm64"}
        assert pod["spec"]["securityContext"]["runAsNonRoot"] is True
        for container in pod["spec"]["containers"]:
            loose = container["securityContext"].get("seccompProfile") == {"type": "Unconfined"}
            assert loose == (container["name"] == "builder")
            assert container["securityContext"].get("privileged") is None


def test_steps_of_jenkins_are_shell_and_run_in_a_container_of_their_pod() -> None:
    text = jenkins_file(made())
    scripts = shell(text)
    assert len(scripts) == 3 + 1 + 2 + 2, "build, gate, publish; release; copy and release, twice"
    for script in scripts:
        subprocess.run(["sh", "-n"], input=script, text=True, check=True)
    assert "printf '%s\\n' '[profile dev]'" in scripts[2], "nothing of the shell is lost in Groovy"
    names = {container["name"] for pod in pods(text) for container in pod["spec"]["containers"]}
    assert set(re.findall(r"container\('(\w+)'\)", text)) <= names


def test_a_person_is_asked_before_a_pod_is_started() -> None:
    text = jenkins_file(made())
    assert re.findall(r"message '(.*)'", text) == [
        "Release x2bee-api-order to stg?",
        "Release x2bee-api-order to prd?",
    ]
    assert text.count("beforeInput true") == 3


def test_an_image_that_two_services_run_has_one_pipeline_that_releases_both() -> None:
    services = {"x2bee-api-goods": {"image": "x2bee-api:1"}, "x2bee-api-display": {"image": "x2bee-api:1"}}
    props = made("x2bee-api", platform={"services": services})
    assert props.services == ("x2bee-api-display", "x2bee-api-goods")
    assert gitlab_file(props).count('release x2bee-api-goods "$TAG" --environment prd') == 1


def test_an_image_of_somebody_elses_registry_has_none() -> None:
    services = {"x2bee-cc": {"image": "registry.example.com/cc:1"}}
    assert "x2bee-cc" not in pipelines([platform("dev", platform={"services": services})])


def test_an_environment_without_the_service_is_left_out() -> None:
    without = platform("stg", platform={"services": {"x2bee-cc": {"enabled": False}}})
    found = pipelines([platform("dev"), without, platform("prd")])
    assert [one.environment for one in found["x2bee-cc"].targets] == ["dev", "prd"]
    assert [one.environment for one in found["x2bee-fo"].targets] == ["dev", "stg", "prd"]


def test_processors_that_differ_are_refused_with_what_they_are() -> None:
    x86 = platform("prd", platform={"cluster": {"nodes": {"architecture": "x86_64"}}})
    with pytest.raises(ValueError, match=r"\(dev: arm64, prd: x86_64\); make cluster.nodes.architecture the same"):
        pipelines([platform("dev"), x86])
    assert pipelines([x86])["x2bee-fo"].processor == "amd64"


def test_the_builders_image_says_the_versions_that_are_pinned() -> None:
    said = (ROOT / "images" / "builder" / "Dockerfile").read_text()
    wanted = {"buildkit": f"{BUILDKIT.version}-rootless", "crane": CRANE.version, "cosign": COSIGN.version}
    for program, version in {**wanted, "trivy": TRIVY.version}.items():
        assert f"/{program}:{version} " in said


@pytest.mark.parametrize("image", ["x2bee-fluentd", "x2bee-scouter-agent", "x2bee-scouter-collector"])
@pytest.mark.parametrize("runners", ["pods", "tokens"])
def test_an_image_of_the_package_goes_the_way_of_a_services(image: str, runners: str) -> None:
    props = made(image, runners=runners, **OWN)
    found = jobs(gitlab(props))
    assert [*found] == ["publish", "release-dev", "copy-stg", "release-stg", "copy-prd", "release-prd"]
    assert f'x2bee release {image} "$TAG" --environment prd' in found["release-prd"]["script"][-1]
    assert [one.image.rpartition("/")[2] for one in props.targets] == [image] * 3
    assert "Dockerfile" in source_files(props)
    for script in shell(jenkins_file(props)):
        subprocess.run(["sh", "-n"], input=script, text=True, check=True)


def test_builds_may_push_the_images_of_the_package_and_their_repositories_are_there() -> None:
    of = platform("prd", **OWN)
    access = build_access_props(of)
    assert access
    assert {"x2bee-fluentd", "x2bee-scouter-agent", "x2bee-scouter-collector"} <= {*access.images}
    assert access.images == repositories(of)


def test_an_image_of_the_package_begins_in_the_first_environment_that_runs_it() -> None:
    props = pipelines([platform("dev", builds=OWN["builds"]), platform("stg", **OWN), platform("prd", **OWN)])[
        "x2bee-fluentd"
    ]
    assert [one.environment for one in props.targets] == ["stg", "prd"]
    other = platform("dev", platform={**LOGS, "logs": {"image": "registry.example.com/fluentd:1"}})
    assert "x2bee-fluentd" not in pipelines([other])
    named = platform("dev", platform={**LOGS, "logs": {"image": "collector:1"}})
    assert pipelines([named])["collector"].services == ("x2bee-fluentd",)


@pytest.mark.parametrize("source", [CRONICLE_SOURCE, FLUENTD, SCOUTER_AGENT, SCOUTER_COLLECTOR])
def test_the_arguments_are_those_of_the_dockerfile(source: OwnSource) -> None:
    said = (ROOT / "images" / source.folder / "Dockerfile").read_text()
    assert {*source.args} == {*re.findall(r"^ARG (\w+)$", said, re.MULTILINE)}
    for version, of in ((CRONICLE.version, CRONICLE_SOURCE), (SCOUTER.version, SCOUTER_AGENT)):
        assert (version in said) == (source.folder.partition("-")[0] == of.folder.partition("-")[0])


def test_what_people_write_has_no_files_of_ours() -> None:
    assert source_files(made()) == {}
