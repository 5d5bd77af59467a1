"""The namespaces of the tools: closed, and as strict as what runs in them lets them be."""

from __future__ import annotations

from typing import Any

from tests.toolchain.cases import ALONE, EVERYTHING, LITTLE, made, values


def standard(namespace: dict[str, Any]) -> str:
    return namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"]


def test_each_tool_has_a_namespace_that_is_closed() -> None:
    there = made(**EVERYTHING)
    for home in ("jenkins", "jenkins-agents", "jenkins-publish", "sonarqube"):
        denied = there[f"{home}-default-deny"]
        assert denied["metadata"]["namespace"] == home
        assert denied["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    assert standard(there["jenkins-namespace"]) == "restricted"
    assert standard(there["sonarqube-namespace"]) == "restricted"
    assert standard(there["jenkins-agents-namespace"]) == "restricted", "whoever may push has a pod there"
    assert standard(there["jenkins-publish-namespace"]) == "privileged", "BuildKit's container has no default profile"


def test_jenkins_may_start_pods_where_images_are_made_and_nothing_else() -> None:
    there = made(**LITTLE)
    role, binding = there["jenkins-publish-role"], there["jenkins-publish-binding"]
    assert role["metadata"]["namespace"] == binding["metadata"]["namespace"] == "jenkins-publish"
    assert binding["roleRef"]["name"] == role["metadata"]["name"]
    assert binding["subjects"] == [{"kind": "ServiceAccount", "name": "jenkins", "namespace": "jenkins"}]
    changes = [one["resources"] for one in role["rules"] if "create" in one["verbs"]]
    assert changes == [["pods", "pods/exec"]]
    account = values("jenkins", **LITTLE)["serviceAccount"]["name"]
    assert account == binding["subjects"][0]["name"]


def test_agents_are_bounded_together() -> None:
    for home in ("jenkins-agents", "jenkins-publish"):
        few = made(jenkins={"agents": 2})[f"{home}-quota"]["spec"]["hard"]
        many = made(jenkins={"agents": 4})[f"{home}-quota"]["spec"]["hard"]
        assert (few["pods"], many["pods"]) == ("2", "4")
        assert (few["requests.cpu"], many["requests.cpu"]) == ("4", "8")
        assert few["services"] == many["services"] == "0"


def test_what_is_not_asked_for_is_not_made() -> None:
    assert not any("sonarqube" in key for key in made(**LITTLE))
    assert not any("jenkins" in key for key in made(**ALONE))
