"""What may be said, and what a platform makes of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aws_cdk import App
from aws_cdk.assertions import Template
from pydantic import BaseModel, ValidationError

from conformance.templates.variants import VARIANTS, variant
from x2bee_constructs import Platform
from x2bee_constructs.aws import PlatformStacks
from x2bee_constructs.hosts.fields import machine_of
from x2bee_constructs.hosts.props import GitlabSpec, HostDatabase, NexusSpec
from x2bee_constructs.platform.hosts import gitlab_props, nexus_props
from x2bee_constructs.platform.pipelines import pipelines

ZONE = {"id": "Z0123456789ABCDEFGHIJ", "name": "beta-shop.co.kr"}
BETA: dict[str, Any] = {
    "customer": "beta",
    "environment": "prd",
    "domain": "beta-shop.co.kr",
    "account": "012345678901",
    "region": "ap-northeast-2",
    "ingress": {"zone": ZONE},
}


def platform(**said: Any) -> Platform:
    return Platform.model_validate({**BETA, **said})


@pytest.mark.parametrize(
    ("said", "memory", "architecture"),
    [
        ("c7g.2xlarge", 16, "arm64"),
        ("m7g.xlarge", 16, "arm64"),
        ("r6i.large", 16, "x86_64"),
        ("m7a.8xlarge", 128, "x86_64"),
    ],
)
def test_a_machine_is_known_by_its_name(said: str, memory: int, architecture: str) -> None:
    found = machine_of(said)
    assert found is not None
    assert (found.memory_gib, found.architecture) == (memory, architecture)


@pytest.mark.parametrize("said", ["t4g.2xlarge", "m7gi.large", "m7.large", "c5.2xlarge", "m7g.16xlarge", "m7g.medium"])
def test_other_machines_are_refused(said: str) -> None:
    with pytest.raises(ValidationError, match="is no machine for a tool"):
        GitlabSpec.model_validate({"machine": said})


@pytest.mark.parametrize(
    ("model", "said", "words"),
    [
        (GitlabSpec, {"machine": "c7g.large"}, "too small"),
        (GitlabSpec, {"volume_gib": 10}, "20"),
        (GitlabSpec, {"projects": ["Deploy"]}, "group/project"),
        (GitlabSpec, {"projects": ["platform/-deploy"]}, "group/project"),
        (GitlabSpec, {"projects": ["platform/deploy--prd"]}, "group/project"),
        (GitlabSpec, {"projects": ["platform.git/deploy"]}, "group/project"),
        (GitlabSpec, {"projects": ["api/deploy"]}, "group/project"),
        (GitlabSpec, {"projects": ["platform/raw"]}, "group/project"),
        (GitlabSpec, {"projects": ["platform/tree/deploy"]}, "group/project"),
        (GitlabSpec, {"sso": {"issuer": "http://x", "client_id": "a"}}, "https://"),
        (GitlabSpec, {"sso": {"issuer": "https://x", "client_id": "a'; system('id')"}}, "none of them"),
        (NexusSpec, {}, "eula"),
        (NexusSpec, {"eula": "later"}, "accepted"),
        (NexusSpec, {"eula": "accepted", "proxies": {"npm": {"format": "npm", "url": "https://x"}}}, "own"),
        (HostDatabase, {"instance": "db.t4g.large"}, "db.m7g.large"),
        (HostDatabase, {"backup_days": 40}, "35"),
    ],
)
def test_what_cannot_be_is_refused(model: type[BaseModel], said: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        model.model_validate(said)


def test_projects_are_those_of_services_delivery_and_pipelines() -> None:
    found = gitlab_props(
        platform(
            delivery={"repository": {"url": "https://gitlab.beta-shop.co.kr/platform/deploy.git"}},
            pipelines={
                "repository": "https://gitlab.beta-shop.co.kr/platform/x2bee.git",
                "runners": {"kind": "pods", "account": "012345678901", "role": "ci"},
                "branch": "trunk",
            },
            toolchain={"gitlab": {"projects": ["platform/docs"]}},
        )
    )
    assert found is not None
    assert found.projects == ("platform/deploy", "platform/docs", "platform/x2bee")
    assert "beta/x2bee-api-order" in found.built
    assert found.branch == "trunk"


def test_each_image_that_has_a_pipeline_has_a_project() -> None:
    said = {
        "logs": {},
        "apm": {"vendor": "scouter"},
        "toolchain": {"gitlab": {}},
        "pipelines": {
            "repository": "https://gitlab.com/platform/x2bee.git",
            "runners": PODS,
            "builds": {f"x2bee-scouter-{one}": SCOUTER_ARGS for one in ("agent", "collector")},
        },
    }
    beta = platform(**said)
    found = gitlab_props(beta)
    assert found is not None
    assert {*found.built} == {f"beta/{image}" for image in pipelines([beta])}
    assert {"beta/x2bee-fluentd", "beta/x2bee-batch-scheduler-mbod"} <= {*found.built}


def test_repositories_elsewhere_are_not_made_here() -> None:
    outside = {"repository": {"url": "https://gitlab.com/platform/deploy.git"}}
    found = gitlab_props(platform(delivery=outside, toolchain={"gitlab": {}}))
    assert found is not None
    assert found.projects == ()


@pytest.mark.parametrize(("registry", "open_"), [("ecr", False), ("nexus.beta-shop.co.kr/images", True)])
def test_images_need_no_login_only_where_the_nodes_pull_them(registry: str, open_: bool) -> None:
    found = nexus_props(platform(registry=registry, toolchain={"nexus": {"eula": "accepted"}}))
    assert found is not None
    assert found.open_images is open_


EXISTING = {
    "load_balancer": "app/shared/0123456789abcdef",
    "listener": "0123456789abcdef",
    "security_group": "sg-0123456789abcdef0",
    "dns_name": "shared-1.ap-northeast-2.elb.amazonaws.com",
    "zone_id": "ZWKZPGTI48KDX",
}
SCOUTER_ARGS = {"args": {"SCOUTER": "scouter-min-2.21.2.tar.gz", "SCOUTER_SHA256": "0" * 64}}
PODS = {"kind": "pods", "account": "012345678901", "role": "ci"}
EXISTING_VPC = VARIANTS["existing"][1]["network"]["existing"]
SSH = {"url": "git@gitlab.beta-shop.co.kr:a/b.git", "login": "ssh-key"}
CERTIFICATE = "01234567-89ab-cdef-0123-456789abcdef"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"ingress": None}, "gitlab has no load balancer of the platform's own"),
        ({"ingress": {"certificate": CERTIFICATE, "made_by": "controller"}}, "no load balancer"),
        ({"ingress": {"zone": ZONE, "existing": EXISTING}}, "no load balancer"),
        ({"ingress": {"zone": ZONE, "hosts": {"gitlab": {"to": [{"service": "x2bee-fo"}]}}}}, "stands twice"),
        ({"delivery": {"repository": SSH}}, "no SSH"),
        ({"delivery": {"repository": {**SSH, "url": "ssh://git@gitlab.beta-shop.co.kr/a/b.git"}}}, "no SSH"),
    ],
)
def test_what_does_not_fit_is_told(said: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        platform(**said, toolchain={"gitlab": {}})


OWN = {"registry": "registry.beta-shop.co.kr"}
HOST = "https://gitlab.beta-shop.co.kr"


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({"delivery": {"repository": {"url": f"{HOST}/deploy.git"}}}, ("delivery", "repository", "url")),
        ({"delivery": {"repository": {"url": f"{HOST}/~me/deploy.git"}}}, ("delivery", "repository", "url")),
        ({"delivery": {"repository": {"url": f"{HOST}/a/b..c"}}}, ("delivery", "repository", "url")),
        ({"delivery": {"repository": {"url": f"{HOST}:8443/a/b.git"}}}, ("delivery", "repository", "url")),
        ({"delivery": {"repository": {"url": f"{HOST}:99999/a/b.git"}}}, ("delivery", "repository", "url")),
        ({"pipelines": {"repository": f"{HOST}/_x2bee", "runners": PODS}}, ("pipelines", "repository")),
        ({**OWN, "services": {"x2bee-fo": {"image": "shop__fo:1"}}}, ("services", "x2bee-fo", "image")),
        ({"services": {"my--fo": {"runtime": "nextjs"}}}, ("services", "my--fo")),
        ({**OWN, "logs": {"image": "shop__logs:1"}}, ("logs", "image")),
        ({**OWN, "apm": {"vendor": "scouter", "agent_image": "shop__agent:1"}}, ("apm", "agent_image")),
    ],
)
def test_what_can_be_no_project_of_ours_is_told_at_its_place(said: dict[str, Any], place: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError) as caught:
        platform(**said, toolchain={"gitlab": {}})
    assert [(one["type"], one["loc"]) for one in caught.value.errors()] == [("X2B567", place)]
    assert platform(**said), "elsewhere than at our GitLab it may be"


@pytest.mark.parametrize("url", [f"{HOST}/Platform/Deploy.git", f"{HOST}:443/platform/deploy.git", f"{HOST}/a/b/c_d"])
def test_what_can_be_a_project_of_ours_is_made(url: str) -> None:
    assert gitlab_props(platform(delivery={"repository": {"url": url}}, toolchain={"gitlab": {}}))


OUTSIDE = {"egress_cidrs": ["198.51.100.8/32", "198.51.100.9/32"]}


@pytest.mark.parametrize("tool", [{"gitlab": {}}, {"nexus": {"eula": "accepted"}}])
def test_a_vpc_that_was_there_says_under_which_addresses_it_asks(tool: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        platform(network={"existing": EXISTING_VPC}, toolchain=tool)
    assert [(one["type"], one["loc"]) for one in caught.value.errors()] == [("X2B568", ("network", "existing"))]
    stacks = PlatformStacks(
        App(analytics_reporting=False), platform(network={"existing": {**EXISTING_VPC, **OUTSIDE}}, toolchain=tool)
    )
    assert stacks.edge
    (addresses,) = Template.from_stack(stacks.edge).find_resources("AWS::WAFv2::IPSet").values()
    assert addresses["Properties"]["Addresses"] == OUTSIDE["egress_cidrs"]


@pytest.mark.parametrize("registry", ["nexus.beta-shop.co.kr", "nexus.beta-shop.co.kr/other"])
def test_a_registry_at_our_nexus_is_its_repository_of_images(registry: str) -> None:
    with pytest.raises(ValidationError, match=r"nexus\.beta-shop\.co\.kr/images"):
        platform(registry=registry, toolchain={"nexus": {"eula": "accepted"}})


@pytest.fixture(scope="module")
def stacks() -> PlatformStacks:
    return PlatformStacks(App(analytics_reporting=False), variant("toolchain-hosts"))


@pytest.fixture(scope="module")
def edge(stacks: PlatformStacks) -> Template:
    assert stacks.edge
    return Template.from_stack(stacks.edge)


def test_the_way_in_lets_offices_own_clusters_and_named_clients_to_each_machine(edge: Template) -> None:
    sets = {
        found["Properties"]["Name"]: found["Properties"]["Addresses"]
        for found in edge.find_resources("AWS::WAFv2::IPSet").values()
    }
    gitlab, nexus = sets["x2bee-beta-prd-gitlab"], sets["x2bee-beta-prd-nexus"]
    assert gitlab[:2] == ["203.0.113.0/28", "198.51.100.7/32"]
    assert nexus[0] == "203.0.113.0/28"
    assert len([one for one in nexus if "Fn::Join" in one]) == 3, "one for each NAT gateway"
    assert "EIP" in json.dumps(nexus)


def _rules(edge: Template) -> dict[str, Any]:
    (acl,) = edge.find_resources("AWS::WAFv2::WebACL").values()
    return {rule["Name"]: rule for rule in acl["Properties"]["Rules"]}


@pytest.fixture(scope="module")
def guarded() -> Template:
    guards = {"zone": ZONE, "waf": {"anonymous": True, "bots": True}}
    said = platform(ingress=guards, toolchain={"gitlab": {}, "nexus": {"eula": "accepted"}})
    stacks = PlatformStacks(App(analytics_reporting=False), said)
    assert stacks.edge
    return Template.from_stack(stacks.edge)


def test_rules_about_requests_and_rates_are_not_for_machines(guarded: Template) -> None:
    rules = _rules(guarded)
    for name, kind in (
        ("anonymous", "ManagedRuleGroupStatement"),
        ("bots", "ManagedRuleGroupStatement"),
        ("common", "ManagedRuleGroupStatement"),
        ("known-bad-inputs", "ManagedRuleGroupStatement"),
        ("sql", "ManagedRuleGroupStatement"),
        ("rate", "RateBasedStatement"),
    ):
        within = json.dumps(rules[name]["Statement"][kind]["ScopeDownStatement"]["NotStatement"])
        assert "gitlab.beta-shop.co.kr" in within
        assert "nexus.beta-shop.co.kr" in within
    assert "ScopeDownStatement" not in rules["ip-reputation"]["Statement"]["ManagedRuleGroupStatement"]
    assert "gitlab.beta-shop.co.kr" in json.dumps(rules["body-size"])
    assert {"machine-gitlab", "machine-nexus"} <= rules.keys()


def test_the_certificate_and_the_records_have_the_machines_and_the_gateway_has_not(edge: Template) -> None:
    (certificate,) = edge.find_resources("AWS::CertificateManager::Certificate").values()
    assert "gitlab.beta-shop.co.kr" in certificate["Properties"]["SubjectAlternativeNames"]
    records = {found["Properties"]["Name"] for found in edge.find_resources("AWS::Route53::RecordSet").values()}
    assert {"gitlab.beta-shop.co.kr.", "nexus.beta-shop.co.kr."} <= records
    rules = edge.find_resources("AWS::ElasticLoadBalancingV2::ListenerRule")
    assert "gitlab" not in json.dumps(rules)
    ports = {
        rule["FromPort"]
        for found in edge.find_resources("AWS::EC2::SecurityGroup").values()
        for rule in found["Properties"]["SecurityGroupEgress"]
    }
    assert {80, 8081} <= ports


def test_the_stack_of_the_hosts_stands_behind_the_edge(stacks: PlatformStacks) -> None:
    assert stacks.toolchain
    assert stacks.edge in stacks.toolchain.dependencies
    rules = Template.from_stack(stacks.toolchain).find_resources("AWS::ElasticLoadBalancingV2::ListenerRule")
    assert sorted(found["Properties"]["Priority"] for found in rules.values()) == [40_000, 40_001]


def test_a_platform_without_hosts_asks_nothing_of_the_network() -> None:
    made = PlatformStacks(App(analytics_reporting=False), platform())
    assert made.toolchain is None
    assert made.edge
    text = json.dumps(Template.from_stack(made.edge).to_json())
    assert "EIP" not in text
