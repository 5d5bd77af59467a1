"""GitLab's runners: two, of which one has a role in AWS; each is told only what their program reads."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from conformance.runners import KEYS, strange
from conformance.templates.variants import variant
from tests.toolchain.cases import DATABASE, RUNNERS, SITE, made, props, values
from x2bee_constructs import Platform, RunnersSpec, SpecError, load_platform
from x2bee_constructs.core.versions import GITLAB, GITLAB_RUNNER
from x2bee_constructs.pipelines.gitlab import gitlab_file
from x2bee_constructs.platform.hosts import gitlab_props
from x2bee_constructs.platform.pipelines import pipelines
from x2bee_constructs.platform.system import system_loads
from x2bee_constructs.platform.toolchain import runners_identity, toolchain_props, toolchain_secrets
from x2bee_constructs.toolchain import names
from x2bee_constructs.toolchain.identities import publish_role
from x2bee_constructs.workload.sizing import bytes_of, millicores

FILE = """\
customer: beta
domain: beta-shop.co.kr
region: ap-northeast-2
account: "012345678901"
ingress: { zone: { id: Z0123456789ABCDEFGHIJ, name: beta-shop.co.kr }, office_cidrs: [203.0.113.0/24] }
toolchain: { gitlab: {}, runners: {} }
pipelines:
  repository: https://gitlab.beta-shop.co.kr/platform/x2bee.git
  runners: { kind: pods, account: "012345678901", role: x2bee-beta-prd-gitlab-publish }
environments: { prd: {} }
"""
BOTH = (names.JOB_RUNNER, names.PUBLISH_RUNNER)
HOMES = {names.JOB_RUNNER: names.JOBS, names.PUBLISH_RUNNER: names.PUBLISH}


def config(runner: str, **said: Any) -> dict[str, Any]:
    """What a runner is told of its pods."""
    text = values(runner, **{"runners": RUNNERS, **said})["runners"]["config"]
    assert "{{" not in text, "the chart would expand it"
    (one,) = tomllib.loads(text)["runners"]  # a template has exactly one
    return one


def loaded(tmp_path: Path, text: str) -> Platform:
    (tmp_path / "beta.yaml").write_text(text, encoding="utf-8")
    return load_platform(tmp_path / "beta.yaml", "prd")


@pytest.mark.parametrize("runner", BOTH)
def test_its_program_reads_every_key(runner: str) -> None:
    keys = json.loads(KEYS.read_text())
    said = config(runner)
    assert list(strange(said, keys)) == []
    wrong = {**said["kubernetes"], "memory_limits": "4Gi", "poll_timeout": "600", "node_selector": {"a": 1}}
    assert sorted(strange({**said, "kubernetes": wrong}, keys)) == [
        "kubernetes.memory_limits",
        "kubernetes.node_selector",
        "kubernetes.poll_timeout",
    ], "the check bites"


def test_the_program_is_of_gitlabs_minor_version() -> None:
    assert GITLAB.tag.split(".")[:2] == GITLAB_RUNNER.app_version.split(".")[:2]


def test_only_pods_that_make_images_have_a_role_and_no_profile() -> None:
    jobs, publish = (config(runner)["kubernetes"] for runner in BOTH)
    assert (jobs["namespace"], jobs["service_account"]) == ("gitlab-jobs", "default")
    assert (publish["namespace"], publish["service_account"]) == ("gitlab-publish", "x2bee-publisher")
    free = {"type": "Unconfined"}
    assert publish["build_container_security_context"] == {"seccomp_profile": free, "app_armor_profile": free}
    contexts = {key: one for key, one in jobs.items() if key.endswith("container_security_context")}
    assert len(contexts) == 4, "of the job, what helps it, what comes before, and services beside it"
    for context in contexts.values():
        assert context == {"allow_privilege_escalation": False, "capabilities": {"drop": ["ALL"]}}
    for one in (jobs, publish):
        assert one["pod_security_context"]["run_as_non_root"] is True
        assert one["pod_security_context"]["seccomp_profile"] == {"type": "RuntimeDefault"}
        assert (one["privileged"], one["automount_service_account_token"]) == (False, False)
        assert not [key for key in one if "overwrite" in key or key == "pod_spec"], "a job changes nothing of its pod"
        assert one["memory_request"] == one["memory_limit"]
        assert one["helper_memory_request"] == one["helper_memory_limit"]


def test_buildkit_has_a_place_of_its_own_below_the_data_of_its_user() -> None:
    said = config(names.PUBLISH_RUNNER)
    (volume,) = said["kubernetes"]["volumes"]["empty_dir"]
    assert f"XDG_DATA_HOME={volume['mount_path']}" in said["environment"]
    assert "volumes" not in config(names.JOB_RUNNER)["kubernetes"]


def test_pods_are_on_nodes_of_the_platforms_processor() -> None:
    for platform, processor in ((variant("toolchain-hosts"), "arm64"), (variant("x86"), "amd64")):
        said = platform.model_dump(exclude_unset=True)
        runners = {"runners": {"gitlab": "https://gitlab.beta.co.kr"}}
        found = toolchain_props(Platform.model_validate({**said, "toolchain": runners}))
        assert found
        assert found.processor == processor
    assert config(names.JOB_RUNNER, processor="amd64")["kubernetes"]["node_selector"] == {"kubernetes.io/arch": "amd64"}


def test_the_token_is_a_file_and_in_no_manifest() -> None:
    there = made(runners=RUNNERS)
    for what, runner in names.RUNNER_SECRETS.items():
        (secret,) = values(runner, runners=RUNNERS)["secrets"]
        assert secret == {"name": runner, "items": [{"key": "runner-token", "path": "runner-token"}]}
        (data,) = there[f"secret-{runner}"]["spec"]["data"]
        assert there[f"secret-{runner}"]["metadata"]["namespace"] == "gitlab-runners"
        assert data["secretKey"] == "runner-token"
        asked = {key: data["remoteRef"][key] for key in ("key", "property")}
        assert asked == {"key": f"x2bee/tools/prd/gitlab-runners/{what}", "property": "token"}
    assert "glrt-" not in json.dumps(there)


def test_each_runner_may_start_pods_in_the_namespace_of_its_jobs_alone() -> None:
    for runner, home in HOMES.items():
        said = values(runner, runners=RUNNERS)
        assert said["runners"]["jobNamespace"] == home == config(runner)["kubernetes"]["namespace"]
        assert said["rbac"]["create"] is True
        assert "clusterWideAccess" not in said["rbac"]
        for rule in said["rbac"]["rules"]:
            assert "*" not in (*rule["resources"], *rule["verbs"])
    assert values(names.JOB_RUNNER, runners={**RUNNERS, "jobs": 7})["concurrent"] == 7
    assert values(names.PUBLISH_RUNNER, runners={**RUNNERS, "publishing": 3})["concurrent"] == 3


def test_namespaces_are_closed_and_as_strict_as_they_can_be() -> None:
    there = made(runners=RUNNERS)
    key = "pod-security.kubernetes.io/enforce"
    standards = {
        home: there[f"{home}-namespace"]["metadata"]["labels"][key] for home in (names.RUNNERS, *HOMES.values())
    }
    assert standards == {"gitlab-runners": "restricted", "gitlab-jobs": "restricted", "gitlab-publish": "privileged"}
    for home in standards:
        assert there[f"{home}-default-deny"]["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    account = there["gitlab-publish-builder"]
    assert account["metadata"]["name"] == "x2bee-publisher"
    assert account["automountServiceAccountToken"] is False


@pytest.mark.parametrize("memory", ["4Gi", "1500Mi"])
def test_as_many_pods_as_may_run_fit_into_the_quota_and_no_more(memory: str) -> None:
    said = {**RUNNERS, "memory": memory, "jobs": 3}
    hard = made(runners=said)["gitlab-jobs-quota"]["spec"]["hard"]
    pod = config(names.JOB_RUNNER, runners=said)["kubernetes"]
    asked = bytes_of(pod["memory_limit"]) + bytes_of(pod["helper_memory_limit"])
    assert hard["pods"] == "3"
    assert 3 * asked <= bytes_of(hard["limits.memory"]) < 4 * asked
    cores = millicores(pod["cpu_request"]) + millicores(pod["helper_cpu_request"])
    assert 3 * cores <= millicores(hard["requests.cpu"])


def reached(policy: dict[str, Any]) -> set[tuple[str, int]]:
    """Whom a policy lets out to, and at which port; addresses by their block."""
    found: set[tuple[str, int]] = set()
    for rule in policy["spec"]["egress"]:
        for peer in rule["to"]:
            where = peer.get("ipBlock", {}).get("cidr") or peer["namespaceSelector"]["matchLabels"]
            name = where if isinstance(where, str) else where["kubernetes.io/metadata.name"]
            found |= {(name, port["port"]) for port in rule["ports"]}
    return found


def test_jobs_reach_the_outside_and_the_quality_gate_and_nothing_inside() -> None:
    inside = ["172.20.0.0/16", "10.20.0.0/16"]
    said = {"runners": RUNNERS, "inside_cidrs": inside}
    alone = made(**said)
    outside = {("kube-system", 53), ("0.0.0.0/0", 443)}
    agent = ("169.254.170.23/32", 80)
    assert reached(alone["policy-gitlab-jobs"]) == outside, "no role, so nobody who gives one out"
    assert reached(alone["policy-gitlab-publish"]) == {*outside, agent}
    assert reached(alone["policy-gitlab-runners"]) == outside
    judged = made(**said, sonarqube={}, database=DATABASE)
    assert reached(judged["policy-gitlab-jobs"]) == {*outside, ("sonarqube", 9000)}
    assert reached(judged["policy-gitlab-publish"]) == {*outside, agent}
    (rule,) = judged["policy-sonarqube"]["spec"]["ingress"]
    homes = [peer["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"] for peer in rule["from"]]
    assert "gitlab-jobs" in homes
    assert "gitlab-publish" not in homes
    for home in HOMES.values():
        (block,) = [
            peer["ipBlock"]
            for rule in alone[f"policy-{home}"]["spec"]["egress"]
            for peer in rule["to"]
            if peer.get("ipBlock", {}).get("cidr") == "0.0.0.0/0"
        ]
        assert block["except"] == ["169.254.0.0/16", *inside]
        assert "ingress" not in alone[f"policy-{home}"]["spec"]
    assert "ingress" not in alone["policy-gitlab-runners"]["spec"]


def test_prometheus_asks_runners_where_there_is_one() -> None:
    said = values(names.JOB_RUNNER, runners=RUNNERS, monitored=True)["metrics"]
    assert said == {"enabled": True, "port": 9252, "podMonitor": {"enabled": True}}
    assert values(names.JOB_RUNNER, runners=RUNNERS)["metrics"]["enabled"] is False
    (rule,) = made(runners=RUNNERS, monitored=True)["policy-gitlab-runners"]["spec"]["ingress"]
    assert rule["ports"] == [{"port": 9252, "protocol": "TCP"}]


def test_a_platforms_own_gitlab_makes_its_runners(tmp_path: Path) -> None:
    platform = loaded(tmp_path, FILE)
    props, host = toolchain_props(platform), gitlab_props(platform)
    assert props
    assert props.runners
    assert host
    assert props.runners.gitlab == "https://gitlab.beta-shop.co.kr"
    kept = {one.name for one in toolchain_secrets(platform)}
    assert {one.secret for one in host.runners} == kept, "what the machine fills is there"
    told = {one.description: (one.group, one.tags, one.protected) for one in host.runners}
    assert told == {
        "gitlab-runner-jobs": ("beta", (), False),
        "gitlab-runner-publish": ("beta", ("x2bee-builder",), True),
    }
    elsewhere = loaded(tmp_path, FILE.replace("runners: {} }", "runners: { gitlab: https://gitlab.acme.co.kr } }"))
    other = gitlab_props(elsewhere)
    assert other
    assert other.runners == (), "people make those of another GitLab"
    grouped = gitlab_props(loaded(tmp_path, FILE.replace("runners: {} }", "runners: { group: shops/beta } }")))
    assert grouped
    assert {one.group for one in grouped.runners} == {"shops/beta"}


def test_pipelines_ask_these_runners_by_their_tag(tmp_path: Path) -> None:
    texts = {image: gitlab_file(one) for image, one in pipelines([loaded(tmp_path, FILE)]).items()}
    assert len(texts) > 10
    for text in texts.values():
        document: dict[str, Any] = yaml.safe_load(text)
        jobs: dict[str, dict[str, Any]] = {key: job for key, job in document.items() if "script" in job}
        assert {key for key, job in jobs.items() if job.get("tags") == ["x2bee-builder"]} == {"publish"}
        assert not [key for key, job in jobs.items() if "tags" in job and key != "publish"]


def test_their_pods_take_the_builders_roles(tmp_path: Path) -> None:
    identity = runners_identity(loaded(tmp_path, FILE))
    assert identity
    assert (identity.namespace, identity.service_account) == ("gitlab-publish", "x2bee-publisher")
    assert identity.statements[0].resources == ("arn:aws:iam::012345678901:role/x2bee-beta-prd-builder",)
    assert publish_role(SITE) == "x2bee-tools-prd-gitlab-publish"


def test_nodes_have_room_for_them(tmp_path: Path) -> None:
    loads = {one.name: one for one in system_loads(loaded(tmp_path, FILE))}
    assert (loads["gitlab-jobs"].most, loads["gitlab-publish"].most) == (10, 4)
    assert loads["gitlab-jobs"].one.memory == 5 * 1024**3
    assert loads["gitlab-runner-jobs"].most == 1


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        ("gitlab: {}, runners: {}", "runners: {}", "X2B553", "no GitLab"),
        ("role: x2bee-beta-prd-gitlab-publish", "role: ci", "X2B551", "x2bee-beta-prd-gitlab-publish"),
        ("runners: {} }", "runners: { gitlab: https://gitlab.acme.co.kr, group: acme } }", "X2B121", "another GitLab"),
        ("runners: {} }", "runners: { group: /acme } }", "X2B1", "a group of GitLab"),
    ],
)
def test_what_does_not_fit_is_refused_once(tmp_path: Path, old: str, new: str, code: str, says: str) -> None:
    assert old in FILE
    with pytest.raises(SpecError) as caught:
        loaded(tmp_path, FILE.replace(old, new))
    (finding,) = caught.value.findings
    assert finding.code.startswith(code)
    assert says in str(caught.value)


def test_either_of_two_roles_may_make_images(tmp_path: Path) -> None:
    both = FILE.replace("runners: {} }", "runners: {}, jenkins: {} }")
    assert loaded(tmp_path, both)
    assert loaded(tmp_path, both.replace("prd-gitlab-publish", "prd-jenkins-agents"))


def test_props_of_ones_own_say_whose_runners_they_are() -> None:
    with pytest.raises(ValidationError, match="whose jobs they run"):
        props(runners=RunnersSpec())
