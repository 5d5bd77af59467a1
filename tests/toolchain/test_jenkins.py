"""Jenkins: nothing is built where the credentials are, nobody gets in unnamed, and its configuration is code alone."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from tests.toolchain.cases import EVERYTHING, GITLAB, LITTLE, SSO, made, values
from x2bee_constructs import JenkinsSpec


def casc(**said: Any) -> dict[str, Any]:
    """Jenkins' whole configuration, as its plugin puts the documents together."""
    found: dict[str, Any] = {}
    for text in values("jenkins", **said)["controller"]["JCasC"]["configScripts"].values():
        assert "{{" not in text, "the chart would expand it"
        merge(found, yaml.safe_load(text))
    return found


def merge(into: dict[str, Any], more: dict[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, dict) and key in into:
            merge(into[key], value)
        else:
            assert key not in into, "the plugin refuses what two documents say"
            into[key] = value


def test_nothing_is_built_in_the_controller() -> None:
    said = values("jenkins", **LITTLE)
    assert said["controller"]["numExecutors"] == 0
    assert said["agent"]["namespace"] == "jenkins-agents"
    assert said["agent"]["containerCap"] == JenkinsSpec().agents
    assert said["agent"]["websocket"], "one port, for people and agents"
    assert not said["controller"]["agentListenerEnabled"]


def test_without_a_provider_the_administrator_alone_gets_in() -> None:
    found = casc(**LITTLE)["jenkins"]
    assert found["securityRealm"]["local"]["allowsSignup"] is False
    assert [user["id"] for user in found["securityRealm"]["local"]["users"]] == ["${chart-admin-username}"]
    entries = found["authorizationStrategy"]["globalMatrix"]["entries"]
    assert entries == [{"user": {"name": "${chart-admin-username}", "permissions": ["Overall/Administer"]}}]
    assert values("jenkins", **LITTLE)["controller"]["admin"]["existingSecret"] == "jenkins-admin"


def test_with_a_provider_groups_have_roles_and_the_administrator_a_way_in() -> None:
    found = casc(**EVERYTHING)["jenkins"]
    realm = found["securityRealm"]["oic"]
    known = realm["serverConfiguration"]["wellKnown"]["wellKnownOpenIDConfigurationUrl"]
    assert known == f"{SSO['issuer']}/.well-known/openid-configuration"
    assert realm["clientSecret"] == "${jenkins-oidc-client-secret}"
    assert "pkce" in realm["properties"]
    entries = {one["group"]["name"]: one["group"]["permissions"] for one in
               found["authorizationStrategy"]["globalMatrix"]["entries"]}  # fmt: skip
    assert entries.keys() == {*SSO["groups"], "x2bee-administrators"}, "nobody else is let see anything"
    assert "Job/Build" in entries["shop"]
    assert not {"Job/Configure", "Run/Replay"} & set(entries["shop"]), "it would show the credentials"
    assert "Job/Build" not in entries["audit"]


def test_each_secret_that_the_configuration_names_is_mounted() -> None:
    for said in (LITTLE, EVERYTHING):
        controller = values("jenkins", **said)["controller"]
        mounted = {f"{one['name']}-{one['keyName']}" for one in controller["additionalExistingSecrets"]}
        mounted |= {"chart-admin-username", "chart-admin-password"}
        text = "".join(controller["JCasC"]["configScripts"].values())
        named = {part.partition("}")[0] for part in text.split("${")[1:]}
        assert named == mounted
        there = {key.removeprefix("secret-") for key in made(**said) if key.startswith("secret-")}
        assert {one["name"] for one in controller["additionalExistingSecrets"]} <= there


def test_projects_of_gitlab_become_jobs() -> None:
    found = casc(**EVERYTHING)
    server = found["unclassified"]["gitLabServers"]["servers"][0]
    assert (server["serverUrl"], server["manageWebHooks"]) == ("https://gitlab.acme.co.kr", True)
    assert server["hooksRootUrl"] == "https://jenkins.tools.acme.co.kr/"
    script = found["jobs"][0]["script"]
    for said in ("organizationFolder('acme-shop')", "projectOwner('acme/shop')", "credentialsId('x2bee-delivery')"):
        assert said in script
    assert script.count("{") == script.count("}")
    assert "headWildcardFilter" not in script


def test_branches_that_are_named_are_built_alone() -> None:
    gitlab = {**GITLAB, "branches": ["main", "release/2"]}
    script = casc(jenkins={"gitlab": gitlab})["jobs"][0]["script"]
    assert "headWildcardFilter { includes('main release/2') excludes('') }" in script
    assert script.count("{") == script.count("}")


def test_plugins_are_pinned_and_nothing_else_stays() -> None:
    controller = values("jenkins", **EVERYTHING)["controller"]
    assert all(version for _, _, version in (one.partition(":") for one in controller["installPlugins"]))
    there = {one.partition(":")[0] for one in controller["installPlugins"]}
    asked = {"kubernetes", "git", "junit", "credentials-binding", "pipeline-model-definition"}
    asked |= {"pipeline-milestone-step", "lockable-resources"}
    assert asked <= there, "what generated pipelines need (pipelines/README.md)"
    assert {"gitlab-branch-source", "job-dsl", "matrix-auth", "oic-auth", "sonar"} <= there
    assert controller["installLatestPlugins"] is False
    assert controller["overwritePlugins"] is True


def test_credentials_are_secrets_that_the_plugin_knows_by_their_label() -> None:
    wanted = {"npm-token": "secretText", "x2bee-delivery": "usernamePassword", "x2bee-registry": "usernamePassword"}
    there = made(**EVERYTHING)
    for name, kind in wanted.items():
        template = there[f"secret-{name}"]["spec"]["target"]["template"]
        assert template["metadata"]["labels"] == {"jenkins.io/credentials-type": kind}
        assert there[f"secret-{name}"]["metadata"]["namespace"] == "jenkins"
    assert "secret-x2bee-registry" not in made(**LITTLE), "ECR lets builds in by their role"


@pytest.mark.parametrize(
    ("home", "inside", "agent"),
    [
        ("jenkins-agents", ["jenkins", "kube-system", "sonarqube"], False),
        ("jenkins-publish", ["jenkins", "kube-system"], True),
    ],
)
def test_agents_reach_jenkins_and_the_outside_and_nobody_reaches_them(
    home: str, inside: list[str], agent: bool
) -> None:
    policy = made(**EVERYTHING)[f"policy-{home}"]
    assert policy["metadata"]["namespace"] == home
    assert "ingress" not in policy["spec"]
    peers = [peer for rule in policy["spec"]["egress"] for peer in rule["to"]]
    named = [one["namespaceSelector"]["matchLabels"] for one in peers if "namespaceSelector" in one]
    assert sorted(one["kubernetes.io/metadata.name"] for one in named) == inside
    assert any(one.get("ipBlock", {}).get("cidr") == "169.254.170.23/32" for one in peers) == agent, "who gives roles"


def test_agents_reach_no_address_inside_and_the_others_reach_the_api_server() -> None:
    inside = ["172.20.0.0/16", "10.20.0.0/19"]
    there = made(**EVERYTHING, inside_cidrs=inside)

    def left_out(policy: str) -> list[list[str]]:
        peers = [peer for rule in there[policy]["spec"]["egress"] for peer in rule["to"]]
        return [peer["ipBlock"]["except"] for peer in peers if peer.get("ipBlock", {}).get("cidr") == "0.0.0.0/0"]

    for name in ("policy-jenkins-agents", "policy-jenkins-publish"):
        assert left_out(name) == [["169.254.0.0/16", *inside]]
    for name in ("policy-jenkins", "policy-sonarqube", "policy-sonarqube-setup"):
        assert left_out(name) == [["169.254.0.0/16"]]


def test_prometheus_comes_in_where_it_watches() -> None:
    def askers(**said: Any) -> str:
        return str(made(**said)["policy-jenkins"]["spec"]["ingress"])

    assert "monitoring" in askers(**EVERYTHING)
    assert "monitoring" not in askers(**LITTLE)
    assert values("jenkins", **EVERYTHING)["controller"]["prometheus"]["enabled"]


def test_a_library_takes_a_credential_that_is_there() -> None:
    library = {"repository": "https://gitlab.acme.co.kr/platform/library.git", "credential": "reader"}
    with pytest.raises(ValidationError, match="X2B550"):
        JenkinsSpec.model_validate({"libraries": {"shop": library}})
    assert JenkinsSpec.model_validate({"libraries": {"shop": library}, "credentials": {"reader": "username-password"}})
