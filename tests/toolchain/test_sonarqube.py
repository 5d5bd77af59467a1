"""SonarQube: nothing privileged, its data in a database of the platform, its address in no manifest."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from tests.toolchain.cases import ALONE, DATABASE, EVERYTHING, made, props, values


def test_nothing_of_it_is_privileged() -> None:
    said = values("sonarqube", **EVERYTHING)
    assert said["initSysctl"] == said["initFs"] == {"enabled": False}, "both run as root"
    assert said["sonarProperties"]["sonar.search.javaAdditionalOpts"] == "-Dnode.store.allow_mmap=false"


@pytest.mark.parametrize(("edition", "community", "memory"), [("community", True, "4Gi"), ("enterprise", False, "8Gi")])
def test_an_edition_is_the_community_build_or_named(edition: str, community: bool, memory: str) -> None:
    said = values("sonarqube", sonarqube={"edition": edition}, database=DATABASE)
    assert said["community"] == {"enabled": community}
    assert said["edition"] == ("" if community else edition), "the chart refuses 'community' as an edition"
    assert said["resources"]["limits"]["memory"] == said["resources"]["requests"]["memory"] == memory


def test_it_reads_its_database_from_a_secret() -> None:
    assert values("sonarqube", **EVERYTHING)["extraConfig"]["secrets"] == ["sonarqube-database"]
    secret = made(**EVERYTHING)["secret-database"]["spec"]
    url = secret["target"]["template"]["data"]["SONAR_JDBC_URL"]
    both = "{{ .writer }}:{{ .port }},{{ .reader }}:{{ .port }}"
    assert url == f"jdbc:postgresql://{both}/sonarqube?sslmode=require&targetServerType=primary"
    stores = {one["secretKey"]: one.get("sourceRef") for one in secret["data"]}
    assert stores["writer"]["storeRef"]["name"] == "aws-parameter-store"
    assert stores["password"] is None, "the store of the secret itself"


def test_a_database_inside_the_cluster_lets_it_in() -> None:
    there = made(**ALONE)
    url = there["secret-database"]["spec"]["target"]["template"]["data"]["SONAR_JDBC_URL"]
    assert url.startswith("jdbc:postgresql://sonarqube-rw.tools-data.svc.cluster.local:5432/")
    policy = there["policy-database"]
    assert policy["metadata"]["namespace"] == "tools-data"
    assert policy["spec"]["podSelector"]["matchLabels"] == {"cnpg.io/cluster": "sonarqube"}
    assert "policy-database" not in made(**EVERYTHING)


def test_the_job_comes_after_it_and_may_fill_one_secret() -> None:
    there = made(**EVERYTHING)
    job, release = there["setup-job"]["metadata"]["annotations"], there["sonarqube"]["metadata"]["annotations"]
    wave = "argocd.argoproj.io/sync-wave"
    assert int(job[wave]) > int(release[wave])
    assert job["argocd.argoproj.io/hook"] == "Sync"
    rules = there["setup-role"]["rules"]
    assert [(one["resourceNames"], one["verbs"]) for one in rules] == [(["sonar-token"], ["get", "patch"])]
    assert there["setup-role"]["metadata"]["namespace"] == "jenkins"
    assert "data" not in there["setup-token"], "what is in it is in no Git"
    assert there["setup-token"]["metadata"]["labels"]["jenkins.io/credentials-type"] == "secretText"
    alone = made(**ALONE)
    assert "setup-role" not in alone
    assert alone["setup-job"]["spec"]["template"]["spec"]["automountServiceAccountToken"] is False


def test_jenkins_knows_sonarqube_by_credentials_that_are_there() -> None:
    there = made(**EVERYTHING)
    text = values("jenkins", **EVERYTHING)["controller"]["JCasC"]["configScripts"]["sonarqube"]
    assert "credentialsId: sonar-token" in text
    assert "webhookSecretId: sonar-webhook" in text
    assert there["secret-sonar-webhook"]["metadata"]["namespace"] == "jenkins"


def test_sonarqube_and_its_database_go_together() -> None:
    with pytest.raises(ValidationError, match="go together"):
        props(sonarqube={})
    with pytest.raises(ValidationError, match="go together"):
        props(database=DATABASE)
