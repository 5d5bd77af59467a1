"""The files as Jenkins and GitLab are given them. Their own judges read them in `make pipelines`."""

from __future__ import annotations

import re
import subprocess
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.pipelines.made import LOGS, made, platform
from tests.pipelines.read import gitlab, jobs, pods, shell
from x2bee_constructs.core.versions import BUILDKIT, COSIGN, CRANE, CRONICLE, SCOUTER, TRIVY
from x2bee_constructs.pipelines.files import source_files
from x2bee_constructs.pipelines.gitlab import gitlab_file
from x2bee_constructs.pipelines.images import CRONICLE_SOURCE, FLUENTD, SCOUTER_AGENT, SCOUTER_COLLECTOR, OwnSource
from x2bee_constructs.pipelines.jenkins import jenkins_file
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


def test_a_branch_has_one_pipeline_in_gitlab_and_ours_has_one_always() -> None:
    rules = gitlab(made(branch="release"))["workflow"]["rules"]
    assert [(one["if"], one.get("when")) for one in rules] == [
        ('$CI_PIPELINE_SOURCE == "merge_request_event"', None),
        ('$CI_COMMIT_BRANCH == "release"', None),
        ("$CI_COMMIT_BRANCH && $CI_OPEN_MERGE_REQUESTS", "never"),
        ("$CI_COMMIT_BRANCH", None),
    ], "the first that fits counts: a merge request of the branch itself must not take its pipeline away"


@pytest.mark.parametrize("image", ["x2bee-api-order", "x2bee-fo", "x2bee-fluentd"])
def test_public_images_come_from_where_the_customer_keeps_them(image: str) -> None:
    mirrors = {"public.ecr.aws": "nexus.acme.co.kr/ecr", "docker.io": "nexus.acme.co.kr/hub"}
    here, there = made(image, **OWN), made(image, **OWN, mirrors=mirrors)
    for text in (gitlab_file, jenkins_file):
        wanted = text(here)
        assert "public.ecr.aws/" in wanted
        for host, mirror in mirrors.items():
            wanted = wanted.replace(f"{host}/", f"{mirror}/")
        assert text(there) == wanted


def test_what_somebody_says_of_a_base_image_is_not_changed() -> None:
    said = {"x2bee-fluentd": {"args": {"RUBY": "public.ecr.aws/docker/library/ruby:3.4"}}}
    props = made("x2bee-fluentd", platform=LOGS, builds=said, mirrors={"public.ecr.aws": "nexus.acme.co.kr/ecr"})
    assert props.args["RUBY"] == "public.ecr.aws/docker/library/ruby:3.4"


def test_no_job_of_gitlab_runs_for_ever_and_what_its_runner_failed_in_is_tried_again() -> None:
    document = gitlab(made())
    assert all(re.fullmatch(r"\d+ minutes", job["timeout"]) for job in jobs(document).values())
    retry = document["default"]["retry"]
    assert retry["max"] == 2
    assert "runner_system_failure" in retry["when"]
    assert not {"always", "script_failure"} & {*retry["when"]}


def test_who_may_not_deploy_to_an_environment_does_not_get_its_role_either() -> None:
    found = jobs(gitlab(made()))
    assert {name: job["environment"] for name, job in found.items() if "environment" in job} == {
        "release-dev": {"name": "dev"},
        "copy-stg": {"name": "stg", "action": "prepare"},
        "release-stg": {"name": "stg"},
        "copy-prd": {"name": "prd", "action": "prepare"},
        "release-prd": {"name": "prd"},
    }


def test_no_gate_without_a_sonarqube() -> None:
    props = made(sonarqube=None)
    assert "quality-gate" not in jobs(gitlab(props))
    assert "sonar" not in jenkins_file(props)


def test_a_schedulers_image_is_made_by_its_dockerfile_alone() -> None:
    found = jobs(gitlab(made("x2bee-batch-scheduler-mbod")))
    assert [name for name in found if found[name]["stage"] in ("build", "publish")] == ["build", "publish"]
    assert found["publish"]["needs"] == []


@pytest.mark.parametrize("tag", [None, "images"])
def test_its_merge_requests_have_a_job_that_a_runner_takes(tag: str | None) -> None:
    job = gitlab(made("x2bee-batch-scheduler-mbod", tag=tag))["build"]
    assert job["rules"] == [{"if": '$CI_COMMIT_BRANCH != "main"'}], "a merge request has no such variable"
    assert "tags" not in job, "runners with a tag for images take protected branches alone"
    (script,) = job["script"]
    assert ("buildctl-daemonless.sh" in script) == (tag is None), "others cannot run BuildKit"
    assert ("trivy fs " in script) == (tag is not None)
    assert "push" not in script
    assert "cosign" not in script


def test_steps_of_jenkins_are_shell_and_run_in_a_container_of_their_pod() -> None:
    text = jenkins_file(made())
    scripts = shell(text)
    assert len(scripts) == 3 + 1 + 2 + 2, "build, gate, publish; release; copy and release, twice"
    for script in scripts:
        subprocess.run(["sh", "-n"], input=script, text=True, check=True)
    assert "printf '%s\\n' '[profile dev]'" in scripts[2], "nothing of the shell is lost in Groovy"
    names = {container["name"] for pod in pods(text) for container in pod["spec"]["containers"]}
    assert set(re.findall(r"container\('(\w+)'\)", text)) <= names


def test_a_person_is_asked_for_each_but_the_first() -> None:
    assert re.findall(r"message: '([^']*)'", jenkins_file(made())) == [
        "Release x2bee-api-order to stg?",
        "Release x2bee-api-order to prd?",
    ]


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
    assert [*found] == ["build", "publish", "release-dev", "copy-stg", "release-stg", "copy-prd", "release-prd"]
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
