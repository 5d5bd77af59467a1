"""The namespaces of the tools: closed, and as strict as what runs in them lets them be."""

from __future__ import annotations

from typing import Any

from tests.toolchain.cases import ALONE, EVERYTHING, LITTLE, made


def standard(namespace: dict[str, Any]) -> str:
    return namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"]


def test_each_tool_has_a_namespace_that_is_closed() -> None:
    there = made(**EVERYTHING)
    for home in ("jenkins", "jenkins-agents", "sonarqube"):
        denied = there[f"{home}-default-deny"]
        assert denied["metadata"]["namespace"] == home
        assert denied["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    assert standard(there["jenkins-namespace"]) == "restricted"
    assert standard(there["sonarqube-namespace"]) == "restricted"
    assert standard(there["jenkins-agents-namespace"]) == "privileged", "BuildKit's container has no default profile"


def test_agents_are_bounded_together() -> None:
    few = made(jenkins={"agents": 2})["jenkins-agents-quota"]["spec"]["hard"]
    many = made(jenkins={"agents": 4})["jenkins-agents-quota"]["spec"]["hard"]
    assert (few["pods"], many["pods"]) == ("2", "4")
    assert (few["requests.cpu"], many["requests.cpu"]) == ("6", "12")
    assert few["services"] == many["services"] == "0"


def test_what_is_not_asked_for_is_not_made() -> None:
    assert not any("sonarqube" in key for key in made(**LITTLE))
    assert not any("jenkins" in key for key in made(**ALONE))
