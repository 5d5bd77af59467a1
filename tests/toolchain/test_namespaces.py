"""The namespaces of the tools: closed, and as strict as what runs in them lets them be."""

from __future__ import annotations

from typing import Any

from x2bee_constructs import JenkinsSpec, Site, SonarQubeSpec, ToolchainProps
from x2bee_constructs.toolchain.manifests import toolchain_objects

SITE = Site("tools", "prd")


def manifests(props: ToolchainProps) -> dict[str, dict[str, Any]]:
    return {key: made.to_manifest() for key, made in toolchain_objects(SITE, props).items()}


def standard(namespace: dict[str, Any]) -> str:
    return namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"]


def test_each_tool_has_a_namespace_that_is_closed() -> None:
    made = manifests(ToolchainProps(jenkins=JenkinsSpec(), sonarqube=SonarQubeSpec()))
    for home in ("jenkins", "jenkins-agents", "sonarqube"):
        denied = made[f"{home}-default-deny"]
        assert denied["metadata"]["namespace"] == home
        assert denied["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    assert standard(made["jenkins-namespace"]) == "restricted"
    assert standard(made["sonarqube-namespace"]) == "restricted"
    assert standard(made["jenkins-agents-namespace"]) == "privileged", "BuildKit's container has no default profile"


def test_agents_are_bounded_together() -> None:
    few = manifests(ToolchainProps(jenkins=JenkinsSpec(agents=2)))["jenkins-agents-quota"]["spec"]["hard"]
    many = manifests(ToolchainProps(jenkins=JenkinsSpec(agents=4)))["jenkins-agents-quota"]["spec"]["hard"]
    assert (few["pods"], many["pods"]) == ("2", "4")
    assert (few["requests.cpu"], many["requests.cpu"]) == ("6", "12")
    assert few["services"] == many["services"] == "0"


def test_what_is_not_asked_for_is_not_made() -> None:
    assert not any("sonarqube" in key for key in manifests(ToolchainProps(jenkins=JenkinsSpec())))
    assert not any("jenkins" in key for key in manifests(ToolchainProps(sonarqube=SonarQubeSpec())))
