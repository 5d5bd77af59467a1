"""A platform that runs the tools: what its pipelines name is there, and what does not fit is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from conformance.templates.variants import VARIANTS, variant
from tests.toolchain.cases import made
from x2bee_constructs import Platform, SpecError, load_platform
from x2bee_constructs.pipelines.jenkins import jenkins_file
from x2bee_constructs.pipelines.names import IMAGE_AGENTS, WORKER
from x2bee_constructs.platform.databases import access_props, connections
from x2bee_constructs.platform.images import built_images
from x2bee_constructs.platform.objects import platform_files
from x2bee_constructs.platform.pipelines import pipelines
from x2bee_constructs.platform.system import system_loads
from x2bee_constructs.platform.toolchain import toolchain_identity, toolchain_props
from x2bee_constructs.platform.tools import tool_hosts
from x2bee_constructs.toolchain import names
from x2bee_constructs.toolchain.namespaces import AGENT_CORES, AGENT_GIB
from x2bee_constructs.workload.sizing import bytes_of, millicores

GI = 1024**3
FILE = """\
customer: beta
domain: beta-shop.co.kr
region: ap-northeast-2
account: "012345678901"
databases:
  sonarqube: { instance: db.t4g.large, readers: 0 }
toolchain: { jenkins: {}, sonarqube: {} }
environments: { prd: {} }
"""


@pytest.fixture(scope="module")
def beta() -> Platform:
    return variant("toolchain")


@pytest.fixture(scope="module")
def shared() -> Platform:
    return variant("toolchain-shared")


def agents(platform: Platform) -> list[dict[str, Any]]:
    """The pods of all generated pipelines."""
    texts = [jenkins_file(one) for one in pipelines([platform]).values()]
    return [yaml.safe_load(part.partition("'''")[0]) for text in texts for part in text.split("yaml '''")[1:]]


def test_each_file_of_a_chart_has_a_name_of_its_own(beta: Platform, shared: Platform) -> None:
    for platform in (beta, shared):
        assert [name for name in platform_files(platform) if name.startswith("toolchain/")]


def test_pods_of_pipelines_fit_what_the_agents_have(beta: Platform) -> None:
    pods = agents(beta)
    assert len(pods) > 10
    for pod in pods:
        asked = [one["resources"] for one in pod["spec"]["containers"]]
        assert sum(millicores(one["requests"]["cpu"]) for one in asked) <= 1000 * AGENT_CORES
        assert sum(bytes_of(one["limits"]["memory"]) for one in asked) <= GI * AGENT_GIB
    assert {pod["spec"]["serviceAccountName"] for pod in pods} == {"default", WORKER}
    there = made(jenkins={})
    account = there["jenkins-publish-builder"]["metadata"]
    assert (account["name"], account["namespace"]) == (WORKER, IMAGE_AGENTS)
    tied = toolchain_identity(beta)
    assert tied
    assert (tied.service_account, tied.namespace) == (WORKER, IMAGE_AGENTS)


@pytest.mark.parametrize(("groups", "place"), [("{ shop: builder }", ":14:15"), ("", ":13:15")])
def test_who_lets_images_go_on_can_log_in(tmp_path: Path, groups: str, place: str) -> None:
    """Without a provider nobody can but the administrator, who may anyway."""
    sso = f"\n    sso: {{ issuer: https://id.beta.co.kr, client_id: ci, groups: {groups} }}" if groups else " {}"
    said = """\
pipelines:
  repository: https://gitlab.beta.co.kr/platform/x2bee.git
  runners: { kind: pods, account: "012345678901", role: x2bee-beta-prd-jenkins-agents }
  approvers: [shop]
environments: { prd: {} }
"""
    base = FILE.replace("toolchain: { jenkins: {}, sonarqube: {} }", f"toolchain:\n  sonarqube: {{}}\n  jenkins:{sso}")
    path = tmp_path / "beta.yaml"
    good = base.replace("environments: { prd: {} }\n", said)
    path.write_text(good)
    if groups:
        assert load_platform(path, "prd")
    path.write_text(good.replace("[shop]", "[sho]"))
    with pytest.raises(SpecError, match="X2B554") as caught:
        load_platform(path, "prd")
    assert f"beta.yaml{place}" in str(caught.value)


def test_credentials_of_pipelines_are_there(beta: Platform) -> None:
    text = "".join(jenkins_file(one) for one in pipelines([beta]).values())
    named = {part.partition("'")[0] for part in text.split("credentialsId: '")[1:]}
    props = toolchain_props(beta)
    assert props
    assert named <= {*props.credentials, names.SONAR_TOKEN}
    assert names.SONAR_TOKEN in named


def test_pipelines_ask_the_platforms_own_sonarqube_inside_the_cluster(beta: Platform) -> None:
    props = pipelines([beta])
    assert {one.spec.sonarqube for one in props.values()} == {names.sonarqube_url()}
    tools = toolchain_props(beta)
    assert tools
    built = {f"beta_{image}" for image in props if props[image].platform != "none"}
    assert tools.projects.keys() == built
    assert set(built_images(beta)) == {image for image in props if props[image].platform != "none"}


def test_agents_take_the_builders_of_the_environments_that_are_named(beta: Platform, shared: Platform) -> None:
    own, others = toolchain_identity(beta), toolchain_identity(shared)
    assert own
    assert others
    assert own.statements[0].resources == ("arn:aws:iam::012345678901:role/x2bee-beta-prd-builder",)
    assert others.statements[0].resources == (
        "arn:aws:iam::111122223331:role/x2bee-acme-dev-builder",
        "arn:aws:iam::111122223333:role/x2bee-acme-prd-builder",
    )


def test_a_platform_of_tools_alone_has_their_hosts(shared: Platform) -> None:
    assert shared.enabled_services == {}
    assert [tool.host for tool in tool_hosts(shared)] == ["jenkins.beta-shop.co.kr", "sonarqube.beta-shop.co.kr"]
    props = toolchain_props(shared)
    assert props
    assert props.projects == {"acme_x2bee-fo": "x2bee-fo", "acme_x2bee-gw": "x2bee-gw"}
    assert props.database
    assert props.database.host == "sonarqube-rw.beta-data.svc.cluster.local"


def test_sonarqube_has_a_role_and_its_connections_count(beta: Platform) -> None:
    access = access_props(beta)["sonarqube"]
    assert [(login.service, login.owns, login.statement_seconds) for login in access.logins] == [("sonarqube", True, 0)]
    assert access.idle_transaction_seconds > access_props(beta)["mbod"].idle_transaction_seconds
    assert connections(beta).sizes["sonarqube", "sonarqube", True] == 60


def test_the_nodes_have_room_for_the_tools(beta: Platform) -> None:
    loads = {one.name: one for one in system_loads(beta)}
    assert (loads["jenkins-agents"].least, loads["jenkins-agents"].most) == (0, 10)
    assert loads["sonarqube"].one.memory == 4 * GI
    assert loads["jenkins"].one.memory > 4 * GI, "with the container that loads its configuration"


SERVICES = "172.20.0.0/16"
NODES = ("10.20.0.0/19", "10.20.32.0/19", "10.20.64.0/19")
BALANCERS = ("10.20.96.0/24", "10.20.97.0/24", "10.20.98.0/24")
DATA = ("10.20.99.0/24", "10.20.100.0/24", "10.20.101.0/24")
EXISTING = VARIANTS["existing"][1]["network"]


@pytest.mark.parametrize(
    ("network", "inside"),
    [
        ({}, (SERVICES, *NODES, *BALANCERS, *DATA)),
        ({"interface_endpoints": True}, (SERVICES, *BALANCERS, *DATA)),
        (EXISTING, (SERVICES, *(one["cidr"] for what in ("public", "data") for one in EXISTING["existing"][what]))),
    ],
    ids=["own", "endpoints", "existing"],
)
def test_builds_stay_out_of_the_cluster_and_reach_aws(network: dict[str, Any], inside: tuple[str, ...]) -> None:
    said = yaml.safe_load(FILE)
    said.pop("environments")
    props = toolchain_props(Platform.model_validate({**said, "environment": "prd", "network": network}))
    assert props
    assert props.inside_cidrs == inside


def test_jenkins_builds_what_is_in_the_platforms_own_gitlab(tmp_path: Path) -> None:
    file = tmp_path / "beta.yaml"
    way_in = "ingress: { zone: { id: Z0123456789ABCDEFGHIJ, name: beta-shop.co.kr }, office_cidrs: [203.0.113.0/24] }\n"
    file.write_text(FILE.replace("jenkins: {}", "jenkins: {}, gitlab: {}") + way_in)
    props = toolchain_props(load_platform(file, "prd"))
    assert props
    assert props.jenkins
    assert props.jenkins.gitlab
    assert props.jenkins.gitlab.url == "https://gitlab.beta-shop.co.kr"
    assert props.jenkins.gitlab.groups == ("beta",)


FAULTS = [
    (
        "  sonarqube: { instance: db.t4g.large, readers: 0 }",
        "  quality: { instance: db.t4g.large }",
        "unknown database",
    ),
    (", readers: 0 }", ', readers: 0, version: "18.1" }', "does not support PostgreSQL 18.1"),
    (
        "environments:",
        "services: { x2bee-api-gift: { runtime: spring-boot, database: sonarqube } }\nenvironments:",
        "share",
    ),
]


@pytest.mark.parametrize(("old", "new", "says"), FAULTS)
def test_a_database_that_does_not_fit_is_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    file = tmp_path / "beta.yaml"
    file.write_text(FILE)
    assert load_platform(file, "prd")
    assert old in FILE
    file.write_text(FILE.replace(old, new))
    with pytest.raises(SpecError, match="X2B552") as caught:
        load_platform(file, "prd")
    assert says in str(caught.value)


def test_a_toolchain_without_a_tool_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "beta.yaml"
    file.write_text(FILE.replace("{ jenkins: {}, sonarqube: {} }", "{}"))
    with pytest.raises(SpecError, match="a toolchain without a tool"):
        load_platform(file, "prd")


def test_a_kubernetes_that_sonarqube_does_not_support_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "beta.yaml"
    file.write_text(FILE + 'cluster: { version: "1.36" }\n')
    with pytest.raises(SpecError, match=r"sonarqube 2026\.5\.0 is not supported on Kubernetes 1\.36"):
        load_platform(file, "prd")
